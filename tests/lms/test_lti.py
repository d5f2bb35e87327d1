"""LTI 1.3 from the command line, against a platform that follows the specifications and fails where it is told to. No live one was used."""

from __future__ import annotations

import json
import random
import stat
import time
from pathlib import Path
from typing import Any

import pytest

from autograder.lms import UploadReport, make_key, upload, web
from autograder.lms.outcome import State
from autograder.lms.times import moment
from autograder.records.errors import LmsError
from autograder.records.result import Result
from tests.support.command import convgrade
from tests.support.lms_judges import result
from tests.support.lti_platform import Course, platform


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("keys")
    make_key(folder)
    return folder


@pytest.fixture
def course(keys: Path, tmp_path: Path) -> Course:
    for file in keys.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    people = {
        f"u{number}": {"name": f"Student {number}", "lis_person_sourcedid": f"{number:03}", "email": f"s{number}@x.org"}
        for number in range(1, 9)
    }
    people["u9"] = {"name": "Teacher", "roles": ["http://purl.imsglobal.org/vocab/lis/v2/membership#Instructor"]}
    people["u10"] = {"name": "Gone", "status": "Inactive", "lis_person_sourcedid": "010"}
    return Course((tmp_path / "lti-key.pub.pem").read_text(), people)


def results(marks: dict[int, float], **more: Any) -> list[Result]:
    return [result(f"{number:03}", mark, **more) for number, mark in marks.items()]


def send(config: Path, marks: dict[int, float], **options: Any) -> UploadReport:
    options = {"wait": lambda seconds: None, "journal": config.parent / "upload.json", **options}
    return upload(results(marks), "lti", config=config, **options)


def states(report: UploadReport) -> dict[str, str]:
    return {change.user: str(change.outcome) for change in report.changes}


def scores(course: Course) -> dict[str, float]:
    return {user: one["resultScore"] for user, one in course.results.items()}


def test_a_key_is_made_once_and_for_its_owner(tmp_path: Path) -> None:
    done = convgrade("lti-key", tmp_path / "k")
    assert "Register" in done.stdout
    private = tmp_path / "k" / "lti-key.pem"
    assert stat.S_IMODE(private.stat().st_mode) == 0o600
    assert "PRIVATE KEY" in private.read_text()
    (key,) = json.loads((tmp_path / "k" / "jwks.json").read_text())["keys"]
    assert set(key) == {"kty", "n", "e", "kid", "alg", "use"}
    done = convgrade("lti-key", tmp_path / "k", check=False)
    assert (done.returncode, "is there already" in done.stderr) == (2, True)


def test_a_rehearsal_then_marks(course: Course, tmp_path: Path) -> None:
    course.enter("u2", 40.0)
    with platform(course, tmp_path) as config:
        report = send(config, {1: 87.5, 2: 60.0, 3: 0.0})
        assert states(report) == {"u1": "planned", "u2": "planned", "u3": "planned"}
        assert course.scores == []
        assert "  Student 2: 40 -> 60 (planned)" in report.lines()
        assert len(report.not_graded) == 5  # neither the teacher nor who has left
        report = send(config, {1: 87.5, 2: 60.0, 3: 0.0}, dry_run=False)
        assert set(states(report).values()) == {"sent"}
        assert scores(course) == {"u1": 87.5, "u2": 60.0, "u3": 0.0}
        assert set(states(send(config, {1: 87.5, 2: 60.0, 3: 0.0}, dry_run=False)).values()) == {"same"}
    assert len(course.scores) == 3
    assert all("submission" not in score for score in course.scores)


def test_the_column_by_its_label_and_in_its_own_scale(course: Course, tmp_path: Path) -> None:
    course.maximum = 10.0
    by_label = {"lineitem_url": "", "lineitems_url": "URL/services/7/lineitems", "label": "Convolution"}
    with platform(course, tmp_path, **by_label) as config:
        with pytest.raises(LmsError, match="say --scale 10"):
            send(config, {1: 50.0})
        send(config, {1: 55.0}, scale=10, dry_run=False)
    assert scores(course) == {"u1": 5.5}
    with (
        platform(course, tmp_path, **{**by_label, "label": "Dropout"}) as config,
        pytest.raises(LmsError, match="0 columns of the course are called 'Dropout'; it has: 'Pooling', 'Convolution'"),
    ):
        send(config, {1: 50.0}, scale=10)


def test_one_refused_mark_stops_no_other(course: Course, tmp_path: Path) -> None:
    course.refuse = {"u2": 422, "u4": 404}
    with platform(course, tmp_path) as config:
        report = send(config, dict.fromkeys(range(1, 9), 50.0), dry_run=False)
    assert states(report)["u2"].startswith("failed: The platform refuses the mark")
    assert report.count(State.SENT) == 6
    assert sorted(scores(course)) == ["u1", "u3", "u5", "u6", "u7", "u8"]
    assert report.troubles == 2


def test_marks_changed_by_hand_since_are_reported_and_kept(course: Course, tmp_path: Path) -> None:
    with platform(course, tmp_path) as config:
        send(config, {1: 50.0, 2: 60.0}, dry_run=False)
        course.enter("u1", 55.0, "By hand")
        report = send(config, {1: 52.0, 2: 61.0}, dry_run=False)
        assert states(report) == {"u1": "changed by hand since it was sent", "u2": "sent"}
        assert course.results["u1"]["comment"] == "By hand"
        send(config, {1: 52.0}, overwrite=True)
        send(config, {1: 52.0}, overwrite=True, dry_run=False)
    assert scores(course) == {"u1": 52.0, "u2": 61.0}


def test_a_comment_that_stands_goes_back_with_a_mark_without_one(course: Course, tmp_path: Path) -> None:
    course.enter("u1", 40.0, "Come to my office")
    course.enter("u2", 40.0, "You too")
    with platform(course, tmp_path) as config:
        send(config, {1: 50.0, 2: 60.0})
        send(config, {1: 50.0, 2: 60.0}, dry_run=False)
        assert course.results["u1"]["comment"] == "Come to my office"
        report = send(config, {1: 50.0, 2: 60.0}, comments=True)
        assert any("would be replaced, of: Student 1; Student 2" in line for line in report.lines())
        send(config, {1: 50.0, 2: 60.0}, comments=True, dry_run=False)
    assert "50 of 100 points" in course.results["u1"]["comment"]
    assert "<" not in course.results["u1"]["comment"]


def test_a_token_that_has_run_out_is_renewed(course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    course.lifetime = 31.0  # one second is left after the reserve
    now = time.time() - 10
    monkeypatch.setattr("autograder.lms.systems.lti.platform.time.time", lambda: now)
    with platform(course, tmp_path) as config:
        send(config, {1: 50.0})
        first = len(course.used)
        now += 2
        send(config, {1: 50.0}, dry_run=False)
    assert len(course.used) > first == 1
    assert len(course.used) == len(course.tokens)


def test_what_is_wrong_is_said(course: Course, tmp_path: Path, keys: Path) -> None:
    with platform(course, tmp_path) as config:
        course.trouble = [403]
        with pytest.raises(LmsError, match="does not let this tool do that"):
            send(config, {1: 50.0})
        course.trouble = [500] * 30
        with pytest.raises(LmsError, match="itself failed"):
            send(config, {1: 50.0})
        course.trouble = []
        course.elsewhere = "http://evil.example"
        with pytest.raises(LmsError, match=r"sends us on to evil\.example"):
            send(config, {1: 50.0})
        course.elsewhere = ""
        for about in course.students.values():
            about.pop("lis_person_sourcedid", None)
            about.pop("email", None)
        with pytest.raises(LmsError, match="neither names nor e-mail addresses nor numbers"):
            send(config, {1: 50.0})
        make_key(tmp_path / "other")
        (tmp_path / "lti-key.pem").write_bytes((tmp_path / "other" / "lti-key.pem").read_bytes())
        with pytest.raises(LmsError, match="Signature verification failed"):
            send(config, {1: 50.0})
        (tmp_path / "lti-key.pem").write_text("-----BEGIN NOTHING-----")
        with pytest.raises(LmsError, match="not an RSA key"):
            send(config, {1: 50.0})


WHOLE = """
token_url = "https://a/t"
client_id = "c"
key = "k"
memberships_url = "https://a/m"
lineitem_url = "https://a/l"
"""


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "lacks token_url, client_id, key, memberships_url"),
        ("x = 1", "has x, which this file does not know"),
        ("x = ", "is not a TOML file"),
        ('token_url = "https://a/t"\nclient_id = "c"\nkey = "k"\nmemberships_url = "https://a/m"', "lacks the column"),
        (
            'token_url = "http://a/t"\nclient_id = "c"\nkey = "k"\nmemberships_url = "https://a/m"\nlineitem_url = "https://a/l"',
            "not an https",
        ),
        (
            'token_url = "https://a/t"\nclient_id = "c"\nkey = "k"\nmemberships_url = "https://a/m"\nlineitem_url = "https://a/l"',
            "private key",
        ),
    ],
)
def test_a_configuration_that_will_not_do(tmp_path: Path, text: str, why: str) -> None:
    (tmp_path / "lti.toml").write_text(text)
    with pytest.raises(LmsError, match=why):
        send(tmp_path / "lti.toml", {1: 50.0})
    with pytest.raises(LmsError, match="give it with --config"):
        upload(results({1: 1.0}), "lti")


def test_times_of_submission_are_true_or_left_out(course: Course, tmp_path: Path) -> None:
    made = [
        *results({1: 50.0}, attempt="2026-11-22 06:05:00.000000 -0800"),
        *results({2: 50.0}, attempt="2026-11-22-06-05-00"),
        *results({3: 50.0}, attempt="Version 2"),
    ]
    for zone, second in (("", None), ("Europe/Berlin", "2026-11-22T06:05:00+01:00")):
        with platform(course, tmp_path, timezone=zone) as config:
            course.results.clear()
            course.scores.clear()
            upload(made, "lti", config=config, dry_run=False, wait=lambda seconds: None)
        told = {one["userId"]: one.get("submission", {}).get("submittedAt") for one in course.scores}
        assert told == {"u1": "2026-11-22T06:05:00-08:00", "u2": second, "u3": None}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2026-11-22 10:00:00.000000 UTC", "2026-11-22T10:00:00+00:00"),
        ("2026-11-22T10:00:00Z", "2026-11-22T10:00:00+00:00"),
        ("2026-11-22 10:00:00.123456789 +0100", "2026-11-22T10:00:00.123456+01:00"),
        ("Nov 22, 2026 926 PM", None),
        ("20261122060500000", None),
        ("2026-11-22", None),
        ("", None),
    ],
)
def test_moments(text: str, found: str | None) -> None:
    told = moment(text)
    assert (told.isoformat() if told else None) == found


def test_moments_in_a_known_zone() -> None:
    from zoneinfo import ZoneInfo

    zone = ZoneInfo("Europe/Berlin")
    assert [
        moment(text, zone).isoformat() for text in ("Nov 22, 2026 926 PM", "20261122060500000", "2026-07-22-06-05-00")
    ] == [  # type: ignore[union-attr]
        "2026-11-22T21:26:00+01:00",
        "2026-11-22T06:05:00+01:00",
        "2026-07-22T06:05:00+02:00",
    ]


@pytest.mark.parametrize("seed", range(6))
def test_whatever_fails_only_announced_marks_change_and_all_arrive(
    seed: int, course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw = random.Random(seed)
    monkeypatch.setattr(web, "SECONDS", 0.25)
    course.delay = 0.5
    for user in list(course.students)[:8]:
        if draw.random() < 0.5:
            course.enter(user, float(draw.randrange(101)), draw.choice(["", "By hand"]))
    course.refuse = {"u7": 422}
    marks = {number: float(draw.randrange(101)) for number in range(1, 8)}
    quick = {"wait": lambda seconds: time.sleep(seconds / 100), "comments": True}
    with platform(course, tmp_path) as config:
        before = json.loads(json.dumps(course.results))
        report = send(config, marks, **quick)
        assert json.loads(json.dumps(course.results)) == before
        after = {change.user: float(change.after) for change in report.changes if change.state == State.PLANNED}
        course.enter("u1", 3.25, "Since")
        for _ in range(3):
            course.faults = lambda function: draw.choices(["", "before", "after", "lost", "slow"], [4, 1, 1, 1, 1])[0]
            send(config, marks, **quick, dry_run=False)
            while course.busy:
                time.sleep(0.01)
            for user, one in course.results.items():
                allowed = {before.get(user, {}).get("resultScore"), after.get(user)}
                assert one["resultScore"] in ({3.25} if user == "u1" else allowed)
        course.faults = lambda function: ""
        last = send(config, marks, **quick, dry_run=False)
    assert {user: score for user, score in scores(course).items() if user in after and user not in ("u1", "u7")} == {
        user: score for user, score in after.items() if user not in ("u1", "u7")
    }
    assert course.results["u1"]["comment"] == "Since"
    assert states(last)["u1"].startswith("kept: entered since the rehearsal")
    assert states(last)["u7"].startswith("failed") or "u7" not in after
