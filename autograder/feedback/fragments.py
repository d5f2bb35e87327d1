"""The same feedback for other systems (Gradescope, Otter, an LMS's comment box): Markdown, and HTML without styles or scripts."""

from __future__ import annotations

import re

from autograder.feedback.drawing import as_text
from autograder.feedback.page import environment
from autograder.feedback.view import QuestionView, question_view, student_view
from autograder.records.result import QuestionResult, Result

_MARKUP = re.compile(r"[\\`*_\[\]~|$&<>@]|^[-+=#]|^\d{1,9}[.)]|(?i:(?<=www))\.|(?<=:)/(?=/)")
"""Markdown's and HTML's characters; what would start a list or a heading; what would become a link by itself."""
_REFERENCES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "@": "&#64;"}


def render_html_fragment(result: Result) -> str:
    """The student's feedback as plain HTML elements, to be put into a page of another system."""
    return environment().get_template("fragment.html.j2").render(student=student_view(result))


def render_question_html(question: QuestionResult) -> str:
    """One question's feedback as plain HTML elements."""
    return environment().get_template("question_fragment.html.j2").render(question=question_view(question))


def render_markdown(result: Result) -> str:
    """The student's feedback as Markdown in which nothing a student wrote is markup."""
    student = student_view(result)
    lines = [f"## {student.score} of {student.max_score} points", ""]
    if student.rejected:
        lines += [f"**Not graded:** {_plain(student.reason)}", ""]
    lines += [f"- {_plain(remark)}" for remark in student.remarks] + [""] * bool(student.remarks)
    for question in student.questions:
        lines += [f"### {_heading(question)}", "", *_question(question)]
    return "\n".join(lines).rstrip() + "\n"


def render_question_markdown(question: QuestionResult) -> str:
    """One question's feedback as Markdown, without a heading."""
    return "\n".join(_question(question_view(question))).rstrip() + "\n"


def _heading(question: QuestionView) -> str:
    title = f"{_plain(question.title)} ({_code(question.name)})" if question.title else _code(question.name)
    return f"{title}: {question.score} of {question.max_score}, {question.status.lower()}"


def _question(question: QuestionView) -> list[str]:
    lines: list[str] = []
    for found in question.diagnoses:
        lines += [f"**{_plain(found.title)}.** " + " ".join(map(_plain, found.hint)), ""]
    if question.common:
        lines += [_plain(question.common), ""]
    for check in question.checks:
        lines.append(f"- {'✅' if check.passed else '❌'} {_plain(check.sentence)}")
        lines += [f"  - {_plain(text)}" for text in (check.message, check.remark) if text not in ("", question.common)]
    lines += [""] * bool(question.checks)
    if question.picture:
        lines += ["The smallest case that goes wrong:", "", *_fenced(as_text(question.picture)), ""]
        lines += [f"- {_plain(sentence)}" for sentence in question.picture.sentences]
        lines += [""] * bool(question.picture.sentences)
    if question.undrawn:
        lines += [_plain(question.undrawn), ""]
    if question.output:
        lines += ["Printed by the public checks:", "", *_fenced(question.output), ""]
    if question.answer:
        lines += ["Your answer:", "", *_fenced(question.answer), ""]
    return lines


def _plain(text: str) -> str:
    """``text`` on one line, with every character that Markdown or HTML could take as markup escaped; `code` stays code."""
    parts = " ".join(text.split()).split("`")
    if len(parts) % 2 == 0:  # a stray backtick: none of them means code
        return _escaped(" ".join(text.split()))
    return "".join(_code(part) if i % 2 and part else _escaped(part) for i, part in enumerate(parts))


def _escaped(text: str) -> str:
    return _MARKUP.sub(lambda found: _REFERENCES.get(found[0], f"{found[0][:-1]}\\{found[0][-1]}"), text)


def _code(text: str) -> str:
    """A code span; longer fences than any run of backticks inside."""
    text = " ".join(text.split()) or " "
    fence = "`" * (1 + max((len(run) for run in re.findall("`+", text)), default=0))
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def _fenced(text: str) -> list[str]:
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", text)), default=0))
    return [f"{fence}text", *text.split("\n"), fence]
