"""What a student's process says in the engine's own words, as sentences that can be said in another language.

Over the wire come texts. Beside student code the engine marks its words (`marked`), f-strings too: what those make is found again here by
the words around their gaps. Python's own texts, names and lines of code stay what they are.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from importlib.resources import files

from autograder.grading.phrases import LONGEST_TEXT, Phrase, read
from autograder.records.sentences import Sentence
from autograder.sandbox.host.report import LoadReport
from autograder.sandbox.protocol.marked import marked

_DEEPEST = 8
"""Sentences within sentences that are looked for: the line of a cell, of a place, of the first of several, is five deep."""
_MOST = 4000
"""Texts that are compared with all phrases, for one report: a flag takes some twenty. What a hostile process says could take any number."""
_BETWEEN = ((": ", ""), (": ", "."), (" (", ")"), (", ", ""), (" ", ""))
"""What may stand before a sentence within a text, and behind it. Before what Python says stands a line, which is a sentence too."""
_OWN = {
    marked("left out: {what}"): r"left out: (?P<what>.*)",
    marked("{file}, line {line}"): r"(?P<file>.*), line (?P<line>\d+)",
    marked("{file}, line {line}, in {name}"): r"(?P<file>.*), line (?P<line>\d+), in (?P<name>[^, ]+)",
    marked("{file}, line {line} ({names})"): r"(?P<file>.*), line (?P<line>\d+) \((?P<names>`.*)\)",
    marked("{where}, the cell there"): r"(?P<where>.*), the cell there",
}
"""How a line is told that something is said of (`autograder.sandbox.inside.about`)."""


def heard(text: str) -> str:
    """``text`` as the sentence it is, or in which one stands; as it is where there is none."""
    return _Ear().heard(text)


def heard_report(report: LoadReport) -> LoadReport:
    """The ``report`` with sentences for texts."""
    ear = _Ear()
    return replace(
        report,
        reason=ear.heard(report.reason),
        flags=tuple(map(ear.heard, report.flags)),
        skipped=tuple(map(ear.heard, report.skipped)),
        left_out={name: one._replace(told=ear.heard(one.told)) for name, one in report.left_out.items()},
    )


class _Ear:
    def __init__(self) -> None:
        self.left = _MOST

    def heard(self, text: str, depth: int = 0) -> str:
        if isinstance(text, Sentence) or depth > _DEEPEST or len(text) > LONGEST_TEXT:
            return text
        whole = self.made(text, depth)
        if whole is not None:
            return whole
        for between, end in _BETWEEN:
            inner = text.removesuffix(end) if text.endswith(end) else ""
            for place in re.finditer(re.escape(between), inner):
                first, last = text[: place.start()], inner[place.end() :]
                if known := self.made(last, depth):
                    parts = {"first": self.heard(first, depth + 1), "last": known}
                elif between == ": " and (known := self.made(first, depth)):
                    parts = {"first": known, "last": self.heard(last, depth + 1)}
                else:
                    continue
                return Sentence(f"{{first}}{between}{{last}}{end}", parts)
        return text

    def made(self, text: str, depth: int) -> Sentence | None:
        """The sentence that one of the phrases makes."""
        self.left -= 1
        for template, (phrase, _) in _phrases().items() if self.left > 0 else ():
            if made := phrase.made(text):
                parts = {name: self.heard(part, depth + 1) for name, part in made.groupdict().items()}
                return Sentence(template, parts)
        return None


def templates() -> Iterator[tuple[str, str]]:
    """The words that are marked beside student code and have gaps, each with the file they stand in."""
    for template, (_, file) in _phrases().items():
        if "{" in template:
            yield template, file


@cache
def _phrases() -> dict[str, tuple[Phrase, str]]:
    """What is marked, by its template, with the file: those with the most words first."""
    found = {
        template: (Phrase(re.compile(pattern, re.DOTALL), ("", "")), "grading/heard.py")
        for template, pattern in _OWN.items()
    }
    for file in sorted(files("autograder.sandbox.inside").iterdir(), key=lambda each: each.name):
        if file.name.endswith(".py"):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "marked":
                    template, pattern, own = read(node.args[0])
                    found[template] = Phrase(re.compile(pattern, re.DOTALL), own), f"sandbox/inside/{file.name}"
    return dict(sorted(found.items(), key=lambda item: -len("".join(item[1][0].own))))
