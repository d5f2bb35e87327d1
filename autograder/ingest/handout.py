"""What an assignment handed out: the module's name, its questions, and what an untouched answer looks like."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from autograder.course import Assignment
from autograder.ingest.answers import parts_of
from autograder.ingest.contents import look


@dataclass(frozen=True)
class Handout:
    """``module`` is the name the answer should have (``convolution``); ``questions`` are the names it should define (``test_x_*``: all that
    begin so). ``blank`` holds, by question, the parts that are in the handed-out module and notebook already. Without questions only
    file names can tell which file is meant.
    """

    module: str
    questions: tuple[str, ...] = ()
    blank: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @staticmethod
    def of(assignment: Assignment) -> Handout:
        """The assignment's own, read from the stub and the companion notebook. In a student's folder those are the work itself."""
        is_students = assignment.root == assignment.handout
        files = [path for path in (assignment.stub, assignment.notebook) if path.is_file() and not is_students]
        names = tuple(question.defined_as for question in assignment.questions)
        return Handout.read(assignment.name, names, *(path.read_bytes() for path in files))

    @staticmethod
    def read(module: str, questions: tuple[str, ...], *handed_out: bytes) -> Handout:
        """The handout whose files (stub, notebook) hold ``handed_out``."""
        blank: dict[str, frozenset[str]] = dict.fromkeys(questions, frozenset())
        for data in handed_out:
            for name, parts in parts_of(look(data).texts, questions).parts.items():
                blank[name] |= parts
        return Handout(module, questions, blank)

    @property
    def names(self) -> str:
        """What to hand in, in words."""
        return f"{self.module}.py or {self.module}.ipynb"
