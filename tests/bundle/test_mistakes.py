"""Misconceptions named with the student's zip alone: the same as with the course, none that is wrong, nothing that can be read without."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from autograder.bundle import mistakes
from autograder.bundle.mistakes import locked_mistakes
from autograder.course import Assignment, Course
from autograder.diagnosis import Misconception, load_misconceptions
from autograder.diagnosis.compose import composed
from autograder.diagnosis.locked import CHECKS, Mistake, mistakes_in
from autograder.diagnosis.misconceptions import importable_solution
from autograder.grading.collect import collect
from autograder.grading.public import PublicChecks
from autograder.records.misconception import shown
from autograder.suite.fixtures import load_reference
from autograder.validate.variants import compose, read_variants

MADE = [
    ("pooling", "max_pool_2d", "mean-instead-of-max"),
    ("pooling", "avg_pool_2d", "max-instead-of-mean"),
    ("pooling", "global_avg_pool", "mean-over-channels"),
    ("layers", "ReLU", "passes-all"),
    ("layers", "MaxPool2D", "tie-is-split"),
    ("layers", "Conv2D", "averages-over-batch"),
]


class Handout:
    """The mistakes of one assignment as they are handed out, and whoever makes them."""

    def __init__(self, task: Assignment, folder: Path) -> None:
        self.task, self.folder, self.reference = task, folder, load_reference(task)
        self.checks = [check for check in collect(task, public_only=True) if check.asks == ("student",)]
        self.known = locked_mistakes(task, self.checks)
        (folder / CHECKS).write_text(json.dumps({"mistakes": self.known}), "utf-8")

    def titles(self, question: str, answer: Callable[..., Any]) -> list[str]:
        """The mistakes that are told of an answer to one question, where all others are right."""
        student = SimpleNamespace(**{**vars(self.reference), question: answer})
        asked = {check.name: check.on for check in self.checks if check.question == question}
        with np.errstate(all="ignore"):
            return [one.title for one in mistakes_in(self.folder, question, student, asked).mistakes]

    def misconceptions(self, question: str) -> tuple[Misconception, ...]:
        """Those of one question, which remember nothing yet."""
        with importable_solution(self.reference):
            return load_misconceptions(self.task.variants("misconceptions", question), self.reference)


@pytest.fixture(scope="module")
def pooling(course: Course, tmp_path_factory: pytest.TempPathFactory) -> Handout:
    return Handout(course.assignment("pooling"), tmp_path_factory.mktemp("pooling"))


def test_over_all_mistakes_no_name_is_wrong(pooling: Handout) -> None:
    told, all_of_them = 0, 0
    for question in pooling.known:
        assert pooling.titles(question, getattr(pooling.reference, question)) == []
        for one in pooling.misconceptions(question):
            titles = pooling.titles(question, one.stand_in)
            assert titles in ([], [shown(one.name)[0]]), one.name
            told, all_of_them = told + bool(titles), all_of_them + 1
    assert all_of_them > 70
    assert told > 0.6 * all_of_them


def test_two_at_once_are_named_by_who_is_at_work(pooling: Handout) -> None:
    """Each misconception on top of another one: never a name of a third."""
    both = 0
    for question in ("max_pool_2d", "global_avg_pool"):
        right = getattr(pooling.reference, question)
        for outer, inner in pairs(pooling.misconceptions(question)):
            made = composed(outer.stand_in, right, inner.stand_in)
            if made is not None:
                titles = pooling.titles(question, made)
                answers_like_another = len(titles) == 1 and titles[0] not in (
                    shown(outer.name)[0],
                    shown(inner.name)[0],
                )
                assert not answers_like_another, (outer.name, inner.name, titles)
                both += len(titles) == 2
    assert both > 10


def pairs(misconceptions: tuple[Misconception, ...]) -> Iterator[tuple[Misconception, Misconception]]:
    """Some of all pairs, from every part of the list."""
    all_of_them = [(outer, inner) for outer in misconceptions for inner in misconceptions if outer is not inner]
    return iter(all_of_them[::7])


def test_an_exception_and_a_missing_refusal_are_no_two_exceptions(course: Course, tmp_path: Path) -> None:
    """Padding that is refused with stride 1, and nothing against a stride of 0: it was told to take kernels that are not square."""
    convolution = Handout(course.assignment("convolution"), tmp_path)

    def padding_refused(image: Any, kernel: Any, padding: int = 0, stride: int = 1) -> Any:
        if not stride or (padding and stride == 1):
            raise (ValueError if stride else ZeroDivisionError)
        return convolution.reference.conv2d_full(image, kernel, padding, stride)

    assert convolution.titles("conv2d_full", padding_refused) == []


def test_rounding_does_not_matter_and_a_difference_does(pooling: Handout) -> None:
    [wrong] = [one.stand_in for one in pooling.misconceptions("avg_pool_2d") if one.name == "divided-by-side"]
    assert pooling.titles(
        "avg_pool_2d", lambda *given, **named: wrong(*given, **named).astype(np.float32).tolist()
    ) == ["Divided by side"]
    assert pooling.titles("avg_pool_2d", lambda *given, **named: 1.01 * wrong(*given, **named)) == []


def test_nothing_can_be_read_without_the_answers(pooling: Handout) -> None:
    text = (pooling.folder / CHECKS).read_text("utf-8")
    for question in pooling.known:
        for one in pooling.misconceptions(question):
            title, hint = shown(one.name, one.hint)
            assert not [part for part in (one.name, title, *hint, one.story) if part in text]
    assert len(text) < 60_000
    assert locked_mistakes(pooling.task, pooling.checks) == pooling.known


def test_what_is_broken_says_nothing(pooling: Handout, tmp_path: Path) -> None:
    """The checks say what they say."""
    [wrong] = [one.stand_in for one in pooling.misconceptions("max_pool_2d") if one.name == "smallest-value"]
    student = SimpleNamespace(max_pool_2d=wrong)
    asked = {check.name: check.on for check in pooling.checks if check.question == "max_pool_2d"}
    assert mistakes_in(pooling.folder, "max_pool_2d", student, asked).mistakes
    some = dict(list(asked.items())[1:])
    assert mistakes_in(pooling.folder, "max_pool_2d", student, some).mistakes == ()
    known = pooling.known["max_pool_2d"]
    for text in (
        "",
        "[]",
        "{}",
        '{"mistakes": {"max_pool_2d": {"scales": 1}}}',
        json.dumps({"mistakes": pooling.known})[:-9],
        json.dumps({"mistakes": {"max_pool_2d": {**known, "words": []}}}),
        json.dumps({"mistakes": {"max_pool_2d": {**known, "scales": {name: [10**400] for name in asked}}}}),
        json.dumps({"mistakes": {"max_pool_2d": {**known, "scales": {name: ["6"] for name in asked}}}}),
    ):
        (tmp_path / CHECKS).write_text(text, "utf-8")
        assert mistakes_in(tmp_path, "max_pool_2d", student, asked).mistakes == ()


@pytest.mark.slow
@pytest.mark.parametrize("name", ["pooling", "layers"])
def test_the_same_names_as_with_the_course(name: str, course: Course, tmp_path: Path) -> None:
    """Three wrong answers and a right one in the sealed process: functions, and layers with a state."""
    task = course.assignment(name)
    for file in task.handout.iterdir():
        if file.is_file():
            (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / CHECKS).write_text(
        json.dumps({"mistakes": locked_mistakes(task, collect(task, public_only=True))}), "utf-8"
    )
    with (
        PublicChecks(Assignment.read(name, tmp_path, tmp_path)) as alone,
        PublicChecks(task, course) as beside_the_course,
    ):
        for made_in, question, called in MADE:
            if made_in == name:
                [variant] = [
                    one for one in read_variants(task.variants("misconceptions", question)) if one.name == called
                ]
                work = compose(task, task.question(question), "misconceptions", variant)
                told = [look.report(work, question).why for look in (alone, beside_the_course)]
                assert told == [{question: (Mistake(*shown(called, variant.hint)),)}] * 2


@pytest.mark.slow
def test_a_misconception_that_leaves_gradients_off_does_so_for_itself_alone(course: Course) -> None:
    torch = pytest.importorskip("torch")
    task = course.assignment("torch_cnn")
    found = locked_mistakes(task, collect(task, public_only=True))
    assert torch.is_grad_enabled()
    assert len(found["evaluate"]["boxes"]) > 1


def test_what_never_ends_ends_the_search_of_its_question(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    def endless(_: object) -> None:
        while True:
            pass

    monkeypatch.setattr(mistakes, "load_probes", lambda path: SimpleNamespace(of=lambda question: (endless,)))
    monkeypatch.setattr(mistakes, "SECONDS", 2.0)
    task = course.assignment("pooling")
    checks = [check for check in collect(task, public_only=True) if check.question == "max_pool_2d"]
    assert locked_mistakes(task, checks) == {}
