"""What authors of a course get wrong: small changes to the course of `tests/fixtures/numbers_course`, and what has to be said of each."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

COURSE = Path(__file__).resolve().parents[1] / "fixtures" / "numbers_course"

TOML = "assignments/averages/assignment.toml"
STUB = "assignments/averages/averages.py"
PUBLIC = "assignments/averages/test_averages.py"
BOOK = "assignments/averages/averages.ipynb"
SOLUTION = "reference/averages/solution.py"
SETTINGS = "reference/course.toml"
WHEATS = "reference/averages/alternatives/moving_mean.py"
CHAFFS = "reference/averages/misconceptions/moving_mean.py"
HIDDEN = "tests/hidden/averages/test_moving_mean.py"
HIDDEN_MEAN = "tests/hidden/averages/test_RunningMean.py"
PROBES = "tests/hidden/averages/probes.py"
PROPS = "tests/hidden/averages/props.py"


@dataclass(frozen=True)
class Mistake:
    """``make`` changes a copy of the course; one complaint begins with ``where`` and holds all of ``told``."""

    name: str
    make: Callable[[Path], object]
    where: str
    told: tuple[str, ...]
    unit: str = ""
    """What has to run for it to be seen: a unit of `autograder.validate.measure`; nothing where it stands in the files."""
    question: str = "moving_mean"


def copy_course(to: Path) -> Path:
    """A copy of the course without its mistakes."""
    shutil.copytree(COURSE, to, ignore=shutil.ignore_patterns("__pycache__"))
    return to


def _replace(name: str, old: str, new: str) -> Callable[[Path], object]:
    def make(root: Path) -> None:
        text = (root / name).read_text(encoding="utf-8")
        assert old in text, (name, old)
        (root / name).write_text(text.replace(old, new, 1), encoding="utf-8")

    return make


def _add(name: str, text: str) -> Callable[[Path], object]:
    def make(root: Path) -> None:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        before = path.read_text(encoding="utf-8") if path.exists() else ""
        path.write_text(before + text, encoding="utf-8")

    return make


def _delete(name: str) -> Callable[[Path], object]:
    return lambda root: (root / name).unlink()


def _move(name: str, to: str) -> Callable[[Path], object]:
    return lambda root: (root / name).rename(root / to)


def _cell(question: str, old: str, new: str) -> Callable[[Path], object]:
    """The notebook's cell of a question, with another text in it."""

    def make(root: Path) -> None:
        book = json.loads((root / BOOK).read_text(encoding="utf-8"))
        for cell in book["cells"]:
            if cell["metadata"].get("convgrade", {}).get("question") == question:
                text = "".join(cell["source"])
                assert old in text
                cell["source"] = text.replace(old, new)
        (root / BOOK).write_text(json.dumps(book), encoding="utf-8")

    return make


def _printed(root: Path) -> None:
    book = json.loads((root / BOOK).read_text(encoding="utf-8"))
    book["cells"][1]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": ["5\n"]}]
    (root / BOOK).write_text(json.dumps(book), encoding="utf-8")


_M = Mistake
SETTINGS_MISTAKES = (
    _M(
        "key misspelt",
        _replace(TOML, "points = 50", "pionts = 50"),
        f"{TOML}, line 15",
        ("'pionts'", "did you mean 'points'?"),
    ),
    _M(
        "section misspelt",
        _replace(TOML, "[limits]", "[limit]"),
        f"{TOML}, line 8",
        ("unknown section 'limit'", "'limits'?"),
    ),
    _M(
        "key of a section misspelt",
        _replace(TOML, "libraries", "librarys"),
        f"{TOML}, line 5",
        ("'librarys'", "[rules]", "'libraries'?"),
    ),
    _M("key at the top misspelt", _replace(TOML, "about =", "abuot ="), f"{TOML}, line 2", ("'abuot'", "'about'?")),
    _M(
        "key of the course misspelt",
        _replace(SETTINGS, "personal", "persnal"),
        f"{SETTINGS}, line 3",
        ("'persnal'", "'personal'?"),
    ),
    _M("kind misspelt", _replace(TOML, '"function"', '"fucntion"'), f"{TOML}, line 14", ("'fucntion'", "'function'?")),
    _M(
        "kind of new's", _replace(TOML, '"function"', '"figure"'), f"{TOML}, line 14", ("'figure'", 'kind = "function"')
    ),
    _M(
        "list as a text",
        _replace(TOML, '["numpy"]', '"numpy"'),
        f"{TOML}, line 5",
        ("libraries is to be a list of texts",),
    ),
    _M(
        "number as a text",
        _replace(TOML, "points = 50", 'points = "50"'),
        f"{TOML}, line 15",
        ("points is to be a number",),
    ),
    _M(
        "truth as a text",
        _replace(TOML, "forbidden =", 'must_load = "no"\nforbidden ='),
        f"{TOML}, line 6",
        ("must_load is to be true or false",),
    ),
    _M(
        "limit of nothing",
        _replace(TOML, "call_seconds = 2.0", "call_seconds = 0"),
        f"{TOML}, line 9",
        ("call_seconds is to be more than 0",),
    ),
    _M(
        "limits the wrong way round",
        _replace(TOML, "call_seconds = 2.0", "call_seconds = 20.0"),
        f"{TOML}, line 9",
        ("the longer one never counts",),
    ),
    _M(
        "points that do not add up",
        _replace(TOML, "points = 50", "points = 40"),
        TOML,
        ("add up to 90, not 100", "moving_mean 40"),
    ),
    _M(
        "points that are negative",
        _replace(TOML, "points = 50", "points = -50"),
        f"{TOML}, line 15",
        ("points are not negative",),
    ),
    _M(
        "points that are no number",
        _replace(TOML, "points = 50", "points = nan"),
        f"{TOML}, line 15",
        ("points is to be a number",),
    ),
    _M(
        "two questions of one name",
        _replace(TOML, '"RunningMean"', '"moving_mean"'),
        f"{TOML}, line 19",
        ("the same name",),
    ),
    _M(
        "a name that Python cannot have",
        _replace(TOML, '"moving_mean"', '"moving-mean"'),
        f"{TOML}, line 13",
        ("cannot be a name in Python",),
    ),
    _M("broken toml", _replace(TOML, "points = 50", "points = "), TOML, ("at line 15",)),
    _M(
        "no title",
        _replace(TOML, 'title = "The middle of five"\n', ""),
        f"{TOML}, line 24",
        ("median_of_five has no title",),
    ),
    _M(
        "rubric that does not add up",
        _replace(TOML, "2 points: an", "1 point: an"),
        f"{TOML}, line 36",
        ("2 points together", "gives 3"),
    ),
    _M(
        "written without a prompt",
        _replace(TOML, 'prompt = "When is', 'measure = "When is'),
        f"{TOML}, line 30",
        ("no prompt",),
    ),
    _M(
        "rubric of a graded question",
        _replace(TOML, "points = 50\n", 'points = 50\nrubric = ["2: x"]\n'),
        f"{TOML}, line 16",
        ("only a written question has",),
    ),
    _M(
        "a measure nobody measures",
        _replace(TOML, "points = 50", 'points = 50\nmeasure = "accuracy"'),
        f"{TOML}, line 16",
        ("no check of it calls measured",),
    ),
    _M(
        "forbidden, and not there",
        _replace(TOML, "numpy.convolve", "numpy.convole"),
        f"{TOML}, line 6",
        ("numpy.convole", "'convolve'"),
    ),
    _M(
        "a library that is not here",
        _replace(TOML, '["numpy"]', '["numpy", "nunpy"]'),
        f"{TOML}, line 5",
        ("nunpy, which is not installed",),
    ),
    _M(
        "an assignment that is not there",
        _replace(SETTINGS, '["averages"]', '["averages", "medians"]'),
        "assignments/medians/assignment.toml",
        ("is missing",),
    ),
    _M(
        "an assignment nobody names",
        _add("assignments/medians/assignment.toml", ""),
        f"{SETTINGS}, line 2",
        ("assignments/medians is not among",),
    ),
    _M(
        "personal, and no such assignment",
        _replace(SETTINGS, "personal = []", 'personal = ["avarages"]'),
        f"{SETTINGS}, line 3",
        ("'averages'?",),
    ),
    _M(
        "personal without numbers",
        _replace(SETTINGS, "personal = []", 'personal = ["averages"]'),
        f"{SETTINGS}, line 3",
        ("personal.py is missing",),
    ),
    _M(
        "a secret that is guessed",
        _replace(SETTINGS, "a secret of the tests alone", "secret"),
        f"{SETTINGS}, line 5",
        ("6 characters",),
    ),
    _M(
        "a wrong answer that is a lambda",
        _add(CHAFFS, "\n\nfirst_alone = lambda values, width=3: values[:1]\n"),
        CHAFFS,
        ("first_alone is never run", "a function (def)"),
    ),
    _M(
        "a right answer that is async",
        _add(WHEATS, '\n\nasync def later(values, width=3):\n    """Later."""\n'),
        WHEATS,
        ("later is never run", "a function (def)"),
    ),
    _M(
        "a waiver of what is no complaint any more",
        _add(TOML, '\n[[waive]]\nrule = "no-probes"\nquestion = "moving_mean"\nabout = "probes"\nreason = "Once."\n'),
        f"{TOML}, line 42",
        ("nothing is left to waive by 'no-probes' of moving_mean about 'probes'", "take this [[waive]] out"),
    ),
    _M(
        "a waiver of a rule that is misspelt",
        _add(TOML, '\n[[waive]]\nrule = "no-probe"\nreason = "None."\n'),
        f"{TOML}, line 42",
        ("there is no rule 'no-probe' to waive", "did you mean 'no-probes'?"),
    ),
    _M(
        "a waiver for a question that is none",
        _add(TOML, '\n[[waive]]\nrule = "no-probes"\nquestion = "moving_men"\nreason = "None."\n'),
        f"{TOML}, line 42",
        ("names no question with 'moving_men'", "did you mean 'moving_mean'?"),
    ),
    _M(
        "a waiver without a reason",
        _add(TOML, '\n[[waive]]\nrule = "limits"\nreason = " "\n'),
        f"{TOML}, line 41",
        ("a reason why",),
    ),
)
STUB_MISTAKES = (
    _M(
        "stub without a question",
        _replace(STUB, "def moving_mean", "def movingmean"),
        STUB,
        ("defines no moving_mean", "'movingmean'?"),
    ),
    _M(
        "other parameter",
        _replace(STUB, "(values, width=3)", "(values, size=3)"),
        f"{STUB}, line 9",
        ("moving_mean(values, size=3)", "moving_mean(values, width=3) in the reference"),
    ),
    _M("other default", _replace(STUB, "(values, width=3)", "(values, width=2)"), f"{STUB}, line 9", ("width=2",)),
    _M("other method", _replace(STUB, "def value(self)", "def mean(self)"), STUB, ("RunningMean.mean",)),
    _M(
        "function for a class",
        _replace(TOML, '"class"', '"function"'),
        f"{STUB}, line 21",
        ("RunningMean is a class here",),
    ),
    _M(
        "no docstring",
        _replace(
            STUB, '    """The mean of every `width` neighbours.', '    _ = """The mean of every `width` neighbours.'
        ),
        f"{STUB}, line 9",
        ("moving_mean has no docstring",),
    ),
    _M(
        "stub with an answer",
        _replace(STUB, "median_of_five = ...", "median_of_five = 5"),
        f"{STUB}, line 45",
        ("an unanswered name is `...`",),
    ),
    _M(
        "stub that does something",
        _replace(STUB, 'raise NotImplementedError("moving_mean is not written yet")', "return values"),
        f"{STUB}, line 9",
        ("does something in the stub",),
    ),
    _M("stub that Python cannot read", _add(STUB, "def broken(:\n"), f"{STUB}, line 49", ("invalid syntax",)),
    _M(
        "reference without a question",
        _replace(SOLUTION, "def moving_mean", "def moving_means"),
        SOLUTION,
        ("defines no moving_mean", "'moving_means'?"),
    ),
    _M(
        "notebook with another signature",
        _cell("moving_mean", "width=3", "width=5"),
        BOOK,
        ("moving_mean differs from the stub",),
    ),
    _M(
        "notebook with another text",
        _cell("moving_mean", "[1.5, 4.0]", "[1.5, 4.5]"),
        BOOK,
        ("docstring of moving_mean differs",),
    ),
    _M(
        "notebook without a question",
        _replace(BOOK, '"question": "median_of_five"', '"question": "median_of_fife"'),
        BOOK,
        ("'median_of_fife'", "'median_of_five'?"),
    ),
    _M("notebook that was run", _printed, BOOK, ("clear all outputs",)),
    _M("notebook that is none", _replace(BOOK, '"cells"', '"cell"'), BOOK, ("no notebook",)),
    _M(
        "secret handed out",
        _add(STUB, '\nSECRET = "a secret of the tests alone"\n'),
        STUB,
        ("the course's secret stands in it",),
    ),
    _M(
        "solution handed out",
        lambda root: shutil.copy(root / SOLUTION, root / "assignments/averages/old.py"),
        "assignments/averages/old.py",
        ("this is reference/averages/solution.py",),
    ),
    _M(
        "answer in a public check",
        _add(
            PUBLIC,
            "\n\ndef right(values, width):\n    numbers = np.asarray(values, dtype=float)\n    return "
            "np.array([numbers[i : i + width].mean() for i in range(len(numbers) - width + 1)])\n",
        ),
        PUBLIC,
        ("holds the answer to moving_mean",),
    ),
    _M(
        "expected values handed out",
        lambda root: (
            _add("assignments/averages/expected.csv", "1.5\n")(root),
            _add(HIDDEN, '\nWANT = "expected.csv"\n')(root),
        ),
        "assignments/averages/expected.csv",
        ("hidden checks name expected.csv",),
    ),
)
VARIANT_MISTAKES = (
    _M("no right answers", _delete(WHEATS), WHEATS, ("no right answer in another style",)),
    _M("no wrong answers", _delete(CHAFFS), CHAFFS, ("no wrong answer with a name",)),
    _M(
        "only helpers",
        _replace("reference/averages/alternatives/median_of_five.py", "def worked_out", "def _worked_out"),
        "reference/averages/alternatives/median_of_five.py",
        ("median_of_five has no right answer",),
    ),
    _M(
        "a file of no question",
        _move(CHAFFS, "reference/averages/misconceptions/moving_means.py"),
        "reference/averages/misconceptions/moving_means.py",
        ("no question is called 'moving_means'", "'moving_mean'?"),
    ),
    _M(
        "no story",
        _replace(WHEATS, '    """Differences of running sums."""\n', ""),
        f"{WHEATS}, line 12",
        ("running_sums needs a docstring",),
    ),
    _M(
        "no hint",
        _replace(CHAFFS, "\n\n    Does your answer change when width does?\n    ", ""),
        f"{CHAFFS}, line 22",
        ("always_three needs a hint",),
    ),
    _M(
        "a hint too long",
        _replace(CHAFFS, "Does your answer", "Look again. " * 90 + "Does your answer"),
        f"{CHAFFS}, line 22",
        ("187 words, more than 160",),
    ),
    _M(
        "a hint that holds the answer",
        _replace(
            CHAFFS,
            "Does your answer change",
            "Write `numbers = np.asarray(values, dtype=float)` and np.array([numbers[i : i + width].mean() for i "
            "in range(len(numbers) - width + 1)]). Does it change",
        ),
        f"{CHAFFS}, line 22",
        ("holds the answer",),
    ),
    _M(
        "a hint that holds the value",
        _replace(
            "reference/averages/misconceptions/median_of_five.py",
            "Put the numbers in order first.",
            "Put them in order: the third is 5.",
        ),
        "reference/averages/misconceptions/median_of_five.py, line 4",
        ("holds the answer",),
        question="median_of_five",
    ),
    _M(
        "a hint still to be written",
        _replace(CHAFFS, "Does your answer", "TODO: does your answer"),
        f"{CHAFFS}, line 22",
        ("still to be written",),
    ),
    _M(
        "one twice",
        _replace(
            WHEATS,
            "def running_sums",
            'def sliding_windows_again(values, width=3):\n    """Again."""\n'
            "    return sliding_window_view(np.asarray(values, dtype=float), width).mean(axis=1)\n\n\ndef running_sums",
        ),
        f"{WHEATS}, line 12",
        ("the same code as sliding_windows",),
    ),
    _M(
        "an argued mutant without a reason",
        _add(
            "reference/averages/equivalent_mutants.toml",
            '[[mutant]]\nplace = "moving_mean"\nremoved = "a"\nadded = "b"\n',
        ),
        "reference/averages/equivalent_mutants.toml, line 1",
        ("why",),
    ),
)
CHECK_MISTAKES = (
    _M(
        "no public check",
        _replace(PUBLIC, '@pytest.mark.question("RunningMean")', '@pytest.mark.question("moving_mean")'),
        PUBLIC,
        ("RunningMean has no public check",),
    ),
    _M(
        "a public check of nothing",
        _replace(PUBLIC, '@pytest.mark.question("RunningMean")\n', ""),
        f"{PUBLIC}, line 13",
        ("test_two_numbers", '@pytest.mark.question("'),
    ),
    _M(
        "a question misspelt",
        _replace(PUBLIC, 'question("RunningMean")', 'question("RuningMean")'),
        f"{PUBLIC}, line 13",
        ("'RuningMean'", "'RunningMean'?"),
    ),
    _M(
        "no hidden check",
        _delete("tests/hidden/averages/test_median_of_five.py"),
        "tests/hidden/averages/test_median_of_five.py",
        ("no check for the question 'median_of_five'",),
    ),
    _M(
        "a file pytest does not look into",
        _move(HIDDEN, "tests/hidden/averages/moving_mean_checks.py"),
        "tests/hidden/averages/moving_mean_checks.py, line 13",
        ("never run",),
    ),
    _M(
        "a check that is never run",
        _replace(HIDDEN, "def test_default", "def tset_default"),
        f"{HIDDEN}, line 19",
        ("tset_default", "never run"),
    ),
    _M(
        "a check that hides another",
        _replace(HIDDEN, "def test_again", "def test_default"),
        f"{HIDDEN}, line 19",
        ("defined again on line 25",),
    ),
    _M(
        "no sentence",
        _replace(HIDDEN, '    """Without a width, three neighbours count."""\n', ""),
        f"{HIDDEN}, line 19",
        ("needs a docstring",),
    ),
    _M(
        "one sentence for two",
        _replace(
            HIDDEN,
            "Without a width, three neighbours count.",
            "The array is as before, and a second call is as right as the first.",
        ),
        f"{HIDDEN}, line 25",
        ("say the same",),
    ),
    _M(
        "a sentence that does not vary",
        (
            lambda root: (
                _replace(HIDDEN, '("width", [1, 2, 5])', '("width, n", [(1, 7), (2, 7), (2, 9)])')(root),
                _replace(HIDDEN, "rng, width)", "rng, width, n)")(root),
            )
        ),
        f"{HIDDEN}, line 11",
        ("say the same",),
    ),
    _M(
        "a parameter misspelt",
        _replace(HIDDEN, "width {width} have", "width {widht} have"),
        f"{HIDDEN}, line 11",
        ("{widht}", "'width'?"),
    ),
    _M(
        "a mark misspelt",
        _replace(HIDDEN, "mark.weight(2)", "mark.wieght(2)"),
        f"{HIDDEN}, line 11",
        ("'wieght'", "'weight'?"),
    ),
    _M(
        "a weight without a number",
        _replace(HIDDEN, "mark.weight(2)", "mark.weight()"),
        f"{HIDDEN}, line 11",
        ("a weight is one number",),
    ),
    _M(
        "a weight below nothing",
        _replace(HIDDEN, "mark.weight(2)", "mark.weight(-2)"),
        f"{HIDDEN}, line 11",
        ("not negative",),
    ),
    _M(
        "weights that are all nothing",
        _replace(
            "tests/hidden/averages/test_median_of_five.py",
            "\n\ndef test",
            "\nimport pytest\n\n\n@pytest.mark.weight(0)\ndef test",
        ),
        "tests/hidden/averages/test_median_of_five.py",
        ("weight 0",),
    ),
    _M(
        "a check that is skipped",
        _replace(HIDDEN, "    values = rng.integers", '    pytest.skip("later")\n    values = rng.integers'),
        f"{HIDDEN}, line 21",
        ("pytest.skip", "every submission"),
    ),
    _M(
        "an expected failure",
        _replace(HIDDEN, "def test_default", "@pytest.mark.xfail\ndef test_default"),
        f"{HIDDEN}, line 19",
        ("xfail",),
    ),
    _M(
        "an assertion behind an if",
        _replace(
            HIDDEN,
            "    assert_values(student.moving_mean(values), ref",
            "    got = student.moving_mean(values)\n    if len(got) == 5:\n        assert_values(got, ref",
        ),
        f"{HIDDEN}, line 23",
        ("behind an `if`",),
    ),
    _M(
        "an assertion that is swallowed",
        _replace(
            HIDDEN,
            "    assert_values(student.moving_mean(values), ref",
            "    try:\n        assert len(student.moving_mean(values)) == 5\n    except Exception:\n        "
            "pass\n    assert_values(student.moving_mean(values), ref",
        ),
        f"{HIDDEN}, line 22",
        ("let pass",),
    ),
    _M(
        "a fixture misspelt",
        _replace(HIDDEN, "reference, rng, process", "reference, rgn, process"),
        f"{HIDDEN}, line 25",
        ("rgn", "rng"),
    ),
    _M(
        "a public check with the reference",
        _replace(PUBLIC, "def test_flat(student)", "def test_flat(student, reference)"),
        f"{PUBLIC}, line 7",
        ("`student` or `trial` alone",),
    ),
    _M(
        "an import that is not there",
        _replace(HIDDEN, "import numpy as np", "import nunpy as np"),
        f"{HIDDEN}, line 3",
        ("nunpy",),
    ),
    _M(
        "an import from the engine's inside",
        _replace(HIDDEN, "from autograder.suite import", "from autograder.suite.asserts import"),
        f"{HIDDEN}, line 6",
        ("from autograder.suite",),
    ),
    _M(
        "helpers that start threads",
        _replace(PROPS, "def in_turn", "import threading\n\n\ndef in_turn"),
        f"{PROPS}, line 4",
        ("threads or processes",),
    ),
    _M(
        "helpers that load with workers",
        _add(PROPS, "\n\ndef load(loader, data):\n    return list(loader(data, num_workers=2))\n"),
        f"{PROPS}, line 9",
        ("num_workers=2",),
    ),
    _M(
        "Python that cannot be read",
        _replace(HIDDEN, "from autograder.suite import", "from autograder.suite inport"),
        f"{HIDDEN}, line 6",
        ("invalid syntax",),
    ),
)
RUNNING_MISTAKES = (
    _M(
        "inputs that do not repeat",
        _replace(HIDDEN, "rng.integers(-9, 10, 7)", "np.random.default_rng().normal(size=7)"),
        f"{HIDDEN}, line 19",
        ("default asks something else",),
        "asked",
    ),
    _M(
        "a check that looks at nothing",
        _add(
            HIDDEN,
            '\n\ndef test_runs(student, rng):\n    """It can be called."""\n    student.moving_mean(rng.normal(size=5))\n',
        ),
        f"{HIDDEN}, line 34",
        ("runs passes for an answer that is None",),
        "asked",
    ),
    _M(
        "a check that asks nobody",
        _add(HIDDEN, '\n\ndef test_sum(student, rng):\n    """Sums are sums."""\n    assert 1 + 1 == 2\n'),
        f"{HIDDEN}, line 34",
        ("sum passes for the untouched stub",),
        "asked",
    ),
    _M(
        "an example that is wrong",
        _replace(STUB, "[1.5, 4.0]", "[1.5, 4.5]"),
        f"{STUB}, line 9",
        ("an example of moving_mean",),
        "asked",
    ),
    _M(
        "no probes",
        _replace(PROBES, "def moving_mean", "def _moving_mean"),
        PROBES,
        ("moving_mean has no probes",),
        "probed",
    ),
    _M(
        "probes that are returned",
        _replace(
            PROBES,
            "    yield np.array([4.0]), 1\n    yield np.array([1.0, 2.0]), 1\n    yield np.array([1.0, 2.0, "
            "6.0]), 2\n    yield",
            "    return",
        ),
        f"{PROBES}, line 6",
        ("`yield` each",),
        "probed",
    ),
    _M(
        "probes that tell nothing",
        _replace(
            PROBES,
            "    yield np.array([4.0]), 1\n    yield np.array([1.0, 2.0]), 1\n    yield np.array([1.0, 2.0, 6.0]), 2\n",
            "",
        ),
        f"{CHAFFS}, line 22",
        ("always-three", "is never named"),
        "probed",
    ),
    _M(
        "probes that cannot be made",
        _replace(PROBES, "    yield np.array([4.0]), 1\n", "    yield np.arange(4).reshape(3), 1\n"),
        PROBES,
        ("cannot reshape",),
        "probed",
    ),
    _M(
        "probes of no question",
        _replace(PROBES, "def RunningMean", "def RuningMean"),
        f"{PROBES}, line 13",
        ("RuningMean is no question", "'RunningMean'?"),
        "baseline",
    ),
    _M(
        "a reference that is wrong",
        _replace(SOLUTION, "width + 1)", "width)"),
        SOLUTION,
        ("the reference fails flat",),
        "baseline",
    ),
    _M(
        "a helper that answers",
        _add(
            PROPS,
            "\n\ndef means(values, width=3):\n    return [sum(values[i : i + width]) / width for i in "
            "range(len(values) - width + 1)]\n",
        ),
        PROPS,
        ("props.means earns 50 of 50",),
        "trust",
    ),
    _M(
        "a part for no question",
        _add(PROPS, "\n\n# for: moving_means\n\n\ndef other():\n    return 1\n"),
        PROPS,
        ("'moving_means'", "'moving_mean'?"),
        "baseline",
    ),
    _M(
        "a right answer that is slow",
        lambda root: (
            _replace(TOML, "call_seconds = 2.0", "call_seconds = 0.1")(root),
            _add(
                WHEATS,
                '\n\ndef slowly(values, width=3):\n    """Sleeps."""\n    import time\n'
                "\n    time.sleep(0.04)\n    return sliding_windows(values, width)\n",
            )(root),
        ),
        TOML,
        ("limits are tight", "slowly"),
        "variants",
    ),
)
MISTAKES = (*SETTINGS_MISTAKES, *STUB_MISTAKES, *VARIANT_MISTAKES, *CHECK_MISTAKES, *RUNNING_MISTAKES)
