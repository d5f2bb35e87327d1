"""What the checks of `by_hand` share: the right answer on the student's sheet, the second oracle, and how answers are read.

Maps are judged row by row and lists entry by entry, so that one slip of the pencil costs one row and not the question.
"""

from contextlib import contextmanager

import numpy as np

from autograder.suite import assert_integer, assert_number, assert_size, assert_values, fail, kind_of, say, stacked

NUMBER = (int, float, np.number)


@contextmanager
def judged(name, student, personal, reference, agree):
    """``(given, right)`` for the question ``name``; torch agrees with what is right."""
    with personal.question(name, student, reference) as (given, right):
        if name in SECOND_ORACLE:
            parameters = personal.sheet(student, reference).parameters
            agree(right, lambda: SECOND_ORACLE[name](parameters))
        yield given, right


def assert_row(answer, right, name, row):
    """Row ``row`` of a map is right; the map's shape first."""
    grid = as_grid(answer, name)
    if grid.shape != np.shape(right):
        for_staff = f"`{name}`: shape {grid.shape}, but should be {np.shape(right)}"
        fail(
            "shape",
            say("`{name}` does not have the right shape: count the places of the kernel, down and across.", name=name),
            for_staff,
        )
    assert_values(grid[row], np.asarray(right)[row], say("row {row} of `{name}`", row=row, name=name))


def assert_one_number(answer, right, name):
    """One number, right within the tolerance; `1,5` is a pair to Python."""
    number = as_numbers(answer, name)
    if isinstance(answer, tuple) and number.size == 2:
        fail(
            "shape",
            say(
                "`{name}` is two numbers where one is expected. Decimals are written with a point: 1.5, not 1,5.",
                name=name,
            ),
        )
    assert_number(number, right, f"`{name}`")


def as_grid(answer, name):
    """A map given as nested lists, tuples or an array, as an array of numbers. One number has no rows."""
    array = as_numbers(answer, name)
    if array.ndim == 0:
        fail("type", say("`{name}` is one number; a map is expected, row by row: [[…, …], […, …]].", name=name))
    if array.size == 0:
        fail("shape", say("`{name}` is empty.", name=name))
    if array.ndim != 2:
        told = (
            say("`{name}` is one flat list of numbers; a map is a list of rows: [[…, …], […, …]].", name=name)
            if array.ndim == 1
            else say("`{name}` is nested too deep; a map is a list of rows: [[…, …], […, …]].", name=name)
        )
        fail("shape", told, f"{name}: shape {array.shape}")
    return array


def as_numbers(answer, name):
    """The answer as an array of real numbers; anything else fails with what it is."""
    _refuse_other_than_numbers(answer, name)
    try:
        array = stacked(answer)
    except ValueError:
        fail("type", say("`{name}` has rows of different lengths.", name=name))
    if array.dtype.kind == "O":
        fail(
            "values", say("`{name}` holds a number that is far too large.", name=name)
        )  # an int that NumPy has no type for
    if array.dtype.kind not in "iuf":
        fail("type", say("`{name}` is not made of numbers only.", name=name), f"`{name}`: array of {array.dtype.name}")
    return array


def _refuse_other_than_numbers(answer, name, outermost=True):
    if isinstance(answer, (list, tuple)):
        for part in answer:
            _refuse_other_than_numbers(part, name, outermost=False)
    elif isinstance(answer, str):
        told = (
            say("`{name}` is a string where numbers are expected: leave the quotes away.", name=name)
            if outermost
            else say("`{name}` holds a string where numbers are expected: leave the quotes away.", name=name)
        )
        fail("type", told)
    elif isinstance(answer, bool) or not isinstance(answer, (*NUMBER, np.ndarray)):
        kind = kind_of(answer, returned=False)
        told = (
            say("`{name}` is {kind} where numbers are expected.", name=name, kind=kind)
            if outermost
            else say("`{name}` holds {kind} where numbers are expected.", name=name, kind=kind)
        )
        fail("type", told)


def entries(answer, count, name):
    """The ``count`` entries of a list of sizes (a tuple or an array is as good)."""
    if not _has_entries(answer):
        fail(
            "type",
            say(
                "`{name}` is {kind}; {count} sizes are expected, in a list: […, …].",
                name=name,
                kind=kind_of(answer),
                count=count,
            ),
        )
    if len(answer) == 1 and _has_entries(answer[0]) and len(answer[0]) == count:
        fail("shape", say("`{name}` is a list in a list: one pair of brackets is too many.", name=name))
    if len(answer) != count:  # how many are expected stands in the handout
        fail(
            "shape",
            say(
                "`{name}` has {number} entries where {count} are expected.", name=name, number=len(answer), count=count
            ),
        )
    return list(answer)


def alone(answer):
    """The one number of a list of one; the check for whole numbers minds the brackets."""
    return answer[0] if isinstance(answer, (list, tuple)) and len(answer) == 1 else answer


def _has_entries(answer):
    return isinstance(answer, (list, tuple)) or (isinstance(answer, np.ndarray) and answer.ndim > 0)


def assert_entry(answer, right, name, place):
    """Entry ``place`` of a list of sizes is right; a float that equals it is right here."""
    given = entries(answer, len(right), name)[place]
    assert_size(given, right[place], say("entry {place} of `{name}`", place=place, name=name))


def assert_whole_entries(answer, right, name):
    """All entries are right, and ints."""
    for place, (one, size) in enumerate(zip(entries(answer, len(right), name), right, strict=True)):
        assert_integer(one, size, say("entry {place} of `{name}`", place=place, name=name))


def _torch_map(image, kernel, padding=0):
    import torch

    def stack(grid):
        return torch.tensor(grid, dtype=torch.float64)[None, None]

    return torch.nn.functional.conv2d(stack(image), stack(kernel), padding=padding)[0, 0]


def _torch_size(n, kernel, padding=0, stride=1):
    import torch

    line, weights = torch.zeros(1, 1, n), torch.zeros(1, 1, kernel)
    return torch.nn.functional.conv1d(line, weights, padding=padding, stride=stride).shape[2]


def _torch_layer(_size, filters, kernel):
    import torch

    return torch.nn.Conv2d(1, filters, kernel)


def _torch_layer_output(size, filters, kernel):
    import torch

    return tuple(_torch_layer(size, filters, kernel)(torch.zeros(1, 1, size, size))[0].shape)


def _same_padding(n, kernel, stride):
    """The smallest padding that keeps the size: tried out, not solved for."""
    return next(p for p in range(kernel // 2, n * stride + kernel) if _torch_size(n, kernel, p, stride) == n)


def _at_position(parameters, kernel):
    row, column = parameters["position"]
    return _torch_map(parameters["image"], kernel)[row, column]


def _checkerboard(bright):
    rows, columns = np.indices((5, 5))
    return np.where((rows + columns) % 2 == 0, bright, 0)


def _white_square(bright):
    return np.pad(np.full((3, 3), bright), 1)


SECOND_ORACLE = {
    "first_convolution": lambda p: _torch_map(p["image"], p["kernel"]),
    "first_convolution_shape": lambda p: tuple(_torch_map(p["image"], p["kernel"]).shape),
    "identity_value": lambda p: _at_position(p, [[0, 0, 0], [0, 1, 0], [0, 0, 0]]),
    "box_blur_value": lambda p: _at_position(p, [[1 / 9] * 3] * 3),
    "valid_sizes": lambda p: [_torch_size(*layer) for layer in p["valid"]],
    "sizes": lambda p: [_torch_size(*layer) for layer in p["configurations"]],
    "padded_convolution": lambda p: _torch_map(p["padded_image"], [[0, -1, 0], [-1, 4, -1], [0, -1, 0]], padding=1),
    "five_by_five": lambda p: _torch_map(p["large_image"], p["large_kernel"]),
    "checkerboard": lambda p: _torch_map(_checkerboard(p["board"]), [[1, 0, 1], [0, 1, 0], [1, 0, 1]]),
    "two_by_two": lambda p: _torch_map(p["small_image"], p["small_kernel"]),
    "white_square_sobel": lambda p: _torch_map(_white_square(p["square"]), p["sobel"]),
    "same_paddings": lambda p: [_same_padding(*layer) for layer in p["keeping"]],
    "layer_parameters": lambda p: sum(w.numel() for w in _torch_layer(*p["layer"]).parameters()),
    "layer_output": lambda p: _torch_layer_output(*p["layer"]),
}
"""torch's own answer from a sheet's parameters, by question. It runs in rehearsals only."""
