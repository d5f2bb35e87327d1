"""The course's catalogues: complete, and the same code names, fields and numbers in every language."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from autograder.course import Course
from autograder.course.languages import compiled, read_catalogue
from autograder.records.sentences import fields_of
from autograder.validate.course_messages import of_files
from autograder.validate.messages import state
from tests.conftest import ROOT

COURSE = Course.read(ROOT)
LANGUAGES = sorted(path.stem for path in COURSE.locale.glob("*.po"))
AGAIN = "`convgrade messages {}` brings {} up to date; then translate what is new"


@pytest.fixture(scope="module", params=LANGUAGES)
def catalogue(request: pytest.FixtureRequest) -> Catalog:
    """The course's catalogue of one language."""
    return read_catalogue(COURSE.locale / f"{request.param}.po")


def told(language: Catalog) -> str:
    code = str(language.locale)
    return AGAIN.format(code, f"reference/locale/{code}.po")


def test_a_compiled_catalogue_does_not_tell_when_that_was_done() -> None:
    """Two handouts of one course are one: their words were different files from minute to minute."""
    first, second = (Catalog("de", creation_date=datetime(2026, 5, day, tzinfo=UTC)) for day in (1, 2))
    assert compiled(first) == compiled(second)


def test_german_is_there() -> None:
    assert "de" in LANGUAGES


def test_every_entry_is_translated(catalogue: Catalog) -> None:
    now = state(catalogue)
    assert (now.missing, now.fuzzy, now.wrong) == ((), (), ()), told(catalogue)


def test_every_sentence_in_a_file_has_an_entry(catalogue: Catalog) -> None:
    sentences = {text for assignment in COURSE.assignments for text, _ in of_files(COURSE, assignment)}
    assert len(sentences) > 2500
    assert not [text for text in sentences if catalogue.get(text) is None], told(catalogue)


def test_every_check_has_an_entry(catalogue: Catalog) -> None:
    """The sentences of checks: those of a check with several cases begin alike. Collecting them would take torch."""
    known = [str(message.id) for message in catalogue]
    exact, missing = set(known), []
    for sentence, several in sentences_of_checks():
        pattern = re.compile(re.sub(r"\\\{\w+\\\}", ".*", re.escape(sentence.removesuffix("."))) + r"( \(.*\))?\.?")
        if not (sentence in exact or (several and any(map(pattern.fullmatch, known)))):
            missing.append(sentence)
    assert not missing, told(catalogue)


def sentences_of_checks() -> Iterator[tuple[str, bool]]:
    """``(first paragraph of the docstring, whether the check has several cases)``."""
    for assignment in COURSE.assignments:
        for path in (assignment.public_suite, *sorted(assignment.hidden_suite.glob("test_*.py"))):
            yield from of_checks(path)


def of_checks(path: Path) -> Iterator[tuple[str, bool]]:
    for node in ast.parse(path.read_bytes()).body:
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            doc = (ast.get_docstring(node) or "").split("\n\n")[0].replace("\n", " ")
            yield doc, any("parametrize" in ast.unparse(mark) for mark in node.decorator_list)


def test_code_and_numbers_are_the_same(catalogue: Catalog) -> None:
    """What stands in backticks, is a field or a number. A type's name may get backticks where English needs an article."""
    wrong = []
    for message in catalogue:
        english, other = str(message.id), str(message.string)
        code = [Counter(re.findall(r"`[^`]*`", text)) for text in (english, other)]
        fields = [fields_of(text) for text in (english, other)]
        numbers = [
            Counter(re.findall(r"\d+(?:\.\d+)?", re.sub(r"`[^`]*`|\{\w+\}", "", text))) for text in (english, other)
        ]
        added = code[1] - code[0]
        if english and (
            code[0] - code[1]
            or any(not fields_of(text) for text in added)
            or fields[0] != fields[1]
            or numbers[0] != numbers[1]
        ):
            wrong.append(english)
    assert not wrong


def test_no_translation_is_english(catalogue: Catalog) -> None:
    """Words that are in nearly every English sentence, outside of code and names."""
    english = re.compile(r"\b(?:the|of|is|are|and|with|your|which|has|have|where|its)\b")
    left = [
        str(message.string)
        for message in catalogue
        if message.id and english.search(re.sub(r"`[^`]*`|\"[^\"]*\"|\{\w+\}", "", str(message.string)))
    ]
    assert not left
