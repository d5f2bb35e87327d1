"""Hostile and broken things a student's folder can hold, each made by a function at test time.

A function takes the student's folder and fills it. Its docstring's last line says what it earns: ``nothing``, ``everything`` or names of
questions; the number in its name is the line of the threat model.
"""

from __future__ import annotations

import io
import json
import os
import struct
import unicodedata
import zipfile
from collections.abc import Callable
from pathlib import Path

HONEST = (Path(__file__).parent / "honest.py").read_text(encoding="utf-8")
"""A module whose conv2d is right and which holds nothing else."""

Builder = Callable[[Path], None]


def builders() -> dict[str, Builder]:
    """Every builder of this module by name."""
    return {name: value for name, value in globals().items() if name.startswith("t") and name[1:3].isdigit()}


def _zip(path: Path, *members: tuple[str, str | bytes]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)


def _notebook(folder: Path, *cells: str, **more: object) -> None:
    code = [
        {"cell_type": "code", "metadata": {}, "source": cell, "outputs": [], "execution_count": None} for cell in cells
    ]
    book = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": code, **more}
    (folder / "convolution.ipynb").write_text(json.dumps(book), encoding="utf-8")


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
    with zipfile.ZipFile(folder / "work.zip", "w") as archive:
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


# 6. Configuration and shadowing modules


def t06_pytest_files(folder: Path) -> None:
    """A conftest, a plugin and configuration for pytest beside the answer.
    conv2d"""
    (folder / "convolution.py").write_text(HONEST, encoding="utf-8")
    passes = (
        "import pytest\n\n\n@pytest.hookimpl(tryfirst=True)\ndef pytest_pyfunc_call(pyfuncitem):\n    return True\n"
    )
    (folder / "conftest.py").write_text(passes, encoding="utf-8")
    (folder / "pytest_pass.py").write_text(passes, encoding="utf-8")
    (folder / "pytest.ini").write_text("[pytest]\naddopts = -p pytest_pass\n", encoding="utf-8")
    (folder / "pyproject.toml").write_text("[tool.pytest.ini_options]\naddopts = '-p pytest_pass'\n", encoding="utf-8")


def t06_site_files(folder: Path) -> None:
    """sitecustomize, usercustomize and .pth files.
    conv2d"""
    (folder / "convolution.py").write_text(HONEST, encoding="utf-8")
    for name in ("sitecustomize.py", "usercustomize.py"):
        (folder / name).write_text("open('/tmp/pwned-by-site', 'w')\n", encoding="utf-8")
    (folder / "evil.pth").write_text("import os; open('/tmp/pwned-by-site', 'w')\n", encoding="utf-8")


def t06_shadow_numpy(folder: Path) -> None:
    """A numpy.py and a torch.py beside the answer, which uses the real ones.
    conv2d"""
    (folder / "convolution.py").write_text(HONEST, encoding="utf-8")
    fake = "class ndarray: pass\ndef __getattr__(name):\n    return lambda *a, **k: True\n"
    for name in ("numpy.py", "torch.py", "pytest.py", "sys.py"):
        (folder / name).write_text(fake, encoding="utf-8")


def t06_shadow_helper_package(folder: Path) -> None:
    """A package called numpy beside the answer.
    conv2d"""
    (folder / "convolution.py").write_text(HONEST, encoding="utf-8")
    (folder / "numpy").mkdir()
    (folder / "numpy" / "__init__.py").write_text("allclose = lambda *a, **k: True\n", encoding="utf-8")


def t06_shadow_the_engine(folder: Path) -> None:
    """Helpers named like the engine, the suite and the folder they are found in, imported by the answer.
    conv2d"""
    lie = "def conv2d_padded(*a, **k):\n    return 'passed'\nMAX_BODY = RELATIVE = 1e9\n"
    names = (
        "autograder",
        "props",
        "_suite_props",
        "submission",
        "convolution_cases",
        "reference",
        "conftest",
        "solution",
        "probes",
    )
    imports = "".join(f"try:\n    import {name}\nexcept ImportError:\n    pass\n" for name in names)
    more = "def conv2d_padded(image, kernel, padding=0):\n    return props.conv2d_padded()\n"
    (folder / "convolution.py").write_text(imports + HONEST + more, encoding="utf-8")
    for name in names:
        (folder / f"{name}.py").write_text(lie, encoding="utf-8")
    (folder / "autograder").mkdir()
    (folder / "autograder" / "__init__.py").write_text(lie, encoding="utf-8")


# 28. Texts


def t28_empty(folder: Path) -> None:
    """An empty file.
    nothing"""
    (folder / "convolution.py").write_bytes(b"")


def t28_byte_order_mark(folder: Path) -> None:
    """UTF-8 with a byte order mark.
    conv2d"""
    (folder / "convolution.py").write_bytes(b"\xef\xbb\xbf" + HONEST.encode())


def t28_utf16(folder: Path) -> None:
    """UTF-16, as an editor on Windows saves it.
    conv2d"""
    (folder / "convolution.py").write_bytes(HONEST.encode("utf-16"))


def t28_latin1(folder: Path) -> None:
    """Latin-1 with an umlaut in a comment.
    conv2d"""
    (folder / "convolution.py").write_bytes(("# \u00fcber\n" + HONEST).encode("latin-1"))


def t28_binary(folder: Path) -> None:
    """A picture called convolution.py.
    nothing"""
    (folder / "convolution.py").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40)


def t28_nul_bytes(folder: Path) -> None:
    """NUL bytes in the source.
    nothing"""
    (folder / "convolution.py").write_bytes(HONEST.encode() + b"\0\0\0")


def t28_syntax_error(folder: Path) -> None:
    """A syntax error in the last line.
    nothing"""
    (folder / "convolution.py").write_text(HONEST + "\ndef conv2d_padded(:\n", encoding="utf-8")


def t28_tabs_and_spaces(folder: Path) -> None:
    """Tabs and spaces mixed.
    nothing"""
    (folder / "convolution.py").write_text(HONEST + "\ndef f():\n\tx = 1\n        return x\n", encoding="utf-8")


def t28_huge_source(folder: Path) -> None:
    """Fifty megabytes of source.
    nothing"""
    with (folder / "convolution.py").open("w", encoding="utf-8") as file:
        file.write(HONEST)
        for _ in range(50):
            file.write("# " + "x" * (1 << 20) + "\n")


def t28_parser_bombs(folder: Path) -> None:
    """Expressions so deep that parsers fall.
    nothing"""
    text = "x = " + "-" * 200_000 + "1\ny = " + "(" * 5_000 + ")" * 5_000 + "\nz = " + "[" * 90 + "]" * 90 + "\n"
    (folder / "convolution.py").write_text(HONEST + text, encoding="utf-8")


def t28_compile_bomb(folder: Path) -> None:
    """Constant folding and long chains that keep the compiler busy.
    nothing"""
    text = "a = " + " + ".join(["1"] * 20_000) + "\nb = (1 << 5_000_000) * 3\nc = 'x' * (1 << 34)\n"
    (folder / "convolution.py").write_text(HONEST + text, encoding="utf-8")


def t28_wrong_coding_line(folder: Path) -> None:
    """A coding line that names no encoding.
    nothing"""
    (folder / "convolution.py").write_text("# -*- coding: klingon -*-\n" + HONEST, encoding="utf-8")


# 29. Notebooks


def t29_not_json(folder: Path) -> None:
    """A notebook that is not JSON.
    nothing"""
    (folder / "convolution.ipynb").write_text("this is not a notebook", encoding="utf-8")


def t29_other_json(folder: Path) -> None:
    """JSON, but no notebook.
    nothing"""
    (folder / "convolution.ipynb").write_text('[1, 2, {"cells": "none"}]', encoding="utf-8")


def t29_version_3(folder: Path) -> None:
    """nbformat 3, with worksheets.
    conv2d"""
    cell = {"cell_type": "code", "input": HONEST, "language": "python", "outputs": [], "metadata": {}}
    book = {
        "nbformat": 3,
        "nbformat_minor": 0,
        "metadata": {"name": ""},
        "worksheets": [{"cells": [cell], "metadata": {}}],
    }
    (folder / "convolution.ipynb").write_text(json.dumps(book), encoding="utf-8")


def t29_version_99(folder: Path) -> None:
    """A version nobody has written yet, cells as usual.
    conv2d"""
    _notebook(folder, HONEST, nbformat=99)


def t29_no_cells(folder: Path) -> None:
    """A notebook without cells.
    nothing"""
    _notebook(folder)


def t29_huge_output(folder: Path) -> None:
    """A cell with an output of tens of megabytes.
    nothing"""
    _notebook(folder, HONEST)
    book = json.loads((folder / "convolution.ipynb").read_text(encoding="utf-8"))
    book["cells"][0]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "x" * (200 << 20)}]
    (folder / "convolution.ipynb").write_text(json.dumps(book), encoding="utf-8")


def t29_large_output(folder: Path) -> None:
    """A picture of a few megabytes in the outputs, as plots leave it.
    conv2d"""
    _notebook(folder, HONEST)
    book = json.loads((folder / "convolution.ipynb").read_text(encoding="utf-8"))
    book["cells"][0]["outputs"] = [
        {"output_type": "display_data", "metadata": {}, "data": {"image/png": "iVBOR" * 800_000}}
    ]
    (folder / "convolution.ipynb").write_text(json.dumps(book), encoding="utf-8")


def t29_magics(folder: Path) -> None:
    """Shell lines, magics, help and input() among honest cells.
    conv2d"""
    shell = "!rm -rf / --no-preserve-root\n%matplotlib inline\n%pip install torch\n%run other.py\nimport numpy as np\nnp.sum?\n"
    _notebook(
        folder,
        shell,
        "%%bash\nsleep 1000\n",
        HONEST,
        "name = input('your name')\n",
        "get_ipython().system('sleep 1000')\n",
    )


def t29_raises_half_way(folder: Path) -> None:
    """A cell that raises between two honest ones.
    conv2d"""
    _notebook(folder, "import numpy as np\n", "1 / 0\n", HONEST, "raise SystemExit\n", "def conv2d_padded(:\n")


def t29_same_function_twice(folder: Path) -> None:
    """The same function twice: the last one counts, as in a kernel.
    conv2d"""
    _notebook(folder, "def conv2d(image, kernel):\n    return None\n", HONEST)


def t29_out_of_order(folder: Path) -> None:
    """Cells that were run in another order than they stand in.
    conv2d"""
    _notebook(folder, "print(defined_below)\n", HONEST, "defined_below = 1\n")


def t29_another_kernel(folder: Path) -> None:
    """A notebook for R.
    nothing"""
    _notebook(
        folder, "x <- 5\nprint(x)\n", metadata={"kernelspec": {"name": "ir", "language": "R", "display_name": "R"}}
    )


def t29_odd_cells(folder: Path) -> None:
    """Cells of other types than the format says, beside an honest one.
    conv2d"""
    odd = [
        None,
        5,
        "text",
        {},
        {"cell_type": "code"},
        {"cell_type": "code", "source": 5},
        {"cell_type": "code", "source": [1, None]},
    ]
    good = {"cell_type": "code", "source": HONEST.splitlines(keepends=True), "metadata": {}, "outputs": []}
    book = {"nbformat": 4, "nbformat_minor": 5, "metadata": [], "cells": [*odd, good]}
    (folder / "convolution.ipynb").write_text(json.dumps(book), encoding="utf-8")


def t34_markup_in_a_notebook(folder: Path) -> None:
    """Scripts, controls and direction marks in a notebook's outputs, metadata, cell ids and texts.
    conv2d"""
    evil = "<script>alert(1)</script>\x1b[2J\u202e=cmd|' /C calc'!A0"
    shown = {
        "output_type": "display_data",
        "data": {"text/html": evil, "application/javascript": evil},
        "metadata": {evil: evil},
    }
    cells = [
        {"cell_type": "markdown", "source": evil, "metadata": {}, "attachments": {evil: {"image/svg+xml": evil}}},
        {
            "cell_type": "code",
            "source": HONEST,
            "metadata": {evil: evil},
            "outputs": [shown],
            "execution_count": evil,
            "id": evil,
        },
        {
            "cell_type": "code",
            "source": f"raise ValueError({evil!r})",
            "metadata": {},
            "outputs": [],
            "execution_count": 1,
        },
    ]
    book = {"cells": cells, "metadata": {evil: evil, "title": evil}, "nbformat": 4, "nbformat_minor": 5}
    (folder / "convolution.ipynb").write_text(json.dumps(book), encoding="utf-8")


def t29_deep_json(folder: Path) -> None:
    """JSON a hundred thousand levels deep.
    nothing"""
    (folder / "convolution.ipynb").write_text("[" * 100_000 + "]" * 100_000, encoding="utf-8")


def t29_huge_number(folder: Path) -> None:
    """JSON with a number of a million digits.
    nothing"""
    (folder / "convolution.ipynb").write_text('{"nbformat": 4, "cells": ' + "9" * 1_000_000 + "}", encoding="utf-8")


# 30. The wrong files


def t30_wrong_assignment(folder: Path) -> None:
    """The module of another assignment.
    nothing"""
    (folder / "pooling.py").write_text(
        "def max_pool_2d(image, pool_size=2, stride=2):\n    return image\n", encoding="utf-8"
    )


def t30_two_candidates(folder: Path) -> None:
    """Two files, neither of which has the name asked.
    nothing"""
    (folder / "attempt_a.py").write_text(HONEST, encoding="utf-8")
    (folder / "attempt_b.py").write_text(HONEST.replace("kl->ij", "kl->ji"), encoding="utf-8")


def t30_no_candidate(folder: Path) -> None:
    """A report instead of code.
    nothing"""
    (folder / "report.pdf").write_bytes(b"%PDF-1.4\n")


def t30_system_litter(folder: Path) -> None:
    """What operating systems leave beside the answer.
    conv2d"""
    (folder / "convolution.py").write_text(HONEST, encoding="utf-8")
    (folder / "__MACOSX").mkdir()
    (folder / "__MACOSX" / "._convolution.py").write_bytes(b"\0\5\x16\7 resource fork")
    (folder / ".DS_Store").write_bytes(b"\0\0\0\1Bud1")
    (folder / "Thumbs.db").write_bytes(b"\xd0\xcf\x11\xe0")


def t30_resubmission_name(folder: Path) -> None:
    """The name an LMS gives to a second upload.
    conv2d"""
    (folder / "convolution-1.py").write_text(HONEST, encoding="utf-8")


def t30_only_bytecode(folder: Path) -> None:
    """Compiled bytecode without a source.
    nothing"""
    (folder / "convolution.pyc").write_bytes(b"\xa7\r\r\n" + bytes(60))
