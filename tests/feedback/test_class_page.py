"""The class page: its statistics in words, a suspect check with the students it concerns, and its size."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from autograder.feedback import write_report
from autograder.records.decision import Decision, Kind, decided
from autograder.records.result import Result
from tests.support.feedback_pages import Page, told
from tests.support.feedback_samples import HOSTILE, QUESTIONS, everyone, klass, perfect, question, result


def with_a_wrong_check(count: int = 60) -> Iterator[Result]:
    """A class that is right, half of it in everything but the third check of one question; a quarter has that question wrong."""
    for number in range(10, 10 + count):
        verdicts = ("+++++", "++-++", "++-++", "-----")[number % 4]
        status = {"+++++": "passed", "-----": "failed"}.get(verdicts, "partial")
        questions = tuple(
            question(name, status, verdicts) if name == "conv2d" else question(name, "passed", "+++++")
            for name in QUESTIONS
        )
        yield result(number, f"Student {number}", questions)


def page_of_class(results: Iterator[Result] | list[Result], folder: Path, **more: object) -> str:
    return write_report(results, folder, title="Convolution", **more).read_text(encoding="utf-8")  # type: ignore[arg-type]


def test_a_suspect_check_stands_first_with_its_students(tmp_path: Path) -> None:
    html = page_of_class(with_a_wrong_check(), tmp_path)
    text = told(html)
    assert "Look at this check first: probably wrong" in text
    assert "30 of 45 students whose other checks of conv2d all pass fail this one" in text
    alarm = html[html.index('class="card alarm"') :]
    alarm = alarm[: alarm.index("</section>")]
    concerned = set(re.findall(r"Student \d+", alarm))
    assert concerned == {f"Student {number}" for number in range(10, 70) if number % 4 in (1, 2)}
    assert text.index("probably wrong") < text.index("Scores")
    assert "30 of 45" in html[html.index('id="checks"') :]


def test_names_of_a_suspect_checks_students_are_pseudonyms_where_all_are(tmp_path: Path) -> None:
    html = page_of_class(with_a_wrong_check(), tmp_path / "r", pseudonymous=True)
    assert "probably wrong" in html
    assert "Student " not in told(html).replace("Student Score", "")


def test_each_part_says_how_it_is_read(tmp_path: Path) -> None:
    html = page_of_class(everyone(40), tmp_path)
    assert "card alarm" not in html
    for title in (
        "Scores",
        "Questions",
        "Checks",
        "Most frequent misconceptions",
        "Misconceptions by question",
        "Time and failures",
    ):
        section = html[html.index(f"<h2>{title}</h2>") :]
        assert "How to read it:" in section[: section.index("</section>")], title
    text = told(html)
    assert re.search(r"Cronbach’s alpha over 9 questions\).* here 0\.\d\d, with 95 % confidence between", text)


def test_the_heat_map_counts_misconceptions_by_question(tmp_path: Path) -> None:
    html = page_of_class(klass(40), tmp_path)
    shown = sum("flipped-kernel" in q.diagnosis for r in klass(40) for q in r.questions if r.status == "graded")
    heat = html[html.index('id="heat"') :]
    (cells,) = re.findall(r"<tr><td>Flipped kernel</td>(.*?)</tr>", heat)
    assert re.findall(r'<td class="h\d">(\d+)</td>', cells) == [str(shown)]


def test_what_failed_is_counted_by_question(tmp_path: Path) -> None:
    html = page_of_class(klass(40), tmp_path)
    late = sum(q.status == "timeout" for r in klass(40) for q in r.questions if r.status == "graded")
    (row,) = re.findall(r"<tr><td><code>conv2d_full</code></td>((?:<td class=.number.>\d+</td>)+)</tr>", html)
    assert re.findall(r">(\d+)<", row) == ["0", "0", str(late), "0"]


def test_decisions_are_seen_in_points_and_notes(tmp_path: Path) -> None:
    bonus = Decision(Kind.ADD, question="conv2d", value=-4.0, why="copied", who="me", when="2026-11-30T10:00:00")
    excused = Decision(Kind.EXCUSE, why="ill", who="me", when="2026-11-30T10:00:00")
    text = told(page_of_class([decided(perfect(1), [bonus]), decided(perfect(2, "Bo"), [excused])], tmp_path))
    assert "decided, automatic 100" in text
    assert "decided: conv2d: minus 4 points (copied; me, 2026-11-30)" in text
    assert "excused" in text
    assert "mean of 10098.0" in text


def test_hostile_sentences_of_checks_and_names_are_text(tmp_path: Path) -> None:
    def hostile(one: Result, number: int) -> Result:
        owner = replace(one.owner, display_name=f"{number} {HOSTILE}")
        changed = [
            replace(
                q,
                name=q.name + HOSTILE,
                diagnosis=(HOSTILE,) if number % 4 == 1 else (),
                checks=tuple(replace(c, name=c.name + HOSTILE, intent=c.intent + HOSTILE) for c in q.checks),
            )
            for q in one.questions
        ]
        return replace(one, owner=owner).with_questions(tuple(changed))

    html = page_of_class([hostile(one, i) for i, one in enumerate(with_a_wrong_check())], tmp_path)
    page = Page(html)
    assert {tag for tag, _ in page.elements}.isdisjoint({"img", "b", "link", "iframe"})
    assert not [a for _, attributes in page.elements for a in attributes if a.startswith("on")]
    assert sum(tag == "script" for tag, _ in page.elements) == 1
    assert "probably wrong" in page.text
    assert page.text.count("<script>window.pwned=1") > 60


@pytest.mark.slow
def test_5000_students_make_a_page_of_less_than_5_megabytes(tmp_path: Path) -> None:
    """With sixteen questions and a dozen flags for each, as the longest assignment has."""
    random_ = random.Random(3)
    names = [f"question_with_a_name_{i}" for i in range(16)]

    def many() -> Iterator[Result]:
        for number in range(5000):
            questions = tuple(
                replace(
                    question("conv2d", "partial", "".join(random_.choice("+-") for _ in range(5))),
                    name=name,
                    max_score=6.25,
                    score=round(random_.random() * 6.25, 2),
                    diagnosis=("integer-truncation",) if random_.random() < 0.2 else (),
                )
                for name in names
            )
            flags = tuple(f"answers {i} equal those of student {number + i} in every check" for i in range(12))
            yield result(
                number, f"Maximiliane Montgomery-Featherstonehaugh {number}", questions, flags=flags, late=True
            )

    index = write_report(many(), tmp_path, title="By hand")
    assert index.stat().st_size < 5_000_000
    assert len(re.findall("<tr>", index.read_text(encoding="utf-8"))) > 5000
    assert "And 4700 more" in told(index.read_text(encoding="utf-8"))
