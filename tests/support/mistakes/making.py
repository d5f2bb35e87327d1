"""A mistake of an author's, and the ways to make one in a copy of the course of `tests/fixtures/numbers_course`."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

COURSE = Path(__file__).resolve().parents[2] / "fixtures" / "numbers_course"

TOML = "assignments/averages/assignment.toml"
STUB = "assignments/averages/averages.py"
PUBLIC = "assignments/averages/test_averages.py"
BOOK = "assignments/averages/averages.ipynb"
SOLUTION = "reference/averages/solution.py"
SETTINGS = "reference/course.toml"
WHEATS = "reference/averages/alternatives/moving_mean.py"
CHAFFS = "reference/averages/misconceptions/moving_mean.py"
HIDDEN = "tests/hidden/averages/test_moving_mean.py"
HIDDEN_MEAN = "tests/hidden/averages/test_RunningMean.py"
PROBES = "tests/hidden/averages/probes.py"
CONFTEST = "tests/hidden/averages/conftest.py"
PROPS = "tests/hidden/averages/props.py"
FRENCH = "reference/locale/fr.po"
HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n'
"""What a catalogue begins with."""


@dataclass(frozen=True)
class Mistake:
    """``make`` changes a copy of the course; one complaint begins with ``where`` and holds all of ``told``."""

    name: str
    make: Callable[[Path], object]
    where: str
    told: tuple[str, ...]
    unit: str = ""
    """What has to run for it to be seen: a unit of `autograder.validate.measure`, with what it is given beside the question; nothing where
    it stands in the files."""
    question: str = "moving_mean"


def copy_course(to: Path) -> Path:
    """A copy of the course without its mistakes."""
    shutil.copytree(COURSE, to, ignore=shutil.ignore_patterns("__pycache__"))
    return to


def replace(name: str, old: str, new: str) -> Callable[[Path], object]:
    """``old`` in a file made ``new``, once."""

    def make(root: Path) -> None:
        text = (root / name).read_text(encoding="utf-8")
        assert old in text, (name, old)
        (root / name).write_text(text.replace(old, new, 1), encoding="utf-8")

    return make


def add(name: str, text: str) -> Callable[[Path], object]:
    """``text`` at the end of a file, which may be new."""

    def make(root: Path) -> None:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        before = path.read_text(encoding="utf-8") if path.exists() else ""
        path.write_text(before + text, encoding="utf-8")

    return make


def delete(name: str) -> Callable[[Path], object]:
    """A file gone."""
    return lambda root: (root / name).unlink()


def move(name: str, to: str) -> Callable[[Path], object]:
    """A file under another name."""
    return lambda root: (root / name).rename(root / to)


def cell(question: str, old: str, new: str) -> Callable[[Path], object]:
    """The notebook's cell of a question, with another text in it."""

    def make(root: Path) -> None:
        book = json.loads((root / BOOK).read_text(encoding="utf-8"))
        for cell in book["cells"]:
            if cell["metadata"].get("convgrade", {}).get("question") == question:
                text = "".join(cell["source"])
                assert old in text
                cell["source"] = text.replace(old, new)
        (root / BOOK).write_text(json.dumps(book), encoding="utf-8")

    return make


def printed(root: Path) -> None:
    """An output left in the notebook."""
    book = json.loads((root / BOOK).read_text(encoding="utf-8"))
    book["cells"][1]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": ["5\n"]}]
    (root / BOOK).write_text(json.dumps(book), encoding="utf-8")
