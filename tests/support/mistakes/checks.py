"""What authors get wrong in checks and probes."""

from __future__ import annotations

from tests.support.mistakes.making import HIDDEN, PROBES, PROPS, PUBLIC, Mistake, add, delete, move, replace

CHECK_MISTAKES = (
    Mistake(
        "no public check",
        replace(PUBLIC, '@pytest.mark.question("RunningMean")', '@pytest.mark.question("moving_mean")'),
        PUBLIC,
        ("RunningMean has no public check",),
    ),
    Mistake(
        "a public check of nothing",
        replace(PUBLIC, '@pytest.mark.question("RunningMean")\n', ""),
        f"{PUBLIC}, line 13",
        ("test_two_numbers", '@pytest.mark.question("'),
    ),
    Mistake(
        "a question misspelt",
        replace(PUBLIC, 'question("RunningMean")', 'question("RuningMean")'),
        f"{PUBLIC}, line 13",
        ("'RuningMean'", "'RunningMean'?"),
    ),
    Mistake(
        "no hidden check",
        delete("tests/hidden/averages/test_median_of_five.py"),
        "tests/hidden/averages/test_median_of_five.py",
        ("no check for the question 'median_of_five'",),
    ),
    Mistake(
        "a file pytest does not look into",
        move(HIDDEN, "tests/hidden/averages/moving_mean_checks.py"),
        "tests/hidden/averages/moving_mean_checks.py, line 13",
        ("never run",),
    ),
    Mistake(
        "a check that is never run",
        replace(HIDDEN, "def test_default", "def tset_default"),
        f"{HIDDEN}, line 19",
        ("tset_default", "never run"),
    ),
    Mistake(
        "a check that hides another",
        replace(HIDDEN, "def test_again", "def test_default"),
        f"{HIDDEN}, line 19",
        ("defined again on line 25",),
    ),
    Mistake(
        "no sentence",
        replace(HIDDEN, '    """Without a width, three neighbours count."""\n', ""),
        f"{HIDDEN}, line 19",
        ("needs a docstring",),
    ),
    Mistake(
        "one sentence for two",
        replace(
            HIDDEN,
            "Without a width, three neighbours count.",
            "The array is as before, and a second call is as right as the first.",
        ),
        f"{HIDDEN}, line 25",
        ("say the same",),
    ),
    Mistake(
        "a sentence that does not vary",
        (
            lambda root: (
                replace(HIDDEN, '("width", [1, 2, 5])', '("width, n", [(1, 7), (2, 7), (2, 9)])')(root),
                replace(HIDDEN, "rng, width)", "rng, width, n)")(root),
            )
        ),
        f"{HIDDEN}, line 11",
        ("say the same",),
    ),
    Mistake(
        "a parameter misspelt",
        replace(HIDDEN, "width {width} have", "width {widht} have"),
        f"{HIDDEN}, line 11",
        ("{widht}", "'width'?"),
    ),
    Mistake(
        "a mark misspelt",
        replace(HIDDEN, "mark.weight(2)", "mark.wieght(2)"),
        f"{HIDDEN}, line 11",
        ("'wieght'", "'weight'?"),
    ),
    Mistake(
        "a weight without a number",
        replace(HIDDEN, "mark.weight(2)", "mark.weight()"),
        f"{HIDDEN}, line 11",
        ("a weight is one number",),
    ),
    Mistake(
        "a weight below nothing",
        replace(HIDDEN, "mark.weight(2)", "mark.weight(-2)"),
        f"{HIDDEN}, line 11",
        ("not negative",),
    ),
    Mistake(
        "weights that are all nothing",
        replace(
            "tests/hidden/averages/test_median_of_five.py",
            "\n\ndef test",
            "\nimport pytest\n\n\n@pytest.mark.weight(0)\ndef test",
        ),
        "tests/hidden/averages/test_median_of_five.py",
        ("weight 0",),
    ),
    Mistake(
        "a check that is skipped",
        replace(HIDDEN, "    values = rng.integers", '    pytest.skip("later")\n    values = rng.integers'),
        f"{HIDDEN}, line 21",
        ("pytest.skip", "every submission"),
    ),
    Mistake(
        "an expected failure",
        replace(HIDDEN, "def test_default", "@pytest.mark.xfail\ndef test_default"),
        f"{HIDDEN}, line 19",
        ("xfail",),
    ),
    Mistake(
        "an assertion behind an if",
        replace(
            HIDDEN,
            "    assert_values(student.moving_mean(values), ref",
            "    got = student.moving_mean(values)\n    if len(got) == 5:\n        assert_values(got, ref",
        ),
        f"{HIDDEN}, line 23",
        ("behind an `if`",),
    ),
    Mistake(
        "an assertion that is swallowed",
        replace(
            HIDDEN,
            "    assert_values(student.moving_mean(values), ref",
            "    try:\n        assert len(student.moving_mean(values)) == 5\n    except Exception:\n        "
            "pass\n    assert_values(student.moving_mean(values), ref",
        ),
        f"{HIDDEN}, line 22",
        ("let pass",),
    ),
    Mistake(
        "a fixture misspelt",
        replace(HIDDEN, "reference, rng, process", "reference, rgn, process"),
        f"{HIDDEN}, line 25",
        ("rgn", "rng"),
    ),
    Mistake(
        "a public check with the reference",
        replace(PUBLIC, "def test_flat(student)", "def test_flat(student, reference)"),
        f"{PUBLIC}, line 7",
        ("`student` or `trial` alone",),
    ),
    Mistake(
        "an import that is not there",
        replace(HIDDEN, "import numpy as np", "import nunpy as np"),
        f"{HIDDEN}, line 3",
        ("nunpy",),
    ),
    Mistake(
        "an import from the engine's inside",
        replace(HIDDEN, "from autograder.suite import", "from autograder.suite.asserts import"),
        f"{HIDDEN}, line 6",
        ("from autograder.suite",),
    ),
    Mistake(
        "helpers that start threads",
        replace(PROPS, "def in_turn", "import threading\n\n\ndef in_turn"),
        f"{PROPS}, line 4",
        ("threads or processes",),
    ),
    Mistake(
        "helpers that load with workers",
        add(PROPS, "\n\ndef load(loader, data):\n    return list(loader(data, num_workers=2))\n"),
        f"{PROPS}, line 9",
        ("num_workers=2",),
    ),
    Mistake(
        "Python that cannot be read",
        replace(HIDDEN, "from autograder.suite import", "from autograder.suite inport"),
        f"{HIDDEN}, line 6",
        ("invalid syntax",),
    ),
    Mistake(
        "a seed of one's own",
        replace(HIDDEN, "rng.integers(-9, 10, 7)", "np.random.default_rng(0).integers(-9, 10, 7)"),
        f"{HIDDEN}, line 21",
        ("np.random.default_rng(0) gives the same numbers", "fixture rng"),
    ),
    Mistake(
        "one seed for all checks",
        replace(HIDDEN, "CALL = ", "np.random.seed(7)\nCALL = "),
        f"{HIDDEN}, line 8",
        ("np.random.seed(7) gives the same numbers",),
    ),
    Mistake(
        "an answer compared with itself",
        replace(HIDDEN, "(student.moving_mean(values), reference.", "(student.moving_mean(values), student."),
        f"{HIDDEN}, line 19",
        ("test_default compares a student's answer with nothing but the student's",),
    ),
    Mistake(
        "an answer compared with another call's",
        add(
            HIDDEN,
            '\n\ndef test_twice(student, rng):\n    """Twice the numbers have twice the means."""\n    values = rng.normal(size=5)\n'
            "    once = student.moving_mean(values)\n    np.testing.assert_allclose(student.moving_mean(2 * values), 2 * once)\n",
        ),
        f"{HIDDEN}, line 34",
        ("test_twice compares a student's answer with nothing but the student's",),
    ),
    Mistake(
        "a tolerance of one's own",
        add(
            HIDDEN,
            '\n\ndef test_about(student, reference, rng):\n    """Means are about right."""\n    values = rng.normal(size=5)\n'
            "    np.testing.assert_allclose(student.moving_mean(values), reference.moving_mean(values), rtol=0.05)\n",
        ),
        f"{HIDDEN}, line 37",
        ("rtol=0.05", "assert_values"),
    ),
    Mistake(
        "one sentence but for its stops",
        replace(
            HIDDEN,
            "Without a width, three neighbours count.",
            "The array is as before and a second call is as right as the First",
        ),
        f"{HIDDEN}, line 25",
        ("say the same",),
    ),
    Mistake(
        "the sentence of a public check",
        replace(
            HIDDEN,
            "Without a width, three neighbours count.",
            "Equal numbers have that number as their mean, everywhere.",
        ),
        f"{HIDDEN}, line 19",
        ("default and flat say the same",),
    ),
    Mistake(
        "probes without a seed",
        replace(PROBES, "np.array([4.0]), 1", "np.random.normal(size=1), 1"),
        f"{PROBES}, line 7",
        ("np.random.normal(size=1) gives something else each time",),
    ),
)
