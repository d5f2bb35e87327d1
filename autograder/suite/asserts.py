"""How answers are judged: one assert helper a property, one tolerance, in this one place.

Every helper takes what came back (``got``), what is right (``want``) and ``call``, the call as a student would write it with
argument names only (``"conv2d_full(image, kernel, padding, stride)"``). A failure raises `CheckFailed` with two texts: one for the
student, which names no hidden number, and one for staff, which says where the first difference is and what was there.
"""

from __future__ import annotations

import reprlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, NamedTuple, NoReturn

import numpy as np
from numpy.typing import NDArray

from autograder.records.errors import StudentError
from autograder.sandbox.protocol.values import TensorValue
from autograder.suite.explain import difference_for_staff, difference_for_student, how_many, kind_of
from autograder.suite.values import TOO_MANY, holds_numbers, plain, stacked

RELATIVE = 1e-5
"""Right is within this fraction of the answer's own scale, its largest magnitude: float32 work is right, four decimals are not."""
FLOOR = 1e-8
"""The absolute floor, as a fraction of the inputs' scale: for answers that are exactly zero."""


class Notes(NamedTuple):
    """What a running check notes beside its verdict."""

    remarks: list[str]
    flags: list[str]
    figures: list[float]


_notes: ContextVar[Notes | None] = ContextVar("notes", default=None)


class CheckFailed(AssertionError):
    """A check's verdict: the answer is wrong. ``kind`` is one word (type, shape, finite, values, changed, raises, …)."""

    def __init__(self, kind: str, for_student: str, for_staff: str = "") -> None:
        super().__init__(for_staff or for_student)
        self.kind, self.for_student, self.for_staff = kind, for_student, for_staff or for_student


def fail(kind: str, for_student: str, for_staff: str = "") -> NoReturn:
    """Fail the running check: ``for_student`` must name no hidden number."""
    raise CheckFailed(kind, for_student, for_staff)


def remark(text: str) -> None:
    """Note something the student should know although the answer is right."""
    if (notes := _notes.get()) and text not in notes.remarks:
        notes.remarks.append(text)


def flag(text: str) -> None:
    """Note something for the instructor to look at; it costs no points."""
    if (notes := _notes.get()) and text not in notes.flags:
        notes.flags.append(text)


def measured(figure: float) -> None:
    """Note what the answer reaches in the question's ``measure``, where more is better. It must be worked out from judged values in
    the grader's own process: what student code says of itself is no measurement."""
    if notes := _notes.get():
        notes.figures.append(float(figure))


@contextmanager
def collecting_notes() -> Iterator[Notes]:
    """What is noted inside the block."""
    notes = Notes([], [], [])
    token = _notes.set(notes)
    try:
        yield notes
    finally:
        _notes.reset(token)


def as_array(got: Any, call: str = "the answer") -> NDArray[Any]:
    """``got`` as a real numeric array of float64 at the longest. A nested list of numbers is taken with a remark; anything else fails
    with its kind, and so does a list of more numbers than an answer may hold."""
    if isinstance(got, np.ndarray):
        array = plain(got)
    elif isinstance(got, TensorValue):
        fail(
            "type", f"{call} gave a torch tensor where a NumPy array is expected; `.numpy()` turns one into the other."
        )
    elif isinstance(got, (list, tuple)):
        array = _from_nested(got, call)
        remark(
            f"{call} gave a nested {type(got).__name__}; a NumPy array is expected. The numbers count, so it was taken."
        )
    elif isinstance(got, (bool, int, float, np.generic)):
        array = plain(np.asarray(got))
    else:
        fail("type", f"{call} gave {kind_of(got)} where an array of numbers is expected.")
    if array.dtype.kind == "c":
        fail("type", f"{call} gave complex numbers; the answer is real. After an FFT, take `.real`.")
    if array.dtype.kind == "O":
        fail("type", f"{call} gave whole numbers that are far too large.")
    if array.dtype.kind not in "biuf":
        fail("type", f"{call} gave an array of {array.dtype.name}, not of numbers.")
    return array


def _from_nested(got: Iterable[Any], call: str) -> NDArray[Any]:
    if not holds_numbers(got):
        if isinstance(got, tuple):  # `return Z, cache`
            _several_arrays(got, call)
        fail("type", f"{call} gave a list that holds something other than numbers; an array is expected.")
    try:
        array = stacked(got)
    except ValueError as error:
        if str(error) == TOO_MANY:
            fail("shape", f"{call} gave far more numbers than are expected.")
        if isinstance(got, tuple):
            _several_arrays(got, call)
        fail("type", f"{call} gave a nested list whose rows differ in length or kind; an array is expected.")
    return array


def _several_arrays(got: Sequence[Any], call: str) -> NoReturn:
    kind = "tuple" if isinstance(got, tuple) else "list"
    if len(got) == 1:
        told = "with one array in it where the array itself is expected"
        fail("type", f"{call} gave a {kind} {told}{' (is there a comma behind it?)' if kind == 'tuple' else ''}.")
    fail("type", f"{call} gave a {kind} of {how_many(len(got))} things where one array is expected; return that alone.")


def tolerance(want: NDArray[Any], inputs: Iterable[Any] = ()) -> float:
    """The largest error that is still right for ``want`` (see `RELATIVE` and `FLOOR`); without ``inputs`` the answer is its own scale."""
    scales = [float(np.max(np.abs(a))) for a in map(np.asarray, inputs) if a.size and a.dtype.kind in "biuf"]
    own = float(np.max(np.abs(want))) if want.size else 0.0
    return max(RELATIVE * own, FLOOR * max(scales, default=own or 1.0))


def values_agree(got: NDArray[Any], want: NDArray[Any], inputs: Iterable[Any] = ()) -> bool:
    """Whether two real arrays have the same shape and, within the tolerance, the same finite values."""
    if got.shape != want.shape or got.dtype.kind not in "biuf" or not np.all(np.isfinite(got)):
        return False
    error = np.abs(got.astype(np.float64) - want.astype(np.float64))
    return bool(np.all(error <= tolerance(want, inputs)))


def assert_shape(got: Any, want: tuple[int, ...], call: str = "the answer") -> None:
    """The shape is ``want``."""
    _check_shape(got, as_array(got, call), tuple(want), call)


def _check_shape(got: Any, array: NDArray[Any], want: tuple[int, ...], call: str) -> None:
    """``array`` is ``got`` as an array."""
    if array.shape == want:
        return
    # Several arrays of one shape would pass for one array with another axis; a list of lists is that.
    several = isinstance(got, tuple) or (isinstance(got, list) and all(isinstance(part, np.ndarray) for part in got))
    if several and want and array.ndim == len(want) + 1:
        _several_arrays(got, call)
    if want and not array.shape:
        fail("shape", f"{call} gave one number where an array is expected.", f"{call}: a number, but should be {want}")
    for_student = f"{call} gave an array of the wrong shape{_shape_hint(array.shape, want)}."
    fail("shape", for_student, f"{call}: shape {array.shape}, but should be {want}")


def assert_values(got: Any, want: Any, call: str = "the answer", inputs: Iterable[Any] = ()) -> None:
    """Shape, then finiteness, then values within the tolerance. ``inputs`` are the arrays the answer was made from: they set the floor."""
    array, right = as_array(got, call), np.asarray(want)
    _check_shape(got, array, right.shape, call)
    if not np.all(np.isfinite(array)):
        which = "NaN" if np.any(np.isnan(array)) else "infinity"
        verb = "gave" if "(" in call else "has"
        fail("finite", f"{call} {verb} {which} in its answer.", f"{call}: {difference_for_staff(array, right, 0.0)}")
    if not values_agree(array, right, inputs):
        limit = tolerance(right, inputs)
        fail(
            "values",
            f"{call}{' has the right shape, but' if right.ndim else ':'} {difference_for_student(array, right, limit)}.",
            f"{call}: {difference_for_staff(array, right, limit)}",
        )


def assert_number(got: Any, want: float, call: str = "the answer", inputs: Iterable[Any] = ()) -> None:
    """One number within the tolerance; an array of one element is taken with a remark."""
    array = as_array(got, call)
    if array.ndim and array.size == 1:
        remark(f"{call} gave an array with one number in it; a plain number is expected.")
        array = array.reshape(())
    if array.ndim:
        fail(
            "shape",
            f"{_gave(call)} {f'{how_many(array.size)} numbers' if array.size else 'empty'} where one number is expected.",
        )
    assert_values(array, np.asarray(want), call, inputs)


def _gave(call: str) -> str:
    """Subject and verb: a function gives its answer, a name (there is no call in it) is its answer."""
    return f"{call} gave" if "(" in call else f"{call} is"


def _kind(got: Any, call: str) -> str:
    return kind_of(got, returned="(" in call)


def assert_size(got: Any, want: int, call: str = "the answer", where: str = "") -> None:
    """A count or size by its value: a float that equals it passes here (`assert_integer` is the check that minds).

    ``where`` is its place among several, as ``" at index 2"``.
    """
    if isinstance(got, (bool, np.bool_)) or not isinstance(got, (int, float, np.integer, np.floating, np.ndarray)):
        fail("type", f"{_gave(call)} {_kind(got, call)}{where} where a whole number is expected.")
    if isinstance(got, np.ndarray) and got.size != 1:
        fail("type", f"{_gave(call)} an array{where} where one whole number is expected.")
    value = plain(np.asarray(got)).reshape(-1)[0] if isinstance(got, (np.ndarray, np.floating)) else got
    if isinstance(got, np.ndarray) and got.dtype.kind not in "iuf":
        fail("type", f"{_gave(call)} an array of {got.dtype.name}{where} where one whole number is expected.")
    if value != want:
        whole = not isinstance(value, (float, np.floating)) or float(value).is_integer()
        told = "a wrong number" if whole else "no whole number"
        fail("values", f"{_gave(call)} {told}{where}.", f"{call}{where}: {value!r}, but should be {want}")


def assert_integer(got: Any, want: int, call: str = "the answer") -> None:
    """A size as an int (NumPy's too), with the right value."""
    assert_size(got, want, call)
    if isinstance(got, np.ndarray):
        fail("type", f"{_gave(call)} an array with a number in it; a size is a plain int.")
    if isinstance(got, (float, np.floating)):
        fail(
            "type", f"{_gave(call)} {kind_of(got)}; a size is an int, 14 and not 14.0: divide with `//` instead of `/`."
        )


def assert_sizes(got: Any, want: Iterable[Any], call: str = "the answer", where: str = "") -> None:
    """Several sizes, nested where ``want`` is, in a tuple, a list or an array; each by its value. ``where`` as in `assert_size`."""
    right = tuple(want)
    if not isinstance(got, (tuple, list, np.ndarray)):
        fail("type", f"{_gave(call)} {_kind(got, call)}{where} where {_several(right)} expected.")
    if isinstance(got, np.ndarray) and got.ndim == 0:
        fail("type", f"{_gave(call)} one number{where} where {_several(right)} expected.")
    if len(got) != len(right):
        count = f"{how_many(len(got))} value{'s'[: len(got) != 1]}"
        for_staff = f"{call}{where}: {reprlib.repr(got)}, but should be {right!r}"
        fail("shape", f"{_gave(call)} {count}{where} where {_several(right)} expected.", for_staff)
    for place, (one, expected) in enumerate(zip(got, right, strict=True)):
        inner = (
            f"{where or ' at index '}[{place}]"
            if where or isinstance(expected, (tuple, list))
            else f" at index {place}"
        )
        if isinstance(expected, (tuple, list)):
            assert_sizes(one, expected, call, inner)
        else:
            assert_size(one, expected, call, inner)


def _several(right: tuple[Any, ...]) -> str:
    if not right:
        return "an empty list is"
    kind = "pair" if isinstance(right[0], (tuple, list)) and len(right[0]) == 2 else "number"
    return f"a list of one {kind} is" if len(right) == 1 else f"{len(right)} {kind}s are"


def assert_text(got: Any, want: str, call: str = "the answer") -> None:
    """The same words, whatever their case and outer blanks."""
    if not isinstance(got, str):
        fail("type", f"{call} is {kind_of(got)}; a text is expected.")
    if " ".join(got.split()).casefold() != want.casefold():
        fail("values", f"{call} is not right.", f"{call}: {got!r}, but should be {want!r}")


def assert_unchanged(after: Any, before: NDArray[Any], name: str, call: str = "the call") -> None:
    """The argument ``name`` still holds what it held before the call."""
    same = isinstance(after, np.ndarray) and after.shape == before.shape and after.dtype.kind in "biufc"
    if not same or not np.array_equal(after, before):
        fail("changed", f"{call} changed its argument `{name}`. Work on a copy: the caller still needs the original.")


def assert_raises(kind: type[Exception], run: Callable[[], object], call: str) -> None:
    """``run()`` raises ``kind`` (an exception of student code)."""
    name = kind.__name__
    try:
        run()
    except StudentError as error:
        if isinstance(error, kind):
            return
        fail("raises", f"{call} raised {error.type_name}; a {name} is expected here.", f"{call} raised {error}")
    fail(
        "raises", f"{call} returned although the arguments make no sense; a {name} with a clear text is expected here."
    )


def _shape_hint(got: tuple[int, ...], want: tuple[int, ...]) -> str:
    if 0 in got and 0 not in want:
        return ": it is empty" + (" (a slice like `[p:-p]` is, for p = 0)" if len(got) == len(want) > 1 else "")
    if len(got) != len(want):
        return f": {how_many(len(got))} dimension{'s' * (len(got) > 1)}, where {len(want)} {'are' if len(want) > 1 else 'is'} expected"
    if got == (*want[:-2], *reversed(want[-2:])):
        return ": height and width are swapped" if len(want) > 2 else ": rows and columns are swapped"
    if sorted(got) == sorted(want):
        return ": its axes stand in another order"
    large = [i for i, (a, b) in enumerate(zip(got, want, strict=True)) if a > b]
    small = [i for i, (a, b) in enumerate(zip(got, want, strict=True)) if a < b]
    words = [
        f"too {word} along axis {', '.join(map(str, axes))}"
        for word, axes in (("large", large), ("small", small))
        if axes
    ]
    return ": " + " and ".join(words)
