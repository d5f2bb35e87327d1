"""Assert helpers for figures: what their panels show, as `inside.pictures` describes it in the student's process."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from autograder.suite.asserts import fail, remark

SAME_PICTURE = 0.01
"""Two pictures are the same to the eye when, each on a scale of its own from 0 to 1, they differ by less than this nowhere."""

_KINDS = frozenset(
    (
        "`...`", "a text", "a dict", "a number", "an array", "one picture (`AxesImage`)", "a Figure that cannot be looked at",
        "a list without a Figure in it", "a tuple without a Figure in it", "a list of several Figures", "a tuple of several Figures",
        "Axes", "an array of Axes", "a list of Axes", "a tuple of Axes",
    )
)  # fmt: skip
"""What may be repeated of what came back in place of a figure: the name of a type of the student's own is theirs to choose."""
_HOW = "`fig, axes = plt.subplots(...)` gives both, and `return fig` is asked"


def panels(described: dict[str, Any], want: int, call: str, only: bool = False) -> list[dict[str, Any]]:
    """The ``want`` panels in which a picture can be seen, in reading order. ``described`` is what `describe` says of what came back;
    ``only``: no further frame stands empty."""
    assert_figure(described, call)
    drawn = [panel for panel in described["panels"] if panel["pictures"]]
    shown = [panel for panel in drawn if not panel["pictures"][-1]["blank"]]
    if len(shown) != want:
        for_staff = f"{call}: {len(shown)} panels with pictures, not {want}"
        fail("panels", f"{call} {_miscounted(shown, drawn, want)}.", for_staff)
    if only and any(not panel["pictures"] and not panel["off"] for panel in described["panels"]):
        for_staff = f"{call}: {len(described['panels'])} panels, {want} with pictures"
        fail("panels", f"{call} has panels that show nothing; take them away, or switch their axes off.", for_staff)
    return shown


def _miscounted(shown: Sequence[Any], drawn: Sequence[Any], want: int) -> str:
    if len(shown) > want:
        return "shows more pictures than asked"
    if len(drawn) > len(shown):
        return (
            "has panels in which nothing can be seen: limits far from the numbers (`vmin`, `vmax`), the colour map, or a "
            "picture on top leave one shade or two"
        )
    if any(len(panel["pictures"]) > 1 for panel in shown):
        return "draws several pictures into one panel, where only the last is seen; each needs a panel of its own"
    return "does not show as many pictures as asked" if shown else "shows no pictures"


def assert_figure(described: dict[str, Any], call: str) -> None:
    """A Figure came back; one in a tuple, with its axes, is taken with a remark."""
    kind = described["kind"]
    if kind == "None":
        fail("type", f"{call} gave nothing (is a `return` missing?); the matplotlib Figure you drew on is asked.")
    kind = kind if kind == "Figure" or kind in _KINDS else "something else"
    if kind.endswith("Axes"):
        fail("type", f"{call} gave {kind}, and the Figure they belong to is asked: {_HOW}.")
    if kind != "Figure":
        fail("type", f"{call} gave {kind}; the matplotlib Figure you drew on is asked.")
    if described["wrapped"]:
        remark(f"{call} gave the figure together with something else; the figure alone is asked. It was taken.")


def assert_in_view(panel: dict[str, Any], which: str, call: str) -> None:
    """The topmost picture of ``panel`` is seen, and whole."""
    top = panel["pictures"][-1]
    if panel["hidden"]:
        fail(
            "hidden",
            f"{call}: {which} cannot be seen; it lies behind another panel, or beside the figure. `plt.subplots` places "
            "panels side by side.",
        )
    if not top["whole"]:
        fail(
            "cut",
            f"{call}: {which} shows only a part of its picture. The limits of its axes cut it: set by hand, or shared with "
            "another panel (`sharex`, `sharey`).",
        )
    if top["tiny"]:
        fail("size", f"{call}: {which} is too small to see anything; make the figure or the panel larger.")


def assert_new(described: dict[str, Any], call: str) -> None:
    """The figure is not one that was there before the call."""
    if described["before"]:
        fail(
            "figure",
            f"{call} draws on a figure that was there before the call, so a second call draws over the first. Make a new one "
            "in every call, with `plt.subplots(...)` or `plt.figure()`.",
        )


def assert_signs(panel: dict[str, Any], which: str, call: str) -> None:
    """Numbers below zero are not all drawn in one shade."""
    if panel["pictures"][-1]["unsigned"]:
        fail(
            "values",
            f"{call}: {which} has negative numbers, and a lower limit (`vmin`) gives them all the same shade. Leave the limits "
            "out: `imshow` finds them.",
        )


def as_meant(picture: dict[str, Any], upward: bool = False) -> list[NDArray[Any]]:
    """The array of a picture as it is seen and, where it may be taken as meant, as it was given.

    A mesh (`pcolormesh`) starts at the bottom: drawn as it comes, it is taken as meant, with a remark. With ``upward``
    so is any picture that starts at the bottom (`origin="lower"`).
    """
    got = np.asarray(picture["array"])
    if not picture["upward"] or not (picture["mesh"] or upward):
        return [got]
    return [got, got[::-1]]


def same_to_the_eye(got: NDArray[Any], want: NDArray[Any]) -> bool:
    """Another scale of brightness is no other picture."""
    if got.shape != want.shape or not np.all(np.isfinite(got)):
        return False
    unit = [(array - array.min()) / (np.ptp(array) or 1.0) for array in (got, np.asarray(want, dtype=np.float64))]
    return bool(np.abs(unit[0] - unit[1]).max() <= SAME_PICTURE)


def assert_picture(
    panel: dict[str, Any], want: NDArray[Any], which: str, call: str, same: Any = same_to_the_eye, upward: bool = False
) -> NDArray[Any]:
    """The topmost picture of ``panel`` is seen whole and is ``want``, as ``same(got, want)`` finds; gives the array as it was taken."""
    want = np.asarray(want)
    ways = as_meant(panel["pictures"][-1], upward)
    if ways[0].shape != want.shape:
        fail(
            "shape",
            f"{call}: {which} shows a picture of the wrong size{_turned(ways[0].shape, want.shape)}.",
            f"{call}: {which} is {ways[0].shape}, but should be {want.shape}",
        )
    assert_in_view(panel, which, call)
    taken = next((way for way in ways if same(way, want)), None)
    if taken is None:
        fail(
            "values",
            f"{call}: {which} shows {_differently(ways[0], want, same)}.",
            f"{call}: {which} differs from the right picture",
        )
    if taken is not ways[0]:
        remark(f"{call}: {which} is drawn from the bottom up; `ax.invert_yaxis()` puts a mesh's first row on top.")
    return taken


def _turned(got: Sequence[int], want: Sequence[int]) -> str:
    return ": rows and columns are exchanged" if tuple(got) == tuple(want)[::-1] else ""


def _differently(got: NDArray[Any], want: NDArray[Any], same: Any) -> str:
    """What is wrong with a picture, in words."""
    if not np.all(np.isfinite(got)):
        return "a picture with colours of its own, or with numbers that are missing or not finite; draw plain numbers"
    if same(got, want[::-1]):
        return "its picture upside down; the first row belongs on top"
    if same(got, want[:, ::-1]):
        return "its picture mirrored; the first column belongs on the left"
    if same is not same_to_the_eye and same_to_the_eye(got, want):
        return "its picture on another scale; draw the numbers as they are"
    return "something else than asked"
