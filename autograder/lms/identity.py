"""What each source writes into ``Owner.source``, and the identifiers in it.

``source["lms"]``   which reader made the submission: the name of an `autograder.lms.registry.Lms`, or ``pattern``
``source["key"]``   the kind of ``Owner.student``
``source["members"]``  the kind of ``Owner.members``, where there are any
``source["name"]``  the name as the download writes it (not cleaned for people)
``source["file"]``  the path of the answer inside the input
``source["readings"]``  the ways to read the file's name, where it allows several
``source[KIND]``    every further identifier known, from the download or the roster
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """One kind of identifier.

    ``words`` for people; ``columns`` of a roster that hold it (lower case, letters and digits only); ``folder``: whether people know it by
    heart, so that the name of a plain folder may be one (an LMS's own numbers are not: a student number can be another student's);
    ``order``: of a person's identifiers, marks are filed under the one with the smallest; ``read``: the identifier in a roster's cell.
    """

    words: str
    columns: tuple[str, ...] = ()
    folder: bool = False
    order: int = 75
    read: Callable[[str], str] = str


def without_mark(text: str) -> str:
    """An identifier without the ``#`` that Brightspace's exports put before it."""
    return text.removeprefix("#")


NUMBERS = ("id", "studentid", "student", "sid", "studentnumber", "number", "matriculationnumber", "idnumber", "identifier", "studentno",
           "studentnr", "matriculation", "matriculationno", "matrikelnummer", "matrikelnr", "rollnumber", "rollno", "registrationnumber",
           "regno", "universityid")  # fmt: skip
USERS = ("username", "login", "netid", "user", "loginid", "userid", "uid", "uni")
KINDS = {
    "student_id": Kind("student number", NUMBERS, folder=True, order=0),
    "username": Kind("user name", USERS, folder=True, order=30, read=without_mark),
    "email": Kind("e-mail address", ("email", "emailaddress", "mail"), folder=True, order=80),
}
"""The kinds that no LMS owns. Each LMS adds its own (`autograder.lms.registry.Lms.kinds`)."""

NO_IDENTIFIERS = {"lms", "key", "members", "name", "file", "readings"}


def ids_of(student: str, source: Mapping[str, str]) -> dict[str, str]:
    """Every identifier known of a submission's student, by kind."""
    known = {kind: value for kind, value in source.items() if value and kind not in NO_IDENTIFIERS}
    kind = source.get("key", "")
    if kind and kind not in NO_IDENTIFIERS:
        known.setdefault(kind, student)
    return known
