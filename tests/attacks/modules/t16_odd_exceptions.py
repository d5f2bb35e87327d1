"""Threat 16: exception groups, endless chains, notes, and exceptions whose class is made for the occasion.

Earns: conv2d
"""

import numpy as np


def conv2d(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)



def conv2d_padded(image, kernel, padding=0):
    error = type("ValueError", (ValueError,), {"__module__": "builtins"})(f"LEAK {image.ravel()[:4]!r}")
    error.add_note(f"LEAK {image.ravel()[:4]!r}")
    error.__cause__ = error.__context__ = ValueError(f"LEAK {image.flat[0]!r}")
    raise error


def conv2d_same(image, kernel, boundary="zero"):
    raise BaseExceptionGroup(f"LEAK {image.flat[0]!r}", [KeyboardInterrupt(), SystemExit(0)])


def conv2d_full(image, kernel, padding=0, stride=1):
    raise type(f"LEAK {image.flat[0]!r}", (ValueError,), {})(image)


def conv2d_dilated(image, kernel, padding=0, stride=1, dilation=1):
    class Proper(StopIteration, OSError):
        pass

    raise Proper(1, f"LEAK {image.flat[0]!r}", f"LEAK {image.flat[1]!r}")


def convolve_2d(image, kernel):
    raise SyntaxError(f"LEAK {image.flat[0]!r}", (f"LEAK {image.flat[0]!r}", 1, 1, repr(image.flat[0])))


def convolve_1d(signal, kernel):
    raise UnicodeDecodeError("utf-8", repr(signal).encode(), 0, 1, f"LEAK {signal[0]!r}")
