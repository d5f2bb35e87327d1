"""What a student's folder says in other languages, compiled: a student's pytest and Otter have no Babel to read a catalogue with.

Only sentences that stand in the folder anyway are in it, in another language: what the public checks and the words around them say. The
course's catalogue itself stays with the staff; it tells of hidden checks and of misconceptions.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection
from pathlib import Path

from babel.messages.catalog import Catalog

from autograder.course import Assignment
from autograder.course.languages import ENGINE, HANDED_OUT, compiled, languages, read_catalogue
from autograder.records.sentences import ENGLISH

SHIPPED = (
    "autograder/bundle/handout_conftest.py", "autograder/grading/laws.py", "autograder/diagnosis/causes.py", "autograder/grading/words.py",
    "autograder/grading/work.py",
)  # fmt: skip
"""The engine's files whose sentences a student's pytest says."""


def words_files(assignment: Assignment, intents: Collection[str]) -> dict[str, bytes]:
    """Name -> bytes, a file for every language but English; ``intents`` are the sentences of the public checks."""
    folder = assignment.root / "reference" / "locale"
    public = {assignment.title, assignment.about.strip(), *(one.title for one in assignment.questions), *intents}
    shipped = (*SHIPPED, *(path.relative_to(assignment.root).as_posix() for path in assignment.handout.glob("*.py")))
    return {
        HANDED_OUT.format(language): compiled(_of(language, (folder, ENGINE), public, shipped))
        for language in languages(folder)
        if language != ENGLISH
    }


def _of(language: str, folders: Collection[Path], public: Collection[str], shipped: Collection[str]) -> Catalog:
    """What the catalogues in ``folders`` have of the sentences that are ``public`` or stand in files that are ``shipped``."""
    day = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)  # and not this minute: equal words are an equal file
    chosen = Catalog(language, fuzzy=False, creation_date=day, revision_date=day)
    for path in (folder / f"{language}.po" for folder in folders):
        if not path.is_file():
            continue
        for message in read_catalogue(path):
            shown = message.id in public or any(place in shipped for place, _ in message.locations)
            if message.id and message.string and not message.fuzzy and shown and chosen.get(message.id) is None:
                chosen.add(message.id, message.string)
    return chosen
