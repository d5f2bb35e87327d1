"""docs/runs.md, word for word: its lines are run, and what they print is what stands under them."""

from __future__ import annotations

import contextlib
import io
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.support.command import EXAMPLE, ROOT

PAGE = ROOT / "docs" / "runs.md"
BLOCK = re.compile(r"^```python\n(.*?)^```\n(?:```text\n(.*?)^```\n)?", re.MULTILINE | re.DOTALL)


def _pattern(shown: str) -> str:
    """``…`` stands for anything, on a line of its own for any number of lines."""
    text = re.escape(shown.strip()).replace("…\\\n", "…").replace("\\\n", "\n")
    return text.replace("…", r"[\s\S]*?")


@pytest.mark.slow
def test_the_page_says_what_happens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pandas", reason="the page shows a table")
    for folder in ("assignments", "reference", "tests/hidden"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    example = tmp_path / EXAMPLE.relative_to(ROOT)
    example.mkdir(parents=True)
    shutil.copy(EXAMPLE / "moodle.zip", example)
    monkeypatch.chdir(tmp_path)
    blocks = BLOCK.findall(PAGE.read_text(encoding="utf-8"))
    assert len(blocks) >= 8
    names: dict[str, Any] = {}
    for code, shown in blocks:
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile(code, str(PAGE), "exec"), names)  # our own page
        told = printed.getvalue().strip()
        assert re.fullmatch(_pattern(shown), told), f"{code}\nprints\n{told}\nand not\n{shown}"
    assert (tmp_path / "marks.csv").exists()
