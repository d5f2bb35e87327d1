"""What IPython adds to Python, taken out of a notebook's cell: magics, shell lines and questions (``np.pad?``)."""

from __future__ import annotations

import re

KEEP_THE_CELL = ("time", "timeit", "capture", "prun", "memit", "mprun", "lprun", "snakeviz", "scalene", "wandb")
"""Cell magics whose cell is Python that runs in the notebook; the cell under any other is another language or a file."""
MOST = 100
"""Lines taken out of one cell: each one costs compiling the cell again."""
_CELL = re.compile(r"%%(\w+)")
_ASSIGNED = re.compile(r"(?P<target>[^=!<>]*[^=!<>\s][ \t]*=[ \t]*)(?:%(?P<run>time[ \t]+)?|!)(?P<rest>[^=].*)", re.S)
_QUESTION = re.compile(r"[ \t]*%{0,2}[^\W\d][\w.*\[\]]*[ \t]*\?{1,2}[ \t]*")


def without_cell_magics(text: str) -> tuple[str, str]:
    """The cell without the ``%%`` lines at its top; or the magic's name, where the cell is not Python of this notebook."""
    lines = text.splitlines(keepends=True)
    for number, line in enumerate(lines):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        found = _CELL.match(line.lstrip())
        if found is None:
            break
        if found[1] not in KEEP_THE_CELL:
            return "", found[0]
        lines[number] = "\n"
    return "".join(_dedented(lines)), ""


def _dedented(lines: list[str]) -> list[str]:
    """IPython takes the first line's indentation off the whole cell."""
    first = next((line for line in lines if line.strip()), "")
    indent = first[: len(first) - len(first.lstrip())]
    return [line.removeprefix(indent) for line in lines] if indent else lines


def without_magic(text: str, line: int) -> str | None:
    """The cell with the magic that stands at ``line`` (counted from 1) left out, in as many lines; None where there is none.

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
    """What Python should read in the place of a magic: what ``%time`` times, else nothing."""
    if found := _ASSIGNED.fullmatch(line):
        return found["target"] + (found["rest"] if found["run"] else "[]")
    indent = line[: len(line) - len(line.lstrip(" \t"))]
    rest = line[len(indent) :]
    if found := re.fullmatch(r"%time[ \t]+(.+)", rest, re.S):
        return indent + found[1]
    if rest.startswith(("%", "!", "?")) or _QUESTION.fullmatch(line):
        return indent + "pass"
    return None
