"""A report's pages, for the tests that read them."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

from autograder.feedback import (
    student_page_name,
    write_report,
)
from autograder.records.result import Result
from tests.support.feedback_samples import (
    TITLE,
)


class Page(HTMLParser):
    """A page's elements, attributes and text, and whether its elements are closed in order."""

    VOID = frozenset({"meta", "br", "img", "input", "link", "hr", "base"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.stack: list[str] = []
        self.feed(html)
        assert not self.stack

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.stack.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.stack.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.stack and self.stack[-1] not in ("style", "script"):
            self.text += data


def page_of(result: Result, tmp_path: Path) -> str:
    write_report([result], tmp_path / "report", title=TITLE)
    return (tmp_path / "report" / "students" / student_page_name(result)).read_text(encoding="utf-8")


def told(html: str) -> str:
    return " ".join(Page(html).text.split())
