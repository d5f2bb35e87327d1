"""What the sandbox refused, noted for the instructor: a clear line instead of a mystery. Only words: what refuses is the kernel.

Runs in the student's process.
"""

from __future__ import annotations

import errno
import os
import sys
import tempfile
from collections.abc import Mapping
from typing import Any

from autograder.sandbox.inside import papers
from autograder.sandbox.inside.about import Place
from autograder.sandbox.inside.finder import PLACE
from autograder.sandbox.inside.syntax import READING

MOST = 5
_WATCHED = frozenset(
    "open socket.__new__ socket.connect socket.bind os.fork os.forkpty os.exec os.system os.posix_spawn subprocess.Popen os.kill "
    "os.remove os.rename os.listdir os.scandir os.mkdir os.link os.symlink os.chmod os.truncate ctypes.dlopen".split()
)
_ENGINE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
_FILES = frozenset("open os.mkdir os.listdir os.scandir".split())
_QUIET = (sys.prefix, sys.base_prefix, _ENGINE, "/usr/lib/", "/usr/share/", "/sys/")
"""Where libraries look by themselves (lines for a traceback, the machine's cores), and do without when they cannot."""
_ELSEWHERE = ("/kaggle", "/content", "../input", "/gdrive", "/mnt/data", "/datasets")
"""Where the places that notebooks come from keep their files: the first cell that Kaggle puts into every notebook lists them."""
_SETTINGS = (".pdbrc", ".inputrc", ".python_history")
"""Files in which people keep settings of the debugger, which `doctest` starts."""


class Watch:
    """Collects at most `MOST` lines per request."""

    def __init__(self) -> None:
        self.texts: Mapping[str, str] = {}
        """The student's files."""
        self.noted: list[str] = []
        self._beside: set[str] = set()

    def audit(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Python's audit hook (PEP 578)."""
        if event in _WATCHED and len(self.noted) < MOST:
            first = arguments[0] if arguments else None
            if event == "ctypes.dlopen" and first is None:
                return  # the process itself, which needs no file
            if isinstance(first, str) and self._is_noise(first):
                return
            told = repr(first)[:80] if isinstance(first, (str, bytes, int)) else ""
            line = f"the sandbox refused {event} {told}".strip()
            if event in _FILES and isinstance(first, str) and _is_beside(first):
                self._beside.add(line)
            self._note(line)

    def forget_files_beside(self) -> None:
        """A notebook that opens the digits beside it stops at a closed door, and a flag says so: that the door was closed to a file beside
        the submission is no news then, and no reason for suspicion."""
        self.noted[:] = [line for line in self.noted if line not in self._beside]

    def missed(self, module: str) -> None:
        """A module of an allowed library was to be loaded after the door was shut."""
        self._note(
            f"the sandbox refused to load the module {module[:80]}: it was not loaded before the doors were shut"
        )

    def raised(self, error: BaseException, place: Place | None) -> None:
        """Note a refused system call for which Python has no audit event."""
        if isinstance(error, PermissionError) and error.errno == errno.EPERM and not self.noted:
            self._note(f"the sandbox refused a system call ({place or 'in a library'})")

    def _note(self, line: str) -> None:
        if len(self.noted) < MOST:
            self.noted.append(line)

    def _is_noise(self, path: str) -> bool:
        """Whether a library asks by itself: for lines of a traceback, for facts about the machine. What the student's own frame asks
        for (the one behind this function and the hook) is no noise."""
        if path in self.texts or path == READING or path.startswith(_ELSEWHERE) or path.endswith(_SETTINGS):
            return True
        asker = sys._getframe(1).f_back
        while asker is not None and asker.f_code.co_filename == papers.__file__:  # it stands before the real `open`
            asker = asker.f_back
        file = asker.f_code.co_filename if asker is not None else ""
        return file == tempfile.__file__ or (path.startswith(_QUIET) and file not in self.texts)


def _is_beside(path: str) -> bool:
    """Whether a path leads to a file that would lie beside the submission."""
    inside = path.removeprefix(PLACE)
    return not inside.startswith(("/", "..")) and "/.." not in inside
