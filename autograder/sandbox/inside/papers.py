"""Files beside the submission: those handed in can be read, what is written is kept in memory and can be read again.

Nothing can be opened where work is graded, and honest work opens files all the same: it saves the figure that it returns, keeps a log, runs
its helper by `exec(open("helpers.py").read())`. That costs nobody an answer. What keeps the disk shut is the kernel; this is no part of it:
a path that leads elsewhere goes to the real `open`, which is refused. Runs in the student's process.
"""

from __future__ import annotations

import builtins
import io
import os
import posixpath
import sys
from collections.abc import Callable, Mapping
from typing import Any

from autograder.sandbox.inside.finder import PLACE

_MOST = 4 << 20
"""Bytes that are kept of all that is written; what is more is written to nowhere."""
_QUIET = frozenset(".png .jpg .jpeg .pdf .svg .eps .gif .pt .pth".split())
"""Endings of pictures and weights: that code saves those too is no news to anybody."""
_FILE, _FOLDER = 0o100644, 0o040755


class Papers:
    """The files, by their path in the submission's folder."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        """``texts`` are the files handed in, by their names."""
        self.loading = True
        self.texts, self.written, self.folders = texts, dict[str, bytes](), {""}
        self.open, self.open_code = builtins.open, io.open_code
        self.stat, self.mkdir, self.chdir = os.stat, os.mkdir, os.chdir

    def lay(self) -> None:
        """From here on this process opens them."""
        builtins.open = io.open = self._open
        io.open_code = sys.modules["_io"].open_code = self._open_code  # type: ignore[attr-defined]
        os.stat, os.mkdir, os.chdir, os.path.abspath = self._stat, self._mkdir, self._chdir, _absolute
        numpy: Any = sys.modules.get("numpy.lib._datasource")  # `savetxt` and `loadtxt` took hold of `open` long ago
        if hasattr(numpy, "_file_openers"):
            numpy._file_openers._file_openers[None] = self._open
        torch: Any = sys.modules.get("torch")
        if torch is not None:
            torch.save, torch.load = self._saving(torch.save), self._loading(torch.load)

    def read(self, name: str | None) -> bytes | None:
        """What the file holds; None where there is none."""
        if name is None or name in self.written:
            return self.written.get(name or "")
        return self.texts[name].encode(errors="replace") if name in self.texts else None

    def keep(self, name: str, data: bytes) -> None:
        """Write the file, as far as there is room."""
        self.written.pop(name, None)
        self.written[name] = data[: max(0, _MOST - sum(map(len, self.written.values())))]

    def _open(
        self,
        file: Any,
        mode: str = "r",
        buffering: int = -1,
        encoding: str | None = None,
        errors: str | None = None,
        newline: str | None = None,
        closefd: bool = True,
        opener: Any = None,
    ) -> Any:
        name = _beside(file)
        writes = isinstance(mode, str) and any(letter in mode for letter in "wax+")
        data = self.read(name)
        if name is None or opener is not None or (data is None and (not writes or "r" in mode)):
            return self.open(file, mode, buffering, encoding, errors, newline, closefd, opener)
        if writes and not self.loading and posixpath.splitext(name)[1].lower() not in _QUIET:
            sys.audit("open", os.fspath(file), mode, 0)  # not to the disk: as with any refusal, a line says so
        if "x" in mode and data is not None:
            raise FileExistsError(17, "File exists", os.fspath(file))
        paper = _Paper(b"" if "w" in mode else data or b"", self.keep if writes else None, name)
        if "a" in mode:
            paper.seek(0, io.SEEK_END)
        return paper if "b" in mode else io.TextIOWrapper(paper, encoding or "utf-8", errors, newline)

    def _open_code(self, path: str) -> Any:
        data = self.read(_beside(path))
        return self.open_code(path) if data is None else io.BytesIO(data)

    def _stat(self, path: Any, **options: Any) -> os.stat_result:
        name = _beside(path)
        if name is None:
            return self.stat(path, **options)
        data = self.read(name)
        if data is None and name not in self.folders:
            raise FileNotFoundError(2, "No such file or directory", os.fspath(path))
        mode = _FOLDER if data is None else _FILE
        return os.stat_result((mode, 0, 0, 1, 0, 0, len(data or b""), 0, 0, 0))

    def _mkdir(self, path: Any, *args: Any, **options: Any) -> None:
        name = _beside(path)
        if name is None:
            self.mkdir(path, *args, **options)
        elif name in self.folders:
            raise FileExistsError(17, "File exists", os.fspath(path))
        else:
            self.folders.add(name)

    def _chdir(self, path: Any) -> None:
        if _beside(path) != "":  # there it is already
            self.chdir(path)

    def _saving(self, save: Callable[..., Any]) -> Callable[..., Any]:
        """PyTorch opens its files by itself."""

        def saves(obj: Any, f: Any, *args: Any, **options: Any) -> Any:
            name = _beside(f)
            if name is None:
                return save(obj, f, *args, **options)
            with _Paper(b"", self.keep, name) as paper:
                return save(obj, paper, *args, **options)

        return saves

    def _loading(self, load: Callable[..., Any]) -> Callable[..., Any]:
        def loads(f: Any, *args: Any, **options: Any) -> Any:
            data = self.read(_beside(f))
            return load(f if data is None else io.BytesIO(data), *args, **options)

        return loads


class _Paper(io.BytesIO):
    """An open file; what was written is kept when it is closed."""

    def __init__(self, data: bytes, keep: Callable[[str, bytes], None] | None, name: str) -> None:
        super().__init__(data)
        self.name, self._keep = name, keep

    def close(self) -> None:
        if not self.closed and self._keep is not None:
            self._keep(self.name, self.getvalue())
        super().close()


def _absolute(path: Any) -> Any:
    """`os.path.abspath`, which would ask for the current folder. (`os.getcwd` itself stays refused.)"""
    path = os.fspath(path)
    return posixpath.normpath(posixpath.join(PLACE if isinstance(path, str) else PLACE.encode(), path))


def _beside(file: Any) -> str | None:
    """Where in the submission's folder the path leads; None for any other place, and for what is no path."""
    if not isinstance(file, (str, os.PathLike)):
        return None
    path = os.fspath(file)
    if not isinstance(path, str) or "\0" in path:
        return None
    whole = posixpath.normpath(posixpath.join(PLACE, path)) + "/"
    return whole[len(PLACE) : -1] if whole.startswith(PLACE) else None
