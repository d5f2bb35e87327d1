"""The guest: the confined process in which a student's code runs, and the grader's side of the wire to it."""

from autograder.guest.errors import (
    BadReply,
    GuestError,
    LimitReached,
    MissingName,
    StudentCrash,
    StudentError,
    StudentFailure,
    StudentTimeout,
)
from autograder.guest.host import Zygote
from autograder.guest.process import Guest, LoadReport
from autograder.guest.proxy import Handle

__all__ = [
    "BadReply",
    "Guest",
    "GuestError",
    "Handle",
    "LimitReached",
    "LoadReport",
    "MissingName",
    "StudentCrash",
    "StudentError",
    "StudentFailure",
    "StudentTimeout",
    "Zygote",
]
