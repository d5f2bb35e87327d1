"""The pages in a real browser: nothing a student wrote runs, nothing is fetched, the table sorts, and it all fits a phone."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from autograder.feedback import render_html_fragment, student_page_name, write_report
from autograder.records.submission import Ignored
from tests.support import records
from tests.support.feedback_samples import ABOUT, HOSTILE, TITLE, everyone, hostile, mixed, perfect

CHROMIUM = shutil.which("chromium") or ""
pytestmark = pytest.mark.skipif(not CHROMIUM, reason="chromium is not installed (apt-get install chromium)")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("report")
    about = replace(ABOUT, found=HOSTILE, ignored=(*ABOUT.ignored, Ignored(HOSTILE, HOSTILE)))
    write_report(everyone(30), folder, title=TITLE, about=about)
    return folder


def opened(browser: Any, path: Path, **context: Any) -> tuple[Any, list[str], list[str]]:
    """The page, what it asked for beside itself, and what it complained of."""
    page = browser.new_context(**context).new_page()
    requests: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("dialog", lambda dialog: complaints.append(dialog.message))
    page.goto(path.as_uri())
    page.wait_for_timeout(100)  # for what would run late
    return page, [url for url in requests if url != path.as_uri()], complaints


def everything(page: Any) -> None:
    """Do what could set off a hidden handler: open, hover, click."""
    page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
    for element in page.query_selector_all("code, .stranger, summary, td")[:80]:
        element.dispatch_event("mouseover")
        element.dispatch_event("click")


def pages(report: Path) -> list[Path]:
    students = report / "students"
    return [report / "index.html", students / student_page_name(hostile()), students / student_page_name(mixed())]


def test_no_script_of_a_stranger_runs_and_nothing_is_fetched(browser, report):
    for path in pages(report):
        page, requests, complaints = opened(browser, path)
        everything(page)
        assert page.evaluate("window.pwned") is None, path
        assert "pwned" not in page.title()
        assert requests == [], path
        assert complaints == [], path
        assert page.evaluate("document.body.offsetHeight") > 300  # no style of a stranger hid it
        assert page.evaluate("document.querySelectorAll('img, link, iframe, svg[onload], b').length") == 0
        page.close()


def test_the_policy_holds_even_if_escaping_did_not(browser, report, tmp_path):
    source = pages(report)[2].read_text(encoding="utf-8")
    broken = tmp_path / "broken.html"
    payload = "<script>window.pwned=1</script><img src='http://evil.example/p.png' onerror='window.pwned=2'>"
    broken.write_text(source.replace("</main>", f"{payload}</main>"), encoding="utf-8")
    page, _, complaints = opened(browser, broken)
    assert page.evaluate("window.pwned") is None
    assert any("Content Security Policy" in text for text in complaints)
    page.close()


def test_the_fragment_is_harmless_in_a_page_without_a_policy(browser, tmp_path):
    path = tmp_path / "fragment.html"
    fragment = render_html_fragment(hostile())
    path.write_text(f"<!doctype html><meta charset=utf-8><title>x</title><main>{fragment}</main>", encoding="utf-8")
    page, requests, complaints = opened(browser, path)
    everything(page)
    assert page.evaluate("window.pwned") is None
    assert (requests, complaints) == ([], [])
    assert page.evaluate("document.querySelectorAll('a, img, script, style, link, svg').length") == 0
    page.close()


def test_the_table_sorts_and_filters(browser, report):
    page, _, complaints = opened(browser, report / "index.html")
    scores = "[...document.querySelectorAll('#class tbody tr')].filter((r) => !r.hidden).map((r) => Number(r.cells[1].dataset.value))"
    names = "[...document.querySelectorAll('#class tbody tr')].map((r) => r.cells[0].textContent.trim().toLowerCase())"
    page.click("#class thead th:nth-child(2) button")
    assert page.evaluate(scores) == sorted(page.evaluate(scores), reverse=True)
    page.click("#class thead th:nth-child(2) button")
    assert page.evaluate(scores) == sorted(page.evaluate(scores))
    assert page.get_attribute("#class thead th:nth-child(2)", "aria-sort") == "ascending"
    page.click("#class thead th:nth-child(1) button")
    assert page.evaluate(
        f"(() => {{ const n = {names}; return n.every((x, i) => !i || n[i - 1].localeCompare(x) <= 0); }})()"
    )
    page.fill(".search[data-table=class] input", "jun-ho")
    assert len(page.evaluate(scores)) == 1
    page.fill(".search[data-table=class] input", "")
    assert len(page.evaluate(scores)) == 34
    page.click("#class tbody tr a")
    assert page.title() == f"{TITLE}: feedback"
    assert complaints == []
    page.close()


@pytest.mark.slow
def test_thousands_of_rows_are_shown_in_parts_and_all_on_demand(browser, tmp_path):
    """Laid out at once, five thousand rows make every click a wait; sorting and filtering look at all of them."""
    results = [records.changed(perfect(i, f"Student {i}"), score=float(i % 977)) for i in range(1200)]
    page, _, complaints = opened(browser, write_report(results, tmp_path, title=TITLE))
    shown = "[...document.querySelectorAll('#class tbody tr')].filter((r) => !r.hidden).length"
    assert page.evaluate(shown) == 500
    page.click("#class thead th:nth-child(2) button")
    assert page.text_content("#class tbody tr td:nth-child(2)") == "976"
    page.fill(".search[data-table=class] input", "student 119")
    assert page.evaluate(shown) == 11
    page.fill(".search[data-table=class] input", "")
    assert page.evaluate(shown) == 500
    page.click("text=Show all 1200 rows")
    assert page.evaluate(shown) == 1200
    assert complaints == []
    page.close()


def test_the_table_is_there_without_scripts(browser, report):
    page, _, _ = opened(browser, report / "index.html", java_script_enabled=False)
    assert page.locator("#class tbody tr").count() == 34
    assert not page.locator(".search").first.is_visible()
    assert page.locator("#class thead button").count() == 0
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 390, 768, 1280])
def test_pages_fit_their_window_and_are_readable(browser, report, width, scheme):
    for path in pages(report):
        page, _, _ = opened(browser, path, viewport={"width": width, "height": 900}, color_scheme=scheme)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        low = page.evaluate(_CONTRAST)
        assert low == [], path
        page.close()


@pytest.mark.slow
def test_no_figure_of_the_class_page_wraps(browser, tmp_path):
    """In a class large enough for figures of four digits."""
    plain = [
        records.changed(question, counterexample=None, checks=question.checks[:2]) for question in mixed().questions[:4]
    ]
    one = records.changed(mixed(), duration_s=1234.5, questions=tuple(plain))
    results = [records.changed(one, submission=f"sub-{i:08d}") for i in range(1200)]
    index = write_report(results, tmp_path, title=TITLE)
    for width in (390, 768, 1280):
        page, _, _ = opened(browser, index, viewport={"width": width, "height": 900})
        page.evaluate("document.querySelectorAll('#class tbody tr:nth-child(n + 5)').forEach((row) => row.remove())")
        assert page.locator("#heat td[class]").first.text_content() == "1200"
        assert page.evaluate(_WRAPPED) == [], width
        page.close()


def test_folded_checks_are_printed(browser, report):
    page, _, _ = opened(browser, report / "students" / student_page_name(mixed()))
    sentence = page.locator("details .checks p").first
    assert not sentence.is_visible()
    page.emulate_media(media="print")
    assert sentence.evaluate(
        "(p) => p.checkVisibility({contentVisibilityAuto: true}) && p.getBoundingClientRect().height > 0"
    )
    page.close()


def test_a_report_works_from_any_folder(browser, report, tmp_path):
    page_file = report / "students" / student_page_name(mixed())
    alone = tmp_path / os.fsdecode("a folder with spaces, ü")
    alone.mkdir()
    shutil.copy(page_file, alone / "feedback.html")
    page, requests, complaints = opened(browser, alone / "feedback.html")
    page.click("ol.contents li:nth-child(2) a")
    assert page.url.endswith("#q2")
    assert (requests, complaints) == ([], [])
    page.close()


# Figures on more than one line.
_WRAPPED = """
(() => [...document.querySelectorAll("td.number, .heat td + td, .marks td:not(.small, .stranger), .figures dd, .found .head > :last-child")]
  .filter((cell) => {
    const range = document.createRange();
    range.selectNodeContents(cell);
    return new Set([...range.getClientRects()].map((box) => Math.round(box.bottom / 8))).size > 1;
  }).map((cell) => cell.textContent.trim()))()
"""
# Texts whose contrast with what is behind them is below 4.5 to 1 (WCAG 2 AA), as [text, contrast].
_CONTRAST = """
(() => {
  const canvas = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
  const rgba = (color) => {
    canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = color; canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const light = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map((v) => { v /= 255; return v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; });
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const behind = (element) => {
    for (let e = element; e; e = e.parentElement) {
      const color = rgba(getComputedStyle(e).backgroundColor);
      if (color[3] === 255) return color;
    }
    return [255, 255, 255];
  };
  const low = [];
  for (const element of document.querySelectorAll("body *")) {
    const own = [...element.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim());
    if (!own || element.closest("svg, script, .unseen")) continue;
    const [a, b] = [light(rgba(getComputedStyle(element).color)), light(behind(element))].sort((x, y) => y - x);
    const contrast = (a + 0.05) / (b + 0.05);
    if (contrast < 4.5) low.push([element.textContent.slice(0, 40), element.className, Math.round(contrast * 100) / 100]);
  }
  return low;
})()
"""
