"""What authors get wrong in the settings of a course or an assignment."""

from __future__ import annotations

from tests.support.mistakes.making import CHAFFS, FRENCH, HEADER, SETTINGS, STUB, TOML, WHEATS, Mistake, add, replace

SETTINGS_MISTAKES = (
    Mistake(
        "key misspelt",
        replace(TOML, "points = 50", "pionts = 50"),
        f"{TOML}, line 15",
        ("'pionts'", "did you mean 'points'?"),
    ),
    Mistake(
        "section misspelt",
        replace(TOML, "[limits]", "[limit]"),
        f"{TOML}, line 8",
        ("unknown section 'limit'", "'limits'?"),
    ),
    Mistake(
        "key of a section misspelt",
        replace(TOML, "libraries", "librarys"),
        f"{TOML}, line 5",
        ("'librarys'", "[rules]", "'libraries'?"),
    ),
    Mistake("key at the top misspelt", replace(TOML, "about =", "abuot ="), f"{TOML}, line 2", ("'abuot'", "'about'?")),
    Mistake(
        "key of the course misspelt",
        replace(SETTINGS, "personal", "persnal"),
        f"{SETTINGS}, line 3",
        ("'persnal'", "'personal'?"),
    ),
    Mistake(
        "kind misspelt", replace(TOML, '"function"', '"fucntion"'), f"{TOML}, line 14", ("'fucntion'", "'function'?")
    ),
    Mistake(
        "kind of new's", replace(TOML, '"function"', '"figure"'), f"{TOML}, line 14", ("'figure'", 'kind = "function"')
    ),
    Mistake(
        "list as a text",
        replace(TOML, '["numpy"]', '"numpy"'),
        f"{TOML}, line 5",
        ("libraries must be a list of texts",),
    ),
    Mistake(
        "number as a text",
        replace(TOML, "points = 50", 'points = "50"'),
        f"{TOML}, line 15",
        ("points must be a number",),
    ),
    Mistake(
        "truth as a text",
        replace(TOML, "forbidden =", 'must_load = "no"\nforbidden ='),
        f"{TOML}, line 6",
        ("must_load must be true or false",),
    ),
    Mistake(
        "limit of nothing",
        replace(TOML, "call_seconds = 2.0", "call_seconds = 0"),
        f"{TOML}, line 9",
        ("call_seconds must be more than 0",),
    ),
    Mistake(
        "limits the wrong way round",
        replace(TOML, "call_seconds = 2.0", "call_seconds = 20.0"),
        f"{TOML}, line 9",
        ("the longer one never counts",),
    ),
    Mistake(
        "points that do not add up",
        replace(TOML, "points = 50", "points = 40"),
        TOML,
        ("add up to 90, not 100", "moving_mean 40"),
    ),
    Mistake(
        "points that are negative",
        replace(TOML, "points = 50", "points = -50"),
        f"{TOML}, line 15",
        ("points are not negative",),
    ),
    Mistake(
        "points that are no number",
        replace(TOML, "points = 50", "points = nan"),
        f"{TOML}, line 15",
        ("points must be a number",),
    ),
    Mistake(
        "two questions of one name",
        replace(TOML, '"RunningMean"', '"moving_mean"'),
        f"{TOML}, line 19",
        ("the same name",),
    ),
    Mistake(
        "a name that Python cannot have",
        replace(TOML, '"moving_mean"', '"moving-mean"'),
        f"{TOML}, line 13",
        ("cannot be a name in Python",),
    ),
    Mistake("broken toml", replace(TOML, "points = 50", "points = "), TOML, ("at line 15",)),
    Mistake(
        "no title",
        replace(TOML, 'title = "The middle of five"\n', ""),
        f"{TOML}, line 24",
        ("median_of_five has no title",),
    ),
    Mistake(
        "rubric that does not add up",
        replace(TOML, "2 points: an", "1 point: an"),
        f"{TOML}, line 36",
        ("2 points together", "gives 3"),
    ),
    Mistake(
        "written without a prompt",
        replace(TOML, 'prompt = "When is', 'measure = "When is'),
        f"{TOML}, line 30",
        ("no prompt",),
    ),
    Mistake(
        "rubric of a graded question",
        replace(TOML, "points = 50\n", 'points = 50\nrubric = ["2: x"]\n'),
        f"{TOML}, line 16",
        ("only a written question has",),
    ),
    Mistake(
        "a measure nobody measures",
        replace(TOML, "points = 50", 'points = 50\nmeasure = "accuracy"'),
        f"{TOML}, line 16",
        ("no check of it calls measured",),
    ),
    Mistake(
        "forbidden, and not there",
        replace(TOML, "numpy.convolve", "numpy.convole"),
        f"{TOML}, line 6",
        ("numpy.convole", "'convolve'"),
    ),
    Mistake(
        "a library that is not here",
        replace(TOML, '["numpy"]', '["numpy", "nunpy"]'),
        f"{TOML}, line 5",
        ("nunpy, which is not installed",),
    ),
    Mistake(
        "an assignment that is not there",
        replace(SETTINGS, '["averages"]', '["averages", "medians"]'),
        "assignments/medians/assignment.toml",
        ("is missing",),
    ),
    Mistake(
        "an assignment nobody names",
        add("assignments/medians/assignment.toml", ""),
        f"{SETTINGS}, line 2",
        ("assignments/medians is not among",),
    ),
    Mistake(
        "personal, and no such assignment",
        replace(SETTINGS, "personal = []", 'personal = ["avarages"]'),
        f"{SETTINGS}, line 3",
        ("'averages'?",),
    ),
    Mistake(
        "personal without numbers",
        replace(SETTINGS, "personal = []", 'personal = ["averages"]'),
        f"{SETTINGS}, line 3",
        ("personal.py is missing",),
    ),
    Mistake(
        "a secret that is guessed",
        replace(SETTINGS, "a secret of the tests alone", "secret"),
        f"{SETTINGS}, line 5",
        ("6 characters",),
    ),
    Mistake(
        "a wrong answer that is a lambda",
        add(CHAFFS, "\n\nfirst_alone = lambda values, width=3: values[:1]\n"),
        CHAFFS,
        ("first_alone is never run", "a function (def)"),
    ),
    Mistake(
        "a right answer that is async",
        add(WHEATS, '\n\nasync def later(values, width=3):\n    """Later."""\n'),
        WHEATS,
        ("later is never run", "a function (def)"),
    ),
    Mistake(
        "a waiver of what is no complaint any more",
        add(TOML, '\n[[waive]]\nrule = "no-probes"\nquestion = "moving_mean"\nabout = "probes"\nreason = "Once."\n'),
        f"{TOML}, line 42",
        ("nothing is left to waive by 'no-probes' of moving_mean about 'probes'", "take this [[waive]] out"),
    ),
    Mistake(
        "a waiver of a rule that is misspelt",
        add(TOML, '\n[[waive]]\nrule = "no-probe"\nreason = "None."\n'),
        f"{TOML}, line 42",
        ("there is no rule 'no-probe' to waive", "did you mean 'no-probes'?"),
    ),
    Mistake(
        "a waiver for a question that is none",
        add(TOML, '\n[[waive]]\nrule = "no-probes"\nquestion = "moving_men"\nreason = "None."\n'),
        f"{TOML}, line 42",
        ("names no question with 'moving_men'", "did you mean 'moving_mean'?"),
    ),
    Mistake(
        "a waiver without a reason",
        add(TOML, '\n[[waive]]\nrule = "limits"\nreason = " "\n'),
        f"{TOML}, line 41",
        ("a reason why",),
    ),
    Mistake(
        "the scaffold's sentence",
        replace(TOML, "Means and medians of plain numbers.", "One or two plain sentences."),
        f"{TOML}, line 2",
        ("'One or two plain sentences.' is what convgrade new wrote",),
    ),
    Mistake(
        "the scaffold's title",
        replace(TOML, '"Averages"', '"averages"'),
        f"{TOML}, line 1",
        ("the title is still 'averages'",),
    ),
    Mistake(
        "the scaffold's docstring",
        replace(STUB, "Averages: what many numbers come to.", "averages: what it is about."),
        f"{STUB}, line 1",
        ("'averages: what it is about.' is what convgrade new wrote",),
    ),
    Mistake(
        "the scaffold's question",
        replace(TOML, '"The middle of five"', '"Six times seven"'),
        f"{TOML}, line 28",
        ("median_of_five is still called 'Six times seven'",),
    ),
    Mistake(
        "a translation that is a guess",
        add(FRENCH, HEADER + '\n#, fuzzy\nmsgid "Averages"\nmsgstr "Moyens"\n'),
        f"{FRENCH}, line 5",
        ("1 translation is marked fuzzy", "'Averages'"),
    ),
    Mistake(
        "a translation without a field",
        add(FRENCH, HEADER + '\nmsgid "{call} has too few rows."\nmsgstr "Trop peu de lignes."\n'),
        f"{FRENCH}, line 4",
        ("the fields [], not ['call']",),
    ),
    Mistake(
        "a translation with marks in another order",
        add(FRENCH, HEADER + '\nmsgid "%s in row %d"\nmsgstr "ligne %d : %s"\n'),
        f"{FRENCH}, line 4",
        ("its translation has %d, %s, not %s, %d",),
    ),
)
