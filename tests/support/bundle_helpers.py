"""What the tests of the autograder zip share: marks as Otter and the engine give them, a throw-away namespace, a control group."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from autograder.bundle import write_bundle
from autograder.bundle.grade_one import read_one
from autograder.course import Assignment, Course
from autograder.grading.rejection import rejected
from autograder.records.result import Result
from autograder.records.submission import Rejection
from autograder.runs.job import Job, Task
from autograder.runs.work import grade_chunk

ROOT = Path(__file__).resolve().parents[2]
OTTER = str(Path(sys.executable).parent / "otter")
_ALONE = """\
set -e
mount --make-rprivate /
mount --bind "$0" "$0"
mount -o remount,ro,bind "$0"
exec "$@"
"""


@cache
def can_unshare() -> bool:
    """Whether a process can be given mounts and process numbers of its own here."""
    probe = ["unshare", "--mount", "--pid", "--fork", "--mount-proc", "true"]
    try:
        return subprocess.run(probe, capture_output=True).returncode == 0
    except FileNotFoundError:
        return False


def alone(command: Sequence[str]) -> list[str]:
    """``command`` where it sees no other process and cannot write to this checkout, as far as this machine allows."""
    if not can_unshare():
        return list(command)
    away = ["unshare", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc", "sh", "-c", _ALONE, str(ROOT)]
    return [*away, *command]


def otter_run(zip_path: Path, submission: Path, out: Path) -> dict[str, Any]:
    """`otter run` on one submission: its results.json."""
    out.mkdir(parents=True, exist_ok=True)
    command = alone([OTTER, "run", "-a", str(zip_path), "-o", str(out), str(submission)])
    ran = subprocess.run(command, capture_output=True, text=True, timeout=180, env=clean_environment())
    assert ran.returncode == 0, ran.stdout[-2000:] + ran.stderr[-4000:]
    found: dict[str, Any] = json.loads((out / "results.json").read_text(encoding="utf-8"))
    return found


def clean_environment() -> dict[str, str]:
    """This environment without what would hide a missing setting of the bundle's own."""
    return {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "CONVGRADE"))}


def otter_marks(results: Mapping[str, Any]) -> dict[str, float]:
    """Question -> score in Otter's results.json."""
    return {test["name"]: test["score"] for test in results["tests"] if "score" in test}


def engine_marks(result: Result) -> dict[str, float]:
    """Question -> score of the automatically graded questions."""
    return {
        question.name: question.score for question in result.questions if question.score is not None and question.counts
    }


def graded_here(course: Course, assignment: Assignment, submission: Path) -> Result:
    """What `convgrade grade` gives for this submission."""
    entry = read_one(submission, assignment, "")
    if isinstance(entry, Rejection):
        return rejected(entry, assignment)
    job = Job(root=str(course.root), assignment=assignment.name, secret=course.secret)
    return grade_chunk(job, [Task(entry)])[0]


def run_engine(engine: Path, submission: Path, out: Path, *more: str) -> dict[str, Any]:
    """The bundle's engine on one submission: its record."""
    command = [sys.executable, "-I", str(engine / "start.py"), str(submission), "--out", str(out), *more]
    subprocess.run(alone(command), check=True, timeout=180, env=clean_environment())
    found: dict[str, Any] = json.loads(out.read_text(encoding="ascii"))
    return found


def unpacked(course: Course, name: str, folder: Path, **options: Any) -> Path:
    """The autograder zip of an assignment, written and unpacked as ``folder/source``."""
    zip_path = write_bundle(course, course.assignment(name), folder, **options).autograder
    assert zip_path is not None
    with zipfile.ZipFile(zip_path) as archive:
        archive.extractall(folder / "source")
    return folder / "source"


GRADESCOPE = {"users": [{"email": "ana@uni.edu", "id": 1, "name": "Ana"}], "assignment": {"title": "Convolution"}}


def autograder_folder(source: Path, home: Path) -> Path:
    """``home`` made what Gradescope calls /autograder, with the bundle in it and nothing handed in."""
    for folder in ("submission", "results"):
        (home / folder).mkdir(parents=True)
    shutil.copytree(source, home / "source")
    (home / "submission_metadata.json").write_text(json.dumps(GRADESCOPE))
    return home


def run_container(home: Path, *, prefix: list[str] | None = None) -> dict[str, Any]:
    """`run_autograder` as Gradescope runs it, with this Python in place of the image's: the results.json it leaves."""
    script = (home / "source" / "run_autograder").read_text(encoding="utf-8")
    (home / "run_autograder").write_text(script.replace("/autograder/", f"{home}/"))
    tools = home / "tools"
    tools.mkdir(exist_ok=True)
    (tools / "mamba").write_text("#!/bin/sh\nexit 0\n")
    (tools / "mamba").chmod(0o755)
    environment = clean_environment() | {"PATH": f"{tools}:{Path(sys.executable).parent}:{os.environ['PATH']}"}
    command = [*(prefix or []), *alone(["bash", str(home / "run_autograder")])]
    subprocess.run(command, env=environment, timeout=300, capture_output=True)
    found: dict[str, Any] = json.loads((home / "results" / "results.json").read_text(encoding="utf-8"))
    return found


def write_notebook(path: Path, *cells: str) -> Path:
    """A notebook with these code cells."""
    code: list[dict[str, object]] = [
        {"cell_type": "code", "id": f"c{i}", "metadata": {}, "source": cell, "outputs": [], "execution_count": None}
        for i, cell in enumerate(cells)
    ]
    metadata = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    path.write_text(
        json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": metadata, "cells": code}), encoding="utf-8"
    )
    return path


def write_modules(path: Path, modules: Mapping[str, str | bytes]) -> Path:
    """A zip of these files."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in modules.items():
            archive.writestr(name, text)
    return path


GROUPS = Path("/sys/fs/cgroup")


def can_limit() -> bool:
    """Whether control groups (version 1 or 2) can be made here."""
    if (GROUPS / "cgroup.controllers").is_file():
        return os.access(GROUPS, os.W_OK) and "memory" in (GROUPS / "cgroup.subtree_control").read_text()
    return all(os.access(GROUPS / kind, os.W_OK) for kind in ("memory", "cpu"))


@contextmanager
def container_limits(megabytes: int, cores: float) -> Iterator[list[Path]]:
    """Control groups with this memory (no swap) and this share of a core; put a process in by writing its id to each one's cgroup.procs."""
    name = f"convgrade-test-{os.getpid()}"
    if (GROUPS / "cgroup.controllers").is_file():
        wanted = {GROUPS / name: {"memory.max": megabytes << 20, "cpu.max": f"{int(cores * 100_000)} 100000"}}
    else:
        wanted = {
            GROUPS / "memory" / name: {"memory.limit_in_bytes": megabytes << 20},
            GROUPS / "cpu" / name: {"cpu.cfs_period_us": 100_000, "cpu.cfs_quota_us": int(cores * 100_000)},
        }
    for group, settings in wanted.items():
        group.mkdir(exist_ok=True)
        for file, value in settings.items():
            (group / file).write_text(str(value))
    try:
        yield list(wanted)
    finally:
        for group in wanted:
            group.rmdir()


def peak_megabytes(groups: Sequence[Path]) -> float:
    """The most memory that was in use in the group."""
    files = [group / name for group in groups for name in ("memory.peak", "memory.max_usage_in_bytes")]
    return max(int(file.read_text()) for file in files if file.is_file()) / 2**20
