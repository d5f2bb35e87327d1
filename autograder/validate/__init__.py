"""Validation: how good each question's suite is, measured. `convgrade validate` prints it as a kill sheet."""

from autograder.validate.run import validate
from autograder.validate.sheet import KillSheet

__all__ = ["KillSheet", "validate"]
