"""What ingest needs of a notebook beyond what the sandbox's own reader does: that it is not too much to read, and that it is short."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from autograder.ingest import limits
from autograder.sandbox.inside import magics
from autograder.sandbox.inside.text import mended

_STRING = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\Z)', re.S)
"""A JSON string, one that breaks off included. It never backtracks: a picture is a string of megabytes."""


def is_modest(data: bytes) -> bool:
    """Whether a notebook's texts, lists and dicts are few enough to be built: a few megabytes of ``[[],[],…`` take gigabytes."""
    if data.count(b'"') > 4 * limits.CONTAINERS:
        return False
    bare = _STRING.sub(b"", data)
    return bare.count(b"[") + bare.count(b"{") <= limits.CONTAINERS and bare.count(b",") <= 10 * limits.CONTAINERS


def as_python(cells: Sequence[str]) -> list[str]:
    """The cells without the ``%%`` lines above Python; what a cell writes into a module is a text too, other languages are none."""
    opened = [magics.opened(mended("", cell)[0] or cell) for cell in cells]
    return [cell.text for cell in opened if not cell.magic or cell.magic in magics.WRITES]


def without_outputs(data: bytes) -> bytes:
    """The notebook without what its cells showed: pictures may make it a hundred times as long, and nothing reads them. One that is
    damaged stays as it is."""
    try:
        book = json.loads(data)
    except (ValueError, RecursionError):
        return data
    sheets = book.get("worksheets") if isinstance(book, dict) else None
    for part in sheets if isinstance(sheets, list) else [book]:
        cells = part.get("cells") if isinstance(part, dict) else None
        for cell in cells if isinstance(cells, list) else ():
            if isinstance(cell, dict):
                cell.pop("attachments", None)
                if "outputs" in cell:
                    cell["outputs"] = []
    return json.dumps(book).encode()
