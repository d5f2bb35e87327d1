"""Archives and the names in them (lines 26 and 27 of the threat model)."""

from __future__ import annotations

import io
import os
import struct
import unicodedata
import warnings
import zipfile
from pathlib import Path

from tests.attacks.honest_work import HONEST


def _zip(path: Path, *members: tuple[str, str | bytes]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)


# 26. Archives


def t26_zip_slip(folder: Path) -> None:
    """Members that climb out of the archive, beside an honest one.
    conv2d"""
    climbs = [("../" * n + "pwned-by-zip.py", "x = 1") for n in (1, 5, 20)]
    _zip(folder / "work.zip", ("convolution.py", HONEST), *climbs, ("..\\..\\pwned-by-zip.py", "x = 1"))


def t26_absolute_paths(folder: Path) -> None:
    """Members with absolute paths and drive letters.
    conv2d"""
    _zip(folder / "work.zip", ("convolution.py", HONEST), ("/tmp/pwned-by-zip.py", "x = 1"), ("C:\\pwned.py", "x = 1"))


def t26_symlink_member(folder: Path) -> None:
    """A member that is a symbolic link to the password file, named as the answer.
    nothing"""
    link = zipfile.ZipInfo("convolution.py")
    link.create_system, link.external_attr = 3, 0o120777 << 16
    with zipfile.ZipFile(folder / "work.zip", "w") as archive:
        archive.writestr(link, "/etc/passwd")


def t26_device_member(folder: Path) -> None:
    """A member that claims to be a device.
    nothing"""
    device = zipfile.ZipInfo("convolution.py")
    device.create_system, device.external_attr = 3, 0o020666 << 16
    with zipfile.ZipFile(folder / "work.zip", "w") as archive:
        archive.writestr(device, "")


def t26_encrypted_member(folder: Path) -> None:
    """A member that says it is encrypted.
    nothing"""
    _zip(folder / "work.zip", ("convolution.py", HONEST))
    data = bytearray((folder / "work.zip").read_bytes())
    data[6] |= 1
    data[data.index(b"PK\1\2") + 8] |= 1
    (folder / "work.zip").write_bytes(data)


def t26_duplicate_members(folder: Path) -> None:
    """Two members of one name: which is the answer?
    nothing"""
    with zipfile.ZipFile(folder / "work.zip", "w") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # zipfile warns of what is meant here
        archive.writestr("convolution.py", HONEST)
        archive.writestr("convolution.py", "raise SystemExit\n")


def t26_flat_bomb(folder: Path) -> None:
    """A hundred megabytes of blanks in a hundred kilobytes.
    nothing"""
    _zip(folder / "work.zip", ("convolution.py", b" " * (100 << 20)))


def t26_nested_bomb(folder: Path) -> None:
    """A zip of zips of zips of blanks.
    nothing"""
    data = b" " * (20 << 20)
    name = "convolution.py"
    for _ in range(6):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            for copy in range(10):
                archive.writestr(f"{copy}-{name}" if copy else name, data)
        data, name = buffer.getvalue(), "work.zip"
    (folder / "work.zip").write_bytes(data)


def t26_many_members(folder: Path) -> None:
    """Sixty thousand empty members beside an honest one.
    nothing"""
    with zipfile.ZipFile(folder / "work.zip", "w") as archive:
        archive.writestr("convolution.py", HONEST)
        for number in range(60_000):
            archive.writestr(f"f{number}", "")


def t26_no_zip(folder: Path) -> None:
    """A zip that is no zip.
    nothing"""
    (folder / "work.zip").write_bytes(b"PK\3\4 this is not an archive" * 20)


def t26_truncated_zip(folder: Path) -> None:
    """A zip whose upload broke off.
    nothing"""
    _zip(folder / "work.zip", ("convolution.py", HONEST * 50))
    data = (folder / "work.zip").read_bytes()
    (folder / "work.zip").write_bytes(data[: len(data) // 2])


def t26_lying_size(folder: Path) -> None:
    """A member whose headers claim one byte, and a wrong checksum.
    nothing"""
    _zip(folder / "work.zip", ("convolution.py", HONEST * 50))
    data = bytearray((folder / "work.zip").read_bytes())
    at = data.index(b"PK\1\2")
    data[at + 16 : at + 20] = struct.pack("<I", 12345)
    data[at + 24 : at + 28] = struct.pack("<I", 1)
    (folder / "work.zip").write_bytes(data)


def t26_links_in_a_folder(folder: Path) -> None:
    """Symbolic links in a folder: the answer is a file of somebody else's.
    nothing"""
    (folder / "convolution.py").symlink_to("/etc/passwd")
    (folder / "loop").symlink_to(folder)


def t26_pipe_in_a_folder(folder: Path) -> None:
    """A named pipe called convolution.py: reading it waits for ever.
    nothing"""
    os.mkfifo(folder / "convolution.py")


def t26_folder_as_module(folder: Path) -> None:
    """A folder called convolution.py.
    nothing"""
    (folder / "convolution.py").mkdir()


# 27. Names


def t27_odd_member_names(folder: Path) -> None:
    """Members with newlines, direction marks, ten thousand letters, device names, no name.
    conv2d"""
    names = [
        "a\nb.py",
        "\u202egnp.exe",
        "x" * 10_000,
        "CON",
        "aux.py",
        "nul.txt",
        "lpt1.ipynb",
        " ",
        ".",
        "a/../b",
        "tab\there.py",
    ]
    _zip(folder / "work.zip", ("convolution.py", HONEST), *((name, "x = 1") for name in names))


def t27_nul_in_a_name(folder: Path) -> None:
    """A member whose name holds NUL: `convolution.py` to C, something else to others.
    nothing"""
    _zip(folder / "work.zip", ("convolution.pyXtxt", "import os\nos._exit(0)\n"))
    data = (folder / "work.zip").read_bytes().replace(b"convolution.pyXtxt", b"convolution.py\0txt")
    (folder / "work.zip").write_bytes(data)


def t27_case_collision(folder: Path) -> None:
    """Two answers whose names differ by case only; the exact name counts.
    conv2d"""
    (folder / "convolution.py").write_text(HONEST, encoding="utf-8")
    (folder / "Convolution.py").write_text("raise SystemExit\n", encoding="utf-8")


def t27_unicode_collision(folder: Path) -> None:
    """Two helper files whose names differ by their Unicode form only.
    conv2d"""
    (folder / "convolution.py").write_text(HONEST, encoding="utf-8")
    for form in ("NFC", "NFD"):
        (folder / (unicodedata.normalize(form, "h\u00e9lper") + ".py")).write_text("x = 1\n", encoding="utf-8")


def t27_reserved_names(folder: Path) -> None:
    """Files named as devices and as the grader's own modules.
    conv2d"""
    (folder / "convolution.py").write_text(HONEST, encoding="utf-8")
    for name in (
        "con.py",
        "nul",
        "__init__.py",
        "__main__.py",
        "solution.py",
        "reference.py",
        "autograder.py",
        "json.py",
        "os.py",
    ):
        (folder / name).write_text("raise SystemExit('shadowed')\n", encoding="utf-8")
