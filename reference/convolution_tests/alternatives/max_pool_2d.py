"""Other good tests of `max_pool_2d`, in styles that students use."""

import numpy as np
import pytest


class Tables:
    """Small tables worked out by hand."""

    def test_max_pool_2d_table(self, subject):
        image = np.array([[-1.5, -2, -3, -9, -7], [-4, -8, -2.5, -6, -5], [-3, -2, -7, -1, -8], [-9, -4, -6, -5, -0.5]])
        for settings, expected in (
            ((), [[-1.5, -2.5], [-2, -1]]),
            ((2, 2), [[-1.5, -2.5], [-2, -1]]),
            ((3, 1), [[-1.5, -1, -1], [-2, -1, -0.5]]),
            ((3,), [[-1.5, -1]]),
            ((1, 3), [[-1.5, -9], [-9, -5]]),
            ((2, 3), [[-1.5, -5]]),
            ((2, 1), [[-1.5, -2, -2.5, -5], [-2, -2, -1, -1], [-2, -2, -1, -0.5]]),
            ((4, 1), [[-1, -0.5]]),
        ):
            answer = np.asarray(subject.max_pool_2d(image.copy(), *settings))
            assert answer.shape == np.shape(expected)
            assert answer == pytest.approx(np.array(expected), abs=1e-4)

    def test_max_pool_2d_mixed(self, subject):
        image = np.array([[1.0, -9.0], [0.5, 0.25]])
        assert subject.max_pool_2d(image)[0, 0] == pytest.approx(1.0)
        assert image.tolist() == [[1.0, -9.0], [0.5, 0.25]]
        assert np.shape(subject.max_pool_2d(np.zeros((3, 9)))) == (1, 4)
        # The largest in every corner of its window, barely larger than the first.
        for i in range(2):
            for j in range(2):
                spot = np.full((2, 2), -2.0)
                spot[i, j] = -1.5
                assert subject.max_pool_2d(spot)[0, 0] == pytest.approx(-1.5)
