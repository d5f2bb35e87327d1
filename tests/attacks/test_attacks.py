"""The attack corpus through the real command line: nobody earns more than honest code does, disturbs others or learns secrets."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from autograder.course import Course
from autograder.grading.collect import check_rng
from autograder.grading.grade import Grader
from tests.attacks.earnings import MODULES, earned
from tests.attacks.handed_in import builders
from tests.support.checks import call
from tests.support.command import ROOT, as_ordinary_user, convgrade, results

ATTACKS = [path.stem for path in MODULES] + sorted(builders())
SECONDS = 900
"""Time for the whole corpus: the limits of those who use them up, spread over two workers, and room for a slow machine."""
pytestmark = pytest.mark.slow


def _hand_in(folder: Path, names: list[str]) -> Path:
    """A class: the attackers, and an honest student before, among and after them."""
    for honest in ("a-honest", "m-honest", "z-honest"):
        (folder / honest).mkdir(parents=True)
        shutil.copy(ROOT / "reference" / "convolution" / "solution.py", folder / honest / "convolution.py")
    for name in names:
        (folder / name).mkdir()
        if name in builders():
            builders()[name](folder / name)
        else:
            shutil.copy(Path(__file__).parent / "modules" / f"{name}.py", folder / name / "convolution.py")
    return folder


def _state() -> dict[str, set[str]]:
    """What could be left behind: files in shared places, processes of guests' users, sockets."""
    places = {place: set(os.listdir(place)) for place in ("/tmp", "/dev/shm", "/var/tmp") if os.path.isdir(place)}
    places["/tmp"] = {
        name
        for name in places["/tmp"]
        if "pwned" in name or name in ("hard", "soft", "big", "run.sqlite", "results.json")
    }
    # Named by multiprocessing: semaphores of worker pools, which other graders on this machine make and remove at any time.
    places["/dev/shm"] = {name for name in places.get("/dev/shm", set()) if not name.startswith("sem.mp-")}
    processes = set()
    for entry in Path("/proc").iterdir():
        try:
            # What outlives its grader has init for a parent.
            parent = (entry / "stat").read_text().rpartition(")")[2].split()[1] if entry.name.isdigit() else ""
            if parent == "1" and 61000 <= entry.stat().st_uid < 64000:
                processes.add(entry.name)
        except OSError:
            continue
    with open("/proc/net/unix", encoding="utf-8") as file:
        sockets = {line.split()[-1] for line in file if "convgrade" in line}
    return {**places, "processes": processes, "sockets": sockets}


@pytest.fixture(scope="module", params=["as the caller", "as an ordinary user"])
def outcome(request: pytest.FixtureRequest) -> Iterator[dict[str, Any]]:
    """The whole corpus in one run over two workers."""
    ordinary = request.param == "as an ordinary user"
    if ordinary and (os.getuid() != 0 or not (shutil.which("unshare") and shutil.which("setpriv"))):
        pytest.skip("dropping root needs root, unshare and setpriv; the other run is an ordinary user's already")
    folder = Path(tempfile.mkdtemp(prefix="attacks-"))
    folder.chmod(0o777)
    before = _state()
    handed_in = _hand_in(folder / "class", ATTACKS)
    started = time.monotonic()
    grade = ("grade", "convolution", handed_in, "--out", folder / "run", "--workers", 2)
    done = convgrade(*grade, timeout=2 * SECONDS, before=as_ordinary_user() if ordinary else ())
    seconds = time.monotonic() - started
    convgrade("report", folder / "run")
    yield {
        "run": folder / "run", "lines": results(folder / "run"), "seconds": seconds, "before": before, "after": _state(),
        "printed": done.stdout + done.stderr,
    }  # fmt: skip
    shutil.rmtree(folder, ignore_errors=True)


def test_the_corpus_is_as_large_as_promised() -> None:
    assert len(ATTACKS) >= 120
    threats = {int(name[1:3]) for name in ATTACKS}
    # 38 (a student's own nn.Conv2d) is an attack on torch_cnn: tests/attacks/test_torch_attacks.py.
    assert threats >= set(range(1, 38)) - {38} | {39}


@pytest.mark.parametrize("name", ATTACKS)
def test_an_attack_earns_what_its_honest_code_earns(outcome: dict[str, Any], course: Course, name: str) -> None:
    full, part = earned(name)
    known = {q.name for q in course.assignment("convolution").graded_questions}
    assert full | part <= known
    line = outcome["lines"][name]
    for question in line["questions"]:
        if question["score"] is None or question["name"] in full:
            continue
        if question["name"] in part:
            assert question["score"] < question["max_score"], question
        else:
            assert question["score"] == 0, question


def test_the_other_students_keep_their_marks(outcome: dict[str, Any]) -> None:
    assert {name: outcome["lines"][name]["score"] for name in ("a-honest", "m-honest", "z-honest")} == {
        "a-honest": 100.0, "m-honest": 100.0, "z-honest": 100.0,
    }  # fmt: skip


def test_everybody_has_a_result(outcome: dict[str, Any]) -> None:
    assert outcome["lines"].keys() >= set(ATTACKS)


def test_honest_code_beside_most_attacks_still_counts(outcome: dict[str, Any]) -> None:
    """An attack in one function does not cost the points of another: the seal is not a punishment."""
    lost = [name for name in ATTACKS if earned(name)[0] and outcome["lines"][name]["score"] == 0]
    assert not lost


def test_the_run_ends_in_time(outcome: dict[str, Any]) -> None:
    assert outcome["seconds"] < SECONDS


def test_nothing_is_left_behind(outcome: dict[str, Any]) -> None:
    new = {place: outcome["after"][place] - outcome["before"][place] for place in outcome["after"]}
    assert not any(new.values()), new


class _Listening:
    """The reference, writing down every number it is asked about."""

    def __init__(self, reference: Any, numbers: set[str]) -> None:
        self.reference, self.numbers = reference, numbers

    def __getattr__(self, name: str) -> Any:
        def call(*args: Any, **kwargs: Any) -> Any:
            for value in (*args, *kwargs.values()):
                if isinstance(value, np.ndarray) and value.dtype.kind == "f":
                    self.numbers.update(repr(float(x)) for x in value.ravel()[:20])
            return getattr(self.reference, name)(*args, **kwargs)

        return call


def _hidden_numbers(course: Course) -> set[str]:
    """Numbers of the hidden inputs, written as Python writes them; only those that could not be there by chance."""
    numbers: set[str] = set()
    with Grader(course, course.assignment("convolution")) as grader:
        student = _Listening(grader.reference, numbers)
        for check in grader.checks:
            if check.visibility == "hidden":
                rng = check_rng(course.secret, "convolution", check.question, check.name)
                # Checks that want more of the student's process stop there; their first inputs have been heard.
                with suppress(Exception):
                    call(
                        check,
                        {
                            "student": student,
                            "reference": grader.reference,
                            "rng": rng,
                            "agree": grader.agree,
                            "process": None,
                        },
                    )
    return {number for number in numbers if len(number) > 12}


def test_nothing_hidden_is_told(outcome: dict[str, Any], course: Course) -> None:
    """Attacks print, raise and return their inputs: of public checks and probes that is shown, of hidden checks never."""
    hidden = _hidden_numbers(course)
    assert len(hidden) > 500
    pages = list((outcome["run"] / "report" / "students").glob("*.html"))
    assert len(pages) >= len(ATTACKS)
    assert any("LEAK" in page.read_text(encoding="utf-8") for page in pages), (
        "the attacks that tell did not get to tell anything"
    )
    for page in pages:
        text = page.read_text(encoding="utf-8")
        told = hidden & set(re.findall(r"-?\d+\.\d+(?:e[-+]\d+)?", text))
        assert not told, page
        assert course.secret not in text, page
        assert str(ROOT) not in text, page
        assert not re.search(r"<script", text), page
        assert "\x1b" not in text, page
        assert "\u202e" not in text, page
    for name, line in outcome["lines"].items():
        for question in line["questions"]:
            for check in question["checks"]:
                if check["visibility"] == "hidden":
                    assert "LEAK" not in check["message"], (name, check)
                    # The only figures in such a message are the grader's own limits, and the line of a definition that was left
                    # out when the file was read: nothing hidden had been handed over then.
                    allowed = r"\(the limits: [^()]*\)|left out when your file was read: .*, line \d+"
                    rest = re.sub(allowed, "", check["message"])
                    assert not re.search(r"\d{2,}", rest), (name, check)


@pytest.mark.parametrize("workers", [1, 3])
def test_at_other_worker_counts(workers: int, tmp_path: Path) -> None:
    """One attack of each kind that reaches for its neighbours, or for their time."""
    kinds = {name[:3]: name for name in ATTACKS if name[:3] in ("t02", "t11", "t21", "t23", "t26")}
    assert len(kinds) == 5
    names = sorted(kinds.values())
    handed_in = _hand_in(tmp_path / "class", names)
    convgrade("grade", "convolution", handed_in, "--out", tmp_path / "run", "--workers", workers)
    lines = results(tmp_path / "run")
    assert {lines[name]["score"] for name in ("a-honest", "m-honest", "z-honest")} == {100.0}
    for name in names:
        full, part = earned(name)
        over = [q["name"] for q in lines[name]["questions"] if q["score"] and q["name"] not in full | part]
        assert not over, name
