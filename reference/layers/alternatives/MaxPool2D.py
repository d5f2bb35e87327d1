"""Other right answers to `MaxPool2D`, in styles that students use."""

import numpy as np
from numpy.lib.stride_tricks import as_strided, sliding_window_view


class FourLoops:
    """Loops over image, channel and position; `argmax` of the flattened patch says who won."""

    def __init__(self, pool_size=2, stride=2):
        self.pool_size = pool_size
        self.stride = stride

    def forward(self, X):
        self.X = X
        N, C, H, W = X.shape
        H_out = 1 + (H - self.pool_size) // self.stride
        W_out = 1 + (W - self.pool_size) // self.stride
        out = np.zeros((N, C, H_out, W_out))
        for n in range(N):
            for c in range(C):
                for i in range(H_out):
                    for j in range(W_out):
                        r, q = i * self.stride, j * self.stride
                        out[n, c, i, j] = np.max(X[n, c, r : r + self.pool_size, q : q + self.pool_size])
        return out

    def backward(self, dZ):
        dX = np.zeros(self.X.shape)
        for n, c, i, j in np.ndindex(*dZ.shape):
            r, q = i * self.stride, j * self.stride
            patch = self.X[n, c, r : r + self.pool_size, q : q + self.pool_size]
            a, b = np.unravel_index(np.argmax(patch), patch.shape)
            dX[n, c, r + a, q + b] += dZ[n, c, i, j]
        return dX


class MaskWithCumulativeSum:
    """The mask of equal maxima, of which only the first True is kept."""

    def __init__(self, pool_size=2, stride=2):
        self.k, self.s = pool_size, stride
        self.cache = {}

    def forward(self, X):
        k, s = self.k, self.s
        Z = np.zeros((X.shape[0], X.shape[1], (X.shape[2] - k) // s + 1, (X.shape[3] - k) // s + 1))
        for i in range(Z.shape[2]):
            for j in range(Z.shape[3]):
                Z[:, :, i, j] = X[:, :, i * s : i * s + k, j * s : j * s + k].max(axis=(2, 3))
        self.cache = {"X": X, "Z": Z}
        return Z

    def backward(self, dZ):
        X, Z, k, s = self.cache["X"], self.cache["Z"], self.k, self.s
        dX = np.zeros_like(X, dtype=float)
        for i in range(dZ.shape[2]):
            for j in range(dZ.shape[3]):
                flat = X[:, :, i * s : i * s + k, j * s : j * s + k].reshape(*X.shape[:2], k * k)
                equal = flat == Z[:, :, i, j][..., None]
                first = equal & (np.cumsum(equal, axis=-1) == 1)
                dX[:, :, i * s : i * s + k, j * s : j * s + k] += (first * dZ[:, :, i, j][..., None]).reshape(
                    *X.shape[:2], k, k
                )
        return dX


class RunningMaximum:
    """One shifted slice for each place in the window; `np.maximum` forward, a `taken` mask backward."""

    def __init__(self, pool_size=2, stride=2):
        self.size, self.stride = pool_size, stride

    def _shifts(self):
        s = self.stride
        for u in range(self.size):
            for v in range(self.size):
                yield np.s_[:, :, u : u + s * (self.h - 1) + 1 : s, v : v + s * (self.w - 1) + 1 : s]

    def forward(self, X):
        self.h = (X.shape[2] - self.size) // self.stride + 1
        self.w = (X.shape[3] - self.size) // self.stride + 1
        best = np.full((*X.shape[:2], self.h, self.w), -np.inf)
        for here in self._shifts():
            best = np.maximum(best, X[here])
        self.X, self.best = X, best
        return best

    def backward(self, dZ):
        dX, taken = np.zeros(self.X.shape), np.zeros(dZ.shape, dtype=bool)
        for here in self._shifts():
            wins = (self.X[here] == self.best) & ~taken
            dX[here] += np.where(wins, dZ, 0)
            taken |= wins
        return dX


class FlatPositions:
    """Remembers for every output the winner's position in the flattened input; `np.bincount` or `np.add.at` adds up."""

    def __init__(self, pool_size=2, stride=2):
        self.pool_size, self.stride = pool_size, stride

    def forward(self, X):
        k, s = self.pool_size, self.stride
        rows, columns = (X.shape[2] - k) // s + 1, (X.shape[3] - k) // s + 1
        windows = sliding_window_view(X, (1, 1, k, k))[:, :, ::s, ::s].reshape(*X.shape[:2], rows, columns, k * k)
        where = windows.argmax(-1)
        n, c, i, j = np.indices(where.shape)
        self.shape = X.shape
        self.flat = np.ravel_multi_index((n, c, i * s + where // k, j * s + where % k), X.shape)
        return X.ravel()[self.flat]

    def backward(self, dZ):
        dX = np.zeros(int(np.prod(self.shape)))
        np.add.at(dX, self.flat.ravel(), dZ.ravel())
        return dX.reshape(self.shape)


class StridedAndScatter:
    """`as_strided` windows, `take_along_axis` for the values, `put_along_axis` for the one-hot winners."""

    def __init__(self, pool_size=2, stride=2):
        self.k = pool_size
        self.s = stride

    def forward(self, X):
        X = np.ascontiguousarray(X)
        N, C, H, W = X.shape
        oh, ow = (H - self.k) // self.s + 1, (W - self.k) // self.s + 1
        st = X.strides
        view = as_strided(
            X, (N, C, oh, ow, self.k, self.k), (st[0], st[1], st[2] * self.s, st[3] * self.s, st[2], st[3])
        )
        flat = view.reshape(N, C, oh, ow, -1)
        self.index, self.shape = np.argmax(flat, axis=-1)[..., None], X.shape
        return np.take_along_axis(flat, self.index, axis=-1)[..., 0]

    def backward(self, dZ):
        parts = np.zeros((*dZ.shape, self.k * self.k))
        np.put_along_axis(parts, self.index, dZ[..., None], axis=-1)
        parts = parts.reshape(*dZ.shape, self.k, self.k)
        dX = np.zeros(self.shape)
        for i in range(dZ.shape[2]):
            for j in range(dZ.shape[3]):
                dX[:, :, i * self.s : i * self.s + self.k, j * self.s : j * self.s + self.k] += parts[:, :, i, j]
        return dX


class PlainPython:
    """Lists, `while`, and a comparison that only a strictly larger value wins."""

    def __init__(self, pool_size=2, stride=2):
        self.settings = (pool_size, stride)

    def forward(self, X):
        k, s = self.settings
        self.shape, self.winners, result = X.shape, [], []
        for n, image in enumerate(X.tolist()):
            maps = []
            for c, plane in enumerate(image):
                rows, top = [], 0
                while top + k <= len(plane):
                    row, left = [], 0
                    while left + k <= len(plane[0]):
                        best, place = plane[top][left], (top, left)
                        for y in range(top, top + k):
                            for x in range(left, left + k):
                                if plane[y][x] > best:
                                    best, place = plane[y][x], (y, x)
                        row.append(best)
                        self.winners.append(((n, c, len(rows), len(row) - 1), (n, c, *place)))
                        left += s
                    rows.append(row)
                    top += s
                maps.append(rows)
            result.append(maps)
        return np.array(result)

    def backward(self, dZ):
        dX = np.zeros(self.shape)
        for source, target in self.winners:
            dX[target] += dZ[source]
        return dX


class ReshapeWhereItFits:
    """A reshape where windows tile the image without overlap, windows elsewhere; both leave a one-hot mask."""

    def __init__(self, pool_size=2, stride=2):
        self.pool_size, self.stride = pool_size, stride

    def forward(self, X):
        k, s = self.pool_size, self.stride
        self.shape = X.shape
        self.oh, self.ow = (X.shape[2] - k) // s + 1, (X.shape[3] - k) // s + 1
        if k == s:
            tiles = X[:, :, : self.oh * k, : self.ow * k].reshape(*X.shape[:2], self.oh, k, self.ow, k).swapaxes(3, 4)
        else:
            rows = s * np.arange(self.oh)[:, None, None, None] + np.arange(k)[:, None]
            columns = s * np.arange(self.ow)[None, :, None, None] + np.arange(k)
            tiles = X[:, :, rows, columns]
        flat = tiles.reshape(*X.shape[:2], self.oh, self.ow, k * k)
        self.mask = np.eye(k * k)[flat.argmax(axis=4)]
        return flat.max(axis=4)

    def backward(self, dZ):
        k, s = self.pool_size, self.stride
        parts = (self.mask * dZ[..., None]).reshape(*dZ.shape, k, k)
        dX = np.zeros(self.shape)
        if k == s:
            dX[:, :, : self.oh * k, : self.ow * k] = parts.swapaxes(3, 4).reshape(
                *dZ.shape[:2], self.oh * k, self.ow * k
            )
            return dX
        for u in range(k):
            for v in range(k):
                dX[:, :, u : u + s * self.oh : s, v : v + s * self.ow : s] += parts[..., u, v]
        return dX


class OneFunctionForAll:
    """A nested helper per plane and a comprehension over the batch; the gradient is found again from X."""

    def __init__(self, pool_size=2, stride=2):
        def corners(plane):
            rows, columns = (range(0, n - pool_size + 1, stride) for n in plane.shape)
            return [(r, c) for r in rows for c in columns]

        def pooled(plane):
            values = [plane[r : r + pool_size, c : c + pool_size].max() for r, c in corners(plane)]
            return np.array(values).reshape((plane.shape[0] - pool_size) // stride + 1, -1)

        def spread(plane, gradient):
            out = np.zeros(plane.shape)
            for (r, c), g in zip(corners(plane), gradient.ravel(), strict=True):
                at = plane[r : r + pool_size, c : c + pool_size].argmax()
                out[r + at // pool_size, c + at % pool_size] += g
            return out

        self._pooled, self._spread = pooled, spread

    def forward(self, X):
        self._x = X
        return np.array([[self._pooled(plane) for plane in image] for image in X])

    def backward(self, dZ):
        return np.array(
            [[self._spread(*pair) for pair in zip(*two, strict=True)] for two in zip(self._x, dZ, strict=True)]
        )


class OneGradientZeroedAndCopied:
    """Keeps one array for the gradient, sets it to zero in each backward, and gives a copy away; a place for each image and channel."""

    def __init__(self, pool_size=2, stride=2):
        self.k, self.s = pool_size, stride
        self.gradient = np.zeros(0)

    def forward(self, X):
        self.places = {}
        rows, columns = ((n - self.k) // self.s + 1 for n in X.shape[2:])
        Z = np.zeros((*X.shape[:2], rows, columns))
        for n, c, i, j in np.ndindex(Z.shape):
            top, left = i * self.s, j * self.s
            window = X[n, c, top : top + self.k, left : left + self.k]
            a, b = np.unravel_index(window.argmax(), window.shape)
            Z[n, c, i, j], self.places[n, c, i, j] = window[a, b], (n, c, top + a, left + b)
        if self.gradient.shape != X.shape:
            self.gradient = np.zeros(X.shape)
        return Z

    def backward(self, dZ):
        self.gradient[...] = 0
        for place, winner in self.places.items():
            self.gradient[winner] += dZ[place]
        return self.gradient.copy()
