"""Other right answers to `kernels`."""

from collections import OrderedDict

import numpy as np


def nested_lists():
    """Plain nested lists of numbers."""
    return {
        "Identity": [[0, 0, 0], [0, 1, 0], [0, 0, 0]],
        "Box Blur": [[1 / 9] * 3] * 3,
        "Gaussian Blur": [[1 / 16, 2 / 16, 1 / 16], [2 / 16, 4 / 16, 2 / 16], [1 / 16, 2 / 16, 1 / 16]],
        "Sharpen": [[0, -1, 0], [-1, 5, -1], [0, -1, 0]],
        "Laplacian": [[0, -1, 0], [-1, 4, -1], [0, -1, 0]],
        "Edge Detection": [[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]],
        "Sobel Horizontal": [[-1, -2, -1], [0, 0, 0], [1, 2, 1]],
        "Sobel Vertical": [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]],
        "Emboss": [[-2, -1, 0], [-1, 1, 1], [0, 1, 2]],
    }


def floats_one_by_one():
    """Float arrays, put into the dict one after the other, in another order."""
    found = {}
    found["Emboss"] = np.array([[-2.0, -1, 0], [-1, 1, 1], [0, 1, 2]])
    found["Sobel Vertical"] = np.array([[-1.0, 0, 1], [-2, 0, 2], [-1, 0, 1]])
    found["Sobel Horizontal"] = found["Sobel Vertical"].T
    found["Edge Detection"] = -np.ones((3, 3))
    found["Edge Detection"][1, 1] = 8
    found["Laplacian"] = np.array([[0.0, -1, 0], [-1, 4, -1], [0, -1, 0]])
    found["Sharpen"] = found["Laplacian"].copy()
    found["Sharpen"][1, 1] += 1
    found["Gaussian Blur"] = np.array([[1, 2, 1], [2, 4, 2], [1, 2, 1]], dtype=float) / 16.0
    found["Box Blur"] = np.full((3, 3), 1 / 9)
    found["Identity"] = np.zeros((3, 3))
    found["Identity"][1, 1] = 1
    return found


def built_from_parts():
    """Outer products and sums of the identity: an ordered dict in float32."""
    one = np.zeros((3, 3))
    one[1, 1] = 1
    smooth, slope, box = np.array([1, 2, 1]), np.array([-1, 0, 1]), np.ones(3)
    cross = np.add.outer([0, 1, 0], [0, 1, 0]) % 2
    pairs = [
        ("Identity", one),
        ("Box Blur", np.outer(box, box) / 9),
        ("Gaussian Blur", np.outer(smooth, smooth) / 16),
        ("Sharpen", 5 * one - cross),
        ("Laplacian", 4 * one - cross),
        ("Edge Detection", 9 * one - np.outer(box, box)),
        ("Sobel Horizontal", np.outer(slope, smooth)),
        ("Sobel Vertical", np.outer(smooth, slope)),
        ("Emboss", np.add.outer(slope, slope) + one),
    ]
    return OrderedDict((name, kernel.astype(np.float32)) for name, kernel in pairs)


_TABLE = """
Identity          1   0  0  0   0  1  0   0  0  0
Box Blur          9   1  1  1   1  1  1   1  1  1
Gaussian Blur    16   1  2  1   2  4  2   1  2  1
Sharpen           1   0 -1  0  -1  5 -1   0 -1  0
Laplacian         1   0 -1  0  -1  4 -1   0 -1  0
Edge Detection    1  -1 -1 -1  -1  8 -1  -1 -1 -1
Sobel Horizontal  1  -1 -2 -1   0  0  0   1  2  1
Sobel Vertical    1  -1  0  1  -2  0  2  -1  0  1
Emboss            1  -2 -1  0  -1  1  1   0  1  2
"""


def from_a_table():
    """Read from a small table of text."""
    found = {}
    for line in _TABLE.strip().splitlines():
        words = line.split()
        name, numbers = " ".join(words[:-10]), [float(word) for word in words[-10:]]
        found[name] = np.reshape(numbers[1:], (3, 3)) / numbers[0]
    return found


_CONSTANT = nested_lists()


def one_dict_for_all_calls():
    """The same dict object every time, made when the module was loaded."""
    return _CONSTANT


def matrices_by_rolling():
    """The edge kernels by turning one another with `rot90` and `transpose`."""
    vertical = np.array([-1, 0, 1, -2, 0, 2, -1, 0, 1]).reshape(3, 3)
    ring = np.ones((3, 3), dtype=int)
    ring[1, 1] = 0
    cross = np.array([[0, 1, 0], [1, 0, 1], [0, 1, 0]])
    centre = np.eye(3, dtype=int) * [0, 1, 0]
    blur = (ring + centre) / 9
    gauss = (ring + cross + 4 * centre) / 16
    emboss = np.array([[i + j - 2 for j in range(3)] for i in range(3)]) + centre
    return {
        "Identity": centre,
        "Box Blur": blur,
        "Gaussian Blur": gauss,
        "Sharpen": 5 * centre - cross,
        "Laplacian": 4 * centre - cross,
        "Edge Detection": 8 * centre - ring,
        "Sobel Horizontal": np.rot90(vertical, -1),
        "Sobel Vertical": vertical,
        "Emboss": emboss,
    }


class _Bank(dict):
    """A dict with a method of its own."""

    def scaled(self, name, factor):
        self[name] = np.asarray(self[name]) * factor


def bank_of_kernels():
    """A dict of the student's own kind, filled from one text a kernel."""
    rows = {
        "Emboss": "-2 -1 0 -1 1 1 0 1 2",
        "Sobel Vertical": "-1 0 1 -2 0 2 -1 0 1",
        "Sobel Horizontal": "-1 -2 -1 0 0 0 1 2 1",
        "Edge Detection": "-1 -1 -1 -1 8 -1 -1 -1 -1",
        "Laplacian": "0 -1 0 -1 4 -1 0 -1 0",
        "Sharpen": "0 -1 0 -1 5 -1 0 -1 0",
        "Gaussian Blur": "1 2 1 2 4 2 1 2 1",
        "Box Blur": "1 1 1 1 1 1 1 1 1",
        "Identity": "0 0 0 0 1 0 0 0 0",
    }
    bank = _Bank((name, np.array(text.split(), dtype=float).reshape(3, 3)) for name, text in rows.items())
    bank.scaled("Gaussian Blur", 1 / 16)
    bank.scaled("Box Blur", 1 / 9)
    return bank
