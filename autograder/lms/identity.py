"""The kinds of identifier a student can be known by, and what each source writes into ``Submission.source``.

``source["lms"]``   which reader made the submission: canvas, moodle, gradescope, blackboard, brightspace, nbgrader,
                    github, plain, pattern
``source["key"]``   the kind of ``Submission.student`` (one of `KINDS`)
``source["members"]``  the kind of ``Submission.members``, where there are any
``source["name"]``  the name as the download writes it (not cleaned for people)
``source["file"]``  the path of the answer inside the input
``source[KIND]``    every further identifier known, from the download or the roster
"""

from __future__ import annotations

from collections.abc import Mapping

KINDS = {
    "student_id": "student number",
    "canvas_id": "Canvas user id",
    "sis_user_id": "SIS user id",
    "sis_login_id": "SIS login id",
    "username": "user name",
    "org_defined_id": "Brightspace OrgDefinedId",
    "brightspace_id": "number in the Brightspace download",
    "email": "e-mail address",
    "github": "GitHub user name",
    "participant": "number of Moodle's “Participant N”",
    "anonymous_id": "Canvas's anonymous id",
    "gradescope": "Gradescope submission",
    "group": "group",
    "name": "name",
}

SAFE_FOR_PLAIN = ("student_id", "sis_user_id", "sis_login_id", "username", "org_defined_id", "email", "github")
"""What the name of a plain folder may stand for. Not an LMS's own numbers: a student number can be another's user id."""


def ids_of(student: str, source: Mapping[str, str]) -> dict[str, str]:
    """Every identifier known of a submission's student, by kind."""
    known = {kind: source[kind] for kind in KINDS if source.get(kind)}
    kind = source.get("key", "")
    if kind in KINDS:
        known.setdefault(kind, student)
    return known
