"""Running the real command line from tests."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "tests" / "fixtures" / "example_class"


def convgrade(
    *arguments: object, check: bool = True, timeout: float = 600, before: Sequence[str] = ()
) -> subprocess.CompletedProcess[str]:
    """Run ``convgrade`` in the repository; with ``check`` an exit code of 2 or more fails the test with what was printed.
    ``before`` is a command to run it under."""
    command = [*before, sys.executable, "-m", "autograder.cli", *map(str, arguments)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=timeout, stdin=subprocess.DEVNULL)
    assert not check or done.returncode < 2, f"{' '.join(command)}\n{done.stdout}\n{done.stderr}"
    return done


_AS_ORDINARY_USER = """
set -e
hold=$(mktemp -d)
mount --bind "$1" "$hold"
mount -t tmpfs -o mode=755 none "$HOME"
mkdir -p "$1"
mount --bind "$hold" "$1"
shift
export HOME=/tmp
exec setpriv --reuid=1234 --regid=1234 --clear-groups --bounding-set=-all --no-new-privs "$@"
"""


def as_ordinary_user() -> list[str]:
    """What to put before a command so that it runs without root and without any capability, in a mount namespace of its own in which
    the interpreter can be read although it may lie in root's home."""
    interpreter = Path(sys.executable).resolve().parent.parent
    return ["unshare", "-m", "sh", "-c", _AS_ORDINARY_USER, "sh", str(interpreter)]


WITH_A_CAPABILITY = (
    "setpriv", "--reuid=1000", "--regid=1000", "--clear-groups", "--inh-caps=-all,+dac_read_search",
    "--ambient-caps=-all,+dac_read_search",
)  # fmt: skip
"""What to put before a command so that it runs as an ordinary user who may read every file. For that it gets no user namespace."""


def results(run: Path) -> dict[str, dict[str, Any]]:
    """``convgrade results RUN --json``, by student."""
    lines = convgrade("results", run, "--json").stdout.splitlines()
    return {line["student"]: line for line in map(json.loads, lines)}
