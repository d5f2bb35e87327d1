"""The numbers of `by_hand`: the shared sheet, and sheets drawn for one student.

Every drawn sheet asks the same steps as the shared one: pictures and kernels of the same sizes with as many weights
that are not zero, sizes that leave a remainder where the shared ones do. Drawn maps are never degenerate: no row is
zero, no row or column repeats, few entries are zero, and a flipped or transposed kernel gives something else.
"""

import json
import re

import numpy as np

LAPLACIAN = ((0, -1, 0), (-1, 4, -1), (0, -1, 0))
CROSS = ((1, 0, 1), (0, 1, 0), (1, 0, 1))
SOBEL_VERTICAL = ((-1, 0, 1), (-2, 0, 2), (-1, 0, 1))

SHARED = {
    "image": ((1, 2, 0, 1), (0, 1, 3, 2), (1, 0, 2, 1), (3, 1, 0, 2)),
    "kernel": ((1, 0, -1), (1, 0, -1), (1, 0, -1)),
    "position": (0, 0),
    "valid": ((7, 3), (28, 5), (32, 3), (100, 7)),
    "configurations": ((28, 3, 0, 1), (28, 3, 1, 1), (28, 5, 2, 1), (28, 3, 1, 2), (32, 5, 0, 2), (224, 7, 3, 2)),
    "design": (32, 16),
    "padded_image": ((1, 2, 3), (4, 5, 6), (7, 8, 9)),
    "large_image": ((1, 2, 3, 0, 1), (0, 1, 2, 3, 1), (1, 0, 1, 2, 0), (2, 1, 0, 1, 2), (1, 2, 1, 0, 1)),
    "large_kernel": ((1, 0, -1), (1, 0, -1), (1, 0, -1)),
    "board": 1,
    "small_image": ((1, 2, 3), (4, 5, 6), (7, 8, 9)),
    "small_kernel": ((1, 0), (0, -1)),
    "square": 1,
    "sobel": SOBEL_VERTICAL,
    "keeping": ((7, 3, 1), (7, 3, 2), (5, 5, 1)),
    "layer": (28, 16, 5),
}
"""``valid`` (input, kernel); ``configurations`` (input, kernel, padding, stride); ``design`` (input, output);
``keeping`` (input, kernel, stride); ``layer`` (input, filters, kernel); ``board`` and ``square``: the bright value."""

TELLING = ("first_convolution", "valid_sizes", "sizes", "padded_convolution", "five_by_five", "two_by_two")


def draw(rng):
    """A student's parameters, with the keys of `SHARED`."""
    image, kernel, position = _until(
        lambda: (_picture(rng, 4), _edge_kernel(rng), _integers(rng, 0, 2, 2)),
        lambda drawn: _is_good_picture(*drawn[:2], zeros=4, zero_answers=0) and _is_good_position(drawn[0], drawn[2]),
    )
    large_image, large_kernel = _until(
        lambda: (_picture(rng, 5), _edge_kernel(rng)),
        lambda drawn: _is_good_picture(*drawn, zeros=6, zero_answers=3),
    )
    small_image, small_kernel = _until(lambda: (_nine_digits(rng), _pair_kernel(rng)), _is_good_small)
    return {
        "image": image,
        "kernel": kernel,
        "position": position,
        "valid": _until(lambda: _valid_sizes(rng), lambda valid: not _share(valid, SHARED["valid"])),
        "configurations": _until(lambda: _configurations(rng), _is_good_configuration),
        "design": _until(lambda: _halves(rng), lambda pair: pair != SHARED["design"]),
        "padded_image": _until(lambda: _nine_digits(rng), _is_good_padded),
        "large_image": large_image,
        "large_kernel": large_kernel,
        "board": _integer(rng, 2, 10),
        "small_image": small_image,
        "small_kernel": small_kernel,
        "square": _integer(rng, 2, 10),
        "sobel": (SOBEL_VERTICAL, _turned(SOBEL_VERTICAL))[_integer(rng, 0, 2)],
        "keeping": _until(lambda: _keeping(rng), lambda keeping: len(set(_paddings(keeping))) == 3),
        "layer": _until(lambda: _layer(rng), lambda layer: layer[0] != 28 and layer[1] != 16),
    }


def answers(parameters):
    """The right answer to every question; ``design`` is one of many."""
    p = parameters
    first = _slide(p["image"], p["kernel"])
    window = _window(p["image"], p["position"])
    size, filters, k = p["layer"]
    return {
        "first_convolution": first,
        "first_convolution_shape": (len(first), len(first[0])),
        "detects": "vertical edges" if len(set(p["kernel"])) == 1 else "horizontal edges",
        "identity_value": window[4],
        "box_blur_value": sum(window) / 9,
        "valid_sizes": [n - kernel + 1 for n, kernel in p["valid"]],
        "sizes": [(n + 2 * padding - kernel) // stride + 1 for n, kernel, padding, stride in p["configurations"]],
        "design": (3, 1, 2),
        "padded_convolution": _slide(p["padded_image"], LAPLACIAN, padding=1),
        "five_by_five": _slide(p["large_image"], p["large_kernel"]),
        "checkerboard": _slide(_checkerboard(p["board"]), CROSS),
        "two_by_two": _slide(p["small_image"], p["small_kernel"]),
        "white_square_sobel": _slide(_white_square(p["square"]), p["sobel"]),
        "same_paddings": _paddings(p["keeping"]),
        "layer_parameters": filters * (k * k + 1),
        "layer_output": (filters, size - k + 1, size - k + 1),
    }


def render(source, student, parameters):
    """``source`` with every text of the shared sheet replaced by this sheet's, and the student's id in it."""
    shared, own = texts(SHARED), texts(parameters)
    by_text = dict(zip(shared.values(), own.values(), strict=True))
    pattern = "|".join(re.escape(text) for text in sorted(by_text, key=len, reverse=True))
    source = re.sub(pattern, lambda match: by_text[match.group()], source)
    return source.replace('STUDENT_ID = ""', f"STUDENT_ID = {json.dumps(student, ensure_ascii=False)}")


def texts(parameters):
    """The sentences of the handout that hold a sheet's numbers. Each stands in the shared stub word for word."""
    p = parameters
    (n1, k1, s1), (n2, k2, s2), (n3, k3, s3) = p["keeping"]
    size, filters, k = p["layer"]
    return {
        "first": _side_by_side(("I", p["image"]), ("K", p["kernel"])),
        "position": f"where the output's row is {p['position'][0]} and its column {p['position'][1]}",
        "valid": "#   (input, kernel):  " + "  ".join(f"({n}, {kernel})" for n, kernel in p["valid"]),
        "configurations": "\n".join(
            f"#   input {n:3d}  kernel {kernel}  padding {padding}  stride {stride}"
            for n, kernel, padding, stride in p["configurations"]
        ),
        "design": f"takes a {p['design'][0]} x {p['design'][0]} picture to exactly {p['design'][1]} x {p['design'][1]}",
        "padded": _side_by_side(("picture", p["padded_image"]), ("kernel", LAPLACIAN)),
        "large": _side_by_side(("picture", p["large_image"]), ("kernel", p["large_kernel"])),
        "board": _side_by_side(("board", _checkerboard(p["board"])), ("kernel", CROSS)),
        "small": _side_by_side(("picture", p["small_image"]), ("kernel", p["small_kernel"])),
        "square": _side_by_side(("picture", _white_square(p["square"])), ("kernel", p["sobel"])),
        "keeping": f"#   (input, kernel, stride):  ({n1}, {k1}, {s1})  ({n2}, {k2}, {s2})  ({n3}, {k3}, {s3})",
        "layer": f"# A layer looks at a 1 x {size} x {size} picture through {filters} filters of {k} x {k}",
    }


def _side_by_side(*named):
    """Named grids of numbers beside each other, as comment lines."""
    blocks = []
    for name, grid in named:
        margin = f"{name} = "
        lines = [" ".join(f"{value:2d}" for value in row) for row in grid]
        blocks.append([(margin if i == 0 else " " * len(margin)) + line for i, line in enumerate(lines)])
    height, widths = max(map(len, blocks)), [len(block[0]) for block in blocks]
    padded = [block + [" " * width] * (height - len(block)) for block, width in zip(blocks, widths, strict=True)]
    return "\n".join("#   " + "      ".join(row).rstrip() for row in zip(*padded, strict=True))


def _slide(image, kernel, padding=0):
    """The map of ``image`` under ``kernel``, as nested lists of ints. Plain Python: quicker than NumPy at these sizes."""
    if padding:
        wide = [0] * (len(image[0]) + 2 * padding)
        sides = [0] * padding
        image = [wide] * padding + [[*sides, *row, *sides] for row in image] + [wide] * padding
    weights = [(m, n, weight) for m, row in enumerate(kernel) for n, weight in enumerate(row) if weight]
    rows, columns = range(len(image) - len(kernel) + 1), range(len(image[0]) - len(kernel[0]) + 1)
    return [[sum(weight * image[i + m][j + n] for m, n, weight in weights) for j in columns] for i in rows]


def _paddings(keeping):
    return [(s * (n - 1) - n + k) // 2 for n, k, s in keeping]


def _checkerboard(bright):
    return tuple(tuple(bright * ((row + column) % 2 == 0) for column in range(5)) for row in range(5))


def _white_square(bright):
    return tuple(tuple(bright * (1 <= row <= 3 and 1 <= column <= 3) for column in range(5)) for row in range(5))


def _turned(grid):
    return tuple(zip(*grid, strict=True))


def _until(make, good):
    """The first of many drawn candidates that is ``good``."""
    for _ in range(10_000):
        candidate = make()
        if good(candidate):
            return candidate
    raise RuntimeError("no numbers of this kind were found: the conditions contradict each other")


def _integer(rng, low, high):
    return int(rng.integers(low, high))


def _integers(rng, low, high, count):
    return tuple(rng.integers(low, high, count).tolist())


def _picture(rng, side):
    """Values 0..3, as in the shared pictures."""
    values = _integers(rng, 0, 4, side * side)
    return tuple(values[start : start + side] for start in range(0, side * side, side))


def _edge_kernel(rng):
    columns = (SHARED["kernel"], ((-1, 0, 1),) * 3)[_integer(rng, 0, 2)]
    return columns if _integer(rng, 0, 2) else _turned(columns)


def _pair_kernel(rng):
    one, other = ((1, -1), (-1, 1))[_integer(rng, 0, 2)]
    return ((one, 0), (0, other)) if _integer(rng, 0, 2) else ((0, one), (other, 0))


def _nine_digits(rng):
    digits, order = list(range(1, 10)), []
    for place in rng.integers(0, np.arange(9, 0, -1)).tolist():
        order.append(digits.pop(place))
    return tuple(order[0:3]), tuple(order[3:6]), tuple(order[6:9])


def _is_good_picture(image, kernel, zeros, zero_answers):
    """As many zeros as the shared picture has, give or take one; a map that says which way everything was turned."""
    if abs(sum(row.count(0) for row in image) - zeros) > 1:
        return False
    rows = _slide(image, kernel)
    return (
        sum(row.count(0) for row in rows) <= zero_answers
        and all(any(row) for row in rows)
        and len(set(map(tuple, rows))) == len(rows)
        and len(set(_turned(rows))) == len(rows[0])
        and list(map(list, _turned(rows))) != rows
        and _slide(image, _turned(kernel)) != rows
    )


def _is_good_small(drawn):
    image, kernel = drawn
    entries = [value for row in _slide(image, kernel) for value in row]
    new = image not in (SHARED["small_image"], SHARED["padded_image"])
    return new and all(entries) and len(set(entries)) == 4


def _is_good_padded(image):
    entries = [value for row in _slide(image, LAPLACIAN, padding=1) for value in row]
    return image != SHARED["padded_image"] and len(set(entries)) >= 8 and entries.count(0) <= 1


def _is_good_position(image, position):
    """The middle is not zero and not the window's corner; the mean is no whole number and no third; row and column matter."""
    window, other = _window(image, position), _window(image, position[::-1])
    told_apart = position[0] == position[1] or (window[4] != other[4] and sum(window) != sum(other))
    return window[4] not in (0, window[0]) and sum(window) % 3 != 0 and told_apart


def _window(image, position):
    """The nine values under a 3 x 3 kernel, row by row."""
    row, column = position
    return [value for line in image[row : row + 3] for value in line[column : column + 3]]


def _share(one, other):
    return any(a == b for a, b in zip(one, other, strict=True))


def _valid_sizes(rng):
    return (
        (_integer(rng, 6, 12), 3),
        (_integer(rng, 20, 40), 5),
        (_integer(rng, 24, 48), 3),
        (_integer(rng, 80, 130), 7),
    )


def _configurations(rng):
    """Even inputs, so that stride 2 leaves a remainder wherever it does on the shared sheet."""
    a, b, c, d, e = (2 * n for n in _integers(rng, 10, 24, 5))
    large = 2 * _integer(rng, 60, 150)
    return (a, 3, 0, 1), (b, 3, 1, 1), (c, 5, 2, 1), (d, 3, 1, 2), (e, 5, 0, 2), (large, 7, 3, 2)


def _is_good_configuration(configurations):
    inputs = [n for n, *_ in configurations]
    return not _share(configurations, SHARED["configurations"]) and len(set(inputs)) == 6


def _halves(rng):
    half = _integer(rng, 10, 31)
    return 2 * half, half


def _keeping(rng):
    """One with stride 1, one with stride 2 and an odd input (its total is even), one with a larger kernel."""
    first, second, third = _integer(rng, 5, 12), 2 * _integer(rng, 2, 7) + 1, _integer(rng, 9, 16)
    return (first, 3, 1), (second, 3, 2), (third, (5, 7, 9)[_integer(rng, 0, 3)], 1)


def _layer(rng):
    return 2 * _integer(rng, 10, 21), _integer(rng, 6, 25), (3, 5, 7)[_integer(rng, 0, 3)]
