"""Makes text from strangers fit to show. This is the only place for it.

Two kinds of text are treated differently. A *name* (of a person, a file, a group) loses what cannot be seen: `without_controls`, `display`.
A *message* (what student code printed or raised) keeps a trace of it, so that a reader sees that it was there: `clean`, `one_line`.

This is not escaping: templates escape (autoescape), HTML for an LMS is escaped in `autograder.lms.comment`.
"""

from __future__ import annotations

import re
import unicodedata

_ANSI = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"  # colours, cursor
    r"|\x1b\][^\x07\x1b\n]*(?:\x07|\x1b\\)?"  # titles, links
    r"|\x1b[PX^_][^\x1b\n]*(?:\x1b\\)?"
    r"|\x1b[ -/]*[0-~]"
)
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\U000e0000-\U000e0fff]"
)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_BROKEN = re.compile("[\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_PILED = re.compile(
    "([\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{4})[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+"
)
_TELLING = re.compile(r"[@/\\]")
"""What every e-mail address and every folder holds."""
_E_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]++@[\w-]+(?:\.[\w-]+)*\.[A-Za-z]{2,}")
_POSIX_FOLDER = re.compile(r"(?:file://|(?<![\w/.<-]))/(?!/)(?:[\w.@%+~-]++/)+")
_WINDOWS_FOLDER = re.compile(r"\b[A-Za-z]:\\(?:[^\\/:*?\"<>|\s]++\\)*")


def counted(number: int, noun: str, plural: str = "") -> str:
    """``1 comment``, ``3 comments``, ``12,000 comments``; ``plural`` where it is not the noun with an s."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def points(value: float) -> str:
    """Points as pages and the terminal show them, with at most two decimals: ``8``, ``8.5``, ``8.33``."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def clean(text: object, limit: int = 2000) -> str:
    """``text`` as it may be shown, at most about ``limit`` characters.

    ANSI sequences go, other control characters become pictures (``␇``), invisible and direction-changing characters show their
    number (``⟨U+202E⟩``), folders before a file's name and e-mail addresses go. Line ends become ``\\n``.
    """
    whole = str(text)
    if len(whole) <= limit and whole.isascii() and whole.isprintable() and not _TELLING.search(whole):
        return whole  # nearly all texts: nothing below has anything to do
    shown = whole[: 2 * limit + 200]
    shown = shown.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    shown = visible(_ANSI.sub("", shown))
    shown = _E_MAIL.sub("(e-mail address)", shown)
    shown = _WINDOWS_FOLDER.sub("", _POSIX_FOLDER.sub("", shown))
    if len(shown) > limit or len(whole) > 2 * limit + 200:
        return f"{shown[:limit]} … (cut: {len(whole):,} characters in all)"
    return shown


def visible(text: str) -> str:
    """``text`` with invisible characters made visible, and nothing else changed: for code, where an ``@`` is no e-mail address."""
    if text.isascii() and text.isprintable():
        return text
    shown = _INVISIBLE.sub(lambda found: f"⟨U+{ord(found[0]):04X}⟩", text)
    shown = _CONTROL.sub(lambda found: _picture(ord(found[0])), shown)
    return _PILED.sub(r"\1", _BROKEN.sub("\N{REPLACEMENT CHARACTER}", shown))


def one_line(text: object, limit: int = 300) -> str:
    """`clean`, on one line of at most ``limit`` characters."""
    line = " ".join(clean(str(text)[: 4 * limit], 4 * limit).split())
    return line if len(line) <= limit else f"{line[: limit - 1]}…"


def _picture(code: int) -> str:
    if code < 0x20:
        return chr(0x2400 + code)
    return "\N{SYMBOL FOR DELETE}" if code == 0x7F else "\N{REPLACEMENT CHARACTER}"


_JOINERS = {"\u200c", "\u200d"}
"""They belong to Persian words and to emoji."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")
_TURNING = {"RLO", "LRO", "RLE", "LRE", "PDF", "RLI", "LRI", "FSI", "PDI"}


def without_controls(text: str) -> tuple[str, str]:
    """A name without control and direction-changing characters, and in words which were found (``""``: none)."""
    if text.isascii() and text.isprintable():
        return text, ""
    kept: list[str] = []
    found: list[str] = []
    for char in text:
        category = unicodedata.category(char)
        if category == "Cs":  # bytes of a file name that are not UTF-8
            kept.append(f"%{ord(char) & 0xFF:02X}")
            found.append("undecodable bytes")
        elif category in ("Cc", "Zl", "Zp") or (category == "Cf" and char not in _JOINERS):
            turns = unicodedata.bidirectional(char) in _TURNING
            found.append("direction-changing characters" if turns else "control characters")
        else:
            kept.append(char)
    return "".join(kept), " and ".join(sorted(set(found)))


def display(text: str, longest: int = 200) -> str:
    """A name as it may be shown: NFC, no control characters, one space between words, at most ``longest`` characters."""
    shown = without_controls(text.replace("\n", " ").replace("\t", " "))[0]
    shown = " ".join(unicodedata.normalize("NFC", shown).split())
    return shown if len(shown) <= longest else shown[: longest - 1] + "…"


def defuse(text: str) -> str:
    """A cell that no spreadsheet takes for a formula. Only for files that people open: in an LMS's own columns it breaks matching."""
    return "'" + text if text.startswith(_FORMULA) else text


def printable(text: str) -> str:
    """Prose without control characters, which could reorder or hide what follows; line breaks, tabs, joiners stay."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(
        c if c in "\n\t" or c in _JOINERS or unicodedata.category(c) not in ("Cc", "Cf", "Cs") else "\ufffd"
        for c in lines
    )
