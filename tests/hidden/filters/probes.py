"""Small inputs that tell the misconceptions of `filters` apart, smallest first. They are not the hidden inputs: students see them."""

import re
from functools import partial
from itertools import pairwise

import numpy as np

from autograder.suite import kept, position, probe, sketched

SMALL = np.array([[1.0, 2.0], [3.0, 5.0]])
SQUARE = np.array([[1.0, 2, 4], [3, 5, 9], [7, 6, 8]])
WIDE = np.array([[1.0, 2, 4, 3, 0], [0, 5, 1, 9, 2], [7, 6, 8, 2, 4], [3, 1, 0, 5, 6]])
WHOLE = WIDE.astype(int)
STEP = np.array([[0, 0, 0, 1, 1]] * 4)
SOBEL = np.array([[-1, -2, -1], [0, 0, 0], [1, 2, 1]])
ASKEW = np.array([[0.0, 2, -1], [1, 3, 0], [0, 0, 5]])
HALVES = np.array([[0.5, 0, 0], [0, 0.25, 0], [-0.5, 0, 0.125]])
DIGITS = np.stack([np.roll(WIDE, digit, axis=digit % 2) + digit * np.eye(4, 5) for digit in range(10)])


def kernels():
    yield ()
    yield probe("kernels(), the second time", lambda kernels: [kernels(), kernels()][1])


def apply_kernels():
    yield SMALL, {"one": np.array([[0, 0, 0], [0, 2, 0], [0, 0, 0]])}
    yield SQUARE, {"askew": ASKEW}
    yield WIDE, {"askew": ASKEW}
    yield WIDE, {"askew": ASKEW, "halves": HALVES}
    yield WIDE, {"halves": HALVES, "askew": ASKEW, "turned": ASKEW.T - 2}
    yield WHOLE, {"halves": HALVES}
    yield WHOLE - 20, {"askew": -ASKEW, "halves": HALVES}
    yield WIDE * 40, {"askew": ASKEW}
    yield SQUARE, {"askew": HALVES}
    yield SQUARE, {"Sharpen": ASKEW, "Emboss": HALVES}
    yield kept(WIDE), kept({"askew": ASKEW, "halves": HALVES})


def sobel_edges():
    yield (SMALL,)
    yield (np.array([[0, 0, 0], [0, 0, 0], [5, 5, 5], [5, 5, 5]]),)
    yield (STEP,)
    yield (SQUARE,)
    yield (WIDE,)
    yield (SQUARE[::-1] * 2,)
    yield (WHOLE,)
    yield (WIDE * -40,)
    yield (WIDE / 1000,)
    yield (kept(WIDE),)


def diagonal_kernel():
    yield probe(
        "how diagonal_kernel() answers edges of other directions, compared with a diagonal one, and a flat image",
        _answers,
    )


def _answers(function):
    """In words: right kernels differ in their numbers and agree in these."""
    kernel = np.asarray(function())
    if kernel.dtype.kind not in "biuf":
        return [f"a kernel of {kernel.dtype.name}"]
    kernel = kernel.astype(float)
    if kernel.shape != (3, 3):
        return [f"a kernel of shape {kernel.shape}"]
    if not np.all(np.isfinite(kernel)):
        return ["a kernel with numbers that are not finite"]
    if not kernel.any():
        return ["a kernel of zeros"]
    rows, columns = np.indices((7, 7))
    strength = {}
    for name, across in {
        "": columns - rows,
        "lying": rows,
        "standing": columns,
        "other diagonal": rows + columns,
    }.items():
        edges = [(across > place).astype(float) for place in range(across.min(), across.max())]
        windows = np.lib.stride_tricks.sliding_window_view(np.array(edges), (3, 3), axis=(1, 2))
        strength[name] = np.abs(np.tensordot(windows, kernel, axes=2)).max()
    own, limit = strength.pop(""), 1e-6 * np.abs(kernel).max()
    compared = [f"{name}: {_compared(other, own, limit)}" for name, other in strength.items()]
    known = ["both Sobel kernels added up"] if _parallel(kernel, SOBEL + SOBEL.T) else []
    return [*compared, "flat: answered" if abs(kernel.sum()) > limit else "flat: not answered", *known]


def _parallel(kernel, other):
    """Whether one is the other, times any number."""
    return np.isclose(abs(np.sum(kernel * other)), np.linalg.norm(kernel) * np.linalg.norm(other), rtol=1e-6)


def _compared(other, own, limit):
    if abs(other - own) <= limit:
        return "as strong"
    return "weaker" if other < own else "stronger"


def _response(image, kernel, padding=1, stride=1):
    windows = np.lib.stride_tricks.sliding_window_view(np.pad(image, padding), np.shape(kernel))
    return np.tensordot(windows[::stride, ::stride], kernel, axes=2)


def _sobel(image):
    return _response(image, SOBEL), _response(image, SOBEL.T)


def plot_kernels():
    picture = WIDE / 10  # from 0 to 1, as some draw any image
    two, eight = {"Zig": ASKEW, "Halves": HALVES}, {name: ASKEW - k * HALVES for k, name in enumerate("hgfedcba")}
    for kernels in (two, eight):
        known = {"the image": picture, "the image upside down": picture[::-1]}
        for name, kernel in kernels.items():
            known |= {f"{name}'s response": _response(picture, kernel), f"the kernel {name}": kernel}
            known |= {
                f"{name}'s flipped response": _response(picture, kernel[::-1, ::-1]),
                f"{name}'s size": np.abs(_response(picture, kernel)),
            }
            known |= {f"{name}'s response, clipped": np.clip(_response(picture, kernel), 0, 1)}
        told = partial(_title_and_place, kernels)
        text, inputs = (
            f"plot_kernels(image, kernels) for {len(kernels)} kernels",
            {"image": picture, "kernels": kernels},
        )
        yield sketched(text, known, [picture, kernels], tell=told, inputs=inputs)
    calls = [picture, two], [picture, {"Zig": ASKEW}]  # nine panels are drawn once: each costs as much as a call
    yield sketched("two figures drawn one after the other", known, *calls)


def _title_and_place(names, panel, figure):
    words = panel.words.lower().split()
    named = [name for name in names if name.lower() in words] or ["another title" if words else "no title"]
    frame = "axes off" if panel.off else "axes on"
    height = "a third of the height" if panel.size[1] < 0.34 * figure.height else "more than a third of the height"
    return [*named, frame, *position(panel, figure), height, "grey" if panel.pictures[-1].grey else "in colour"]


def plot_edges():
    known = {}
    for digit, image in enumerate(DIGITS):
        gx, gy = _sobel(image)
        known |= {
            f"digit {digit}": image,
            f"edges of {digit}": np.hypot(gx, gy),
            f"gx of {digit}": gx,
            f"gy of {digit}": gy,
        }
        known |= {
            f"|gx| + |gy| of {digit}": np.abs(gx) + np.abs(gy),
            f"squares of {digit}": gx**2 + gy**2,
            f"turned {digit}": image.T,
            f"{digit} upside down": image[::-1],
            f"{digit} mirrored": image[:, ::-1],
        }
    yield sketched("plot_edges(images) for ten images of 4 x 5", known, [DIGITS], tell=position)


def plot_stride():
    image, kernel = np.add.outer(np.arange(9) ** 2 % 7, np.arange(8) ** 2 % 5) + np.eye(9, 8), ASKEW - 1
    known = {"the image": image}
    for stride in (1, 2, 3):
        right, turned = (_response(image, weights, 0, stride) for weights in (kernel, kernel[::-1, ::-1]))
        padded, rows = _response(image, kernel, 1, stride), _response(image, kernel, 0)[::stride]
        known |= {f"stride {stride}": right, f"size of stride {stride}": np.abs(right), f"flipped {stride}": turned}
        known |= {f"padded {stride}": padded, f"short {stride}": right[:-1, :-1], f"rows {stride}": rows}
    for strides in ((1, 2, 3), (3, 1), (2,), (3,)):
        text = f"plot_stride(image, kernel, {strides}) for an image of 9 x 8"
        inputs = {"image": image, "kernel": kernel}
        yield sketched(text, known, [image, kernel, strides], tell=partial(_says_size, image), inputs=inputs)


def _says_size(image, panel, figure):
    """Which size the panel states: that of what it shows, or another, or those of other strides as well."""
    height, width = panel.pictures[-1].array.shape
    sizes = {f"{rows} x {columns}" for rows, columns in re.findall(r"(\d+)\s*(?:x|×|by|,)\s*(\d+)", panel.words)}
    if len(sizes & {"7 x 6", "4 x 3", "3 x 2"}) > 1:
        return ["states the sizes of several strides"]
    numbers = re.findall(r"\d+(?:\.\d+)?", panel.words)
    stated = list(pairwise(numbers))
    for name, size in {
        "its size": (height, width),
        "its width first": (width, height),
        "the image's": image.shape,
    }.items():
        if tuple(map(str, size)) in stated:
            return [f"states {name}"]
    return [f"states {' x '.join(stated[-1])}" if stated else "states no size"]
