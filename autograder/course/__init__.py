"""The course: its folders of assignments, references and suites come in, `Course` and `Assignment` go out.

No other room knows where those files are.
"""

from autograder.course.assignment import KINDS, Assignment, Limits, Question, QuestionKind, Rules, Waiver
from autograder.course.course import PUBLIC_SECRET, Course

__all__ = ["KINDS", "PUBLIC_SECRET", "Assignment", "Course", "Limits", "Question", "QuestionKind", "Rules", "Waiver"]
