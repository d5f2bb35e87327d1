"""Writes the table of `docs/lms/README.md` from the registry of LMS modules; a test says when it is out of date.

python docs/lms/overview.py
"""

from __future__ import annotations

import re
from pathlib import Path

from autograder import lms

PAGE = Path(__file__).resolve().parent / "README.md"
HEAD = "| page | reads | writes | how sure we are |\n|---|---|---|---|\n"


def table() -> str:
    """The table: one row a system, by title."""
    rows = sorted(lms.all_systems(), key=lambda one: (one.rank == 90, one.title.casefold()))
    return HEAD + "".join(f"| [{one.title}]({one.page}) | {one.reads} | {one.writes} | {one.sure} |\n" for one in rows)


def main() -> None:
    """Put the table into the page."""
    text = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(re.sub(r"\| page \|.*?\n(?=\n)", lambda found: table(), text, flags=re.S), encoding="utf-8")


if __name__ == "__main__":
    main()
