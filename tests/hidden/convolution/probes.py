"""Small inputs that tell the misconceptions of `convolution` apart, smallest first.

They are not the hidden inputs: what happens on them is shown to students.
"""

import numpy as np

from autograder.suite import kept

SMALL = np.array([[1, 2], [3, 5]])
SQUARE = np.array([[1, 2, 4], [3, 5, 9], [7, 6, 8]])
WIDE = np.array([[1, 2, 4, 3], [0, 5, 1, 9], [7, 6, 8, 2]])
TALL = WIDE.T
BRIGHT = np.array([[200, 100, 90], [50, 250, 30]])
DARK = np.array([[-1, -2, -4, -3], [-9, -5, -1, -6], [-7, -3, -8, -2]])
BIG = np.array(
    [
        [3, 1, 4, 1, 5, 9],
        [2, 6, 5, 3, 5, 8],
        [9, 7, 9, 3, 2, 3],
        [8, 4, 6, 2, 6, 4],
        [3, 3, 8, 3, 2, 7],
        [9, 5, 0, 2, 8, 8],
        [4, 1, 9, 7, 1, 6],
    ]
)
KERNEL = np.array([[1, 2], [0, -1]])
ROW = np.array([[1, 0, -2]])
COLUMN = np.array([[2], [1]])
CUBE = np.array([[1, 0, -1], [2, 1, 0], [0, 3, -2]])
HALF = np.array([[0.5, 0.25], [0.125, 1.0]])
LONG = np.array([[1, 0, 2, -1, 1], [0, 1, 0, 3, 0], [2, 0, -1, 0, 1], [1, 1, 0, 0, -2]])
BLUR = np.ones((3, 3)) / 9
EIGHTHS = np.ones((3, 3)) / 8  # exact: whatever the order of its sums, a whole number is one

PAIRS = [
    (SMALL, np.array([[2]])),
    (SMALL, np.array([[1, 2]])),
    (SMALL, COLUMN),
    (SQUARE, KERNEL),
    (WIDE, KERNEL),
    (TALL, KERNEL),
    (SMALL, KERNEL),
    (WIDE, ROW),
    (TALL, COLUMN),
    (SQUARE, CUBE),
    (SQUARE, HALF),
    (BRIGHT, np.array([[2, -3]])),
    (DARK, KERNEL),
    (BIG, CUBE),
    (BIG, LONG),
    (BIG / 8, LONG[:, :3]),
    (BIG.astype(np.float32), BLUR),
]
"""Square and not, odd and even sizes, fractions, sums above 255 and below 0, all negative, as large as the image."""


def _in_turn(conv2d, props):
    """conv2d(image, kernel), then again with other values; both answers looked at afterwards"""
    return props.in_turn(conv2d, (SQUARE, KERNEL), (SQUARE[::-1], KERNEL), {})


def _on_views(conv2d, props):
    """conv2d(image, kernel), for arrays that lie differently in memory"""
    return props.on_views(conv2d, (WIDE, KERNEL), {})


def convolve_1d():
    yield np.array([1, 2, 4]), np.array([2])
    yield np.array([1, 2, 4]), np.array([1, 0])
    yield np.array([1, 2, 4, 9]), np.array([1, -1])
    yield np.array([1, 2, 4, 9, 3]), np.array([1, 2, -1])
    yield np.array([3, 1, 2]), np.array([2, 1, 4])
    yield np.array([1, 2, 3, 4, 5]), np.array([0, 1, 0.5])
    yield np.array([200, 100, 50, 250]), np.array([2, -3])
    yield np.array([-1, -5, -2, -7, -3]), np.array([1, 2])
    yield np.array([3, 1, 4, 1, 5, 9, 2, 6, 5]), np.array([1, 0, -2, 3])
    yield np.array([3, 1, 4, 1, 5, 9, 2, 6]) / 8, np.array([2, 7, 1, 8, 2])
    yield kept(np.array([1, 2, 4, 9])), kept(np.array([1, -2]))


def conv2d():
    yield from PAIRS
    yield SQUARE, np.array([[1, -1]])
    yield kept(SQUARE), kept(KERNEL)
    yield kept(SMALL), kept(np.array([[2]]))
    yield _in_turn
    yield _on_views


def convolve_2d():
    yield from PAIRS
    yield kept(SQUARE), kept(KERNEL)


def conv2d_padded():
    yield SMALL, np.array([[2]]), 0
    yield SMALL, np.array([[2]]), 1
    yield SMALL, KERNEL, 1
    yield (SQUARE, KERNEL)
    yield SQUARE, CUBE, 1
    yield WIDE, ROW, 1
    yield TALL, KERNEL, 2
    yield SQUARE, HALF, 1
    yield SQUARE / 2, KERNEL, 1
    yield BRIGHT, np.array([[2, -3]]), 1
    yield DARK, KERNEL, 1
    yield BIG, CUBE, 3
    yield BIG, LONG, 2
    yield SMALL, CUBE, 2
    yield from ((image, kernel, padding) for padding in (0, 1) for image, kernel in PAIRS[3:15:2])
    yield kept(SQUARE), kept(KERNEL), 1
    yield kept(SQUARE), kept(KERNEL), 0


def conv2d_full():
    yield SMALL, np.array([[2]]), 0, 1
    yield SMALL, np.array([[2]]), 1, 1
    yield SQUARE, np.array([[2]]), 0, 2
    yield SMALL, KERNEL, 1, 1
    yield SQUARE, KERNEL, 0, 1
    yield (SQUARE, KERNEL)
    yield WIDE, KERNEL, 0, 2
    yield TALL, KERNEL, 0, 2
    yield SQUARE, CUBE, 1, 1
    yield SQUARE, CUBE, 1, 2
    yield WIDE, ROW, 1, 2
    yield TALL, COLUMN, 2, 3
    yield SQUARE, HALF, 1, 2
    yield BRIGHT, np.array([[2, -3]]), 1, 2
    yield DARK, KERNEL, 1, 2
    yield BIG, CUBE, 1, 2
    yield BIG, KERNEL, 0, 3
    yield BIG, LONG, 2, 2
    yield BIG, LONG, 3, 3
    yield BIG / 8, LONG[:, :3], 1, 4
    yield SMALL, CUBE, 2, 1
    yield SMALL, CUBE, 1, 1
    yield np.arange(36).reshape(6, 6), EIGHTHS, 1, 2
    yield kept(SQUARE), kept(KERNEL), 1, 2
    yield kept(SQUARE), kept(KERNEL), 0, 1
    yield SMALL, CUBE, 0, 1
    yield SQUARE, KERNEL, -1, 1
    yield SQUARE, KERNEL, 0, 0


def conv2d_same():
    yield (SMALL, np.array([[2]]))
    yield (SQUARE, CUBE)
    yield (WIDE, ROW)
    yield (SQUARE, KERNEL)
    yield SQUARE, CUBE, "symmetric"
    yield WIDE, KERNEL, "symmetric"
    yield TALL, ROW.T, "symmetric"
    yield SQUARE, HALF, "zero"
    yield (BRIGHT, np.array([[2, -3]]))
    yield (DARK, KERNEL)
    yield (BIG, LONG)
    yield BIG, LONG, "symmetric"
    yield BIG, LONG.T, "symmetric"
    yield BIG / 8, CUBE, "symmetric"
    yield (TALL, KERNEL)
    yield kept(SQUARE), kept(CUBE)
    yield kept(SQUARE), kept(CUBE), "symmetric"


def conv2d_dilated():
    yield SMALL, np.array([[2]]), 0, 1, 1
    yield SQUARE, KERNEL, 0, 1, 1
    yield SQUARE, KERNEL, 0, 1, 2
    yield WIDE, KERNEL, 0, 1, 2
    yield TALL, KERNEL, 0, 1, 2
    yield (SQUARE, KERNEL)
    yield SQUARE, KERNEL, 1, 1, 2
    yield SQUARE, KERNEL, 1, 2, 2
    yield WIDE, ROW, 2, 1, 2
    yield TALL, COLUMN, 1, 2, 3
    yield SQUARE, HALF, 1, 1, 2
    yield BRIGHT, np.array([[2, -3]]), 1, 1, 2
    yield DARK, KERNEL, 0, 1, 2
    yield BIG, CUBE, 0, 1, 2
    yield BIG, CUBE, 1, 2, 2
    yield BIG, CUBE, 2, 3, 3
    yield BIG, LONG, 4, 2, 2
    yield BIG, LONG[:3, :4], 2, 3, 1
    yield BIG / 8, LONG[:, :3], 3, 1, 2
    yield kept(SQUARE), kept(KERNEL), 1, 1, 2
    yield kept(SQUARE), kept(KERNEL), 0, 1, 2


def conv2d_multichannel():
    one = SMALL[None]
    two = np.stack([SQUARE, SQUARE[::-1] + 1])
    wide = np.stack([WIDE, WIDE[::-1], WIDE[:, ::-1] * 2])
    kernels = np.stack([KERNEL, KERNEL.T * 2, HALF * 8 - 3, KERNEL + 1, KERNEL[::-1], HALF * 16])
    box = np.stack([CUBE, CUBE.T * 2, BLUR * 9, CUBE[::-1]]).reshape(2, 2, 3, 3)
    low = kernels[:4, None, :1, :]
    yield one, np.array([[[[2]]]])
    yield one, np.array([[[[2]]]]), np.array([10])
    yield one, low, np.array([10, 20, 40, 80])
    yield SQUARE[None], kernels[:1, None]
    yield two, kernels[:2][None]
    yield two, kernels[:4].reshape(2, 2, 2, 2)
    yield two, np.stack([KERNEL, KERNEL.T])[None], np.array([0.5])
    yield two, kernels.reshape(3, 2, 2, 2), np.array([10, 20, 40])
    yield two, kernels.reshape(3, 2, 2, 2), np.array([0, 20, -20])
    yield wide, kernels.reshape(2, 3, 2, 2), np.array([0.5, -20])
    yield wide, kernels.reshape(2, 3, 2, 2), None, 1, 1
    yield wide, kernels.reshape(2, 3, 2, 2), None, 0, 2
    yield wide, kernels.reshape(2, 3, 2, 2)[:, :, :1], np.array([5, 7]), 1, 2
    yield wide.transpose(0, 2, 1), kernels.reshape(2, 3, 2, 2)[:, :, :, :1], np.array([5, 7]), 2, 2
    yield two, box, np.array([10, 20]), 1, 1
    yield two / 8, box, None, 1, 2
    yield -two, kernels[:4].reshape(2, 2, 2, 2), None, 0, 1
    yield two * 50, kernels[:4].reshape(2, 2, 2, 2), np.array([-300, 400]), 1, 3
    yield BIG[None], box[:, :1], np.array([1, 2]), 2, 3
    yield kept(two), kept(kernels[:4].reshape(2, 2, 2, 2)), kept(np.array([10.0, 20.0])), 1, 1
    yield kept(two), kept(kernels[:4].reshape(2, 2, 2, 2)), kept(np.array([10.0, 20.0])), 0, 1


def window(question, args, position):
    """The cells that one output is made of; cells outside the image are zero padding."""
    if question == "convolve_1d":
        return {"signal": [(position[0] + t,) for t in range(len(args[1]))]}
    image = args[0]
    if question == "conv2d_multichannel":
        kernels = args[1]
        padding, stride = (*args[3:], *(0, 1)[len(args[3:]) :])
        cells = _cells(position[1:], kernels.shape[2:], (padding, padding), stride, 1)
        filters = [(position[0], *index) for index in np.ndindex(kernels.shape[1:])]
        chosen = {"image": [(c, *cell) for c in range(len(image)) for cell in cells], "kernels": filters}
        return {**chosen, "bias": [(position[0],)]} if len(args) > 2 and args[2] is not None else chosen
    before, stride, dilation = _steps(question, args)
    cells = _cells(position, args[1].shape, before, stride, dilation)
    if question == "conv2d_same" and args[2:] == ("symmetric",):
        cells = [tuple(_mirrored(i, n) for i, n in zip(cell, image.shape, strict=True)) for cell in cells]
    return {"image": cells}


def working(question, args, position):
    """The right sum at one place, written out, where it is short."""
    if question == "conv2d_multichannel" or args[1].size > 9:
        return None
    values = [_at(args[0], cell) for cell in next(iter(window(question, args, position).values()))]
    weights = args[1][::-1, ::-1] if question == "convolve_2d" else args[1]
    terms = [f"{_plain(v)}·{_plain(w)}" for v, w in zip(values, weights.flat, strict=True)]
    total = sum(v * w for v, w in zip(values, weights.flat, strict=True))
    return f"{' + '.join(terms)} = {total:.5g}"


def _steps(question, args):
    """Padding before the first row and column, stride and dilation of a call."""
    extra = args[2:]
    if question == "conv2d_same":
        kh, kw = args[1].shape
        return ((kh - 1) // 2, (kw - 1) // 2), 1, 1
    if question in ("conv2d", "convolve_2d"):
        return (0, 0), 1, 1
    padding, stride, dilation = (*extra, *(0, 1, 1)[len(extra) :])
    return (padding, padding), stride, dilation


def _cells(position, size, before, stride, dilation):
    first = [i * stride - p for i, p in zip(position, before, strict=True)]
    return [(first[0] + a * dilation, first[1] + b * dilation) for a in range(size[0]) for b in range(size[1])]


def _mirrored(i, n):
    i %= 2 * n
    return i if i < n else 2 * n - 1 - i


def _at(image, cell):
    inside = all(0 <= i < n for i, n in zip(cell, image.shape, strict=True))
    return image[cell] if inside else 0


def _plain(number):
    return f"({number:.4g})" if number < 0 else f"{number:.4g}"
