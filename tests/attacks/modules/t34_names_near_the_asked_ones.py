"""Threat 34: defines names that are nearly the asked ones and full of markup, controls and direction marks.

Earns: conv2d
"""

import numpy as np


def conv2d(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)



def nearly(image, kernel, *more):
    return image


for odd in ("conv2d_ful\x1b[31m", "<script>conv2d_same</script>", "conv2d_same\u202e", "\0conv2d_dilated", "conv2d_dilated\n", "=convolve_2d"):
    globals()[odd] = nearly
globals().update({7: nearly, ("conv2d_padded",): nearly, "conv2d_multichanel\ud800": nearly, "x" * 100_000: nearly})
nearly.__name__ = nearly.__qualname__ = "<img src=x onerror=alert(1)>\x1b[2J"
nearly.__doc__ = "<script>alert(1)</script>"
__doc__ = "<script>alert(1)</script>"
__all__ = [1, 2, 3]
__path__ = None
__spec__ = 7
