"""How much of what was handed in is read. Sizes are bounded while reading: what an archive claims is never believed."""

from __future__ import annotations

MB = 1024 * 1024

SOURCE = 2 * MB
"""Bytes of one Python file. The longest honest solution seen is under 60 KB."""

NOTEBOOK = 20 * MB
"""Bytes of one notebook: pictures in its outputs count, though outputs are stripped later."""

WEIGHTS = 50 * MB
"""Bytes of one weights file."""

SUBMISSION = 100 * MB
"""Bytes read for one student, main file and others together."""

TOTAL = 4096 * MB
"""Bytes kept for the class in memory."""

OTHERS = 100
"""Files kept beside a student's main file."""

NESTED_ZIP = 100 * MB
"""Bytes of a zip handed in by a student (it is held in memory while it is read)."""

CLASS_ZIP = 1024 * MB
"""Bytes of a class's download that lies zipped in a folder or in another zip."""

NESTED_MEMBERS = 10_000
"""Members of a zip handed in by a student."""

ENTRIES = 1_000_000
"""Files in one input."""

DEPTH = 40
"""Folders inside folders."""

NAME_BYTES = 255
"""UTF-8 bytes of one file name: what every file system can hold."""

TABLE = 50 * MB
"""Bytes of a roster or of an LMS's own list of submissions."""


def megabytes(size: int) -> str:
    """``2097152`` as ``2 MB``."""
    return f"{size / MB:.0f} MB"
