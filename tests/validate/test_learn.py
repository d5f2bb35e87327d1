"""`convgrade learn`: wrong answers of a class as misconceptions, without what tells whose they are."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from autograder.course import Course
from autograder.diagnosis.misconceptions import load_misconceptions
from autograder.grading.probed import Probed
from autograder.records.owner import Owner
from autograder.records.submission import SourceFile, Submission
from autograder.runs.run import Run
from autograder.validate.faults.variety import of_variants
from autograder.validate.learn import Group, made
from autograder.validate.learn.needed import Refused, needed
from autograder.validate.learn.stripped import stripped
from autograder.validate.learn.words import Known, People
from tests.support.command import convgrade
from tests.support.mistakes import CHAFFS, copy_course

ADA = '''"""Homework of Ada Lovelace, 31415926"""
import sys
import numpy as np
import matplotlib.pyplot as plt

ADAS_SHARE = 1.0  # ask Grace whether that is right
OWNER = "Ada Lovelace <ada@uni.example>"
values = np.arange(5)


def lovelaces_middle(window: "Ada's") -> float:
    """By Ada, see /home/ada/notes.txt."""
    print("Ada was here")
    return np.median(window) * ADAS_SHARE


def moving_mean(values, width=3):
    """My answer, s101."""
    if width < 1:
        raise ValueError("Ada says: no")
    adas_list = [lovelaces_middle(window=values[i : i + width]) for i in range(len(values) - width + 1)]
    return np.array(adas_list)


if __name__ == "__main__":
    print(moving_mean(values))
'''
RIGHT_CLASS = """

class RunningMean:
    def __init__(self, start=0.0):
        self.start, self.numbers = start, []

    def add(self, number):
        self.numbers.append(number)

    def value(self):
        return sum(self.numbers) / len(self.numbers) if self.numbers else self.start
"""
HANDED_IN = {
    "s101": ADA + RIGHT_CLASS + "\nmedian_of_five = 5\n",
    # The very same mistake in other words, and a class that is right for few numbers alone.
    "s102": (
        "import numpy\n\ndef moving_mean(values, width=3):\n    own = []\n    for i in range(len(values) - width + 1):\n"
        "        own.append(sorted(values[i:i + width])[width // 2] if width % 2 else "
        "numpy.median(values[i:i + width]))\n    return numpy.array(own)\n"
    )
    + RIGHT_CLASS.replace("self.numbers.append(number)", "self.numbers = [*self.numbers, number][-50:]")
    + "\nmedian_of_five = 7\n",
    "s103": "import numpy as np\n\ndef moving_mean(values, width=3):\n    open('/tmp/x')\n    return np.zeros(3)\n"
    + RIGHT_CLASS
    + "\nmedian_of_five = 7\n",
    # What the course has a name for is none of them.
    "s104": "import numpy as np\n\ndef moving_mean(values, width=3):\n    return np.array([np.sum(values[i:i + width]) for i in "
    "range(len(values) - width + 1)])\n" + RIGHT_CLASS + "\nmedian_of_five = 5\n",
}  # fmt: skip
ROSTER = "student_id,name,email\ns101,Ada Lovelace,ada@uni.example\ns102,Grace Hopper,grace@uni.example\ns103,Bo Li,bo@uni.example\n"
WHO = re.compile(r"(?i)ada|lovelace|grace|hopper|\bli\b|s10\d|31415926|@|/home")


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A course, and the run of a class in it, in which a person took points off an answer that passed."""
    place = tmp_path_factory.mktemp("learn")
    course, run, work = copy_course(place / "course"), place / "run", place / "work"
    work.mkdir()
    for name, text in HANDED_IN.items():
        (work / f"{name}.py").write_text(text, encoding="utf-8")
    (place / "class.csv").write_text(ROSTER, encoding="utf-8")
    convgrade("grade", "averages", work, "--out", run, "--course", course, "--roster", place / "class.csv")
    convgrade(
        "adjust", run, "--student", "s102", "--question", "RunningMean", "--points", 5, "--why", "forgets numbers"
    )
    return course, run


def test_groups_become_misconceptions_without_names(graded: tuple[Path, Path]) -> None:
    course, run = graded
    before = (course / CHAFFS).read_text(encoding="utf-8")
    listed = convgrade("learn", run).stdout
    heads = re.findall(r"^(\d)\. (\w+): (.*)$", listed, re.M)
    assert [head[1:] for head in heads] == [
        ("moving_mean", "2 students, failed widths[5], default, again"),
        ("moving_mean", "1 student, failed widths[1], widths[2], widths[5], default and 1 more"),
        ("RunningMean", "1 student, passed, and a person took points off"),
        ("median_of_five", "2 students, failed value"),
    ]
    assert "their answer, shape (2,):\n    *3* *2*" in listed  # the smallest case of the first
    assert "Every probe is answered rightly" in listed.split("\n3. ")[1]
    assert "their answer: 7" in listed
    assert not WHO.search(re.sub(r"convgrade .*|It cannot be taken.*", "", listed.replace(str(run), "")))
    assert "rules, or the students, allow that" in listed
    assert (course / CHAFFS).read_text(encoding="utf-8") == before  # alone it writes nothing

    with (course / CHAFFS).open(encoding="utf-8") as as_it_was:
        taken = convgrade("learn", run, "--write")
        assert as_it_was.read() == before  # the new file is put in its place whole: no kill leaves half of one
    assert taken.returncode == 1
    assert "2. moving_mean: not written: it uses open, and the course's own code runs unconfined." in taken.stdout
    after = (course / CHAFFS).read_text(encoding="utf-8")
    assert after.startswith(before.partition("\n\n\n")[0])
    assert before.partition("\n\n\n")[2] in after
    for file in (course / "reference").rglob("misconceptions/*.py"):
        text = file.read_text(encoding="utf-8")
        assert not WHO.search(text)
        *_, last = load_misconceptions(file)
        assert last.name.startswith("todo")
        assert last.story.startswith("TODO")
        assert last.hint.startswith("TODO")
    *_, mean = load_misconceptions(course / CHAFFS)
    assert list(mean.stand_in([3.0, 1.0, 8.0, 2.0], 3)) == [3.0, 2.0]

    # What `convgrade validate` says of these files.
    told = "\n".join(fault.told(course) for fault in of_variants(Course.read(course).assignment("averages")))
    assert (
        f"{CHAFFS}, line {_line(course / CHAFFS, 'def todo_1')}: todo_1 is still to be written: give it a name" in told
    )

    again = convgrade("learn", run, "--take", 1, check=False)
    assert "1. moving_mean: not written: it is called todo-1 by now." in again.stdout


def test_what_cannot_be_looked_through_is_told_and_stops_nothing(graded: tuple[Path, Path], known: Known) -> None:
    _, folder = graded
    question = Course.read(graded[0]).assignment("averages").question("moving_mean")
    did = Probed()
    for code in (f"{'-' * 900}1", f"0x{'f' * 5000}"):
        text = f"def moving_mean(values, width=3):\n    return {code}\n"
        submission = Submission("x", Owner("s101"), SourceFile("averages.py", text.encode()))
        group = Group(question, (submission,), 0.0, False, did)
        with Run(folder) as run, pytest.raises(Refused):
            made(run, group, PEOPLE, known)


def _line(path: Path, text: str) -> int:
    return next(n for n, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1) if text in line)


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Known:
    return Known.of(Course.read(copy_course(tmp_path_factory.mktemp("known") / "course")), "averages")


PEOPLE = People.of([Owner("s101", "Ada Lovelace", source={"email": "ada@uni.example"}), Owner("s102", "Max Hopper")])


def _bare(text: str, known: Known, *others: tuple[str, str]) -> str:
    files = tuple(SourceFile(name, data.encode()) for name, data in others)
    submission = Submission("x", Owner("s101"), SourceFile("averages.py", text.encode()), files)
    code = stripped(needed(submission, "moving_mean"), "moving_mean", "todo_1", ["numpy"], known, PEOPLE)
    return "\n".join([*map(ast.unparse, code.imports), code.text])


def test_only_what_the_answer_needs_is_kept_and_says_nothing_of_its_author(known: Known) -> None:
    text = _bare(ADA, known)
    assert not WHO.search(text)
    assert '"""' not in text
    assert "#" not in text
    assert not re.search(r"plt|sys|arange|__main__|print|float", text)
    found: dict[str, object] = {}
    exec(text, found)  # the text above, which these tests wrote
    assert list(found["todo_1"]([3.0, 1.0, 8.0, 2.0], width=3)) == [3.0, 2.0]  # type: ignore[operator]
    shown = [name for name in found if not name.startswith("_")]
    assert shown == ["np", "todo_1"]


def test_helpers_in_other_files_come_with_it_and_names_of_the_class_go(known: Known) -> None:
    text = _bare(
        "from adas_tools import total_of as hoppers\n\ndef moving_mean(values, width=3):\n    max_of_lovelace = 1\n"
        "    class Ada:\n        hopper = 2\n    return [hoppers(values, scale=3), max_of_lovelace, Ada.hopper, {'Max': 'mean'}]\n",
        known,
        (
            "adas_tools.py",
            "STEP = [1]\nSTEP.append(4)\n\ndef total_of(values, scale):\n    return sum(values) * scale + STEP[-1]\n",
        ),
    )
    assert not WHO.search(text)
    found: dict[str, object] = {}
    exec(text, found)
    total, one, two, words = found["todo_1"]([1, 2])  # type: ignore[operator]
    assert (total, one, two, len(words)) == (13, 1, 2, 1)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("return __import__('os').getcwd()", "it uses __import__"),
        ("return np.load('x.npy')", "it uses .load"),
        ("return ().__class__.__base__.__subclasses__()", "it uses .__"),
        ("import subprocess", "it imports subprocess"),
        ("return np.lib.npyio.os.listdir('.')", "it uses .listdir"),
        ("return np.lib.npyio", "it uses .npyio"),
        ("return np.memmap('x')", "it uses .memmap"),
        ("return values.tofile('x')", "it uses .tofile"),
        ("return chr(123).format(values)", "it uses .format"),
        ("return '{0.real}{1[0]}'[0:].format(values)", "it uses .format"),
        ("import operator; return operator.attrgetter(chr(95))", "it uses .attrgetter"),
        ("from operator import methodcaller", "it imports operator.methodcaller"),
        ("import collections; return collections._sys.modules", "it uses ._sys"),
        ("import fractions; return fractions.re", "it uses .re"),
        ("import functools; functools.update_wrapper", "it uses .update_wrapper"),
        ("import typing; typing.get_type_hints(values)", "it uses .get_type_hints"),
        ("return (x for x in ()).gi_frame.f_builtins", "it uses .f_builtins"),
        ("self = values; self.f_builtins = 1; return (x for x in ()).f_builtins", "it uses .f_builtins"),
        ("self = values; self.__globals__ = 1; return max.__globals__", "it uses .__globals__"),
        ("self = values; self.__array_interface__ = {}; return np.array(self)", "it uses .__array_interface__"),
        ("module = np; return module", "it uses the module numpy as a value"),
        ("return [np.linalg]", "it uses the module numpy.linalg as a value"),
        ("np.sum = max", "it changes numpy.sum"),
        ("np.add.outer = max", "it changes numpy.add.outer"),
        ("import collections; other = collections.Counter; other.copy = max", "it hands the class collections.Counter on"),
        ("return type('A', (), {})", "it uses type"),
        ("return type(values)((1,), object, values)", "it uses type(values), other than"),
        ("return np.ndarray((1,), object, values)", "it uses np.ndarray, other than"),
        ("return (values == np.ndarray)", "it uses np.ndarray, other than"),
        ("list = values; return type(values) == list", "it uses type(values), other than"),
        ("isinstance = max; return isinstance(1, np.ndarray)", "it gives isinstance another meaning"),
        ("return np.lib.stride_tricks.as_strided(values, (9,), (800,))", "it uses .as_strided"),
        ("return values.resize(9, refcheck=False)", "it uses .resize"),
        ("\n    class A:\n        __match_args__ = values", "it uses __match_args__"),
        ("\n    class A:\n        def __getattr__(self, name): return 1", "it defines __getattr__"),
        ("\n    match values:\n        case object(real=value): return value", "it matches the pattern of a class"),
    ],
)  # fmt: skip
def test_code_that_reaches_out_of_itself_is_not_taken(known: Known, line: str, why: str) -> None:
    with pytest.raises(Refused, match=re.escape(why)):
        _bare(f"import numpy as np\n\ndef moving_mean(values, width=3):\n    {line}\n", known)


HONEST = """
    if isinstance(values, (list, np.ndarray)) and type(values) != tuple and type(width) is int:
        values = np.asarray(values, dtype=np.float64)
    total = np.add.outer(values, values).sum(axis=-1, keepdims=True)
    share = np.linalg.norm(total) * np.random.default_rng(0).normal()
    windows = np.lib.stride_tricks.sliding_window_view(values, width)
    assert f"{share:>5.2f}" and "{}".format(share)
    return np.einsum("ij->i", windows) / max(width, math.inf)
"""


def test_code_that_only_computes_is_taken(known: Known) -> None:
    text = _bare(f"import math\nimport numpy as np\n\ndef moving_mean(values, width=3):\n{HONEST}", known)
    for part in re.findall(r"[.\w]+\(", HONEST):
        assert part in text


@pytest.mark.parametrize(
    "line",
    [
        "return dict(rexington=1)",
        "return rexington",
        "return values.copy(rexington=1)",
        "return f'{values:rexington}'",
        "return np.einsum('rexi,ngto->n', values, values)",
        "return einsum('rexington')",
        "return b'rexington', 'rexi' 'ngton'",
        "\n    match values:\n        case {1: 2, **rexington}: return 1",
        "\n    try: pass\n    except ValueError as rexington: pass",
        "global rexington",
        "return lambda *rexington, **rexingtons: 1",
        "return 31415926",
        "return 31415926.0",
        "return 3.1415926e7",
        "return 31415926j",
        "return 0x1df5e76",
    ],
)
def test_what_says_who_wrote_it_goes_wherever_it_stands(known: Known, line: str) -> None:
    assert re.search(r"(?i)rexi|31415926|3.1415926e7|0x1df5e76", line)
    text = _bare(f"import numpy as np\n\ndef moving_mean(values, width=3):\n    {line}\n", known)
    assert not re.search(r"(?i)rexi|rexn|ngto|31415926|0x1df5e76", text)


def test_a_name_that_nothing_took_out_is_refused(known: Known) -> None:
    with pytest.raises(Refused, match=re.escape("it uses .rexington")):
        _bare("def moving_mean(values, width=3):\n    return values.rexington\n", known)
