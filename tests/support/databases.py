"""A run file as a test looks into it, or damages it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path


@contextmanager
def database(path: Path) -> Iterator[sqlite3.Connection]:
    """Meanwhile the database is open, in one transaction; sqlite3's own `with` leaves it open, of which Python 3.13 warns."""
    with closing(sqlite3.connect(path)) as db, db:
        yield db
