"""Files beside the answer, texts that are hard to read, and the wrong files (lines 6, 28 and 30 of the threat model)."""

from __future__ import annotations

from pathlib import Path

from tests.attacks.honest_work import HONEST

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
    conv2d"""
    (folder / "convolution.py").write_bytes(HONEST.encode() + b"\0\0\0")


def t28_syntax_error(folder: Path) -> None:
    """A syntax error in the last line.
    conv2d"""
    (folder / "convolution.py").write_text(HONEST + "\ndef conv2d_padded(:\n", encoding="utf-8")


def t28_tabs_and_spaces(folder: Path) -> None:
    """Tabs and spaces mixed.
    conv2d"""
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
    conv2d"""
    text = "a = " + " + ".join(["1"] * 20_000) + "\nb = (1 << 5_000_000) * 3\nc = 'x' * (1 << 34)\n"
    (folder / "convolution.py").write_text(HONEST + text, encoding="utf-8")


def t28_wrong_coding_line(folder: Path) -> None:
    """A coding line that names no encoding.
    conv2d"""
    (folder / "convolution.py").write_text("# -*- coding: klingon -*-\n" + HONEST, encoding="utf-8")


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
