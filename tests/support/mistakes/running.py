"""What authors get wrong that shows only when something runs."""

from __future__ import annotations

from tests.support.mistakes.making import (
    CHAFFS,
    FRENCH,
    HEADER,
    HIDDEN,
    PROBES,
    PROPS,
    SOLUTION,
    STUB,
    TOML,
    WHEATS,
    Mistake,
    add,
    replace,
)

RUNNING_MISTAKES = (
    Mistake(
        "a check that changes the reference",
        replace(HIDDEN, "    values = rng.integers", "    reference.moving_mean = abs\n    values = rng.integers"),
        "tests/hidden/averages",
        ("change moving_mean of the reference",),
        "baseline",
    ),
    Mistake(
        "a check that ends the program",
        replace(HIDDEN, "    values = rng.integers", "    raise SystemExit(1)\n    values = rng.integers"),
        HIDDEN,
        ("test_default ends the program",),
        "baseline",
    ),
    Mistake(
        "a wrong answer that cannot be loaded",
        replace(CHAFFS, "import numpy as np", "import numpy as np\nimport nunpy"),
        f"{CHAFFS}, line 4",
        ("No module named 'nunpy'",),
        "probed",
    ),
    Mistake(
        "inputs that do not repeat",
        replace(HIDDEN, "rng.integers(-9, 10, 7)", "np.random.default_rng().normal(size=7)"),
        f"{HIDDEN}, line 19",
        ("default asks something else",),
        "asked",
    ),
    Mistake(
        "a check that looks at nothing",
        add(
            HIDDEN,
            '\n\ndef test_runs(student, rng):\n    """It can be called."""\n    student.moving_mean(rng.normal(size=5))\n',
        ),
        f"{HIDDEN}, line 34",
        ("runs passes for an answer that is None",),
        "asked",
    ),
    Mistake(
        "a check that asks nobody",
        add(HIDDEN, '\n\ndef test_sum(student, rng):\n    """Sums are sums."""\n    assert 1 + 1 == 2\n'),
        f"{HIDDEN}, line 34",
        ("sum passes for the untouched stub",),
        "asked",
    ),
    Mistake(
        "an example that is wrong",
        replace(STUB, "[1.5, 4.0]", "[1.5, 4.5]"),
        f"{STUB}, line 9",
        ("an example of moving_mean",),
        "asked",
    ),
    Mistake(
        "no probes",
        replace(PROBES, "def moving_mean", "def _moving_mean"),
        PROBES,
        ("moving_mean has no probes",),
        "probed",
    ),
    Mistake(
        "probes that are returned",
        replace(
            PROBES,
            "    yield np.array([4.0]), 1\n    yield np.array([1.0, 2.0]), 1\n    yield np.array([1.0, 2.0, "
            "6.0]), 2\n    yield",
            "    return",
        ),
        f"{PROBES}, line 6",
        ("`yield` each",),
        "probed",
    ),
    Mistake(
        "probes that tell nothing",
        replace(
            PROBES,
            "    yield np.array([4.0]), 1\n    yield np.array([1.0, 2.0]), 1\n    yield np.array([1.0, 2.0, 6.0]), 2\n",
            "",
        ),
        f"{CHAFFS}, line 22",
        ("always-three", "is never named"),
        "probed",
    ),
    Mistake(
        "probes that cannot be made",
        replace(PROBES, "    yield np.array([4.0]), 1\n", "    yield np.arange(4).reshape(3), 1\n"),
        PROBES,
        ("cannot reshape",),
        "probed",
    ),
    Mistake(
        "probes of no question",
        replace(PROBES, "def RunningMean", "def RuningMean"),
        f"{PROBES}, line 13",
        ("RuningMean is no question", "'RunningMean'?"),
        "baseline",
    ),
    Mistake(
        "a reference that is wrong",
        replace(SOLUTION, "width + 1)", "width)"),
        SOLUTION,
        ("the reference fails flat",),
        "baseline",
    ),
    Mistake(
        "a helper that answers",
        add(
            PROPS,
            "\n\ndef means(values, width=3):\n    return [sum(values[i : i + width]) / width for i in "
            "range(len(values) - width + 1)]\n",
        ),
        PROPS,
        ("props.means earns 50 of 50",),
        "trust",
    ),
    Mistake(
        "a part for no question",
        add(PROPS, "\n\n# for: moving_means\n\n\ndef other():\n    return 1\n"),
        PROPS,
        ("'moving_means'", "'moving_mean'?"),
        "baseline",
    ),
    Mistake(
        "a right answer that is slow",
        lambda root: (
            replace(TOML, "call_seconds = 2.0", "call_seconds = 0.1")(root),
            add(
                WHEATS,
                '\n\ndef slowly(values, width=3):\n    """Sleeps."""\n    import time\n'
                "\n    time.sleep(0.04)\n    return sliding_windows(values, width)\n",
            )(root),
        ),
        TOML,
        ("limits are tight", "slowly"),
        "variants alternatives",
    ),
    Mistake(
        "a check that accepts every wrong answer",
        add(
            HIDDEN,
            '\n\ndef test_is_there(student, rng):\n    """Something comes back."""\n'
            "    assert np.size(student.moving_mean(rng.normal(size=5))) > 0\n",
        ),
        f"{HIDDEN}, line 34",
        ("is_there accepts every wrong answer",),
        "variants misconceptions",
    ),
    Mistake(
        "a tolerance that lets 1 % pass",
        replace(
            HIDDEN,
            "import assert_unchanged, assert_values\n",
            "import assert_unchanged\n\n\ndef assert_values(got, want, *_):\n    assert np.allclose(got, want, 0.05)\n",
        ),
        HIDDEN,
        ("1 % off passes every check of moving_mean",),
        "asked",
    ),
    Mistake(
        "probes that are drawn anew",
        lambda root: (
            replace(PROBES, "import numpy as np", "from random import random\n\nimport numpy as np")(root),
            replace(PROBES, "np.array([4.0]), 1", "np.array([random()]), 1")(root),
        ),
        f"{PROBES}, line 8",
        ("the probes of moving_mean are others each time",),
        "baseline",
    ),
    Mistake(
        "a catalogue that lacks sentences",
        add(FRENCH, HEADER),
        FRENCH,
        ("sentences of averages have no translation", "convgrade messages fr"),
        "baseline",
    ),
)
