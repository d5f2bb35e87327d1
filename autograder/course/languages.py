"""Catalogues: what the engine and a course say in another language, as gettext's ``.po`` files.

The engine's are ``autograder/locale/de.po`` …, a course's lie beside ``course.toml``: ``reference/locale/de.po``. The course's is asked
first and may hold the engine's sentences too, so a language that the engine does not speak is one file. A student's folder has its words
compiled (`HANDED_OUT`), because there is no Babel to read them.
"""

from __future__ import annotations

import datetime
import gettext
import io
import os
import struct
from copy import copy
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import autograder
from autograder.records.errors import CourseError
from autograder.records.sentences import ENGLISH, Words, is_code

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

ENGINE = Path(autograder.__file__).parent / "locale"
VARIABLE = "CONVGRADE_LANGUAGE"
"""The environment variable that chooses the language if no option does."""
HANDED_OUT = "words-{}.mo"
"""The words of a language in the folder that students get."""
DAY = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
"""What every catalogue that we write says of its date: equal ones are equal files, whenever they were written."""
NO_CODE = "{!r} is no language's code: two or three letters are, as de, fr or pt_BR."


def words_of(language: str, *folders: Path | None) -> Words:
    """The words of ``language``; the first of the ``folders`` comes first, the engine's own catalogue last. Raises `CourseError` for a
    language that none of them speaks, and for a file that is no catalogue."""
    if language == ENGLISH:
        return Words()
    if not is_code(language):
        raise CourseError(NO_CODE.format(language))
    rooms = [*filter(None, folders), ENGINE]
    found = [path for room in rooms for path in (room / f"{language}.po", room / HANDED_OUT.format(language))]
    found = [path for path in found if path.is_file()]
    if not found:
        known = ", ".join(languages(*folders))
        beside = f" A course's own catalogue would be {rooms[0] / language}.po." if len(rooms) > 1 else ""
        raise CourseError(f"There are no words for the language {language!r}. Languages: {known}.{beside}")
    catalogue = gettext.NullTranslations()
    for path in found:
        catalogue.add_fallback(copy(_read(path, path.stat().st_mtime_ns)))
    return Words(language, catalogue)


def languages(*folders: Path | None) -> list[str]:
    """The languages that are spoken, English first."""
    found = {path.stem for room in (*filter(None, folders), ENGINE) for path in room.glob("*.po")}
    found |= {
        path.stem.partition("-")[2] for room in filter(None, folders) for path in room.glob(HANDED_OUT.format("*"))
    }
    return [ENGLISH, *sorted(found - {ENGLISH})]


def language_here(named: str | None, course: str) -> str:
    """The language to speak: the one ``named`` by an option, else the environment's, else the ``course``'s."""
    return named or os.environ.get(VARIABLE, "") or course or ENGLISH


def day_in(language: str, day: datetime.date) -> str:
    """A day in words: ``30 November 2026``, ``30. November 2026``."""
    if language != ENGLISH:
        from babel import UnknownLocaleError
        from babel.dates import format_date

        try:
            return format_date(day, "long", locale=language)
        except (ValueError, UnknownLocaleError):
            return day.isoformat()[:10]
    return f"{day.day} {day:%B %Y}"


def read_catalogue(path: Path) -> Catalog:
    """The catalogue at ``path``, a ``.po`` file. Raises `CourseError` where it cannot be read, or is no catalogue."""
    from babel.messages.pofile import PoFileError, read_po

    try:
        with path.open("rb") as file:
            return read_po(file, abort_invalid=True)
    except (OSError, PoFileError, ValueError, LookupError) as error:
        raise _unreadable(path, error) from None


def compiled(catalogue: Catalog) -> bytes:
    """A Babel catalogue in gettext's own form: the same bytes whenever that is done."""
    from babel.messages.mofile import write_mo

    catalogue.creation_date = catalogue.revision_date = DAY
    data = io.BytesIO()
    write_mo(data, catalogue)
    return data.getvalue()


@lru_cache(maxsize=16)
def _read(path: Path, saved: int) -> gettext.GNUTranslations:
    """The catalogue at ``path``, as it was ``saved`` last. Entries marked fuzzy are not used."""
    try:
        data = path.read_bytes() if path.suffix == ".mo" else compiled(read_catalogue(path))
        return gettext.GNUTranslations(io.BytesIO(data))
    except (OSError, ValueError, struct.error) as error:  # broken off, or a rule for plurals that is none
        raise _unreadable(path, error) from None


def _unreadable(path: Path, error: Exception) -> CourseError:
    return CourseError(f"{path} is no catalogue that can be read: {error}.")
