"""Threat 40: the function whose gradient is checked is not differenced but read: its attributes, its closure, what calls it, the heap. A
kernel is not learned but solved for.

At: gradient_check, learn_kernel
Earns: nothing
"""

import gc

import numpy as np


def _carried(thing):
    for name in dir(thing):
        try:
            yield getattr(thing, name)
        except BaseException:
            continue
    for cell in getattr(thing, "__closure__", None) or ():
        yield cell.cell_contents


def _parts(f, shape):
    """Arrays of the shape that the function, or anything that refers to it or that it refers to, carries."""
    places = [f, *_carried(f), *gc.get_referrers(f), *gc.get_referents(f)]
    try:
        places += _carried(object.__getattribute__(f, "_ask").__self__)
    except BaseException:
        pass
    for place in places:
        inside = list(place.values()) if isinstance(place, dict) else list(place) if isinstance(place, (list, tuple)) else []
        yield from (one for one in [place, *inside] if isinstance(one, np.ndarray) and one.shape == shape)


def gradient_check(f, x, gradient, h=1e-5):
    known = [one for one in _parts(f, x.shape) if one is not x and one is not gradient]
    for a in known:
        for b in known:
            exact = 2 * a * x + b
            error = np.abs(exact - gradient) / np.maximum(1e-8, np.abs(exact) + np.abs(gradient))
            if a is not b and np.any(error < 1e-6):
                return float(error.max())
    return None


def learn_kernel(images, targets, kernel_size, steps, learning_rate):
    kh, kw = kernel_size if isinstance(kernel_size, tuple) else (kernel_size, kernel_size)
    h, w = targets.shape[1:]
    parts = np.stack([images[:, a : a + h, b : b + w].ravel() for a in range(kh) for b in range(kw)], 1)
    return np.linalg.lstsq(parts, targets.ravel(), rcond=None)[0].reshape(kh, kw)
