"""How long ingest and export take for a large class, beside a bare loop that does the same work without any care.

    python tests/benchmarks/lms.py [STUDENTS]

Figures are ratios to that loop, and seconds on this machine; the promise is 5,000 students exported in under 5 s.
"""

from __future__ import annotations

import csv
import io
import resource
import sys
import tempfile
import time
import zipfile
from pathlib import Path

from autograder.ingest import Handout, read_submissions
from autograder.lms import export
from autograder.records.result import CheckResult, Result
from tests.support import records

SOURCE = b"import numpy as np\n\n\ndef conv2d(x, k):\n    return x\n" * 100


def main(size: int) -> None:
    """Make a class, read it, export it to every target that needs no page, and print the figures."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        archive = root / "class.zip"
        with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as stream:
            for number in range(size):
                stream.writestr(f"Ann Lee_{number}_assignsubmission_file/convolution.py", SOURCE + b"# %d" % number)
        start = time.perf_counter()
        with zipfile.ZipFile(archive) as stream:
            held = sum(len(stream.read(name)) for name in stream.namelist())
        bare = time.perf_counter() - start
        start = time.perf_counter()
        intake = read_submissions([archive], Handout("convolution"))
        taken = time.perf_counter() - start
        print(
            f"ingest   {size} submissions, {held / 1e6:.0f} MB: {taken:6.2f} s, {taken / bare:4.1f} times reading the zip"
        )
        results = [_result(one.student, number, one.source) for number, one in enumerate(intake.submissions)]
        for target, template in (("moodle", _moodle(root, size)), ("canvas", _canvas(root, size)), ("csv", None)):
            sent = [_as_canvas(one) for one in results] if target == "canvas" else results
            start = time.perf_counter()
            export(sent, target, root / "out", template=template)
            taken = time.perf_counter() - start
            start = time.perf_counter()
            csv.writer(io.StringIO()).writerows(csv.reader(io.StringIO((root / "out").read_text("utf-8-sig"))))
            bare = time.perf_counter() - start
            print(
                f"{target:8} {size} students: {taken:6.2f} s, {taken / bare:5.1f} times reading and writing the same CSV"
            )
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def _result(student: str, number: int, source: dict[str, str]) -> Result:
    checks = tuple(
        CheckResult(f"c{n}", n % 3 > 0, message="A message", intent="One sentence of intent") for n in range(10)
    )
    questions = tuple(records.question(f"q{n}", 5.0, 10.0, "partial", "A title", checks) for n in range(8))
    return records.result(
        f"id{number}", student, "convolution", "graded", number % 100 / 1, 100.0, questions, source=source
    )


def _as_canvas(result: Result) -> Result:
    return records.changed(result, source={"lms": "canvas", "key": "canvas_id"})


def _moodle(root: Path, size: int) -> Path:
    header = "Identifier,Full name,Grade,Maximum Grade,Last modified (grade),Feedback comments\n"
    (root / "m.csv").write_text(header + "".join(f"Participant {n},Ann Lee,,100.00,-,\n" for n in range(size)))
    return root / "m.csv"


def _canvas(root: Path, size: int) -> Path:
    header = "Student,ID,SIS Login ID,Section,Convolution (501)\n"
    (root / "c.csv").write_text(header + "".join(f'"Lee, Ann",{n},login{n},A,\n' for n in range(size)))
    return root / "c.csv"


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5000)
