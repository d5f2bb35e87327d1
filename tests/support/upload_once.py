"""One upload in a process of its own, so that a test can kill it at any moment: ``upload_once.py ORDER.json``."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from autograder.lms import journal, upload, web
from autograder.lms.systems.canvas import api
from autograder.records.result import Result


def main(order: Path) -> None:
    """Upload as the file says; times are shortened, so that a slow server is slow for the test too."""
    asked = json.loads(order.read_text())
    web.SECONDS = api.SECONDS = asked["seconds"]
    journal.QUIET = asked["quiet"]
    options = asked["options"]
    if options.get("pages"):
        options["pages"] = {name: Path(path) for name, path in options["pages"].items()}
    if options.get("config"):
        options["config"] = Path(options["config"])
    report = upload(
        [Result.from_json(one) for one in asked["results"]],
        wait=lambda seconds: time.sleep(seconds / 50),
        journal=Path(asked["journal"]),
        **options,
    )
    print(json.dumps({change.user: change.state for change in report.changes}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
