"""Written answers: results come in, and sheets without names go out for a person to mark; the marks come back in.

`export_sheets` writes them (empty answers are 0 points and on no sheet), `read_marks` reads the filled-in ``marks.csv``, `apply_marks` puts
the marks into a result. An answer's key is made of its submission, question and text, so a mark never lands on another answer.
"""

from autograder.records.errors import MarksError
from autograder.written.marks import Mark, apply_marks, comments_without_a_mark, marked_questions, read_marks
from autograder.written.rubric import Criterion, criteria
from autograder.written.sheets import answer_id, export_sheets, written_questions

__all__ = [
    "Criterion", "Mark", "MarksError", "answer_id", "apply_marks", "comments_without_a_mark", "criteria", "export_sheets",
    "marked_questions", "read_marks", "written_questions",
]  # fmt: skip
