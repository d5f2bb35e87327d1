"""Folders for the time of a process: gone with it, cleared by the next one where it was killed, and nobody else's touched."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from autograder.records import scratch
from autograder.records.scratch import PREFIX, Scratch
from tests.support.command import ROOT

_HELD = "from autograder.records.scratch import Scratch; held = Scratch({!r}); print(held.name, flush=True); input()"


def _holding(place: Path) -> tuple[subprocess.Popen[str], Path]:
    """A process with a folder of its own, and the folder."""
    holding = subprocess.Popen(
        [sys.executable, "-c", _HELD.format(str(place))],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holding.stdout is not None
    return holding, Path(holding.stdout.readline().strip())


def test_what_a_killed_process_left_is_cleared_and_what_is_used_is_not(tmp_path: Path) -> None:
    killed, left = _holding(tmp_path)
    (left / "fonts" / "list.json").parent.mkdir()
    (left / "fonts" / "list.json").write_text("{}", encoding="utf-8")
    killed.kill()
    killed.communicate()
    (stranger := tmp_path / "convgrade-review").mkdir()
    (elsewhere := tmp_path / "kept").mkdir()
    (link := tmp_path / f"{PREFIX}link").symlink_to(elsewhere)
    assert left.is_dir()
    using, used = _holding(tmp_path)
    assert not left.exists()
    with using:
        scratch._clear.cache_clear()
        with Scratch(str(tmp_path)) as mine:
            assert {*tmp_path.iterdir()} == {Path(mine.name), used, stranger, elsewhere, link}
        using.communicate("\n")
    assert {*tmp_path.iterdir()} == {stranger, elsewhere, link}


def test_one_that_was_cleared_before_it_was_locked_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock, taken = scratch._locked, list[str]()

    def cleared_first(folder: str) -> int | None:
        if not taken:
            taken.append(folder)
            scratch._clear.cache_clear()
            scratch._clear(str(tmp_path))
        return lock(folder)

    monkeypatch.setattr(scratch, "_locked", cleared_first)
    with Scratch(str(tmp_path)) as mine:
        assert mine.name not in taken
        assert {*tmp_path.iterdir()} == {Path(mine.name)}
