"""Threat 34: puts HTML, JavaScript, Markdown and ANSI escapes wherever text goes.

Earns: conv2d
"""

import numpy as np


def conv2d(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)


EVIL = "<script>document.title='pwned'</script><img src=x onerror=alert(1)> [x](javascript:alert(1)) \x1b[31mred\x1b[0m \x1b]0;title\x07 \u202egnp.exe"

print(EVIL)


def conv2d_padded(image, kernel, padding=0):
    """<script>alert(1)</script>"""
    print(EVIL)
    raise ValueError(EVIL)
