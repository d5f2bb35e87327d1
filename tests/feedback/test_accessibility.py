"""Every kind of page is content with axe, light and dark, on a phone and on a desk; docs/accessibility.md says what was measured."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from autograder.course import Course
from autograder.feedback import prints_of_variants, student_page_name, write_near_copies, write_report
from autograder.records.code import Excerpt, Mark
from autograder.records.result import Result
from autograder.records.submission import Ignored, SourceFile
from tests.support import records
from tests.support.browser import NEEDS_CHROMIUM, WCAG, chromium, violations
from tests.support.command import ROOT
from tests.support.feedback_samples import ABOUT, HOSTILE, TITLE, everyone, hostile, mixed, perfect, rejected
from tests.support.feedback_samples import question as sample
from tests.support.reviewing import grade_a_class, reviewing
from tests.support.whole_modules import independents, whole_module

pytestmark = [NEEDS_CHROMIUM, pytest.mark.slow]
SCHEMES = ("light", "dark")
WIDTHS = (390, 1280)
NOTE = ROOT / "docs" / "accessibility.md"
CODE = "def conv2d(image, kernel):\n    '''Slide it.'''\n    return image[0] * kernel  # only the first row, 3 times\n"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as one:
        yield one


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report with everything in it: every status, code, hostile texts, a suspect check, near-copies."""
    folder = tmp_path_factory.mktemp("report")
    about = replace(ABOUT, found=HOSTILE, ignored=(*ABOUT.ignored, Ignored(HOSTILE, HOSTILE)))
    with_code = replace(
        mixed(),
        questions=tuple(
            replace(q, code=(Excerpt("convolution.py", 12, CODE, (Mark(14, "It raised IndexError here."),)),))
            for q in mixed().questions
        ),
    )
    class_ = [with_code, *(one for one in everyone(30) if one.submission != with_code.submission), *_suspect()]
    write_report(class_, folder, title=TITLE, about=about)
    task = Course.read(ROOT).assignment("convolution")
    sources = [whole_module(task, each) for each in list(independents(task))[:3]]
    sources.append(sources[0].replace("output", "result"))
    copies = [
        records.submission(f"s{i}", SourceFile("convolution.py", text.encode())) for i, text in enumerate(sources)
    ]
    named = {
        one.id: records.result(one.id, one.id, "convolution", "graded", 0.0, 1.0, display_name=HOSTILE)
        for one in copies
    }
    ours = {q.name: prints_of_variants(task.variants("alternatives", q.name)) for q in task.graded_questions}
    page = write_near_copies(copies, named, ours, folder, title=TITLE)
    assert "1 pair is more alike" in page.read_text(encoding="utf-8")
    return folder


def _suspect() -> Iterator[Result]:
    for number in range(100, 190):
        one = perfect(number, f"Student {number}")
        first = sample("convolve_1d", "partial", "++++-") if number % 4 else one.questions[0]
        yield one.with_questions((first, *one.questions[1:]))


PAGES: dict[str, Callable[[Path], Path]] = {
    "a student's page, everything right": lambda report: report / "students" / student_page_name(perfect()),
    "a student's page, with every status, pictures and code": lambda report: report / "students" / student_page_name(mixed()),
    "a student's page, hostile texts": lambda report: report / "students" / student_page_name(hostile()),
    "a student's page, rejected": lambda report: report / "students" / student_page_name(rejected()),
    "the class page": lambda report: report / "index.html",
    "the page of near-copies": lambda report: report / "near-copies.html",
}  # fmt: skip
REVIEW = "the review page, with every kind of matter"


def found_on(browser: Any, address: str, width: int, scheme: str) -> list[str]:
    page = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True
    ).new_page()  # fmt: skip
    page.goto(address)
    page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
    told = violations(page)
    page.close()
    return told


@pytest.fixture(scope="module")
def measured(browser: Any, report: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """What axe finds, by the kind of page."""
    found: dict[str, list[str]] = {}
    for kind, path in PAGES.items():
        address = path(report).as_uri()
        found[kind] = [
            f"{scheme}, {width}: {told}"
            for scheme in SCHEMES
            for width in WIDTHS
            for told in found_on(browser, address, width, scheme)
        ]
    run = grade_a_class(tmp_path_factory.mktemp("class"))
    with reviewing(run) as served:
        found[REVIEW] = [
            f"{scheme}, {width}, {told}"
            for scheme in SCHEMES
            for width in WIDTHS
            for told in _reviewed(browser, served.address, width, scheme)
        ]
    return found


def _reviewed(browser: Any, address: str, width: int, scheme: str) -> Iterator[str]:
    page = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True
    ).new_page()  # fmt: skip
    page.goto(address)
    page.wait_for_selector("#list section a", state="attached", timeout=15_000)
    first = "[...document.querySelectorAll('#list section')].map((s) => s.querySelector('a').hash.slice(1))"
    matters = page.evaluate(first)
    assert len(matters) >= 6
    for matter in matters:
        page.evaluate(f"location.hash = '{matter}'")
        page.wait_for_selector(f"article[data-id='{matter}']", timeout=10_000)
        page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
        yield from violations(page)
    page.close()


def test_axe_finds_nothing_on_any_kind_of_page(measured: dict[str, list[str]]) -> None:
    assert {kind: told for kind, told in measured.items() if told} == {}


def test_axe_would_find_something(browser: Any, tmp_path: Path) -> None:
    bad = tmp_path / "bad.html"
    bad.write_text("<title>x</title><p style='color: #ccc; background: #fff'>pale</p><img src=x>", encoding="utf-8")
    told = " ".join(found_on(browser, bad.as_uri(), 1280, "light"))
    assert "color-contrast" in told
    assert "image-alt" in told
    assert "html-has-lang" in told


def test_the_note_says_what_was_measured(measured: dict[str, list[str]]) -> None:
    """The note's table is made of the measurement: a page that is new, or that axe has something to say about, makes it wrong."""
    note = NOTE.read_text(encoding="utf-8")
    axe = pytest.importorskip("axe_playwright_python")
    (version,) = re.findall(
        r"axe v(\d+\.\d+)", (Path(axe.__file__).parent / "axe.min.js").read_text(encoding="utf-8")[:200]
    )
    where = f"{' and '.join(SCHEMES)}, {' and '.join(map(str, WIDTHS))} pixels"
    rows = [f"| {kind} | {where} | {len(told)} |" for kind, told in measured.items()]
    table = "\n".join(["| page | seen | findings |", "|---|---|---|", *rows])
    assert table in note, f"docs/accessibility.md is to hold this table:\n{table}"
    assert f"axe {version}" in note, f"docs/accessibility.md is to name axe {version}"
    assert "wcag22aa" in WCAG
