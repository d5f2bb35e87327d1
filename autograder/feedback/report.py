"""The report: one page for the class, one page for each submission."""

from __future__ import annotations

import csv
import hashlib
import os
import re
import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from autograder.feedback.classview import FAILURES, MOST_LISTED, ClassTally
from autograder.feedback.page import environment, script_hash, static
from autograder.feedback.view import StudentView, shown_name, student_view
from autograder.records.errors import described
from autograder.records.result import QuestionResult, Result
from autograder.records.sentences import Words, say, speaking, tell
from autograder.records.submission import Ignored
from autograder.records.text import defuse, one_line
from autograder.records.whole import UNFINISHED, write_whole

_OPAQUE = re.compile(r"[a-z0-9-]{8,64}")
_PSEUDONYM = re.compile(r"student-[0-9a-f]{8}")
_KEY_COLUMNS = ("pseudonym", "submission", "student", "name")


@dataclass(frozen=True)
class About:
    """What the pages say beside the results: what was ``found`` (one line) and ``ignored``, the day they were ``written`` (in words), when
    each submission was ``graded`` (in words), and whom a student may ``contact``."""

    found: str = ""
    ignored: Sequence[Ignored] = ()
    written: str = ""
    graded: Mapping[str, str] = field(default_factory=dict)
    contact: str = ""


def write_report(
    results: Iterable[Result],
    out: Path,
    *,
    title: str,
    about: About | None = None,
    pseudonymous: bool = False,
    words: Words | None = None,
) -> Path:
    """Write ``out/index.html`` for the class and ``out/students/ID.html`` for each submission; gives the index.

    Results are read once and not kept. A page is written whole or not at all. If something cannot be drawn, the page says so, and the
    class's page shows it as a flag. ``pseudonymous`` replaces names by pseudonyms everywhere in ``out``; the key is written to
    ``<out>-key.csv`` beside it, and a later report keeps its pseudonyms. ``words`` are those of students' pages (default: English); the
    class's page is for the staff, in English.
    """
    about = about or About()
    title = one_line(title)
    students = out / "students"
    students.mkdir(parents=True, exist_ok=True)
    key = _Key(out.with_name(f"{out.name}-key.csv")) if pseudonymous else None
    tally = ClassTally()
    pages: set[str] = set()
    for result in results:
        name, page = shown_name(result), student_page_name(result)
        if key:
            name = key.pseudonym(result)
            result, page = _without_names(result, name), f"{name}.html"
        facts = {"graded": about.graded.get(result.submission, ""), "contact": about.contact, "file": key is None}
        with speaking(words or Words()):
            html, trouble = _page(result, name, title, facts)
        write_whole(students / page, [html])
        pages.add(page)
        if trouble:
            result = replace(result, flags=(trouble, *result.flags))
        tally.add(result, name, f"students/{page}", "" if key else result.owner.shown_key)
    for found in students.iterdir():
        stale = found.suffix == ".html" and found.name not in pages
        if stale or found.name.endswith(UNFINISHED):
            found.unlink()
    if key:
        key.write()
    return _write_index(tally, out, title, pseudonymous, about)


def _page(result: Result, name: str, title: str, facts: dict[str, Any]) -> tuple[str, str]:
    """A student's page, and what went wrong with it. One that would be too long is drawn with less, one that cannot be drawn without the
    questions' details."""
    try:
        for less in (_whole, _without_code, _shortened, _bare):
            view = student_view(less(result), name, **facts)
            html = _rendered(view, title)
            if len(html.encode("utf-8", "replace")) <= MOST_BYTES:
                break
        undrawn = ", ".join(question.name for question in view.questions if question.undrawn)
        return html, f"the smallest case of {undrawn} could not be drawn, please report it" if undrawn else ""
    except Exception as error:
        plain = replace(_bare(result), remarks=(NO_PAGE,))
        html = _rendered(student_view(plain, name, **facts), title)
        return html, f"the page could not be drawn, please report it: {described(error)}"


MOST_BYTES = 300_000
"""Of a student's page, whatever was handed in: it is opened on telephones, and sent by the thousand."""
TOO_LONG = say("Some of this page was left out, because it would have been too long. Your points do not depend on it.")


def _whole(result: Result) -> Result:
    return result


def _without_code(result: Result) -> Result:
    """Without the student's code: that they have themselves."""
    return _with_each(result, lambda question: replace(question, code=()))


def _shortened(result: Result) -> Result:
    """Texts by student code cut to their beginnings, and no drawn case."""

    def short(question: QuestionResult) -> QuestionResult:
        checks = tuple(replace(c, message=c.message[:300], remark=c.remark[:100]) for c in question.checks[:60])
        cut = {"output": question.output[:2000], "answer": question.answer[:4000]}
        return replace(question, code=(), own_code=(), counterexample=None, checks=checks, **cut)  # type: ignore[arg-type]  # two texts

    return _with_each(result, short)


def _bare(result: Result) -> Result:
    """The points alone."""
    return _with_each(result, lambda q: QuestionResult(q.name, q.score, q.max_score, q.status, q.title))


def _with_each(result: Result, less: Callable[[QuestionResult], QuestionResult]) -> Result:
    return replace(result, questions=tuple(map(less, result.questions)), remarks=(TOO_LONG, *result.remarks))


NO_PAGE = say(
    "The details of this page could not be drawn. Please tell your instructor; your points are as they stand here."
)


def _rendered(view: StudentView, title: str) -> str:
    return environment().get_template("student.html.j2").render(title=tell(title), student=view)


def student_page_name(result: Result) -> str:
    """The file name of a submission's page: its id where that is plain and opaque, else a hash of it."""
    if _OPAQUE.fullmatch(result.submission):
        return f"{result.submission}.html"
    return f"{hashlib.sha256(result.submission.encode('utf-8', 'surrogatepass')).hexdigest()[:16]}.html"


def _write_index(tally: ClassTally, out: Path, title: str, pseudonymous: bool, about: About) -> Path:
    # File names are often people's names.
    paths = [f"file {i}" if pseudonymous else one_line(one.path) for i, one in enumerate(about.ignored, 1)]
    script = static("sort.js.j2")
    stream = environment().get_template("index.html.j2").stream(
        title=title,
        tally=tally,
        script=script,
        script_hash=script_hash(script),
        class_style=static("class.css.j2"),
        statuses=FAILURES,
        most_listed=MOST_LISTED,
        ignored=[(path, one_line(one.reason)) for path, one in zip(paths, about.ignored, strict=True)],
        found="" if pseudonymous else one_line(about.found),
        written=one_line(about.written),
    )  # fmt: skip
    stream.enable_buffering(64)
    index = out / "index.html"
    write_whole(index, stream)
    return index


def _without_names(result: Result, name: str) -> Result:
    """``result`` with the student's names out of every text that student code or file names can have put them into.

    Flags can name other students, so only their number stays.
    """
    whole = (result.display_name, result.student, *result.members)
    parts = {part for text in whole for part in (text, *re.split(r"[\s,_@]+", text)) if len(part) > 2}
    names = re.compile(
        "|".join(rf"(?<!\w){re.escape(part)}(?!\w)" for part in sorted(parts, key=len, reverse=True)) or r"(?!)"
    )

    def hidden(text: str) -> str:
        return names.sub(name, text)

    questions = tuple(
        replace(
            question,
            output=hidden(question.output),
            answer=hidden(question.answer),
            checks=tuple(replace(check, message=hidden(check.message)) for check in question.checks),
            # A file is often called by its author's name, run into other words.
            code=tuple(replace(part, file="the file", text=hidden(part.text)) for part in question.code),
            own_code=tuple(replace(one, ask=hidden(one.ask), answer=hidden(one.answer)) for one in question.own_code),
            flags=(),
        )
        for question in result.questions
    )
    flags = ("a flag that the report with names tells",) * len(result.flags)
    return replace(result, reason=hidden(result.reason), questions=questions, flags=flags, skipped=(), lines=())


class _Key:
    """Who is behind a pseudonym. The file is for the instructor alone and lies outside the report's folder."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.rows: dict[str, dict[str, str]] = {}
        if path.is_file():
            with path.open(encoding="utf-8", newline="") as file:
                self.rows = {row["submission"]: row for row in csv.DictReader(file)}

    def pseudonym(self, result: Result) -> str:
        """The pseudonym of a submission: drawn once, at random."""
        # One kind of text everywhere: what cannot be written as UTF-8 cannot be a key.
        submission = defuse(result.submission.encode("utf-8", "replace").decode())
        known = self.rows.get(submission, {}).get("pseudonym", "")
        if not _PSEUDONYM.fullmatch(known):
            known = f"student-{secrets.token_hex(4)}"
        texts = (known, submission, defuse(one_line(result.student)), defuse(shown_name(result)))
        self.rows[submission] = dict(zip(_KEY_COLUMNS, texts, strict=True))
        return known

    def write(self) -> None:
        """Write the key, readable by its owner only."""
        descriptor = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with open(descriptor, "w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, _KEY_COLUMNS)
            writer.writeheader()
            writer.writerows(sorted(self.rows.values(), key=lambda row: row["pseudonym"]))
