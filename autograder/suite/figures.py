"""Assert helpers for figures: what their panels show, as their pixels prove.

`inside.pictures` draws a figure in the student's process and says what is where; its pixels come along. What is said speaks against a
figure at once, because its words can tell what is wrong. For it, only the pixels speak (`autograder.suite.canvas`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from autograder.records.sentences import Sentence, say
from autograder.suite.canvas import COVERED
from autograder.suite.drawings import Drawn
from autograder.suite.notes import fail, flag, remark
from autograder.suite.shown import Panel, Picture, Shown

HALF = 0.5
"""Of a picture that is only counted so much may lie under numbers written over it."""
_LEAST_ROOM = 0.15
"""Share of a figure's width that an empty panel takes: `ImageGrid` gives less to those without a picture."""
SAME_PICTURE = 0.01
"""Two pictures are the same to the eye when, each on a scale of its own from 0 to 1, they differ by less than this nowhere."""

_KINDS = {
    str(kind): kind
    for kind in (
        say("`...`"),
        say("a text"),
        say("a dict"),
        say("a number"),
        say("an array"),
        say("one picture (`AxesImage`)"),
        say("a Figure that cannot be looked at"),
        say("a list without a Figure in it"),
        say("a tuple without a Figure in it"),
        say("a list of several Figures"),
        say("a tuple of several Figures"),
        say("Axes"),
        say("an array of Axes"),
        say("a list of Axes"),
        say("a tuple of Axes"),
        say("a Figure without any size"),
        say("a Figure larger than any wall"),
        say("a Figure that cannot be drawn"),
        say("a Figure of more panels than anybody could look at"),
    )
}
"""What may be repeated of what came back in place of a figure: the name of a type of the student's own is theirs to choose."""
_HOW = say("`fig, axes = plt.subplots(...)` gives both, and `return fig` is expected")
_ADVICE = {
    "a Figure that cannot be drawn": say("Matplotlib stops when it draws it: `fig.canvas.draw()` shows where"),
    "a Figure larger than any wall": say("`figsize` is in inches, and a width of ten or twenty is enough"),
}


# ---------------------------------------------------------------- the figure


def assert_figure(shown: Shown, call: str) -> None:
    """A Figure came back; one in a tuple, with its axes, is taken with a remark."""
    kind = shown.kind
    if kind == "None":
        told = say(
            "{call} gave nothing (is a `return` missing?); the matplotlib Figure you drew on is expected.", call=call
        )
        fail("type", told)
    kind = kind if kind == "Figure" else _KINDS.get(kind, say("something else"))
    if kind.endswith("Axes"):
        told = say(
            "{call} gave {kind}, and the Figure they belong to is expected: {how}.", call=call, kind=kind, how=_HOW
        )
        fail("type", told)
    if kind in _ADVICE:
        fail("type", say("{call} gave {kind}; {advice}.", call=call, kind=kind, advice=_ADVICE[kind]))
    if kind != "Figure":
        fail("type", say("{call} gave {kind}; the matplotlib Figure you drew on is expected.", call=call, kind=kind))
    if shown.wrapped:
        told = say(
            "{call} gave the figure together with something else; the figure alone is expected. It was taken.",
            call=call,
        )
        remark(told)


def panels(shown: Shown, want: int, call: str, only: bool = False) -> list[Panel]:
    """The ``want`` panels in which a picture can be seen, in reading order, and no other picture is there: each is said to hold some
    picture, and its pixels show that one. ``only``: no further frame stands empty."""
    assert_figure(shown, call)
    drawn = [panel for panel in shown.panels if panel.pictures]
    seen = [panel for panel in drawn if not panel.pictures[-1].blank]
    if len(seen) != want:
        for_staff = f"{call}: {len(seen)} panels with pictures, not {want}"
        fail("panels", say("{call} {told}.", call=call, told=_miscounted(seen, drawn, want)), for_staff)
    if only and any(not panel.pictures and not panel.off for panel in shown.panels):
        for_staff = f"{call}: {len(shown.panels)} panels, {want} with pictures"
        told = say("{call} has panels that show nothing; take them away, or switch their axes off.", call=call)
        fail("panels", told, for_staff)
    if any(panel.hidden for panel in seen):
        fail(
            "hidden",
            say(
                "{call}: a panel cannot be seen; it lies behind another panel, or beside the figure. `plt.subplots` places "
                "panels side by side.",
                call=call,
            ),
        )
    if shown.pixels is not None and seen[0].canvas.more:
        fail("panels", say("{call} shows more pictures than asked, beside its panels.", call=call))
    for number, panel in enumerate(seen, 1):
        said = panel.pictures[-1]
        if panel.counted:
            continue
        if said.tiny:
            told = say(
                "{call}: the picture of panel {number} is too small to see anything; make the figure or the panel larger.",
                call=call,
                number=number,
            )
            fail("size", told)
        numbers = said.array.size > 0 and np.all(np.isfinite(said.array)) and np.ptp(said.array) > 0
        if numbers and said.whole:
            _assert_seen(panel, said.array, say("panel {number}", number=number), call, HALF)
        elif panel.canvas is not None and panel.canvas.is_empty(panel):
            told = say("{call} {told}.", call=call, told=_miscounted([], drawn, want))
            fail("panels", told, f"{call}: panel {number} is empty")
        panel.counted = True
    return seen


def _miscounted(shown: Sequence[Panel], drawn: Sequence[Panel], want: int) -> Sentence:
    if len(shown) > want:
        return say("shows more pictures than asked")
    if len(drawn) > len(shown):
        return say(
            "has panels in which nothing can be seen: limits far from the numbers (`vmin`, `vmax`), the colour map, or a "
            "picture on top leave one shade or two"
        )
    if any(len(panel.pictures) > 1 for panel in shown):
        return say("draws several pictures into one panel, where only the last is seen; each needs a panel of its own")
    return say("does not show as many pictures as asked") if shown else say("shows no pictures")


def assert_new(shown: Shown, call: str) -> None:
    """The figure is not one that was there before the call."""
    if shown.before:
        fail(
            "figure",
            say(
                "{call} draws on a figure that was there before the call, so a second call draws over the first. Make a new one "
                "in every call, with `plt.subplots(...)` or `plt.figure()`.",
                call=call,
            ),
        )


def assert_untouched(figures: Drawn, call: str) -> None:
    """The figures could be drawn from arguments that cannot be changed."""
    if figures.changed:
        told = say("{call} changes an argument. Work on a copy: the caller still needs the original.", call=call)
        fail("changed", told)


# ---------------------------------------------------------------- where panels are


def assert_places(shown: Sequence[Panel], rows: int, columns: int, call: str) -> None:
    """Panels fill a grid of ``rows`` x ``columns`` row by row, from the top left, and the rest of it would find room: whether it is
    there and empty, no pixel says."""
    for number, panel in enumerate(shown):
        if panel.place != (number // columns, number % columns):
            _misplaced(rows, columns, call, f"panel {number} at {panel.place}")
    canvas = shown[0].canvas
    if canvas is not None:
        across, down = shown[: columns : max(1, min(columns, len(shown)) - 1)], shown[::columns]
        fits = _fits(across, 0, columns, canvas.width), _fits(down, 1, rows, canvas.height)
        if not all(fits):
            _misplaced(rows, columns, call, f"no room for {rows} x {columns} panels of this size")


def _fits(line: Sequence[Panel], axis: int, count: int, whole: float) -> bool:
    """Whether ``count`` panels as far apart as those of the ``line`` find room along an axis of the figure, or what the line lacks of them
    does, if smaller; where there is one alone, whether it stands where the first of so many does."""
    first, last = line[0].middle[axis], line[-1].middle[axis]
    if len(line) == 1:
        return first <= 1.25 * whole / count or first + (count - 0.5) * line[0].size[axis] <= 1.02 * whole
    there = line[-1].place[1 - axis] - line[0].place[1 - axis]
    end = last + line[-1].size[axis] / 2
    return end + (count - 1 - there) * min((last - first) / there, _LEAST_ROOM * whole) <= 1.02 * whole


def _misplaced(rows: int, columns: int, call: str, for_staff: str) -> None:
    told = say(
        "{call}: the panels are not arranged as {rows} x {columns}, filled row by row.",
        call=call,
        rows=rows,
        columns=columns,
    )
    fail("panels", told, f"{call}: {for_staff}")


def assert_in_view(panel: Panel, which: str, call: str) -> None:
    """The topmost picture of ``panel`` is seen, and whole."""
    top = panel.pictures[-1]
    if not top.whole:
        fail(
            "cut",
            say(
                "{call}: {which} shows only a part of its picture. The limits of its axes cut it: set by hand, or shared with "
                "another panel (`sharex`, `sharey`).",
                call=call,
                which=which,
            ),
        )


# ---------------------------------------------------------------- what panels show


def assert_signs(panel: Panel, which: str, call: str) -> None:
    """Numbers below zero are not all drawn in one shade."""
    if panel.pictures[-1].unsigned:
        fail(
            "values",
            say(
                "{call}: {which} has negative numbers, and a lower limit (`vmin`) gives them all the same shade. Leave the limits "
                "out: `imshow` finds them.",
                call=call,
                which=which,
            ),
        )


def as_meant(picture: Picture, upward: bool = False) -> list[NDArray[Any]]:
    """The array of a picture as it is seen and, where it may be taken as meant, as it was given.

    A mesh (`pcolormesh`) starts at the bottom: drawn as it comes, it is taken as meant, with a remark. With ``upward``
    so is any picture that starts at the bottom (`origin="lower"`).
    """
    got = picture.array
    if not picture.upward or not (picture.mesh or upward):
        return [got]
    return [got, got[::-1]]


def same_to_the_eye(got: NDArray[Any], want: NDArray[Any]) -> bool:
    """Another scale of brightness is no other picture."""
    if got.shape != want.shape or not np.all(np.isfinite(got)):
        return False
    unit = [(array - array.min()) / (np.ptp(array) or 1.0) for array in (got, np.asarray(want, dtype=np.float64))]
    return bool(np.abs(unit[0] - unit[1]).max() <= SAME_PICTURE)


def assert_picture(
    panel: Panel, want: NDArray[Any], which: str, call: str, same: Any = same_to_the_eye, upward: bool = False
) -> NDArray[Any]:
    """The topmost picture of ``panel`` is seen whole and is ``want``, as ``same(got, want)`` finds and its pixels prove; gives the array
    as it was taken."""
    want = np.asarray(want, dtype=np.float64)
    top = panel.pictures[-1]
    ways = as_meant(top, upward)
    if ways[0].shape != want.shape:
        fail(
            "shape",
            say(
                "{call}: {which} shows a picture of the wrong size{turned}.",
                call=call,
                which=which,
                turned=_turned(ways[0].shape, want.shape),
            ),
            f"{call}: {which} is {ways[0].shape}, but should be {want.shape}",
        )
    assert_in_view(panel, which, call)
    taken = next((way for way in ways if same(way, want)), None)
    if taken is None:
        fail(
            "values",
            say("{call}: {which} shows {what}.", call=call, which=which, what=_differently(ways[0], want, same)),
            f"{call}: {which} differs from the right picture",
        )
    _assert_seen(panel, want if taken is ways[0] else want[::-1], which, call)
    if taken is not ways[0]:
        told = say(
            "{call}: {which} is drawn from the bottom up; `ax.invert_yaxis()` puts a mesh's first row on top.",
            call=call,
            which=which,
        )
        remark(told)
    return taken


def _assert_seen(panel: Panel, want: NDArray[np.float64], which: str, call: str, most: float = COVERED) -> None:
    """The pixels show ``want``, as it lies on the screen."""
    if panel.canvas is None or panel.seen is want:
        return
    lacking = panel.canvas.lacks(panel.pictures[-1], want, panel.covers, most)
    if lacking == "scale":
        fail(
            "values",
            say(
                "{call}: in {which} most numbers have the same few colours; limits (`vmin`, `vmax`) far from the numbers do that, or a "
                "colour map of a few colours. Leave them out: `imshow` finds limits by itself.",
                call=call,
                which=which,
            ),
        )
    if lacking:
        flag(f"{call}: {which} is not seen as the student's process says that it was drawn; please look at it")
        fail(
            "hidden",
            say(
                "{call}: {which} does not show its picture when the figure is drawn: something lies over it, it is partly transparent, or "
                "it is too small.",
                call=call,
                which=which,
            ),
            f"{call}: the pixels of {which} are not those of its picture",
        )
    panel.seen = want


def assert_grey(shown: Sequence[Panel], call: str) -> None:
    """Every picture is grey: its colours, which its pixels have, are."""
    for panel in shown:
        top = panel.pictures[-1]
        if not top.grey or (top.shades is not None and np.ptp(top.shades, axis=1).max() > 8):
            fail("colours", say('{call}: the pictures are to be grey (`cmap="gray"`).', call=call))


def assert_axes_off(shown: Sequence[Panel], call: str) -> None:
    """No panel has axes with ticks."""
    on = [panel for panel in shown if not panel.off or (panel.canvas is not None and panel.canvas.ticks(panel))]
    stray = any(panel.canvas is not None and panel.canvas.stray for panel in shown[:1])
    if on or stray:
        for_staff = f"{call}: {len(on)} are on" if on else f"{call}: there is more than panels and their texts"
        fail("axes", say("{call}: the axes are to be off in every panel.", call=call), for_staff)


def words_at(panel: Panel, shown: Sequence[Panel], role: str = "") -> str:
    """What can be read at ``panel``, one of the panels ``shown``: titles, labels and texts (or those of one ``role``)."""
    if panel.canvas is None:
        return panel.title if role == "title" else panel.words
    words: str = panel.canvas.written(panel, shown, role)
    return words


def _turned(got: Sequence[int], want: Sequence[int]) -> str:
    return say(": rows and columns are exchanged") if tuple(got) == tuple(want)[::-1] else ""


def _differently(got: NDArray[Any], want: NDArray[Any], same: Any) -> str:
    """What is wrong with a picture, in words."""
    if not np.all(np.isfinite(got)):
        return say(
            "a picture with colours of its own, or with numbers that are missing or not finite; draw plain numbers"
        )
    if same(got, want[::-1]):
        return say("its picture upside down; the first row belongs on top")
    if same(got, want[:, ::-1]):
        return say("its picture mirrored; the first column belongs on the left")
    if same is not same_to_the_eye and same_to_the_eye(got, want):
        return say("its picture on another scale; draw the numbers as they are")
    return say("something else than asked")
