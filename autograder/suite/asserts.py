"""How answers are judged: one assert helper a property, one tolerance, in this one place.

Every helper takes what came back (``got``), what is right (``want``) and ``call``, the call as a student would write it with
argument names only (``"conv2d_full(image, kernel, padding, stride)"``). A failure raises `CheckFailed` with two texts: one for the
student, which names no hidden number, and one for staff, which says where the first difference is and what was there.
"""

from __future__ import annotations

import reprlib
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NoReturn

import numpy as np
from numpy.typing import NDArray

from autograder.records.errors import StudentError
from autograder.records.sentences import Sentence, joined, say, say_many
from autograder.sandbox.protocol.values import TensorValue
from autograder.suite.explain import difference_for_staff, difference_for_student, how_many, kind_of
from autograder.suite.notes import fail, remark
from autograder.suite.values import TOO_MANY, holds_numbers, plain, stacked

RELATIVE = 1e-5
"""Right is within this fraction of the answer's own scale, its largest magnitude: float32 work is right, four decimals are not."""
FLOOR = 1e-8
"""The absolute floor, as a fraction of the inputs' scale: for answers that are exactly zero."""


THE_ANSWER, THE_CALL = say("the answer"), say("the call")


def as_array(got: Any, call: str = THE_ANSWER) -> NDArray[Any]:
    """``got`` as a real numeric array of float64 at the longest. A nested list of numbers is taken with a remark; anything else fails
    with its kind, and so does a list of more numbers than an answer may hold."""
    if isinstance(got, np.ndarray):
        array = plain(got)
    elif isinstance(got, TensorValue):
        fail(
            "type",
            say(
                "{call} gave a torch tensor where a NumPy array is expected; `.numpy()` turns one into the other.",
                call=call,
            ),
        )
    elif isinstance(got, (list, tuple)):
        array = _from_nested(got, call)
        remark(
            say(
                "{call} gave a nested {kind}; a NumPy array is expected. The numbers count, so it was taken.",
                call=call,
                kind="tuple" if isinstance(got, tuple) else "list",
            )
        )
    elif isinstance(got, (bool, int, float, np.generic)):
        array = plain(np.asarray(got))
    else:
        fail("type", say("{call} gave {kind} where an array of numbers is expected.", call=call, kind=kind_of(got)))
    if array.dtype.kind == "c":
        fail("type", say("{call} gave complex numbers; the answer is real. After an FFT, take `.real`.", call=call))
    if array.dtype.kind == "O":
        fail("type", say("{call} gave whole numbers that are far too large.", call=call))
    if array.dtype.kind not in "biuf":
        fail("type", say("{call} gave an array of {dtype}, not of numbers.", call=call, dtype=array.dtype.name))
    return array


def _from_nested(got: Iterable[Any], call: str) -> NDArray[Any]:
    if not holds_numbers(got):
        if isinstance(got, tuple):  # `return Z, cache`
            _several_arrays(got, call)
        fail(
            "type", say("{call} gave a list that holds something other than numbers; an array is expected.", call=call)
        )
    try:
        array = stacked(got)
    except ValueError as error:
        if str(error) == TOO_MANY:
            fail("shape", say("{call} gave far more numbers than are expected.", call=call))
        if isinstance(got, tuple):
            _several_arrays(got, call)
        fail(
            "type",
            say("{call} gave a nested list whose rows differ in length or kind; an array is expected.", call=call),
        )
    return array


def _several_arrays(got: Sequence[Any], call: str) -> NoReturn:
    kind = "tuple" if isinstance(got, tuple) else "list"
    if len(got) == 1:
        told = (
            say("{call} gave a list with one array in it where the array itself is expected.", call=call)
            if kind == "list"
            else say(
                "{call} gave a tuple with one array in it where the array itself is expected (is there a comma behind it?).",
                call=call,
            )
        )
        fail("type", told)
    told = say(
        "{call} gave a {kind} of {number} things where one array is expected; return that alone.",
        call=call,
        kind=kind,
        number=how_many(len(got)),
    )
    fail("type", told)


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


def assert_shape(got: Any, want: tuple[int, ...], call: str = THE_ANSWER) -> None:
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
        told = say("{call} gave one number where an array is expected.", call=call)
        fail("shape", told, f"{call}: a number, but should be {want}")
    for_student = say("{call} gave an array of the wrong shape{hint}.", call=call, hint=_shape_hint(array.shape, want))
    fail("shape", for_student, f"{call}: shape {array.shape}, but should be {want}")


def assert_values(got: Any, want: Any, call: str = THE_ANSWER, inputs: Iterable[Any] = ()) -> None:
    """Shape, then finiteness, then values within the tolerance. ``inputs`` are the arrays the answer was made from: they set the floor."""
    array, right = as_array(got, call), np.asarray(want)
    _check_shape(got, array, right.shape, call)
    if not np.all(np.isfinite(array)):
        which = "NaN" if np.any(np.isnan(array)) else say("infinity")
        told = (
            say("{call} gave {which} in its answer.", call=call, which=which)
            if "(" in call
            else say("{call} has {which} in its answer.", call=call, which=which)
        )
        fail("finite", told, f"{call}: {difference_for_staff(array, right, 0.0)}")
    if not values_agree(array, right, inputs):
        limit = tolerance(right, inputs)
        differs = {"call": call, "difference": difference_for_student(array, right, limit)}
        told = (
            say("{call} has the right shape, but {difference}.", **differs)
            if right.ndim
            else say("{call}: {difference}.", **differs)
        )
        fail("values", told, f"{call}: {difference_for_staff(array, right, limit)}")


def assert_number(got: Any, want: float, call: str = THE_ANSWER, inputs: Iterable[Any] = ()) -> None:
    """One number within the tolerance; an array of one element is taken with a remark."""
    array = as_array(got, call)
    if array.ndim and array.size == 1:
        remark(say("{call} gave an array with one number in it; a plain number is expected.", call=call))
        array = array.reshape(())
    if array.ndim:
        there = say("{number} numbers", number=how_many(array.size)) if array.size else say("empty")
        fail("shape", _where_expected(call, there, "", say("one number is")))
    assert_values(array, np.asarray(want), call, inputs)


def _gave(call: str) -> Sentence:
    """Subject and verb: a function gives its answer, a name (there is no call in it) is its answer."""
    return say("{call} gave", call=call) if "(" in call else say("{call} is", call=call)


def _where_expected(call: str, there: str, where: str, want: Sentence) -> Sentence:
    """What came, and what is expected instead, with its verb."""
    return say(
        "{it_gave} {there}{where} where {want} expected.", it_gave=_gave(call), there=there, where=where, want=want
    )


def _kind(got: Any, call: str) -> str:
    return kind_of(got, returned="(" in call)


def assert_size(got: Any, want: int, call: str = THE_ANSWER, where: str = "") -> None:
    """A count or size by its value: a float that equals it passes here (`assert_integer` is the check that minds).

    ``where`` is its place among several, as ``" at index 2"``.
    """
    if isinstance(got, (bool, np.bool_)) or not isinstance(got, (int, float, np.integer, np.floating, np.ndarray)):
        fail("type", _where_expected(call, _kind(got, call), where, say("a whole number is")))
    if isinstance(got, np.ndarray) and got.size != 1:
        fail("type", _where_expected(call, say("an array"), where, say("one whole number is")))
    value = plain(np.asarray(got)).reshape(-1)[0] if isinstance(got, (np.ndarray, np.floating)) else got
    if isinstance(got, np.ndarray) and got.dtype.kind not in "iuf":
        kind = say("an array of {dtype}", dtype=got.dtype.name)
        fail("type", _where_expected(call, kind, where, say("one whole number is")))
    if value != want:
        whole = not isinstance(value, (float, np.floating)) or float(value).is_integer()
        parts = {"it_gave": _gave(call), "where": where}
        told = (
            say("{it_gave} a wrong number{where}.", **parts)
            if whole
            else say("{it_gave} no whole number{where}.", **parts)
        )
        fail("values", told, f"{call}{where}: {value!r}, but should be {want}")


def assert_integer(got: Any, want: int, call: str = THE_ANSWER) -> None:
    """A size as an int (NumPy's too), with the right value."""
    assert_size(got, want, call)
    if isinstance(got, np.ndarray):
        fail("type", say("{it_gave} an array with a number in it; a size is a plain int.", it_gave=_gave(call)))
    if isinstance(got, (float, np.floating)):
        told = say(
            "{it_gave} {kind}; a size is an int, 14 and not 14.0: divide with `//` instead of `/`.",
            it_gave=_gave(call),
            kind=kind_of(got),
        )
        fail("type", told)


def assert_sizes(got: Any, want: Iterable[Any], call: str = THE_ANSWER, where: str = "") -> None:
    """Several sizes, nested where ``want`` is, in a tuple, a list or an array; each by its value. ``where`` as in `assert_size`."""
    right = tuple(want)
    if not isinstance(got, (tuple, list, np.ndarray)):
        fail("type", _where_expected(call, _kind(got, call), where, _several(right)))
    if isinstance(got, np.ndarray) and got.ndim == 0:
        fail("type", _where_expected(call, say("one number"), where, _several(right)))
    if len(got) != len(right):
        count = say_many("1 value", "{count} values", len(got), count=how_many(len(got)))
        for_staff = f"{call}{where}: {reprlib.repr(got)}, but should be {right!r}"
        fail("shape", _where_expected(call, count, where, _several(right)), for_staff)
    for place, (one, expected) in enumerate(zip(got, right, strict=True)):
        inner = (
            joined([where or say(" at index "), f"[{place}]"], "")
            if where or isinstance(expected, (tuple, list))
            else say(" at index {place}", place=place)
        )
        if isinstance(expected, (tuple, list)):
            assert_sizes(one, expected, call, inner)
        else:
            assert_size(one, expected, call, inner)


def _several(right: tuple[Any, ...]) -> Sentence:
    if not right:
        return say("an empty list is")
    if isinstance(right[0], (tuple, list)) and len(right[0]) == 2:
        return say_many("a list of one pair is", "{number} pairs are", len(right))
    return say_many("a list of one number is", "{number} numbers are", len(right))


def assert_text(got: Any, want: str, call: str = THE_ANSWER) -> None:
    """The same words, whatever their case and outer blanks."""
    if not isinstance(got, str):
        fail("type", say("{call} is {kind}; a text is expected.", call=call, kind=kind_of(got)))
    if " ".join(got.split()).casefold() != want.casefold():
        fail("values", say("{call} is not right.", call=call), f"{call}: {got!r}, but should be {want!r}")


def assert_unchanged(after: Any, before: NDArray[Any], name: str, call: str = THE_CALL) -> None:
    """The argument ``name`` still holds what it held before the call."""
    same = isinstance(after, np.ndarray) and after.shape == before.shape and after.dtype.kind in "biufc"
    if not same or not np.array_equal(after, before):
        told = say(
            "{call} changed its argument `{name}`. Work on a copy: the caller still needs the original.",
            call=call,
            name=name,
        )
        fail("changed", told)


def assert_raises(kind: type[Exception], run: Callable[[], object], call: str) -> None:
    """``run()`` raises ``kind`` (an exception of student code)."""
    name = kind.__name__
    try:
        run()
    except StudentError as error:
        if isinstance(error, kind):
            return
        told = say("{call} raised {raised}; a {name} is expected here.", call=call, raised=error.type_name, name=name)
        fail("raises", told, f"{call} raised {error}")
    told = say(
        "{call} returned although the arguments make no sense; a {name} with a clear text is expected here.",
        call=call,
        name=name,
    )
    fail("raises", told)


def _shape_hint(got: tuple[int, ...], want: tuple[int, ...]) -> Sentence:
    if 0 in got and 0 not in want:
        sliced = len(got) == len(want) > 1
        return say(": it is empty (a slice like `[p:-p]` is, for p = 0)") if sliced else say(": it is empty")
    if len(got) != len(want):
        there = say_many("1 dimension", "{count} dimensions", len(got), count=how_many(len(got)))
        expected = say_many("{number} is expected", "{number} are expected", len(want))
        return say(": {there}, where {expected}", there=there, expected=expected)
    if got == (*want[:-2], *reversed(want[-2:])):
        return say(": the last two axes are swapped") if len(want) > 2 else say(": rows and columns are swapped")
    if sorted(got) == sorted(want):
        return say(": its axes stand in another order")
    large = [i for i, (a, b) in enumerate(zip(got, want, strict=True)) if a > b]
    small = [i for i, (a, b) in enumerate(zip(got, want, strict=True)) if a < b]
    too_large = say("too large along axis {axes}", axes=", ".join(map(str, large)))
    too_small = say("too small along axis {axes}", axes=", ".join(map(str, small)))
    if large and small:
        return say(": {one} and {two}", one=too_large, two=too_small)
    return say(": {one}", one=too_large if large else too_small)
