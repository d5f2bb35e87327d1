"""Four LMSs on the other side of an upload, each with a class in every state it knows: what they hold, and what may come of an upload."""

from __future__ import annotations

import random
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, ClassVar, Generic, TypeVar

from autograder.lms import make_key
from autograder.lms.pages import attachment_name
from autograder.lms.upload_report import Change
from autograder.records.result import Result
from tests.support.github_server import Organization, github
from tests.support.lms_judges import result
from tests.support.lms_servers import serving
from tests.support.lms_stand import TOKEN, Attempt, Book
from tests.support.lti_platform import Course, platform

B = TypeVar("B", Book, Course, Organization)
STUDENTS = 24
SECONDS = 0.25
"""How long an answer is waited for here; the slow server takes longer."""
STATES = ["", "inmarking", "inreview", "released"]


@dataclass(frozen=True)
class Held:
    """What an LMS holds of one student, as far as it may matter to them. ``state``: a workflow's, or whether they are excused."""

    grades: tuple[float | None, ...]
    comments: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    state: str = ""


class Side(ABC, Generic[B]):
    """One LMS with a class. ``never``: students whose mark it cannot take."""

    name: ClassVar[str]
    book: B
    never: frozenset[str] = frozenset()

    @abstractmethod
    def __init__(self, draw: random.Random, folder: Path) -> None: ...

    @abstractmethod
    def serving(self) -> Any:
        """A context that gives the upload's options."""

    @abstractmethod
    def held(self) -> dict[str, Held]:
        """What is there now, by user."""

    @abstractmethod
    def by_hand(self, draw: random.Random) -> None:
        """A teacher at work between two uploads."""

    def marks(self, draw: random.Random) -> dict[str, float]:
        """Marks for most of the class."""
        return {user: float(draw.randrange(101)) for user in self.held() if draw.random() < 0.8}

    @abstractmethod
    def results(self, marks: Mapping[str, float]) -> list[Result]:
        """The run with these marks."""

    @abstractmethod
    def after(self, was: Held, change: Change | None, page: bool) -> Held:
        """What is there when everything announced is done."""

    def allowed(self, was: Held, new: Held, now: Held, *, done: bool = False) -> bool:
        """Whether this may be seen on the way: the mark with its comment, or neither; or, when it is ``done``, at its end."""
        return now == new or (now == was and not done)

    def touched(self, was: Held, now: Held) -> bool:
        """Whether what a teacher did keeps the announced from being done."""
        return was != now


def _pages(folder: Path, results: list[Result]) -> dict[str, Path]:
    """A page for each of the results, by submission."""
    pages = {one.submission: folder / f"{one.submission}.html" for one in results}
    for one in results:
        pages[one.submission].write_text(f"<html>{one.student}</html>")
    return pages


class Moodle(Side[Book]):
    """Marks, comments and workflow states; attempts that reopen."""

    name = "moodle"

    def __init__(self, draw: random.Random, folder: Path) -> None:
        book = Book(marking_workflow=draw.random() < 0.5, reopen=draw.choice(["none", "untilpass"]), delay=3 * SECONDS)
        for user in map(str, range(100, 100 + STUDENTS)):
            grade = draw.choice([None, None, float(draw.randrange(101))])
            comment = draw.choice([None, None, "", "<p>Entered by hand</p>"])
            book.attempts[user] = [Attempt(grade=grade, comment=comment)]
            if book.reopen != "none" and draw.random() < 0.3:
                book.attempts[user].append(Attempt(draw.choice(["reopened", "submitted"])))
            book.grades[user] = book.attempts[user][-1].grade
            if draw.random() < 0.7:
                book.workflow[user] = draw.choice(STATES)
        book.poison = set(draw.sample(sorted(book.grades), 1))
        unseen = {user for user in book.grades if book.marking_workflow and book.workflow.get(user) != "released"}
        held = {
            user for user in unseen if book.latest(user).comment
        }  # Moodle takes no mark without a comment, nor shows it
        self.book, self.never = book, frozenset(book.poison | held)

    @contextmanager
    def serving(self) -> Iterator[dict[str, Any]]:
        with serving("moodle", self.book) as url:
            yield {"target": "moodle", "url": url, "course": "1", "assignment": "5", "token": TOKEN}

    def held(self) -> dict[str, Held]:
        book = self.book
        with book.lock:
            return {
                user: Held(
                    tuple(one.grade for one in book.attempts[user]),
                    (next((one.comment or "" for one in reversed(book.attempts[user]) if one.comment), ""),),
                    state=book.workflow.get(user, ""),
                )
                for user in book.grades
            }

    def by_hand(self, draw: random.Random) -> None:
        book = self.book
        with book.lock:
            for user in draw.sample(sorted(book.grades), 2):
                latest = book.latest(user)
                if latest.status != "reopened":
                    book.enter(user, float(draw.randrange(101)) + 0.5, draw.choice([None, f"By hand {draw.random()}"]))
                if user in book.workflow:
                    book.workflow[user] = draw.choice(STATES)

    def results(self, marks: Mapping[str, float]) -> list[Result]:
        return [result(str(int(user) + 900), mark, lms="moodle", key="participant") for user, mark in marks.items()]

    def after(self, was: Held, change: Change | None, page: bool) -> Held:
        if change is None:
            return was
        comments = was.comments if change.comment is None else (change.comment,)
        return replace(was, grades=(*was.grades[:-1], float(change.after)), comments=comments)

    def allowed(self, was: Held, new: Held, now: Held, *, done: bool = False) -> bool:
        opened = replace(new, grades=(*new.grades, None))  # what Moodle opens for a mark below the pass mark
        return now == new or (now == was and not done) or (new != was and now == opened)


class Canvas(Side[Book]):
    """Marks, and comments and files that add up; excuses; bulk updates that are worked off later."""

    name = "canvas"

    def __init__(self, draw: random.Random, folder: Path) -> None:
        book = Book(delay=3 * SECONDS, polls=0)
        for user in map(str, range(100, 100 + STUDENTS)):
            book.grades[user] = draw.choice([None, None, float(draw.randrange(101))])
            if draw.random() < 0.2:
                book.comments.append((user, "Entered by hand"))
            if draw.random() < 0.1:
                book.files[user] = ["scan.pdf"]
            if draw.random() < 0.1:
                book.excused.add(user)
        book.refuse = set(draw.sample(sorted(book.grades), 1))
        pauses = random.Random(draw.random())
        book.background = lambda: pauses.choice([0.0, 0.0, 0.05, 2 * SECONDS])
        self.book, self.never, self.folder = book, frozenset(book.refuse), folder

    @contextmanager
    def serving(self) -> Iterator[dict[str, Any]]:
        with serving("canvas", self.book) as url:
            yield {
                "target": "canvas",
                "url": url,
                "course": "1",
                "assignment": "5",
                "token": TOKEN,
                "pages": self.pages,
            }

    def held(self) -> dict[str, Held]:
        book = self.book
        with book.lock:
            return {
                user: Held(
                    (grade,),
                    tuple(sorted(text for who, text in book.comments if who == user)),
                    tuple(sorted(book.files.get(user, ()))),
                    "excused" if user in book.excused else "",
                )
                for user, grade in book.grades.items()
            }

    def by_hand(self, draw: random.Random) -> None:
        book = self.book
        with book.lock:
            marked, told, excused = draw.sample(sorted(book.grades), 3)
            book.grades[marked] = float(draw.randrange(101)) + 0.5
            book.comments.append((told, f"By hand {draw.random()}"))
            book.excused.add(excused)

    def results(self, marks: Mapping[str, float]) -> list[Result]:
        found = [result(user, mark, lms="canvas", key="canvas_id") for user, mark in marks.items()]
        self.pages = _pages(self.folder, found)
        return found

    def after(self, was: Held, change: Change | None, page: bool) -> Held:
        if change is None:
            return was
        more = () if change.comment is None else (change.comment,)
        file = attachment_name("convolution", change.user, change.after)
        files = (*was.files, file) if page and file not in was.files else was.files
        grades = (float(change.after),) if change.state == "planned" else was.grades
        return replace(was, grades=grades, comments=tuple(sorted((*was.comments, *more))), files=tuple(sorted(files)))

    def allowed(self, was: Held, new: Held, now: Held, *, done: bool = False) -> bool:
        """Mark, comment and file come one by one."""
        parts = ("grades", "comments", "files", "state")
        return all(
            getattr(now, part) == getattr(new, part) or (getattr(now, part) == getattr(was, part) and not done)
            for part in parts
        )

    def touched(self, was: Held, now: Held) -> bool:
        return (was.grades, was.state) != (now.grades, now.state)


class Lti(Side[Course]):
    """Scores with their comments; a platform that holds the later of two."""

    name = "lti"

    def __init__(self, draw: random.Random, folder: Path) -> None:
        make_key(folder)
        people = {
            f"u{number}": {"name": f"Student {number}", "lis_person_sourcedid": str(number)}
            for number in range(100, 100 + STUDENTS)
        }
        self.folder = folder
        self.book = Course((folder / "lti-key.pub.pem").read_text(), people, delay=3 * SECONDS, page=50)
        for user in people:
            if draw.random() < 0.4:
                self.book.enter(user, float(draw.randrange(101)), draw.choice(["", "Entered by hand"]))
        self.never = frozenset(draw.sample(sorted(people), 1))
        self.book.refuse = dict.fromkeys(self.never, 422)

    @contextmanager
    def serving(self) -> Iterator[dict[str, Any]]:
        with platform(self.book, self.folder) as config:
            yield {"target": "lti", "config": config}

    def held(self) -> dict[str, Held]:
        with self.book.lock:
            found = {user: self.book.results.get(user, {}) for user in self.book.students}
            return {user: Held((one.get("resultScore"),), (one.get("comment", ""),)) for user, one in found.items()}

    def by_hand(self, draw: random.Random) -> None:
        with self.book.lock:
            for user in draw.sample(sorted(self.book.students), 2):
                self.book.enter(user, float(draw.randrange(101)) + 0.5, draw.choice(["", f"By hand {draw.random()}"]))

    def results(self, marks: Mapping[str, float]) -> list[Result]:
        return [result(user.removeprefix("u"), mark) for user, mark in marks.items()]

    def after(self, was: Held, change: Change | None, page: bool) -> Held:
        if change is None:
            return was
        comments = was.comments if change.comment is None else (change.comment,)
        return replace(was, grades=(float(change.after),), comments=comments)


class Releases(Side[Organization]):
    """Titles, texts and files of releases in students' repositories on GitHub."""

    name = "github"

    def __init__(self, draw: random.Random, folder: Path) -> None:
        users = [f"u{number}" for number in range(100, 100 + STUDENTS)]
        self.never = frozenset(draw.sample(users, 2))
        self.folder = folder
        self.book = Organization(
            {f"cnn-convolution-{user}": {"private": user not in self.never} for user in users}, delay=3 * SECONDS
        )
        for user in users:
            if draw.random() < 0.3:
                title = draw.choice(["By hand", f"Feedback: {draw.randrange(101)} points"])
                self.book.enter(f"cnn-convolution-{user}", title, draw.choice(["", "Entered by hand"]))

    @contextmanager
    def serving(self) -> Iterator[dict[str, Any]]:
        with github(self.book) as url:
            where = {"url": url, "course": "cs50", "assignment": "cnn-convolution", "token": TOKEN}
            yield {"target": "github", "pages": self.pages, **where}

    def held(self) -> dict[str, Held]:
        with self.book.lock:
            return {name.rpartition("-")[2]: self._of(self.book.releases.get(name)) for name in self.book.repositories}

    @staticmethod
    def _of(release: dict[str, Any] | None) -> Held:
        if release is None:
            return Held((None,), ("",))
        title = str(release["name"])
        mark = float(title.split()[1]) if title.startswith("Feedback: ") else None
        text = str(release["body"]).removeprefix("```\n").removesuffix("\n```")
        return Held(
            (mark,), (text,), tuple(sorted(one["name"] for one in release["assets"])), "" if mark is not None else title
        )

    def by_hand(self, draw: random.Random) -> None:
        with self.book.lock:
            for name in draw.sample(sorted(self.book.repositories), 2):
                self.book.enter(name, f"Feedback: {draw.randrange(100)}.5 points", f"By hand {draw.random()}")

    def results(self, marks: Mapping[str, float]) -> list[Result]:
        found = [result(user, mark, lms="github", key="github") for user, mark in marks.items()]
        self.pages = _pages(self.folder, found)
        return found

    def after(self, was: Held, change: Change | None, page: bool) -> Held:
        if change is None:
            return was
        comments = was.comments if change.comment is None else (change.comment,)
        file = attachment_name("convolution", change.user, change.after)
        files = (*was.files, file) if page and file not in was.files else was.files
        return replace(was, grades=(float(change.after),), comments=comments, files=tuple(sorted(files)))

    def allowed(self, was: Held, new: Held, now: Held, *, done: bool = False) -> bool:
        """Mark and text come together, the file after them."""
        texts = [new] if done else [was, new]
        return any(
            now == replace(text, files=files.files) for text in texts for files in ([new] if done else [was, new])
        )


SIDES: dict[str, type[Side[Any]]] = {side.name: side for side in (Moodle, Canvas, Lti, Releases)}
