"""Threat 34: stops the import with markup in the message.

Earns: conv2d
"""

import numpy as np


def conv2d(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)


raise RuntimeError("</pre><script>document.title='pwned'</script>\x1b[2J")
