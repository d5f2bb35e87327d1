"""The course: where assignments, references and suites lie. Nothing else knows."""

from autograder.course.assignment import KINDS, Assignment, Limits, Question, QuestionKind, Rules, Waiver
from autograder.course.course import PUBLIC_SECRET, Course

__all__ = ["KINDS", "PUBLIC_SECRET", "Assignment", "Course", "Limits", "Question", "QuestionKind", "Rules", "Waiver"]
