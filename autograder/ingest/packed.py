"""Zips and tars, as archives. Nothing is extracted, and no more is unpacked than may be read."""

from __future__ import annotations

import bz2
import calendar
import copy
import io
import lzma
import stat
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO, Any

from autograder.ingest import encodings, limits
from autograder.ingest.archive import Archive, Unreadable
from autograder.ingest.names import safe_path
from autograder.records.sentences import say

PLAIN_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""The two whose readers in `zipfile` stop at the size asked for; of bzip2 and LZMA it unpacks all that it has read."""
_UNICODE_PATH = 0x7075
"""The extra field in which Info-ZIP and 7-Zip write a name in UTF-8 beside the one in the machine's code page."""
_UTF8 = 0x800
_NOT_GIVEN = (1980, 1, 1, 0, 0, 0)
"""What a zip says whose writer knew no time."""
_CHUNK = 1 << 16
_DAMAGED = (zlib.error, lzma.LZMAError, EOFError, OSError, ValueError, MemoryError)
"""What the readers of packed bytes raise."""


@dataclass(frozen=True)
class Names:
    """How file names are read that do not say their encoding: ``encoding`` as told, else guessed, with the names of ``people``. ``rooted``:
    paths that begin at the root count from the archive on."""

    encoding: str = ""
    people: Collection[str] = ()
    rooted: bool = False

    def of(self, raw: list[bytes]) -> str:
        """The encoding of these names."""
        return self.encoding or encodings.detect(raw, self.people)


def open_packed(name: str, source: Path | bytes, stack: ExitStack, names: Names, members: int) -> Archive:
    """The zip or tar in a file or in bytes; it stays open until ``stack`` closes. Raises `Unreadable`."""
    if isinstance(source, bytes):
        if source.count(b"PK\x01\x02") > members:
            raise Unreadable(say("holds more than {number} files", number=f"{members:,}"))
        head = source[:4]
    else:
        with open(source, "rb") as stream:
            head = stream.read(4)
    if inflated := _INFLATES.get(head[:2]):
        data = source if isinstance(source, bytes) else _bounded(source)
        return read_tar(name, _inflate(data, inflated()), names, members)
    try:
        packed = stack.enter_context(zipfile.ZipFile(io.BytesIO(source) if isinstance(source, bytes) else source))
    except Exception as error:  # a hostile archive fails in many ways: struct.error, UnicodeDecodeError, ValueError ...
        data = source if isinstance(source, bytes) else _bounded(source)
        if data[257:262] == b"ustar":
            return read_tar(name, data, names, members)
        raise Unreadable(say("is not a zip that can be opened")) from error
    return read_zip(packed, name, names)


def _bounded(path: Path) -> bytes:
    with open(path, "rb") as stream:
        data = stream.read(limits.NESTED_ARCHIVE + 1)
    if len(data) > limits.NESTED_ARCHIVE:
        raise Unreadable(say("is larger than {size}", size=limits.megabytes(limits.NESTED_ARCHIVE)))
    return data


def read_zip(packed: zipfile.ZipFile, name: str, names: Names) -> Archive:
    """The members of an open zip."""
    archive = Archive(name, "zip")
    infos = packed.infolist()
    raw = {index: name_bytes for index, info in enumerate(infos) if (name_bytes := _undeclared(info))}
    encoding = names.of(list(raw.values())) if raw else ""
    archive.encoding = "" if encoding == "utf-8" else encoding
    for index, info in enumerate(infos):
        told = raw[index].decode(encoding, "replace") if index in raw else _declared(info)
        safe = safe_path(told, windows=True, rooted=names.rooted)
        if told.endswith(("/", "\\")):
            if not safe.unsafe:
                archive.add_folder(safe.path)
            continue
        trouble = _member_trouble(info)
        archive.add(safe, info.file_size, trouble, partial(_read_member, packed, info), _moment(info.date_time))
    return archive.settle()


def _undeclared(info: zipfile.ZipInfo) -> bytes:
    """The name's bytes where nothing says how they are to be read; empty where that is plain."""
    if info.flag_bits & _UTF8 or info.orig_filename.isascii() or _unicode_path(info):
        return b""
    return info.orig_filename.encode("cp437", "replace")


def _declared(info: zipfile.ZipInfo) -> str:
    return info.orig_filename if info.flag_bits & _UTF8 else _unicode_path(info) or info.orig_filename


def _unicode_path(info: zipfile.ZipInfo) -> str:
    """The name in the extra field for Unicode paths, where it belongs to the name in the header."""
    extra = info.extra
    while len(extra) >= 4:
        kind, size = struct.unpack("<HH", extra[:4])
        if kind == _UNICODE_PATH and size > 5 and len(extra) >= 4 + size:
            crc = struct.unpack("<L", extra[5:9])[0]
            if crc == zlib.crc32(info.orig_filename.encode("cp437", "replace")):
                return extra[9 : 4 + size].decode("utf-8", "replace")
        extra = extra[4 + size :]
    return ""


def _moment(date_time: tuple[int, ...]) -> float:
    """Seconds, by the packer's own clock; 0 where it wrote no time."""
    try:
        return float(calendar.timegm((*date_time, 0, 0, 0))) if date_time > _NOT_GIVEN else 0.0
    except (ValueError, OverflowError):  # the thirteenth month
        return 0.0


def _member_trouble(info: zipfile.ZipInfo) -> str:
    kind = stat.S_IFMT(info.external_attr >> 16)
    if kind == stat.S_IFLNK:
        return "is a link, not a file"
    if kind not in (0, stat.S_IFREG):
        return "is a device or a pipe, not a file"
    if info.flag_bits & 0x1:
        return "is locked with a password"
    if info.compress_type not in (*PLAIN_METHODS, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        return "is packed with an unusual method: only plain zip compression is read"
    return ""


def _read_member(packed: zipfile.ZipFile, info: zipfile.ZipInfo, count: int) -> bytes:
    try:
        if info.compress_type not in PLAIN_METHODS:
            return _read_bounded(packed, info, count)
        with packed.open(info) as stream:
            return stream.read(count)
    except (*_DAMAGED, zipfile.BadZipFile, struct.error, RuntimeError) as error:
        raise Unreadable(say("is damaged inside its zip")) from error


def _read_bounded(packed: zipfile.ZipFile, info: zipfile.ZipInfo, count: int) -> bytes:
    """The first ``count`` bytes of a member packed by bzip2 or LZMA, and not much more."""
    as_it_lies = copy.copy(info)
    as_it_lies.compress_type, as_it_lies.file_size = zipfile.ZIP_STORED, info.compress_size
    as_it_lies.CRC = None  # type: ignore[assignment]  # it is that of the file
    unpacked = bytearray()
    with packed.open(as_it_lies) as stream:
        unpacks: Any = bz2.BZ2Decompressor() if info.compress_type == zipfile.ZIP_BZIP2 else _lzma(stream)
        for piece in _inflated(iter(partial(stream.read, _CHUNK), b""), unpacks):
            unpacked += piece
            if len(unpacked) >= count:
                break
        else:
            if len(unpacked) != info.file_size:
                raise EOFError
    if len(unpacked) == info.file_size and zlib.crc32(unpacked) != info.CRC:
        raise zipfile.BadZipFile
    return bytes(unpacked[:count])


def _lzma(stream: IO[bytes]) -> lzma.LZMADecompressor:
    """What unpacks a member that begins with its properties (APPNOTE.TXT 5.8.8: version, their length, one byte, the dictionary's size)."""
    length, packed, dictionary = struct.unpack("<2xHBL", stream.read(9))
    if length != 5 or dictionary > limits.LZMA_MEMORY:
        raise zipfile.BadZipFile
    properties = {"lc": packed % 9, "lp": packed // 9 % 5, "pb": packed // 45, "dict_size": max(dictionary, 4096)}
    return lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=[{"id": lzma.FILTER_LZMA1, **properties}])


_INFLATES: dict[bytes, Callable[[], Any]] = {
    b"\x1f\x8b": lambda: zlib.decompressobj(31),
    b"BZ": bz2.BZ2Decompressor,
    b"\xfd7": lambda: lzma.LZMADecompressor(memlimit=limits.LZMA_MEMORY),
}
"""What unpacks a stream, by how it begins. Each is told how much it may give."""


def _inflate(data: bytes, stream: Any) -> bytes:
    """The stream unpacked in memory, a piece at a time. Raises `Unreadable` when it is more than a student's archive may be."""
    unpacked = bytearray()
    try:
        for piece in _inflated((data[start : start + _CHUNK] for start in range(0, len(data), _CHUNK)), stream):
            unpacked += piece
            if len(unpacked) > limits.NESTED_ARCHIVE:
                raise Unreadable(say("holds more than {size}", size=limits.megabytes(limits.NESTED_ARCHIVE)))
    except _DAMAGED as error:
        raise Unreadable(say("is damaged: it cannot be unpacked")) from error
    if not stream.eof:
        raise Unreadable(say("is damaged: it breaks off in the middle"))
    return bytes(unpacked)


def _inflated(pieces: Iterable[bytes], stream: Any) -> Iterator[bytes]:
    """What ``stream`` makes of the packed pieces, at most a chunk at a time."""
    for waiting in pieces:
        while (waiting or not getattr(stream, "needs_input", True)) and not stream.eof:
            yield stream.decompress(waiting, _CHUNK)
            waiting = getattr(stream, "unconsumed_tail", b"")


def read_tar(name: str, data: bytes, names: Names, members: int) -> Archive:
    """The members of a tar that is unpacked already; one packed file that is no tar, under its own name. Raises `Unreadable`."""
    archive = Archive(name, "zip")
    if data[257:262] != b"ustar":
        inner = name.rpartition(".")[0] or name
        archive.add(safe_path(inner), len(data), "", partial(_piece, data, 0, len(data)))
        return archive.settle()
    infos = []
    try:
        with tarfile.open(fileobj=io.BytesIO(data), mode="r:") as tar:
            for info in tar:
                infos.append(info)
                if len(infos) > members:
                    raise Unreadable(say("holds more than {number} files", number=f"{members:,}"))
    except (tarfile.TarError, OSError, ValueError, EOFError, RecursionError, OverflowError) as error:
        raise Unreadable(say("is not a tar that can be opened")) from error
    raw = {info.name: info.name.encode("utf-8", "surrogateescape") for info in infos if not info.name.isprintable()}
    encoding = names.of(list(raw.values())) if raw else ""
    archive.encoding = "" if encoding == "utf-8" else encoding
    for info in infos:
        told = raw[info.name].decode(encoding, "replace") if info.name in raw else info.name
        safe = safe_path(told, rooted=names.rooted)
        if info.isdir():
            if not safe.unsafe:
                archive.add_folder(safe.path)
            continue
        trouble = "is a link, not a file" if info.issym() or info.islnk() else "is a device or a pipe, not a file"
        trouble = "" if info.isreg() and not info.issparse() else trouble
        archive.add(safe, info.size, trouble, partial(_piece, data, info.offset_data, info.size), max(info.mtime, 0.0))
    return archive.settle()


def _piece(data: bytes, start: int, size: int, count: int) -> bytes:
    return data[start : start + min(size, count)]
