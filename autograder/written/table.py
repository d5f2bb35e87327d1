"""``marks.csv``: the one table a person fills in."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from autograder.records.errors import MarksError

COLUMNS = ("question", "answer", "mark", "comment")


def read_rows(path: Path, columns: Sequence[str] = COLUMNS) -> Iterator[tuple[int, dict[str, str]]]:
    """``(line number, row)`` as a spreadsheet may have saved them: with commas, semicolons or tabs. Raises `MarksError`."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise MarksError(f"{path} cannot be read: {error.strerror or error}.") from None
    try:
        text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    header = text.partition("\n")[0]
    delimiter = max(",;\t", key=header.count)
    try:
        reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, restval="")
        missing = [name for name in columns if name not in (reader.fieldnames or ())]
        if missing:
            right = ",".join(columns)
            raise MarksError(f"{path} lacks the column {', '.join(missing)}; its first line should be {right}.")
        for row in reader:
            cells = {name: (row[name] or "").strip() for name in columns}
            if any(cells.values()):
                yield reader.line_num, cells
    except csv.Error as error:
        raise MarksError(f"{path} is not a table of comma-separated values: {error}.") from None


def write_rows(path: Path, rows: Iterable[Sequence[str]]) -> None:
    """The table anew, with a byte order mark: Excel reads UTF-8 only then."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows(rows)


def kept_rows(path: Path) -> dict[tuple[str, str], list[str]]:
    """The rows of an older table by (question, answer); none when there is no table yet."""
    if not path.is_file():
        return {}
    return {(row["question"], row["answer"]): [row[name] for name in COLUMNS] for _line, row in read_rows(path)}
