"""Marks into a platform's column: the roster by Names and Roles 2.0, scores and results by Assignment and Grade Services 2.0."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from autograder.lms.marks import decimal_of
from autograder.lms.service import Connection, Sending, Service, Standing
from autograder.lms.systems.lti.config import read_config
from autograder.lms.systems.lti.platform import Platform
from autograder.lms.times import moment
from autograder.records.errors import LmsBusy, LmsError

MEMBERS = "application/vnd.ims.lti-nrps.v2.membershipcontainer+json"
LINEITEM = "application/vnd.ims.lis.v2.lineitem+json"
LINEITEMS = "application/vnd.ims.lis.v2.lineitemcontainer+json"
RESULTS = "application/vnd.ims.lis.v2.resultcontainer+json"
SCORE = "application/vnd.ims.lis.v1.score+json"
LEARNER = "learner"


class LtiService(Service):
    """One column (line item) of one course on a platform: the one that the configuration names."""

    one_comment = True
    batch = 20

    def __init__(self, to: Connection) -> None:
        config = self._config = read_config(to.config)
        self._platform = Platform(config, to.wait)
        item = self._line_item()
        self._url = config.lineitem_url or str(item.get("id"))
        self._maximum = decimal_of(str(item.get("scoreMaximum")))
        if not self._url or self._maximum is None:
            raise LmsError("The platform's column has no address or no maximum (id, scoreMaximum).")
        self.title = f"{urlsplit(config.memberships_url).hostname}, {item.get('label') or 'the column'}"

    def maximum(self) -> Decimal | None:
        """The column's maximum."""
        return self._maximum

    def standings(self) -> list[Standing]:
        """The course's students with the results in the column."""
        results = self._results()
        found = []
        for page in self._platform.pages(self._config.memberships_url, MEMBERS):
            for member in page.get("members") or []:
                user = str(member.get("user_id") or "")
                if not user or not _learns(member):
                    continue
                names = (member.get("given_name"), member.get("family_name"))
                ids = {
                    "lti_user": user,
                    "student_id": str(member.get("lis_person_sourcedid") or ""),
                    "username": str(member.get("ext_user_username") or member.get("preferred_username") or ""),
                    "email": str(member.get("email") or ""),
                }
                name = str(member.get("name") or " ".join(str(part) for part in names if part) or user)
                found.append(Standing(user, name, ids, _score(results.get(user), self._maximum)))
        if found and not any(any(one.ids[kind] for kind in ("student_id", "username", "email")) for one in found):
            self.unknown = (
                "The platform tells this tool neither names nor e-mail addresses nor numbers of its students: let it share them in the "
                "tool's privacy settings."
            )
        return found

    def grades(self, users: Collection[str]) -> Mapping[str, Decimal | None]:
        """The results that stand, in the column's scale."""
        return {user: _score(result, self._maximum) for user, result in self._results(users).items()}

    def comments(self, users: Collection[str]) -> Mapping[str, Sequence[str]]:
        """The comment of each result."""
        found = self._results(users) if users else {}
        return {user: [str(one["comment"])] for user, one in found.items() if one.get("comment") and user in users}

    def send(self, marks: Sequence[Sending]) -> None:
        """One score each. One that the platform refuses stops none of the others; the first trouble is raised when all are through.

        A score takes the place of the one before with its comment: where none is sent, the one that stands goes back.
        """
        standing = self.comments([mark.user for mark in marks if mark.comment is None])
        troubles: list[LmsError] = []
        for mark in marks:
            comment = mark.comment if mark.comment is not None else next(iter(standing.get(mark.user, ())), "")
            try:
                self._platform.post(_at(self._url, "scores"), self._score_of(mark, comment), SCORE)
            except LmsError as error:
                troubles.append(error)
                if len(troubles) > 2 and all(isinstance(one, LmsBusy) for one in troubles[-3:]):
                    break  # the platform is down, not one student's mark
        if troubles:
            raise next((one for one in troubles if isinstance(one, LmsBusy)), troubles[0])

    def _score_of(self, mark: Sending, comment: str) -> dict[str, Any]:
        score: dict[str, Any] = {
            "userId": mark.user,
            "scoreGiven": float(mark.grade),
            "scoreMaximum": float(self._maximum or 0),
            "activityProgress": "Completed",
            "gradingProgress": "FullyGraded",
            "timestamp": datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z"),
        }
        if comment:
            score["comment"] = comment
        submitted = moment(mark.submitted, self._config.zone)
        if submitted is not None:  # never a time that is not known: the platform may take it for late
            score["submission"] = {"submittedAt": submitted.isoformat()}
        return score

    def _line_item(self) -> Mapping[str, Any]:
        config = self._config
        if config.lineitem_url:
            item: Mapping[str, Any] = self._platform.read(config.lineitem_url, LINEITEM)
            return item
        listed: list[Mapping[str, Any]] = [
            item for page in self._platform.pages(config.lineitems_url, LINEITEMS) for item in page
        ]
        mine = [item for item in listed if str(item.get("label")) == config.label]
        if len(mine) != 1:
            names = ", ".join(repr(str(item.get("label"))) for item in listed) or "none"
            raise LmsError(
                f"{len(mine)} columns of the course are called {config.label!r}; it has: {names}. Make one in the LMS, or name it right."
            )
        return mine[0]

    def _results(self, users: Collection[str] = ()) -> dict[str, Mapping[str, Any]]:
        """The results by user; a single user is fetched alone."""
        url = _at(self._url, "results", user_id=next(iter(users))) if len(users) == 1 else _at(self._url, "results")
        return {str(one.get("userId")): one for one in self._listed(url)}

    def _listed(self, url: str) -> Iterator[Mapping[str, Any]]:
        for page in self._platform.pages(url, RESULTS):
            yield from page if isinstance(page, list) else page.get("results") or []


def _at(item: str, service: str, **query: str) -> str:
    """The address of a line item's scores or results: the item's own path goes on, its own query stays."""
    parts = urlsplit(item)
    path = f"{parts.path.rstrip('/')}/{service}"
    return urlunsplit(parts._replace(path=path, query=urlencode([*parse_qsl(parts.query), *query.items()])))


def _learns(member: Mapping[str, Any]) -> bool:
    """Whether a member is an active student: by a learner's role in any of the ways it is written."""
    if str(member.get("status") or "Active") != "Active":
        return False
    roles = [str(role).rpartition("#")[2].rpartition("/")[2].casefold() for role in member.get("roles") or []]
    return LEARNER in roles


def _score(result: Mapping[str, Any] | None, maximum: Decimal | None) -> Decimal | None:
    """A result in the column's scale; None where there is none."""
    given = decimal_of(str(result.get("resultScore"))) if result else None
    if result is None or given is None:
        return None
    most = decimal_of(str(result.get("resultMaximum")))
    return given if not most or maximum is None or most == maximum else given * maximum / most
