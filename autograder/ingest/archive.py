"""What lies in a folder or an archive: entries with clean names that are read on demand, a bounded number of bytes at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from autograder.ingest import limits
from autograder.ingest.names import CHECKPOINTS, SafePath, above, is_backup, is_work, noise
from autograder.records.errors import IngestError
from autograder.records.sentences import as_it_stands, say


class Unreadable(Exception):
    """One file cannot be read; the text follows its name: "is larger than 2 MB"."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One file. ``path`` is clean, ``/``-separated; ``trouble`` says why it cannot be read, ``odd`` what was strange about its name.
    ``modified`` is when it was last changed, in seconds as its source counts them (0 where it does not say); ``local`` is where it lies
    on this machine, if it does (a text: a `Path` takes three times the memory)."""

    path: str
    size: int
    read_bytes: Callable[[int], bytes]
    trouble: str = ""
    odd: str = ""
    modified: float = 0.0
    local: str = ""

    def read(self, limit: int) -> bytes:
        """Its bytes, at most ``limit``; raises `Unreadable` otherwise, whatever its archive claims."""
        if self.trouble:
            raise Unreadable(self.trouble)
        if self.size > limit:
            raise Unreadable(say("is larger than {size}", size=limits.megabytes(limit)))
        data = self.read_bytes(self.size + 1)
        if len(data) > limit:
            raise Unreadable(say("is larger than {size}", size=limits.megabytes(limit)))
        return data

    def head(self, count: int) -> bytes:
        """Its first bytes; none where it cannot be read."""
        try:
            return b"" if self.trouble else self.read_bytes(count)
        except Unreadable:
            return b""


@dataclass
class Archive:
    """What was found in one input, of the form ``folder``, ``zip`` (any archive), ``file``, ``files`` or ``broken``.

    ``unsafe`` and ``noise`` belong to nobody: path to reason, path to (reason, files). ``encoding`` is how its file names were read,
    where it does not say itself how they are written.
    """

    name: str
    form: str
    entries: list[Entry] = field(default_factory=list)
    folders: set[str] = field(default_factory=set)
    unsafe: list[tuple[str, str]] = field(default_factory=list)
    noise: dict[str, tuple[str, int]] = field(default_factory=dict)
    encoding: str = ""
    _copies: list[Entry] = field(default_factory=list)

    def add(
        self,
        safe: SafePath,
        size: int,
        trouble: str,
        read_bytes: Callable[[int], bytes],
        modified: float = 0.0,
        local: str = "",
    ) -> None:
        """Put one file where it belongs. Raises `IngestError` when there are too many."""
        if safe.unsafe:
            self.unsafe.append((safe.path, safe.unsafe))
            return
        if len(self.entries) + len(self._copies) >= limits.ENTRIES:
            raise IngestError(f"{self.name} holds more than {limits.ENTRIES:,} files: give it in parts.")
        entry = Entry(safe.path, size, read_bytes, safe.trouble or trouble, safe.odd, modified, local)
        if litter := noise(safe.path):
            self.litter(*litter)
            if litter[0].endswith(CHECKPOINTS) or is_backup(safe.path):
                self._copies.append(entry)
            return
        self.entries.append(entry)
        self._add_folders(safe.path)

    def litter(self, path: str, reason: str) -> None:
        """Count one file of a machine's litter."""
        self.noise[path] = (reason, self.noise.get(path, ("", 0))[1] + 1)

    def litter_alone(self) -> list[Entry]:
        """The litter as files that cannot be read: what is told of where nothing else was handed in. (A clone with nothing in it is
        empty.)"""
        alone = []
        for path, (reason, _) in self.noise.items():
            if not path.endswith(".git"):
                trouble = say("is {what}, and nothing else was handed in", what=as_it_stands(reason))
                alone.append(Entry(path, 0, lambda count: b"", trouble))
        return alone

    def add_folder(self, path: str) -> None:
        """Note a folder, which may be empty."""
        if not noise(path + "/."):
            self.folders.add(path)
            self._add_folders(path)

    def _add_folders(self, path: str) -> None:
        while "/" in path:
            path = path.rpartition("/")[0]
            if path in self.folders:
                return
            self.folders.add(path)

    def settle(self) -> Archive:
        """Check the entries together, once all are there.

        If two files have one name, nobody can say which counts, and neither is read. Copies made by Jupyter and editors count if there is
        no work beside or below their folder, and litter is shown if there is nothing at all: some students hand in nothing else.
        """
        count = Counter(entry.path for entry in self.entries)
        for index, entry in enumerate(self.entries):
            if count[entry.path] > 1:
                self.entries[index] = replace(entry, trouble=f"stands {count[entry.path]} times in {self.name}")
        copies, self._copies = self._copies, []
        worked = {folder for entry in self.entries if copies and is_work(entry.path) for folder in above(entry.path)}
        for copy in copies:
            hidden = CHECKPOINTS in copy.path
            home = copy.path.partition(CHECKPOINTS)[0].rstrip("/") if hidden else copy.path.rpartition("/")[0]
            if home not in worked:
                self.entries.append(copy)
                self._add_folders(copy.path)
                self.noise.pop(f"{home}/{CHECKPOINTS}".lstrip("/") if hidden else copy.path, None)
        filled = {folder for entry in self.entries for folder in above(entry.path)}
        for entry in self.litter_alone():
            home = entry.path.rpartition("/")[0]
            if home and home not in filled:
                self.entries.append(entry)
                self._add_folders(entry.path)
                del self.noise[entry.path]
        return self
