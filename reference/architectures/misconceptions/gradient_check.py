"""Wrong answers to `gradient_check`, each with the hint a student gets when the answer proves it."""

import numpy as np


def _errors(f, x, gradient, h, differences):
    """The relative errors, element by element; ``differences(f, x, place, h)`` gives the numerical gradient."""
    x = x.astype(float).copy()
    numerical = np.array([differences(f, x, place, h) for place in np.ndindex(*x.shape)]).reshape(x.shape)
    return np.abs(gradient - numerical), np.abs(gradient) + np.abs(numerical), numerical


def _central(f, x, place, h):
    up, down = x.copy(), x.copy()
    up[place] += h
    down[place] -= h
    return (f(up) - f(down)) / (2 * h)


def forward_differences(f, x, gradient, h=1e-5):
    """The difference is taken to one side only.

    (f(x + h) - f(x)) / h has an error of the order of h. Central differences, from h below to h above, are far more exact.
    """

    def one_sided(f, x, place, h):
        up = x.copy()
        up[place] += h
        return (f(up) - f(x)) / h

    error, size, _ = _errors(f, x, gradient, h, one_sided)
    return float((error / np.maximum(1e-8, size)).max())


def divided_by_h(f, x, gradient, h=1e-5):
    """The difference is divided by h.

    Between x - h and x + h lie 2 h: divide by that, else every numerical gradient is twice too large.
    """
    error, size, _ = _errors(f, x, gradient, h, lambda *given: 2 * _central(*given))
    return float((error / np.maximum(1e-8, size)).max())


def absolute_error(f, x, gradient, h=1e-5):
    """The error is absolute.

    You give the largest difference as it is. Asked is the relative one, divided by |a| + |b|.
    """
    return float(_errors(f, x, gradient, h, _central)[0].max())


def mean_error(f, x, gradient, h=1e-5):
    """The mean of the errors is given.

    One wrong element among many right ones hardly shows in a mean. Give the largest.
    """
    error, size, _ = _errors(f, x, gradient, h, _central)
    return float((error / np.maximum(1e-8, size)).mean())


def last_error(f, x, gradient, h=1e-5):
    """The last element's error is given.

    Your loop forgets the errors before the last. Keep the largest so far.
    """
    error, size, _ = _errors(f, x, gradient, h, _central)
    return float((error / np.maximum(1e-8, size)).ravel()[-1])


def by_the_larger(f, x, gradient, h=1e-5):
    """The error is divided by the larger of the two.

    Divide by |a| + |b|, not by the larger of them: the stub says which.
    """
    error, _, numerical = _errors(f, x, gradient, h, _central)
    return float((error / np.maximum(1e-8, np.maximum(np.abs(gradient), np.abs(numerical)))).max())


def by_the_numerical(f, x, gradient, h=1e-5):
    """The error is divided by the numerical gradient.

    Divide by |a| + |b|, the sum of both sizes.
    """
    error, _, numerical = _errors(f, x, gradient, h, _central)
    return float((error / np.maximum(1e-8, np.abs(numerical))).max())


def norms(f, x, gradient, h=1e-5):
    """The norms of both gradients are compared.

    |a - b| / (|a| + |b|) over the whole arrays hides a single wrong element. It is asked for every element, and the largest given.
    """
    error, _, numerical = _errors(f, x, gradient, h, _central)
    size = np.linalg.norm(gradient) + np.linalg.norm(numerical)
    return float(np.linalg.norm(error) / max(1e-8, size))


def signed(f, x, gradient, h=1e-5):
    """The error keeps its sign.

    A numerical gradient that is larger than yours gives a negative error, which is never the largest. Take the absolute
    value.
    """
    _, size, numerical = _errors(f, x, gradient, h, _central)
    return float(((gradient - numerical) / np.maximum(1e-8, size)).max())


def sizes_ignored(f, x, gradient, h=1e-5):
    """The signs are left out.

    You compare |a| with |b|: a gradient of the wrong sign passes. Take the absolute value of the difference, not of each.
    """
    _, size, numerical = _errors(f, x, gradient, h, _central)
    return float((np.abs(np.abs(gradient) - np.abs(numerical)) / np.maximum(1e-8, size)).max())


def x_left_moved(f, x, gradient, h=1e-5):
    """x is not put back.

    After you have gone h up and h down, x stays a little off. Keep the value and write it back; `x[i] += h` and `x[i] -= h` round.
    """
    worst = 0.0
    for place in np.ndindex(*x.shape):
        x[place] += h
        above = f(x)
        x[place] -= 2 * h
        numerical = (above - f(x)) / (2 * h)
        worst = max(worst, abs(gradient[place] - numerical) / max(1e-8, abs(gradient[place]) + abs(numerical)))
    return float(worst)


def all_at_once(f, x, gradient, h=1e-5):
    """All elements are moved together.

    x + h moves every element at once: that gives one number, the sum of all gradients. Move one element at a time.
    """
    numerical = (f(x + h) - f(x - h)) / (2 * h)
    return float((np.abs(gradient - numerical) / np.maximum(1e-8, np.abs(gradient) + abs(numerical))).max())
