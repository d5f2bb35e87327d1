"""Other right answers to `AvgPool2D`, in styles that students use."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


class PatchLoops:
    """Two loops over positions, `mean` forward and a constant added backward."""

    def __init__(self, pool_size=2, stride=2):
        self.pool_size = pool_size
        self.stride = stride
        self.cache = None

    def forward(self, X):
        N, C, H, W = X.shape
        k, s = self.pool_size, self.stride
        Z = np.zeros((N, C, (H - k) // s + 1, (W - k) // s + 1))
        for i in range(Z.shape[2]):
            for j in range(Z.shape[3]):
                Z[:, :, i, j] = np.mean(X[:, :, i * s : i * s + k, j * s : j * s + k], axis=(2, 3))
        self.cache = X.shape
        return Z

    def backward(self, dZ):
        k, s = self.pool_size, self.stride
        dX = np.zeros(self.cache)
        for i in range(dZ.shape[2]):
            for j in range(dZ.shape[3]):
                dX[:, :, i * s : i * s + k, j * s : j * s + k] += dZ[:, :, i, j][:, :, None, None] / (k * k)
        return dX


class SummedArea:
    """A summed-area table forward, its adjoint (differences, then sums from the far corner) backward."""

    def __init__(self, pool_size=2, stride=2):
        self.k, self.s = pool_size, stride

    def _corners(self, n):
        return self.s * np.arange((n - self.k) // self.s + 1)

    def forward(self, X):
        self.shape = X.shape
        table = np.zeros((*X.shape[:2], X.shape[2] + 1, X.shape[3] + 1))
        table[:, :, 1:, 1:] = X.cumsum(axis=2).cumsum(axis=3)
        r, c = self._corners(X.shape[2])[:, None], self._corners(X.shape[3])[None, :]
        k = self.k
        return (table[:, :, r + k, c + k] - table[:, :, r, c + k] - table[:, :, r + k, c] + table[:, :, r, c]) / k**2

    def backward(self, dZ):
        N, C, H, W = self.shape
        marks = np.zeros((N, C, H + 1, W + 1))
        r, c, k = self._corners(H)[:, None], self._corners(W)[None, :], self.k
        share = dZ / k**2
        for rows, columns, sign in ((r, c, 1), (r + k, c, -1), (r, c + k, -1), (r + k, c + k, 1)):
            marks[:, :, rows, columns] += sign * share
        return marks.cumsum(axis=2).cumsum(axis=3)[:, :, :H, :W]


class MatrixOnEachSide:
    """Pooling as `P X Q^T` with two small averaging matrices; backward uses their transposes."""

    def __init__(self, pool_size=2, stride=2):
        self.pool_size, self.stride = pool_size, stride

    def _matrix(self, n):
        rows = (n - self.pool_size) // self.stride + 1
        P = np.zeros((rows, n))
        for i in range(rows):
            P[i, i * self.stride : i * self.stride + self.pool_size] = 1 / self.pool_size
        return P

    def forward(self, X):
        self.P, self.Q = self._matrix(X.shape[2]), self._matrix(X.shape[3])
        return self.P @ X @ self.Q.T

    def backward(self, dZ):
        return self.P.T @ dZ @ self.Q


class ShiftedSums:
    """One shifted slice for each place in the window."""

    def __init__(self, pool_size=2, stride=2):
        self.size, self.step = pool_size, stride

    def _slices(self):
        for u in range(self.size):
            for v in range(self.size):
                yield np.s_[:, :, u : u + self.step * self.h : self.step, v : v + self.step * self.w : self.step]

    def forward(self, X):
        self.h, self.w = ((n - self.size) // self.step + 1 for n in X.shape[2:])
        self.full = X.shape
        return sum(X[here].astype(float) for here in self._slices()) / self.size**2

    def backward(self, dZ):
        dX = np.zeros(self.full)
        for here in self._slices():
            dX[here] += dZ / self.size**2
        return dX


class WindowsAndAddAt:
    """`sliding_window_view` forward, `np.add.at` with broadcast indices backward."""

    def __init__(self, pool_size=2, stride=2):
        self.pool_size, self.stride = pool_size, stride

    def forward(self, X):
        k, s = self.pool_size, self.stride
        self._shape = X.shape
        return np.average(sliding_window_view(X, (k, k), axis=(2, 3))[..., ::s, ::s, :, :], axis=(-1, -2))

    def backward(self, dZ):
        k, s = self.pool_size, self.stride
        dX = np.zeros(self._shape)
        i = s * np.arange(dZ.shape[2])[:, None, None, None] + np.arange(k)[None, None, :, None]
        j = s * np.arange(dZ.shape[3])[None, :, None, None] + np.arange(k)[None, None, None, :]
        np.add.at(dX, (slice(None), slice(None), i, j), dZ[..., None, None] / (k * k))
        return dX


class PlainPython:
    """Six plain loops, sums and a division at the end."""

    def __init__(self, pool_size=2, stride=2):
        self.p, self.s = pool_size, stride

    def forward(self, X):
        self.dims = N, C, H, W = X.shape
        out = np.zeros((N, C, 1 + (H - self.p) // self.s, 1 + (W - self.p) // self.s))
        for n, c, i, j in np.ndindex(*out.shape):
            total = 0.0
            for u in range(self.p):
                for v in range(self.p):
                    total += X[n, c, i * self.s + u, j * self.s + v]
            out[n, c, i, j] = total / (self.p * self.p)
        return out

    def backward(self, dZ):
        dX = np.zeros(self.dims)
        for n, c, i, j in np.ndindex(*dZ.shape):
            for u in range(self.p):
                for v in range(self.p):
                    dX[n, c, i * self.s + u, j * self.s + v] += dZ[n, c, i, j] / self.p**2
        return dX


class ConvolutionWithConstant:
    """Average pooling as a convolution of every plane with a constant kernel, as im2col."""

    def __init__(self, pool_size=2, stride=2):
        self.kernel, self.stride = np.full(pool_size**2, 1.0 / pool_size**2), stride
        self.k = pool_size

    def forward(self, X):
        N, C, H, W = X.shape
        self.shape = X.shape
        self.oh, self.ow = (H - self.k) // self.stride + 1, (W - self.k) // self.stride + 1
        grid = np.arange(H * W).reshape(H, W)
        self.index = sliding_window_view(grid, (self.k, self.k))[:: self.stride, :: self.stride].reshape(-1, self.k**2)
        return (X.reshape(N, C, -1)[:, :, self.index] @ self.kernel).reshape(N, C, self.oh, self.ow)

    def backward(self, dZ):
        N, C, H, W = self.shape
        parts = np.multiply.outer(dZ.reshape(N * C, -1), self.kernel).reshape(N * C, -1)
        sums = [np.bincount(self.index.ravel(), weights=row, minlength=H * W) for row in parts]
        return np.reshape(sums, self.shape)
