"""Statuses, each with the words and the tone that pages, comments and tables show. A new status is one line here."""

from __future__ import annotations

from enum import StrEnum

from autograder.records.sentences import say


class Tone(StrEnum):
    """How a status looks: a colour on pages, in the order bars are stacked."""

    GOOD = "good"
    PART = "part"
    BAD = "bad"
    NONE = "none"
    WAIT = "wait"


class Status(StrEnum):
    """What became of a question. The value is what `results --json` says.

    ``label`` stands alone, on a page, ``words`` inside a sentence.
    """

    label: str
    words: str
    tone: Tone

    def __new__(cls, value: str, label: str, words: str, tone: Tone) -> Status:
        status = str.__new__(cls, value)
        status._value_ = value
        status.label, status.words, status.tone = label, words, tone
        return status

    @staticmethod
    def named(value: object) -> Status:
        """The status whose value this is. Raises `ValueError`."""
        for status in Status:
            if status == value:
                return status
        raise ValueError(f"there is no question status {str(value)[:40]!r}")

    @staticmethod
    def earned(score: float, most: float, nothing: Status | None = None) -> Status:
        """What became of a question that earned ``score`` of ``most`` points; ``nothing`` is for none at all (default: failed)."""
        return Status.PASSED if score >= most else Status.PARTIAL if score > 0 else nothing or Status.FAILED

    PASSED = "passed", say("Right"), say("right"), Tone.GOOD
    PARTIAL = "partial", say("Partly right"), say("partly right"), Tone.PART
    FAILED = "failed", say("Not right yet"), say("not right yet"), Tone.BAD
    MISSING = "missing", say("Not found"), say("not found"), Tone.NONE
    TIMEOUT = "timeout", say("Took too long"), say("took too long"), Tone.BAD
    CRASHED = "crashed", say("Ended the program"), say("ended the program"), Tone.BAD
    UNANSWERED = "unanswered", say("Not answered yet"), say("not answered"), Tone.NONE
    MANUAL = "manual", say("To be marked"), say("not marked yet"), Tone.WAIT


class SubmissionStatus(StrEnum):
    """What became of a submission: ``rejected`` scores 0 with a reason and is listed, never dropped."""

    GRADED = "graded"
    REJECTED = "rejected"
