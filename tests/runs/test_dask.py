"""The same chunks on a cluster: a real Dask scheduler and workers, here on this machine."""

from __future__ import annotations

import hashlib
import shutil
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from autograder import Course, Run
from autograder.records.errors import ClusterError
from autograder.runs import on_dask
from autograder.runs.job import Job, Task
from autograder.runs.parcel import pack, unpacked
from autograder.runs.progress import Progress
from autograder.runs.share import grade_all
from tests.support.command import EXAMPLE, convgrade, results
from tests.support.dask_cluster import Cluster
from tests.support.tiny_course import KILLS, KILLS_PARENT, hand_in, write_course

pytest.importorskip("distributed", reason="Dask is an extra (pip install convgrade[dask])")
slow = pytest.mark.slow
STUDENTS = ("s001", "s002.py", "s009", "s010.ipynb", "s014", "s021")


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A scheduler with two workers that nobody takes down."""
    with Cluster(tmp_path_factory.mktemp("dask")) as cluster:
        yield cluster


@pytest.fixture
def course(tmp_path: Path) -> Course:
    return write_course(tmp_path / "course")


def handed_in(folder: Path, right: int, **answers: int) -> Path:
    """So many right submissions, and others that answer what is given."""
    for number in range(right):
        hand_in(folder, f"s{number:02}", "value / 2")
    for student, answer in answers.items():
        hand_in(folder, student, answer)
    return folder


@slow
def test_a_cluster_gives_the_marks_this_machine_gives(cluster: Cluster, tmp_path: Path) -> None:
    sources = [EXAMPLE / "plain" / name for name in STUDENTS]
    here, there = tmp_path / "here", tmp_path / "there"
    convgrade("grade", "convolution", *sources, "--out", here)
    convgrade("grade", "convolution", *sources, "--out", there, "--dask", cluster.address)
    ours, theirs = results(here), results(there)
    assert ours.keys() == theirs.keys()
    for name, line in ours.items():
        assert theirs[name]["score"] == line["score"]
        assert theirs[name]["questions"] == line["questions"]
        assert theirs[name]["isolation"] == line["isolation"]


@slow
def test_who_kills_the_grading_process_leaves_the_dask_workers_alone(
    cluster: Cluster, tmp_path: Path, course: Course
) -> None:
    source = handed_in(tmp_path / "in", 7, mal=KILLS)
    run = tmp_path / "run"
    done = convgrade("grade", "tiny", source, "--out", run, "--course", course.root, "--dask", cluster.address)
    assert done.returncode == 1
    found = results(run)
    assert "it was killed by SIGKILL" in found["mal"]["reason"]
    assert [line["score"] for name, line in found.items() if name != "mal"] == [100] * 7


@slow
def test_who_kills_dask_workers_is_rejected_and_named(tmp_path: Path, course: Course) -> None:
    source = handed_in(tmp_path / "in", 7, mal=KILLS_PARENT)
    run = tmp_path / "run"
    with Cluster(tmp_path) as own:
        done = convgrade("grade", "tiny", source, "--out", run, "--course", course.root, "--dask", own.address)
    assert done.returncode == 1
    assert "mal" in done.stdout
    found = results(run)
    assert found["mal"]["status"] == "rejected"
    assert "it took several Dask workers down with it" in found["mal"]["reason"]
    assert [line["score"] for name, line in found.items() if name != "mal"] == [100] * 7


def _after_the_first(disturb: Callable[[], object]) -> tuple[Callable[[Progress], None], threading.Event]:
    """A listener that disturbs the cluster, beside the run, when the first result is there; and whether that is over."""
    begun, over = threading.Event(), threading.Event()

    def beside() -> None:
        disturb()
        over.set()

    def told(progress: Progress) -> None:
        if progress.done and not begun.is_set():
            begun.set()
            threading.Thread(target=beside).start()

    return told, over


@slow
def test_a_scheduler_that_comes_back_is_gone_on_with(tmp_path: Path, course: Course) -> None:
    source = handed_in(tmp_path / "in", 60)
    with Cluster(tmp_path) as own, Run.new(tmp_path / "run", course, "tiny", [source]) as run:

        def restart() -> None:
            own.lose_scheduler()
            own.stop_workers()
            own.bring_back()
            own.start_workers(2)

        told, over = _after_the_first(restart)
        done = run.grade(dask=own.address, progress=told)
        assert over.wait(60)
        assert (done.code, done.graded) == (0, 60)
        assert [result.score for result in run.results()] == [100] * 60
        assert list(run._store.superseded()) == [], "nothing was graded twice into the run"


@slow
def test_a_scheduler_that_is_gone_ends_the_run_with_a_sentence(
    tmp_path: Path, course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(on_dask, "CONNECT_SECONDS", 3.0)
    monkeypatch.setattr(on_dask, "RETURN_SECONDS", 3.0)
    source = handed_in(tmp_path / "in", 60)
    with Run.new(tmp_path / "run", course, "tiny", [source]) as run:
        with Cluster(tmp_path) as own:
            told, _ = _after_the_first(own.lose_scheduler)
            with pytest.raises(ClusterError, match="What was graded is kept"):
                run.grade(dask=own.address, progress=told)
        kept = len(list(run.results()))
        assert 0 < kept < 60
        assert run.grade(workers=2).kept == kept
        assert [result.score for result in run.results()] == [100] * 60


@slow
def test_workers_that_are_gone_for_good_end_the_run_with_a_sentence(
    tmp_path: Path, course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(on_dask, "WORKERLESS_SECONDS", 5.0)
    source = handed_in(tmp_path / "in", 7, mal=KILLS_PARENT)
    with Cluster(tmp_path, nanny=False) as own, Run.new(tmp_path / "run", course, "tiny", [source]) as run:
        with pytest.raises(ClusterError, match="has had no worker for"):
            run.grade(dask=own.address)
        (source / "mal.py").unlink()  # here it would kill this very process
        run.grade(workers=1)
        assert [result.score for result in run.results()] == [100] * 7


@slow
def test_futures_that_somebody_cancels_are_graded_again(cluster: Cluster, tmp_path: Path, course: Course) -> None:
    from distributed import Client, Future

    source = handed_in(tmp_path / "in", 60)

    def cancel() -> None:
        with Client(cluster.address, set_as_default=False) as other:  # type: ignore[no-untyped-call]
            keys = other.run_on_scheduler(_keys)
            other.cancel([Future(key, client=other) for key in keys], force=True)

    told, over = _after_the_first(cancel)
    with Run.new(tmp_path / "run", course, "tiny", [source]) as run:
        done = run.grade(dask=cluster.address, progress=told)
        assert over.wait(60)
        assert (done.code, done.graded) == (0, 60)
        assert [result.score for result in run.results()] == [100] * 60


def _keys(dask_scheduler: Any) -> list[Any]:
    return list(dask_scheduler.tasks)


@pytest.mark.parametrize(
    ("name", "version", "told"),
    [
        ("convgrade", "0123456789ab", r"has another convgrade \([0-9a-f]{12}, here 0123456789ab\)"),
        ("Python", "2.7", r"has Python 3\.\d+, not 2\.7"),
        ("numpy", "1.0", r"has numpy [\d.]+, not 1\.0"),
    ],
)
def test_a_worker_of_another_version_is_refused(course: Course, name: str, version: str, told: str) -> None:
    wanted = {**on_dask.versions(), name: version}
    with pytest.raises(ClusterError, match=told):
        on_dask.grade_there(wanted, Job(str(course.root), "tiny", course.secret), [], "0")


def test_without_dask_it_is_said_what_to_install(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ClusterError, match=r"pip install 'convgrade\[dask\]'"):
        on_dask.OnDask(on_dask.LOCAL, Job(str(course.root), "tiny", course.secret))


def test_a_library_that_one_side_lacks_is_no_difference(course: Course) -> None:
    wanted = {**on_dask.versions(), "a library of this side": "1.0"}
    assert on_dask.grade_there(wanted, Job(str(course.root), "tiny", course.secret), [], "0") is None


def test_the_course_travels_without_its_secret(course: Course, tmp_path: Path) -> None:
    task = course.assignment("tiny")
    first, again = pack(course, task), pack(course, task)
    assert first == again
    assert first.name == hashlib.sha256(first.data).hexdigest()
    folder = unpacked(first.name, first)
    assert folder is not None
    assert folder.stat().st_mode & 0o077 == 0, "nobody else reads the hidden suite"
    there = Course.read(folder)
    assert course.secret not in "".join(path.read_text(encoding="utf-8") for path in folder.rglob("*.toml"))
    assert (there.names, there.title) == (("tiny",), course.title)
    assert there.assignment("tiny").question_hash("double") == task.question_hash("double")
    with pytest.raises(ClusterError, match="damaged on its way"):
        unpacked("0" * 64, first)


@slow
def test_workers_need_not_see_the_course(tmp_path: Path, course: Course) -> None:
    """The client's folder of the course is gone before the first submission is graded."""
    source = handed_in(tmp_path / "in", 5)
    with Cluster(tmp_path) as own, Run.new(tmp_path / "run", course, "tiny", [source]) as run:
        job = Job(str(course.root), "tiny", course.secret)
        tasks = [Task(one) for one in run.handed_in().submissions]
        with on_dask.OnDask(own.address, job) as crew:
            shutil.move(course.root, tmp_path / "elsewhere")
            found = [result.score for _, result in grade_all(crew, job, tasks)]
        assert list(tmp_path.glob("worker-*/**/convgrade-scratch-*")), "it lies in the worker's own folder"
    assert found == [100] * 5
    assert not list(tmp_path.glob("worker-*/**/convgrade-scratch-*")), "and goes with the worker"


@slow
def test_a_scheduler_of_its_own(tmp_path: Path, course: Course) -> None:
    source = handed_in(tmp_path / "in", 5, bob=3)
    run = tmp_path / "run"
    convgrade("grade", "tiny", source, "--out", run, "--course", course.root, "--dask", "local", "-j", "2")
    assert sorted(line["score"] for line in results(run).values()) == [60, *[100] * 5]


@slow
def test_an_address_without_a_scheduler_is_one_sentence(tmp_path: Path) -> None:
    begun = time.monotonic()
    source = EXAMPLE / "plain" / "s001"
    done = convgrade(
        "grade", "convolution", source, "--out", tmp_path / "run", "--dask", "tcp://127.0.0.1:9", check=False
    )
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert "127.0.0.1:9" in done.stderr
    assert time.monotonic() - begun < 60
