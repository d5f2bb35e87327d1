"""One submission in a grading container: on Gradescope, and under ``otter grade``.

Nothing of the submission is run, imported or unpickled here. ``results.json`` is written last, in one step, by this
process, which no student code can reach; until then the one that says "not graded" is there, which ``run_autograder``
puts first.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from autograder.bundle import grade_one
from autograder.bundle.gradescope import results_json
from autograder.bundle.records import copy_files, write_json
from autograder.bundle.settings import EMPTY_NOTEBOOK, HANDED_IN, START, UNGRADED, VERDICT, Settings
from autograder.course.languages import words_of
from autograder.records.result import Result
from autograder.records.sentences import speaking
from autograder.records.text import clean

METADATA = "submission_metadata.json"
"""Who handed in, on Gradescope; empty under ``otter grade``."""
OTTER_SECONDS = 300
"""What Otter may take to carry the verdicts into its own results: it starts a notebook kernel."""


def main(home: Path) -> None:
    """Grade what lies in ``home/submission`` (on Gradescope ``home`` is ``/autograder``)."""
    shutil.rmtree(home / VERDICT.parent, ignore_errors=True)
    kept = home / HANDED_IN
    copy_files(home / "submission", kept)
    settings = Settings.read(grade_one.ENGINE)
    metadata = _metadata(home)
    student = student_from(metadata, settings.ids)
    engine = [sys.executable, "-I", str(grade_one.ENGINE / START), str(kept), "--out", str(home / VERDICT)]
    subprocess.run([*engine, f"--student={student}"], cwd=home, stdin=subprocess.DEVNULL, check=False)
    if not metadata:
        # `otter grade` leaves the metadata empty, and wants Otter's own results object; Gradescope does not.
        _run_otter(home, settings.assignment)
    record = json.loads((home / VERDICT).read_text(encoding="ascii"))
    with speaking(words_of(settings.language, grade_one.ENGINE / "course" / "reference" / "locale")):
        write_json(home / "results" / "results.json", _results(record, settings))


def _results(record: dict[str, Any], settings: Settings) -> dict[str, Any]:
    if "error" not in record:
        return results_json(Result.from_json(record), settings)
    content: dict[str, Any] = json.loads((grade_one.ENGINE / UNGRADED).read_text(encoding="utf-8"))
    content["tests"].append({"name": "For the instructor", "output": clean(record["error"]), "visibility": "hidden"})
    return content


def student_from(metadata: Mapping[str, Any], ids: tuple[str, ...]) -> str:
    """The submitter's id: what the roster calls one of them, by student number, e-mail or the part before its @."""
    for user in metadata.get("users") or ():
        email = str(user.get("email") or "")
        for candidate in (str(user.get("sid") or ""), email, email.partition("@")[0]):
            if candidate and candidate in ids:
                return candidate
    return ""


def _metadata(home: Path) -> dict[str, Any]:
    try:
        found = json.loads((home / METADATA).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _run_otter(home: Path, assignment: str) -> None:
    """Let Otter make its results, in a folder that holds nothing of the submission: it finds the verdict."""
    for entry in os.scandir(home / "submission"):
        shutil.rmtree(entry) if entry.is_dir(follow_symlinks=False) else os.unlink(entry)
    (home / "submission" / f"{assignment}.ipynb").write_text(EMPTY_NOTEBOOK, encoding="utf-8")
    # `otter grade` leaves this file empty, which Otter itself cannot read as soon as there is a plugin.
    (home / METADATA).write_text("{}", encoding="utf-8")
    environment = {**os.environ, "PYTHONSAFEPATH": "1", "PYTHONPATH": str(grade_one.ENGINE)}
    code = "import sys; from otter.run.run_autograder import main; main(sys.argv[1])"
    try:
        subprocess.run([sys.executable, "-c", code, str(home)], env=environment, timeout=OTTER_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        print("Otter did not finish; results.json stands all the same.", file=sys.stderr)
