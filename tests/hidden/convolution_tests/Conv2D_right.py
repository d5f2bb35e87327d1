"""Right implementations of `Conv2D`, in many styles. The first is what mutants are made of."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


class Loops:
    """Two loops over the output's places."""

    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0):
        self.kernel_size, self.stride, self.padding = kernel_size, stride, padding
        scale = np.sqrt(2.0 / (in_channels * kernel_size * kernel_size))
        self.W = np.random.randn(out_channels, in_channels, kernel_size, kernel_size) * scale
        self.b = np.zeros(out_channels)

    def forward(self, X):
        p, k, s = self.padding, self.kernel_size, self.stride
        self.X = np.pad(np.asarray(X, dtype=float), ((0, 0), (0, 0), (p, p), (p, p)))
        rows = (self.X.shape[2] - k) // s + 1
        columns = (self.X.shape[3] - k) // s + 1
        Z = np.zeros((len(X), len(self.W), rows, columns))
        for i in range(rows):
            for j in range(columns):
                patch = self.X[:, :, i * s : i * s + k, j * s : j * s + k]
                Z[:, :, i, j] = np.einsum("nckl,fckl->nf", patch, self.W) + self.b.ravel()
        return Z

    def backward(self, dZ):
        p, k, s = self.padding, self.kernel_size, self.stride
        dX = np.zeros(self.X.shape)
        self.dW = np.zeros(self.W.shape)
        self.db = dZ.sum(axis=(0, 2, 3)).reshape(self.b.shape)
        for i in range(dZ.shape[2]):
            for j in range(dZ.shape[3]):
                place = np.s_[:, :, i * s : i * s + k, j * s : j * s + k]
                self.dW += np.einsum("nf,nckl->fckl", dZ[:, :, i, j], self.X[place])
                dX[place] += np.einsum("nf,fckl->nckl", dZ[:, :, i, j], self.W)
        return dX[:, :, p : dX.shape[2] - p, p : dX.shape[3] - p]


class Columns(Loops):
    """A matrix of patches and matrix products; the bias is a column."""

    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0):
        super().__init__(in_channels, out_channels, kernel_size, stride, padding)
        self.b = np.zeros((out_channels, 1))

    def forward(self, X):
        p, k, s = self.padding, self.kernel_size, self.stride
        self.X = np.pad(X, ((0, 0), (0, 0), (p, p), (p, p)))
        self.patches = sliding_window_view(self.X, (k, k), axis=(2, 3))[:, :, ::s, ::s]
        return np.einsum("ncijkl,fckl->nfij", self.patches, self.W) + np.reshape(self.b, (-1, 1, 1))

    def backward(self, dZ):
        dX = super().backward(dZ)
        self.dW = np.tensordot(dZ, self.patches, ((0, 2, 3), (0, 2, 3)))
        return dX


class Uniform(Loops):
    """Uniform weights of the same variance, and images one by one."""

    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0):
        super().__init__(in_channels, out_channels, kernel_size, stride, padding)
        limit = np.sqrt(6.0 / (in_channels * kernel_size**2))
        self.W = np.random.uniform(-limit, limit, self.W.shape)

    def forward(self, X):
        parts, images = [], []
        for image in X:
            parts.append(super().forward(image[None]))
            images.append(self.X)
        self.X = np.concatenate(images)
        return np.concatenate(parts)


class SinglePrecision(Columns):
    """In float32, so that answers are right to six digits."""

    def forward(self, X):
        return super().forward(np.asarray(X, dtype=np.float32)).astype(np.float32)
