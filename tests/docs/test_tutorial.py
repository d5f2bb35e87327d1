"""docs/tutorial.md, word for word: its files are written, its commands are run, and what they print is what stands under them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.command import ROOT

PAGE = ROOT / "docs" / "tutorial.md"
BLOCK = re.compile(r"^```(python|toml|console)(.*?)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def _run(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    words = command.split()
    if words[0] == "convgrade":
        words[:1] = [sys.executable, "-m", "autograder.cli"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "140"}
    return subprocess.run(
        words, cwd=folder, env=environment, capture_output=True, text=True, timeout=300, stdin=subprocess.DEVNULL
    )


def _pattern(shown: str) -> str:
    """``…`` on a line of its own stands for any number of lines."""
    return re.escape(shown.strip()).replace("…", r"[\s\S]*?")


def _follow(kind: str, how: str, text: str, folder: Path) -> Path:
    """Do what a block says; where the next one stands."""
    if kind != "console":
        path = folder / re.findall(r'title="([^"]+)"', how)[0]
        path.parent.mkdir(parents=True, exist_ok=True)
        before = f"{path.read_text(encoding='utf-8')}\n\n" if "append" in how.split() else ""
        path.write_text(before + text, encoding="utf-8")
        return folder
    for command, shown in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", text, re.MULTILINE):
        if command.startswith("cd "):
            folder /= command.removeprefix("cd ")
            continue
        done = _run(command, folder)
        assert done.returncode == (1 if "fails" in how.split() else 0), f"{command}\n{done.stdout}{done.stderr}"
        if shown:
            lines = "\n".join(line.rstrip() for line in done.stdout.strip().splitlines())
            assert re.fullmatch(_pattern(shown), lines), f"{command}\nprints\n{lines}\nand not\n{shown}"
    return folder


@pytest.mark.slow
def test_the_tutorial_word_for_word(tmp_path: Path) -> None:
    pytest.importorskip("cosmic_ray", reason="validate changes the reference with it")
    folder = tmp_path
    blocks = BLOCK.findall(PAGE.read_text(encoding="utf-8"))
    assert len(blocks) >= 15
    for kind, how, text in blocks:
        folder = _follow(kind, how, text, folder)
    (page,) = (folder / "runs" / "first" / "report" / "students").glob("*.html")
    told = page.read_text(encoding="utf-8")
    assert "Neighbouring pixels reach the same place" in told  # the hint of the misconception she has
    assert "smallest case" in told
    assert (folder / "handout" / "decoder-student.zip").is_file()
