"""The companion notebook, made from two texts: the stub, which has every question, and the story around them.

The story is ``reference/NAME/notebook.md``, Markdown as jupytext reads it. A question stands there as an empty cell with its name::

    ```python question="conv2d"
    ```

What a student reads in it is the stub's own text, comments above it included. Every cell is named by its question: it has the
question's name as its id, and cells that tell of it or show it have its name in theirs.
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from typing import Any

import nbformat

from autograder.course import Assignment
from autograder.records.errors import CourseError

_BANNER = re.compile(r"^# -{20,}(?:\n# [^\n]*\n# -{20,}| [^\n]+)\n", re.M)
"""A heading in a stub: in a notebook there is Markdown for that."""
_SHOWN = '''\
class demonstration:
    """`with demonstration():` shows your answers at work. Where one is missing it says which, and the notebook goes on."""

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        if kind is NotImplementedError and str(error).endswith("is not written yet"):
            print(f"Write `{str(error).split()[0]}` first, then run this cell again.")
        elif kind is NameError and trace.tb_next is None:
            print(f"`{error.name}` is missing: it is made in a cell further up, which has to run first.")
        else:
            return False
        plt.close("all")  # nothing half drawn
        return True
'''
"""What cells that show answers at work are written under. It needs `plt`, which a setup cell imports."""
_MARK = "%demonstration"
"""The cell of the story in whose place it stands."""
_FIRST = {"markdown": "title", "raw": "title", "code": "setup"}
"""What cells before the first question are called."""


def companion(assignment: Assignment) -> str:
    """The notebook as JSON text. Raises `CourseError` where there is no story, or it does not fit the stub."""
    try:
        import jupytext
    except ImportError:
        raise CourseError("Notebooks are made with jupytext: pip install 'convgrade[validate]'.") from None
    if not assignment.story.is_file():
        raise CourseError(f"{assignment.story} is missing: it is what the notebook is made from, with the stub.")
    book = jupytext.reads(assignment.story.read_text(encoding="utf-8"), fmt="md")
    answers = questions_of(assignment)
    asked = [cell.metadata.get("question", "") for cell in book.cells]
    if wrong := [name for name in dict.fromkeys(asked) if name and name not in answers]:
        raise CourseError(
            f"{assignment.story} has a cell for {', '.join(wrong)}, which {assignment.stub.name} has not."
        )
    missing = [name for name in answers if asked.count(name) != 1]
    if missing:
        raise CourseError(
            f"{assignment.story} needs one cell for each question, and has none or several for {', '.join(missing)}."
        )
    for cell, name in zip(book.cells, asked, strict=True):
        cell.metadata = {"convgrade": {"question": name}} if name else {}
        if name:
            cell.source = answers[name]
        elif cell.source.strip() == _MARK:
            cell.source = _SHOWN.strip()
            cell.metadata = {"jupyter": {"source_hidden": True}}
    cells = [(cell.cell_type, cell.source) for cell in book.cells]
    for cell, identity in zip(book.cells, _identities(cells, asked), strict=True):
        cell.id = identity
    book.metadata = {
        "convgrade": {"assignment": assignment.name},
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    book.nbformat, book.nbformat_minor = 4, 5
    nbformat.validate(book)
    return str(nbformat.writes(book)) + "\n"  # type: ignore[no-untyped-call]


def questions_of(assignment: Assignment) -> dict[str, str]:
    """The stub's text of each question, in the stub's order: what stands between the statement before it and its own end, without headings.
    Raises `CourseError` where the stub lacks one."""
    source = assignment.stub.read_text(encoding="utf-8")
    lines = source.splitlines(keepends=True)
    names = {question.name for question in assignment.questions}
    found: dict[str, str] = {}
    end = 0
    for node in ast.parse(source).body:
        bound = _bound(node)
        for name in (one.name for one in assignment.questions if any(map(one.is_answered_by, bound))):
            found[name] = _BANNER.sub("", "".join(lines[end : node.end_lineno])).strip()
        end = node.end_lineno or 0
    if names - found.keys():
        raise CourseError(f"{assignment.stub} lacks {', '.join(sorted(names - found.keys()))}.")
    return found


def _bound(node: ast.stmt) -> list[str]:
    """The names that a statement of a stub gives something to."""
    if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
        return [node.name]
    targets: list[Any] = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
    return [target.id for target in targets if isinstance(target, ast.Name)]


def _identities(cells: list[tuple[str, str]], asked: list[str]) -> list[str]:
    """An id for each cell, given its kind and text: a question's name; ``NAME-text`` for Markdown and ``NAME-shown`` for code that belongs
    to it; ``title`` and ``setup`` for what stands before the first. Markdown with a heading belongs to the question that follows."""
    found: list[str] = []
    count: Counter[str] = Counter()
    before = ""
    for i, ((kind, text), name) in enumerate(zip(cells, asked, strict=True)):
        following = next((each for each in asked[i:] if each), before)
        belongs = following if text.startswith("##") else before
        called = f"{belongs}-{'text' if kind == 'markdown' else 'shown'}" if belongs else _FIRST[kind]
        called = name or called
        count[called] += 1
        found.append(called if count[called] == 1 else f"{called}-{count[called]}")
        before = name or before
    return found
