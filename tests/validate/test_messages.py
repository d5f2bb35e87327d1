"""The engine's catalogues: every sentence a student reads can be found, and German has all of them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

import autograder
from autograder.course.languages import ENGINE, read_catalogue, words_of
from autograder.grading.phrases import read
from autograder.records.sentences import Sentence, speaking, tell
from autograder.validate.messages import KEYWORDS, of_engine, renewed, state, write

ROOM = Path(autograder.__file__).parent
SAYING = ("autograder.records.sentences", "autograder.sandbox.protocol.marked")


@pytest.fixture(scope="module")
def sentences() -> list[tuple[str | tuple[str, ...], str]]:
    return list(of_engine())


@pytest.mark.parametrize("path", sorted(ENGINE.glob("*.po")), ids=lambda path: path.stem)
def test_a_language_of_the_engine_is_complete(sentences: list, path: Path) -> None:
    now = state(renewed(path, path.stem, sentences))
    assert now.complete, f"translate in {path.name}: {now.missing or now.fuzzy or now.wrong}"
    assert (now.obsolete, now.all > 500) == (0, True)


def calls() -> Iterator[tuple[str, ast.Call, set[int]]]:
    """The calls that say something, with the f-strings' insides of their file, which no extraction reads in every Python."""
    for path in ROOM.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        names = {
            alias.name
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and node.module in SAYING
            for alias in node.names
        }
        inside = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in ast.walk(node)}
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in names & KEYWORDS.keys()
            ):
                yield f"{path.relative_to(ROOM)}, line {node.lineno}", node, inside


def test_what_is_said_stands_there_as_a_text(sentences: list) -> None:
    """A template that is put together, or stands inside an f-string, is in no catalogue. What is marked beside student code is found by the
    words around its gaps."""
    hidden, known = [], {ids for ids, _ in sentences}
    for where, call, inside in calls():
        if (
            where.startswith("sandbox/inside/")
            and isinstance(call.args[0], ast.JoinedStr)
            and read(call.args[0])[0] in known
        ):
            continue
        count = 2 if KEYWORDS[call.func.id] else 1
        texts = [part for part in call.args[:count] if isinstance(part, ast.Constant) and isinstance(part.value, str)]
        if len(texts) < count or id(call) in inside:
            hidden.append(where)
    assert hidden == []


def test_a_new_language_is_one_file(tmp_path: Path, sentences: list) -> None:
    path = tmp_path / "fr.po"
    empty = renewed(path, "fr", sentences)
    assert len(state(empty).missing) == state(empty).all
    empty.get("Answer").string = "Réponse"
    write(path, empty)
    again = read_catalogue(path)
    assert isinstance(again, Catalog)
    assert len(state(again).missing) == state(again).all - 1
    with speaking(words_of("fr", tmp_path)):
        assert tell(Sentence("Answer", {})) == "Réponse"
        assert tell(Sentence("Your answer", {})) == "Your answer"


def test_a_translation_with_other_fields_is_told(tmp_path: Path) -> None:
    catalogue = renewed(tmp_path / "fr.po", "fr", [("`{name}` is not written yet.", "x.py")])
    catalogue.get("`{name}` is not written yet.").string = "`{nom}` n'est pas encore écrit."
    (told,) = state(catalogue).wrong
    assert "['nom'], not ['name']" in told
