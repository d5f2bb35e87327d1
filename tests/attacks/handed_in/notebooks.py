"""Notebooks (lines 29 and 34 of the threat model)."""

from __future__ import annotations

import json
from pathlib import Path

from tests.attacks.honest_work import HONEST


def _notebook(folder: Path, *cells: str, **more: object) -> None:
    code: list[dict[str, object]] = [
        {"cell_type": "code", "metadata": {}, "source": cell, "outputs": [], "execution_count": None} for cell in cells
    ]
    book = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": code, **more}
    (folder / "convolution.ipynb").write_text(json.dumps(book), encoding="utf-8")


# 29. Notebooks


def t29_not_json(folder: Path) -> None:
    """A notebook that is not JSON.
    nothing"""
    (folder / "convolution.ipynb").write_text("this is not a notebook", encoding="utf-8")


def t29_other_json(folder: Path) -> None:
    """JSON, but no notebook.
    nothing"""
    (folder / "convolution.ipynb").write_text('[1, 2, {"cells": "none"}]', encoding="utf-8")


def t29_version_3(folder: Path) -> None:
    """nbformat 3, with worksheets.
    conv2d"""
    cell = {"cell_type": "code", "input": HONEST, "language": "python", "outputs": [], "metadata": {}}
    book = {
        "nbformat": 3,
        "nbformat_minor": 0,
        "metadata": {"name": ""},
        "worksheets": [{"cells": [cell], "metadata": {}}],
    }
    (folder / "convolution.ipynb").write_text(json.dumps(book), encoding="utf-8")


def t29_version_99(folder: Path) -> None:
    """A version nobody has written yet, cells as usual.
    conv2d"""
    _notebook(folder, HONEST, nbformat=99)


def t29_no_cells(folder: Path) -> None:
    """A notebook without cells.
    nothing"""
    _notebook(folder)


def t29_huge_output(folder: Path) -> None:
    """A cell with an output of tens of megabytes.
    nothing"""
    _notebook(folder, HONEST)
    book = json.loads((folder / "convolution.ipynb").read_text(encoding="utf-8"))
    book["cells"][0]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "x" * (200 << 20)}]
    (folder / "convolution.ipynb").write_text(json.dumps(book), encoding="utf-8")


def t29_large_output(folder: Path) -> None:
    """A picture of a few megabytes in the outputs, as plots leave it.
    conv2d"""
    _notebook(folder, HONEST)
    book = json.loads((folder / "convolution.ipynb").read_text(encoding="utf-8"))
    book["cells"][0]["outputs"] = [
        {"output_type": "display_data", "metadata": {}, "data": {"image/png": "iVBOR" * 800_000}}
    ]
    (folder / "convolution.ipynb").write_text(json.dumps(book), encoding="utf-8")


def t29_magics(folder: Path) -> None:
    """Shell lines, magics, help and input() among honest cells.
    conv2d"""
    shell = "!rm -rf / --no-preserve-root\n%matplotlib inline\n%pip install torch\n%run other.py\nimport numpy as np\nnp.sum?\n"
    _notebook(
        folder,
        shell,
        "%%bash\nsleep 1000\n",
        HONEST,
        "name = input('your name')\n",
        "get_ipython().system('sleep 1000')\n",
    )


def t29_raises_half_way(folder: Path) -> None:
    """A cell that raises between two honest ones.
    conv2d"""
    _notebook(folder, "import numpy as np\n", "1 / 0\n", HONEST, "raise SystemExit\n", "def conv2d_padded(:\n")


def t29_same_function_twice(folder: Path) -> None:
    """The same function twice: the last one counts, as in a kernel.
    conv2d"""
    _notebook(folder, "def conv2d(image, kernel):\n    return None\n", HONEST)


def t29_out_of_order(folder: Path) -> None:
    """Cells that were run in another order than they stand in.
    conv2d"""
    _notebook(folder, "print(defined_below)\n", HONEST, "defined_below = 1\n")


def t29_another_kernel(folder: Path) -> None:
    """A notebook for R.
    nothing"""
    _notebook(
        folder, "x <- 5\nprint(x)\n", metadata={"kernelspec": {"name": "ir", "language": "R", "display_name": "R"}}
    )


def t29_odd_cells(folder: Path) -> None:
    """Cells of other types than the format says, beside an honest one.
    conv2d"""
    odd = [
        None,
        5,
        "text",
        {},
        {"cell_type": "code"},
        {"cell_type": "code", "source": 5},
        {"cell_type": "code", "source": [1, None]},
    ]
    good = {"cell_type": "code", "source": HONEST.splitlines(keepends=True), "metadata": {}, "outputs": []}
    book = {"nbformat": 4, "nbformat_minor": 5, "metadata": [], "cells": [*odd, good]}
    (folder / "convolution.ipynb").write_text(json.dumps(book), encoding="utf-8")


def t34_markup_in_a_notebook(folder: Path) -> None:
    """Scripts, controls and direction marks in a notebook's outputs, metadata, cell ids and texts.
    conv2d"""
    evil = "<script>alert(1)</script>\x1b[2J\u202e=cmd|' /C calc'!A0"
    shown = {
        "output_type": "display_data",
        "data": {"text/html": evil, "application/javascript": evil},
        "metadata": {evil: evil},
    }
    cells = [
        {"cell_type": "markdown", "source": evil, "metadata": {}, "attachments": {evil: {"image/svg+xml": evil}}},
        {
            "cell_type": "code",
            "source": HONEST,
            "metadata": {evil: evil},
            "outputs": [shown],
            "execution_count": evil,
            "id": evil,
        },
        {
            "cell_type": "code",
            "source": f"raise ValueError({evil!r})",
            "metadata": {},
            "outputs": [],
            "execution_count": 1,
        },
    ]
    book = {"cells": cells, "metadata": {evil: evil, "title": evil}, "nbformat": 4, "nbformat_minor": 5}
    (folder / "convolution.ipynb").write_text(json.dumps(book), encoding="utf-8")


def t29_deep_json(folder: Path) -> None:
    """JSON a hundred thousand levels deep.
    nothing"""
    (folder / "convolution.ipynb").write_text("[" * 100_000 + "]" * 100_000, encoding="utf-8")


def t29_huge_number(folder: Path) -> None:
    """JSON with a number of a million digits.
    nothing"""
    (folder / "convolution.ipynb").write_text('{"nbformat": 4, "cells": ' + "9" * 1_000_000 + "}", encoding="utf-8")
