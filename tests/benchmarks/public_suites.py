"""What the tests of public courses notice: `python -m tests.benchmarks.public_suites` prints the table of docs/public-suites.md; names of
suites after it choose rows.

The suites in `suites/` say in plain pytest and on our signatures what those courses test; not a line is theirs. Each is handed in to
`convolution_tests` and tried, sealed as ever, on each of its implementations by itself.
"""

from __future__ import annotations

import sys
from pathlib import Path

from autograder.course import Course
from autograder.grading.grade import Grader
from autograder.grading.judge import Judge
from autograder.records.errors import MissingName
from autograder.records.submission import SourceFile
from autograder.suite import Subject, Subjects
from autograder.suite.bench import Bench
from tests.support import records
from tests.support.command import ROOT

SUITES = Path(__file__).with_name("suites")
NAMES = {
    "cs231n": "Stanford CS231n", "cmu_11785": "CMU 11-785", "arena": "ARENA", "dlsys": "CMU 10-414 (dlsys)",
    "minitorch": "minitorch", "tinytorch": "TinyTorch",
}  # fmt: skip


def accepted(bench: Bench, subject: Subject, tests: list[str]) -> bool:
    """Whether no test fails on it."""
    outcomes = bench.on(subject, tests, until="failed")
    return all(one.kind in ("passed", "skipped") for one in outcomes.values())


def cell(judge: Judge, subjects: Subjects) -> str:
    """Right implementations accepted, misconceptions and mutants noticed, by one question's tests."""
    with judge.session(subjects.question) as session:
        assert session.trials is not None
        bench = session.trials.bench
        try:
            tests = bench.tests()
        except MissingName:
            return "no tests"
        right = sum(accepted(bench, one, tests) for one in subjects.right)
        noticed = [one for one in subjects.wrong if not accepted(bench, one, tests)]
    named, mutants = sum(one.named for one in noticed), sum(not one.named for one in noticed)
    most = sum(one.named for one in subjects.wrong)
    return f"{right}/{len(subjects.right)}, {named}/{most}, {mutants}/{len(subjects.wrong) - most}"


def main() -> None:
    """Print the table."""
    course = Course.read(ROOT)
    task = course.assignment("convolution_tests")
    every = [
        Subjects(q.name, task.hidden_suite, f"{q.name}_right.py", f"{q.name}_wrong.py", f"{q.name}_mutants.toml")
        for q in task.questions
    ]
    helper = SourceFile("oracle.py", (SUITES / "oracle.py").read_bytes())
    print(f"| tests of | {' | '.join(f'`{one.question}`' for one in every)} | points |")
    print("| --- |" + " --- |" * len(every) + " ---: |")
    with Grader(course, task) as grader:
        for stem in sys.argv[1:] or ("reference", *NAMES):
            path = task.solution if stem == "reference" else SUITES / f"{stem}.py"
            submission = records.submission(stem, SourceFile(task.stub.name, path.read_bytes()), helper)
            judge = Judge(grader, submission)
            judge.load()
            cells = [cell(judge, one) for one in every]
            judge.close()
            name = NAMES.get(stem, "this project's reference")
            print(f"| {name} | {' | '.join(cells)} | {grader.grade(submission).score:.1f} |", flush=True)


if __name__ == "__main__":
    main()
