"""Folders for what is needed only while a process runs. Those of killed processes are deleted by the next process that makes one."""

from __future__ import annotations

import contextlib
import functools
import os
import shutil
import tempfile
import weakref
from collections.abc import Callable

from autograder.records.closing import Closing

try:
    import fcntl
except ImportError:  # Windows: there nothing that was left behind is cleared
    fcntl = None  # type: ignore[assignment]

PREFIX = "convgrade-scratch-"
"""What their names begin with: nothing that is called otherwise is ever cleared."""


class Scratch(Closing):
    """A folder of this process's own, in ``place`` or in that for temporary files; gone when it is closed, or no longer referred to.

    It is locked (``flock`` of the folder itself) for as long as anybody uses it. The kernel lets go of a lock however a process ends: so
    what ``kill -9`` leaves behind is told from what is in use, and goes when the next process of the same user makes a folder there.
    """

    def __init__(self, place: str | None = None) -> None:
        if fcntl is not None:
            _clear(place or tempfile.gettempdir())
        self._unlock: Callable[[], object] = lambda: None
        while True:
            self._folder = tempfile.TemporaryDirectory(prefix=PREFIX, dir=place, ignore_cleanup_errors=True)
            self.name = self._folder.name
            if fcntl is None:
                break
            lock = _locked(self.name)
            if lock is not None:
                self._unlock = weakref.finalize(self, os.close, lock)
                if os.path.exists(self.name):
                    break
            self._folder.cleanup()  # another process took it, just made and not locked yet, for one that was left behind

    def close(self) -> None:
        """Delete the folder."""
        self._folder.cleanup()
        self._unlock()


def _locked(folder: str) -> int | None:
    """A descriptor that holds the folder's lock, as far as the file system has any; None where somebody else holds it, or it is gone."""
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    except OSError:  # no locks there, and so nobody takes the folder for one that was left behind
        pass
    return descriptor


@functools.cache
def _clear(place: str) -> None:
    """Delete what killed processes of this user left in ``place``; once in a process. Whatever cannot be deleted stays."""
    with contextlib.suppress(OSError), os.scandir(place) as entries:
        left = [entry.path for entry in entries if entry.name.startswith(PREFIX)]
    for path in left:
        with contextlib.suppress(OSError):
            descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
            try:
                if os.fstat(descriptor).st_uid == os.geteuid():
                    fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    shutil.rmtree(path)
            finally:
                os.close(descriptor)
