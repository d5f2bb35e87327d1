"""How much of what was handed in is read. Sizes are bounded while reading: what an archive claims is never believed."""

from __future__ import annotations

MB = 1024 * 1024

SOURCE = 2 * MB
"""Bytes of one Python file. The longest honest solution seen is under 60 KB."""

CONTAINERS = 300_000
"""Lists and dicts of one notebook, and a tenth of its commas: each takes about 100 bytes of memory once it is read. A notebook with a
plot of a million points in it has fewer."""

JUDGED_FILES = 300
"""Files of one student that are looked at for answers, the likeliest names first."""

JUDGED = 128 * MB
"""Bytes of one student's files that are looked at for answers."""

JUDGED_CODE = 2 * MB
"""Characters of code among them that are parsed: a megabyte made to be slow takes Python five seconds."""

TREE = 128 * 1024
"""Characters of a text whose syntax tree is looked at as a whole: a tree takes up to 700 times the text's own memory."""

NOTEBOOK = 20 * MB
"""Bytes of one notebook: pictures in its outputs count, though outputs are stripped later."""

WEIGHTS = 50 * MB
"""Bytes of one weights file."""

MODULES = 8 * MB
"""Bytes of the modules beside a student's answer."""

SUBMISSION = 100 * MB
"""Bytes read for one student, main file and others together."""

TOTAL = 4096 * MB
"""Bytes kept for the class, on disk until their turn comes; beyond it no more weights are kept."""

OTHERS = 100
"""Files kept beside a student's main file."""

NESTED_ARCHIVE = 100 * MB
"""Bytes of all archives handed in by a student, those inside others too (they are held in memory while they are read)."""

NESTING = 3
"""Archives inside archives of one student."""

LZMA_MEMORY = 80 * MB
"""What unpacking .xz may take: the writer's default needs 9 MB, its strongest 65 MB."""

CLASS_ARCHIVE = 256 * MB
"""Bytes of a class's download that lies in another zip (it is held in memory; one in a folder is read where it lies)."""

NESTED_MEMBERS = 10_000
"""Members of all archives handed in by a student."""

ENTRIES = 200_000
"""Files in one input. Each takes about 1.4 KB of memory until everybody's are read."""

DEPTH = 40
"""Folders inside folders."""

NAME_BYTES = 255
"""UTF-8 bytes of one file name: what every file system can hold."""

TABLE = 50 * MB
"""Bytes of a roster or of an LMS's own list of submissions."""

LOOKED_AT = 200_000
"""Bytes of a file of a rejected submission that are kept for a person to look at."""


def megabytes(size: int) -> str:
    """``2097152`` as ``2 MB``."""
    return f"{size / MB:.0f} MB"
