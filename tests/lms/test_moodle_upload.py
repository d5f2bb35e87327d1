"""Marks through Moodle's web service, against a stand-in that behaves as a live 4.5.6 did."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from autograder.lms import UploadReport, upload
from autograder.lms.outcome import State
from autograder.records.errors import LmsError
from tests.support.lms_judges import result
from tests.support.lms_servers import serving
from tests.support.lms_stand import TOKEN, Attempt, Book

DENIED = {"item": "module", "itemid": 77, "warningcode": "1", "message": "No access rights in module context"}


def moodle(url: str, marks: dict[str, float], **options: Any) -> UploadReport:
    made = [result(str(int(user) + 900), mark, lms="moodle", key="participant") for user, mark in marks.items()]
    options = {"wait": lambda seconds: None, "token": TOKEN, **options}
    return upload(made, "moodle", url=url, course="1", assignment="5", **options)


def states(report: UploadReport) -> dict[str, str]:
    return {change.user: str(change.outcome) for change in report.changes}


def with_attempts(*attempts: Attempt, **more: Any) -> Book:
    return Book({"11": attempts[-1].grade}, attempts={"11": list(attempts)}, **more)


def test_a_comment_that_stands_neither_stops_the_call_nor_is_lost() -> None:
    book = Book({str(user): None for user in range(11, 17)})
    book.attempts = {
        "13": [Attempt(comment="<p>By hand: come to my office\\</p>", format=2)],
        "15": [Attempt(comment="")],
    }
    with serving("moodle", book) as url:
        report = moodle(url, dict.fromkeys(book.grades, 50.0), dry_run=False)
    assert set(states(report).values()) == {"sent"}
    assert set(book.grades.values()) == {50.0}
    assert (book.latest("13").comment, book.latest("13").format) == ("<p>By hand: come to my office\\</p>", 2)
    assert not book.latest("11").comment


def test_a_comment_with_a_file_is_not_risked() -> None:
    book = Book({"11": None, "12": None})
    book.attempts = {"11": [Attempt(comment='<img src="@@PLUGINFILE@@/a.png">')]}
    with serving("moodle", book) as url:
        report = moodle(url, {"11": 50.0, "12": 60.0}, dry_run=False)
    assert states(report)["11"].startswith("failed: the comment that stands in Moodle holds a file")
    assert states(report)["12"] == "sent"
    assert book.latest("11").grade is None


def test_one_student_moodle_cannot_take_stops_nobody_else(tmp_path: Path) -> None:
    book = Book({str(user): None for user in range(100, 220)}, poison={"105", "170"})
    marks = dict.fromkeys(book.grades, 50.0)
    with serving("moodle", book) as url:
        for _ in range(2):  # and not at the same student for ever
            report = moodle(url, marks, dry_run=False, journal=tmp_path / "j")
            assert {user for user, grade in book.grades.items() if grade is None} == {"105", "170"}
    assert states(report)["105"] == "failed: Moodle refused mod_assign_save_grades: Error writing to database"
    assert report.troubles == 2
    assert report.count(State.SAME) == 118


def test_comments_that_would_be_replaced_are_listed_by_name(tmp_path: Path) -> None:
    book = Book({"11": None, "12": None, "13": None}, names={"11": "Ana Lee", "12": "Bo Ek"})
    book.attempts = {user: [Attempt(comment=f"Seen in person, {user}")] for user in ("11", "12")}
    options = {"comments": True, "journal": tmp_path / "upload.json"}
    marks = {"11": 50.0, "12": 60.0, "13": 70.0}
    with serving("moodle", book) as url:
        lines = moodle(url, marks, **options).lines()
        assert "  2 comments stand there and would be replaced, of: Ana Lee; Bo Ek" in lines
        book.enter("12", None, "Changed since the rehearsal")
        report = moodle(url, marks, **options, dry_run=False)
    assert set(states(report).values()) == {"sent"}
    assert "50 of 100 points" in str(book.latest("11").comment)
    assert book.latest("12").comment == "Changed since the rehearsal"
    assert any("1 comment was kept, as no rehearsal has shown it, of: Bo Ek" in line for line in report.lines())
    assert "70 of 100 points" in str(book.latest("13").comment)


def test_without_a_rehearsal_no_ones_comment_or_mark_is_replaced(tmp_path: Path) -> None:
    book = Book({"11": 30.0, "12": None})
    book.attempts = {"11": [Attempt(grade=30.0, comment="x")], "12": [Attempt(comment="Mine")]}
    with serving("moodle", book) as url:
        report = moodle(url, {"11": 50.0, "12": 60.0}, comments=True, dry_run=False, journal=tmp_path / "j")
        assert states(report) == {"11": "kept: has a mark that no rehearsal has shown", "12": "sent"}
        assert (book.latest("11").grade, book.latest("11").comment, book.latest("12").comment) == (30.0, "x", "Mine")
        report = moodle(url, {"11": 50.0}, dry_run=False, overwrite=True, journal=tmp_path / "j")
    assert book.latest("11").grade == 50.0


def test_a_new_comment_goes_with_a_mark_that_moves_and_to_who_had_none(tmp_path: Path) -> None:
    book = Book({"11": None, "12": None})
    journal = tmp_path / "upload.json"
    with serving("moodle", book) as url:
        moodle(url, {"11": 50.0, "12": 60.0}, dry_run=False, journal=journal)
        assert book.comments == []
        moodle(url, {"11": 50.0, "12": 60.0}, comments=True, dry_run=False, journal=journal)
        assert [user for user, _ in book.comments] == ["11", "12"]
        moodle(url, {"11": 50.0, "12": 60.0}, comments=True, dry_run=False, journal=journal)
        assert len(book.comments) == 2
        report = moodle(url, {"11": 52.0, "12": 60.0}, comments=True, dry_run=False, journal=journal)
    assert [user for user, _ in book.comments] == ["11", "12", "11"]
    assert "52 of 100 points" in str(book.latest("11").comment)
    assert not any("replaced" in line for line in report.lines())  # it was our own


def test_the_workflow_state_of_every_student_stays() -> None:
    book = Book({"11": None, "12": None, "13": None}, marking_workflow=True)
    book.workflow = {"11": "released", "12": "inreview"}
    with serving("moodle", book) as url:
        notes = moodle(url, {"11": 50.0, "12": 60.0, "13": 1.0}).notes
        moodle(url, {"11": 50.0, "12": 60.0, "13": 1.0}, dry_run=False)
    assert book.workflow == {"11": "released", "12": "inreview", "13": ""}
    assert any("2 of these students are not released" in note for note in notes)


def test_a_workflow_that_cannot_be_read_is_not_reset() -> None:
    book = Book({"11": None}, marking_workflow=True, workflow={"11": "released"})
    for refusal in (
        {"exception": "webservice_access_exception", "errorcode": "accessexception", "message": "Access control"},
        {"assignments": [], "warnings": [DENIED]},
    ):
        book.denied = {"mod_assign_get_user_flags": refusal}
        why = "does not offer mod_assign_get_user_flags|see the workflow states"
        with serving("moodle", book) as url, pytest.raises(LmsError, match=why):
            moodle(url, {"11": 50.0}, dry_run=False)
        assert (book.grades, book.workflow, book.writes) == ({"11": None}, {"11": "released"}, 0)


def test_attempts_that_reopen_are_not_burned(tmp_path: Path) -> None:
    book = Book({"11": None, "12": None}, reopen="untilpass")
    journal = tmp_path / "upload.json"
    with serving("moodle", book) as url:
        rehearsal = moodle(url, {"11": 40.0, "12": 80.0}, journal=journal)
        assert any("opens another attempt" in note for note in rehearsal.notes)
        for _ in range(3):
            report = moodle(url, {"11": 40.0, "12": 80.0}, dry_run=False, journal=journal)
    assert states(report) == {"11": "same", "12": "same"}
    assert [len(book.attempts[user]) for user in ("11", "12")] == [2, 1]
    assert book.attempts["11"][0].grade == 40.0
    with serving("moodle", book) as url:  # a regrade does not go to the empty attempt
        report = moodle(url, {"11": 45.0, "12": 80.0}, dry_run=False, journal=journal, overwrite=True)
    assert states(report)["11"].startswith("left: attempt 2 is open and nothing has been handed in")
    assert book.attempts["11"][1].grade is None


def test_a_mark_sent_for_an_earlier_attempt_is_not_the_next_ones(tmp_path: Path) -> None:
    book = with_attempts(Attempt(grade=40.0), Attempt("submitted"), reopen="untilpass")
    with serving("moodle", book) as url:
        report = moodle(url, {"11": 40.0}, dry_run=False, journal=tmp_path / "j")
        assert states(report)["11"].startswith("left: an earlier attempt has this very mark")
        assert moodle(url, {"11": 90.0}, dry_run=False).count(State.SENT) == 1
    assert [attempt.grade for attempt in book.attempts["11"]] == [40.0, 90.0]


def test_a_lost_answer_burns_no_attempt() -> None:
    book = Book({"11": None, "12": None}, reopen="untilpass")
    faults = iter(["lost", "", "", ""])
    book.faults = lambda function: next(faults)
    with serving("moodle", book) as url:
        report = moodle(url, {"11": 40.0, "12": 45.0}, dry_run=False)
    assert states(report) == {"11": "sent", "12": "sent"}
    assert [len(book.attempts[user]) for user in ("11", "12")] == [2, 2]
    book = Book({"11": None}, reopen="untilpass")
    book.faults = lambda function: "before"
    with serving("moodle", book) as url:
        report = moodle(url, {"11": 40.0}, dry_run=False)
        assert states(report)["11"].startswith("unknown: no answer came back")
        assert book.writes == 0
        book.faults = lambda function: ""
        assert moodle(url, {"11": 40.0}, dry_run=False).count(State.SENT) == 1
    assert len(book.attempts["11"]) == 2


def test_a_mark_entered_by_hand_since_is_shown_and_kept(tmp_path: Path) -> None:
    book = Book({"11": None, "12": 30.0, "13": 20.0})
    journal = tmp_path / "upload.json"
    marks = {"11": 50.0, "12": 60.0, "13": 70.0}
    with serving("moodle", book) as url:
        assert states(moodle(url, marks, journal=journal)) == dict.fromkeys(marks, "planned")
        book.enter("11", 12.0)  # since the rehearsal
        book.enter("12", 33.0)
        report = moodle(url, marks, dry_run=False, journal=journal)
        assert states(report) == {
            "11": "kept: entered since the rehearsal",
            "12": "kept: entered since the rehearsal",
            "13": "sent",
        }
        assert "  Student 12: 33 -> 60 (kept: entered since the rehearsal)" in report.lines()
        book.enter("13", 71.0)  # since it was sent
        marks["13"] = 75.0
        assert states(moodle(url, marks, journal=journal))["13"] == "changed by hand since it was sent"
        assert states(moodle(url, marks, dry_run=False, journal=journal))["13"] == "changed by hand since it was sent"
        moodle(url, marks, journal=journal, overwrite=True)
        assert moodle(url, marks, dry_run=False, journal=journal, overwrite=True).count(State.SENT) == 1
    assert book.grades == marks


def test_a_mark_taken_out_by_hand_stays_out(tmp_path: Path) -> None:
    book = Book({"11": None})
    with serving("moodle", book) as url:
        moodle(url, {"11": 50.0}, dry_run=False, journal=tmp_path / "j")
        book.enter("11", None)
        report = moodle(url, {"11": 50.0}, dry_run=False, journal=tmp_path / "j")
    assert states(report) == {"11": "changed by hand since it was sent"}


@pytest.mark.parametrize(
    ("function", "answer", "why"),
    [
        ("mod_assign_get_user_mappings", {"assignments": [], "warnings": [DENIED]}, "mod/assign:revealidentities"),
        ("mod_assign_get_assignments", {"courses": [], "warnings": [{**DENIED, "item": "course"}]}, "does not show course 1"),
        ("mod_assign_get_grades", {"assignments": [], "warnings": [DENIED]}, "does not let this token's owner see the grades"),
        ("mod_assign_list_participants", {"exception": "x", "errorcode": "nopermissions", "message": "Sorry, View grades"},
         "may not do this in Moodle"),
        ("mod_assign_list_participants", {"exception": "x", "errorcode": "accessexception", "message": "no"}, "an administrator adds"),
    ],
)  # fmt: skip
def test_a_missing_right_is_not_another_course(function: str, answer: object, why: str) -> None:
    book = Book({"11": None}, denied={function: answer})
    with serving("moodle", book) as url, pytest.raises(LmsError) as caught:
        moodle(url, {"11": 50.0})
    assert why in str(caught.value)
    assert not str(caught.value).startswith("None of")


def test_a_failing_server_is_not_a_wrong_address() -> None:
    with serving("moodle", Book({"11": None}, trouble=[500] * 20)) as url, pytest.raises(LmsError) as caught:
        moodle(url, {"11": 50.0})
    assert "Moodle itself failed (HTTP 500): the address is right" in str(caught.value)
    with (
        serving("moodle", Book({"11": None}, trouble=[404] * 20)) as url,
        pytest.raises(LmsError, match="check the address"),
    ):
        moodle(url, {"11": 50.0})
    with pytest.raises(LmsError, match="cannot be reached"):
        moodle("http://127.0.0.1:1", {"11": 50.0})


def test_two_john_smiths_are_told_apart() -> None:
    book = Book({"11": None, "12": None, "13": None}, names={"11": "John Smith", "12": "John  smith", "13": "Ana"})
    with serving("moodle", book) as url:
        lines = moodle(url, {"11": 50.0, "12": 60.0, "13": 1.0}).lines()
    assert "  John Smith (student number 0011): none -> 50 (planned)" in lines
    assert "  John smith (student number 0012): none -> 60 (planned)" in lines
    assert "  Ana: none -> 1 (planned)" in lines


def test_a_teams_number_is_no_participants() -> None:
    """A download of teams, none in the default group: "Twin_20" may be read as participant 20."""
    book = Book(
        {str(user): None for user in range(11, 17)}, names={str(user): f"Student {user}" for user in range(11, 17)}
    )
    teams = [
        result("911", 40.0, source={"lms": "moodle", "key": "participant", "name": "Twin"}),
        result("20", 50.0, source={"lms": "moodle", "key": "participant", "name": "Twin"}),
        result("rest", 60.0, source={"lms": "moodle", "key": "group", "name": "rest"}),
    ]
    options: dict[str, Any] = {"course": "1", "assignment": "5", "token": TOKEN, "dry_run": False, "partial": True}
    with serving("moodle", book) as url:
        report = upload([*teams, result("0012", 1.0)], "moodle", url=url, **options)
        assert book.grades["11"] is None
        assert any(one.startswith("Twin (911 is Student 11 in Moodle: a team?") for one in report.unmatched)
        book.teams = {
            "11": (911, "Twin"),
            "12": (911, "Twin"),
            "13": (20, "Twin"),
            "14": (0, ""),
            "15": (0, ""),
            "16": (7, "X"),
        }
        upload(teams, "moodle", url=url, **options, overwrite=True)
    assert list(book.grades.values()) == [40.0, 40.0, 50.0, 60.0, 60.0, None]


def test_user_names_that_are_others_numbers() -> None:
    """Ana's user name is 1 and her number 100, Cai's the other way round: the participant decides."""
    book = Book({"11": None, "12": None})
    made = [
        result("0012", 10.0, source={"lms": "moodle", "key": "student_id", "participant": "911", "username": "0011"}),
        result("0011", 20.0, source={"lms": "moodle", "key": "student_id", "participant": "912", "username": "0012"}),
    ]
    with serving("moodle", book) as url:
        upload(made, "moodle", url=url, course="1", assignment="5", token=TOKEN, dry_run=False)
    assert book.grades == {"11": 10.0, "12": 20.0}


def test_a_server_that_goes_down_says_what_has_arrived() -> None:
    book = Book({str(user): None for user in range(100, 280)})
    served = iter(["", *["before"] * 500])
    book.faults = lambda function: next(served)
    with serving("moodle", book) as url:
        report = moodle(url, dict.fromkeys(book.grades, 50.0), dry_run=False)
        assert report.count(State.SENT) == 50
        assert sum(state.startswith("unknown") for state in states(report).values()) == 3
        assert report.count(State.NOT_SENT) == 127
        assert any(note.startswith("stopped before the end: Moodle itself failed") for note in report.notes)
        book.faults = lambda function: ""
        assert moodle(url, dict.fromkeys(book.grades, 50.0), dry_run=False).count(State.SENT) == 130
    assert set(book.grades.values()) == {50.0}
    assert len(book.notified) == 180


def test_a_comment_that_the_workflow_hides_is_not_replaced_unannounced(tmp_path: Path) -> None:
    book = Book(
        {"11": None, "12": 5.0, "13": None}, marking_workflow=True, workflow={"11": "inmarking", "13": "released"}
    )
    for user in ("11", "13"):
        book.enter(user, 40.0, "Seen in person")
    with serving("moodle", book) as url:
        options = {"journal": tmp_path / "upload.json"}
        moodle(url, {"11": 50.0, "12": 60.0, "13": 70.0}, **options)
        report = moodle(url, {"11": 50.0, "12": 60.0, "13": 70.0}, **options, dry_run=False)
        assert states(report)["11"].startswith("failed: ")
        assert "A comment may stand here" in states(report)["11"]
        assert [states(report)[user] for user in ("12", "13")] == ["sent", "sent"]
        assert book.latest("11").comment == book.latest("13").comment == "Seen in person"
        lines = moodle(url, {"11": 50.0}, **options, comments=True, partial=True).lines()
        assert any(line.startswith("  1 comment stands there and would be replaced, of: ") for line in lines)
        moodle(url, {"11": 50.0}, **options, comments=True, partial=True, dry_run=False)
    assert book.latest("11").grade == 50.0
    assert "50 of 100 points" in str(book.latest("11").comment)
