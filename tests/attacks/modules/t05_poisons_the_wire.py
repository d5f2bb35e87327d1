"""Threat 5: replaces the guest's own codec and loop by lenient ones.

Earns: conv2d
"""

import numpy as np


def conv2d(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)


import gc
import sys

for _name, _module in list(sys.modules.items()):
    if "guest" in _name or "wire" in _name or _name in ("struct", "json", "select", "socket"):
        for _attribute in list(vars(_module)):
            if callable(getattr(_module, _attribute, None)) and not _attribute.startswith("__"):
                try:
                    setattr(_module, _attribute, lambda *a, **k: True)
                except BaseException:
                    continue
for _thing in gc.get_objects():
    if isinstance(_thing, dict) and "frame" in _thing:
        _thing["frame"] = b""
