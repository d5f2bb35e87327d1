"""Feedback into students' own repositories: one release each, with the mark as its title, the comment as its text, the page as its file.

The release stands on a tag of its own. Classroom 50 grades on pushes to the default branch and on tags ``submit/*``, and collects
scores from releases of those tags alone (its wiki and its shim), so this one starts nothing and is collected by nobody. A repository is
private to its student and the staff; one that is public gets nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any
from urllib.parse import quote, urlsplit

from autograder.lms.service import Connection, Sending, Service, Standing
from autograder.lms.web import Answer, Web
from autograder.records.errors import LmsBusy, LmsError

API = "https://api.github.com"
UPLOADS = "uploads.github.com"
TAG = "feedback"
TITLE = "Feedback: {} points"
OURS = re.compile(r"Feedback: (\d+(?:\.\d+)?) points")
PAGES = 1000
PAGE = 100
REFUSALS = {
    401: "GitHub does not accept the token: make a new one, with the right to write contents in the organization's repositories.",
    403: "GitHub does not let this token do that: {said}",
    404: "GitHub knows no such organization or repository, or hides it from this token: {said}",
    422: "GitHub refuses it: {said}",
}


class GithubService(Service):
    """The repositories of an organization (``course``) whose names begin with ``assignment`` and a hyphen."""

    one_comment = True
    batch = 1

    def __init__(self, to: Connection) -> None:
        self._api = to.url.rstrip("/")
        self._organization, self._prefix = to.course, to.assignment.casefold().rstrip("-") + "-"
        self._headers = {
            "Authorization": f"Bearer {to.token}",
            "Accept": "application/vnd.github+json",
            "X-GitHub-Api-Version": "2022-11-28",
            "User-Agent": "convgrade",
        }
        self._web = Web("GitHub", to.wait, REFUSALS)
        self._names: dict[str, str] = {}
        self.title = f"GitHub, {to.course}/{self._prefix}…"

    def standings(self) -> list[Standing]:
        """Every repository of the assignment, with the mark in the title of its release."""
        found = []
        for repository in self._repositories():
            name = str(repository["name"])
            user = name[len(self._prefix) :]
            self._names[user] = name
            release = self._release(user)
            closed = ""
            if not repository.get("private"):
                closed = "its repository is public, where anybody could read it"
            elif repository.get("archived"):
                closed = "its repository is archived"
            elif release is not None and _mark(release) is None:
                closed = f"its repository has a release {TAG!r} that is not ours"
            found.append(Standing(user, user, {"github": user}, _mark(release), closed=closed))
        if not found:
            raise LmsError(
                f"The organization {self._organization} has no repository whose name begins with {self._prefix!r} (or hides it from this "
                f"token): --assignment-id is what stands before the user names, like cs50-convolution."
            )
        return found

    def grades(self, users: Collection[str]) -> Mapping[str, Decimal | None]:
        """The marks in the releases' titles."""
        return {user: _mark(self._release(user)) for user in users}

    def comments(self, users: Collection[str]) -> Mapping[str, Sequence[str]]:
        """The text of each release."""
        texts = {user: _bare(str((self._release(user) or {}).get("body") or "")) for user in users}
        return {user: [text] for user, text in texts.items() if text}

    def notes(self, users: Collection[str]) -> Sequence[str]:
        """That GitHub tells people, and how much it takes in an hour."""
        if not users:
            return []
        note = "GitHub notifies those who watch a repository of its new release"
        limit = "; it takes about 500 releases and files an hour: where it stops, the same command goes on later"
        return [note + (limit if len(users) > 200 else "")]

    def send(self, marks: Sequence[Sending]) -> None:
        """Make the release, or change the one that is there: the same twice leaves one release."""
        for mark in marks:
            told = {
                "name": TITLE.format(mark.grade),
                **({"body": _fenced(mark.comment)} if mark.comment is not None else {}),
            }
            release = self._release(mark.user)
            if release is None:
                self._once(self._at(mark.user, "releases"), {"tag_name": TAG, **told})
            else:
                self._once(self._at(mark.user, f"releases/{release['id']}"), told, "PATCH")

    def files(self, users: Collection[str]) -> Mapping[str, Collection[str]]:
        """The names of each release's whole files."""
        return {
            user: [one["name"] for one in _assets(self._release(user)) if one.get("state") == "uploaded"]
            for user in users
        }

    def attach(self, user: str, name: str, data: bytes) -> None:
        """Add a file to the release. What an upload that broke off has left under that name is taken away first."""
        release = self._release(user)
        if release is None:
            raise LmsError("there is no release to put the page on")
        for one in _assets(release):
            if one["name"] == name and one.get("state") != "uploaded":
                self._ask(self._at(user, f"releases/assets/{one['id']}"), method="DELETE")
        url = str(release.get("upload_url") or "").partition("{")[0]
        host = urlsplit(url).netloc
        if host not in (urlsplit(self._api).netloc, *([UPLOADS] if self._api == API else [])):
            raise LmsError(f"GitHub wants files sent to {host or 'nowhere'}, where this token does not go.")
        self._ask(f"{url}?name={quote(name)}", data, "text/html")

    def _repositories(self) -> Iterator[Mapping[str, Any]]:
        for page in range(1, PAGES):
            listed = self._read(f"{self._api}/orgs/{quote(self._organization)}/repos?per_page={PAGE}&page={page}") or []
            for one in listed:
                name = str(one.get("name") or "").casefold()
                if name.startswith(self._prefix) and name != self._prefix:
                    yield one
            if len(listed) < PAGE:
                return

    def _release(self, user: str) -> Mapping[str, Any] | None:
        """The release on our tag; None where there is none."""
        found: Mapping[str, Any] | None = self._read(self._at(user, f"releases/tags/{TAG}"), optional=True)
        return found

    def _at(self, user: str, place: str) -> str:
        name = self._names.get(user, self._prefix + user)
        return f"{self._api}/repos/{quote(self._organization)}/{quote(name)}/{place}"

    def _read(self, url: str, *, optional: bool = False) -> Any:
        try:
            return json.loads(self._web.patiently(lambda: self._ask(url)).body)
        except ValueError as error:
            raise LmsError("GitHub's answer is not JSON: is the address that of its interface?") from error
        except LmsError as error:
            if optional and error.args and "(HTTP 404)" in str(error) and not isinstance(error, LmsBusy):
                return None
            raise

    def _once(self, url: str, value: Mapping[str, Any], method: str = "POST") -> None:
        self._ask(url, json.dumps(value).encode(), "application/json", method)

    def _ask(self, url: str, body: bytes | None = None, content_type: str = "", method: str = "") -> Answer:
        more = {"Content-Type": content_type} if content_type else {}
        return self._web.once(url, body, {**self._headers, **more}, method)


def _mark(release: Mapping[str, Any] | None) -> Decimal | None:
    """The mark in a release's title; None for no release, and for one that is not ours."""
    found = OURS.fullmatch(str((release or {}).get("name") or ""))
    return Decimal(found[1]) if found else None


def _fenced(text: str) -> str:
    """Text as a block that GitHub shows as it is: nothing in it is a link, a picture, or a name that is notified."""
    runs = re.findall(r"`+", text)
    fence = "`" * max(3, *(len(run) + 1 for run in runs), 3)
    return f"{fence}\n{text}\n{fence}"


def _bare(body: str) -> str:
    """The text in such a block; any other text as it is."""
    found = re.fullmatch(r"(`{3,})\r?\n(.*)\r?\n\1", body.strip(), re.S)
    return found[2] if found else body


def _assets(release: Mapping[str, Any] | None) -> Sequence[Mapping[str, Any]]:
    return (release or {}).get("assets") or ()
