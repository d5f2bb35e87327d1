"""Stands in for IPython's shell: notebooks, and scripts made from notebooks, ask for it. Runs in the student's process."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from autograder.sandbox.inside import magics


class Shell:
    """What `get_ipython` gives. Cells that are timed or captured run; other magics do nothing."""

    def __init__(self, run: Callable[[str], None], write: Callable[[magics.Cell], None]) -> None:
        """``run`` runs the text of a cell in the notebook; ``write`` takes a cell that writes a file."""
        self._run, self._write = run, write
        self.user_ns: dict[str, Any] = {}

    def __call__(self) -> Shell:
        return self

    def run_cell_magic(self, magic_name: str, line: str, cell: str) -> None:
        """``%%time`` and its like run the cell."""
        opened = magics.opened(f"%%{magic_name} {line}\n{cell}")
        if opened.magic in magics.WRITES:
            self._write(opened)
        elif not opened.magic:
            self._run(cell)

    def run_line_magic(self, magic_name: str, line: str = "", _stack_depth: int = 1) -> None:
        """``%time`` runs its statement."""
        if magic_name in ("time", "run"):
            self._run(f"%{magic_name} {line}")

    def magic(self, text: str) -> None:
        """The older way to ask for a line magic."""
        name, _, line = text.strip().lstrip("%").partition(" ")
        self.run_line_magic(name, line)

    def run_cell(self, raw_cell: str, *args: object, **options: object) -> None:
        """A cell given as text."""
        self._run(raw_cell)

    def getoutput(self, *args: object, **options: object) -> list[str]:
        """What a shell line would have printed: nothing."""
        return []

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return lambda *args, **options: None
