"""What a student's process says in the engine's words is said in the student's language; it costs little whatever comes."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from autograder.course.languages import words_of
from autograder.grading.heard import heard, heard_report
from autograder.records.code import Place
from autograder.records.sentences import Sentence
from autograder.sandbox import LoadReport, Sandbox
from autograder.sandbox.host.report import LeftOut
from tests.support.student_process import running, started

GERMAN = words_of("de")


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with started() as made:
        yield made


@pytest.mark.parametrize(
    ("text", "german"),
    [
        (
            "my work.py, line 98: stopped there by ValueError: no",
            "my work.py, Zeile 98: dort angehalten von ValueError: no",
        ),
        (
            "left out: work.py, line 14 (`slide`): expected ':'.",
            "ausgelassen: work.py, Zeile 14 (`slide`): expected ':'.",
        ),
        (
            "my work.ipynb is a picture, whatever its name says: hand in the .py or .ipynb file itself.",
            "my work.ipynb ist ein Bild, was auch immer der Name sagt: gib die .py- oder .ipynb-Datei selbst ab.",
        ),
        (
            'stopped at 8 places, and what stands below was read all the same; the first: a.ipynb, the cell `m = {"a": f(…`, line 1: '
            "stopped there by SystemExit (take the `exit()` out)",
            "an 8 Stellen angehalten, und was darunter steht, wurde trotzdem gelesen; die erste: a.ipynb, die Zelle "
            '`m = {"a": f(…`, Zeile 1: '
            "dort angehalten von SystemExit (nimm das `exit()` heraus)",
        ),
        (
            "a.ipynb, the cell of conv2d, line 3, in conv2d: stopped there by TypeError: 3",
            "a.ipynb, die Zelle von conv2d, Zeile 3, in conv2d: dort angehalten von TypeError: 3",
        ),
        ("Nobody says this: or that (at all).", "Nobody says this: or that (at all)."),
    ],
)
def test_texts_become_sentences(text: str, german: str) -> None:
    assert heard(text) == text
    assert GERMAN(heard(text)) == german


def test_all_that_loading_says_is_heard(sandbox: Sandbox) -> None:
    code = (
        "import cupy\nx = undefined\n@cupy.njit\ndef f(x): return x\ndef g(x:\n    return x\n1 / 0\nexit()\ndef h(x): return “x”\n"
        "if __name__ == '__main__':\n    def late(x): return x\nopen('digits.npz')\n"
    )
    with running(sandbox, code) as process:
        report = heard_report(process.report)
    assert report == process.report
    assert len(report.flags) >= 5
    assert [flag for flag in report.flags if not isinstance(flag, Sentence)] == []
    assert isinstance(report.left_out["g"].told, Sentence)


def test_hostile_texts_cost_little() -> None:
    bad = (
        "stopped there by " * 60,
        ": , ( " * 190,
        "stopped at 1 places, and what stands below was read all the same; the first: " * 15,
    )
    many = {str(number): LeftOut(bad[number % 3], Place("a.py", 1)) for number in range(200)}
    began = time.process_time()
    report = heard_report(LoadReport(False, bad[0], bad * 20, bad * 20, left_out=many))
    assert time.process_time() - began < 15.0  # two tenths of a second, here
    assert report.flags == bad * 20
