"""Moodle: the zip of "Download all submissions" comes in; the grading worksheet, feedback files and web-service marks go out."""

from autograder.lms.identity import Kind
from autograder.lms.registry import Lms, Target
from autograder.lms.systems.moodle.download import file_name_of, read
from autograder.lms.systems.moodle.web_service import MoodleService
from autograder.lms.systems.moodle.worksheet import own_table, participant, write, write_feedback

LMS = Lms(
    name="moodle",
    title="Moodle",
    page="moodle.md",
    reads="submissions zip (folders, flat, blind, teams)",
    writes="grading worksheet, feedback files, web service",
    sure="files of real Moodles 4.4 and 4.5, PHP's reader, a stand-in that behaves as a live 4.5.6 did; our uploads **not verified against "
    "a live server**",
    read=read,
    rank=30,
    kinds={"participant": Kind("number of Moodle's “Participant N”", order=60, read=participant)},
    own_table=own_table,
    file_name_of=file_name_of,
    team_keys=True,
    member_kind="participant",
    targets=(
        Target("moodle", "Moodle's grading worksheet", write, "the grading worksheet"),
        Target("moodle-feedback", "Moodle's feedback files", write_feedback, "the grading worksheet"),
    ),
    connect=MoodleService,
    token="MOODLE_TOKEN",
)
