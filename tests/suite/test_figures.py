"""What a figure shows and how that is judged: what is said of it, and what its pixels prove."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.colors import ListedColormap
from matplotlib.transforms import Affine2D

from autograder.sandbox.inside.pictures import describe, show
from autograder.suite import writing
from autograder.suite.drawings import look
from autograder.suite.figures import assert_figure, assert_new, assert_picture, assert_signs, panels, words_at
from autograder.suite.notes import CheckFailed, collecting_notes
from autograder.suite.shown import Shown

PICTURE = np.add.outer(np.arange(4) ** 2, 10 * np.arange(6)) - 12.0
UP, LEFT = PICTURE[::-1], PICTURE[:, ::-1]
Draw = Callable[[Any], Any]


@pytest.fixture(autouse=True)
def _close() -> Iterator[None]:
    yield
    plt.close("all")


def one(draw: Draw) -> Any:
    """A figure of one panel."""
    figure, axes = plt.subplots()
    draw(axes)
    return figure


def judged(figure: Any, **options: Any) -> str:
    """What is wrong with a figure that is to show the picture alone; "" when nothing is."""
    return judged_as_told(describe(figure), **options)


def judged_as_told(told: Any, **options: Any) -> str:
    """The same of what a process tells of its figure."""
    try:
        (panel,) = panels(look(told), 1, "plot()")
        assert_picture(panel, PICTURE, "the panel", "plot()", **options)
        assert_signs(panel, "the panel", "plot()")
    except CheckFailed as failure:
        return failure.for_student
    return ""


def across(axes: Any) -> Any:
    """The corners' coordinates, one row a column of the picture."""
    x, y = np.meshgrid(np.arange(7), -np.arange(5), indexing="ij")
    return axes.pcolormesh(x, y, PICTURE.T)


@pytest.mark.parametrize(
    "draw",
    [
        lambda axes: axes.imshow(PICTURE),
        lambda axes: axes.imshow(UP, origin="lower"),
        lambda axes: axes.imshow(PICTURE, extent=(0, 1, 0, 1)),
        lambda axes: (axes.imshow(PICTURE, origin="lower"), axes.invert_yaxis()),
        lambda axes: (axes.imshow(LEFT), axes.invert_xaxis()),
        lambda axes: axes.pcolormesh(UP),
        lambda axes: axes.pcolormesh(PICTURE),
        lambda axes: (axes.pcolormesh(PICTURE), axes.invert_yaxis()),
        lambda axes: (axes.pcolormesh(PICTURE, shading="gouraud"), axes.invert_yaxis()),
        across,
        lambda axes: axes.imshow(np.stack([PICTURE - PICTURE.min()] * 3, -1) / np.ptp(PICTURE)),
        lambda axes: axes.imshow(PICTURE, cmap="gray", vmin=-5, vmax=20),
        lambda axes: axes.imshow(PICTURE, interpolation="bilinear"),
        lambda axes: axes.imshow(PICTURE, interpolation="gaussian"),
        lambda axes: (axes.imshow(PICTURE), axes.twinx()),
        lambda axes: (axes.imshow(PICTURE), axes.imshow(UP, alpha=0)),
    ],
)
def test_a_picture_that_is_seen_as_asked_is_right_however_it_was_drawn(draw: Draw) -> None:
    assert judged(one(draw)) == ""


@pytest.mark.parametrize(
    ("draw", "told"),
    [
        (lambda axes: axes.imshow(UP), "upside down"),
        (lambda axes: axes.imshow(PICTURE, origin="lower"), "upside down"),
        (lambda axes: (axes.imshow(PICTURE), axes.invert_yaxis()), "upside down"),
        (lambda axes: (axes.pcolormesh(UP), axes.invert_yaxis()), "upside down"),
        (lambda axes: axes.imshow(LEFT), "mirrored"),
        (lambda axes: (axes.imshow(PICTURE), axes.invert_xaxis()), "mirrored"),
        (lambda axes: axes.imshow(PICTURE.T), "rows and columns are exchanged"),
        (lambda axes: axes.imshow(PICTURE[1:]), "wrong size"),
        (lambda axes: axes.imshow(np.abs(PICTURE)), "something else"),
        (lambda axes: (axes.imshow(PICTURE), axes.set_xlim(-0.5, 2.5)), "only a part"),
        (lambda axes: (axes.imshow(PICTURE), axes.set_ylim(9000, -9000)), "too small"),
        (lambda axes: axes.imshow(PICTURE, vmin=0), "same shade"),
        (lambda axes: axes.imshow(PICTURE, vmin=1e5, vmax=2e5), "nothing can be seen"),
        (lambda axes: axes.imshow(PICTURE, cmap=ListedColormap(["black", "white"])), "nothing can be seen"),
        (lambda axes: (axes.imshow(PICTURE), axes.imshow(0 * PICTURE)), "something else"),
        (lambda axes: axes.imshow(PICTURE, alpha=0), "no pictures"),
        (lambda axes: axes.imshow(PICTURE, visible=False), "no pictures"),
        (lambda axes: axes.plot(PICTURE), "no pictures"),
        (lambda axes: axes.imshow(plt.get_cmap("viridis")(PICTURE / 40)), "colours of its own"),
        (lambda axes: (axes.imshow(PICTURE), axes.set_position((2, 2, 1, 1))), "cannot be seen"),
        (lambda axes: (axes.imshow(PICTURE), axes.figure.add_axes((0, 0, 1, 1))), "cannot be seen"),
    ],
)
def test_a_picture_that_is_not_seen_as_asked_is_told_why(draw: Draw, told: str) -> None:
    assert told in judged(one(draw))


@pytest.mark.parametrize("forged", ["noise of every shade", "noise around the middle", "one even shade"])
@pytest.mark.parametrize("covered", [False, True], ids=["plain", "under lines that are told"])
def test_a_forgery_has_to_be_the_picture(forged: str, covered: bool) -> None:
    """What is told is right, and the pixels are not: few shades that lie near each other make one even area pass for each of them."""
    told = describe(one(lambda axes: axes.imshow(PICTURE, cmap="gray")))
    (picture,) = told["axes"][0]["pictures"]
    place = np.arange(256)
    if forged == "noise of every shade":
        shades, low, high, drawn = place, picture["low"], picture["high"], (0, 256)
    else:
        shades, reach, middle = 100 + place * 40 // 255, np.ptp(PICTURE), PICTURE.min()
        low, high = float(middle - 3 * reach), float(middle + 5 * reach)
        drawn = (110, 121) if forged == "noise around the middle" else (117, 118)
    picture |= {"low": low, "high": high, "shades": np.repeat(shades.astype(np.uint8)[:, None], 3, 1)}
    (left, *_, right), (top, *_, bottom) = ([int(edge) for edge in picture[way]] for way in ("columns", "rows"))
    inside = told["pixels"][top : bottom + 1, left : right + 1, :3]
    inside[...] = np.random.default_rng(1).integers(*drawn, (*inside.shape[:2], 1))
    if covered:
        told["axes"][0]["covers"] = [[left, top, right, bottom]]
        told["lines"] += [[-1, "W" * 40, left, y, 0.0, False, "DejaVuSans.ttf", 9.0] for y in range(top, bottom, 8)]
    assert "does not show its picture" in judged_as_told(told)


def test_a_figure_too_large_and_panels_too_many_are_named() -> None:
    assert "larger than any wall" in judged(plt.figure(figsize=(1e5, 1e5), dpi=1))
    figure = one(lambda axes: axes.imshow(PICTURE))
    told = describe(figure)
    told["axes"] *= 10**6
    assert "that cannot be looked at" in judged_as_told(told)
    many = plt.Figure()
    many.__class__ = type("Many", (plt.Figure,), {"axes": property(lambda self: [None] * 10**6)})
    assert "more panels than anybody could look at" in judged(many)


def test_so_many_pixels_are_drawn_to_look_for_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    told = describe(one(lambda axes: axes.imshow(PICTURE)))
    told["lines"] = [[0, "W" * 1000, 300.0 + i / 9, 300.0, 45.0, False, "DejaVuSans.ttf", 70.0] for i in range(4000)]
    told["texts"] = [["W" * 1000, 0, "title", 300.0, 300.0]]
    drawn: list[Any] = []
    monkeypatch.setattr(writing, "ink", lambda *line: drawn.append(line))
    (panel,) = panels(look(told), 1, "plot()")
    assert words_at(panel, [panel]) == ""
    assert 0 < len(drawn) * told["pixels"][..., 0].size <= writing.MOST_INK


def test_a_picture_turned_by_its_transform_is_seen_as_it_lies() -> None:
    def turn(axes: Any) -> None:
        axes.imshow(PICTURE).set_transform(Affine2D().rotate_deg_around(2.5, 1.5, 180) + axes.transData)

    assert judged(one(turn)) == "plot(): the panel shows something else than asked."


def test_a_mesh_as_it_comes_is_taken_with_a_remark() -> None:
    with collecting_notes() as notes:
        assert judged(one(lambda axes: axes.pcolormesh(PICTURE))) == ""
    assert "`ax.invert_yaxis()`" in notes.remarks[0]


def test_upward_pictures_are_right_where_the_suite_says_so() -> None:
    assert judged(one(lambda axes: axes.imshow(PICTURE, origin="lower")), upward=True) == ""
    assert "upside down" in judged(one(lambda axes: axes.imshow(UP)), upward=True)


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (lambda: None, "gave nothing"),
        (lambda: ..., "gave `...`;"),
        (lambda: plt.subplots()[1], "gave Axes, and the Figure they belong to is expected"),
        (lambda: plt.subplots(2, 2)[1], "gave an array of Axes, and the Figure"),
        (lambda: plt.subplots(2, 2)[1].tolist(), "gave a list of Axes, and the Figure"),
        (lambda: plt.imshow(PICTURE), "gave one picture (`AxesImage`);"),
        (lambda: PICTURE, "gave an array;"),
        (lambda: {"figure": plt.figure()}, "gave a dict;"),
        (lambda: (plt.figure(), plt.figure()), "gave a tuple of several Figures;"),
        (lambda: type("Fake", (), {"__class__": plt.Figure})(), "that cannot be looked at"),
        (lambda: type("Secret37", (), {})(), "gave something else;"),
        (plt.figure, "shows no pictures"),
    ],
)
def test_anything_but_a_figure_is_named(answer: Callable[[], Any], told: str) -> None:
    assert told in judged(answer())


def test_a_kind_that_student_code_made_up_is_not_repeated() -> None:
    with pytest.raises(CheckFailed) as failed:
        assert_figure(Shown("Secret37 Axes"), "plot()")
    assert "Secret37" not in failed.value.for_student


def test_a_figure_with_its_axes_is_taken_with_a_remark() -> None:
    figure, axes = plt.subplots()
    axes.imshow(PICTURE)
    with collecting_notes() as notes:
        assert judged((figure, axes)) == ""
    assert "together with something else" in notes.remarks[0]


def test_what_was_open_before_is_no_new_figure_and_calls_share_none() -> None:
    def on_the_open_one(picture: Any) -> Any:
        plt.imshow(picture)
        return plt.gcf()

    first, second = map(look, show(on_the_open_one, [[PICTURE], [UP]]))
    assert np.array_equal(first.panels[0].pictures[-1].array, UP)
    with pytest.raises(CheckFailed, match="draws on a figure that was there before"):
        assert_new(second, "plot()")
    (alone,) = show(lambda: one(lambda axes: axes.imshow(PICTURE)), [[]])
    assert_new(look(alone), "plot()")


def test_a_figure_kept_from_a_former_call_is_not_new_even_when_it_was_closed() -> None:
    kept = one(lambda axes: axes.imshow(PICTURE))
    plt.close(kept)
    (first,) = show(lambda: kept, [[]])
    (again,) = show(lambda: kept, [[]])
    assert (first["before"], again["before"]) == (False, True)


def test_texts_of_the_figure_belong_to_the_panel_they_stand_at() -> None:
    figure, axes = plt.subplots(2, 2)
    for number, panel in enumerate(axes.flat):
        panel.imshow(PICTURE)
        panel.axis("off")
        panel.set_xlabel("not drawn, the axes are off")
        box = panel.get_position()
        figure.text((box.x0 + box.x1) / 2, box.y1 + 0.01, f"name {number}", ha="center")
    figure.suptitle("a heading")
    shown = look(describe(figure)).panels
    assert [panel.texts for panel in shown] == [[f"name {number}"] for number in range(4)]
    assert [words_at(panel, shown) for panel in shown] == [f"name {number}" for number in range(4)]


def test_panels_come_in_reading_order_without_colour_bars() -> None:
    figure, axes = plt.subplots(2, 2)
    for number, panel in reversed(list(enumerate(axes.flat))):
        figure.colorbar(panel.imshow(PICTURE), ax=panel)
        panel.set_title(str(number))
    found = look(describe(figure)).panels
    assert [panel.title for panel in found] == ["0", "1", "2", "3"]
    assert [panel.place for panel in found] == [(0, 0), (0, 1), (1, 0), (1, 1)]
