"""A course author's own pytest session: the hidden suite on one file, through the same sealed process."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from autograder.course import Course
from autograder.grading.collect import check_rng
from autograder.records.owner import Owner
from autograder.records.submission import SourceFile, Submission
from autograder.sandbox import RestartableProcess, Sandbox, starter
from autograder.suite.fixtures import Agree, file_bytes, load_reference
from autograder.suite.personal import Personal


class AuthorSession:
    """What the plugin's fixtures are made from, for one suite file and one submission."""

    def __init__(self, suite_file: Path, chosen: str) -> None:
        self.course = Course.find(suite_file.parent)
        self.assignment = self.course.assignment(suite_file.parent.name)
        self.question = suite_file.stem.removeprefix("test_")
        path = self.assignment.solution if chosen == "reference" else Path(chosen)
        main = SourceFile(f"{self.assignment.name}{path.suffix}", path.read_bytes())
        self.submission = Submission("author", Owner("author"), main)
        self.reference = load_reference(self.assignment)
        self.agree = Agree(rehearsing=True)
        self.personal = Personal(self.course.secret, self.assignment.name, "author", ())
        self.files = file_bytes(self.submission)
        self.sandbox = Sandbox(self.assignment.rules, self.assignment.limits, self.assignment.props)

    def __enter__(self) -> AuthorSession:
        return self

    def __exit__(self, *exc: object) -> None:
        self.sandbox.close()

    def process(self) -> RestartableProcess:
        return RestartableProcess(starter(self.sandbox, self.submission, self.assignment), question=self.question)

    def rng(self, node_name: str) -> np.random.Generator:
        return check_rng(self.course.secret, self.assignment.name, self.question, node_name.removeprefix("test_"))
