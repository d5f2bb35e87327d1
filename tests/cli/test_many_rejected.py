"""A class of hundreds who handed in nothing that counts is told in a screen, and nobody is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.command import convgrade, results

MANY = 120


@pytest.mark.slow
def test_a_class_of_empty_submissions(tmp_path: Path) -> None:
    for number in range(MANY):
        home = tmp_path / "class" / f"s{number:03}"
        home.mkdir(parents=True)
        (home / "convolution.py").write_bytes(b"")
    run = tmp_path / "run"
    done = convgrade("grade", "convolution", tmp_path / "class", "--out", run, check=False)
    assert done.returncode == 1
    assert "and 100 more, listed by" in done.stdout
    assert len(done.stdout.splitlines()) < 100
    found = results(run)
    assert len(found) == MANY
    assert {line["status"] for line in found.values()} == {"rejected"}
