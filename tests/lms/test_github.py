"""Clones by anybody's tool, as of a tag or a date; Classroom 50's records, checked against what its documents ask of them."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from autograder.ingest import Handout, read_submissions
from autograder.lms import export
from autograder.records.errors import IngestError, LmsError
from autograder.records.result import Result
from autograder.records.submission import Intake
from tests.support.command import ROOT, convgrade
from tests.support.handed_in import by_student, students
from tests.support.lms_judges import result, write

STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def git(folder: Path, *arguments: str, when: str = "2026-11-20T12:00:00+00:00") -> None:
    who = {
        f"GIT_{role}_{part}": value
        for role in ("AUTHOR", "COMMITTER")
        for part, value in (("NAME", "x"), ("EMAIL", "x@x"), ("DATE", when))
    }
    subprocess.run(["git", "-c", "init.defaultBranch=main", *arguments], cwd=folder, check=True, capture_output=True,
                   env={**os.environ, **who, "GIT_CONFIG_GLOBAL": "/dev/null"})  # fmt: skip


def commit(folder: Path, text: str, when: str, tag: str = "") -> None:
    (folder / "convolution.py").write_text(text)
    git(folder, "add", "-A", when=when)
    git(folder, "commit", "-qm", "x", when=when)
    if tag:
        git(folder, "tag", "-a", "-m", "x", tag, when=when)


def clone(root: Path, name: str, marker: str = "") -> Path:
    folder = root / name
    folder.mkdir(parents=True)
    git(folder, "init", "-q")
    if marker:
        (folder / ".classroom50.yaml").write_text(marker)
    (folder / "convolution.py").write_text("x = 0\n")
    return folder


def read(root: Path, **more: Any) -> Intake:
    return read_submissions([root], Handout("convolution"), **more)


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["cs50-2026-convolution-alice", "cs50-2026-convolution-bob-lee"], ["alice", "bob-lee"]),
        (["convolution-alice", "convolution-bob"], ["alice", "bob"]),
        (["cs50-hw3-alice", "cs50-hw3-bob"], ["cs50-hw3-alice", "cs50-hw3-bob"]),  # never a guess
        (["a-convolution-alice", "b-convolution-bob"], ["a-convolution-alice", "b-convolution-bob"]),
    ],
)
def test_names_of_clones(tmp_path: Path, names: list[str], expected: list[str]) -> None:
    for name in names:
        clone(tmp_path / "clones", name)
    assert students(read(tmp_path / "clones")) == expected


def test_classroom_50s_own_file_and_roster_tell(tmp_path: Path) -> None:
    root = tmp_path / "clones"
    for user in ("alice", "bob", "cy-lee"):
        clone(root, f"cs50-hw3-{user}", 'classroom: "cs50"\nassignment: "hw3"\n')
    clone(
        root, "cs50-hw3-mallory", 'classroom: "cs50"\nassignment: "hw3-mal"\n'
    )  # a student's own file decides for nobody else
    clone(root, "cs50-hw3-eve", "classroom: [\n")
    assert students(read(root)) == ["alice", "bob", "cy-lee", "eve", "mallory"]
    lines = [["username", "first_name", "last_name", "email", "section", "github_id"], ["Alice", "Al", "Ice", "a@x.org", "", "1"],
             ["cy-lee", "Cy", "Lee", "c@x.org", "", "2"]]  # fmt: skip
    found = by_student(read(root, roster=write(tmp_path / "roster.csv", lines)))
    assert found["Alice"].display_name == "Al Ice"
    assert found["cy-lee"].source["key"] == "github"


def test_as_of_a_tag_or_a_date(tmp_path: Path) -> None:
    root = tmp_path / "clones"
    early, late, never = (clone(root, f"cs50-convolution-{user}") for user in ("early", "late", "never"))
    commit(early, "x = 1\n", "2026-11-20T12:00:00+00:00", "submit/2026-11-20T12-00-00Z-a1")
    commit(early, "x = 2\n", "2026-11-21T12:00:00+00:00", "submit/2026-11-21T12-00-00Z-b2")
    commit(early, "x = 3\n", "2026-11-23T12:00:00+00:00", "phase1")
    commit(late, "x = 9\n", "2026-11-23T12:00:00+00:00")
    (early / "convolution.py").write_text("x = 4  # never committed\n")
    del never

    def at(when: str) -> dict[str, bytes]:
        return {one.student: one.main.data for one in read(root, at=when).submissions}

    assert at("2026-11-22T00:00:00+00:00") == {"early": b"x = 2\n"}
    assert at("2026-11-20") == {"early": b"x = 1\n"}
    assert at("submit/*") == {"early": b"x = 2\n"}
    assert at("submit/2026-11-20T12-00-00Z-a1") == {"early": b"x = 1\n"}
    assert at("phase1") == {"early": b"x = 3\n"}
    assert at("2026-12-01") == {"early": b"x = 3\n", "late": b"x = 9\n"}
    assert sorted(one.student for one in read(root, at="phase1").rejections) == ["late", "never"]
    assert students(read(root))[0] == "early"  # without --at: as the files lie there
    with pytest.raises(IngestError, match="None of the 3 clones has a commit at 'v1'"):
        read(root, at="v1")
    (tmp_path / "plain" / "s1").mkdir(parents=True)
    with pytest.raises(IngestError, match="holds none"):
        read(tmp_path / "plain", at="v1")


def test_a_hostile_repository_runs_nothing_and_costs_itself_only(tmp_path: Path) -> None:
    root = tmp_path / "clones"
    good, bad, broken = (clone(root, f"cs50-convolution-{user}") for user in ("good", "bad", "broken"))
    for folder in (good, bad, broken):
        commit(folder, "x = 1\n", "2026-11-20T12:00:00+00:00")
    touched = tmp_path / "touched"
    hook = f"touch {touched}"
    config = f'[core]\n\tfsmonitor = "{hook}"\n\tsshCommand = "{hook}"\n[filter "f"]\n\tsmudge = "{hook}"\n\tclean = "{hook}"\n'
    with (bad / ".git/config").open("a") as stream:
        stream.write(config)
    (bad / "link").symlink_to("/etc/passwd")
    (bad / ".gitattributes").write_text("* filter=f\n")
    subprocess.run(
        ["git", "-c", "filter.f.clean=cat", "-c", "filter.f.smudge=cat", "-c", "core.fsmonitor=false", "add", "-A"],
        cwd=bad,
        check=True,
    )
    git(
        bad,
        "-c",
        "core.fsmonitor=false",
        "-c",
        "filter.f.clean=cat",
        "commit",
        "-qm",
        "x",
        when="2026-11-21T12:00:00+00:00",
    )
    for file in (broken / ".git/objects").rglob("*"):
        if file.is_file():
            file.chmod(0o644)
            file.write_bytes(b"nonsense")
    intake = read(root, at="2026-11-30")
    assert students(intake) == ["bad", "good"]
    assert not touched.exists()
    assert any(one.path == "cs50-convolution-broken" and "cannot be read" in one.reason for one in intake.ignored)
    assert [one.student for one in intake.rejections] == ["broken"]


def clones(*marks: float, **more: Any) -> list[Result]:
    names = ("alice", "Bob", "cy", "di")
    return [result(user, mark, lms="github", key="github", **more) for user, mark in zip(names, marks, strict=False)]


def is_record(record: dict[str, Any]) -> None:
    """What collect-scores asks of a record, as the wiki's table says."""
    assert record["schema"] == "classroom50/result/v1"
    for name in ("classroom", "assignment", "submission", "commit", "release", "review"):
        assert isinstance(record[name], str), name
    assert STAMP.fullmatch(record["datetime"])
    assert isinstance(record["score"], int)
    assert isinstance(record["max-score"], int)
    assert isinstance(record["tests"], list)
    for test in record["tests"]:
        assert {"test-name", "passed", "score", "max-score"} <= set(test)
        assert isinstance(test["score"], int)
    if record["tests"]:
        assert record["score"] == sum(test["score"] for test in record["tests"])


def entry(owner: str, *records: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"owner": owner, **more, "submissions": list(records)}


def submitted(owner: str, score: int = 1, **more: Any) -> dict[str, Any]:
    known = {
        "schema": "classroom50/result/v1",
        "classroom": "cs50",
        "assignment_type": "individual",
        "submission": "submit/x",
    }
    links = {"commit": "c", "release": "r", "review": "v", "datetime": "2026-11-20T12:00:00Z"}
    return {**known, **links, "owner": owner, "score": score, "max-score": 9, "tests": [], **more}


def scores(tmp_path: Path, *entries: dict[str, Any]) -> Path:
    path = tmp_path / "scores.json"
    bucket = {"type": "individual", "entries": list(entries), "collected_at": "2026-11-25T00:00:00Z"}
    path.write_text(
        json.dumps(
            {
                "schema": "classroom50/scores/v1",
                "assignments": {"convolution": bucket, "hw1": {"type": "group", "entries": []}},
            }
        )
    )
    return path


def test_scores_are_merged_and_nothing_else_changes(tmp_path: Path) -> None:
    by_hand = submitted("di", 7, submission="submit/manual-2026", classroom="cs50")
    template = scores(
        tmp_path,
        entry("Alice", submitted("Alice")),
        entry("di", by_hand, override=True),
        entry("eve", submitted("eve"), late=True),
    )
    before = json.loads(template.read_text())
    report = export(clones(87.5, 0.0, 60.0, 90.0), "classroom50", tmp_path / "up.json", template=template)
    after = json.loads((tmp_path / "up.json").read_text())
    found = {one["owner"]: one for one in after["assignments"]["convolution"]["entries"]}
    for owner, score in (("Alice", 875), ("Bob", 0), ("cy", 600)):
        top = found[owner]["submissions"][0]
        is_record(top)
        assert (found[owner]["override"], top["score"], top["max-score"], top["classroom"]) == (
            True,
            score,
            1000,
            "cs50",
        )
    assert found["Alice"]["submissions"][1] == submitted("Alice")
    assert (
        found["Alice"]["submissions"][0]["datetime"] == "2026-11-20T12:00:00Z"
    )  # of the submission, not of the grading
    assert found["di"] == before["assignments"]["convolution"]["entries"][1]
    assert found["eve"] == before["assignments"]["convolution"]["entries"][2]
    assert after["assignments"]["hw1"] == before["assignments"]["hw1"]
    assert report.kept == ("di has 7 of 9, entered by hand",)
    assert report.zeros == ("Bob",)
    assert report.not_graded == ("eve",)
    again = export(clones(88.0), "classroom50", tmp_path / "again.json", template=tmp_path / "up.json")
    entries = json.loads((tmp_path / "again.json").read_text())["assignments"]["convolution"]["entries"]
    assert [one["score"] for one in entries[0]["submissions"]] == [88, 1]  # ours was replaced, not piled up
    assert again.rows == 1


def test_what_is_no_scores_file_is_refused(tmp_path: Path) -> None:
    template = scores(tmp_path)
    text = template.read_text()
    with pytest.raises(LmsError, match="give it with --template"):
        export(clones(1.0), "classroom50", tmp_path / "o")
    template.write_text(text.replace('"convolution"', '"pooling"'))
    with pytest.raises(LmsError, match=r"Name the assignment of scores.json with --column.* it has: hw1, pooling"):
        export(clones(1.0), "classroom50", tmp_path / "o", template=template)
    for odd, why in (("{", "is not JSON"), ('{"schema": "x"}', "not a scores.json")):
        template.write_text(odd)
        with pytest.raises(LmsError, match=why):
            export(clones(1.0), "classroom50", tmp_path / "o", template=template)


def test_results_and_pages_for_releases(tmp_path: Path) -> None:
    made = clones(87.5, 60.0)
    page = tmp_path / "p.html"
    page.write_text("<html></html>")
    pages = {one.submission: page for one in made}
    export(made, "classroom50-results", tmp_path / "r.zip", pages=pages)
    with zipfile.ZipFile(tmp_path / "r.zip") as archive:
        assert archive.namelist() == [
            f"{owner}/{name}" for owner in ("Bob", "alice") for name in ("result.json", "feedback.html")
        ]
        record = json.loads(archive.read("alice/result.json"))
        assert "SECRET" not in archive.read("alice/result.json").decode()
    is_record(record)
    assert [(test["test-name"], test["score"], test["max-score"]) for test in record["tests"]] == [
        ("conv2d Slide a kernel", 875, 1000)
    ]


@pytest.mark.slow
def test_public_checks_in_the_runner(tmp_path: Path) -> None:
    runner = {
        "CLASSROOM": "cs50",
        "ASSIGNMENT": "conv",
        "SUBMISSION_TAG": "submit/x",
        "COMMIT_URL": "https://c",
        "RELEASE_URL": "https://r",
    }
    command = [sys.executable, "-m", "autograder.cli", "check", str(ROOT / "reference/convolution/solution.py")]
    handout = tmp_path / "work"
    handout.mkdir()
    for file in (ROOT / "assignments/convolution").iterdir():
        if file.is_file():
            (handout / file.name).write_bytes(file.read_bytes())
    command[-1] = str(handout)
    environment = {**os.environ, **runner, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [*command, "--classroom50"], cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr
    record = json.loads((tmp_path / "result.json").read_text())
    is_record(record)
    assert record["score"] == 0 < record["max-score"]  # the stub as it is handed out
    done = convgrade("check", handout, "--classroom50", check=False)
    assert (done.returncode, "This is not Classroom 50's runner" in done.stderr) == (2, True)
