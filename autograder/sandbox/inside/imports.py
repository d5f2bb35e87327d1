"""The modules a submission is about to import, brought in while there still are files to bring them from.

Runs in the student's process.
"""

from __future__ import annotations

import codecs
import contextlib
import importlib
import re
import sys
from collections.abc import Iterable, Iterator, Set

_IMPORT = re.compile(r"\bimport\b[ \t]*(\([^)]*\)|[^\n;#]*)")
_FROM = re.compile(r"\bfrom[ \t]+([\w.]+)[ \t]*$")
_CODING = re.compile(rb"coding[:=][ \t]*([-\w.]+)")
_NEVER = frozenset("antigravity this idlelib turtledemo tkinter turtle ensurepip pip lib2to3 venv".split())
"""Libraries that open windows, print, or install."""
_NO_PART = frozenset(("__main__", "test", "tests", "conftest", "_umath_tests", "_multiarray_tests"))
_MOST = 100
_HEAD = 400
"""Bytes of a file in which the line that names its encoding would be."""


def allowed(libraries: Iterable[str]) -> frozenset[str]:
    """The libraries that student code may import. To be made before the fork: it takes hold of hundreds of names, and a forked process pays
    for each page of memory that it writes to."""
    return sys.stdlib_module_names | set(libraries)


def bring(files: Iterable[bytes], known: Set[str], path: Iterable[str]) -> set[str]:
    """Import what ``files`` (modules and notebooks, undecoded) name and may have: the libraries that are ``known``, found on ``path``, and
    the encodings their first lines name. Gives the names that are nowhere. Only looks for words: nothing of the student's is parsed or
    run, so this may be done before rights are given up."""
    sys.path[:] = path
    files = list(files)
    for data in files:
        for coding in _CODING.findall(data, 0, _HEAD)[:2]:
            with contextlib.suppress(LookupError, ValueError):
                codecs.lookup(coding.decode())
    absent = set()
    wanted = [name for data in files for name in named(data)]
    # A cell of a notebook may `await`.
    wanted += ["asyncio"] if any(b"await " in data for data in files) else []
    for name in _unique(wanted):
        parts = name.split(".")
        may_be = parts[0] in known and parts[0] not in _NEVER
        if may_be and name not in sys.modules and not _NO_PART.intersection(parts):
            parent = sys.modules.get(name.rpartition(".")[0])
            if parent is not None and hasattr(parent, parts[-1]):
                continue  # a function of that module
            try:
                importlib.import_module(name)
            except BaseException:  # the student's own import statement will say what is wrong
                absent.add(name)
    sys.path.clear()
    return absent


def named(data: bytes) -> Iterator[str]:
    """The dotted names that the text of a module or notebook may be about to import, modules before what is in them."""
    coding = "utf-16" if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8"
    # In a notebook lines are JSON texts: "import zlib\n".
    text = data.decode(coding, "replace").replace("\\n", "\n").replace('"', "\n")
    for found in _IMPORT.finditer(text):
        before = _FROM.search(text, text.rfind("\n", 0, found.start()) + 1, found.start())
        if before is None:
            yield from _words(found[1])
        elif not before[1].startswith("."):
            yield before[1]
            yield from (f"{before[1]}.{name}" for name in _words(found[1]))


def _words(names: str) -> Iterator[str]:
    for part in names.strip("() \t\r\n").split(","):
        word = part.split()
        if word and re.fullmatch(r"[\w.]+", word[0]):
            yield word[0]


def _unique(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))[:_MOST]
