"""Stand-ins of Canvas and Moodle on 127.0.0.1, by name."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from tests.support.canvas_server import CanvasStand
from tests.support.lms_stand import Book, running
from tests.support.moodle_server import MoodleStand


@contextmanager
def serving(kind: str, book: Book) -> Iterator[str]:
    """The address of a stand-in with this book."""
    base = {"canvas": CanvasStand, "moodle": MoodleStand}[kind]
    with running(type("Here", (base,), {"book": book})) as url:
        yield url
