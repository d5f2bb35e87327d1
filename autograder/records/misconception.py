"""A misconception as it is shown, in the language spoken here."""

from __future__ import annotations

from autograder.records.sentences import tell
from autograder.records.text import clean, one_line


def shown(name: str, hint: str = "") -> tuple[str, tuple[str, ...]]:
    """Its title (``flipped-kernel`` is ``Flipped kernel``) and its hint in paragraphs."""
    title = one_line(name, 80).replace("-", " ")
    paragraphs = clean(tell(hint), 2000).split("\n\n")
    return tell(title[:1].upper() + title[1:]), tuple(" ".join(part.split()) for part in paragraphs if part.strip())
