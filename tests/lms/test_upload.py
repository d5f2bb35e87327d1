"""Direct upload, against local stand-ins on 127.0.0.1 that answer in the recorded formats. No live server was used."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from autograder.lms import journal
from autograder.lms.outcome import Outcome, State
from autograder.lms.upload import UploadReport, upload
from autograder.records.decision import Decision, Kind, decided
from autograder.records.errors import LmsError
from autograder.records.result import Result
from tests.support import records
from tests.support.lms_judges import result
from tests.support.lms_servers import serving
from tests.support.lms_stand import TOKEN, Book, Stand, running


def results(kind: str, marks: dict[str, float]) -> list[Result]:
    key = {"canvas": "canvas_id", "moodle": "participant"}[kind]
    shift = 900 if kind == "moodle" else 0
    return [result(str(int(user) + shift), mark, lms=kind, key=key) for user, mark in marks.items()]


def send(kind: str, url: str, marks: dict[str, float], **options: Any) -> UploadReport:
    options.setdefault("wait", lambda seconds: None)
    options.setdefault("token", TOKEN)
    return upload(results(kind, marks), kind, url=url, course="1", assignment="5", **options)


BOTH = pytest.mark.parametrize("kind", ["canvas", "moodle"])


@BOTH
def test_a_rehearsal_sends_nothing(kind: str) -> None:
    book = Book({"11": None, "12": 40.0, "13": 70.0, "14": 5.0})
    with serving(kind, book) as url:
        report = send(kind, url, {"11": 50.5, "12": 60.0, "13": 70.0})
    assert report.dry_run
    assert book.writes == 0
    assert {change.user: change.state for change in report.changes} == {"11": "planned", "12": "planned", "13": "same"}
    assert report.not_graded == ("Student 14",)
    assert report.lines()[0].startswith("Rehearsal, nothing was sent to")
    assert "  Student 12: 40 -> 60 (planned)" in report.lines()


@BOTH
def test_what_is_sent_is_read_back(kind: str, tmp_path: Path) -> None:
    book = Book({"11": None, "12": 40.0, "13": 70.0, "14": 5.0}, refuse={"12"})
    with serving(kind, book) as url:
        for dry_run in (True, False):
            options = {"dry_run": dry_run, "journal": tmp_path / "upload.json"}
            report = send(kind, url, {"11": 50.5, "12": 60.0, "13": 70.0}, **options)
    assert {change.user: change.state for change in report.changes} == {
        "11": "sent",
        "12": "refused",
        "13": "same",
    }
    assert book.grades == {"11": 50.5, "12": 40.0, "13": 70.0, "14": 5.0}
    assert book.comments == []
    assert report.count(State.SENT) == 1


def test_moodle_ignores_marks_above_its_maximum_and_we_say_so() -> None:
    book = Book({"11": None, "12": None})
    with serving("moodle", book) as url:
        report = send("moodle", url, {"11": 120.0, "12": 90.0}, dry_run=False)
    assert [change.state for change in report.changes] == ["refused", "sent"]


def test_excused_students_stay_excused_on_canvas() -> None:
    book = Book({"11": None, "12": None}, excused={"11"})
    with serving("canvas", book) as url:
        report = send("canvas", url, {"11": 1.0, "12": 2.0}, dry_run=False)
    assert [change.state for change in report.changes] == ["excused", "sent"]
    assert book.grades["11"] is None


@BOTH
def test_a_busy_server_is_waited_for(kind: str) -> None:
    waited: list[float] = []
    book = Book({"11": None, "12": None}, trouble=[429, 503, 403 if kind == "canvas" else 502])
    with serving(kind, book) as url:
        report = send(kind, url, {"11": 1.0, "12": 2.0}, dry_run=False, wait=waited.append)
    assert report.count(State.SENT) == 2
    assert len(waited) >= 3
    if kind == "moodle":
        assert waited[0] == 3.0  # as its Retry-After asked
    book = Book({"11": None}, trouble=[503] * 20)
    with serving(kind, book) as url, pytest.raises(LmsError):
        send(kind, url, {"11": 1.0})
    assert len(book.trouble) >= 14  # gave up, did not hammer


@BOTH
def test_an_upload_cut_short_goes_on(kind: str, tmp_path: Path) -> None:
    marks = {str(100 + number): min(1.0 + number, 99.0) for number in range(120)}
    book = Book(dict.fromkeys(marks), polls=3)
    journal = tmp_path / "upload.jsonl"
    waits: list[float] = []

    def cut(seconds: float) -> None:
        waits.append(seconds)
        if len(waits) == 2:  # in the middle of the first batch, after the server has taken it
            raise KeyboardInterrupt

    with serving(kind, book) as url:
        if kind == "canvas":
            with pytest.raises(KeyboardInterrupt):
                send(kind, url, marks, dry_run=False, comments=True, journal=journal, wait=cut)
            book.polls = 0
        else:
            send(kind, url, dict(list(marks.items())[:70]), dry_run=False, comments=True, journal=journal)
        with journal.open("a") as stream:
            stream.write('{"place": "cut sho')
        before = book.writes
        report = send(kind, url, marks, dry_run=False, comments=True, journal=journal)
    assert book.grades == marks
    assert report.count(State.SENT) + report.count(State.SAME) == 120
    assert report.count(State.SENT) == (70 if kind == "canvas" else 50)
    assert book.writes - before == (2 if kind == "canvas" else 1)
    assert sorted(user for user, _ in book.comments) == sorted(marks)  # nobody twice


@BOTH
def test_a_grade_changed_by_hand_since_is_left_alone(kind: str, tmp_path: Path) -> None:
    book = Book({"11": None, "12": None})
    journal = tmp_path / "upload.jsonl"
    with serving(kind, book) as url:
        send(kind, url, {"11": 50.0, "12": 60.0}, dry_run=False, journal=journal)
        book.enter("11", 55.0)
        report = send(kind, url, {"11": 50.0, "12": 60.0}, dry_run=False, journal=journal)
        assert [str(change.outcome) for change in report.changes] == ["changed by hand since it was sent", "same"]
        assert book.grades["11"] == 55.0
        regraded = send(kind, url, {"11": 52.0, "12": 61.0}, dry_run=False, journal=journal)
    # A regrade moves what we sent; what a person entered stays theirs.
    assert [str(change.outcome) for change in regraded.changes] == ["changed by hand since it was sent", "sent"]
    assert book.grades == {"11": 55.0, "12": 61.0}


@BOTH
def test_a_submission_that_cannot_be_graded_takes_nobodys_grade_away(kind: str) -> None:
    book = Book({"11": 70.0, "12": None})
    lost = [records.changed(one, status="rejected", score=0.0) for one in results(kind, {"11": 0.0, "12": 0.0})]
    with serving(kind, book) as url:
        options = {"url": url, "course": "1", "assignment": "5", "token": TOKEN, "dry_run": False}
        report = upload(lost, kind, wait=lambda seconds: None, **options)
    assert [str(change.outcome) for change in report.changes] == ["left: could not be graded, but has a grade", "sent"]
    assert book.grades == {"11": 70.0, "12": 0.0}


def test_a_late_policy_of_canvas_is_not_taken_for_a_refusal() -> None:
    book = Book({"11": None, "12": None}, late={"11": 10.0})
    with serving("canvas", book) as url:
        assert send("canvas", url, {"11": 80.0, "12": 60.0}, dry_run=False).count(State.SENT) == 2
        assert send("canvas", url, {"11": 80.0, "12": 60.0}).count(State.SAME) == 2


def test_canvas_names_settle_what_the_file_name_left_open() -> None:
    book = Book({"11": None, "12": None})
    (mark, other) = results("canvas", {"11": 80.0, "12": 60.0})
    doubtful = records.changed(other, student="9", source={**other.source, "readings": "9 student\n12 12student"})
    unsettled = records.changed(other, student="8", submission="x", source={**other.source, "readings": "12 x\n13 y"})
    with serving("canvas", book) as url:
        report = upload(
            [mark, doubtful, unsettled], "canvas", url=url, course="1", assignment="5", token=TOKEN, wait=lambda s: None
        )
    assert {change.user: change.after for change in report.changes} == {"11": 80, "12": 60}
    assert report.unmatched == ("8 (its file's name can be read in several ways)",)


def test_a_token_without_the_right_is_told_from_a_wrong_one() -> None:
    with (
        serving("canvas", Book({"11": None}, trouble=[401])) as url,
        pytest.raises(LmsError, match="must be a teacher's"),
    ):
        send("canvas", url, {"11": 1.0})


@BOTH
def test_the_token_goes_to_the_right_place_only(kind: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv(f"{kind.upper()}_TOKEN", raising=False)
    book = Book({"11": None})
    with serving(kind, book) as url:
        with pytest.raises(LmsError, match=f"environment variable {kind.upper()}_TOKEN"):
            send(kind, url, {"11": 1.0}, token=None)
        with pytest.raises(LmsError) as caught:
            send(kind, url, {"11": 1.0}, token="wr0ng")
        assert "wr0ng" not in str(caught.value)
        monkeypatch.setenv(f"{kind.upper()}_TOKEN", TOKEN + "\n")
        journal = tmp_path / "j"
        send(kind, url, {"11": 1.0}, token=None, dry_run=False, journal=journal)
    assert TOKEN not in journal.read_text()
    for address in ("http://canvas.example.edu", "ftp://x", "canvas.example.edu", ""):
        with pytest.raises(LmsError, match="never sent in the clear"):
            send(kind, address, {"11": 1.0})


@BOTH
def test_wrong_numbers_and_scales_are_refused(kind: str) -> None:
    book = Book({"11": None}, maximum=10)
    with serving(kind, book) as url:
        with pytest.raises(LmsError, match="say --scale 10"):
            send(kind, url, {"11": 50.0})
        assert send(kind, url, {"11": 50.0}, scale=10).changes[0].after == Decimal(5)
        with pytest.raises(LmsError, match="The one student of this run is not"):
            send(kind, url, {"99": 50.0}, scale=10)
        with pytest.raises(LmsError):
            upload(
                results(kind, {"11": 1.0}), kind, url=url, course="1", assignment="6", token=TOKEN, wait=lambda s: None
            )
    with serving(kind, Book({"11": None}, maximum=0)) as url, pytest.raises(LmsError, match="maximum of 0"):
        send(kind, url, {"11": 50.0})
    with pytest.raises(LmsError, match="takes no direct upload"):
        upload(results("canvas", {"11": 1.0}), "blackboard", url="https://x", course="1", assignment="5", token=TOKEN)


def test_canvas_says_why_it_failed() -> None:
    book = Book({"11": None}, outcome="failed")
    with serving("canvas", book) as url:
        book.refuse = {"11"}
        report = send("canvas", url, {"11": 1.0}, dry_run=False)
    assert [str(change.outcome) for change in report.changes] == ["failed: Canvas could not take the grades: why not."]
    assert report.troubles == 1


def test_comments_say_what_the_student_may_know() -> None:
    for kind in ("canvas", "moodle"):
        book = Book({"11": None})
        with serving(kind, book) as url:
            report = upload(
                [result("11" if kind == "canvas" else "911", 5.0, lms=kind, key="canvas_id" if kind == "canvas" else "participant",
                        message="<b>\\x</b>")],
                kind, url=url, course="1", assignment="5", token=TOKEN, dry_run=False, comments=True, wait=lambda s: None,
            )  # fmt: skip
        assert report.count(State.SENT) == 1
        ((user, comment),) = book.comments
        assert user == "11"
        assert "5 of 100 points" in comment
        assert "SECRET" not in comment
        assert ("&lt;b&gt;&#92;x" in comment) == (kind == "moodle")


def test_a_moodle_redirect_is_not_followed() -> None:
    class Elsewhere(Stand):
        book = Book({})

        def reply(self, fields: dict[str, str]) -> None:
            self.answer({}, 302, Location="http://127.0.0.1:1/steal")

    with running(Elsewhere) as url, pytest.raises(LmsError, match="HTTP 302"):
        send("moodle", url, {"11": 1.0})


def pages_of(tmp_path: Path, marks: dict[str, float]) -> dict[str, Path]:
    """A page for each of the results that `send` uploads."""
    pages = {one.submission: tmp_path / f"{one.submission}.html" for one in results("canvas", marks)}
    for path in pages.values():
        path.write_text(f"<html>{path.stem}</html>")
    return pages


def test_pages_go_to_canvas_once_each(tmp_path: Path) -> None:
    marks = {"11": 50.0, "12": 60.0, "13": 70.0}
    pages = pages_of(tmp_path, marks)
    pages.popitem()
    book = Book(dict.fromkeys(marks))
    with serving("canvas", book) as url:
        rehearsal = send("canvas", url, marks, pages=pages)
        assert rehearsal.files == tuple((name, Outcome(State.PLANNED)) for name in ("Student 11", "Student 12"))
        assert book.files == {}
        for _ in range(2):
            report = send("canvas", url, marks, pages=pages, comments=True, dry_run=False)
        assert report.files == tuple((name, Outcome(State.SAME)) for name in ("Student 11", "Student 12"))
        send("canvas", url, {**marks, "12": 65.0}, pages=pages, dry_run=False, overwrite=True)
    book.files.pop("", None)
    assert book.files == {
        "11": ["feedback-convolution-11-50.html"],
        "12": ["feedback-convolution-12-60.html", "feedback-convolution-12-65.html"],
    }
    assert sorted(user for user, _ in book.comments) == ["11", "12", "13"]


def test_a_page_whose_answer_is_lost_is_not_put_there_twice(tmp_path: Path) -> None:
    marks = {str(user): 50.0 for user in range(11, 20)}
    book = Book(dict.fromkeys(marks))
    faults = iter(["", "lost", "after", "before", "before", *[""] * 20])
    book.faults = lambda function: next(faults) if function == "comment" else ""
    with serving("canvas", book) as url:
        report = send("canvas", url, marks, pages=pages_of(tmp_path, marks), dry_run=False)
        assert {outcome.state for _, outcome in report.files} == {State.SENT}
    book.files.pop("", None)
    assert book.files == {user: [f"feedback-convolution-{user}-50.html"] for user in marks}
    with serving("moodle", Book({"11": None})) as url, pytest.raises(LmsError, match="takes no files"):
        send("moodle", url, {"11": 50.0}, pages={})


@BOTH
def test_lost_answers_and_errors_send_no_comment_twice(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    marks = {str(user): 50.0 for user in range(100, 160)}
    book = Book(dict.fromkeys(marks))
    faults = iter(["lost", "after", "before", *[""] * 300])
    book.faults = lambda function: next(faults)
    with serving(kind, book) as url:
        report = send(kind, url, marks, comments=True, dry_run=False, journal=tmp_path / "j")
        if (
            kind == "canvas"
        ):  # an error does not say that nothing is in its queue: what is not there is held back for a while
            held = [change.name for change in report.changes if change.held_comment]
            assert len(held) == report.troubles == 10
            assert any(line.startswith("  10 comments were sent, and no answer came back") for line in report.lines())
            assert send(kind, url, marks, comments=True, dry_run=False, journal=tmp_path / "j").troubles == 10
            monkeypatch.setattr(journal, "QUIET", 0.0)
            send(kind, url, marks, comments=True, dry_run=False, journal=tmp_path / "j")
        again = send(kind, url, marks, comments=True, dry_run=False, journal=tmp_path / "j")
    assert report.count(State.SENT) == again.count(State.SAME) == 60
    assert sorted(user for user, _ in book.comments) == sorted(marks)


@BOTH
def test_whom_a_person_excused_gets_no_mark_and_is_named(kind: str) -> None:
    book = Book({"11": None, "12": None})
    with serving(kind, book) as url:
        first, other = results(kind, {"11": 50.0, "12": 60.0})
        excused = decided(first, [Decision(Kind.EXCUSE, first.student)])
        options: dict[str, Any] = {"url": url, "course": "1", "assignment": "5", "token": TOKEN}
        report = upload([excused, other], kind, **options, dry_run=False)
    assert book.grades == {"11": None, "12": 60.0}
    assert report.blanks == ("Student 11 (excused by a decision: say so in the LMS, an upload does not)",)
