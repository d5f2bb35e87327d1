"""One person's mark: in the scale asked for, groups spread over their members, as a number and as an LMS reads it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache

from autograder.lms.identity import ids_of
from autograder.records.errors import LmsError
from autograder.records.result import QuestionResult, Result, Shares
from autograder.records.text import points


@dataclass(frozen=True)
class Mark:
    """One person's mark: ``ids`` by kind (and ``shown_name``, ``file_name``), ``value`` in the LMS's scale or None."""

    result: Result
    person: str
    ids: dict[str, str]
    value: Decimal | None

    @property
    def called(self) -> str:
        """What lists call the person: as the pages do; a team's member by the key."""
        return self.result.called if self.person == self.result.student else self.person

    @property
    def readings(self) -> list[str]:
        """The ways to read the file's name, where the download left that open: such a mark has no identifiers."""
        return self.result.source.get("readings", "").splitlines()

    def __hash__(self) -> int:
        return hash((self.result.submission, self.person))


def one_run(results: Iterable[Result]) -> tuple[Result, ...]:
    """The results in the order of their students, without what no LMS is told. Raises `LmsError` when there are none, or of several
    assignments."""
    ordered = tuple(sorted(map(_light, results), key=lambda result: (result.student, result.submission)))
    if not ordered:
        raise LmsError("This run has no results: grade something first.")
    assignments = sorted({result.assignment for result in ordered})
    if len(assignments) > 1:
        raise LmsError(f"The results are of several assignments ({', '.join(assignments)}): export one run at a time.")
    return ordered


def _light(result: Result) -> Result:
    """``result`` without drawings, code, output and the text of answers. A class of ten thousand is in memory at once, to be matched with a
    table, and these are most of it. Questions that are equal after that are held once."""
    kept = [
        replace(one, counterexample=None, output="", answer=one.answer[:1], code=(), own_code=())
        for one in result.questions
    ]
    try:
        return replace(result, questions=tuple(map(_shared, kept)))
    except TypeError:  # a field that cannot be compared by its hash
        return replace(result, questions=tuple(kept))


@lru_cache(maxsize=4096)
def _shared(question: QuestionResult) -> QuestionResult:
    return question


def marks_of(results: Iterable[Result], scale: float | None, known_maximum: Decimal | None, where: str) -> list[Mark]:
    """One mark per person, groups spread over their members, in the scale asked for. Raises `LmsError`.

    ``known_maximum`` is what ``where`` (a column of the template) counts to, where that is known: marks out of another
    maximum are never written into it unasked.
    """
    results = one_run(results)
    maximum = max(Decimal(str(result.max_score)) for result in results)
    if scale is not None and (not Decimal(str(scale)).is_finite() or scale <= 0):
        raise LmsError(f"--scale is the maximum in the LMS: it must be more than 0, not {scale}.")
    if maximum <= 0 and (scale is not None or known_maximum is not None):
        raise LmsError("The marks of this run are out of 0: there is nothing to put in relation to the LMS's maximum.")
    if known_maximum is not None and known_maximum <= 0:
        raise LmsError(f"{where} counts to a maximum of 0: set its points in the LMS and download the template again.")
    if known_maximum is not None and scale is None and known_maximum != maximum:
        shares, there = made_of(results), f"{known_maximum.normalize():f}"
        made = f" ({shares.told})" if shares.told else ""
        raise LmsError(
            f"The marks of this run are out of {maximum.normalize():f}{made}, {where[:1].lower()}{where[1:]} counts to {there}: say "
            f"--scale {there} to scale them{_worth(shares, known_maximum)}, or --scale {maximum.normalize():f} to send them as they are"
            f"{', with what is written on top' if made else ''}."
        )
    wanted = maximum if scale is None else Decimal(str(scale))
    return [mark for result in results for mark in _people(result, wanted, maximum)]


def made_of(results: Iterable[Result]) -> Shares:
    """What the highest maximum of these results is made of."""
    most = max(results, key=lambda result: result.max_score)
    return Shares.of(most.questions)


def _worth(shares: Shares, maximum: Decimal) -> str:
    """What scaling makes of a mark that is all right but for written answers, where these count."""
    if not shares.told:
        return ""
    rest = Decimal(str(shares.checks)) * maximum / Decimal(str(shares.checks + shares.written))
    return f" (all checks right and nothing written is {mark_text(rest)} then)"


def scale_told(results: Iterable[Result], scale: float | None) -> tuple[str, ...]:
    """A note about the maximum, and what ``scale`` does to it, if written answers are a part of the marks."""
    every = list(map(_light, results))
    shares = made_of(every) if every else Shares.of(())
    most = shares.checks + shares.written
    if not shares.told:
        waiting = max((Shares.of(result.questions).waiting for result in every), default=0.0)
        return (
            f"written answers are not marked yet and not in these marks: up to {points(waiting)} points come on top",
        ) * bool(waiting)
    if scale in (None, most):
        return (f"marks are out of {points(most)}: {shares.told}; they are written as they are",)
    assert scale is not None
    return (
        f"marks out of {points(most)} ({shares.told}) are written out of {scale:g}{_worth(shares, Decimal(str(scale)))}",
    )


def _people(result: Result, wanted: Decimal, maximum: Decimal) -> list[Mark]:
    score = Decimal(str(result.score))
    # Who is excused has no mark: a 0 would be one.
    value = (
        None if result.excused or not score.is_finite() else score if wanted == maximum else score * wanted / maximum
    )
    if result.members:
        kind = result.source.get("members", "student_id")
        return [Mark(result, member, {kind: member}, value) for member in dict.fromkeys(result.members)]
    if result.source.get("readings"):
        return [Mark(result, f"{result.student} (its file's name can be read in several ways)", {}, value)]
    ids = ids_of(result.student, result.source)
    if not ids:
        ids["student_id"] = result.student
    names = {"shown_name": result.display_name, "file_name": result.source.get("name", "")}
    return [Mark(result, result.student, {**ids, **{kind: name for kind, name in names.items() if name}}, value)]


def identified(mark: Mark, **ids: str) -> Mark:
    """The mark of somebody whom the LMS's own file has identified."""
    return replace(mark, person=mark.result.student, ids=ids)


def spread(mark: Mark, ids: dict[str, str]) -> Mark:
    """The same mark for another member of the group."""
    return replace(mark, person=next(iter(ids.values())), ids=ids)


def mark_text(value: Decimal) -> str:
    """A mark with at most two decimals, rounded half up: ``87.5``, ``100``, ``0``."""
    text = f"{value.quantize(Decimal('0.01'), ROUND_HALF_UP):f}".rstrip("0").rstrip(".")
    return "0" if text in ("", "-0") else text


def decimal_of(text: str) -> Decimal | None:
    """A number as an LMS writes it, with either decimal sign; None for anything else."""
    try:
        number = Decimal(text.strip().replace(",", "."))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
