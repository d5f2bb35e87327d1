"""Independent judges of what we write: PHP's fgetcsv (Moodle's), Ruby's CSV and Canvas's rules (Canvas's); and results to write.

The judges are tested too (tests/lms/test_judges.py): each must see the fault it is there for.
"""

from __future__ import annotations

import codecs
import csv
import io
import json
import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from autograder.records.result import CheckResult, Result
from tests.support import records

PHP = """
$data = file_get_contents('php://stdin');
if (substr($data, 0, 3) === "\\xEF\\xBB\\xBF") $data = substr($data, 3);
$stream = fopen('php://memory', 'r+'); fwrite($stream, $data); rewind($stream);
$rows = [];
while (($row = fgetcsv($stream, 0, ',', '"', '\\\\')) !== false) $rows[] = $row;
echo json_encode($rows, JSON_INVALID_UTF8_SUBSTITUTE);
"""
RUBY = """
require 'csv'; require 'json'
text = STDIN.read.force_encoding('UTF-8').delete_prefix("\\uFEFF")
puts JSON.generate(CSV.parse(text, col_sep: ARGV[0] || ','))
"""
NASTY = [
    "plain",
    "O'Neil, \"Ana\"",
    "ends in a backslash\\",
    '\\"quoted\\" and \\',
    "=HYPERLINK(\"http://x\")",
    "+1",
    "-1",
    "@SUM(A1)",
    "\ttab",
    "two\nlines\r\nand more",
    "\u202eevil\u202c",
    "👩‍👩‍👧 emoji",
    "<script>alert(1)</script>&amp;",
    "李 小龙",
    ";,;,",
    "'",
    '"',
    "x" * 100_000,
    "\x1b[31mred\x07",
]  # fmt: skip


def php_rows(data: bytes) -> list[list[str]]:
    """The rows as PHP's fgetcsv reads them, with its default escape character, as Moodle does."""
    if not shutil.which("php"):
        pytest.skip("php-cli is not installed (apt-get install php-cli)")
    done = subprocess.run(["php", "-d", "memory_limit=512M", "-r", PHP], input=data, capture_output=True, check=True)
    rows: list[list[str]] = json.loads(done.stdout)
    return rows


def ruby_rows(data: bytes, separator: str = ",") -> list[list[str]]:
    """The rows as Ruby's CSV reads them, as Canvas does; empty cells as empty text."""
    if not shutil.which("ruby"):
        pytest.skip("ruby is not installed (apt-get install ruby)")
    done = subprocess.run(["ruby", "-e", RUBY, separator], input=data, capture_output=True, check=True)
    return [[cell or "" for cell in row] for row in json.loads(done.stdout)]


def python_rows(data: bytes, separator: str = ",") -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=separator, strict=True))


def canvas_takes(
    data: bytes, students: Mapping[str, str], assignments: Mapping[str, str], logins: Mapping[str, str] | None = None
) -> dict[str, str]:
    """What Canvas would change: user id to new grade, by the rules of its GradebookImporter; raises where it refuses.

    ``students``: user id to name; ``assignments``: id to title; ``logins``: SIS login id to user id.
    """
    text = data.removeprefix(codecs.BOM_UTF8).decode("utf-8")
    first = text.splitlines()[:3]
    counts = {mark: {len(next(csv.reader([line], delimiter=mark))) for line in first} for mark in ";,"}
    size = {mark: counts[mark].pop() if len(counts[mark]) == 1 else 0 for mark in counts}
    rows = python_rows(data, ";" if size[";"] > size[","] else ",")
    header = rows[0]
    if not (len(header) > 3 and "Student" in header[0] and "ID" in header[1]):
        raise AssertionError("Invalid header row")
    columns = 3
    if re.search(r"SIS\s+Login\s+ID", header[2]):
        columns += 1
    elif re.search(r"SIS\s+User\s+ID", header[2]) and re.search(r"SIS\s+Login\s+ID", header[3]):
        integration = bool(re.search(r"Integration\s+ID", header[4]))
        columns += 2 + integration
        columns += bool(re.search(r"Root\s+Account", header[4 + integration]))
    if "Section" not in header[columns - 1]:
        raise AssertionError("Invalid header row: Section must come last")
    dropped = re.compile("|".join(f"{a} {b}" for a in ("Current", "Final") for b in ("Score", "Points", "Grade")))
    taken = [cell for cell in header[columns:] if not dropped.search(cell)]
    if len(taken) != 1:
        raise AssertionError(f"columns for assignments: {taken}")
    found = re.fullmatch(r"(.*)\s+\((\d+)\)", taken[0], re.S)
    if not found or found[2] not in assignments:
        raise AssertionError(f"a new assignment would be made: {taken[0]}")
    changes: dict[str, str] = {}
    for row in rows[1:]:
        if "Points Possible" in row[0] or all(re.fullmatch(r"\s*(Muted|Manual Posting.*)?\s*", cell) for cell in row):
            continue
        user = row[1] if row[1] in students else ""
        if not user and logins and "SIS Login ID" in header:
            user = logins.get(row[header.index("SIS Login ID")], "")
        if not user:
            hits = [key for key, name in students.items() if name == row[0]]
            if not hits:
                raise AssertionError(f"a new student would be made: {row[0]}")
            user = hits[0]
        if user in changes:
            raise AssertionError(f"user {user} stands twice")
        grade = row[header.index(taken[0])].strip()
        if not re.fullmatch(r"\d+(\.\d{1,2})?|EX", grade):
            raise AssertionError(f"user {user} would get {grade!r}")
        changes[user] = grade
    return changes


def result(
    student: str,
    score: float,
    *,
    lms: str = "plain",
    key: str = "student_id",
    assignment: str = "convolution",
    max_score: float = 100.0,
    name: str = "",
    message: str = "",
    **more: object,
) -> Result:
    """A result as grading makes one, with a failed check that says ``message``."""
    check = CheckResult(
        "slides", False, message=message, intent="The kernel slides over the whole image", detail="SECRET"
    )
    questions = (
        records.question(
            "conv2d", score, max_score, "partial", "Slide a kernel", (check,), hints=("Look at the stride.",)
        ),
        records.question("why", None, 5.0, "manual"),
    )
    source = {"lms": lms, "key": key, **({"name": name} if name else {})}
    made = records.result(
        f"id-{student}", student, assignment, "graded", score, max_score, questions, source=source, display_name=name
    )
    altered: Result = records.changed(made, **more)
    return altered


def write(path: Path, rows: Sequence[Sequence[str]], separator: str = ",", encoding: str = "utf-8") -> Path:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter=separator, lineterminator="\r\n").writerows(rows)
    path.write_bytes(buffer.getvalue().encode(encoding))
    return path
