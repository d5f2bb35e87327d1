"""Small inputs that tell the misconceptions of `pooling` apart, smallest first.

They are not the hidden inputs: what happens on them is shown to students.
"""

import numpy as np

from autograder.suite import kept, position, sketched

TWO = np.array([[1, 2], [4, 8]])
FOUR = np.array([[1, 3, 2, 4], [5, 6, 1, 3], [2, 1, 4, 2], [3, 5, 2, 1]])
WIDE = np.array([[1, 2, 4, 8, 3], [7, 5, 0, 6, 9]])
ODD = np.array([[3, 1, 4], [1, 5, 9], [2, 6, 7]])
DARK = np.array([[-3, -1, -4, -2], [-9, -5, -8, -6], [-7, -2, -1, -9]])
BRIGHT = np.array([[200, 100, 250, 30], [90, 240, 10, 220]])
BIG = np.array(
    [int(digit) for digit in "3141592653589793238462643383279502884197169399375105820974944592"[:56]]
).reshape(7, 8)


def _pooled():
    yield TWO, 1, 1
    yield (TWO,)
    yield TWO, 2, 2
    yield TWO, 2, 1
    yield WIDE, 2, 2
    yield WIDE.T, 2, 2
    yield WIDE, 2, 1
    yield ODD, 2, 1
    yield ODD, 2, 2
    yield ODD, 1, 2
    yield ODD, 3, 1
    yield (FOUR,)
    yield ODD, 3
    yield BIG, 3
    yield FOUR, 3, 1
    yield FOUR, 2, 3
    yield DARK, 2, 2
    yield DARK, 2, 1
    yield DARK, 3, 3
    yield -ODD, 3, 1
    yield DARK * 10**15, 2, 2
    yield BRIGHT, 2, 2
    yield BIG, 2, 2
    yield BIG, 3, 2
    yield BIG, 4, 3
    yield BIG, 2, 4
    yield BIG[:, :5], 5, 1
    yield BIG / 8, 3, 2
    yield -BIG / 8, 2, 3
    yield kept(FOUR), 2, 2


def max_pool_2d():
    yield from _pooled()


def avg_pool_2d():
    yield from _pooled()


def global_avg_pool():
    yield (np.array([[[3]]]),)
    yield (np.array([[[1, 2]], [[5, 8]]]),)
    yield (TWO[None],)
    yield (np.stack([TWO, TWO * 3]),)
    yield (np.stack([ODD, ODD * 2, -ODD, ODD + 1]),)
    yield (np.stack([WIDE, -WIDE, WIDE + 1]),)
    yield (np.stack([WIDE.T, WIDE.T * 4, WIDE.T - 9]),)
    yield (np.stack([BRIGHT, BRIGHT + 100]),)
    yield (np.stack([BIG / 8, BIG - 20, BIG[::-1] * BIG]),)
    yield (kept(np.stack([TWO, ODD[:2, :2]])),)


def plot_pooling():
    for image in (BIG[:4, :5] + 0.5, -BIG[:5, :6] / 8):
        tall, wide = (n // 2 for n in image.shape)
        blocks = image[: 2 * tall, : 2 * wide].reshape(tall, 2, wide, 2)
        right = {
            "the image": image,
            "its max pooling": blocks.max(axis=(1, 3)),
            "its average pooling": blocks.mean(axis=(1, 3)),
        }
        ways = {
            "turned on its side": lambda array: array.T,
            "upside down": lambda array: array[::-1],
            "mirrored": lambda array: array[:, ::-1],
            "scaled to 0 .. 1": lambda array: (array - array.min()) / (np.ptp(array) or 1),
            "as bytes": lambda array: np.trunc(array % 256).astype(np.uint8),
            "without what is negative": lambda array: np.maximum(array, 0),
            "cut to even sizes": lambda array: array[: len(array) // 2 * 2, : array.shape[1] // 2 * 2],
        }
        known = right | {f"{name}, {told}": way(array) for told, way in ways.items() for name, array in right.items()}
        yield sketched("plot_pooling(image)", known, [image], tell=position, exact=True, inputs={"image": image})
    calls = [BIG[:4, :5] + 0.5], [BIG[:6, :4]]
    yield sketched("two figures drawn one after the other", known, *calls, tell=position, exact=True)


def window(question, args, position):
    """The cells that one output is made of."""
    if question == "global_avg_pool":
        return {"feature_maps": [(position[0], *cell) for cell in np.ndindex(args[0].shape[1:])]}
    size, stride = (*args[1:], *(2, 2)[len(args) - 1 :])
    top, left = (i * stride for i in position)
    return {"image": [(top + a, left + b) for a in range(size) for b in range(size)]}


def working(question, args, position):
    """The right arithmetic at one place, where it is short."""
    values = [args[0][cell] for cell in next(iter(window(question, args, position).values()))]
    if len(values) > 16:
        return None
    numbers = [f"({value:.4g})" if value < 0 else f"{value:.4g}" for value in values]
    if question == "max_pool_2d":
        return f"the largest of {', '.join(f'{value:.4g}' for value in values)} = {max(values):.5g}"
    return f"({' + '.join(numbers)}) / {len(values)} = {sum(values) / len(values):.5g}"
