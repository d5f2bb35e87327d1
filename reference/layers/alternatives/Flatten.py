"""Other right answers to `Flatten`."""

import numpy as np


class ReshapeProduct:
    """The number of features is multiplied out."""

    def __init__(self):
        self.input_shape = None

    def forward(self, X):
        N, C, H, W = X.shape
        self.input_shape = (N, C, H, W)
        return X.reshape(N, C * H * W)

    def backward(self, dZ):
        return dZ.reshape(self.input_shape)


class KeepsInput:
    """Keeps the whole input and looks at its shape."""

    def forward(self, X):
        self.X = X
        return np.reshape(X, (len(X), -1))

    def backward(self, dZ):
        return np.reshape(dZ, np.shape(self.X))


class RavelEachImage:
    """One `ravel` per image, stacked."""

    def forward(self, X):
        self.one = X[0].shape
        return np.stack([image.ravel() for image in X])

    def backward(self, dZ):
        return np.stack([row.reshape(self.one) for row in dZ])


class KeepsImageShapeOnly:
    """Keeps what is behind the batch axis; the batch size comes from dZ."""

    def forward(self, X):
        self._tail = X.shape[1:]
        return X.reshape((X.shape[0], int(np.prod(X.shape[1:]))))

    def backward(self, dZ):
        return dZ.reshape(-1, *self._tail)


class Concatenated:
    """Channels and rows joined one after the other; taken apart the same way."""

    def forward(self, X):
        self.c, self.h, self.w = X.shape[1:]
        return np.concatenate([X[:, c, h, :] for c in range(self.c) for h in range(self.h)], axis=1)

    def backward(self, dZ):
        rows = np.split(dZ, self.c * self.h, axis=1)
        planes = [np.stack(rows[c * self.h : (c + 1) * self.h], axis=1) for c in range(self.c)]
        return np.stack(planes, axis=1)


class ElementByElement:
    """Every number moved on its own, the column worked out from its indices."""

    def forward(self, X):
        self.shape = X.shape
        N, C, H, W = X.shape
        out = np.zeros((N, C * H * W))
        for n, c, h, w in np.ndindex(*X.shape):
            out[n, (c * H + h) * W + w] = X[n, c, h, w]
        return out

    def backward(self, dZ):
        dX = np.zeros(self.shape)
        _, _C, H, W = self.shape
        for n, k in np.ndindex(*dZ.shape):
            dX[n, k // (H * W), k // W % H, k % W] = dZ[n, k]
        return dX
