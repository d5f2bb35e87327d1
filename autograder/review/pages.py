"""The review page's pieces: the whole page once, the queue, and one matter at a time. Everything a student wrote is escaped."""

from __future__ import annotations

import hashlib
import shlex
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from jinja2 import ChoiceLoader, Environment, PackageLoader

from autograder.feedback.page import environment
from autograder.feedback.view import QuestionView, question_view, shown_name
from autograder.records.decision import DecidedResult, Decision
from autograder.records.result import QuestionResult, Result
from autograder.records.status import Status, SubmissionStatus
from autograder.records.text import clean, one_line, points
from autograder.review.desk import Desk, batch_of
from autograder.review.queue import Case, Matter, Sort
from autograder.written import criteria

MOST_NAMES = 400
"""Students of one matter that are named on the page; the decision is for all of them."""


@cache
def _environment() -> Environment:
    loaders = [PackageLoader("autograder.review"), PackageLoader("autograder.feedback")]
    return environment().overlay(loader=ChoiceLoader(loaders))


@cache
def static(name: str) -> bytes:
    """The page's style sheet or script."""
    loader = PackageLoader("autograder.review")
    text, _, _ = loader.get_source(Environment(), f"{name}.j2")
    return (f"{environment().globals['style']}\n{text}" if name.endswith(".css") else text).encode()


@dataclass(frozen=True)
class Row:
    """A matter in the list: ``who`` it is about, in a word, and how many of its cases are ``left``."""

    id: str
    title: str
    who: str
    left: int


def shell(desk: Desk) -> str:
    """The page itself, with the queue."""
    questions = [
        (name, one_line(name, 80), points(most)) for name, most in desk.questions.items() if name not in desk.rubrics
    ]
    return (
        _environment()
        .get_template("review.html.j2")
        .render(title=one_line(desk.title), who=desk.who, sections=list(_sections(desk)), questions=questions)
    )


def listing(desk: Desk) -> str:
    """The queue alone."""
    return _environment().get_template("queue.html.j2").render(sections=list(_sections(desk)))


def state(desk: Desk) -> dict[str, Any]:
    """What of each matter is left to look at, and what tells one list of matters from another."""
    left = {matter.id: len(matter.open(desk.looked)) for matter in desk.matters.values()}
    told = "\n".join(f"{matter.id} {matter.title} {len(matter.cases)}" for matter in desk.matters.values())
    return {"left": left, "list": hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:16]}


def _sections(desk: Desk) -> Iterator[dict[str, Any]]:
    matters = list(desk.matters.values())
    for sort in Sort:
        mine = [matter for matter in matters if matter.sort == sort]
        if mine:
            numbers: Counter[str] = Counter()
            rows = []
            for one in mine:
                numbers[one.question] += 1
                rows.append(_row(one, desk, numbers[one.question]))
            yield {"sort": sort, "rows": rows, "left": sum(row.left > 0 for row in rows)}


def _row(matter: Matter, desk: Desk, number: int) -> Row:
    left = len(matter.open(desk.looked))
    if matter.sort == Sort.WRITTEN:
        return Row(matter.id, f"{one_line(matter.title, 60)}, answer {number}", _many(matter), left)
    if matter.sort == Sort.COPY:  # their names are its title
        return Row(matter.id, one_line(matter.title, 90), "", left)
    who = _many(matter) or (matter.cases[0].name if matter.title != matter.cases[0].name else "")
    return Row(matter.id, one_line(matter.title, 90), who, left)


def _many(matter: Matter) -> str:
    count = len(matter.cases)
    return f"{count} alike" if count > 1 else ""


@dataclass(frozen=True)
class QuestionSheet:
    """A question as staff see it: what the student reads, beside each check what staff alone may know, and the command that shows more."""

    view: QuestionView
    details: tuple[str, ...]
    again: str


@dataclass(frozen=True)
class Standing:
    """A decision on the page, taken at once for ``count`` students."""

    id: str
    text: str
    note: str
    count: int


def matter(desk: Desk, id_: str, chosen: int = 0, *, whole: bool = False) -> str | None:
    """One matter, with the ``chosen`` one of its cases; None where there is no such matter any more. ``whole``: with all questions."""
    found = desk.matters.get(id_)
    if found is None:
        return None
    chosen = min(max(chosen, 0), len(found.cases) - 1)
    case = found.cases[chosen]
    both = desk.result(case)
    anonymous = found.sort == Sort.WRITTEN
    sheets = [] if anonymous or both is None else _sheets(desk, both[1], "" if whole else found.question)
    if found.sort == Sort.COPY and not whole:
        sheets = []  # what the two share is the matter; `v` shows the rest
    code = any(sheet.view.code for sheet in sheets)
    # Where no lines of a question can be shown, or it is about all of them, the whole file is.
    file = whole or found.sort in (Sort.REJECTED, Sort.FLAG, Sort.LOADING) or (bool(found.question) and not code)
    facts: dict[str, Any] = {
        "matter": found,
        "stamp": desk.stamp(found),
        "left": len(found.open(desk.looked)),
        "told": [clean(text, 600) for text in found.told if one_line(text, 90) != found.title],
        "chosen": chosen,
        "anonymous": anonymous,
        "standing": [] if anonymous else _standing(desk, found),
        "student": None if anonymous or both is None else _student(*both),
        "names": [] if anonymous else [_named(desk, found, one) for one in found.cases[:MOST_NAMES]],
        "more": max(0, len(found.cases) - MOST_NAMES),
        "sheets": sheets,
        "handed": _handed(desk, both[0]) if both and not anonymous and file else None,
        "copies": _copies(desk, found) if found.id in desk.pairs and not whole else None,
        "whole": whole,
        "written": _written(desk, found, case, both[0]) if anonymous and both else None,
    }
    return _environment().get_template("matter.html.j2").render(**facts)


def _copies(desk: Desk, found: Matter) -> dict[str, Any]:
    beside, trouble = desk.handed_in.beside(desk.pairs[found.id])
    names = [case.name for case in found.cases[:2]]
    return {"beside": beside, "trouble": trouble, "names": names, "later": not desk.handed_in.ready}


def _handed(desk: Desk, result: Result) -> dict[str, Any] | None:
    texts, trouble = desk.handed_in.texts(result.submission, result.lines)
    return {"texts": texts, "trouble": trouble, "later": not desk.handed_in.ready}


def _student(result: Result, seen: Result) -> dict[str, Any]:
    return {
        "name": shown_name(seen),
        "key": seen.owner.shown_key,
        "late": result.late,
        "not_late": result.late and not seen.late,
        "rejected": seen.status == SubmissionStatus.REJECTED,
        "mark": "excused" if seen.excused else points(seen.score),
        "most": points(seen.max_score),
        "automatic": points(result.score) if isinstance(seen, DecidedResult) else "",
        "members": [one_line(member, 60) for member in result.members[:20]],
    }


def _named(desk: Desk, found: Matter, case: Case) -> tuple[str, str]:
    got = desk.points(case, found.question)
    return case.name, "–" if got is None else points(got)


def _standing(desk: Desk, found: Matter) -> list[Standing]:
    students = {case.student for case in found.cases}
    mine = [one for one in desk.standing(students) if one.student or found.question in ("", one.question)]
    counts = Counter(batch_of(one) for one in mine)
    newest: dict[str, Decision] = {batch_of(one): one for one in mine}
    return [
        Standing(
            id_,
            f"{'Everybody' if not one.student else ''}{': ' if not one.student else ''}{one.signed}",
            one.note,
            counts[id_],
        )
        for id_, one in reversed(newest.items())
    ]


def _sheets(desk: Desk, seen: Result, only: str) -> list[QuestionSheet]:
    if seen.status == SubmissionStatus.REJECTED:
        return []
    wanted = [question for question in seen.questions if only in ("", question.name)]
    shown = [question for question in wanted if only or (question.counts and question.status != Status.PASSED)]
    return [_sheet(desk, seen, question) for question in shown]


def _sheet(desk: Desk, seen: Result, question: QuestionResult) -> QuestionSheet:
    details = tuple("" if check.passed else _detail(check.detail, check.message) for check in question.checks)
    words = ["convgrade", "show", str(desk.run.folder), seen.student or seen.submission, question.name]
    return QuestionSheet(question_view(question), details, one_line(shlex.join(words), 400))


def _detail(detail: str, message: str) -> str:
    return "" if detail.strip() == message.strip() else clean(detail, 3000)


def _written(desk: Desk, found: Matter, case: Case, result: Result) -> dict[str, Any]:
    question = desk.rubrics.get(found.question)
    answer = next((one.answer for one in result.questions if one.name == found.question), "")
    most = next((one.max_score for one in result.questions if one.name == found.question), 0.0)
    mark = desk.mark_of(case, found.question)
    return {
        "prompt": question.prompt.strip() if question else "",
        "rubric": criteria(question) if question else (),
        "answer": clean(answer, 20000).strip("\n"),
        "most": points(most),
        "mark": points(mark[0]) if mark else "",
        "comment": mark[1] if mark else "",
        "signed": one_line(mark[2], 200) if mark else "",
    }
