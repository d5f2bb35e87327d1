"""What authors get wrong in right and wrong answers."""

from __future__ import annotations

from tests.support.mistakes.making import CHAFFS, WHEATS, Mistake, add, delete, move, replace

VARIANT_MISTAKES = (
    Mistake("no right answers", delete(WHEATS), WHEATS, ("no right answer in another style",)),
    Mistake("no wrong answers", delete(CHAFFS), CHAFFS, ("no wrong answer with a name",)),
    Mistake(
        "only helpers",
        replace("reference/averages/alternatives/median_of_five.py", "def worked_out", "def _worked_out"),
        "reference/averages/alternatives/median_of_five.py",
        ("median_of_five has no right answer",),
    ),
    Mistake(
        "a file of no question",
        move(CHAFFS, "reference/averages/misconceptions/moving_means.py"),
        "reference/averages/misconceptions/moving_means.py",
        ("no question is called 'moving_means'", "'moving_mean'?"),
    ),
    Mistake(
        "no story",
        replace(WHEATS, '    """Differences of running sums."""\n', ""),
        f"{WHEATS}, line 12",
        ("running_sums needs a docstring",),
    ),
    Mistake(
        "no hint",
        replace(CHAFFS, "\n\n    Does your answer change when width does?\n    ", ""),
        f"{CHAFFS}, line 22",
        ("always_three needs a hint",),
    ),
    Mistake(
        "a hint too long",
        replace(CHAFFS, "Does your answer", "Look again. " * 90 + "Does your answer"),
        f"{CHAFFS}, line 22",
        ("187 words, more than 160",),
    ),
    Mistake(
        "a hint that holds the answer",
        replace(
            CHAFFS,
            "Does your answer change",
            "Write `numbers = np.asarray(values, dtype=float)` and np.array([numbers[i : i + width].mean() for i "
            "in range(len(numbers) - width + 1)]). Does it change",
        ),
        f"{CHAFFS}, line 22",
        ("holds the answer",),
    ),
    Mistake(
        "a hint that holds the value",
        replace(
            "reference/averages/misconceptions/median_of_five.py",
            "Put the numbers in order first.",
            "Put them in order: the third is 5.",
        ),
        "reference/averages/misconceptions/median_of_five.py, line 4",
        ("holds the answer",),
        question="median_of_five",
    ),
    Mistake(
        "a hint still to be written",
        replace(CHAFFS, "Does your answer", "TODO: does your answer"),
        f"{CHAFFS}, line 22",
        ("still to be written",),
    ),
    Mistake(
        "a hint that names no action",
        replace(CHAFFS, "Does your answer change when width does?", "This is not correct. Look at your code again."),
        f"{CHAFFS}, line 22",
        ("the hint of always_three says no more than that it is wrong",),
    ),
    Mistake(
        "a hint that says its story again",
        replace(CHAFFS, "Does your answer change when width does?", "Every window of yours is three wide."),
        f"{CHAFFS}, line 22",
        ("the hint of always_three says no more than that it is wrong",),
    ),
    Mistake(
        "one twice",
        replace(
            WHEATS,
            "def running_sums",
            'def sliding_windows_again(values, width=3):\n    """Again."""\n'
            "    return sliding_window_view(np.asarray(values, dtype=float), width).mean(axis=1)\n\n\ndef running_sums",
        ),
        f"{WHEATS}, line 12",
        ("the same code as sliding_windows",),
    ),
    Mistake(
        "an argued mutant without a reason",
        add(
            "reference/averages/equivalent_mutants.toml",
            '[[mutant]]\nplace = "moving_mean"\nremoved = "a"\nadded = "b"\n',
        ),
        "reference/averages/equivalent_mutants.toml, line 1",
        ("why",),
    ),
)
