"""Archives inside archives, tars, and whatever is called one: opened by content, three deep, within limits."""

from __future__ import annotations

import gzip
import io
import struct
import tarfile
import tracemalloc
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest

from autograder.ingest import Intake, limits
from tests.support.handed_in import CODE, NOTEBOOK, folder, read, reasons, students, zip_bytes, zipped


def tar_bytes(files: Mapping[str, bytes], mode: str = "w:gz") -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode=mode) as packed:  # type: ignore[call-overload]
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            packed.addfile(info, io.BytesIO(data))
    return buffer.getvalue()


def nested(data: bytes, depth: int, name: str = "convolution.py") -> bytes:
    for _ in range(depth):
        data, name = zip_bytes({name: data}), "inner.zip"
    return data


def one(tmp_path: Path, **files: bytes) -> Intake:
    return read(
        folder(
            tmp_path / "class",
            {f"s1/{name.replace('__', '.')}": data for name, data in files.items()} | {"s2.py": CODE},
        )
    )


@pytest.mark.parametrize("depth", [1, 2, 3])
def test_archives_are_opened_three_deep(depth: int, tmp_path: Path) -> None:
    assert students(one(tmp_path, work__zip=nested(CODE, depth))) == ["s1", "s2"]
    assert reasons(one(tmp_path / "deep", work__zip=nested(CODE, 4)))["s1"].startswith(
        "work.zip/inner.zip/inner.zip/inner.zip is an archive inside 3 others, which is not opened"
    )


@pytest.mark.parametrize(
    ("ending", "mode"), [("tar.gz", "w:gz"), ("tgz", "w:gz"), ("tar", "w"), ("tar.bz2", "w:bz2"), ("tar.xz", "w:xz")]
)
def test_tars(ending: str, mode: str, tmp_path: Path) -> None:
    data = tar_bytes({"hw/convolution.py": CODE, "hw/helper.py": b"x = 1", "hw/sub/": b""}, mode)
    root = folder(
        tmp_path / "class", {f"s1/work.{ending}": data, f"s2.{ending}": data, "s3/work.zip": zip_bytes({"a.tgz": data})}
    )
    intake = read(root)
    assert students(intake) == ["s1", "s2", "s3"]
    assert all([file.name for file in each.others] == ["helper.py"] for each in intake.submissions)
    (tmp_path / f"class.{ending}").write_bytes(tar_bytes({"s1/convolution.py": CODE, "s2/convolution.py": CODE}, mode))
    assert students(read(tmp_path / f"class.{ending}")) == ["s1", "s2"]


def test_one_packed_file_is_no_tar(tmp_path: Path) -> None:
    assert students(one(tmp_path, convolution__py__gz=gzip.compress(CODE))) == ["s1", "s2"]


def test_what_a_tar_may_hold(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as packed:
        for name, kind in (
            ("link.py", tarfile.SYMTYPE),
            ("convolution.py", tarfile.LNKTYPE),
            ("pipe.py", tarfile.FIFOTYPE),
        ):
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, "../../s2.py"
            packed.addfile(info)
        for name in ("../evil.py", "/etc/evil.py"):
            info = tarfile.TarInfo(name)
            info.size = 1
            packed.addfile(info, io.BytesIO(b"x"))
    intake = one(tmp_path, work__tgz=buffer.getvalue())
    assert reasons(intake)["s1"].startswith("work.tgz/convolution.py is a link, not a file")
    assert [each.path for each in intake.ignored if "climbs out" in each.reason] == ["s1/work.tgz/../evil.py"]


@pytest.mark.parametrize("root", ["/home/ana/hw/", "C:\\Users\\Ana\\", "//server/share/", "C:"])
def test_a_students_zip_of_absolute_paths_counts_from_itself_on(root: str, tmp_path: Path) -> None:
    (first, _) = one(
        tmp_path, work__zip=zip_bytes({f"{root}convolution.py": CODE, f"{root}helper.py": b""})
    ).submissions
    assert (first.main.name, first.main.data) == ("convolution.py", CODE)
    assert reasons(one(tmp_path / "up", work__zip=zip_bytes({f"{root}../../evil.py": CODE})))["s1"].startswith(
        "work.zip holds a file that is skipped: its name climbs out of the folder"
    )


def test_bytes_before_a_zip(tmp_path: Path) -> None:
    for before in (b"#!/bin/sh\nexec unzip $0\n", b"MZ\x90" + bytes(500), b"Content-Type: application/zip\r\n\r\n"):
        intake = one(tmp_path, work__zip=before + zip_bytes({"convolution.py": CODE}))
        assert students(intake) == ["s1", "s2"]


@pytest.mark.parametrize("name", ["convolution.py", "convolution.ipynb", "work", "work.ZIP", "work.txt"])
def test_a_zip_is_known_by_its_content(name: str, tmp_path: Path) -> None:
    intake = read(folder(tmp_path / "class", {f"s1/{name}": zip_bytes({"convolution.py": CODE}), "s2.py": CODE}))
    assert intake.submissions[0].main.data == CODE


def test_what_is_called_a_zip_and_is_a_notebook(tmp_path: Path) -> None:
    (first, _) = one(tmp_path, convolution__ipynb__zip=NOTEBOOK).submissions
    assert first.main.name == "convolution.ipynb"


def test_weights_and_documents_stay_closed(tmp_path: Path) -> None:
    inner = zip_bytes({"convolution.py": CODE, "data.pkl": b"x"})
    found = reasons(one(tmp_path, report__docx=inner))
    assert found["s1"].startswith("report.docx is a .docx file, which is not read")
    assert students(one(tmp_path / "b", model__pt=inner, arrays__npz=inner)) == ["s2"]


UNPACKS_NOT = "is damaged: it cannot be unpacked"
DAMAGED = (
    ("tgz", tar_bytes({"a.py": CODE})[:-20], "is damaged: it breaks off in the middle"),
    ("tgz", b"\x1f\x8b" + bytes(40), UNPACKS_NOT),
    ("tgz", b"BZh9" + bytes(40), UNPACKS_NOT),
    ("tgz", b"\xfd7zXZ\0" + bytes(40), UNPACKS_NOT),
    ("zip", zip_bytes({"a.py": CODE})[:-20], "is not a zip that can be opened"),
    ("zip", zip_bytes({}), "is an empty archive"),
    ("zip", b"", "is not a zip that can be opened"),
)


@pytest.mark.parametrize(("ending", "data", "told"), DAMAGED, ids=range(len(DAMAGED)))
def test_damaged_archives(ending: str, data: bytes, told: str, tmp_path: Path) -> None:
    found = reasons(one(tmp_path, **{f"work__{ending}": data}))
    assert found["s1"].startswith(f"work.{ending} {told}")


@pytest.mark.parametrize("mode", ["w:gz", "w:bz2", "w:xz"])
def test_a_tar_bomb_is_not_unpacked(mode: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "NESTED_ARCHIVE", 3_000_000)
    found = reasons(one(tmp_path, work__tgz=tar_bytes({"convolution.py": bytes(8_000_000)}, mode)))
    assert found["s1"].startswith("work.tgz holds more than 3 MB")


def test_archives_together_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "NESTED_ARCHIVE", 6000)
    files = {f"a{number}__zip": zip_bytes({"x.bin": np.random.default_rng(number).bytes(2500)}) for number in range(5)}
    intake = one(tmp_path, **files, convolution__py=CODE)
    told = "it is not opened: archives of more than 0 MB in all were handed in"
    assert [each.path for each in intake.ignored if each.reason == told] == ["s1/a2.zip", "s1/a3.zip", "s1/a4.zip"]


def test_a_zip_of_a_million_names_in_its_directory(tmp_path: Path) -> None:
    entry = b"PK\x01\x02" + bytes(42)
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 20_000, 20_000, len(entry) * 20_000, 0, 0)
    fake = zip_bytes({"convolution.py": CODE})[:60] + entry * 20_000 + end
    assert reasons(one(tmp_path, work__zip=fake))["s1"].startswith("work.zip holds more than 10,000 files")


def test_two_archives_each_with_part_of_the_work(tmp_path: Path) -> None:
    code = zip_bytes({"convolution.py": b"from helpers import pad\n" + CODE})
    intake = one(tmp_path, code__zip=code, more__zip=zip_bytes({"helpers.py": b"pad = 1"}))
    assert [file.name for file in intake.submissions[0].others] == ["helpers.py"]


def test_a_class_of_students_own_zips_is_not_held_in_memory(tmp_path: Path) -> None:
    noise = np.random.default_rng(1).bytes(1_000_000)
    files = {f"s{n}.zip": zip_bytes({"convolution.py": CODE, "a.bin": noise}) for n in range(30)}
    root = folder(tmp_path / "class", files)
    del files
    tracemalloc.start()
    intake = read(root)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(intake.submissions) == 30
    assert peak < 8_000_000
    outer = zipped(tmp_path / "outer.zip", {f"s{n}.zip": zip_bytes({"convolution.py": CODE}) for n in range(3)})
    assert students(read(outer)) == ["s0", "s1", "s2"]
