"""What can be told of a course without running a student's code: faults of settings, stubs, variants, checks and probes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from autograder.course import Assignment, Course
from autograder.grading.collect import Check, collect
from autograder.records.errors import SuiteError
from autograder.validate.faults.fault import RULES, Fault, idle, waived
from autograder.validate.faults.habits import of_staff_code
from autograder.validate.faults.leaks import of_handout
from autograder.validate.faults.placeholders import of_scaffold
from autograder.validate.faults.sheets import equivalents, of_assignment, of_course
from autograder.validate.faults.source import parsed
from autograder.validate.faults.stubs import of_notebook, of_stub
from autograder.validate.faults.suites import of_checks, of_files
from autograder.validate.faults.variety import of_variants

__all__ = ["RULES", "Fault", "idle", "of_course", "read_faults", "waived"]


def read_faults(course: Course, task: Assignment, checks: Sequence[Check] | None = None) -> Iterator[Fault]:
    """What is wrong with an assignment as it stands in its files. ``checks`` are its own where they are collected already."""
    yield from of_assignment(course, task)
    yield from of_scaffold(task)
    yield from equivalents(task.staff / "equivalent_mutants.toml")
    yield from of_stub(task)
    yield from of_notebook(task)
    yield from of_variants(task)
    yield from of_files(task)
    yield from of_staff_code(parsed(task.solution), lambda rule, line, text: Fault(rule, task.solution, text, line))
    yield from of_handout(course, task)
    try:
        checks = collect(task) if checks is None else checks
    except SuiteError as error:
        if not error.troubles:
            yield Fault("check", task.hidden_suite, str(error))
        yield from (Fault("check", one.path, one.text, one.line) for one in error.troubles)
    else:
        yield from of_checks(task, checks)
