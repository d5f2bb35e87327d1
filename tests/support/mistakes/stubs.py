"""What authors get wrong in stubs and notebooks."""

from __future__ import annotations

import shutil

from tests.support.mistakes.making import (
    BOOK,
    HIDDEN,
    PUBLIC,
    SOLUTION,
    STUB,
    TOML,
    Mistake,
    add,
    cell,
    printed,
    replace,
)

STUB_MISTAKES = (
    Mistake(
        "stub without a question",
        replace(STUB, "def moving_mean", "def movingmean"),
        STUB,
        ("defines no moving_mean", "'movingmean'?"),
    ),
    Mistake(
        "other parameter",
        replace(STUB, "(values, width=3)", "(values, size=3)"),
        f"{STUB}, line 9",
        ("moving_mean(values, size=3)", "moving_mean(values, width=3) in the reference"),
    ),
    Mistake("other default", replace(STUB, "(values, width=3)", "(values, width=2)"), f"{STUB}, line 9", ("width=2",)),
    Mistake("other method", replace(STUB, "def value(self)", "def mean(self)"), STUB, ("RunningMean.mean",)),
    Mistake(
        "function for a class",
        replace(TOML, '"class"', '"function"'),
        f"{STUB}, line 21",
        ("RunningMean is a class here",),
    ),
    Mistake(
        "no docstring",
        replace(
            STUB, '    """The mean of every `width` neighbours.', '    _ = """The mean of every `width` neighbours.'
        ),
        f"{STUB}, line 9",
        ("moving_mean has no docstring",),
    ),
    Mistake(
        "stub with an answer",
        replace(STUB, "median_of_five = ...", "median_of_five = 5"),
        f"{STUB}, line 45",
        ("an unanswered name is `...`",),
    ),
    Mistake(
        "stub that does something",
        replace(STUB, 'raise NotImplementedError("moving_mean is not written yet")', "return values"),
        f"{STUB}, line 9",
        ("does something in the stub",),
    ),
    Mistake("stub that Python cannot read", add(STUB, "def broken(:\n"), f"{STUB}, line 49", ("invalid syntax",)),
    Mistake(
        "reference without a question",
        replace(SOLUTION, "def moving_mean", "def moving_means"),
        SOLUTION,
        ("defines no moving_mean", "'moving_means'?"),
    ),
    Mistake(
        "notebook with another signature",
        cell("moving_mean", "width=3", "width=5"),
        BOOK,
        ("moving_mean differs from the stub",),
    ),
    Mistake(
        "notebook with another text",
        cell("moving_mean", "[1.5, 4.0]", "[1.5, 4.5]"),
        BOOK,
        ("docstring of moving_mean differs",),
    ),
    Mistake(
        "notebook without a question",
        replace(BOOK, '"question": "median_of_five"', '"question": "median_of_fife"'),
        BOOK,
        ("'median_of_fife'", "'median_of_five'?"),
    ),
    Mistake("notebook that was run", printed, BOOK, ("clear all outputs",)),
    Mistake("notebook that is none", replace(BOOK, '"cells"', '"cell"'), BOOK, ("no notebook",)),
    Mistake(
        "secret handed out",
        add(STUB, '\nSECRET = "a secret of the tests alone"\n'),
        STUB,
        ("the course's secret stands in it",),
    ),
    Mistake(
        "solution handed out",
        lambda root: shutil.copy(root / SOLUTION, root / "assignments/averages/old.py"),
        "assignments/averages/old.py",
        ("this is reference/averages/solution.py",),
    ),
    Mistake(
        "answer in a public check",
        add(
            PUBLIC,
            "\n\ndef right(values, width):\n    numbers = np.asarray(values, dtype=float)\n    return "
            "np.array([numbers[i : i + width].mean() for i in range(len(numbers) - width + 1)])\n",
        ),
        PUBLIC,
        ("holds the answer to moving_mean",),
    ),
    Mistake(
        "expected values handed out",
        lambda root: (
            add("assignments/averages/expected.csv", "1.5\n")(root),
            add(HIDDEN, '\nWANT = "expected.csv"\n')(root),
        ),
        "assignments/averages/expected.csv",
        ("hidden checks name expected.csv",),
    ),
)
