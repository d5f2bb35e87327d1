"""What authors get wrong that shows nowhere but on their own machine, or not at all: only `convgrade validate` tells them."""

from __future__ import annotations

from pathlib import Path

from tests.support.mistakes.making import (
    BOOK,
    CHAFFS,
    CONFTEST,
    HIDDEN,
    PUBLIC,
    SETTINGS,
    SOLUTION,
    STUB,
    TOML,
    Mistake,
    add,
    replace,
)


def folder_for_chaffs(root: Path) -> None:
    """A folder where the file of the wrong answers belongs."""
    (root / CHAFFS).unlink()
    (root / CHAFFS).mkdir()


AT_HOME_MISTAKES = (
    Mistake(
        "a reference that prints",
        add(SOLUTION, "\n\nprint('loaded')\n"),
        f"{SOLUTION}, line 26",
        ("print(…)", "Take it out"),
    ),
    Mistake(
        "a check that prints the answer",
        replace(HIDDEN, "    values = rng.integers", "    print(reference)\n    values = rng.integers"),
        f"{HIDDEN}, line 21",
        ("print(…)",),
    ),
    Mistake(
        "a file of the author's own",
        replace(HIDDEN, "rng.integers(-9, 10, 7)", 'np.loadtxt("/home/ada/values.txt")'),
        f"{HIDDEN}, line 21",
        ("'/home/ada/values.txt' is a place on one machine", "Path(__file__).parent"),
    ),
    Mistake(
        "a check that asks the network",
        replace(HIDDEN, "import pytest", "import urllib.request\n\nimport pytest"),
        f"{HIDDEN}, line 4",
        ("for the network",),
    ),
    Mistake(
        "an order that no set has",
        replace(HIDDEN, "rng.integers(-9, 10, 7)", "np.array([len(word) for word in {'a', 'bc', 'def'}])"),
        f"{HIDDEN}, line 21",
        ("is a set", "sorted(…)"),
    ),
    Mistake(
        "a check that returns",
        replace(HIDDEN, "    values = rng.integers(-9, 10, 7)", "    return student.moving_mean([1.0], 1)[0] == 1"),
        f"{HIDDEN}, line 21",
        ("looked at by nobody", "`assert`"),
    ),
    Mistake(
        "a pair that is asserted",
        replace(
            HIDDEN, "    values = rng.integers(-9, 10, 7)", '    assert (student.moving_mean([1.0], 1)[0] == 2, "no")'
        ),
        f"{HIDDEN}, line 21",
        ("true of any answer",),
    ),
    Mistake(
        "a check that is async",
        replace(HIDDEN, "def test_default", "async def test_default"),
        f"{HIDDEN}, line 19",
        ("never run",),
    ),
    Mistake(
        "a unittest",
        add(
            HIDDEN,
            '\n\nimport unittest\n\n\nclass TestIt(unittest.TestCase):\n    def test_it(self):\n        """It is."""\n',
        ),
        f"{HIDDEN}, line 38",
        ("a unittest.TestCase", "asks for `student`"),
    ),
    Mistake(
        "a parametrize without values", replace(HIDDEN, "[1, 2, 5]", "[]"), f"{HIDDEN}, line 11", ("an empty list",)
    ),
    Mistake(
        "a fixture that is kept for the next student",
        lambda root: (
            add(CONFTEST, 'import pytest\n\n\n@pytest.fixture(scope="module")\ndef got(student):\n    return 1\n')(
                root
            ),
            replace(HIDDEN, "def test_default(student,", "def test_default(student, got,")(root),
        ),
        f"{HIDDEN}, line 19",
        ("the fixture got", "scope='module'"),
    ),
    Mistake(
        "a conftest that raises",
        add(CONFTEST, 'raise RuntimeError("not here")\n'),
        f"{CONFTEST}, line 1",
        ("RuntimeError: not here",),
    ),
    Mistake(
        "a weight of a public check",
        replace(
            PUBLIC,
            '@pytest.mark.question("moving_mean")',
            '@pytest.mark.weight(3)\n@pytest.mark.question("moving_mean")',
        ),
        f"{PUBLIC}, line 7",
        ("gives no points",),
    ),
    Mistake(
        "a public check with a helper of the hidden ones",
        replace(PUBLIC, "import pytest", "import pytest\nfrom probes import moving_mean"),
        f"{PUBLIC}, line 5",
        ("imports probes", "students need not have"),
    ),
    Mistake(
        "a public check with a file of the staff's",
        replace(PUBLIC, "np.full(4, 4.0))", 'np.loadtxt("reference/averages/expected.txt"))'),
        f"{PUBLIC}, line 10",
        ("reference/averages/expected.txt", "only the staff have"),
    ),
    Mistake(
        "a stub with a library nobody named",
        replace(STUB, "import numpy as np", "import numpy as np\nimport torch"),
        f"{STUB}, line 7",
        ("imports torch", "libraries"),
    ),
    Mistake(
        "a link in the handout",
        lambda root: (root / "assignments/averages/values.csv").symlink_to("/nowhere/values.csv"),
        "assignments/averages/values.csv",
        ("a link", "leaves out"),
    ),
    Mistake(
        "a hint that names the staff's file",
        replace(CHAFFS, "Does your answer", "Look into tests/hidden/averages. Does your answer"),
        f"{CHAFFS}, line 22",
        ("tests/hidden/averages, which no student has",),
    ),
    Mistake(
        "a language nobody speaks",
        replace(SETTINGS, "personal = []", 'personal = []\nlanguage = "dee"'),
        f"{SETTINGS}, line 4",
        ("no words for the language 'dee'",),
    ),
    Mistake(
        "a limit that limits nothing",
        replace(TOML, "call_seconds = 2.0", "call_seconds = 2.0\nmemory_mb = 100_000_000"),
        f"{TOML}, line 10",
        ("memory_mb is 1e+08", "at most 65536"),
    ),
    Mistake(
        "another encoding",
        lambda root: (root / SOLUTION).write_bytes(
            "# coding: latin-1\n# Zürich\n".encode("latin-1") + (root / SOLUTION).read_bytes()
        ),
        SOLUTION,
        ("not in UTF-8",),
    ),
    Mistake(
        "a notebook in another encoding",
        lambda root: (root / BOOK).write_bytes((root / BOOK).read_text(encoding="utf-8").encode("utf-16")),
        BOOK,
        ("no notebook",),
    ),
    Mistake(
        "a folder in a file's place",
        folder_for_chaffs,
        CHAFFS,
        ("cannot be read", "a file"),
    ),
)
