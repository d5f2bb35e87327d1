"""Hostile archives, names and sizes: a clear rejection or a line in the list of what was ignored, never an exception."""

from __future__ import annotations

import os
import stat
import struct
import tracemalloc
import unicodedata
import zipfile
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from autograder.ingest import limits
from autograder.ingest.names import lookalike, noise, safe_path, skeleton
from autograder.records.text import display
from tests.support.handed_in import CODE, folder, read, reasons, students, zip_bytes, zipped

WANTED = ": hand in convolution.py, convolution.ipynb or a zip of them"


def member(
    name: str, data: bytes = CODE, mode: int = 0, flag: int = 0, method: int = zipfile.ZIP_DEFLATED
) -> tuple[zipfile.ZipInfo, bytes]:
    info = zipfile.ZipInfo(name)
    info.external_attr = mode << 16
    info.flag_bits |= flag
    info.compress_type = method
    return info, data


def archive(path: Path, *members: tuple[zipfile.ZipInfo, bytes]) -> Path:
    with zipfile.ZipFile(path, "w") as file:
        for info, data in members:
            file.writestr(info, data)
    return path


def test_names_that_climb_out_are_nobodys(tmp_path: Path) -> None:
    names = [
        "../evil.py",
        "/etc/passwd.py",
        "s2/../s1/convolution.py",
        "C:\\evil.py",
        "..\\..\\evil.py",
        "\\\\host\\x.py",
    ]
    path = archive(tmp_path / "class.zip", member("s1/convolution.py"), *(member(name, b"evil") for name in names))
    intake = read(path)
    assert students(intake) == ["s1"]
    assert intake.submissions[0].main.data == CODE
    assert sum("climbs out" in one.reason or "absolute" in one.reason for one in intake.ignored) == len(names)


def test_windows_separators_in_a_zip_are_folders(tmp_path: Path) -> None:
    assert students(
        read(archive(tmp_path / "c.zip", member("s1\\convolution.py"), member("s2\\sub\\convolution.py")))
    ) == ["s1", "s2"]


def test_links_devices_and_pipes_are_not_read(tmp_path: Path) -> None:
    path = archive(
        tmp_path / "class.zip",
        member("link/convolution.py", b"../s1/convolution.py", stat.S_IFLNK | 0o777),
        member("device/convolution.py", b"", stat.S_IFCHR | 0o666),
        member("pipe/convolution.py", b"", stat.S_IFIFO | 0o666),
        member("s1/convolution.py", CODE, stat.S_IFREG | 0o644),
    )
    intake = read(path)
    assert students(intake) == ["s1"]
    assert reasons(intake) == {
        "link": f"convolution.py is a link, not a file{WANTED}",
        "device": f"convolution.py is a device or a pipe, not a file{WANTED}",
        "pipe": f"convolution.py is a device or a pipe, not a file{WANTED}",
    }


def test_links_in_folders_are_not_followed(tmp_path: Path) -> None:
    root = folder(tmp_path / "class", {"s1/convolution.py": CODE, "s2/readme.txt": b""})
    (tmp_path / "secret.py").write_bytes(b"secret = 1")
    os.symlink(tmp_path / "secret.py", root / "s2/convolution.py")
    os.symlink(root / "s1", root / "s3")
    os.mkfifo(root / "s2/pipe.py")
    intake = read(root)
    assert students(intake) == ["s1"]
    assert reasons(intake) == {"s2": f"convolution.py is a link, not a file{WANTED}"}
    assert not any(b"secret" in one.main.data for one in intake.submissions)


def test_a_locked_zip_says_so(tmp_path: Path) -> None:
    data = bytearray(zip_bytes({"convolution.py": CODE}))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + offset] |= 1
    found = reasons(read(folder(tmp_path, {"s1/work.zip": bytes(data), "s2.py": CODE})))
    assert found == {"s1": f"work.zip/convolution.py is locked with a password{WANTED}"}


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_twice_is_not_chosen_between(tmp_path: Path) -> None:
    intake = read(
        archive(
            tmp_path / "c.zip", member("s1/convolution.py", b"a"), member("s1/convolution.py", b"b"), member("s2.py")
        )
    )
    assert reasons(intake) == {"s1": f"convolution.py stands 2 times in c.zip{WANTED}"}
    assert students(intake) == ["s2"]


UNUSUAL = pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])


@UNUSUAL
def test_other_packing_is_read(tmp_path: Path, method: int) -> None:
    long = CODE + b"# a long text\n" * 20_000
    path = archive(tmp_path / "c.zip", member("s1/convolution.py", long, method=method), member("s2.py"))
    intake = read(path)
    assert intake.submissions[0].main.data == long
    data = bytearray(path.read_bytes())
    data[70] ^= 255  # in the packed bytes
    path.write_bytes(data)
    assert reasons(read(path)) == {"s1": f"convolution.py is damaged inside its zip{WANTED}"}


@UNUSUAL
def test_other_packing_that_breaks_off_is_told(tmp_path: Path, method: int) -> None:
    """What is left of it may be read as a shorter answer, or as an empty one."""
    path = archive(tmp_path / "c.zip", member("s1/convolution.py", CODE * 200, method=method), member("s2.py"))
    data = bytearray(path.read_bytes())
    place = data.index(b"PK\x01\x02") + 20
    (size,) = struct.unpack("<I", data[place : place + 4])
    data[place : place + 4] = struct.pack("<I", size - 40)
    path.write_bytes(data)
    assert reasons(read(path)) == {"s1": f"convolution.py is damaged inside its zip{WANTED}"}


@UNUSUAL
def test_other_packing_is_bounded(tmp_path: Path, method: int) -> None:
    """`zipfile` would unpack all that a few kilobytes come to, whatever was wanted."""
    bomb = archive(tmp_path / "bomb.zip", member("convolution.py", bytes(60 << 20), method=method)).read_bytes()
    assert len(bomb) < 20_000
    lying = bytearray(bomb)
    place = bomb.index(b"PK\x01\x02") + 24
    lying[place : place + 4] = struct.pack("<I", 100)
    root = folder(tmp_path / "class", {"s1/work.zip": bomb, "s3/work.zip": bytes(lying), "s2.py": CODE})
    tracemalloc.start()
    intake = read(root)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert reasons(intake)["s1"] == f"work.zip/convolution.py is larger than 2 MB{WANTED}"
    assert reasons(intake)["s3"].startswith("work.zip/convolution.py ")
    assert peak < 40 << 20  # a dictionary of 8 MB, or four blocks of bzip2


def test_an_lzma_dictionary_beyond_reason_is_not_made(tmp_path: Path) -> None:
    path = archive(tmp_path / "c.zip", member("s1/convolution.py", method=zipfile.ZIP_LZMA), member("s2.py"))
    data = bytearray(path.read_bytes())
    place = 30 + len("s1/convolution.py") + 5  # behind the version, the length and the byte of the properties
    assert data[place : place + 4] == struct.pack("<I", 8 << 20)
    data[place : place + 4] = struct.pack("<I", 4_000_000_000)
    path.write_bytes(data)
    assert reasons(read(path)) == {"s1": f"convolution.py is damaged inside its zip{WANTED}"}


def test_a_method_that_nothing_here_reads_is_told(tmp_path: Path) -> None:
    path = archive(tmp_path / "c.zip", member("s1/convolution.py"), member("s2.py"))
    data = bytearray(path.read_bytes())
    data[data.index(b"PK\x01\x02") + 10] = 9  # Deflate64
    path.write_bytes(data)
    assert reasons(read(path))["s1"].startswith("convolution.py is packed with an unusual method")


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    bomb = zip_bytes({"convolution.py": bytes(300 * 1024 * 1024)})
    assert len(bomb) < 400_000
    root = folder(tmp_path, {"s1/work.zip": bomb, "s2.py": CODE})
    tracemalloc.start()
    intake = read(root)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert reasons(intake) == {"s1": f"work.zip/convolution.py is larger than 2 MB{WANTED}"}
    assert peak < 10 * 1024 * 1024


def test_a_bomb_that_lies_about_its_size(tmp_path: Path) -> None:
    data = bytearray(zip_bytes({"convolution.py": bytes(50 * 1024 * 1024)}))
    start = data.index(b"PK\x01\x02")
    data[start + 24 : start + 28] = struct.pack("<I", 100)
    local = data.index(b"PK\x03\x04")
    data[local + 22 : local + 26] = struct.pack("<I", 100)
    found = reasons(read(folder(tmp_path, {"s1/work.zip": bytes(data), "s2.py": CODE})))
    assert found == {"s1": f"work.zip/convolution.py is damaged inside its zip{WANTED}"}


def test_a_zip_of_a_hundred_thousand_members(tmp_path: Path) -> None:
    entry = b"PK\x01\x02" + bytes(42)
    fake = (
        zip_bytes({"convolution.py": CODE})[:60]
        + entry * 20_000
        + b"PK\x05\x06"
        + struct.pack("<HHHHIIH", 0, 0, 20_000, 20_000, len(entry) * 20_000, 0, 0)
    )
    found = reasons(read(folder(tmp_path, {"s1/work.zip": fake, "s2.py": CODE})))
    assert found["s1"].startswith("work.zip holds more than 10,000 files")


def test_sizes_are_bounded(tmp_path: Path) -> None:
    files = {
        "s1.py": b"#" * (limits.SOURCE + 1),
        "s2.ipynb": b" " * (limits.NOTEBOOK + 1),
        "s3.py": b"#" * limits.SOURCE,
    }
    intake = read(folder(tmp_path, files))
    assert reasons(intake) == {
        "s1": f"s1.py is larger than 2 MB{WANTED}",
        "s2": f"s2.ipynb is larger than 20 MB{WANTED}",
    }
    assert students(intake) == ["s3"]


def test_many_files_beside_the_answer_are_bounded(tmp_path: Path) -> None:
    files = {f"s1/h{number}.py": b"x = 1" for number in range(limits.OTHERS + 5)} | {"s1/convolution.py": CODE}
    intake = read(folder(tmp_path, files))
    assert len(intake.submissions[0].others) == limits.OTHERS
    assert sum("more than 100 files" in one.reason for one in intake.ignored) == 5


def test_weights_are_bounded_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "SUBMISSION", 2000)
    files = {"s1/convolution.py": CODE, "s1/a.npz": bytes(1500), "s1/b.npz": bytes(1500)}
    (one,) = read(folder(tmp_path, files)).submissions
    assert [file.name for file in one.others] == ["a.npz"]
    assert any("b.npz" in flag for flag in one.flags)


def test_strange_names_are_cleaned_and_flagged(tmp_path: Path) -> None:
    path = archive(
        tmp_path / "class.zip",
        member("s1/convo\u202elution.py"),
        member("s2/con\nvolution.py"),
        member("s3/сonvolution.py"),  # the first letter is Cyrillic
        member("s4/aux.py"),
        member("s5/" + "a" * 10_000 + ".py"),
        member("\u202es6/convolution.py"),
    )
    intake = read(path)
    flags = {one.student: " ".join(one.flags) for one in intake.submissions}
    assert "direction-changing" in flags["s1"]
    assert "control characters" in flags["s2"]
    assert "look alike" in flags["s3"]
    assert "Windows reserves" in flags["s4"]
    assert "s6" in flags
    assert "longer than 255 bytes" in reasons(intake)["s5"]
    shown = [one.path for one in intake.ignored] + list(flags) + list(flags.values()) + list(reasons(intake).values())
    assert not any(unicodedata.category(char) in ("Cc", "Cs") or char == "\u202e" for text in shown for char in text)


def test_a_member_with_nul_or_no_name(tmp_path: Path) -> None:
    data = zip_bytes({"s1/convolution.py": CODE, "s2/conXolution.py": b"x", "nnn": b"y"})
    data = data.replace(b"s2/conXolution.py", b"s2/con\0olution.py").replace(b"nnn", b"./.")
    (tmp_path / "c.zip").write_bytes(data)
    intake = read(tmp_path / "c.zip")
    assert students(intake) == ["s1"]
    assert {one.reason for one in intake.ignored} == {"skipped: its name holds a NUL byte", "skipped: it has no name"}


def test_names_that_differ_by_case_or_unicode_form_stay_two_students(tmp_path: Path) -> None:
    composed, apart = "José", unicodedata.normalize("NFD", "José")
    files = {f"{composed}/convolution.py": b"a", f"{apart}/convolution.py": b"b", "Ann.py": b"c", "ann.py": b"d"}
    intake = read(zipped(tmp_path / "c.zip", files))
    assert sorted(one.main.data for one in intake.submissions) == [b"a", b"b", b"c", b"d"]
    assert len({one.id for one in intake.submissions}) == 4
    assert len({one.student for one in intake.submissions}) == 4
    assert all(any("looks like another" in flag for flag in one.flags) for one in intake.submissions)


def test_names_in_old_zips_are_utf8(tmp_path: Path) -> None:
    data = zip_bytes({"Zoe/convolution.py": CODE}).replace(b"Zoe/", "Zé/".encode())
    (tmp_path / "c.zip").write_bytes(data)
    assert students(read(tmp_path / "c.zip")) == ["Zé"]


def test_a_member_without_a_name(tmp_path: Path) -> None:
    data = zip_bytes({"Xconvolution.py": CODE}).replace(b"Xconvolution.py", b"\0convolution.py")
    intake = read(folder(tmp_path / "class", {"s001.zip": data, "s002.py": CODE}))
    assert students(intake) == ["s002"]
    assert "skipped" in reasons(intake)["s001"]


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300), st.integers(0, 400), st.integers(0, 255))
def test_damaged_zips_never_raise(tmp_path_factory: pytest.TempPathFactory, tail: bytes, at: int, value: int) -> None:
    data = bytearray(zip_bytes({"convolution.py": CODE, "a/b.py": b"x = 1", "x.zip": b"PK"}) + tail)
    data[at % len(data)] = value
    root = tmp_path_factory.mktemp("damaged")
    folder(root, {"s1/work.zip": bytes(data), "s2.py": CODE})
    intake = read(root)
    assert "s2" in students(intake)
    assert {one.student for one in (*intake.submissions, *intake.rejections)} == {"s1", "s2"}


@settings(max_examples=200, deadline=None)
@example("\xa0")
@given(st.text(max_size=60))
def test_any_name_becomes_one_that_can_be_shown(name: str) -> None:
    for windows in (False, True):
        path = safe_path(name, windows=windows)
        assert display(path.path)
        assert path.unsafe or (".." not in path.path.split("/") and not path.path.startswith("/"))
        path.path.encode("utf-8")
    assert isinstance(lookalike(name), bool)
    skeleton(name).encode("utf-8", "surrogatepass")


def test_litter_is_told_from_work() -> None:
    assert noise("s1/.git/config") == ("s1/.git", "git's own folder")
    assert noise("s1/.gitignore") == ("s1/.gitignore", "git's own file")
    assert noise("venv.py") is None
    assert noise("s1/venv/lib/x.py") == ("s1/venv", "a Python installation")
    assert noise("digit.py") is None


def test_nested_zip_bytes_are_read_from_memory_only(tmp_path: Path) -> None:
    before = set(tmp_path.iterdir())
    read(zipped(tmp_path / "c.zip", {"s1/w.zip": zip_bytes({"convolution.py": CODE})}))
    assert set(tmp_path.iterdir()) - before == {tmp_path / "c.zip"}
