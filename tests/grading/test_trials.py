"""Questions that are answered by tests: what right and wrong implementations say of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest

from autograder.grading.evidence import evidence
from autograder.grading.grade import Grader
from autograder.grading.public import PublicChecks
from autograder.ingest.answers import answers_of
from autograder.ingest.handout import Handout
from autograder.records.result import QuestionResult, Result
from autograder.records.submission import SourceFile
from autograder.runs.work import reference_submission
from autograder.sandbox import Budget
from autograder.sandbox.host.asked import Asked
from autograder.suite import Subject, Subjects
from autograder.suite.bench import Bench
from autograder.suite.given import Given
from autograder.suite.trials import Trials
from autograder.validate.variants import compose, read_variants
from tests.support import records
from tests.support.trial_course import trial_course

HEAD = "import os, sys, time\nimport numpy as np\nimport pytest\n\n\n"
FINE = """def test_largest_fine(subject):
    assert subject.largest(np.array([-3, -2])) == -2


"""
"""It notices a misconception, which counts twice, and a slip: 3 of 8."""


@pytest.fixture(scope="module")
def grader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Grader]:
    course = trial_course(tmp_path_factory.mktemp("trial"))
    with Grader(course, course.assignment("trial")) as made:
        yield made


def handed_in(grader: Grader, text: str) -> Result:
    return grader.grade(records.submission("ann", SourceFile("trial.py", (HEAD + text).encode())))


def largest(grader: Grader, text: str) -> QuestionResult:
    return handed_in(grader, text).questions[0]


def told(question: QuestionResult, check: str) -> str:
    return next(one.message for one in question.checks if one.name == check)


def test_good_tests_get_everything_and_the_handout_nothing(grader: Grader) -> None:
    """Parametrized tests, fixtures, classes, pytest.raises and approx, numpy.testing: the reference has them all."""
    good = grader.grade(reference_submission(grader.assignment))
    assert (good.score, good.flags) == (100.0, ())
    stub = records.submission("stub", SourceFile("trial.py", grader.assignment.stub.read_bytes()))
    nothing = grader.grade(stub)
    assert (nothing.score, [question.status for question in nothing.questions]) == (0.0, ["unanswered", "unanswered"])


def test_time_that_is_used_up_is_told_by_its_limit(grader: Grader, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where it ends between two tests."""
    monkeypatch.setattr(Bench, "_numbers", lambda self, _: self.budget.spend(60.0) or {"test_largest_fine": 0})
    assert "ran out of time: the limit for all calls of this question is 20 s." in told(largest(grader, FINE), "zeros")


def test_the_first_misconception_missed_is_explained(grader: Grader) -> None:
    question = largest(grader, FINE)
    assert question.score == 60 * 3 / 8
    missed = [one.message for one in question.checks if not one.passed]
    assert missed[0] == (
        "A wrong implementation passed all your tests: it sorts the row it was given. What does the caller have afterwards? "
        "A call that tells it from a right one: `row = np.array([2, 1]); largest(row); row`"
    )
    assert set(missed[1:]) == {"One more wrong implementation passed all your tests."}
    assert told(question, "accepts") == ""


def test_a_test_that_rejects_a_right_one_costs_three_quarters(grader: Grader) -> None:
    """The loop answers with floats. What such a test notices does not count, and of the rest a quarter at most."""
    picky = "def test_largest_kind(subject):\n    assert type(subject.largest(np.array([1, 2]))) is np.int64\n"
    question = largest(grader, FINE + picky)
    assert question.score == 60 * 2 / 8
    assert told(question, "accepts").startswith(
        "`test_largest_kind` fails on a right implementation (A loop, and a float)."
    )
    alone = largest(grader, picky)
    assert (alone.score, alone.status) == (0.0, "failed")


def test_what_is_no_test_costs_itself(grader: Grader) -> None:
    """Endless, ended, unmarked, unwritten, unknown fixtures: the one that is fine is tried all the same."""
    question = largest(
        grader,
        FINE
        + """def test_largest_endless(subject):
    while True:
        pass


def test_largest_exits(subject):
    os._exit(0)


def test_largest_unknown(subject, sbject):
    pass


@pytest.mark.parametrize("a, b", [1])
def test_largest_marked_wrongly(subject, a, b):
    pass


def test_largest_later(subject):
    raise NotImplementedError


def test_largest_skips(subject):
    pytest.skip("not today")


def test_largest_reads(subject):
    open("/etc/hostname")
""",
    )
    assert question.score == 60 * 2 / 8
    message = told(question, "accepts")
    assert "`test_largest_endless` ran longer than its 0.5 s, the limit for one test." in message
    assert "`test_largest_exits` ended the program." in message
    assert "`test_largest_unknown` stops with LookupError on a right implementation" in message
    assert "So does 1 more." in message


def test_the_order_of_tests_changes_nothing_or_is_said(grader: Grader) -> None:
    """A test that lives on what an earlier one left behind fails when they are run the other way round."""
    question = largest(
        grader,
        """seen = []


def test_largest_first(subject):
    seen.append(subject.largest(np.array([1])))


def test_largest_second(subject):
    assert seen
""",
    )
    assert told(question, "accepts").startswith(
        "`test_largest_second` says one thing in one run and another in the next"
    )


def test_what_notices_something_notices_it_again(grader: Grader) -> None:
    """Right ones it accepts in any order; alone, when it is run once more on a wrong one, it sees nothing."""
    by_order = """seen = []


def test_largest_keeps(subject):
    seen.append(subject.largest(np.array([-3, -2])))


def test_largest_looks(subject):
    assert all(one == -2 for one in seen)
"""
    question = largest(grader, by_order)
    assert told(question, "accepts").startswith(
        "`test_largest_looks` says one thing in one run and another in the next"
    )
    assert question.score == 60 / 8  # the other one notices what raises
    assert question.flags


def test_the_implementation_is_out_of_reach(grader: Grader) -> None:
    """Neither its code nor its names; only what it answers. Nor is there anything to be told by the names of exceptions."""
    question = largest(
        grader,
        FINE
        + """def test_largest_code(subject):
    for look in ("__code__", "__globals__", "ref", "type_name"):
        with pytest.raises(AttributeError):
            getattr(subject.largest, look)
    assert subject.largest.__name__ == subject.largest.__qualname__ == "function"  # of every implementation
    with pytest.raises(AttributeError):
        subject.other
    with pytest.raises(TypeError, match=r"^largest\\(\\) missing 1 required positional argument: 'row'$"):
        subject.largest()
    assert not [name for name in sys.modules if name in ("right", "wrong", "implementations")]


def test_largest_past_the_face(subject):
    ask = type(subject).__call__
    with pytest.raises(AttributeError, match="not look into it"):
        subject.largest._ask(subject.largest, "get", "__globals__", (), {})


def test_largest_takes_data_alone(subject):
    with pytest.raises(TypeError, match="numbers, texts, lists and arrays"):
        subject.largest(lambda: 3)
    with pytest.raises(ValueError, match="too large"):
        subject.largest(np.zeros(20_000_000))
""".replace("subject.largest._ask(", 'object.__getattribute__(subject.largest, "_ask")('),
    )
    assert ([one.detail for one in question.checks if one.name == "accepts"], question.score) == ([""], 60 * 3 / 8)


def test_whatever_a_test_raises_is_that_tests_alone(grader: Grader) -> None:
    """Also what ends a program elsewhere, causes that go round in a circle, and what pytest cannot even collect."""
    question = largest(
        grader,
        FINE
        + """class Own(BaseException):
    def __str__(self):
        raise KeyboardInterrupt


@pytest.mark.parametrize("kind", [KeyboardInterrupt, SystemExit, GeneratorExit, MemoryError, RecursionError, Own, pytest.exit.Exception])
def test_largest_kinds(subject, kind):
    raise kind


def test_largest_circle(subject):
    error, other = ValueError("a"), KeyError("b")
    error.__cause__, other.__context__ = other, error
    raise error


def test_largest_generator(subject):
    yield subject.largest([1])


@pytest.mark.parametrize("number", [1, 2], ids=lambda number: sys.exit())
def test_largest_names(subject, number):
    assert subject.largest([number]) == number
""",
    )
    (accepts,) = [one.detail for one in question.checks if one.name == "accepts"]
    assert [accepts.count(f"test_largest_{name}") for name in ("fine", "kinds[", "circle")] == [0, 7, 1]
    assert "test_largest_generator" in told(question, "zeros")
    assert "test_largest_names" in told(question, "zeros")
    assert question.score == 15.0  # a quarter at most, and that for the one that is fine


def test_no_way_leads_from_an_answer_to_pythons_insides(grader: Grader) -> None:
    """A generator has a frame, and the frame Python's `eval`; a class has bases, which other implementations may share."""
    question = handed_in(
        grader,
        """def test_Scale_inside(subject):
    layer = subject.Scale(2.0)
    if hasattr(layer, "steps"):
        steps = layer.steps()
        with pytest.raises(AttributeError, match="not look into it"):
            steps.gi_frame.f_builtins["eval"]("1")
        assert list(steps) == [2.0]
    with pytest.raises(AttributeError, match="not look into it"):
        subject.Scale.mro()
""",
    ).questions[1]
    assert [one.detail for one in question.checks if one.name == "accepts"] == [""]


_REJECTED, _AS_GOOD_AS_NONE = 60 * 2 / 8, 60 * 3 / 8


@pytest.mark.parametrize(
    ("trick", "score", "words"),
    [
        pytest.param(
            "def test_largest_a(subject):\n    print('1 failed')\n    os.write(1, b'1 failed')\n    os.write(2, b'F')\n",
            _AS_GOOD_AS_NONE, "", id="a report is printed",
        ),
        pytest.param(
            "def test_largest_a(subject):\n    os.write(3, b'x' * 200)\n",
            _REJECTED, "`test_largest_a` could not be run.", id="a reply is forged",
        ),
        pytest.param(
            "def test_largest_a(subject):\n    pytest.exit('now')\n",
            _REJECTED, "`test_largest_a` could not be run.", id="pytest is left",
        ),
        pytest.param(
            "@pytest.fixture\ndef a():\n    yield\n    raise KeyError\n\n\ndef test_largest_a(subject, a):\n    pass\n",
            _REJECTED, "`test_largest_a` stops with KeyError on a right", id="a finalizer raises",
        ),
        pytest.param(
            "@pytest.fixture\ndef a():\n    os._exit(0)\n\n\ndef test_largest_a(subject, a):\n    pass\n",
            _REJECTED, "`test_largest_a` ended the program.", id="a fixture ends the process",
        ),
        pytest.param(
            "type(sys.modules['autograder.sandbox.inside.trial'].runner).run = lambda *_: ('failed', 'AssertionError', '')\n",
            0.0, "`test_largest_fine` fails on a right", id="the runner is replaced",
        ),
        pytest.param(
            "pytest.TestReport.__init__ = lambda self, *a, **k: vars(self).update(outcome='failed', when='call')\n",
            0.0, "`test_largest_fine` fails on a right", id="reports are replaced",
        ),
        pytest.param(
            "import contextlib\npytest.raises = contextlib.suppress\n\n\ndef test_largest_a(subject):\n"
            "    with pytest.raises(ValueError):\n        subject.largest(np.array([]))\n",
            _AS_GOOD_AS_NONE, "", id="raises is replaced",
        ),
        pytest.param(
            "def test_largest_a(subject):\n    assert 'SEEN' not in os.environ\n    os.environ['SEEN'] = '1'\n"
            "    with pytest.raises(OSError):\n        open('/tmp/seen', 'a')\n",
            _AS_GOOD_AS_NONE, "", id="something is left in the environment and in a file",
        ),
        pytest.param(
            "def test_largest_a(subject):\n    assert not hasattr(subject.largest, 'seen')\n    subject.largest.seen = 1\n",
            _AS_GOOD_AS_NONE, "", id="something is left with the implementation",
        ),
    ],
)  # fmt: skip
def test_a_trick_notices_nothing(grader: Grader, trick: str, score: float, words: str) -> None:
    """What a test does to pytest, to its process and to the implementation's tells no wrong one from a right one: it costs itself, and
    beside it `FINE` notices what it would notice alone."""
    question = largest(grader, f"{trick}\n\n{FINE}")
    assert question.score == score
    assert told(question, "accepts").startswith(words)
    missed = {one.name for one in question.checks if one.detail.startswith("nothing fails on")}
    assert missed >= {"misconception[1]", "misconception[2]", "slip[4]"}


def test_an_implementation_that_ended_goes_on_the_questions_time(
    grader: Grader, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a test asks of the next process counts too: nobody waits for thousands of slow calls."""
    budgets: list[Budget | None] = []

    def ended(self: Given, asked: Asked) -> object:
        self.process.close()
        reply = respond(self, asked)
        budgets.append(self.process.process.budget)
        return reply

    respond = Given.respond
    monkeypatch.setattr(Given, "respond", ended)
    largest(grader, FINE)
    assert {budget.what if budget else "" for budget in budgets} == {"all calls of this question"}


def test_right_and_wrong_come_in_an_order_nobody_knows(grader: Grader, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever counts processes, or looks at a clock, cannot tell by it: another submission meets them in another order, the same one in
    the same. And what the first one answered is not remembered."""
    orders: list[list[str]] = []

    def tried(self: Bench, subject: Subject, tests: Sequence[str], until: str = "") -> object:
        orders[-1].append(subject.key)
        return on(self, subject, tests, until)

    on = Bench.on
    monkeypatch.setattr(Bench, "on", tried)
    remembers = """answers = []


def test_largest_as_before(subject):
    answers.append(subject.largest(np.array([-3, -2, -1])))
    assert answers[0] == answers[-1]
"""
    for number in (1, 2, 3, 1):
        orders.append([])
        assert largest(grader, remembers + f"# {number}\n").score == 0.0
    orders.append([])
    main, beside = (
        SourceFile("trial.py", f"{HEAD}{remembers}# 1\n".encode()),
        SourceFile("known.py", b"wrong = [2, 5]\n"),
    )
    grader.grade(records.submission("ann", main, beside))
    assert orders[0] == orders[3]
    assert len({tuple(order) for order in orders}) == 4
    assert all(sorted(order) == sorted(orders[0]) for order in orders)
    assert not all(order[1].startswith("right") for order in orders)  # the first is the public check's


def test_staff_see_what_each_check_says_after_one_trial(grader: Grader, monkeypatch: pytest.MonkeyPatch) -> None:
    trials: list[Subjects] = []
    tried = Trials._try
    monkeypatch.setattr(Trials, "_try", lambda self, subjects: trials.append(subjects) or tried(self, subjects))
    submission = records.submission("ann", SourceFile("trial.py", (HEAD + FINE).encode()))
    found = {one.check: one for one in evidence(grader, submission, (), "largest", ["accepts", "misconception[1]"])}
    assert (found["accepts"].passed, found["misconception[1]"].passed) == (True, False)
    assert found["misconception[1]"].message.startswith(
        "A wrong implementation passed all your tests: it sorts the row"
    )
    assert len(trials) == 1


def test_public_checks_of_a_student_alone(grader: Grader) -> None:
    """Without the course: the wrong implementations that were handed out, and no word of the others."""
    with PublicChecks(grader.assignment) as checks:
        report = checks.report(records.submission("ann", SourceFile("trial.py", (HEAD + FINE).encode())))
    passed = {check.question: (verdict.passed, verdict.for_student) for check, verdict in report.verdicts}
    assert passed["largest"] == (True, "")
    assert passed["Scale"][1].startswith("There is no test of `Scale`: its tests are functions called `test_Scale_…`")


def test_a_file_is_known_by_its_tests(grader: Grader) -> None:
    """By what it defines, not by its name: functions, methods of classes, and tests that Python cannot read; not by the handout's own."""
    handout = Handout.of(grader.assignment)
    assert handout.questions == ("test_largest_*", "test_Scale_*")
    text = FINE + "class TestScale:\n    def test_Scale_one(self, subject):\n        assert subject.Scale(1)\n"
    assert set(answers_of([text], handout.questions, handout.blank)[0].given) == set(handout.questions)
    stub = grader.assignment.stub.read_text(encoding="utf-8")
    assert not answers_of([stub], handout.questions, handout.blank)[0].given
    broken = answers_of([FINE + "def test_Scale_two(subject):\n    assert 1 +\n"], handout.questions, handout.blank)[0]
    assert (set(broken.given), broken.broken) == ({"test_largest_*"}, {"test_Scale_*"})


def test_variants_of_tests_are_classes(grader: Grader) -> None:
    """A variant takes the place of the reference's tests of its question, and of no others."""
    task = grader.assignment
    file = task.variants("misconceptions", "Scale")
    file.parent.mkdir(exist_ok=True)
    file.write_text(
        'class Nothing:\n    """Asserts nothing."""\n\n    def test_Scale_runs(self, subject):\n        subject.Scale(2.0)\n',
        encoding="utf-8",
    )
    (variant,) = read_variants(file)
    result = grader.grade(compose(task, task.question("Scale"), "misconceptions", variant))
    assert [question.score for question in result.questions] == [60.0, 0.0]
