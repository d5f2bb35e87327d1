"""Running the real command line from tests."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "tests" / "fixtures" / "example_class"


def convgrade(*arguments: object, check: bool = True, timeout: float = 600) -> subprocess.CompletedProcess[str]:
    """Run ``convgrade`` in the repository; with ``check`` an exit code of 2 or more fails the test with what was printed."""
    command = [sys.executable, "-m", "autograder.cli", *map(str, arguments)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=timeout, stdin=subprocess.DEVNULL)
    assert not check or done.returncode < 2, f"{' '.join(command)}\n{done.stdout}\n{done.stderr}"
    return done


def results(run: Path) -> dict[str, dict[str, Any]]:
    """``convgrade results RUN --json``, by student."""
    lines = convgrade("results", run, "--json").stdout.splitlines()
    return {line["student"]: line for line in map(json.loads, lines)}
