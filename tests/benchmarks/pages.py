"""How long a class's pages take: a page for each of 1,000 students and the class page, and the comparison for near-copies.

``python tests/benchmarks/pages.py [STUDENTS]``. A small class of the reference's right and wrong answers is graded for real; its records,
mixed question by question, make the large one. Promised: 1,000 pages and the class page in under a minute on two cores.
"""

from __future__ import annotations

import cProfile
import pstats
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from autograder.course import Course
from autograder.feedback import prints_of_variants, write_report
from autograder.feedback.near_copies import Comparison
from autograder.records.result import QuestionResult, Result
from autograder.records.status import SubmissionStatus
from autograder.records.submission import SourceFile
from autograder.runs.run import Run
from tests.support import records
from tests.support.whole_modules import cycled, whole_module

ROOT = Path(__file__).resolve().parent.parent.parent
GRADED = 36
ASSIGNMENT = "convolution"


def graded(course: Course, folder: Path) -> list[Result]:
    """The real records."""
    task = course.assignment(ASSIGNMENT)
    handed_in = folder / "in"
    handed_in.mkdir()
    for number, choices in enumerate(cycled(task, GRADED)):
        (handed_in / f"s{number:03d}.py").write_text(whole_module(task, choices), encoding="utf-8")
    with Run.new(folder / "run", course, ASSIGNMENT, [handed_in]) as run:
        run.grade()
        return [result for result in run.results() if result.status == SubmissionStatus.GRADED]


def mixed(real: list[Result], students: int) -> Iterator[Result]:
    """A class of that many students, each question of each from one of the ``real`` ones."""
    random_ = random.Random(1)
    pools: dict[str, list[QuestionResult]] = {}
    for result in real:
        for question in result.questions:
            pools.setdefault(question.name, []).append(question)
    for number in range(students):
        one = replace(random_.choice(real), submission=f"{random_.getrandbits(64):016x}")
        owner = replace(one.owner, student=f"s{number:05d}", display_name=f"Student {number}")
        yield replace(one, owner=owner).with_questions(tuple(random_.choice(pool) for pool in pools.values()))


def compared(course: Course, students: int) -> tuple[float, int]:
    """Seconds of processor time for the near-copies among that many, and the pairs found. Hard on purpose: every answer is one of sixty,
    so that all students share much with many."""
    task = course.assignment(ASSIGNMENT)
    names = [question.name for question in task.graded_questions]
    random_ = random.Random(2)
    parts = {name: [whole_module(task, {name: each[name]}) for each in cycled(task, 60)] for name in names}
    sources = ["\n\n".join(random_.choice(parts[name]) for name in names) for _ in range(students)]
    independent = {name: prints_of_variants(task.variants("alternatives", name)) for name in names}
    begun = time.process_time()
    comparison = Comparison(independent)
    for number, source in enumerate(sources):
        comparison.add(records.submission(f"s{number}", SourceFile(f"{ASSIGNMENT}.py", source.encode())))
    pairs = comparison.pairs()
    return time.process_time() - begun, len(pairs)


def main() -> None:
    students = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    course = Course.read(ROOT)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        everyone = list(mixed(graded(course, folder), students))
        profile = cProfile.Profile()
        write_report(everyone[:20], folder / "warm", title="Warm")
        begun, used = time.perf_counter(), time.process_time()
        index = write_report(everyone, folder / "report", title="Convolution")
        wall, used = time.perf_counter() - begun, time.process_time() - used
        sizes = sorted(page.stat().st_size for page in (folder / "report" / "students").iterdir())
        print(f"{students} pages and the class page: {used:.1f} s of one processor ({wall:.1f} s by the clock)")
        print(f"a student's page: {sizes[len(sizes) // 2] / 1000:.0f} kB, the largest {sizes[-1] / 1000:.0f} kB")
        print(f"the class page: {index.stat().st_size / 1000:.0f} kB")
        profile.runcall(write_report, everyone[:200], folder / "profile", title="Profile")
        pstats.Stats(profile).sort_stats("tottime").print_stats(12)
    seconds, pairs = compared(course, students)
    print(f"near-copies among {students}: {seconds:.1f} s of one processor, {pairs} pairs")


if __name__ == "__main__":
    main()
