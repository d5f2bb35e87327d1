"""Other right answers to `gradient_check`, in styles that students use."""

import numpy as np


def copies(f, x, gradient, h=1e-5):
    """A copy for every evaluation; x is never touched."""
    errors = []
    for i in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[i] += h
        down[i] -= h
        n = (f(up) - f(down)) / (2 * h)
        errors.append(abs(n - gradient[i]) / max(1e-8, abs(n) + abs(gradient[i])))
    return max(errors)


def nditer(f, x, gradient, h=1e-5):
    """`np.nditer` and a whole array of differences, compared at the end."""
    numerical = np.zeros_like(x)
    it = np.nditer(x, flags=["multi_index"], op_flags=["readwrite"])
    while not it.finished:
        ix = it.multi_index
        old = x[ix]
        x[ix] = old + h
        plus = f(x)
        x[ix] = old - h
        minus = f(x)
        x[ix] = old
        numerical[ix] = (plus - minus) / (2.0 * h)
        it.iternext()
    return np.max(np.abs(numerical - gradient) / np.maximum(1e-8, np.abs(numerical) + np.abs(gradient)))


def unit_vectors(f, x, gradient, h=1e-5):
    """A direction for every element, from the rows of an identity matrix."""
    steps = h * np.eye(x.size).reshape(x.size, *x.shape)
    numerical = np.array([f(x + step) - f(x - step) for step in steps]) / (2 * h)
    told = gradient.ravel()
    return float(np.max(np.abs(told - numerical) / np.clip(np.abs(told) + np.abs(numerical), 1e-8, None)))


def flat_view(f, x, gradient, h=1e-5):
    """A flat view of a copy, element by element."""
    work, told = x.astype(float), gradient.reshape(-1)
    flat, worst = work.reshape(-1), 0
    for i in range(flat.size):
        keep = flat[i]
        flat[i] = keep + h
        a = f(work)
        flat[i] = keep - h
        b = f(work)
        flat[i] = keep
        n = 0.5 * (a - b) / h
        worst = max(worst, np.abs(told[i] - n) / max(np.abs(told[i]) + np.abs(n), 1e-8))
    return worst
