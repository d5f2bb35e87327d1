"""Text that students or strangers wrote: made fit to show, for a spreadsheet, for HTML. And numbers as marks are written."""

from __future__ import annotations

import html
import unicodedata
from decimal import ROUND_HALF_UP, Decimal

KEEP_FORMAT = {"\u200c", "\u200d"}  # joiners: they belong to Persian words and to emoji
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")


def clean(text: str) -> tuple[str, str]:
    """The text without control and direction-changing characters, and what was found (empty: nothing)."""
    if text.isascii() and text.isprintable():
        return text, ""
    kept: list[str] = []
    found: list[str] = []
    for char in text:
        category = unicodedata.category(char)
        if category == "Cs":  # bytes of a file name that are not UTF-8
            kept.append(f"%{ord(char) & 0xFF:02X}")
            found.append("undecodable bytes")
        elif category in ("Cc", "Zl", "Zp") or (category == "Cf" and char not in KEEP_FORMAT):
            found.append("direction-changing characters" if _turns(char) else "control characters")
        else:
            kept.append(char)
    return "".join(kept), " and ".join(sorted(set(found)))


def _turns(char: str) -> bool:
    return unicodedata.bidirectional(char) in {"RLO", "LRO", "RLE", "LRE", "PDF", "RLI", "LRI", "FSI", "PDI"}


def display(text: str, longest: int = 200) -> str:
    """A name as it may be shown: NFC, no control characters, one space between words, not endless."""
    shown = " ".join(unicodedata.normalize("NFC", clean(text.replace("\n", " ").replace("\t", " "))[0]).split())
    return shown if len(shown) <= longest else shown[: longest - 1] + "…"


def defuse(text: str) -> str:
    """A cell no spreadsheet takes for a formula. Only for files people open: in an LMS's own columns it breaks matching."""
    return "'" + text if text.startswith(FORMULA) else text


def paragraph(text: str) -> str:
    """Text for HTML: escaped, without control characters, line ends as ``<br>``, backslashes as ``&#92;``.

    Moodle reads its worksheet with PHP's ``fgetcsv``, to which a backslash escapes the quote that ends the cell: the
    next student's row would become part of this one's.
    """
    lines = [clean(line)[0] for line in text.replace("\r\n", "\n").split("\n")]
    return "<br>".join(html.escape(line, quote=True) for line in lines).replace("\\", "&#92;")


def mark(value: Decimal) -> str:
    """A mark with at most two decimals, rounded half up: ``87.5``, ``100``, ``0``."""
    text = f"{value.quantize(Decimal('0.01'), ROUND_HALF_UP):f}".rstrip("0").rstrip(".")
    return "0" if text in ("", "-0") else text
