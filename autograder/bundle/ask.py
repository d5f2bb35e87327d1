"""What a bundle's tests say inside Otter's kernel: the sealed engine's verdict, and nothing else.

The engine was started by `autograder.bundle.otter_plugin` and leaves one record for the submission. This module waits for
it once, and remembers it: the record, or that there is none. It is loaded by path and needs Python's own library only.
"""

from __future__ import annotations

import json
import time
from functools import cache
from pathlib import Path
from typing import Any

POLL_SECONDS = 0.02


class NotPassed(Exception):
    """The check did not pass. The text is what the student reads."""


def passes(question: str, check: str, seconds: float) -> None:
    """Return if ``check`` passed; else raise `NotPassed`. Waits at most ``seconds`` for the engine, once a submission."""
    record = _record(seconds)
    if "error" in record:
        raise NotPassed(record["error"])
    if record["status"] == "rejected":
        raise NotPassed(f"This could not be graded: {record['reason']}")
    for one in (c for q in record["questions"] if q["name"] == question for c in q["checks"]):
        if one["name"] == check:
            if one["passed"]:
                return
            raise NotPassed(f"{one['intent']} {one['message']}".strip())
    raise NotPassed("The grader said nothing about this check. Please tell your instructor.")


@cache
def _record(seconds: float) -> dict[str, Any]:
    path = Path.cwd().parent / "convgrade" / "verdict.json"
    until = time.monotonic() + seconds
    while not path.is_file():
        if time.monotonic() > until:
            return {"error": "The grader did not come to a verdict in time. Please tell your instructor."}
        time.sleep(POLL_SECONDS)
    told = path.with_name("told.json")  # the same in the students' language
    record: dict[str, Any] = json.loads((told if told.is_file() else path).read_text(encoding="utf-8"))
    return record
