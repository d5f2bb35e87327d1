"""How long ingest and export take for a large class, beside a bare loop that does the same work without any care.

    python tests/benchmarks/lms.py [STUDENTS]

Figures are ratios to that loop or to copying the file, and seconds on this machine; the promise is 5,000 students exported in under 5 s.
"""

from __future__ import annotations

import json
import resource
import sys
import tempfile
import time
import zipfile
from pathlib import Path

from autograder.ingest import Handout, read_submissions
from autograder.lms import export, targets
from autograder.records.result import CheckResult, Result
from tests.support import records

SOURCE = b"import numpy as np\n\n\ndef conv2d(x, k):\n    return x\n" * 100


def main(size: int) -> None:
    """Make a class, read it, export it to every target, and print the figures."""
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
        kinds = {
            "canvas": "canvas_id",
            "brightspace": "org_defined_id",
            "blackboard": "username",
            "classroom50": "github",
        }
        templates = {
            "moodle": _moodle,
            "canvas": _canvas,
            "brightspace": _brightspace,
            "blackboard": _blackboard,
            "classroom50": _scores,
        }
        page = root / "page.html"
        page.write_text("<html></html>")
        pages = {one.submission: page for one in results}
        for target in targets():
            kind = kinds.get(target.partition("-")[0], "")
            sent = [_known_by(one, kind) for one in results] if kind else results
            made = templates.get(target.partition("-")[0])
            template = made(root, size) if made else None
            start = time.perf_counter()
            report = export(sent, target, root / "out", template=template, pages=pages)
            taken = time.perf_counter() - start
            start = time.perf_counter()
            (root / "again").write_bytes((root / "out").read_bytes())
            bare = time.perf_counter() - start
            print(f"{target:20} {report.rows} students: {taken:6.2f} s ({taken / bare:7.1f} times copying the file)")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def _result(student: str, number: int, source: dict[str, str]) -> Result:
    checks = tuple(
        CheckResult(f"c{n}", n % 3 > 0, message="A message", intent="One sentence of intent") for n in range(10)
    )
    questions = tuple(records.question(f"q{n}", 5.0, 10.0, "partial", "A title", checks) for n in range(8))
    return records.result(
        f"id{number}", student, "convolution", "graded", number % 100 / 1, 100.0, questions, source=source
    )


def _known_by(result: Result, kind: str) -> Result:
    file = f"leeann_{result.student}_{result.student}_convolution.py"
    return records.changed(result, source={"lms": kind.partition("_")[0], "key": kind, "file": file})


def _moodle(root: Path, size: int) -> Path:
    header = "Identifier,Full name,Grade,Maximum Grade,Last modified (grade),Feedback comments\n"
    (root / "m.csv").write_text(header + "".join(f"Participant {n},Ann Lee,,100.00,-,\n" for n in range(size)))
    return root / "m.csv"


def _canvas(root: Path, size: int) -> Path:
    header = "Student,ID,SIS Login ID,Section,Convolution (501)\n"
    (root / "c.csv").write_text(header + "".join(f'"Lee, Ann",{n},login{n},A,\n' for n in range(size)))
    return root / "c.csv"


def _brightspace(root: Path, size: int) -> Path:
    header = "OrgDefinedId,Convolution Points Grade <Numeric MaxPoints:100>,End-of-Line Indicator\n"
    (root / "b.csv").write_text(header + "".join(f"#{n},,#\n" for n in range(size)))
    return root / "b.csv"


def _blackboard(root: Path, size: int) -> Path:
    header = '"Username","Convolution [Total Pts: 100 Score] |4045949"\n'
    (root / "g.csv").write_text(header + "".join(f'"{n}",""\n' for n in range(size)))
    return root / "g.csv"


def _scores(root: Path, size: int) -> Path:
    entries = [{"owner": str(n), "submissions": []} for n in range(size)]
    assignments = {"convolution": {"type": "individual", "entries": entries}}
    (root / "s.json").write_text(json.dumps({"schema": "classroom50/scores/v1", "assignments": assignments}))
    return root / "s.json"


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5000)
