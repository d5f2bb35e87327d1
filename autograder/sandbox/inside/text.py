"""From bytes to text: encodings, characters that no program holds, and files that are no text at all.

Runs in the student's process, and where the grader looks at text.
"""

from __future__ import annotations

import contextlib
import io
import re
import tokenize

from autograder.sandbox.inside.about import Place, about
from autograder.sandbox.protocol.marked import marked

_CODING = re.compile(rb"[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")
_SPACES = dict.fromkeys(
    map(ord, "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"), " "
)
_NOTHING = dict.fromkeys(
    [*range(9), 11, *range(14, 32), 127, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0x200E, 0x200F, 0xAD]
)
HEAD = 400
"""Bytes in which a line that names the encoding would be: one of the first two."""
_PAGE = 1 << 20
"""Bytes of a web page in which it is looked for what it was made of."""
_CONTROLS = [bytes([code]) for code in (*range(7), *range(14, 27), *range(28, 32), 127)]
"""Bytes of which a text holds a few at most, by accident."""
_BROKEN = re.compile("[\ud800-\udfff]")
_INVISIBLE = re.compile(f"[{''.join(map(chr, [*_SPACES, *_NOTHING]))}]")
_SURROGATE = re.compile(rb"\xed[\xa0-\xbf][\x80-\xbf]")
LINK = marked("a link to a file, without the file")
_PICTURE, _PROGRAM = marked("a picture"), marked("a program")
_KINDS = tuple((re.compile(start, re.S), what) for start, what in (
    (rb"%PDF", marked("a PDF document")), (rb"\{\\rtf", marked("a rich-text document")),
    (rb"\xd0\xcf\x11\xe0", marked("an Office document")), (rb"PK\x03\x04", marked("a zip")), (rb"PK\x05\x06", marked("an empty zip")),
    (rb"Rar!", marked("a rar archive")), (rb"7z\xbc\xaf", marked("a 7z archive")), (rb"\x1f\x8b", marked("a gzip archive")),
    (rb"BZh", marked("a bzip2 archive")), (rb"\xfd7zXZ", marked("an xz archive")), (rb"\x28\xb5\x2f\xfd", marked("a zstd archive")),
    (rb"\x89PNG|\xff\xd8\xff|GIF8|RIFF....WEBP|\0\0..ftyp(?:hei|mif|avif)|BM.{4}\0{4}|II\*\0|MM\0\*|<svg", _PICTURE),
    (rb"\0\0..ftyp", marked("a film")), (rb"\x93NUMPY", marked("a NumPy array")), (rb"\x89HDF", marked("an HDF5 file")),
    (rb"SQLite format 3", marked("a database")), (rb"\x7fELF|MZ\x90", _PROGRAM), (rb"bplist", marked("a macOS settings file")),
    (rb"..\r\n(?=.{0,11}\0)", marked("compiled Python, without its source")),
    (rb"version https://git-lfs", marked("a pointer of Git LFS, without the file it points to")),
    (rb"\[InternetShortcut\]|\[Desktop Entry\]|L\0\0\0\x01\x14\x02\0|<\?xml.{0,200}<plist", LINK),
    (rb"(?i:<(?:!doctype html|html|\?xml)\b)(?=.*(?:jp-Notebook|nbconvert|div class=\"(?:input_area|inner_cell)))",
     marked("a web page made of a notebook")),
    (rb"(?i:<(?:!doctype html|html|\?xml)\b)", marked("a web page")),
))  # fmt: skip
"""How files begin that students hand in by mistake."""
OWN_FILE = marked("hand in the .py or .ipynb file itself")


class Unreadable(Exception):
    """The submission cannot be loaded; the text is one sentence for the student. ``problem`` is what was seen, to stand behind the file's
    name (marked("is empty")), where the file itself is the trouble."""

    def __init__(self, text: str, problem: str = "") -> None:
        super().__init__(text)
        self.problem = problem

    @staticmethod
    def of(name: str, problem: str, advice: str) -> Unreadable:
        """The file of this ``name`` has the ``problem``; ``advice`` says what to do."""
        return Unreadable(f"{name} {problem}: {advice}.", problem)


def decode(name: str, data: bytes, flags: list[str]) -> str:
    """The text of a source file (PEP 263, byte order marks; UTF-8 with broken characters, Latin-1 as a last resort). What was odd goes to
    ``flags``. Raises `Unreadable` for what is no text."""
    if data and not data.isspace() and b"\0" not in data and b"coding" not in data[:HEAD]:
        with contextlib.suppress(UnicodeDecodeError):
            return data.decode("utf-8-sig")
    refuse(name, data)
    if data.endswith(b"\0" * 4) and b"\0" not in (left := data.rstrip(b"\0")):
        flags.append(
            marked(f"{name} ends in {len(data) - len(left)} bytes of nothing, as after a crash; they were left out")
        )
        return decode(name, left, flags)
    for mark, encoding in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"", _unmarked_utf16(data))):
        if encoding and data.startswith(mark):
            try:
                text = data.decode(encoding)
            except UnicodeDecodeError:
                raise Unreadable.of(name, marked("is not a text file"), OWN_FILE) from None
            flags.append(marked(f"{name} is saved as UTF-16; Python wants UTF-8"))
            return text.lstrip("\ufeff")
    if sum(map(data.count, _CONTROLS)) > len(data) / 20:
        raise Unreadable.of(name, marked("is not a text file"), marked(f"it holds binary data. Please {OWN_FILE}"))
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
        return data.decode(encoding)
    except (SyntaxError, LookupError):
        named = next((found[1] for line in data.splitlines()[:2] if (found := _CODING.match(line))), None)
        if named is not None:
            flags.append(
                marked(
                    f"{name}: its first lines name the encoding {named.decode('ascii', 'replace')[:40]}, which does not fit"
                )
            )
    except UnicodeDecodeError:
        pass
    text = data.decode("utf-8", "replace")
    if 4 * text.count("\ufffd") <= sum(not character.isascii() for character in text) or _SURROGATE.search(data):
        if "\ufffd" in text:
            flags.append(_broken(name, text, "\ufffd"))
        return text.lstrip("\ufeff")
    flags.append(marked(f"{name} is not saved as UTF-8; it was read as Latin-1"))
    return data.decode("latin-1")


def kind(head: bytes) -> str:
    """What kind of file begins like this, in words; empty for what may be Python or a notebook."""
    head = head[:_PAGE].lstrip(b"\xef\xbb\xbf \t\r\n")
    return next((what for start, what in _KINDS if start.match(head)), "")


def refuse(name: str, data: bytes) -> None:
    """Raises `Unreadable` for a file that is empty or of a kind that students hand in by mistake."""
    if not data.strip(b" \t\r\n\f\v\0\xef\xbb\xbf\xff\xfe"):
        raise Unreadable.of(name, marked("is empty"), marked(f"{OWN_FILE}, with your work in it"))
    if what := kind(data):
        raise Unreadable.of(name, marked(f"is {what}, whatever its name says"), OWN_FILE)


def mended(file: str, text: str) -> tuple[str, str]:
    """The text with broken characters replaced and invisible ones taken out or made plain spaces, as editors and web pages leave them;
    and a flag. Both are empty where there are none. Lines stay what they are."""
    if found := _BROKEN.search(text):
        return _BROKEN.sub("?", text), _broken(file, text, found[0])
    if found := _INVISIBLE.search(text):
        told = marked(f"an invisible character (U+{ord(found[0]):04X}) was read as if it were not there")
        return text.translate({**_SPACES, **_NOTHING}), about(_at(file, text, found[0]), told)
    return "", ""


def _broken(file: str, text: str, character: str) -> str:
    return about(_at(file, text, character), marked("a broken character"))


def _at(file: str, text: str, character: str) -> Place:
    """The line in which the ``character`` first stands."""
    return Place(file, text.count("\n", 0, text.index(character)) + 1)


def _unmarked_utf16(data: bytes) -> str:
    """The encoding of a text as some editors on Windows save it, without a mark."""
    start = data[:64]
    if len(start) < 8 or len(data) % 2:
        return ""
    if not any(start[1::2]) and all(start[::2]):
        return "utf-16-le"
    return "utf-16-be" if not any(start[::2]) and all(start[1::2]) else ""
