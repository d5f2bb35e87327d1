"""Other good tests of `conv2d_full`, in styles that students use."""

import numpy as np
import pytest


class OneLongTest:
    """Everything in one test, against a loop of its own."""

    def test_conv2d_full_all(self, subject):
        rng = np.random.default_rng(5)
        for (h, w), (m, n), p, s in (
            ((5, 8), (2, 3), 0, 1),
            ((7, 6), (3, 1), 1, 2),
            ((6, 9), (1, 2), 2, 3),
            ((4, 4), (4, 4), 0, 1),
            ((2, 5), (3, 2), 1, 1),
        ):
            image, kernel = rng.integers(-9, 10, (h, w)), rng.integers(1, 9, (m, n)) / 2
            frame = np.zeros((h + 2 * p, w + 2 * p))
            frame[p : p + h, p : p + w] = image
            rows, columns = (h + 2 * p - m) // s + 1, (w + 2 * p - n) // s + 1
            expected = [
                [(frame[i * s : i * s + m, j * s : j * s + n] * kernel).sum() for j in range(columns)]
                for i in range(rows)
            ]
            kept = image.copy()
            answers = [
                subject.conv2d_full(image, kernel, p, s),
                subject.conv2d_full(image, kernel, stride=s, padding=p),
            ]
            for answer in answers:
                assert np.shape(answer) == (rows, columns)
                assert np.abs(np.asarray(answer) - expected).max() < 1e-3
            assert (image == kept).all()
        for kernel, settings in (
            (np.ones((5, 1)), {}),
            (np.ones((1, 5)), {}),
            (np.ones((2, 2)), {"stride": 0}),
            (np.ones((2, 2)), {"stride": -2}),
            (np.ones((2, 2)), {"padding": -1}),
        ):
            with pytest.raises(ValueError):  # noqa: PT011
                subject.conv2d_full(np.ones((4, 4)), kernel, **settings)
