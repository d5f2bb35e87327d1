"""What a person should look at, made of records: sorts, groups, order, and when a matter is new again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from autograder.records.decision import Decision, Kind, decided
from autograder.records.result import CheckResult, Result
from autograder.records.submission import Ignored
from autograder.review.queue import ORDER, Entry, Matter, Sort, below_a_step, copies_id, queue
from tests.support import records


def wrong(detail: str = "out[1] = 3.0, but 4.0 is expected", status: str = "failed", **facts: Any) -> Any:
    checks = (
        CheckResult("values", False, message="Most values are wrong.", detail=detail),
        CheckResult("shape", True, detail="never looked at"),
    )
    return records.question("conv2d", 0.0, 10.0, status, checks=checks, **facts)


def result(student: str, *questions: Any, **facts: Any) -> Result:
    score = facts.pop("score", sum(question.score or 0 for question in questions))
    return records.result(
        f"id-{student}", student, "convolution", facts.pop("status", "graded"), score, 100.0, questions, **facts
    )


def matters(*results: Result, decisions: Sequence[Decision] = (), ignored: Sequence[Ignored] = ()) -> list[Matter]:
    return queue([Entry.of(one, decided(one, decisions)) for one in results], ignored)


def whose(matter: Matter) -> list[str]:
    return [case.student for case in matter.cases]


def test_a_right_answer_is_nothing_to_look_at() -> None:
    assert matters(result("ann", records.question("conv2d", 10.0, 10.0, "passed"), score=100)) == []


def test_one_wrong_answer_alone_is_what_a_grader_is_for_two_alike_are_a_matter() -> None:
    ann, bob, cid = (result(name, wrong()) for name in ("ann", "bob", "cid"))
    assert matters(ann) == []
    (matter,) = matters(ann, bob, cid)
    assert (matter.sort, matter.question, whose(matter)) == (Sort.ALIKE, "conv2d", ["ann", "bob", "cid"])


@pytest.mark.parametrize(
    "other",
    [
        wrong(detail="out[1] = 3.5, but 4.0 is expected"),
        wrong(diagnosis=("flipped-kernel",)),
        wrong(counterexample={"got": {"shape": [1], "cells": [2]}}),
        wrong(status="missing"),
        wrong(status="unanswered"),
        replace(wrong(), name="conv2d_same"),
        replace(wrong(), checks=wrong().checks[:1]),
    ],
)
def test_answers_that_differ_in_anything_are_no_group(other: Any) -> None:
    assert not any(matter.sort == Sort.ALIKE for matter in matters(result("ann", wrong()), result("bob", other)))


def test_where_it_was_raised_in_the_file_makes_no_other_answer() -> None:
    def raised(line: int) -> Any:
        place = f"convolution.py, line {line}, in conv2d"
        check = CheckResult("values", False, detail=f"IndexError: index 3 is out of bounds ({place})", place=place)
        return replace(wrong(), checks=(check,))

    (matter,) = matters(result("ann", raised(12)), result("bob", raised(80)))
    assert whose(matter) == ["ann", "bob"]


def test_rejections_flags_loading_and_stops_are_told_apart() -> None:
    loading = "left out: convolution.py, line 14 (`slide`): expected ':'."
    others = (
        result("ann", status="rejected", reason="it is empty"),
        result("bob", flags=("conv2d: the sandbox refused os.fork", loading), skipped=(loading,), score=100),
        result("cid", wrong(status="timeout"), wrong(status="crashed"), score=100),
    )
    found = {(one.sort, one.question): one for one in matters(*others)}
    assert found[Sort.REJECTED, ""].told == ("it is empty",)
    assert found[Sort.FLAG, ""].told == ("conv2d: the sandbox refused os.fork",)
    assert found[Sort.LOADING, ""].told == (loading,)
    assert len([one for one in matters(*others) if one.sort == Sort.TIME]) == 2


def test_the_same_flag_of_many_is_one_matter_and_another_flag_is_not() -> None:
    saved = "convolution.py is not saved as UTF-8; it was read as Latin-1"
    flags = (("ann", saved), ("bob", saved), ("cid", saved + "."))
    assert [whose(one) for one in matters(*(result(name, flags=(flag,), score=100) for name, flag in flags))] == [
        ["ann", "bob"],
        ["cid"],
    ]


@pytest.mark.parametrize(
    ("score", "told"),
    [
        (49.0, "1 more would be 50 %"),
        (49.5, "0.5 more"),
        (89.999, "0.001 more"),
        (48.9, ""),
        (50.0, ""),
        (100.0, ""),
        (0.0, ""),
    ],
)
def test_marks_just_under_a_step(score: float, told: str) -> None:
    found = [one for one in matters(result("ann", score=score)) if one.sort == Sort.STEP]
    assert bool(found) == bool(told)
    assert all(told in one.told[0] for one in found)


def test_a_decision_moves_a_mark_over_a_step_and_another_one_below_it() -> None:
    ann = result("ann", records.question("conv2d", 49.5, 100.0, "partial"))
    assert [one.sort for one in matters(ann)] == [Sort.STEP]
    assert not matters(ann, decisions=[Decision(Kind.ADD, "ann", "", 0.5)])
    assert not matters(ann, decisions=[Decision(Kind.EXCUSE, "ann")])
    assert [one.sort for one in matters(ann, decisions=[Decision(Kind.ADD, "ann", "", 10.0)])] == [Sort.STEP]


def test_steps_may_be_others() -> None:
    assert below_a_step(result("ann", score=84.2), (85.0,), 1.0)
    assert not below_a_step(result("ann", score=84.2), (85.0,), 0.5)
    assert not below_a_step(result("ann", score=84.2), (), 1.0)


def test_a_mark_without_points_to_be_had_is_under_nothing() -> None:
    assert not below_a_step(records.result("x", "ann", "a", "graded", 0.0, 0.0), (50.0,), 100.0)


def answered(name: str, text: str, score: float | None = None) -> Result:
    status = "manual" if score is None else "partial"
    return result(name, records.question("why", score, 5.0, status, "Why?", answer=text))


def test_written_answers_without_names_the_empty_ones_not_at_all() -> None:
    found = matters(
        answered("ann", "Weights."), answered("bob", " Weights.\n"), answered("cid", " \n"), answered("dan", "No.")
    )
    assert sorted(len(one.cases) for one in found) == [1, 2], "the same words are marked once"
    assert all(one.title == "Why?" for one in found)


def test_a_marked_answer_stays_in_the_queue_and_is_done() -> None:
    raw, seen = answered("ann", "Weights."), answered("ann", "Weights.", 3.0)
    (matter,) = queue([Entry.of(raw, seen)])
    assert matter.cases[0].settled
    assert matter.open(()) == []


def test_what_was_looked_at_is_done_until_there_is_something_new() -> None:
    (matter,) = matters(result("ann", wrong()), result("bob", wrong()))
    looked = {case.key for case in matter.cases}
    assert matter.open(looked) == []
    (more,) = matters(*(result(name, wrong()) for name in ("ann", "bob", "cid")))
    assert more.id == matter.id
    assert [case.student for case in more.open(looked)] == ["cid"], "the late one is new"
    (other,) = matters(*(result(name, wrong("out[2] = 1.0")) for name in ("ann", "bob")))
    assert len(other.open(looked)) == 2, "another answer was handed in"


def test_the_queue_goes_by_sort_and_what_concerns_most_comes_first() -> None:
    saved, late = "convolution.py is saved as UTF-16", "nothing tells who handed this in"
    found = matters(
        result("ann", wrong(), flags=(saved,), score=49.9),
        result("bob", wrong(), flags=(saved,), score=59.5),
        result("cid", status="rejected", reason="it is empty", flags=(late,)),
        answered("dan", "Weights."),
        ignored=[Ignored("readme.txt", "no student's name in the path")],
    )
    order = [ORDER.index(one.sort) for one in found]
    assert order == sorted(order)
    assert [one.title for one in found if one.sort == Sort.FLAG] == [saved, late]
    assert [whose(one) for one in found if one.sort == Sort.STEP] == [["ann"], ["bob"]], "the nearest first"
    assert found[-1].told == ("readme.txt: no student's name in the path",)


def test_the_same_records_give_the_same_queue_in_any_order() -> None:
    several = [result(name, wrong(), flags=("a flag",), score=49.9) for name in ("ann", "bob", "cid")]
    ids = [one.id for one in matters(*several)]
    assert ids == [one.id for one in matters(*several)]
    assert sorted(ids) == sorted(one.id for one in matters(*reversed(several)))
    assert len(set(ids)) == len(ids)


def test_near_copies_come_by_their_evidence_and_only_of_those_who_have_a_result() -> None:
    entries = [Entry.of(one, one) for one in (result(name, score=100) for name in ("ann", "bob", "cid", "dan"))]
    told = ("`conv2d`: 100% alike",)
    copies = [(("id-dan", "id-cid", "id-bob"), told), (("id-ann", "id-bob"), told), (("id-ann", "id-eve"), told)]
    found = queue(entries, copies=copies)
    assert [whose(one) for one in found] == [["dan", "cid", "bob"], ["ann", "bob"]]
    assert [one.title for one in found] == ["dan, cid and 1 more", "ann, bob"]
    assert [one.id for one in found] == [copies_id(*one) for one in copies[:2]]
