"""In which encoding the file names of an archive are written, where the archive does not say so.

A zip marks names that are UTF-8. Others were written in whatever code page the writer's machine had: cp437 or cp850 by Windows' own
packer, cp1252 by many servers, GBK on Chinese machines. A few names are too little text for a detector of languages
(charset-normalizer read 20 of 50 such lists rightly), but they are *names*: letters, one script a word, capitals at the beginning.
"""

from __future__ import annotations

import codecs
import unicodedata
from collections.abc import Collection, Sequence
from functools import cache

from autograder.ingest import limits
from autograder.records.errors import IngestError

_WEST = "äöüßéèêëáàâãåæçñíóôúøìò", "îïõœùûÿýðþ"
_EAST = "ąęłóśżčěřšžáíéäöüășț", "ćńňźďťůýúôßőűâîţđ"
_TURKISH = "ğışİçöü", "âîû"
_CYRILLIC = "аеиноклмрствя", "бгдёжзйпуфхцчшщъыьэюіїєґ"
_GREEK = "αεηικλμνοπρστσςάίό", "βγδζθξυφχψωέήύώϊϋ"
_CANDIDATES = {
    "cp1252": _WEST, "cp437": _WEST, "cp850": _WEST, "cp1250": _EAST, "cp852": _EAST, "cp1254": _TURKISH, "cp857": _TURKISH,
    "cp1251": _CYRILLIC, "cp866": _CYRILLIC, "cp1253": _GREEK, "cp737": _GREEK,
    "gbk": ("", ""), "big5": ("", ""), "cp932": ("", ""), "cp949": ("", ""),
}  # fmt: skip
"""Code pages that archives are met in, the likelier of two alike first, with the letters (lower case) that its languages write names
with: often, and seldom."""
_COMMON = {"gbk": ((0xB0, 0xD7), (0xA1, 0xFE)), "big5": ((0xA4, 0xC6), (0x40, 0xFE)), "cp932": ((0x82, 0x97), (0x40, 0xFC)),
           "cp949": ((0xB0, 0xC8), (0xA1, 0xFE))}  # fmt: skip
"""Where the common characters of a double-byte code are: range of the first and of the second byte."""
_FAMILY = {
    "gbk": "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方",
    "big5": "王李張劉陳楊趙黃周吳徐孫胡朱高林何郭馬羅梁宋鄭謝韓唐馮于董蕭程曹袁鄧許傅沈曾彭呂蘇盧蔣蔡賈丁魏薛葉閻余潘杜戴夏鍾汪田任姜范方",
    "cp932": "佐鈴高田伊渡山中小加吉井木林清斎松森池橋阿石前藤後長岡近村遠青坂西福太三岩",
    "cp949": "김이박최정강조윤장임한오서신권황안송전홍유고문양손배백허남심노하곽성차주우구",
}
"""Family names: where a run of such characters begins with one, it is likely a name."""
_SAMPLE = 400
"""Names that are looked at: a class in one encoding is not told better by more. Longer ones than a file system holds are not."""


def checked(encoding: str) -> str:
    """The encoding's own name. Raises `IngestError` for one that Python does not know or that does not encode text."""
    try:
        b"a".decode(encoding)
        return codecs.lookup(encoding).name
    except (LookupError, ValueError) as error:
        raise IngestError(
            f"--encoding {encoding}: no such encoding; for instance cp1252, cp437, gbk or utf-8."
        ) from error


def detect(names: Sequence[bytes], people: Collection[str] = ()) -> str:
    """The encoding in which ``names`` are most likely file names. ``people`` are names of the class, if they are known."""
    distinct = list(dict.fromkeys(name for name in names if not name.isascii()))
    if all(_fits(name, "utf-8") for name in distinct):
        return "utf-8"
    sample = [name for name in distinct if len(name) <= 4 * limits.NAME_BYTES][:_SAMPLE]
    known = {word for name in people for word in _words(unicodedata.normalize("NFC", name)) if not word.isascii()}
    fitting = [encoding for encoding in _CANDIDATES if all(_fits(name, encoding) for name in sample)]
    scores = {encoding: sum(_score(name, encoding, known) for name in sample) for encoding in fitting}
    return max(scores, key=lambda encoding: scores[encoding], default="cp437")


def _fits(name: bytes, encoding: str) -> bool:
    try:
        name.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _score(name: bytes, encoding: str, known: Collection[str]) -> float:
    """How much the decoded name looks like one: points for each byte of a letter that names are written with, less for oddities."""
    score = 0.0
    for word in _words(name.decode(encoding)):
        score += 10 * (word in known)
        kinds = {_script(char) for char in word if char.isalpha()}
        score -= 3.0 * (len(kinds - {"LATIN"}) > 1 or ("LATIN" in kinds and len(kinds) > 1))
        before = ""
        for char in word:
            if not char.isascii():
                score += _letter(char, before, encoding, inside_lower=not word.isupper())
            before = char
    return score


def _letter(char: str, before: str, encoding: str, *, inside_lower: bool) -> float:
    if not char.isalpha():
        return -3
    if encoding in _COMMON:
        code = char.encode(encoding)
        if len(code) < 2:
            return -2  # half-width katakana: one byte each, seldom in names
        (first, last), (low, high) = _COMMON[encoding]
        likely = first <= code[0] <= last and low <= code[1] <= high
        begins = not before or before.isascii()
        return 2.0 * likely - 1.0 * (not likely) + 2.0 * (begins and char in _FAMILY[encoding])
    often, seldom = _CANDIDATES[encoding]
    usual = 1.0 if char in often or char.lower() in often else 0.3 if char.lower() in seldom else -1.0
    capital_inside = char.isupper() and before.isalpha() and inside_lower
    # Accents stand alone in Latin words (Müller, Zoé): a run of them is another script read wrongly.
    crowd = _script(char) == "LATIN" and before != "" and not before.isascii() and before.isalpha()
    return usual - 2.0 * capital_inside - 1.5 * crowd


@cache
def _script(char: str) -> str:
    return unicodedata.name(char, "").partition(" ")[0]


def _words(text: str) -> list[str]:
    return "".join(char if char.isalnum() or not (char.isascii() or char.isspace()) else " " for char in text).split()
