"""What none can read says in one sentence what was seen and what to hand in; and nothing that students write harms the reader."""

from __future__ import annotations

import json
import time
import tracemalloc
import warnings
from pathlib import Path

import pytest

from autograder.ingest.answers import answers_of
from autograder.ingest.archive import Archive
from autograder.ingest.contents import look
from tests.support.handed_in import CODE, NOTEBOOK, folder, notebook, read, reasons, zip_bytes

WANTED = ": hand in convolution.py, convolution.ipynb or a zip of them"
CUT = "breaks off in the middle (after {} characters), as when it is handed in while it is being saved"
INSIDE = NOTEBOOK.index(b"conv2d") + 3
SEEN = {
    "empty.py": (b" \r\n\xef\xbb\xbf", "is empty"),
    "pdf.py": (b"%PDF-1.7 ...", "is a PDF document"),
    "word.py": (b"PK\x03\x04" + b"broken" * 9, "is not a zip that can be opened"),
    "old.py": (b"\xd0\xcf\x11\xe0\xa1\xb1", "is an Office document"),
    "mac.py": (b"{\\rtf1\\ansi def conv2d(a, b):}", "is a rich-text document"),
    "page.ipynb": (b"\n<!DOCTYPE html><html>", "is a web page"),
    "lfs.ipynb": (b"version https://git-lfs.github.com/spec/v1\noid sha256:1\n", "is a pointer of Git LFS, without the file it points to"),
    "picture.py": (b"\x89PNG\r\n\x1a\n", "is a picture"),
    "telephone.py": (b"\0\0\0\x18ftypheic\0\0\0\0", "is a picture"),
    "browser.py": (b"RIFF\x24\0\0\0WEBPVP8 ", "is a picture"),
    "screencast.ipynb": (b"\0\0\0\x20ftypisom", "is a film"),
    "exported.ipynb": (b"<!DOCTYPE html>\n<html>" + b" " * 9000 + b'<body class="jp-Notebook">', "is a web page made of a notebook"),
    "safari.py": (b'<?xml version="1.0"?>\n<!DOCTYPE plist "">\n<plist><dict><key>URL</key>', "is a link to a file, without the file"),
    "explorer.py": (b"L\0\0\0\x01\x14\x02\0\0\0", "is a link to a file, without the file"),
    "drive.ipynb": (b'{"url": "https://docs.google.com/open?id=1", "doc_id": "1"}', "is a link to a file, without the file"),
    "compiled.py": (b"\xa7\x0d\x0d\x0a" + bytes(12), "is compiled Python, without its source"),
    "binary.py": (bytes(range(256)) * 10, "is not a text file"),
    "json.ipynb": (b'{"a": 1}', "is JSON, but no notebook"),
    "link.py": (b"my notebook: https://colab.research.google.com/drive/1aBc?usp=sharing\n", "is a link to a file, without the file"),
    "blanks.py": (b"\n\n  " + b" " * 300 + b"\nhttps://colab.research.google.com/drive/1aBc \n\n", "is a link to a file, without the file"),
    "cells.ipynb": (b'{"cells": []}', "holds no code cells"),
    "cut.ipynb": (NOTEBOOK[:-40], CUT.format(len(NOTEBOOK) - 40)),
    "cut2.ipynb": (NOTEBOOK[:INSIDE], CUT.format(INSIDE)),
}  # fmt: skip


@pytest.mark.parametrize("name", SEEN)
def test_one_sentence(name: str, tmp_path: Path) -> None:
    data, told = SEEN[name]
    found = reasons(
        read(folder(tmp_path / "class", {f"s1/convolution.{name.rpartition('.')[2]}": data, "s2.py": CODE}))
    )
    assert found == {"s1": f"convolution.{name.rpartition('.')[2]} {told}{WANTED}"}


def test_litter_alone_is_told_as_what_it_is(tmp_path: Path) -> None:
    compiled, desktop = b"\xa7\r\r\n" + bytes(40), b"\0\0\0\1Bud1" + bytes(40)
    told = "is {}, and nothing else was handed in" + WANTED
    found = reasons(
        read(
            folder(
                tmp_path / "class",
                {
                    "compiled/__pycache__/convolution.cpython-311.pyc": compiled,
                    "compiled2/convolution.pyc": compiled,
                    "mac/.DS_Store": desktop,
                    "zipped/work.zip": zip_bytes({"__MACOSX/._convolution.py": desktop}),
                    "zipped2/work.zip": zip_bytes({"hw/__pycache__/convolution.cpython-311.pyc": compiled}),
                    "pictures/1.png": b"\x89PNG\r\n",
                    "pictures/2.jpg": b"\xff\xd8\xff",
                    "both/.DS_Store": desktop,
                    "both/convolution.py": CODE,
                    ".DS_Store": desktop,
                },
            )
        )
    )
    assert found == {
        "compiled": f"__pycache__ {told.format('compiled Python')}",
        "compiled2": f"convolution.pyc {told.format('compiled Python')}",
        "mac": f".DS_Store {told.format('made by macOS')}",
        "zipped": f"work.zip/__MACOSX {told.format('made by macOS')}",
        "zipped2": f"work.zip/hw/__pycache__ {told.format('compiled Python')}",
        "pictures": f"each of 1.png, 2.jpg is a picture{WANTED}",
    }


def test_damaged_notebooks_are_read_as_the_sandbox_reads_them() -> None:
    text = notebook(CODE.decode(), "x = 1\n").decode()
    for damaged in (
        text.replace('"x = 1\\n"', '"x = 1\t\n"'),
        text.replace('"metadata": {}}', '"metadata": {},}'),
        text.replace("x = 1", r"x = '\d'"),
        repr(json.loads(text)),
    ):
        assert look(damaged.encode()).kind == "notebook"
        assert look(damaged.encode("utf-16")).kind == "notebook"
    lines = json.dumps(json.loads(text), indent=1).replace(
        '"x = 1\\n"', '"x = 1\\n"\n<<<<<<< HEAD\n,"y = 1"\n=======\n,"y = 2"\n>>>>>>> b'
    )
    assert look(lines.encode()).kind == "notebook"


HOSTILE = {
    "names": "a+b+" * 30_000 + "c",
    "attributes": "a" + ".b" * 60_000,
    "signs": "-" * 100_000 + "1",
    "brackets": "(" * 50_000 + ")" * 50_000,
    "lambdas": "lambda:" * 18_000 + "0",
    "calls": "conv2d(x)\n" * 13_000,
    "unclosed": "conv2d = f(\n" * 10_000,
    "decorators": "@a\n" * 40_000 + "def conv2d(): pass",
    "tries": "try\n" * 30_000,
    "quotes": '"""\n' * 30_001,
    "strings": "conv2d = '''\n" * 9_999,
    "comments": "#" + "x" * 1_000_000 + "\ndef conv2d(a):\n    return a\n",
    "long": "conv2d = [" + "1," * 900_000 + "]\n",
    "slashes": "\\\n" * 60_000,
    "escapes": "x = '\\d'\nconv2d = '\\d'\n",
    "magics": "%%" * 60_000,
    "link": "{" + '"url"' * 200_000,
    "regex": "\t" * 100_000 + "%" + " " * 100_000,
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_texts_are_bounded_in_time_and_memory(name: str) -> None:
    text = HOSTILE[name]
    for data in (text.encode(), notebook(text)):
        tracemalloc.start()
        began = time.process_time()
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            answers_of(look(data).texts, ("conv2d",), {})
        spent, peak = time.process_time() - began, tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert spent < 30  # with every allocation traced, on a busy machine; 4 s where it is quiet
        assert peak < 150 * 1024 * 1024


BOMBS = (
    b'{"cells":[' + b"[]," * 3_000_000 + b"[]]}",
    b'{"cells":[{"cell_type":"code","source":[' + b'"",' * 3_500_000 + b'""]}]}',
    b"[" * 1_000_000,
    b'{"cells":' * 100_000,
    b'{"cells": "' + b'\\"' * 3_000_000,
    b'{"cells": [1' + b'"' * 2_000_001,
    b"{'cells': ['\"', " + b"[]," * 600_000 + b"[]]}",
    b"{'cells': [" + b"'' " * 490_000 + b"]}",
    b"{'cells': " + b"-" * 1_450_000 + b"1}",
    ('{"cells": ["\\"", ' + "[]," * 3_000_000 + "[]]}").encode("utf-16"),
    b'"{\\"cells\\":[' + b"[]," * 3_000_000 + b'[]]}"',
)


@pytest.mark.parametrize("data", BOMBS, ids=range(len(BOMBS)))
def test_notebooks_made_of_parts_are_bounded_in_memory(data: bytes) -> None:
    tracemalloc.start()
    content = look(data)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert content.problem or content.kind == "module"
    assert peak < 150 * 1024 * 1024


def test_litter_of_many_folders_is_gone_through_once() -> None:
    """In its order: for each folder anew it took twenty minutes for as many as a zip may hold."""
    archive = Archive("class.zip", "zip")
    paths = [f"s{number}/.DS_Store" for number in range(50)]
    for path in paths:
        archive.litter(path, "made by macOS")
    assert [entry.path for entry in archive.settle().entries] == paths
    assert archive.noise == {}
