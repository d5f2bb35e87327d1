"""What IPython adds to Python, taken out of a text: magics, shell lines, questions (``np.pad?``), commands without their sign.

Runs in the student's process, and where the grader looks at text.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass

from autograder.sandbox.inside.syntax import READING, TOO_MUCH

MOST = 100
"""Lines taken out of one text: each one costs compiling it again."""
WRITES = ("writefile", "file")
_NOT_PYTHON = frozenset(
    "bash sh zsh script cmd powershell system sx html HTML svg SVG latex markdown javascript js perl ruby R julia sql bigquery cython cpp "
    "c cu cuda rust writefile file python2 pypy octave matlab stata dot graphviz mermaid kql spark ai yaml json css".split()
)
"""Cell magics whose cell is another language or a file. Under any other (``%%time``, ``%%capture`` …) it is Python that runs here."""
COMMANDS = frozenset(
    "pip pip3 conda mamba uv apt apt-get sudo brew npm ls dir cd pwd mkdir rmdir rm cp mv cat head tail touch echo wget curl unzip tar git "
    "python python3 jupyter ipython nvidia-smi clear cls man whoami who whos matplotlib pylab load_ext reload_ext autoreload "
    "config_inline reset run load history hist env doctest_mode colors alias".split()
)
"""What people type at IPython's prompt, where neither ``%`` nor ``!`` is needed for it."""
_CELL = re.compile(r"%%([\w-]+)[ \t]*(.*)")
_ASSIGNED = re.compile(r"(?P<target>[^=!<>]*[^=!<>\s][ \t]*=[ \t]*)(?:%(?P<run>time[ \t]+)?|!)(?P<rest>[^=].*)", re.S)
_QUESTION = re.compile(r"[ \t]*%{0,2}[^\W\d][\w.*\[\]]*[ \t]*\?{1,2}[ \t]*")
_RUN = re.compile(r"%run[ \t]+(?:-(?!m\b)\w+[ \t]+)*[\"']?(?:\./)?(\w[\w/-]*)(?:\.(?:py|ipynb))?\b[\"']?.*", re.S)
"""What runs a script, or a notebook, beside this one."""
_COMMAND = re.compile(rf"(?:{'|'.join(map(re.escape, sorted(COMMANDS)))})(?:[ \t]+(?![=(\[])\S.*)?", re.S)
_COLAB = re.compile(r"^# Commented out IPython magic to ensure Python compatibility\.\n((?:#.*\n?)+)", re.M)
FLAGS = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
"""IPython's cells may `await`."""


@dataclass(frozen=True)
class Cell:
    """A cell's ``text`` without the ``%%`` lines at its top; ``magic`` is the one by which it is no Python of this notebook, and
    ``argument`` what stands behind it; it ``had_magics`` where there were such lines."""

    text: str
    magic: str = ""
    argument: str = ""
    had_magics: bool = False


def opened(text: str) -> Cell:
    """The cell without the ``%%`` lines at its top."""
    lines = text.splitlines(keepends=True)
    for number, line in enumerate(lines):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        found = _CELL.match(line.lstrip())
        if found is None:
            break
        lines[number] = "\n"
        if found[1] in _NOT_PYTHON:
            return Cell("".join(lines), found[1], found[2].strip())
    return Cell("".join(dedented(lines)), had_magics="".join(lines) != text)


def dedented(lines: list[str]) -> list[str]:
    """IPython takes the first line's indentation off the whole cell."""
    first = next((line for line in lines if line.strip()), "")
    indent = first[: len(first) - len(first.lstrip())]
    return [line.removeprefix(indent) for line in lines] if indent else lines


def uncommented(text: str) -> tuple[str, list[Cell]]:
    """A script as Colab saves it, in which whole cells are commented out for a magic at their top (``# %%time``), with those cells back
    in their places; and the cells that write files."""
    if "# Commented out IPython magic" not in text:
        return text, []
    files: list[Cell] = []

    def back(found: re.Match[str]) -> str:
        lines = found[1].splitlines()
        # The comments of the next cell may follow without an empty line.
        for end in range(len(lines), 1, -1) if lines[0].startswith("# %%") else ():
            cell = opened("\n".join(re.sub(r"^# ?", "", line) for line in lines[:end]))
            if cell.magic in WRITES:
                files.append(cell)
            if cell.magic or not cell.text.strip():
                break
            plain = without_magics(cell.text)
            if plain is not None:
                return "\n".join(["", plain.removesuffix("\n"), *lines[end:], ""])
        return found[0]

    return _COLAB.sub(back, text), files


def without_magics(text: str) -> str | None:
    """The text, which Python cannot read, without its magics, in as many lines; None where it cannot be read without them either."""
    for _ in range(MOST):
        try:
            compile(text, READING, "exec", FLAGS, dont_inherit=True)
        except SyntaxError as error:
            less = _without_magic(text, error.lineno or 0)
            if less is None:
                return None
            text = less
        except TOO_MUCH:
            return None
        else:
            return text
    return None


def run_by(line: str) -> str:
    """The dotted name of the script or notebook beside this one that a ``%run`` runs; empty where it runs none."""
    found = _RUN.fullmatch(line)
    return found[1].replace("/", ".").replace("-", "_") if found else ""


def is_command(statement: ast.stmt) -> bool:
    """Whether the statement is a command that happens to read as Python: ``ls``, ``ls -la``."""
    while isinstance(statement, ast.Expr) and isinstance(statement.value, ast.BinOp):
        statement = ast.Expr(statement.value.left)
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Name) and statement.value.id in COMMANDS


def _without_magic(text: str, line: int) -> str | None:
    """The text with the magic that stands at ``line`` (counted from 1) left out, in as many lines; None where there is none.

    ``line`` is where Python stopped reading: a line that is Python, such as a continued ``% n`` or a text of several
    lines, is never asked about while it is right.
    """
    lines = text.splitlines(keepends=True)
    if not 1 <= line <= len(lines):
        return None
    start = line - 1
    while start and _continued(lines[start - 1]):
        start -= 1
    end = start + 1
    while end < len(lines) and _continued(lines[end - 1]):
        end += 1
    plain = _plain("".join(lines[start:end]).rstrip("\r\n"))
    if plain is None:
        return None
    lines[start:end] = [plain + "\n" * (end - start - plain.count("\n"))]
    return "".join(lines)


def _continued(line: str) -> bool:
    return line.rstrip("\r\n").endswith("\\")


def _plain(line: str) -> str | None:
    """What Python should read in the place of a magic: what ``%time`` times, what ``%run`` runs, else nothing."""
    if found := _ASSIGNED.fullmatch(line):
        return found["target"] + (found["rest"] if found["run"] else "[]")
    indent = line[: len(line) - len(line.lstrip(" \t"))]
    rest = line[len(indent) :]
    if found := re.fullmatch(r"%time[ \t]+(.+)", rest, re.S):
        return indent + found[1]
    if not indent and (name := run_by(rest)):
        # All its names, also those that `import *` leaves out.
        return f"from {name} import *; globals().update(vars(__import__('sys').modules[{name!r}]) | globals())"
    if rest.startswith(("%", "!", "?")) or _QUESTION.fullmatch(line) or _COMMAND.fullmatch(rest):
        return indent + "pass"
    return None
