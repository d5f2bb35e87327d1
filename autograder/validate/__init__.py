"""Validation: a course comes in; the kill sheet, which measures how good each question's suite is, goes out. Also `new` and `learn`."""

from autograder.validate.run import validate
from autograder.validate.sheet import KillSheet

__all__ = ["KillSheet", "validate"]
