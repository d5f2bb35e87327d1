"""Catalogues brought up to date: every sentence a student reads, of the engine and of a course, with its translation, if it has one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.core import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import write_po

import autograder
from autograder.course.languages import DAY, NO_CODE, read_catalogue
from autograder.grading.heard import templates
from autograder.records.errors import CourseError
from autograder.records.sentences import fields_of, is_code
from autograder.records.whole import whole

KEYWORDS: dict[str, tuple[int, ...] | None] = {
    "say": None, "spoken": None, "marked": None, "_": None, "say_many": (1, 2), "spoken_many": (1, 2), "ngettext": (1, 2),
}  # fmt: skip
"""What sentences are given to, in Python and in the pages' templates."""
_FILES = [("**.py", "python"), ("**.j2", "jinja2")]
WIDTH = 140
_MARK = re.compile(r"%(?:\(\w+\))?[.\d]*[sdrfi]\b")
"""A place in a text that is filled by ``%``."""
Ids = str | tuple[str, ...]


@dataclass(frozen=True)
class State:
    """How complete a catalogue is: of ``all`` sentences how many have no translation (``missing``), how many a guess that nobody has looked
    at (``fuzzy``), and what is ``wrong`` with others, in words. ``obsolete`` are translations of sentences that are gone."""

    all: int
    missing: tuple[str, ...]
    fuzzy: tuple[str, ...]
    wrong: tuple[str, ...]
    obsolete: int

    @property
    def complete(self) -> bool:
        """Whether every sentence has a translation that can be used."""
        return not (self.missing or self.fuzzy or self.wrong)


def of_engine() -> Iterator[tuple[Ids, str]]:
    """The engine's sentences, each with the file it stands in."""
    folder = Path(autograder.__file__).parent
    for name, _, message, _, _ in extract_from_dir(folder, _FILES, keywords=KEYWORDS):
        yield message, f"autograder/{Path(name).as_posix()}"
    for template, name in templates():
        yield template, f"autograder/{name}"


def renewed(path: Path, language: str, sentences: Iterable[tuple[Ids, str]]) -> Catalog:
    """The catalogue at ``path`` (an empty one where there is none) with exactly these ``sentences``: translations are kept, those of a
    sentence that was changed a little are marked fuzzy, those of sentences that are gone become comments. Raises `CourseError`."""
    if not is_code(language):
        raise CourseError(NO_CODE.format(language))
    template = Catalog()
    for ids, place in sentences:
        template.add(ids, locations=[(place, None)])  # type: ignore[list-item]
    try:
        catalogue = read_catalogue(path) if path.is_file() else Catalog(Locale.parse(language))
    except (ValueError, UnknownLocaleError):
        raise CourseError(NO_CODE.format(language)) from None
    catalogue.update(template, no_fuzzy_matching=False)
    return catalogue


def write(path: Path, catalogue: Catalog) -> None:
    """Write the catalogue, the whole of it or nothing; equal ones are equal files, whenever they were written."""
    path.parent.mkdir(parents=True, exist_ok=True)
    catalogue.creation_date = catalogue.revision_date = DAY
    catalogue.project, catalogue.version, catalogue.msgid_bugs_address = "convgrade", "", ""
    catalogue.fuzzy, catalogue.last_translator, catalogue.language_team = False, "", ""
    # Whole or not at all: somebody's translation stands in the one that is there.
    with whole(path) as unfinished, unfinished.open("wb") as file:
        write_po(file, catalogue, width=WIDTH, sort_by_file=True)


def state(catalogue: Catalog) -> State:
    """How complete the catalogue is."""
    every = [message for message in catalogue if message.id]
    missing = [message for message in every if not all(_texts(message.string))]
    wrong = [f"{_told(message)}: {told}" for message in every if message not in missing for told in wrong_with(message)]
    return State(
        len(every), tuple(map(_told, missing)), tuple(_told(one) for one in every if one.fuzzy and one not in missing), tuple(wrong),
        len(catalogue.obsolete),
    )  # fmt: skip


def _texts(ids: object) -> tuple[str, ...]:
    return tuple(ids) if isinstance(ids, (tuple, list)) else (str(ids or ""),)


def _told(message: Message) -> str:
    return _texts(message.id)[0]


def wrong_with(message: Message) -> Iterator[str]:
    """What is wrong with a translation: it has the fields of its sentence and no others, where one of its forms for a number may leave
    some out ("one value"); and marks like %s, which are filled in the order they stand in, in the order of the sentence."""
    want = set().union(*map(fields_of, _texts(message.id)))
    marks = [_MARK.findall(text) for text in _texts(message.id)]
    for text in _texts(message.string):
        found = fields_of(text)
        if found != want and not (message.pluralizable and found <= want | {"number"}):
            yield f"its translation has the fields {sorted(found)}, not {sorted(want)}"
        if _MARK.findall(text) not in marks:
            yield f"its translation has {', '.join(_MARK.findall(text)) or 'no mark like %s'}, not {', '.join(marks[-1]) or 'none'}"
