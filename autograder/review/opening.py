"""The page's address handed to the browser where no other user of the machine can read it."""

from __future__ import annotations

import atexit
import os
import tempfile
import threading
import webbrowser
from html import escape
from pathlib import Path

SECONDS = 30.0
"""How long the file with the address stays: a browser that has to be started first may take that long."""


def open_in_browser(address: str) -> None:
    """Open ``address`` in the user's browser. It would be on the browser's command line, which everybody on the machine can read, and
    it lets in whoever knows it: so the browser is given a file that only this user can read, which leads there."""
    descriptor, name = tempfile.mkstemp(prefix="convgrade-review-", suffix=".html")
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(
            f'<!doctype html><meta charset="utf-8"><meta http-equiv="refresh" content="0; url={escape(address)}">'
        )
    timer = threading.Timer(SECONDS, _remove, [name])
    timer.daemon = True
    timer.start()
    atexit.register(_remove, name)
    webbrowser.open(Path(name).as_uri())


def _remove(name: str) -> None:
    Path(name).unlink(missing_ok=True)
