"""Whatever is decided on the page is what `convgrade adjust` would have decided: the same records, the same marks, the same refusals."""

from __future__ import annotations

import itertools
import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from autograder import Run
from autograder.cli import commands
from autograder.records.decision import FOR_EVERYBODY, Decision, Kind
from autograder.records.errors import ConvgradeError
from autograder.review import orders
from autograder.review.desk import Desk

_OPTIONS = {Kind.EXCUSE: "--excuse", Kind.NOT_LATE: "--not-late"}
_RULES = {Kind.FULL: "full", Kind.LEFT_OUT: "left", Kind.BEST: "best"}
_NUMBER = itertools.count()

texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Cs"]), max_size=12).map(str.strip)
decisions = st.fixed_dictionaries(
    {
        "sort": st.sampled_from(["alike", "rejected", "time", "flag", "loading"]),
        "alone": st.booleans(),
        "kind": st.sampled_from(list(Kind)),
        "question": st.sampled_from(["", "double", "half", "triple"]),
        "value": st.one_of(st.none(), st.sampled_from([0.0, 1.0, 12.5, 40.0, 60.0, 61.0, -3.0, 1e9])),
        "why": st.one_of(st.just("by mail"), texts),
        "note": texts,
    }
)


@pytest.fixture(scope="module")
def folder(graded: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("same")


def on_the_page(desk: Desk, wanted: dict[str, Any]) -> tuple[bool, list[str]]:
    """Decide as the page does; whether it was taken, and about whom."""
    matter = next(one for one in desk.call(lambda: list(desk.matters.values())) if one.sort == wanted["sort"])
    cases = matter.cases[:1] if wanted["alone"] else matter.cases
    facts = {name: wanted[name] for name in ("kind", "question", "value", "why", "note")}
    about = {"matter": matter.id, "seen": desk.call(lambda: desk.stamp(matter)), "cases": [one.key for one in cases]}
    order = orders.read("decide", json.dumps({**about, **facts}).encode())
    assert order is not None
    try:
        desk.call(lambda: order(desk))
    except ConvgradeError:
        return False, [one.student for one in cases]
    return True, [one.student for one in cases]


def by_adjust(run: Path, students: list[str], wanted: dict[str, Any]) -> bool:
    """Decide with the command, student by student; whether it was taken."""
    kind, value = wanted["kind"], wanted["value"]
    taken = []
    for student in [""] if kind in FOR_EVERYBODY else students:
        words = [
            "adjust",
            str(run),
            "--who",
            "ana",
            f"--question={wanted['question']}",
            f"--why={wanted['why']}",
            f"--note={wanted['note']}",
        ]
        words += [f"--student={student}"] if student else []
        words += [f"--{kind}={value}"] if kind in (Kind.POINTS, Kind.ADD) and value is not None else []
        words += [_OPTIONS[kind]] if kind in _OPTIONS else []
        words += [f"--everybody={_RULES[kind]}"] if kind in _RULES else []
        done = CliRunner().invoke(commands(), words)
        assert done.exception is None or isinstance(done.exception, ConvgradeError), done.output
        taken.append(done.exception is None)
    assert len(set(taken)) == 1
    return taken[0]


def sayable(wanted: dict[str, Any]) -> bool:
    """Whether the command line has words for it: there a kind without its points, or with points that it does not take, cannot be said."""
    takes = wanted["kind"] in (Kind.POINTS, Kind.ADD)
    return takes == (wanted["value"] is not None) and (wanted["kind"] != Kind.NOTE or bool(wanted["note"]))


def timeless(run: Path) -> tuple[list[Decision], list[tuple[str, float, float, bool]]]:
    with Run(run) as opened:
        made = [replace(one, when="") for one in opened.decisions]
        return made, [(one.student, one.score, one.automatic, one.excused) for one in opened.results()]


@pytest.mark.slow
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(decisions.filter(sayable), min_size=1, max_size=6))
def test_the_page_decides_what_adjust_decides(graded: Path, folder: Path, wanted: list[dict[str, Any]]) -> None:
    here = folder / str(next(_NUMBER))
    page, command = (shutil.copytree(graded / "run", here / name) for name in ("page", "command"))
    desk = Desk(page, None, "ana")
    try:
        for one in wanted:
            taken, students = on_the_page(desk, one)
            assert by_adjust(command, students, one) == taken, one
    finally:
        desk.close()
    assert timeless(page) == timeless(command)
    shutil.rmtree(here)


def test_what_the_command_has_no_words_for_is_refused_by_the_page(graded: Path, folder: Path) -> None:
    run = shutil.copytree(graded / "run", folder / "refused")
    desk = Desk(run, None, "ana")
    try:
        for kind, value, note in (
            (Kind.POINTS, None, ""),
            (Kind.EXCUSE, 3.0, ""),
            (Kind.FULL, 3.0, ""),
            (Kind.NOTE, None, ""),
        ):
            facts = {
                "sort": "alike",
                "alone": False,
                "kind": kind,
                "question": "",
                "value": value,
                "why": "x",
                "note": note,
            }
            assert not on_the_page(desk, facts)[0]
    finally:
        desk.close()
    assert timeless(run)[0] == []
