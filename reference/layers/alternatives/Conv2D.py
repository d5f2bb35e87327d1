"""Other right answers to `Conv2D`, in styles that students use."""

import numpy as np
from numpy.lib.stride_tricks import as_strided, sliding_window_view


class PatchLoops:
    """Two loops over the output's positions, a third over the filters; the bias is a column."""

    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0):
        self.k, self.s, self.p = kernel_size, stride, padding
        scale = np.sqrt(2.0 / (in_channels * kernel_size * kernel_size))
        self.W = np.random.randn(out_channels, in_channels, kernel_size, kernel_size) * scale
        self.b = np.zeros((out_channels, 1))
        self.cache = {}

    def forward(self, X):
        p = self.p
        Xp = np.pad(X, ((0, 0), (0, 0), (p, p), (p, p)), mode="constant") if p > 0 else X
        out_h = (Xp.shape[2] - self.k) // self.s + 1
        out_w = (Xp.shape[3] - self.k) // self.s + 1
        Z = np.zeros((X.shape[0], self.W.shape[0], out_h, out_w))
        for i in range(out_h):
            for j in range(out_w):
                r, c = i * self.s, j * self.s
                patch = Xp[:, :, r : r + self.k, c : c + self.k]
                for f in range(self.W.shape[0]):
                    Z[:, f, i, j] = np.sum(patch * self.W[f], axis=(1, 2, 3)) + self.b[f]
        self.cache["X"], self.cache["Xp"] = X, Xp
        return Z

    def backward(self, dZ):
        Xp, p = self.cache["Xp"], self.p
        dXp = np.zeros_like(Xp)
        self.dW = np.zeros_like(self.W)
        for i in range(dZ.shape[2]):
            for j in range(dZ.shape[3]):
                r, c = i * self.s, j * self.s
                patch = Xp[:, :, r : r + self.k, c : c + self.k]
                for f in range(self.W.shape[0]):
                    upstream = dZ[:, f, i, j][:, None, None, None]
                    self.dW[f] += np.sum(patch * upstream, axis=0)
                    dXp[:, :, r : r + self.k, c : c + self.k] += self.W[f] * upstream
        self.db = np.sum(dZ, axis=(0, 2, 3)).reshape(-1, 1)
        return dXp[:, :, p:-p, p:-p] if p > 0 else dXp


class EveryIndex:
    """Seven plain loops and index checks in place of padding; Python's own numbers inside."""

    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0):
        self.in_channels, self.out_channels = in_channels, out_channels
        self.kernel_size, self.stride, self.padding = kernel_size, stride, padding
        limit = (6 / (in_channels * kernel_size**2)) ** 0.5
        self.W = np.random.uniform(-limit, limit, size=(out_channels, in_channels, kernel_size, kernel_size))
        self.b = np.zeros(out_channels)

    def _taps(self, H, W):
        """Every (output row, output column, kernel row, kernel column, input row, input column) inside the image."""
        k, s, p = self.kernel_size, self.stride, self.padding
        for i in range((H + 2 * p - k) // s + 1):
            for j in range((W + 2 * p - k) // s + 1):
                for u in range(k):
                    for v in range(k):
                        y, x = i * s + u - p, j * s + v - p
                        if 0 <= y < H and 0 <= x < W:
                            yield i, j, u, v, y, x

    def forward(self, X):
        self.X = X
        N, C, H, W = X.shape
        k, s, p = self.kernel_size, self.stride, self.padding
        weights = self.W.tolist()
        rows, columns = (H + 2 * p - k) // s + 1, (W + 2 * p - k) // s + 1
        Z = [[[[float(self.b[f])] * columns for _ in range(rows)] for f in range(self.out_channels)] for _ in range(N)]
        for n, image in enumerate(X.tolist()):
            for i, j, u, v, y, x in self._taps(H, W):
                for f in range(self.out_channels):
                    for c in range(C):
                        Z[n][f][i][j] += image[c][y][x] * weights[f][c][u][v]
        return np.array(Z)

    def backward(self, dZ):
        N, C, H, W = self.X.shape
        F = self.out_channels
        dX, dW = np.zeros((N, C, H, W)).tolist(), np.zeros(self.W.shape).tolist()
        weights, images = self.W.tolist(), self.X.tolist()
        for n, gradient in enumerate(dZ.tolist()):
            for i, j, u, v, y, x in self._taps(H, W):
                for f in range(F):
                    g = gradient[f][i][j]
                    for c in range(C):
                        dX[n][c][y][x] += g * weights[f][c][u][v]
                        dW[f][c][u][v] += g * images[n][c][y][x]
        self.dW = np.array(dW)
        self.db = np.array([float(np.sum(dZ[:, f])) for f in range(F)])
        return np.array(dX)


class WindowsEinsum:
    """`sliding_window_view` and `einsum`; dX by sliding the turned kernels over the spread-out gradient."""

    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0):
        self.kernel_size, self.stride, self.padding = kernel_size, stride, padding
        shape = (out_channels, in_channels, kernel_size, kernel_size)
        self.W = np.random.default_rng().normal(0, np.sqrt(2 / (in_channels * kernel_size * kernel_size)), shape)
        self.b = np.zeros((out_channels,))

    def forward(self, X):
        p, s, k = self.padding, self.stride, self.kernel_size
        self.x_shape = X.shape
        padded = np.pad(X, [(0, 0), (0, 0), (p, p), (p, p)])
        self.patches = sliding_window_view(padded, (k, k), axis=(-2, -1))[:, :, ::s, ::s]
        return np.einsum("bchwkl,fckl->bfhw", self.patches, self.W) + self.b.reshape(1, -1, 1, 1)

    def backward(self, dZ):
        p, s, k = self.padding, self.stride, self.kernel_size
        N, _C, H, W = self.x_shape
        self.db = np.einsum("bfhw->f", dZ)
        self.dW = np.einsum("bchwkl,bfhw->fckl", self.patches, dZ)
        spread = np.zeros((N, dZ.shape[1], H + 2 * p + k - 1, W + 2 * p + k - 1))
        spread[:, :, k - 1 : k - 1 + s * dZ.shape[2] : s, k - 1 : k - 1 + s * dZ.shape[3] : s] = dZ
        full = np.einsum(
            "bfhwkl,fckl->bchw", sliding_window_view(spread, (k, k), axis=(2, 3)), self.W[:, :, ::-1, ::-1]
        )
        return full[:, :, p : p + H, p : p + W]


class IndexColumns:
    """im2col with index arrays and one matrix product; `np.add.at` for the way back."""

    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0):
        self.ksize, self.stride, self.pad = kernel_size, stride, padding
        fan_in = in_channels * kernel_size * kernel_size
        self.W = (np.random.randn(out_channels, fan_in) / np.sqrt(fan_in / 2)).reshape(
            out_channels, in_channels, kernel_size, kernel_size
        )
        self.b = np.zeros((out_channels, 1))

    def _indices(self, C, H, W):
        k, s = self.ksize, self.stride
        oh, ow = (H + 2 * self.pad - k) // s + 1, (W + 2 * self.pad - k) // s + 1
        i0 = np.tile(np.repeat(np.arange(k), k), C)
        j0 = np.tile(np.arange(k), k * C)
        i = i0.reshape(-1, 1) + s * np.repeat(np.arange(oh), ow).reshape(1, -1)
        j = j0.reshape(-1, 1) + s * np.tile(np.arange(ow), oh).reshape(1, -1)
        c = np.repeat(np.arange(C), k * k).reshape(-1, 1)
        return c, i, j, oh, ow

    def forward(self, X):
        N, C, H, W = X.shape
        p = self.pad
        padded = np.pad(X, ((0, 0), (0, 0), (p, p), (p, p)))
        c, i, j, oh, ow = self._indices(C, H, W)
        cols = padded[:, c, i, j].transpose(1, 2, 0).reshape(C * self.ksize**2, -1)
        self.cache = X, padded.shape, cols
        out = self.W.reshape(len(self.W), -1) @ cols + self.b.reshape(-1, 1)
        return out.reshape(len(self.W), oh, ow, N).transpose(3, 0, 1, 2)

    def backward(self, dZ):
        X, padded_shape, cols = self.cache
        N, C, H, W = X.shape
        F, p = len(self.W), self.pad
        flat = dZ.transpose(1, 2, 3, 0).reshape(F, -1)
        self.dW = (flat @ cols.T).reshape(self.W.shape)
        self.db = flat.sum(axis=1, keepdims=True)
        dcols = (self.W.reshape(F, -1).T @ flat).reshape(C * self.ksize**2, -1, N).transpose(2, 0, 1)
        dpadded = np.zeros(padded_shape)
        c, i, j, _, _ = self._indices(C, H, W)
        np.add.at(dpadded, (slice(None), c, i, j), dcols)
        return dpadded[:, :, p : p + H, p : p + W]


class StridedView:
    """`as_strided` over a padded copy, `tensordot`, and a loop over kernel positions for dX."""

    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0):
        self.stride, self.padding, self.kernel_size = stride, padding, kernel_size
        deviation = (2.0 / in_channels) ** 0.5 / kernel_size
        self.W = np.random.normal(0.0, deviation, size=(out_channels, in_channels, kernel_size, kernel_size))
        self.b = np.zeros(out_channels)
        self.dW = self.db = None

    def forward(self, X):
        N, C, H, W = X.shape
        k, s, p = self.kernel_size, self.stride, self.padding
        self.padded = np.zeros((N, C, H + 2 * p, W + 2 * p))
        self.padded[:, :, p : p + H, p : p + W] = X
        a, b, c, d = self.padded.strides
        shape = (N, C, (H + 2 * p - k) // s + 1, (W + 2 * p - k) // s + 1, k, k)
        self.view = as_strided(self.padded, shape, (a, b, s * c, s * d, c, d), writeable=False)
        out = np.tensordot(self.W, self.view, ([1, 2, 3], [1, 4, 5]))
        return (out + self.b[:, None, None, None]).transpose(1, 0, 2, 3)

    def backward(self, dZ):
        k, s, p = self.kernel_size, self.stride, self.padding
        self.dW = np.tensordot(dZ, self.view, ([0, 2, 3], [0, 2, 3]))
        self.db = dZ.sum((0, 2, 3))
        out = np.zeros(self.padded.shape)
        h, w = dZ.shape[2:]
        for u in range(k):
            for v in range(k):
                out[:, :, u : u + h * s : s, v : v + w * s : s] += np.tensordot(
                    dZ, self.W[:, :, u, v], (1, 0)
                ).transpose(0, 3, 1, 2)
        return out[:, :, p : out.shape[2] - p, p : out.shape[3] - p]


class KernelShifts:
    """No windows: one shifted, strided slice of the image for each kernel element, summed up."""

    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0):
        self.k = kernel_size
        self.stride = stride
        self.padding = padding
        std = np.sqrt(2.0 / (in_channels * kernel_size * kernel_size))
        self.W = std * np.random.standard_normal((out_channels, in_channels, kernel_size, kernel_size))
        self.b = np.zeros(out_channels)

    def _slice(self, u, v):
        return np.s_[:, :, u : u + self.stride * self.oh : self.stride, v : v + self.stride * self.ow : self.stride]

    def forward(self, X):
        p, k, s = self.padding, self.k, self.stride
        self.x = np.pad(X.astype(float), ((0,), (0,), (p,), (p,)))
        self.oh, self.ow = (self.x.shape[2] - k) // s + 1, (self.x.shape[3] - k) // s + 1
        out = np.empty((len(X), len(self.W), self.oh, self.ow))
        out[:] = self.b.reshape(-1, 1, 1)
        for u in range(k):
            for v in range(k):
                out += np.einsum("nchw,fc->nfhw", self.x[self._slice(u, v)], self.W[:, :, u, v])
        return out

    def backward(self, dZ):
        dx, self.dW = np.zeros_like(self.x), np.empty_like(self.W)
        for u in range(self.k):
            for v in range(self.k):
                self.dW[:, :, u, v] = np.einsum("nfhw,nchw->fc", dZ, self.x[self._slice(u, v)])
                dx[self._slice(u, v)] += np.einsum("nfhw,fc->nchw", dZ, self.W[:, :, u, v])
        self.db = dZ.sum(axis=-1).sum(axis=-1).sum(axis=0)
        p = self.padding
        return dx if p == 0 else dx[:, :, p:-p, p:-p]


class Fourier:
    """Products of spectra: correlation forward, convolution for dX, correlation with the gradient for dW; then every
    stride-th value."""

    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0):
        self.k, self.s, self.p = kernel_size, stride, padding
        self.W = (
            np.random.randn(out_channels, in_channels, kernel_size, kernel_size)
            * np.sqrt(2 / in_channels)
            / kernel_size
        )
        self.b = np.zeros(out_channels)

    def forward(self, X):
        p = self.p
        self.shape = X.shape[2:]
        padded = np.pad(X, ((0, 0), (0, 0), (p, p), (p, p)))
        self.size = padded.shape[2:]
        self.fx = np.fft.rfft2(padded, self.size)
        fw = np.fft.rfft2(self.W, self.size)
        full = np.fft.irfft2(np.einsum("nchw,fchw->nfhw", self.fx, fw.conj()), self.size)
        valid = full[:, :, : self.size[0] - self.k + 1, : self.size[1] - self.k + 1]
        return valid[:, :, :: self.s, :: self.s] + self.b[None, :, None, None]

    def backward(self, dZ):
        p, (H, W) = self.p, self.shape
        spread = np.zeros(dZ.shape[:2] + self.size)
        spread[:, :, : dZ.shape[2] * self.s : self.s, : dZ.shape[3] * self.s : self.s][
            :, :, : dZ.shape[2], : dZ.shape[3]
        ] = dZ
        fz = np.fft.rfft2(spread)
        fw = np.fft.rfft2(self.W, self.size)
        self.dW = np.fft.irfft2(np.einsum("nchw,nfhw->fchw", self.fx, fz.conj()), self.size)[:, :, : self.k, : self.k]
        self.db = dZ.sum(axis=(0, 2, 3))
        return np.fft.irfft2(np.einsum("nfhw,fchw->nchw", fz, fw), self.size)[:, :, p : p + H, p : p + W]


class OneBigMatrix:
    """The layer written out as a matrix on flattened images: `Z = M x`, `dX = M^T dZ`, and dW by looking up where
    each weight stands."""

    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0):
        self.shape = (out_channels, in_channels, kernel_size, kernel_size)
        self.stride, self.padding = stride, padding
        self.W = np.random.randn(*self.shape) * np.sqrt(2.0 / np.prod(self.shape[1:]))
        self.b = np.zeros(out_channels)

    def _entries(self, H, W):
        """(row of M, column of M, index of the weight) for every product the layer makes."""
        F, C, k, _ = self.shape
        s, p = self.stride, self.padding
        oh, ow = (H + 2 * p - k) // s + 1, (W + 2 * p - k) // s + 1
        f, i, j, c, u, v = (a.ravel() for a in np.meshgrid(*map(np.arange, (F, oh, ow, C, k, k)), indexing="ij"))
        y, x = i * s + u - p, j * s + v - p
        inside = (y >= 0) & (y < H) & (x >= 0) & (x < W)
        rows, columns, weights = (f * oh + i) * ow + j, (c * H + y) * W + x, ((f * C + c) * k + u) * k + v
        return rows[inside], columns[inside], weights[inside], (F, oh, ow)

    def forward(self, X):
        self.X = X
        rows, columns, weights, out = self._entries(*X.shape[2:])
        M = np.zeros((int(np.prod(out)), X[0].size))
        M[rows, columns] = self.W.ravel()[weights]
        self.M = M
        return (X.reshape(len(X), -1) @ M.T).reshape(len(X), *out) + self.b.reshape(-1, 1, 1)

    def backward(self, dZ):
        rows, columns, weights, _ = self._entries(*self.X.shape[2:])
        outer = dZ.reshape(len(dZ), -1).T @ self.X.reshape(len(dZ), -1)
        self.dW = np.bincount(weights, weights=outer[rows, columns], minlength=self.W.size).reshape(self.W.shape)
        self.db = np.array([dZ[:, f].sum() for f in range(self.shape[0])])
        return (dZ.reshape(len(dZ), -1) @ self.M).reshape(self.X.shape)


class _Layer:
    """A base class in the style of small frameworks: parameters and gradients in dicts, reached as attributes."""

    def __init__(self):
        self.params, self.grads = {}, {}

    @property
    def W(self):
        return self.params["W"]

    @W.setter
    def W(self, value):
        self.params["W"] = np.asarray(value)

    @property
    def b(self):
        return self.params["b"]

    @b.setter
    def b(self, value):
        self.params["b"] = np.asarray(value)

    @property
    def dW(self):
        return self.grads["W"]

    @property
    def db(self):
        return self.grads["b"]

    def __call__(self, X):
        return self.forward(X)


class FrameworkStyle(_Layer):
    """Properties over dicts of parameters, a base class, image by image, positions counted from 1 by `while`."""

    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0):
        super().__init__()
        self.hyper = {"k": kernel_size, "s": stride, "p": padding}
        self.W = (
            np.random.randn(out_channels, in_channels, kernel_size, kernel_size)
            * (2.0 / (in_channels * kernel_size**2)) ** 0.5
        )
        self.b = np.zeros((out_channels, 1))

    def _walk(self, height, width):
        k, s = self.hyper["k"], self.hyper["s"]
        row = 1
        while (row - 1) * s + k <= height:
            column = 1
            while (column - 1) * s + k <= width:
                top, left = (row - 1) * s, (column - 1) * s
                yield row - 1, column - 1, slice(top, top + k), slice(left, left + k)
                column += 1
            row += 1

    def forward(self, X):
        p = self.hyper["p"]
        self.images = [np.pad(image, ((0, 0), (p, p), (p, p))) for image in X]
        return np.stack([self._one(image) for image in self.images])

    def _one(self, image):
        places = list(self._walk(*image.shape[1:]))
        out = np.zeros((self.W.shape[0], 1 + places[-1][0], 1 + places[-1][1]))
        for i, j, rows, columns in places:
            out[:, i, j] = (self.W * image[:, rows, columns]).sum(axis=(1, 2, 3)) + self.b.ravel()
        return out

    def backward(self, dZ):
        self.grads = {"W": np.zeros(self.W.shape), "b": dZ.sum(axis=(0, 2, 3)).reshape(self.b.shape)}
        result = []
        for image, gradient in zip(self.images, dZ, strict=True):
            dimage = np.zeros(image.shape)
            for i, j, rows, columns in self._walk(*image.shape[1:]):
                self.grads["W"] += np.multiply.outer(gradient[:, i, j], image[:, rows, columns])
                dimage[:, rows, columns] += np.tensordot(gradient[:, i, j], self.W, axes=1)
            p = self.hyper["p"]
            result.append(dimage[:, p : dimage.shape[1] - p, p : dimage.shape[2] - p])
        return np.array(result)


class ClosureBackward:
    """`forward` leaves a function behind that knows how to go back; nothing else is cached."""

    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0):
        self.settings = kernel_size, stride, padding
        self.W = np.random.default_rng().standard_normal((out_channels, in_channels, kernel_size, kernel_size))
        self.W *= np.sqrt(2.0 / self.W[0].size)
        self.b = np.zeros(out_channels)

    def forward(self, X):
        k, s, p = self.settings
        padded = np.pad(X, ((0, 0), (0, 0), (p, p), (p, p)))
        oh, ow = (padded.shape[2] - k) // s + 1, (padded.shape[3] - k) // s + 1
        rows = s * np.arange(oh)[:, None, None, None] + np.arange(k)[None, None, :, None]
        columns = s * np.arange(ow)[None, :, None, None] + np.arange(k)[None, None, None, :]
        patches = padded[:, :, rows, columns]

        def back(dZ):
            flat = dZ.reshape(*dZ.shape[:2], -1)
            taps = patches.reshape(*patches.shape[:2], oh * ow, k * k)
            dW = np.einsum("nfo,ncot->fct", flat, taps).reshape(self.W.shape)
            dP = np.zeros(padded.shape)
            np.add.at(dP, (slice(None), slice(None), rows, columns), np.einsum("nfhw,fcuv->nchwuv", dZ, self.W))
            return dP[:, :, p : p + X.shape[2], p : p + X.shape[3]], dW, flat.sum(axis=(0, 2))

        self._back = back
        return np.einsum("nchwuv,fcuv->nfhw", patches, self.W) + np.reshape(self.b, (-1, 1, 1))

    def backward(self, dZ):
        dX, self.dW, self.db = self._back(dZ)
        return dX


class SinglePrecision:
    """The convolution worked out in float32, channels last inside."""

    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0):
        self.k, self.s, self.p = kernel_size, stride, padding
        scale = np.sqrt(2.0 / (in_channels * kernel_size**2))
        self.W = (np.random.randn(out_channels, in_channels, kernel_size, kernel_size) * scale).astype(np.float32)
        self.b = np.zeros(out_channels, dtype=np.float32)

    def forward(self, X):
        p, k, s = self.p, self.k, self.s
        self.X = np.pad(X.transpose(0, 2, 3, 1).astype(np.float32), ((0, 0), (p, p), (p, p), (0, 0)))
        kernels = self.W.astype(np.float32).transpose(2, 3, 1, 0).reshape(-1, len(self.W))
        oh, ow = (self.X.shape[1] - k) // s + 1, (self.X.shape[2] - k) // s + 1
        Z = np.zeros((len(X), oh, ow, len(self.W)), np.float32)
        for i in range(oh):
            for j in range(ow):
                Z[:, i, j] = self.X[:, i * s : i * s + k, j * s : j * s + k].reshape(len(X), -1) @ kernels
        return (Z + self.b.astype(np.float32).ravel()).transpose(0, 3, 1, 2)

    def backward(self, dZ):
        p, k, s = self.p, self.k, self.s
        G = dZ.transpose(0, 2, 3, 1).astype(np.float32)
        kernels = self.W.astype(np.float32).transpose(2, 3, 1, 0).reshape(-1, len(self.W))
        dX, dK = np.zeros_like(self.X), np.zeros_like(kernels)
        for i in range(G.shape[1]):
            for j in range(G.shape[2]):
                here = np.s_[:, i * s : i * s + k, j * s : j * s + k]
                dK += self.X[here].reshape(len(G), -1).T @ G[:, i, j]
                dX[here] += (G[:, i, j] @ kernels.T).reshape(self.X[here].shape)
        self.dW = dK.reshape(k, k, -1, len(self.W)).transpose(3, 2, 0, 1)
        self.db = G.sum(axis=(0, 1, 2))
        return dX[:, p : dX.shape[1] - p, p : dX.shape[2] - p].transpose(0, 3, 1, 2)


class WorkedOutLater:
    """`backward` works out its gradients only when they are asked for, and gives lists of numbers."""

    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0):
        self._args = (kernel_size, stride, padding)
        self.W = np.random.randn(out_channels, in_channels, kernel_size, kernel_size) * np.sqrt(
            2 / (in_channels * kernel_size**2)
        )
        self.b = np.zeros(out_channels)

    def forward(self, X):
        k, s, p = self._args
        padded = np.zeros((X.shape[0], X.shape[1], X.shape[2] + 2 * p, X.shape[3] + 2 * p))
        padded[:, :, p : p + X.shape[2], p : p + X.shape[3]] = X
        self._windows = sliding_window_view(padded, (k, k), (2, 3))[:, :, ::s, ::s]
        self._padded = padded
        return (
            (np.tensordot(self._windows, self.W, ((1, 4, 5), (1, 2, 3))) + np.ravel(self.b))
            .transpose(0, 3, 1, 2)
            .tolist()
        )

    @property
    def dW(self):
        return np.tensordot(self._dZ, self._windows, ((0, 2, 3), (0, 2, 3)))

    @property
    def db(self):
        return self._dZ.sum((0, 2, 3)).tolist()

    def backward(self, dZ):
        self._dZ = np.array(dZ, dtype=float)
        k, s, p = self._args
        dX = np.zeros(self._padded.shape)
        for n, f, i, j in np.ndindex(*self._dZ.shape):
            dX[n, :, i * s : i * s + k, j * s : j * s + k] += self._dZ[n, f, i, j] * self.W[f]
        return dX[:, :, p : dX.shape[2] - p, p : dX.shape[3] - p]
