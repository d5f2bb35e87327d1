"""The bundle's plugin for Otter: it sees to it that no student code runs in Otter, and that the engine does the grading.

Otter runs a submission, its tests and the pickling of its results in one notebook kernel, and reads a handed-in ``.OTTER_LOG``
with pickle in its own process. So, before any of that, this plugin takes everything that was handed in out of Otter's reach and starts
the engine on it in a process of its own, beside Otter; what Otter executes is an empty notebook.
"""

from __future__ import annotations

import gc
import inspect
import json
import os
import shutil
import signal
import subprocess
import sys
import weakref
from collections.abc import Callable
from pathlib import Path
from types import GeneratorType
from typing import Any

import nbformat
import otter.run
from otter.plugins import AbstractOtterPlugin
from otter.utils import chdir

from autograder.bundle.settings import EMPTY_NOTEBOOK, ENGINE, HANDED_IN, START, VERDICT

SAFE_PATH = "PYTHONSAFEPATH"


class SealedGrading(AbstractOtterPlugin):  # type: ignore[misc]
    """Otter calls `before_grading`, `before_execution` and `after_grading`, in this order, for one submission."""

    leave: Callable[[], object]
    """Ends what was begun, once: by `after_grading`, or where Otter raises before that, as soon as nothing holds this plugin."""

    @property
    def home(self) -> Path:
        """Otter's autograder folder, which holds ``source``, ``submission`` and ``results``."""
        return Path(self.submission_path).parent.parent

    def before_grading(self, config: object) -> None:
        """Clear the submission's folder and start the engine; in a container, `autograder.bundle.container` has done both."""
        engine = None
        if not (self.home / VERDICT).exists():
            self._take_away()
            submission = handed_in() or self.home / HANDED_IN
            start = self.home / "source" / "files" / ENGINE / START
            command = [sys.executable, "-I", str(start), str(submission), "--out", str(self.home / VERDICT)]
            engine = subprocess.Popen(command, cwd=self.home, stdin=subprocess.DEVNULL, start_new_session=True)
        self.leave = weakref.finalize(self, _leave, engine, os.environ.get(SAFE_PATH))

    def before_execution(self, submission: object) -> Any:
        """What Otter executes instead of the submission, in a kernel that inherits this environment."""
        # Without it a handed-in ipykernel_launcher.py would be what runs as the kernel.
        os.environ[SAFE_PATH] = "1"
        return nbformat.reads(EMPTY_NOTEBOOK, as_version=4)  # type: ignore[no-untyped-call]

    def after_grading(self, results: Any) -> None:
        """Give every question exactly the engine's score: the sum of Otter's points per check differs in the last digits."""
        self.leave()
        verdict = self.home / VERDICT
        record = json.loads(verdict.read_text(encoding="utf-8")) if verdict.is_file() else {}
        for question in record.get("questions", ()):
            if question["name"] in results.results and question["score"] is not None:
                results.update_score(question["name"], question["score"])

    def _take_away(self) -> None:
        """Leave nothing in the folder the kernel runs in but the bundle's tests, which Otter has just copied, and its driver."""
        driver, kept = Path(self.submission_path), self.home / HANDED_IN
        kept.mkdir(parents=True)
        # Copies of the bundle's files; where something of such a name was handed in, Otter may have left that instead.
        copies = {"__init__.py", *os.listdir(self.home / "source" / "files")}
        for entry in os.listdir(driver.parent):
            if entry != "tests":
                os.rename(driver.parent / entry, kept / entry)
        for name in copies & set(os.listdir(kept)):
            shutil.rmtree(kept / name) if (kept / name).is_dir() else (kept / name).unlink()
        # A bundle for notebooks of any name has no driver of its own: then Otter chose what was handed in, and reads this instead.
        driver.write_text(EMPTY_NOTEBOOK if driver.suffix == ".ipynb" else "", encoding="utf-8")


def _leave(engine: subprocess.Popen[bytes] | None, safe_path: str | None) -> None:
    """Stop an engine that is still at work, and give this process, which may be an instructor's own, its environment back."""
    if engine is not None and engine.poll() is None:
        os.killpg(engine.pid, signal.SIGKILL)
        engine.wait()
    os.environ.pop(SAFE_PATH, None)
    if safe_path is not None:
        os.environ[SAFE_PATH] = safe_path


def handed_in() -> Path | None:
    """The file that ``otter run`` or ``otter.api.grade_submission`` was given; None when Otter was started in another way.

    Otter copies the driver notebook over a handed-in notebook of the same name before any plugin is asked, and tells plugins
    only the copy's path. The original's path stands in a variable of `otter.run.main`, which is on the stack now; if it is
    relative, then to the folder Otter came from, which its own `chdir` remembers.
    """
    frame = inspect.currentframe()
    while frame is not None and frame.f_code is not otter.run.main.__code__:
        frame = frame.f_back
    if frame is None:
        return None
    code = inspect.unwrap(chdir).__code__
    visits = [each.gi_frame for each in gc.get_objects() if type(each) is GeneratorType and each.gi_code is code]
    origins = [visit.f_locals["curr_dir"] for visit in visits if visit is not None]
    # Otter is two changes of folder deep; the first came from outside its own temporary folder.
    inside = str(Path(frame.f_locals["ag_dir"]).resolve())
    outer = next((origin for origin in origins if not str(Path(origin).resolve()).startswith(inside)), os.curdir)
    return Path(outer) / str(frame.f_locals["submission"])
