"""Other good tests of `conv_output_size`, in styles that students use."""

import numpy as np
import pytest


class AllSmallLayers:
    """All small layers, counted place by place."""

    def test_conv_output_size_counted(self, subject):
        for n, k, s, p, d in np.ndindex(6, 3, 3, 2, 2):
            n, k, s, d = n + 1, k + 1, s + 1, d + 1
            count = sum(at + d * (k - 1) < n + 2 * p for at in range(0, n + 2 * p, s))
            if count:
                answer = subject.conv_output_size(n, k, s, p, d)
                assert (answer, int(answer)) == (count, answer)
            else:
                with pytest.raises(ValueError):  # noqa: PT011
                    subject.conv_output_size(n, k, s, p, d)

    def test_conv_output_size_nonsense(self, subject):
        assert isinstance(subject.conv_output_size(5, 3), (int, np.integer))
        for settings in ({"stride": 0}, {"stride": -1}, {"padding": -1}):
            with pytest.raises(ValueError):  # noqa: PT011
                subject.conv_output_size(5, 3, **settings)
