"""A stand-in of GitHub on 127.0.0.1: an organization's repositories, their releases and the files of those."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.support.lms_stand import TOKEN, Book, Stand, running


@dataclass
class Organization:
    """Repositories by name, and what goes wrong (as in `tests.support.lms_stand.Book`). ``limited``: how many requests may write before
    GitHub asks to wait."""

    repositories: dict[str, dict[str, Any]]
    releases: dict[str, dict[str, Any]] = field(default_factory=dict)
    faults: Callable[[str], str] = lambda function: ""
    delay: float = 1.0
    limited: int = -1
    trouble: list[int] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    busy: int = 0
    lock: threading.RLock = field(default_factory=threading.RLock)

    def settled(self) -> None:
        """Wait until nothing is being worked off any more."""
        Book.settled(self)  # type: ignore[arg-type]  # both count what is under way

    def enter(self, name: str, title: str, body: str = "") -> None:
        """A release that a person has made or edited."""
        held = self.releases.setdefault(name, {"id": 100 + len(self.releases), "assets": []})
        held.update(name=title, body=body)


class Github(Stand):
    """What of GitHub's interface is needed."""

    organization: Organization

    def handle_any(self) -> None:
        here, path = self.organization, urlsplit(self.path).path
        self.book = here  # type: ignore[assignment]  # what `faulty` asks
        self.body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        here.calls.append(path)
        assert self.headers["Authorization"] == f"Bearer {TOKEN}"
        if here.trouble:
            self.answer({}, here.trouble.pop(0))
            return
        if self.command != "GET" and here.limited == 0:
            self.answer({"message": "You have exceeded a secondary rate limit"}, 403, Retry_After="60")
            return
        if self.command != "GET":
            here.limited -= 1
        query = {key: values[0] for key, values in parse_qs(urlsplit(self.path).query).items()}
        if path == "/orgs/cs50/repos":
            page = int(query["page"])
            names = sorted(here.repositories)[(page - 1) * 100 : page * 100]
            self.answer([{"name": name, "private": True, **here.repositories[name]} for name in names])
            return
        found = re.fullmatch(r"/repos/cs50/([^/]+)/releases(/.*)?|/uploads/([^/]+)", path)
        assert found, path
        name, place = found[1] or found[3], found[2] or ""
        if name not in here.repositories:
            self.answer({"message": "Not Found"}, 404)
        elif found[3]:
            if any(one["name"] == query["name"] for one in here.releases[name]["assets"]):
                self.answer({"message": "Validation Failed: already_exists"}, 422)
            else:
                self.faulty("asset", lambda: self.add(name, query["name"]))
        elif place == "/tags/feedback":
            with here.lock:
                held = here.releases.get(name)
                told = json.loads(json.dumps(held)) if held else {"message": "Not Found"}
            where = f"http://{self.headers['Host']}/uploads/{name}{{?name,label}}"
            self.answer({**told, "upload_url": where} if held else told, 200 if held else 404)
        elif place.startswith("/assets/") and self.command == "DELETE":
            held = here.releases[name]
            held["assets"] = [one for one in held["assets"] if one["id"] != int(place.rpartition("/")[2])]
            self.answer("", 204)
        elif self.command == "POST" and name in here.releases:
            self.answer({"message": "Validation Failed: already_exists"}, 422)
        else:
            told = json.loads(self.body)
            assert self.command == ("PATCH" if place else "POST")
            assert told.pop("tag_name", "feedback") == "feedback"
            self.faulty("release", lambda: self.change(name, told))

    do_GET = do_POST = do_PATCH = do_DELETE = handle_any

    def change(self, name: str, told: dict[str, Any]) -> object:
        held = self.organization.releases.setdefault(
            name, {"id": 100 + len(self.organization.releases), "assets": [], "body": ""}
        )
        held.update(told)
        return held

    def add(self, name: str, file: str) -> object:
        held = self.organization.releases[name]["assets"]
        if all(one["name"] != file for one in held):  # GitHub takes a name once
            held.append({"id": 900 + len(held), "name": file, "state": "uploaded"})
        return {}


@contextmanager
def github(organization: Organization) -> Iterator[str]:
    """The address of a GitHub with this organization."""
    with running(type("Here", (Github,), {"organization": organization})) as url:
        yield url
