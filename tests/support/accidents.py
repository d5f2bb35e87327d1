"""What honest students hand in by accident, made of an assignment's own reference, with the questions that a fair person pays in full.

Each is a kind that public reports about graders describe; none is anybody's own text.
"""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path

from autograder.course import Assignment

Files = Mapping[str, str | bytes]


def hand_in_accidents(task: Assignment, folder: Path) -> tuple[dict[str, Path], dict[str, set[str]]]:
    """Write each accident into a folder of its own: the folders, and the questions that earn all points, by name."""
    paths: dict[str, Path] = {}
    full: dict[str, set[str]] = {}
    questions = {question.name for question in task.graded_questions}
    for name, (files, lost) in _accidents(task).items():
        for file, data in files.items():
            path = folder / name / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data if isinstance(data, bytes) else data.encode())
        paths[name], full[name] = folder / name, questions - lost
    return paths, full


def notebook(*cells: str, **kinds: int) -> bytes:
    """A notebook of code cells; ``markdown=2`` makes the second one Markdown."""
    turned = {number - 1: kind for kind, number in kinds.items()}
    made: list[dict[str, object]] = [
        {
            "cell_type": turned.get(number, "code"),
            "metadata": {},
            "source": text,
            **({} if number in turned else {"outputs": [], "execution_count": None}),
        }
        for number, text in enumerate(cells)
    ]
    return json.dumps({"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": made}).encode()


def zipped(files: Files, method: int = zipfile.ZIP_STORED) -> bytes:
    """A zip of the files."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as packed:
        for name, data in files.items():
            packed.writestr(name, data)
    return made.getvalue()


def _accidents(task: Assignment) -> dict[str, tuple[Files, set[str]]]:
    whole = task.solution.read_text(encoding="utf-8")
    stub = task.stub.read_text(encoding="utf-8")
    head, *parts = whole.split("\n\n\n")
    functions = [text for text in parts if text.startswith("def ")]  # written answers come behind them
    helpers = [text for text in functions if text.startswith("def _")]
    answers = [text for text in functions if not text.startswith("def _")]
    of = {text[4 : text.index("(")]: text for text in functions}
    same, padded = of["conv2d_same"], of["conv2d_padded"]
    module, book = f"{task.name}.py", f"{task.name}.ipynb"
    indented = "\n".join(f"    {line}".rstrip() for text in functions for line in text.split("\n"))
    menu = "\ndef main():\n    while True:\n        if input('again? ') == 'n':\n            break\n\nmain()\n"
    key = (
        "\nimport cv2\nwhile True:\n    if cv2.waitKey(1) & 0xFF == ord('q'):\n        break\ncv2.destroyAllWindows()\n"
    )
    return {
        "stub beside the final version": ({module: stub, "conv_FINAL_v2 (3).py": whole}, set()),
        "a file for each question": ({f"{n}.py": f"{head}\n\n\n{chr(10).join(helpers)}\n\n{of[n]}\n" for n in of if n[0] != "_"}, set()),
        "zip in zip in zip": ({"hw.zip": zipped({"in.zip": zipped({"a/b.zip": zipped({module: whole})})})}, set()),
        "a zip called notebook": ({book: zipped({book: notebook(whole)})}, set()),
        "gzip": ({f"{book}.gz": gzip.compress(notebook(whole))}, set()),
        "a package": ({f"{task.name}/__init__.py": "from .core import *\n", f"{task.name}/core.py": whole}, set()),
        "helpers in another notebook": (
            {
                book: notebook("import import_ipynb\nfrom tools import _correlate, _grid, _touched", head, *answers),
                "tools.ipynb": notebook(head, *helpers),
            },
            set(),
        ),
        "a cell became text": ({book: notebook(head, same, *(text for text in functions if text != same), markdown=2)}, set()),
        "all for the script": ({module: f"{head}\n\nif __name__ == '__main__':\n{indented}\n    print('done')\n"}, set()),
        "a tab in one function": ({module: whole.replace(same, same.replace("    mode", "\tmode", 1))}, {"conv2d_same"}),
        "a comma forgotten": ({module: whole.replace(padded, padded.replace("(image, ", "(image ", 1))}, {"conv2d_padded"}),
        "curly quotes": ({module: whole.replace('"""The valid', "“””The valid", 1).replace('`."""', "`.”””", 1) + "print(“x”)\n"}, set()),
        "full-width brackets": ({module: whole.replace("(image, kernel)\n", "（image， kernel）\n", 1)}, set()),
        "newer Python": (
            {module: whole.replace("def conv2d_same(", "def conv2d_same[T](", 1).replace('f"stride must', 'f"{"a"} stride must', 1)},
            set(),
        ),
        "prose at the top": ({module: f"Homework 2, Jane Doe\nI worked with nobody.\n\n{whole}"}, set()),
        "a menu": ({module: whole + menu}, set()),
        "a window's loop": ({module: whole + key}, set()),
        "old Mac": ({module: whole.replace("\n", "\r")}, set()),
        "UTF-16": ({module: f"# Übung\n{whole}".encode("utf-16")}, set()),
        "leaves when imported": ({module: f"{whole}\nif __name__ != '__main__':\n    exit('run me')\n"}, set()),
        "a notebook as Python shows it": ({book: repr(json.loads(notebook(whole)))}, set()),
        "a notebook by PowerShell": ({book: notebook(whole).decode().encode("utf-16")}, set()),
        "a zip of an odd tool": ({"hw.zip": b"#!/bin/sh\n" + zipped({f"/home/jane/{module}": whole}, zipfile.ZIP_LZMA)}, set()),
        "truncated": ({book: notebook(whole)[:-300]}, {question.name for question in task.graded_questions}),
    }  # fmt: skip
