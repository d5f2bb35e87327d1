"""A downloaded gradebook: its cells for reading, and their very characters for writing them back untouched."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.records.errors import LmsError

LARGEST = 200 * 1024 * 1024
BEGINNING = 1024 * 1024
"""Characters in which the first lines end."""


@dataclass(frozen=True)
class Row:
    """One row: ``cells`` as they read, ``raw`` as they stand in the file (with quotes); ``line`` counts rows from 1."""

    line: int
    cells: tuple[str, ...]
    raw: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """The header and the rows, and how the file is written."""

    path: Path
    header: Row
    rows: tuple[Row, ...]
    delimiter: str
    newline: str
    encoding: str

    def column(self, name: str) -> int:
        """The column's index, -1 where it is missing. Raises `LmsError` when two columns have that name."""
        found = [index for index, cell in enumerate(self.header.cells) if cell == name]
        if len(found) > 1:
            raise LmsError(f"{self.path.name} has {len(found)} columns called {name!r}: download it again.")
        return found[0] if found else -1

    def values(self, column: int) -> list[str]:
        """The column's cells."""
        return [row.cells[column] for row in self.rows]

    def cell(self, text: str) -> str:
        """Text as this file writes it."""
        special = any(char in text for char in (self.delimiter, '"', "\n", "\r")) or text != text.strip()
        return '"' + text.replace('"', '""') + '"' if special else text

    def render(self, rows: Iterable[Sequence[str]]) -> bytes:
        """Rows of raw cells as a file like the one that was read."""
        text = "".join(self.delimiter.join(row) + self.newline for row in rows)
        mark = {"utf-8-sig": codecs.BOM_UTF8, "utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE}
        return mark.get(self.encoding, b"") + text.encode("utf-8" if self.encoding == "utf-8-sig" else self.encoding)


def read_table(path: Path | None, lms: str, *, delimiters: str = ",", utf16: bool = False, php: bool = False) -> Table:
    """The table at ``path``. Raises `LmsError` saying what to do: no template, another encoding, ragged rows.

    ``php``: a backslash keeps the next quote from ending its cell, as PHP's ``fputcsv`` writes and ``fgetcsv`` reads.
    """
    if path is None:
        raise LmsError(f"{lms} needs the file you download from it: give it with --template.")
    text, encoding = _decode(path, lms, utf16=utf16)
    delimiter = _delimiter(text)
    if delimiter not in delimiters:
        kind = {",": "commas", ";": "semicolons", "\t": "tabs"}
        raise LmsError(
            f"{path.name} separates its cells with {kind[delimiter]}, {lms} with {kind[delimiters[0]]}: a spreadsheet has "
            f"saved it. Download it again and give it as it comes."
        )
    rows = _rows(text, delimiter, path, php=php)
    while rows and rows[-1].cells == ("",):
        rows.pop()
    if not rows:
        raise LmsError(f"{path.name} is empty: download it again.")
    if rows[0].cells == ("",):
        raise LmsError(f"{path.name} begins with a blank line, where {lms} expects the header: download it again.")
    width = len(rows[0].cells)
    for row in rows:
        if len(row.cells) != width:
            raise LmsError(
                f"Row {row.line} of {path.name} has {len(row.cells)} cells where the header has {width}: the file was "
                f"changed since it was downloaded. Download it again."
            )
    newline = "\r\n" if "\r\n" in text else "\n"
    return Table(path, rows[0], tuple(rows[1:]), delimiter, newline, encoding)


def _delimiter(text: str) -> str:
    """What separates the cells: what stands equally often in the first lines. A title may hold more semicolons than that."""
    lines = [line for line in re.sub(r'"[^"]*"', "", text[:BEGINNING]).split("\n")[:3] if line.strip()]
    counts = {mark: [line.count(mark) for line in lines] for mark in ",;\t"}
    return max(counts, key=lambda mark: (len(set(counts[mark])) == 1 and any(counts[mark]), sum(counts[mark])))


def _decode(path: Path, lms: str, *, utf16: bool) -> tuple[str, str]:
    try:
        with open(path, "rb") as stream:
            data = stream.read(LARGEST + 1)
    except OSError as error:
        raise LmsError(f"The template {path} cannot be read: {error.strerror}.") from error
    if len(data) > LARGEST:
        raise LmsError(f"The template {path} is larger than {LARGEST // 2**20} MB: it is not a gradebook.")
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16-le" if data.startswith(codecs.BOM_UTF16_LE) else "utf-16-be"
        if not utf16:
            raise LmsError(f"{path.name} is UTF-16 text, {lms} reads UTF-8: download it again and give it as it comes.")
        data = data[2:]
    elif data.startswith(b"PK\x03\x04"):
        raise LmsError(
            f"{path.name} is a spreadsheet (xlsx), {lms} takes CSV: download the CSV and give it as it comes."
        )
    else:
        encoding = "utf-8-sig" if data.startswith(codecs.BOM_UTF8) else "utf-8"
    try:
        text = data.decode(encoding)
    except UnicodeError as error:
        raise LmsError(f"{path.name} is not UTF-8 text: a spreadsheet has saved it. Download it again.") from error
    if "\0" in text:
        raise LmsError(f"{path.name} is not a text file as {lms} writes it: download it again.")
    return text, encoding


def _rows(text: str, delimiter: str, path: Path, *, php: bool) -> list[Row]:
    inside = r'"[^"\\]*(?:(?:""|\\.)[^"\\]*)*"' if php else r'"[^"]*(?:""[^"]*)*"'
    bare = r"\r\n" if php else r"\"\r\n"  # Ruby's reader, Canvas's, takes a quote in a bare cell for an error
    cell = re.compile(rf"({inside}|[^{delimiter}\"\r\n][^{delimiter}{bare}]*|)({delimiter}|\r\n|\n|\r|\Z)", re.S)
    rows: list[Row] = []
    raw: list[str] = []
    at, line = 0, 1
    while at < len(text) or raw:
        found = cell.match(text, at)
        if found is None:
            raise LmsError(f"Row {line} of {path.name} is not well-formed CSV (a stray quote): download it again.")
        raw.append(found[1])
        at = found.end()
        if found[2] != delimiter:
            rows.append(Row(line, tuple(_value(cell_text) for cell_text in raw), tuple(raw)))
            raw = []
            line += 1
            if found[2] == "":
                break
    return rows


def _value(raw: str) -> str:
    return raw[1:-1].replace('""', '"') if raw.startswith('"') and len(raw) > 1 else raw
