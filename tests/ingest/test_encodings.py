"""File names of archives that do not say their encoding: guessed from what names look like, settled by a roster or ``--encoding``."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path

import pytest

from autograder.ingest import IngestError
from autograder.ingest.encodings import detect
from tests.support.handed_in import CODE, read, students

NAMES = {
    "cp437": ["Müller Jürgen", "Élodie Lefèvre", "Núñez Iván", "Åsa Öberg"],
    "cp850": ["Größmann Käthe", "Simões Antão", "García Ángel", "Sørensen Åge"],
    "cp1252": ["Größmann Käthe", "Hélène François", "Peña Íñigo", "Simões João", "Åsa Öberg", "D'Amò Niccolò"],
    "cp852": ["Dvořák Jiří", "Procházková Růžena", "Żółć Jędrzej", "Małgorzata Dąbrowska"],
    "cp1250": ["Procházková Růžena", "Černý Tomáš", "Wiśniewski Łukasz", "Małgorzata Dąbrowska"],
    "cp866": ["Щербаков Фёдор", "Чайковская Юлия"],
    "cp1251": ["Иванов Пётр", "Жуков Егор", "Смирнова Анна"],
    "gbk": ["王小明", "李娜", "欧阳娜娜", "诸葛亮", "邓紫棋"],
    "big5": ["陳美玲", "歐陽修", "蔡依林"],
    "cp932": ["山田太郎", "鈴木一郎", "高橋さくら", "スミスジョン"],
    "cp949": ["김민수", "이영희", "남궁민수"],
    "cp1254": ["Yılmaz Şule", "Çağrı Gökçe", "Şahin Oğuz"],
    "cp1253": ["Παπαδόπουλος Γιώργος", "Γεωργίου Ελένη"],
    "utf-8": ["Müller Jürgen", "王小明", "Иванов Пётр"],
}


def raw_zip(
    path: Path, names: Sequence[str], encoding: str, form: str = "{}_{}_assignsubmission_file/convolution.py"
) -> Path:
    """A zip whose names are in ``encoding``, without a word on it, as packers of that machine write them."""
    # Packed under ASCII names of the same length, so that nothing is marked as UTF-8; the real ones are put in their places.
    real = {
        f"{number:03}".ljust(len(raw), "_").encode(): raw
        for number, raw in enumerate(form.format(name, number).encode(encoding) for number, name in enumerate(names))
    }
    with zipfile.ZipFile(path, "w") as packed:
        for stand_in in real:
            packed.writestr(stand_in.decode(), CODE)
    data = path.read_bytes()
    for stand_in, raw in real.items():
        data = data.replace(stand_in, raw)
    path.write_bytes(data)
    return path


def shown(path: Path, **options: object) -> list[str]:
    return [one.display_name for one in read(path, **options).submissions]


@pytest.mark.parametrize("encoding", NAMES)
def test_names_are_read_as_they_were_written(encoding: str, tmp_path: Path) -> None:
    path = raw_zip(tmp_path / "class.zip", NAMES[encoding], encoding)
    assert shown(path) == NAMES[encoding]
    said = read(path).found
    assert ("; if they look wrong, give --encoding" in said) == (encoding != "utf-8")
    for name in NAMES[encoding]:
        raw = f"{name}/convolution.py".encode(encoding)
        assert raw.decode(detect([raw])) == f"{name}/convolution.py"


def test_ascii_names_say_nothing(tmp_path: Path) -> None:
    assert "encoding" not in read(raw_zip(tmp_path / "c.zip", ["Ann Lee", "Bo Ek"], "ascii")).found


def test_encoding_settles_it(tmp_path: Path) -> None:
    names = ["Þórðarson Ýmir", "Guðmundsdóttir Þóra"]
    path = raw_zip(tmp_path / "class.zip", names[:1], "cp1252")
    assert shown(path) != names[:1]  # one name from Iceland might be Turkish
    assert shown(path, encoding="cp1252") == names[:1]
    assert "read as cp1252" in read(path, encoding="windows-1252").found
    for wrong in ("klingon", "rot13", "base64"):
        with pytest.raises(IngestError, match="no such encoding; for instance cp1252"):
            read(path, encoding=wrong)
    assert shown(path, encoding="utf-8") == ["��r�arson �mir"]  # a wrong word is taken at its word


def test_a_roster_settles_it(tmp_path: Path) -> None:
    path = raw_zip(tmp_path / "class.zip", ["Þórðarson Ýmir"], "cp1252")
    roster = tmp_path / "r.csv"
    roster.write_text("id,name\n1,Þórðarson Ýmir\n", encoding="utf-8")
    assert shown(path, roster=roster) == ["Þórðarson Ýmir"]


def test_the_unicode_path_field_counts_where_it_belongs_to_the_name(tmp_path: Path) -> None:
    path = tmp_path / "class.zip"
    with zipfile.ZipFile(path, "w") as packed:
        for number, (name, crc) in enumerate((("Zoé Ωmega", None), ("forged", 1))):
            info = zipfile.ZipInfo(f"Zo? ?mega{number}_{number}_assignsubmission_file/convolution.py")
            told = f"{name}_{number}_assignsubmission_file/convolution.py".encode()
            head = struct.pack("<BL", 1, zlib.crc32(info.filename.encode()) if crc is None else crc)
            info.extra = struct.pack("<HH", 0x7075, len(head + told)) + head + told
            packed.writestr(info, CODE)
    assert shown(path) == ["Zoé Ωmega", "Zo? ?mega1"]


def test_students_own_archives_too(tmp_path: Path) -> None:
    inner = raw_zip(tmp_path / "inner.zip", ["Übung", "Lösung"], "cp850", form="{}{}/convolution.py")
    root = tmp_path / "class"
    (root / "s1").mkdir(parents=True)
    (root / "s1" / "work.zip").write_bytes(inner.read_bytes())
    (root / "s2.py").write_bytes(CODE)
    intake = read(root)
    assert students(intake) == ["s1", "s2"]
    assert intake.submissions[0].source["file"] == "s1/work.zip/Lösung1/convolution.py"


@pytest.mark.parametrize(
    "names", [[], [b""], [b"\xff"], [b"\x81\x8d\x8f"], [bytes(range(128, 256))], [b"\xff" * 100_000] * 3]
)
def test_any_bytes_have_an_encoding(names: list[bytes]) -> None:
    for name in names:
        assert isinstance(name.decode(detect(names), "replace"), str)
