"""An LTI platform on 127.0.0.1 that follows the specifications (security framework, NRPS 2.0, AGS 2.0) and fails where it is told to.

Like Moodle it refuses a score older than the one it holds, and a score without a comment takes the comment away.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt

from tests.support.lms_stand import Book, Stand, running

CLIENT = "convgrade-client"
ROLE = "http://purl.imsglobal.org/vocab/lis/v2/membership#"
NRPS = "https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly"
AGS = "https://purl.imsglobal.org/spec/lti-ags/scope/"
ITEM = "/services/7/lineitems/3/lineitem"


@dataclass
class Course:
    """A course on the platform. ``faults`` as in `tests.support.lms_stand.Book`, for scores."""

    public: str
    students: dict[str, dict[str, Any]]
    maximum: float = 100.0
    results: dict[str, dict[str, Any]] = field(default_factory=dict)
    scores: list[dict[str, Any]] = field(default_factory=list)
    refuse: dict[str, int] = field(default_factory=dict)
    trouble: list[int] = field(default_factory=list)
    faults: Callable[[str], str] = lambda function: ""
    delay: float = 1.0
    granted: str = " ".join((NRPS, AGS + "lineitem.readonly", AGS + "result.readonly", AGS + "score"))
    tokens: dict[str, float] = field(default_factory=dict)
    lifetime: float = 3600.0
    used: set[str] = field(default_factory=set)
    page: int = 3
    elsewhere: str = ""
    busy: int = 0
    calls: list[str] = field(default_factory=list)
    lock: threading.RLock = field(default_factory=threading.RLock)

    def settled(self) -> None:
        """Wait until no score is being worked off any more."""
        Book.settled(self)  # type: ignore[arg-type]  # both count what is under way

    def enter(self, user: str, score: float, comment: str = "") -> None:
        """What a teacher types in by hand."""
        self.results[user] = {"resultScore": score, "resultMaximum": self.maximum, "at": time.time()}
        if comment:
            self.results[user]["comment"] = comment


class Platform(Stand):
    """The services of one course."""

    course: Course

    def handle_any(self) -> None:
        self.body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.book = self.course  # type: ignore[assignment]  # what `faulty` asks
        if self.course.trouble:
            self.answer({}, self.course.trouble.pop(0))
            return
        path = urlsplit(self.path).path
        self.course.calls.append(path)
        if path == "/token":
            self.token()
        elif self.headers.get("Authorization", "").removeprefix("Bearer ") not in self.course.tokens:
            self.answer({"error": "no valid token"}, 401)
        elif self.course.tokens[self.headers["Authorization"].removeprefix("Bearer ")] < time.time():
            self.answer({"error": "the token is too old"}, 401)
        else:
            self.serve(path)

    do_GET = do_POST = handle_any

    def token(self) -> None:
        form = {key: values[0] for key, values in parse_qs(self.body.decode()).items()}
        assert self.headers["Content-Type"] == "application/x-www-form-urlencoded"
        assert form["grant_type"] == "client_credentials"
        assert form["client_assertion_type"] == "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
        host = f"http://{self.headers['Host']}/token"
        try:
            claims = jwt.decode(
                form["client_assertion"], self.course.public, algorithms=["RS256"], audience=host,
                options={"require": ["iss", "sub", "aud", "iat", "exp", "jti"]},
            )  # fmt: skip
        except jwt.InvalidTokenError as error:
            self.answer({"error": "invalid_client", "error_description": str(error)}, 400)
            return
        assert claims["iss"] == claims["sub"] == CLIENT
        assert claims["exp"] - claims["iat"] <= 3600
        assert jwt.get_unverified_header(form["client_assertion"])["kid"]
        assert claims["jti"] not in self.course.used, "a signed request may be used once"
        self.course.used.add(claims["jti"])
        token = f"token-{len(self.course.used)}"
        self.course.tokens[token] = time.time() + self.course.lifetime
        asked = set(form["scope"].split()) & set(self.course.granted.split())
        answer = {
            "access_token": token,
            "token_type": "bearer",
            "expires_in": self.course.lifetime,
            "scope": " ".join(asked),
        }
        self.answer(answer)

    def serve(self, path: str) -> None:
        query = {key: values[0] for key, values in parse_qs(urlsplit(self.path).query).items()}
        if path == "/memberships":
            self.need(NRPS, "application/vnd.ims.lti-nrps.v2.membershipcontainer+json")
            people = list(self.course.students.items())
            at = int(query.get("from", 0))
            members = [{"user_id": user, "status": "Active", "roles": [ROLE + "Learner"], **about}
                       for user, about in people[at : at + self.course.page]]  # fmt: skip
            self.page({"id": self.path, "context": {"id": "7"}, "members": members}, at, len(people), "/memberships?")
        elif path == ITEM:
            self.need(AGS + "lineitem.readonly", "application/vnd.ims.lis.v2.lineitem+json")
            self.answer(self.item())
        elif path == "/services/7/lineitems":
            self.need(AGS + "lineitem.readonly", "application/vnd.ims.lis.v2.lineitemcontainer+json")
            self.answer([{**self.item(), "id": "x", "label": "Pooling"}, self.item()])
        elif path == f"{ITEM}/results":
            self.need(AGS + "result.readonly", "application/vnd.ims.lis.v2.resultcontainer+json")
            assert query["type_id"] == "1", "the line item's own query stays"
            found = [{"userId": user, "scoreOf": ITEM, **{k: v for k, v in one.items() if k != "at"}}
                     for user, one in self.course.results.items() if query.get("user_id", user) == user]  # fmt: skip
            at = int(query.get("from", 0))
            self.page(found[at : at + self.course.page], at, len(found), f"{ITEM}/results?type_id=1&")
        elif path == f"{ITEM}/scores":
            assert self.command == "POST"
            assert self.headers["Content-Type"] == "application/vnd.ims.lis.v1.score+json"
            score = json.loads(self.body)
            if refusal := self.refusal(score):
                self.answer({"error": "refused"}, refusal)
                return
            self.faulty("score", lambda: self.take(score))
        else:
            self.answer({}, 404)

    def need(self, scope: str, accept: str) -> None:
        assert self.headers["Accept"] == accept
        assert scope in self.course.granted

    def item(self) -> dict[str, Any]:
        host = f"http://{self.headers['Host']}"
        return {"id": f"{host}{ITEM}?type_id=1", "scoreMaximum": self.course.maximum, "label": "Convolution"}

    def page(self, value: object, at: int, total: int, path: str) -> None:
        after = at + self.course.page
        host = self.course.elsewhere or f"http://{self.headers['Host']}"
        more = {"Link": f'<{host}{path}from={after}>; rel="next"'} if after < total else {}
        self.answer(value, 200, **more)

    def refusal(self, score: dict[str, Any]) -> int:
        user = score["userId"]
        assert score["gradingProgress"] == "FullyGraded"
        assert score["activityProgress"] in ("Submitted", "Completed")
        assert score["scoreGiven"] >= 0
        moment = datetime.fromisoformat(score["timestamp"].replace("Z", "+00:00"))
        assert moment.tzinfo is not None
        if user not in self.course.students:
            return 404
        if user in self.course.results and moment.timestamp() <= self.course.results[user]["at"]:
            return 409
        return self.course.refuse.get(user, 0)

    def take(self, score: dict[str, Any]) -> object:
        if self.refusal(score):  # it was on its way for long, and a later one has come before it
            return {}
        at = datetime.fromisoformat(score["timestamp"].replace("Z", "+00:00")).timestamp()
        result = {
            "resultScore": score["scoreGiven"] * self.course.maximum / score["scoreMaximum"],
            "resultMaximum": self.course.maximum,
            "at": at,
        }
        if score.get("comment"):
            result["comment"] = score["comment"]
        self.course.results[score["userId"]] = result
        self.course.scores.append(score)
        return {}


@contextmanager
def platform(course: Course, folder: Path, **more: str) -> Iterator[Path]:
    """The path of an ``lti.toml`` in ``folder``, beside the key, for a platform with this course."""
    with running(type("Here", (Platform,), {"course": course})) as url:
        told = {
            "token_url": f"{url}/token", "client_id": CLIENT, "key": "lti-key.pem", "memberships_url": f"{url}/memberships",
            "lineitem_url": f"{url}{ITEM}?type_id=1", **{name: value.replace("URL", url) for name, value in more.items()},
        }  # fmt: skip
        path = folder / "lti.toml"
        path.write_text("".join(f'{name} = "{value}"\n' for name, value in told.items() if value))
        yield path
