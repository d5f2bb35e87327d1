"""Feedback as releases in students' repositories, against a stand-in of GitHub. No live server was used."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from autograder.lms import UploadReport, upload
from autograder.lms.outcome import Outcome, State
from autograder.lms.systems.github.releases import _bare, _fenced
from autograder.records.errors import LmsError
from tests.support.github_server import Organization, github
from tests.support.lms_judges import result
from tests.support.lms_stand import TOKEN


def send(url: str, marks: dict[str, float], folder: Path, **options: Any) -> UploadReport:
    found = [result(user, mark, lms="github", key="github") for user, mark in marks.items()]
    pages = {one.submission: folder / f"{one.student}.html" for one in found}
    for page in pages.values():
        page.write_text("<html></html>")
    options = {"wait": lambda seconds: None, "token": TOKEN, "comments": True, "pages": pages, **options}
    where = {"course": "cs50", "assignment": "cnn-convolution"}
    return upload(found, "github", **where, url=url, journal=folder / "upload.json", **options)


def organization() -> Organization:
    users = ("alice", "bob-lee", "cy")
    more = {"cnn-convolution-dora": {"private": False}, "cnn-pooling-alice": {}, "classroom50": {}}
    return Organization({**{f"cnn-convolution-{user}": {} for user in users}, **more})


def test_a_rehearsal_then_one_release_each(tmp_path: Path) -> None:
    here = organization()
    with github(here) as url:
        report = send(url, {"alice": 87.5, "bob-lee": 0.0, "dora": 50.0}, tmp_path)
        assert here.releases == {}
        assert report.lines()[1:3] == [
            "  alice: none -> 87.5 (planned, with a comment)",
            "  bob-lee: none -> 0 (planned, with a comment)",
        ]
        assert any("its repository is public" in line for line in report.lines())
        assert report.not_graded == ("cy",)
        for _ in range(2):
            report = send(url, {"alice": 87.5, "bob-lee": 0.0, "dora": 50.0}, tmp_path, dry_run=False)
        assert [change.state for change in report.changes][:2] == ["same", "same"]
    assert sorted(here.releases) == ["cnn-convolution-alice", "cnn-convolution-bob-lee"]
    alice = here.releases["cnn-convolution-alice"]
    assert alice["name"] == "Feedback: 87.5 points"
    assert alice["body"].startswith("```\n87.5 of 100 points\n")
    assert [one["name"] for one in alice["assets"]] == ["feedback-convolution-alice-87.5.html"]


def test_a_release_of_somebody_else_stays(tmp_path: Path) -> None:
    here = organization()
    here.enter("cnn-convolution-alice", "My own")
    with github(here) as url:
        report = send(url, {"alice": 50.0, "bob-lee": 50.0}, tmp_path, dry_run=False)
    assert "not ours" in report.changes[0].outcome.why
    assert here.releases["cnn-convolution-alice"]["name"] == "My own"
    assert here.releases["cnn-convolution-alice"]["assets"] == []


def test_what_an_upload_that_broke_off_has_left_is_replaced(tmp_path: Path) -> None:
    here = organization()
    with github(here) as url:
        send(url, {"alice": 50.0, "bob-lee": 1.0}, tmp_path, dry_run=False, pages=None)
        broken = {"id": 7, "name": "feedback-convolution-alice-50.html", "state": "starter"}
        here.releases["cnn-convolution-alice"]["assets"] = [broken]
        report = send(url, {"alice": 50.0, "bob-lee": 1.0}, tmp_path, dry_run=False)
    assert report.files == (("alice", Outcome(State.SENT)), ("bob-lee", Outcome(State.SENT)))
    (asset,) = here.releases["cnn-convolution-alice"]["assets"]
    assert asset["state"] == "uploaded"


def test_githubs_limit_stops_and_the_same_command_goes_on(tmp_path: Path) -> None:
    here = Organization({f"cnn-convolution-u{number}": {} for number in range(10)}, limited=4)
    marks = {f"u{number}": float(number) for number in range(10)}
    waits: list[float] = []
    with github(here) as url:
        report = send(url, marks, tmp_path, dry_run=False, wait=waits.append)
        assert max(waits) == 60.0
        assert report.troubles
        assert any("stopped before the end" in note for note in report.notes)
        here.limited = -1
        assert send(url, marks, tmp_path, dry_run=False).troubles == 0
    assert {name: one["name"] for name, one in here.releases.items()} == {
        f"cnn-convolution-u{number}": f"Feedback: {number} points" for number in range(10)
    }
    assert all(len(one["assets"]) == 1 for one in here.releases.values())


def test_whom_to_ask_for_what(tmp_path: Path) -> None:
    with github(Organization({})) as url, pytest.raises(LmsError, match="is what stands before the user names"):
        send(url, {"alice": 1.0}, tmp_path)
    with pytest.raises(LmsError, match="GitHub, Classroom 50 needs --course-id: the organization's name"):
        upload([result("alice", 1.0)], "github", token=TOKEN)


@pytest.mark.parametrize("text", ["plain", "@all ![x](http://x)", "```\nx\n````\n", "`", ""])
def test_nothing_in_a_text_is_markdown(text: str) -> None:
    fence, *_, last = _fenced(text).split("\n")
    assert fence == last
    assert set(fence) == {"`"}
    assert fence not in text
    assert _bare(_fenced(text)) == text
