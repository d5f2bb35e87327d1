"""What `convgrade validate` complains of beside the figures of the kill sheet: one fault, told by what, where, and what to do."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.course import Assignment, Waiver
from autograder.course.settings import Settings, did_you_mean

RULES = {
    "settings": "what assignment.toml and course.toml say adds up, and names things that exist",
    "sheet": "every question has a title, a written one a prompt and a rubric that adds up",
    "stub": "the stub has every question, untouched, with a docstring",
    "signature": "the stub's signature is the reference's",
    "example": "the examples in the stub's docstrings are right",
    "notebook": "the notebook asks what the stub asks",
    "reference": "the reference answers every question",
    "no-wheats": "every question has right answers in other styles",
    "no-chaffs": "every question has wrong answers with names",
    "variant": "right and wrong answers are told apart, and have their texts",
    "hint": "hints are short and hold no answer",
    "no-probes": "every question has probes",
    "probe": "the probes recognise every named wrong answer, and no right one",
    "no-public-check": "every question has a public check",
    "check": "every check is run, counts as it says, and judges",
    "sentence": "every check has a sentence of its own",
    "inputs": "hidden inputs are drawn by the course's secret",
    "itself": "an answer is compared with what is right, not with the student's own",
    "tolerance": "no answer is right that is 1 % off",
    "dead": "every check rejects a wrong answer, or a mutant",
    "engine": "suites import nothing of the engine but autograder.suite",
    "threads": "helpers and checks start no threads or processes",
    "machine": "staff code prints nothing, and needs nothing of the author's machine or the network",
    "repeats": "checks ask the same when they run again",
    "nothing": "no check passes for the untouched stub, nor for an answer that is nothing",
    "handout": "what students get needs nothing that they lack",
    "leak": "nothing hidden can be had from the student's zip",
    "helpers": "helpers in the student's process answer no question",
    "word": "few points hang on what the student's process says of itself",
    "oracle": "expected values are compared with a second oracle",
    "limits": "no right answer comes near a limit",
    "catalogue": "the course says all it says in each of its languages",
    "scaffold": "nothing that convgrade new wrote is left to be written",
    "mutants": "equivalent_mutants.toml argues mutants that are there",
}
"""The rules, by the names that a waiver in ``assignment.toml`` uses."""
OF_ALL = ("limits", "mutants", "word", "oracle", "catalogue")
"""Rules that are looked at in full only where all questions are."""


@dataclass(frozen=True)
class Fault:
    """One complaint. ``text`` says what is wrong and what to do, ``path`` and ``line`` where (line 0: the whole file).

    ``question`` is "" where it is about the whole assignment.
    """

    rule: str
    path: Path
    text: str
    line: int = 0
    question: str = ""

    def told(self, root: Path) -> str:
        """The complaint in one paragraph, with the file as it is called from the course's folder."""
        path = self.path.relative_to(root) if self.path.is_relative_to(root) else self.path
        return f"{path}{f', line {self.line}' if self.line else ''}: {self.text} [{self.rule}]"


def waived(assignment: Assignment, faults: Iterable[Fault]) -> tuple[list[Fault], list[tuple[Fault, Waiver]]]:
    """``faults`` without those that the author lets stand; and these, each with its waiver."""
    left: list[Fault] = []
    gone: list[tuple[Fault, Waiver]] = []
    for fault in faults:
        waiver = next((one for one in assignment.waivers if _covers(one, fault)), None)
        if waiver is None:
            left.append(fault)
        else:
            gone.append((fault, waiver))
    return left, gone


def idle(assignment: Assignment, used: Sequence[Waiver], questions: Collection[str] = ()) -> list[Fault]:
    """A fault for every waiver that names no rule or no question, or that nothing is left to waive for. Where only some ``questions`` were
    looked at: of these alone, and of what is seen of one question."""
    toml = assignment.handout / "assignment.toml"
    settings, found = Settings(toml), []
    for number, waiver in enumerate(assignment.waivers):
        if questions and (waiver.question not in questions or waiver.rule in OF_ALL):
            continue
        known = [one.name for one in assignment.questions]
        if waiver.rule not in RULES:
            meant = did_you_mean(waiver.rule, RULES)
            text = f"there is no rule {waiver.rule!r} to waive{meant} A complaint ends with its rule, in brackets."
        elif waiver.question and waiver.question not in known:
            meant = did_you_mean(waiver.question, known)
            text = f"the waiver of {waiver.rule!r} names no question with {waiver.question!r}{meant}"
        elif waiver not in used:
            where = f" of {waiver.question}" if waiver.question else ""
            about = f" about {waiver.about!r}" if waiver.about else ""
            text = f"nothing is left to waive by {waiver.rule!r}{where}{about}: take this [[waive]] out."
        else:
            continue
        at = settings.line("rule", "waive", number)
        found.append(Fault("settings", toml, text, at, waiver.question if waiver.question in known else ""))
    return found


def _covers(waiver: Waiver, fault: Fault) -> bool:
    return waiver.rule == fault.rule and waiver.question in ("", fault.question) and waiver.about in fault.text
