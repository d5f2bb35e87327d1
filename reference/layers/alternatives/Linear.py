"""Other right answers to `Linear`, in styles that students use."""

import numpy as np


class ColumnBias:
    """The bias is a column, as in many textbooks."""

    def __init__(self, in_features, out_features):
        self.W = np.random.randn(out_features, in_features) * np.sqrt(2.0 / in_features)
        self.b = np.zeros((out_features, 1))

    def forward(self, X):
        self.X = X
        return (self.W @ X.T + self.b).T

    def backward(self, dZ):
        self.dW = np.dot(dZ.T, self.X)
        self.db = np.sum(dZ.T, axis=1, keepdims=True)
        return np.dot(dZ, self.W)


class Einsum:
    """Everything by `einsum`; uniform weights as PyTorch's own default draws them."""

    def __init__(self, in_features, out_features):
        limit = 1 / np.sqrt(in_features)
        self.W = np.random.uniform(-limit, limit, (out_features, in_features))
        self.b = np.random.uniform(-limit, limit, out_features)

    def forward(self, X):
        self.cache = X
        return np.einsum("ni,oi->no", X, self.W) + self.b

    def backward(self, dZ):
        self.dW = np.einsum("no,ni->oi", dZ, self.cache)
        self.db = np.einsum("no->o", dZ)
        return np.einsum("no,oi->ni", dZ, self.W)


class PlainLoops:
    """Loops over batch, outputs and inputs; small normal weights."""

    def __init__(self, in_features, out_features):
        self.n_in, self.n_out = in_features, out_features
        self.W = 0.01 * np.random.randn(out_features, in_features)
        self.b = np.zeros(out_features)

    def forward(self, X):
        self.x = X.tolist()
        W, b = self.W.tolist(), self.b.tolist()
        return np.array(
            [[b[o] + sum(row[i] * W[o][i] for i in range(self.n_in)) for o in range(self.n_out)] for row in self.x]
        )

    def backward(self, dZ):
        grads, W = dZ.tolist(), self.W.tolist()
        dW = [[0.0] * self.n_in for _ in range(self.n_out)]
        db = [0.0] * self.n_out
        dX = [[0.0] * self.n_in for _ in grads]
        for n, row in enumerate(grads):
            for o, g in enumerate(row):
                db[o] += g
                for i in range(self.n_in):
                    dW[o][i] += g * self.x[n][i]
                    dX[n][i] += g * W[o][i]
        self.dW, self.db = np.array(dW), np.array(db)
        return np.array(dX)


class BiasAsColumnOfOnes:
    """The bias as one more weight, met by a column of ones."""

    def __init__(self, in_features, out_features):
        self.W = np.random.normal(0, (2 / in_features) ** 0.5, (out_features, in_features))
        self.b = np.zeros(out_features)

    def forward(self, X):
        self.ones = np.hstack([X, np.ones((X.shape[0], 1))])
        return self.ones @ np.hstack([self.W, np.reshape(self.b, (-1, 1))]).T

    def backward(self, dZ):
        both = dZ.T @ self.ones
        self.dW, self.db = both[:, :-1], both[:, -1]
        return dZ @ self.W


class OuterProducts:
    """dW as a sum of outer products, image by image."""

    def __init__(self, in_features, out_features):
        self.W = np.random.randn(in_features, out_features).T * np.sqrt(2.0 / in_features)
        self.b = np.zeros(out_features)
        self.dW, self.db = np.zeros(self.W.shape), np.zeros(self.b.shape)

    def forward(self, X):
        self.inputs = list(X)
        return np.array([self.W.dot(row) + self.b for row in X])

    def backward(self, dZ):
        self.dW, self.db = np.zeros(self.W.shape), np.zeros(self.b.shape)
        out = []
        for row, gradient in zip(self.inputs, dZ, strict=True):
            self.dW += np.outer(gradient, row)
            self.db += gradient
            out.append(self.W.T.dot(gradient))
        return np.stack(out)


class SinglePrecision:
    """Worked out in float32."""

    def __init__(self, in_features, out_features):
        self.W = (np.random.randn(out_features, in_features) * np.sqrt(2 / in_features)).astype(np.float32)
        self.b = np.zeros(out_features, np.float32)

    def forward(self, X):
        self.X = X.astype(np.float32)
        return self.X @ self.W.astype(np.float32).T + np.asarray(self.b, np.float32)

    def backward(self, dZ):
        G = dZ.astype(np.float32)
        self.dW, self.db = G.T @ self.X, G.sum(axis=0)
        return G @ self.W.astype(np.float32)


class Slots:
    """A class with `__slots__`, `matmul` and `tensordot`."""

    __slots__ = ("W", "_x", "b", "dW", "db")

    def __init__(self, in_features, out_features):
        self.W = np.random.standard_normal((out_features, in_features)) * (2.0 / in_features) ** 0.5
        self.b = np.zeros((out_features,))

    def forward(self, X):
        self._x = X
        return np.add(np.tensordot(X, self.W, axes=([1], [1])), self.b)

    def backward(self, dZ):
        self.dW = np.tensordot(dZ, self._x, axes=([0], [0]))
        self.db = np.add.reduce(dZ)
        return np.matmul(dZ, self.W)


class FillsItsGradients:
    """dW and db are made once, and every `backward` fills the same arrays."""

    def __init__(self, in_features, out_features):
        self.W = np.random.randn(out_features, in_features) * (2 / in_features) ** 0.5
        self.b = np.zeros((out_features, 1))
        self.dW, self.db = np.empty_like(self.W), np.empty_like(self.b)

    def forward(self, X):
        self.X = X
        return (self.W @ X[..., None] + self.b)[..., 0]

    def backward(self, dZ):
        np.matmul(dZ.T, self.X, out=self.dW)
        self.db[:, 0] = dZ.sum(axis=0)
        return (self.W.T @ dZ[..., None])[..., 0]
