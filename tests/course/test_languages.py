"""Catalogues that cannot be read: whoever owns the course is told which, and a student's pytest goes on in English."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.course.languages import compiled, read_catalogue, words_of
from autograder.grading import words
from autograder.records.errors import CourseError
from autograder.records.sentences import say

HEAD = 'msgid ""\nmsgstr ""\n"Language: fr\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n'
ANSWER = '\nmsgid "Answer"\nmsgstr "Réponse"\n'
BROKEN = {
    "bytes that are no text": HEAD.encode() + b'\nmsgid "Answer"\nmsgstr "R\xe9ponse"\n',
    "binary": bytes(range(256)),
    "an encoding that nobody knows": (HEAD.replace("utf-8", "nonesuch") + ANSWER).encode(),
    "no rule for plurals": (HEAD + '"Plural-Forms: nplurals=2; plural=n+;\\n"\n' + ANSWER).encode(),
    "no number of plurals": (HEAD + '"Plural-Forms: nplurals=INTEGER; plural=EXPRESSION;\\n"\n' + ANSWER).encode(),
    "another language": (HEAD.replace("fr", "../fr") + ANSWER).encode(),
}


@pytest.mark.parametrize("data", BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_catalogue_is_named(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "fr.po").write_bytes(data)
    with pytest.raises(CourseError, match=r"fr\.po is no catalogue that can be read"):
        words_of("fr", tmp_path)


COMPILED = b"\xde\x12\x04\x95" + b"\0\0\0\0" + b"\1\0\0\0"


@pytest.mark.parametrize("data", [b"", b"junk" * 10, COMPILED, COMPILED + b"\xff" * 40])
def test_words_that_broke_off_in_a_students_folder(
    tmp_path: Path, data: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "words-fr.mo").write_bytes(data)
    with pytest.raises(CourseError, match=r"words-fr\.mo is no catalogue"):
        words_of("fr", tmp_path)
    monkeypatch.setattr(words, "__file__", str(tmp_path / "check_words.py"))
    monkeypatch.setenv("CONVGRADE_LANGUAGE", "fr")
    assert words.words_beside().language == "en"


def test_a_country_is_a_part_of_a_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "pt_BR.po").write_text(HEAD.replace("fr", "pt_BR") + ANSWER, encoding="utf-8")
    (tmp_path / "words-pt_BR.mo").write_bytes(compiled(read_catalogue(tmp_path / "pt_BR.po")))
    monkeypatch.setattr(words, "__file__", str(tmp_path / "check_words.py"))
    monkeypatch.setenv("CONVGRADE_LANGUAGE", "pt_BR")
    for spoken in (words_of("pt_BR", tmp_path), words.words_beside()):
        assert (spoken.language, spoken(say("Answer"))) == ("pt_BR", "Réponse")


def test_what_is_no_file_or_was_not_translated_is_english(tmp_path: Path) -> None:
    (tmp_path / "fr.po").write_text(HEAD + '\nmsgid "Answer"\nmsgstr "{nom.__class__} {0} {name}"\n', encoding="utf-8")
    assert words_of("fr", tmp_path)(say("Answer")) == "{nom.__class__} {0} {name}"
    assert words_of("fr", tmp_path)(say("Your answer")) == "Your answer"
    (tmp_path / "pt.po").mkdir()
    with pytest.raises(CourseError, match="no words for the language 'pt'"):
        words_of("pt", tmp_path, tmp_path / "not there")
