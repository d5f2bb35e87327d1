"""Other good tests of `Conv2D`, in styles that students use."""

import numpy as np
import pytest


class ByHand:
    """One layer worked out by hand, forwards and backwards, and a few laws."""

    def _layer(self, subject, **settings):
        layer = subject.Conv2D(2, 2, 2, **settings)
        layer.W = np.array([[[[1, 2], [3, 4]], [[0, 1], [-1, 2]]], [[[2, 0], [1, -1]], [[5, 1], [0, 3]]]], dtype=float)
        layer.b = np.array([0.5, -2.0])
        return layer

    def _patches(self, X, p, s):
        X = np.pad(X, ((0, 0), (0, 0), (p, p), (p, p)))
        rows, columns = (X.shape[2] - 2) // s + 1, (X.shape[3] - 2) // s + 1
        return X, [
            (i, j, np.s_[:, :, i * s : i * s + 2, j * s : j * s + 2]) for i in range(rows) for j in range(columns)
        ]

    @pytest.mark.parametrize(("padding", "stride"), [(0, 1), (1, 2), (0, 2), (1, 1)])
    def test_Conv2D_numbers(self, subject, padding, stride):
        layer = self._layer(subject, padding=padding, stride=stride)
        rng = np.random.default_rng(3)
        X = rng.integers(-5, 6, (3, 2, 4, 5)).astype(float)
        before = X.copy()
        framed, places = self._patches(X, padding, stride)
        Z = np.zeros((3, 2, 1 + places[-1][0], 1 + places[-1][1]))
        dZ = rng.integers(-3, 4, Z.shape).astype(float)
        dW, dX = np.zeros(layer.W.shape), np.zeros(framed.shape)
        W = np.asarray(layer.W)
        for i, j, place in places:
            Z[:, :, i, j] = np.einsum("nckl,fckl->nf", framed[place], W) + np.array([0.5, -2.0])
            dW += np.einsum("nf,nckl->fckl", dZ[:, :, i, j], framed[place])
            dX[place] += np.einsum("nf,fckl->nckl", dZ[:, :, i, j], W)
        assert np.allclose(layer.forward(X), Z, rtol=1e-4, atol=1e-4)
        for _ in range(2):
            got = layer.backward(dZ)
        p = padding
        assert np.shape(got) == X.shape
        assert np.allclose(got, dX[:, :, p : dX.shape[2] - p, p : dX.shape[3] - p], rtol=1e-4, atol=1e-4)
        assert np.allclose(layer.dW, dW, rtol=1e-4, atol=1e-4)
        assert np.allclose(np.ravel(layer.db), dZ.sum((0, 2, 3)), rtol=1e-4, atol=1e-4)
        assert (before == X).all()

    def test_Conv2D_new(self, subject):
        layer = subject.Conv2D(3, 5, 3)
        assert np.shape(layer.W) == (5, 3, 3, 3)
        assert np.any(np.asarray(layer.W))
        assert not np.any(np.asarray(layer.b))
