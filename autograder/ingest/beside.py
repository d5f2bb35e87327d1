"""What lies beside the answer and goes with it: further modules and trained weights, under the names the answer's own folder sees."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from autograder.ingest import limits
from autograder.ingest.archive import Unreadable
from autograder.ingest.judge import is_copy
from autograder.ingest.names import split
from autograder.ingest.unpack import WEIGHTS, Handed
from autograder.records.sentences import say
from autograder.records.submission import SourceFile

_TOLD = 3
"""Refused files that are told one by one."""


@dataclass
class Beside:
    """The ``files`` read so far, with all ``names`` taken, and what is ``left`` with reasons. ``home`` is the answer's folder;
    ``modules_left`` and ``weights_left`` are how many bytes of either may be read."""

    home: str = ""
    names: set[str] = field(default_factory=set)
    files: list[SourceFile] = field(default_factory=list)
    left: list[tuple[str, str]] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    modules_left: int = limits.MODULES
    weights_left: int = limits.SUBMISSION

    def add(self, name: str, data: bytes, answers: tuple[str, ...] = ()) -> None:
        """Keep one file; ``answers`` are the questions that it answers in the main file's place."""
        self.names.add(name)
        self.files.append(SourceFile(name, data, answers))

    def free(self, name: str) -> str:
        """The file's name as the answer's folder sees it, numbered where that is taken."""
        seen = first = self._seen(name)
        stem, dot, ending = first.rpartition(".")
        number = 2
        while seen in self.names:
            seen = f"{stem}_{number}{dot}{ending}"
            number += 1
        return seen

    def read(self, files: Sequence[Handed]) -> None:
        """Read the modules and weights among ``files``, those of the answer's own folder first."""
        for file in sorted(files, key=lambda file: (not self._inside(file.name), file.name, file.where)):
            if reason := self._one(file):
                self.left.append((file.where, reason))

    @property
    def flags(self) -> list[str]:
        """What an instructor should know: files that ought to have been read and were not."""
        more = len(self.refused) - _TOLD
        rest = [say("{number} more files beside the answer were not read either", number=more)] if more > 0 else []
        return [*self.refused[:_TOLD], *rest]

    def _one(self, file: Handed) -> str:
        """Read one file; or why it is not read."""
        stem, ending = split(file.name)
        folder = file.name.rpartition("/")[0]
        name = self._seen(f"{folder}/{stem}.py".lstrip("/") if ending == ".py" else file.name)
        if is_copy(file.name):
            return "a program's own copy"
        if ending not in (".py", *WEIGHTS):
            if file.entry.trouble:
                return f"it {file.entry.trouble}"
            return "another notebook" if ending == ".ipynb" else "not a module, a notebook or weights"
        if name in self.names:
            return f"a file called {name} was read already"
        if len(self.files) >= limits.OTHERS:
            return f"more than {limits.OTHERS} files were handed in"
        most, kept = (self.modules_left, limits.MODULES) if ending == ".py" else (self.weights_left, limits.SUBMISSION)
        try:
            limit = limits.SOURCE if ending == ".py" else limits.WEIGHTS
            if most < min(limit, file.entry.size):
                raise Unreadable(f"is more than the {limits.megabytes(kept)} read beside one student's answer")
            data = file.entry.read(min(limit, most))
        except Unreadable as error:
            self.refused.append(f"{file.shown} {error}")
            return f"it {error}"
        if ending == ".py":
            self.modules_left -= len(data)
        else:
            self.weights_left -= len(data)
        self.add(name, data)
        return ""

    def _seen(self, name: str) -> str:
        return name[len(self.home) + 1 :] if self.home and self._inside(name) else name

    def _inside(self, name: str) -> bool:
        return not self.home or name.startswith(self.home + "/")
