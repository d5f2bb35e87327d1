"""The answer is chosen by what it answers: which file counts, which count together, and what is said of the rest."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pytest

from autograder.ingest import Rejection, Submission
from autograder.ingest.own import read_file_in_place
from tests.support.handed_in import folder, notebook, read, zip_bytes
from tests.support.handout import BOOK, HANDOUT, LAYER, ONE_D, OTHER_TWO_D, SIZES, STUB, TWO_D


def settled(
    tmp_path: Path, files: dict[str, str | bytes], times: dict[str, float] | None = None
) -> Submission | Rejection:
    """What one student's files become; all of one time, but those in ``times``."""
    root = folder(
        tmp_path / "class",
        {f"ann/{name}": data.encode() if isinstance(data, str) else data for name, data in files.items()},
    )
    for name in files:
        os.utime(root / "ann" / name, (0, 1e9 + (times or {}).get(name, 0)))
    intake = read(root, handout=HANDOUT)
    (one,) = (*intake.submissions, *intake.rejections)
    return one


def chosen(tmp_path: Path, files: dict[str, str | bytes], times: dict[str, float] | None = None) -> Submission:
    one = settled(tmp_path, files, times)
    assert isinstance(one, Submission), one.reason
    return one


RESAVED = (
    b"\xef\xbb\xbf" + STUB.replace("\n", "\r\n").encode(),
    "# Name: Ann\n" + STUB.replace("# TODO: slide", "# no idea"),
    STUB.replace('"""Slide a kernel over an image."""', "").replace("    raise", "    \n\n    raise").encode("utf-16"),
    STUB.replace("raise NotImplementedError", "pass  #"),
    STUB.replace(": np.ndarray", "").replace(" -> np.ndarray", ""),
    STUB.replace("import numpy as np", "import math\nimport numpy as np\n"),
    BOOK,
    notebook("# Ann", *STUB.split("\n\n\n")),
)


@pytest.mark.parametrize("stub", RESAVED, ids=range(len(RESAVED)))
@pytest.mark.parametrize("name", ["convolution.py", "convolution.ipynb"])
def test_an_untouched_stub_never_wins_over_work(stub: str | bytes, name: str, tmp_path: Path) -> None:
    one = chosen(tmp_path, {name: stub, "my_work.py": ONE_D}, {name: 100})
    assert one.main.name == "my_work.py"
    assert one.flags == (f"{name} is as it was handed out: the answer was read from my_work.py",)


def test_an_untouched_stub_alone_is_handed_on(tmp_path: Path) -> None:
    one = chosen(tmp_path, {"convolution.py": STUB, "test_convolution.py": "x = 1"})
    assert one.main.data == STUB.encode()
    assert chosen(tmp_path / "b", {"convolution.py": STUB, "convolution.ipynb": BOOK}).main.name == "convolution.py"


WORK = (
    (ONE_D + TWO_D, ONE_D), (LAYER, STUB), (SIZES, STUB), (STUB.replace("why = ...", "why = '''Because'''"), STUB),
     (ONE_D, "# see the notebook\n"),
     ("def conv2d(a, b):\n    return a[\n", STUB), ("from numpy import convolve as conv2d\nconv2d = max\n", STUB),
     ("try:\n    import numba\nexcept ImportError:\n    pass\nif True:\n    def conv2d(a, b):\n        return a\n", STUB),
     ("import marimo\napp = marimo.App()\n\n@app.cell\ndef _():\n    def conv2d(a, b):\n        return a\n    return conv2d,\n", STUB),
     ("get_ipython().run_cell_magic('time', '', 'def conv2d(a, b):\\n    return a\\n')\n", STUB),
     ("!pip install numpy\n%matplotlib inline\n" + TWO_D, STUB),
)  # fmt: skip


@pytest.mark.parametrize(("more", "less"), WORK, ids=range(len(WORK)))
def test_the_file_that_answers_more_counts(more: str, less: str, tmp_path: Path) -> None:
    one = chosen(tmp_path, {"convolution.py": less, "work.ipynb": notebook(more)}, {"convolution.py": 100})
    assert one.main.name == "work.ipynb"
    assert any("convolution.py" in flag for flag in one.flags)
    one = chosen(tmp_path / "b", {"convolution.ipynb": notebook(less), "work.py": more}, {"convolution.ipynb": 100})
    assert one.main.name == "work.py"


NO_ANSWERS = (
    "from work import conv2d\nprint(conv2d(1, 2))\n", "def show(conv2d):\n    return conv2d(1, 2)\n", "conv2d(1, 2)\n",
    "x = '''\ndef conv2d(a, b):\n    return a\n'''\n",
     "def conv2d(image, kernel):\n    '''later'''\n    ...\n", "conv2d = None\n",
    "class Layer:\n    def __init__(self, size):\n        self.size = size\n", "conv2d.fast = True\n",
)  # fmt: skip


@pytest.mark.parametrize("nothing", NO_ANSWERS, ids=range(len(NO_ANSWERS)))
def test_what_is_no_answer(nothing: str, tmp_path: Path) -> None:
    one = chosen(tmp_path, {"convolution.py": nothing, "work.py": TWO_D})
    assert one.main.name in ("work.py", "convolution.py")
    assert one.main.data == TWO_D.encode() or "from work" in nothing


def test_of_equals_the_expected_name_counts_then_the_newer(tmp_path: Path) -> None:
    one = chosen(tmp_path, {"convolution.py": TWO_D, "other.py": OTHER_TWO_D}, {"other.py": 100})
    assert one.main.name == "convolution.py"
    assert "the answer was read from convolution.py (it is called as expected), not from other.py" in one.flags
    moment = "it was written a moment later"
    for times, name, why in (
        ({"a.py": 100.0}, "a.py", "it is newer"),
        ({"b.ipynb": 100.0}, "b.ipynb", "it is newer"),
        ({"b.ipynb": 0.001}, "b.ipynb", moment),
    ):
        one = chosen(tmp_path / why / name, {"a.py": TWO_D, "b.ipynb": notebook(OTHER_TWO_D)}, times)
        assert one.main.name == name
        other = "a.py" if name == "b.ipynb" else "b.ipynb"
        assert f"the answer was read from {name} ({why}), not from {other}" in one.flags
    undecided = settled(tmp_path / "c", {"a.py": TWO_D, "b.py": OTHER_TWO_D})
    assert isinstance(undecided, Rejection)
    assert undecided.reason.startswith("2 files answer the same questions differently: a.py, b.py; hand in one, called")


def test_times_in_a_zip_count_too(tmp_path: Path) -> None:
    path = tmp_path / "class.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr(zipfile.ZipInfo("ann/a.py", (2026, 5, 2, 10, 0, 0)), TWO_D)
        packed.writestr(zipfile.ZipInfo("ann/b.py", (2026, 5, 1, 10, 0, 0)), OTHER_TWO_D)
        packed.writestr(zipfile.ZipInfo("bob/convolution.py", (2026, 5, 1, 10, 0, 0)), TWO_D)
    assert read(path, handout=HANDOUT).submissions[0].main.name == "a.py"


def test_copies_of_one_answer_raise_no_flag(tmp_path: Path) -> None:
    script = "#!/usr/bin/env python\n# coding: utf-8\n\n# In[1]:\n" + TWO_D.replace("image * kernel", "image*kernel")
    one = chosen(
        tmp_path, {"convolution.py": script, "convolution.ipynb": notebook(TWO_D), "old/convolution.py": TWO_D}
    )
    assert (one.main.name, one.flags) == ("convolution.py", ())
    differs = chosen(
        tmp_path / "b", {"convolution.py": TWO_D + ONE_D, "work.py": TWO_D + ONE_D + "def _pad(x):\n    return x\n"}
    )
    assert any("not from work.py" in flag for flag in differs.flags)  # what they call may differ


def test_files_that_answer_different_questions_count_together(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "part1.py": ONE_D + TWO_D,
        "part2.ipynb": notebook("# 2", TWO_D, LAYER),
        "rest.py": SIZES,
        "pic.py": "x = 1",
    }
    one = chosen(tmp_path, files)
    assert one.main.name == "part1.py"
    assert {file.name: file.answers for file in one.others} == {
        "part2.ipynb": ("Layer",),
        "rest.py": ("sizes",),
        "pic.py": (),
    }
    told = "the answers were read from 3 files together: part1.py (convolve_1d, conv2d); part2.ipynb (Layer); rest.py (sizes)"
    assert told in one.flags


def test_the_stub_with_part_of_the_work_goes_with_the_rest(tmp_path: Path) -> None:
    half = STUB.replace('    raise NotImplementedError("conv2d is not written yet")', "    return image")
    one = chosen(tmp_path, {"convolution.py": half, "more.ipynb": notebook(ONE_D, SIZES)})
    assert [one.main.name, *(file.name for file in one.others)] == ["more.ipynb", "convolution.py"]
    assert one.others[0].answers == ("conv2d",)


def test_answers_that_contradict_each_other_are_refused(tmp_path: Path) -> None:
    one = settled(tmp_path, {"part1.py": ONE_D + TWO_D, "part2.py": OTHER_TWO_D + LAYER})
    assert isinstance(one, Rejection)
    assert one.reason == (
        "part1.py and part2.py hold different answers to conv2d, and each answers questions that the other does not: "
        "hand in one file, called convolution.py or convolution.ipynb"
    )


def test_a_draft_that_answers_less_is_left_aside_and_told(tmp_path: Path) -> None:
    one = chosen(tmp_path, {"final.py": ONE_D + TWO_D + SIZES, "draft.py": OTHER_TWO_D}, {"draft.py": 100})
    assert one.main.name == "final.py"
    assert "the answer was read from final.py (it answers more), not from draft.py" in one.flags


def test_answers_handed_on_by_imports(tmp_path: Path) -> None:
    one = chosen(
        tmp_path,
        {"convolution.py": "from src.conv import *\n" + ONE_D, "src/conv.py": TWO_D + LAYER, "src/__init__.py": ""},
    )
    assert one.main.name == "convolution.py"
    assert {file.name for file in one.others} == {"src/conv.py", "src/__init__.py"}
    assert not one.flags
    one = chosen(tmp_path / "b", {"main.py": "from hw3 import *\nprint(conv2d(1, 2))\n", "hw3.py": TWO_D})
    assert one.main.name == "hw3.py"


def test_a_slip_in_one_function_does_not_make_a_file_answer_nothing(tmp_path: Path) -> None:
    for slip in (
        "def Layer(x)\n    return x\n",
        "print(conv2d(1, 2)\n",
        "sizes = [1, 2\n\n",
        "    indented = 1\n",
        "pip install numpy\n",
    ):
        broken = ONE_D + "\n" + slip + "\n" + TWO_D
        one = chosen(tmp_path / str(len(slip)), {"a.py": broken, "convolution.py": ONE_D})
        assert one.main.name == "a.py", slip


def test_a_file_of_which_nothing_can_be_read_is_an_attempt(tmp_path: Path) -> None:
    one = chosen(tmp_path, {"mine.py": "def conv2d(a, b)\n    return a\n", "convolution.py": STUB})
    assert one.main.name == "mine.py"
    assert chosen(tmp_path / "b", {"mine.py": "def conv2d(a, b)\n    return a\n", "a.py": TWO_D}).main.name == "a.py"


@pytest.mark.parametrize(
    ("name", "data", "main"),
    [("convolution.py.txt", TWO_D, "convolution.py"), ("convolution.txt", TWO_D, "convolution.py"),
     ("convolution", TWO_D, "convolution.py"),
     ("convolution.PY", TWO_D, "convolution.py"), ("convolution.ipynb.json", notebook(TWO_D), "convolution.ipynb"),
     ("convolution.ipynb.txt", notebook(TWO_D), "convolution.ipynb"), ("convolution.json", notebook(TWO_D), "convolution.ipynb"),
     ("convolution.py", notebook(TWO_D), "convolution.ipynb"), ("convolution.ipynb", TWO_D, "convolution.py"),
     ("convolution.md", TWO_D, "convolution.py"),
     ("convolution.txt", TWO_D + "\nprint(\n", "convolution.py"), ("work.ipynb.htm", notebook(TWO_D), "work.ipynb")],
)  # fmt: skip
def test_endings_do_not_decide(name: str, data: str | bytes, main: str, tmp_path: Path) -> None:
    for other in ({}, {"notes.txt": "def is a word", "helper.py": "x = 1"}):
        one = chosen(tmp_path / str(len(other)), {name: data, **other})
        assert one.main.name == main
        kind = "notebook" if main.endswith(".ipynb") else "Python module"
        told = f"{name} was read as a {kind}, which it is by its content"
        assert (told in one.flags) == (not name.lower().endswith(main.rpartition(".")[2]))


def test_class_folders_of_files_with_odd_endings(tmp_path: Path) -> None:
    files = {"s1.py.txt": TWO_D.encode(), "s2.txt": TWO_D.encode(), "s3.ipynb.json": notebook(TWO_D),
             "README.txt": b"Read def conv2d(x) carefully",
             "s4": TWO_D.encode(), "s5.tar.gz": b"", "grades.csv": b"a,b"}  # fmt: skip
    intake = read(folder(tmp_path / "class", files), handout=HANDOUT)
    assert [one.student for one in intake.submissions] == ["s1", "s2", "s3", "s4"]
    assert [one.student for one in intake.rejections] == ["s5"]
    assert {one.path for one in intake.ignored if "belongs to no student" in one.reason} == {"README.txt", "grades.csv"}


def test_helpers_with_odd_endings_are_importable(tmp_path: Path) -> None:
    one = chosen(
        tmp_path,
        {"convolution.py": "from helpers import pad\n" + TWO_D, "helpers.py.txt": "def pad(x):\n    return x\n"},
    )
    assert [file.name for file in one.others] == ["helpers.py"]


def test_only_checkpoint_copies(tmp_path: Path) -> None:
    name = ".ipynb_checkpoints/convolution-checkpoint.ipynb"
    one = chosen(tmp_path, {name: notebook(TWO_D), "readme.txt": ""})
    assert one.main.name == "convolution-checkpoint.ipynb"
    assert (
        f"only Jupyter's checkpoint copy was handed in, and was read: {name}; it may be older than the work"
        in one.flags
    )
    beside = chosen(tmp_path / "b", {name: notebook(TWO_D + ONE_D), "convolution.ipynb": notebook(TWO_D)})
    assert (beside.main.name, beside.flags) == ("convolution.ipynb", ())
    zipped = chosen(tmp_path / "c", {"work.zip": zip_bytes({name: notebook(TWO_D)})})
    assert zipped.main.name == "convolution-checkpoint.ipynb"
    alone = read(folder(tmp_path / "eve", {name: notebook(TWO_D)}), handout=HANDOUT)
    assert [one.student for one in alone.submissions] == ["eve"]
    many = {f"s{n}/convolution.py": TWO_D.encode() for n in (1, 2)} | {
        ".ipynb_checkpoints/x-checkpoint.ipynb": notebook(TWO_D)
    }
    assert [one.student for one in read(folder(tmp_path / "many", many), handout=HANDOUT).submissions] == ["s1", "s2"]


@pytest.mark.parametrize("name", ["convolution.py~", "#convolution.py#", "work.ipynb~"])
def test_an_editors_copy_counts_where_nothing_else_does(name: str, tmp_path: Path) -> None:
    work = notebook(TWO_D) if "ipynb" in name else TWO_D.encode()
    one = chosen(tmp_path, {name: work})
    assert one.main.data.strip()
    assert (
        f"only an editor's backup copy was handed in, and was read: {name}; it may be older than the work" in one.flags
    )
    assert chosen(tmp_path / "b", {name: work, "x.py": ONE_D}).main.name == "x.py"


def test_an_older_backup_does_not_count_for_its_time(tmp_path: Path) -> None:
    one = chosen(tmp_path, {"convolution.py": TWO_D, "convolution.py.bak": OTHER_TWO_D}, {"convolution.py.bak": 100})
    assert one.main.data == TWO_D.encode()


def test_code_as_it_was_shown_counts_as_an_answer(tmp_path: Path) -> None:
    """In a console, or in Markdown, which counts where nothing else answers: a README shows an example."""
    console = "\n".join(f"... {line}" if line[:1] in " " else f">>> {line}" for line in TWO_D.splitlines())
    one = chosen(tmp_path, {"convolution.py": console, "old.py": ONE_D})
    assert {"convolution.py", "old.py"} == {file.name for file in (one.main, *one.others)}
    page = f"# Homework\n\nIt is here:\n\n```python\n{TWO_D}\n```\n"
    assert chosen(tmp_path / "b", {"hw.qmd": page}).flags[0].startswith("the answer was read from hw.qmd")
    beside = chosen(tmp_path / "c", {"README.md": page, "convolution.py": OTHER_TWO_D})
    assert (beside.main.name, beside.flags) == ("convolution.py", ())


def test_a_canvas_upload_that_answers_nothing_does_not_replace_work(tmp_path: Path) -> None:
    files = {"ann_1_10_convolution.py": TWO_D.encode(), "ann_1_12_convolution-1.py": STUB.encode(),
             "bob_2_20_convolution.py": (ONE_D + TWO_D).encode(), "bob_2_21_convolution-1.py": OTHER_TWO_D.encode()}  # fmt: skip
    ann, bob = read(folder(tmp_path / "submissions", files), handout=HANDOUT).submissions
    assert ann.main.data == TWO_D.encode()
    assert bob.main.data == OTHER_TWO_D.encode()
    assert "handed in twice under one name: convolution-1.py counts, the later upload, not convolution.py" in bob.flags
    assert not any("no convolution.py" in flag for flag in bob.flags)


def test_the_whole_is_the_same_in_any_order_of_files(tmp_path: Path) -> None:
    files = {"a.py": ONE_D, "b.py": TWO_D, "c.py": LAYER, "d.ipynb": notebook(SIZES)}
    found = []
    for number, names in enumerate((sorted(files), sorted(files, reverse=True))):
        root = tmp_path / str(number)
        for name in names:
            data = files[name]
            folder(root / "ann", {name: data.encode() if isinstance(data, str) else data})
            os.utime(root / "ann" / name, (0, 1e9))
        (one,) = read(root, handout=HANDOUT).submissions
        found.append((one.main, one.others, one.flags))
    assert found[0] == found[1]


def test_a_notebook_that_the_answer_imports_is_a_module_beside_it(tmp_path: Path) -> None:
    """As it is on the student's machine (``import_ipynb`` and the like); any other notebook stays aside."""
    main = f"import import_ipynb\nfrom tools import flip\n\n{TWO_D}"
    files: dict[str, str | bytes] = {
        "convolution.ipynb": notebook(main),
        "tools.ipynb": notebook("%matplotlib inline\nx = 1", "def flip(image):\n    return image[::-1]"),
        "scratch.ipynb": notebook("y = 1"),
    }
    one = settled(tmp_path, files)
    assert isinstance(one, Submission)
    assert one.main.name == "convolution.ipynb"
    assert [file.name for file in one.others] == ["tools.py"]
    assert b"def flip" in one.others[0].data
    one = chosen(tmp_path / "run", {**files, "convolution.ipynb": notebook("%run tools.ipynb", TWO_D)})
    assert [file.name for file in one.others] == ["tools.py"]


def test_what_is_read_all_the_same_counts_as_an_answer(tmp_path: Path) -> None:
    """Characters that look like Python's own and a newer Python's words do not let an older, smaller version win."""
    odd = f"{SIZES}\n\n{ONE_D}\n\n{TWO_D}".replace("(image, kernel):", "（image， kernel）：")
    one = settled(tmp_path, {"convolution.py": odd, "old.py": TWO_D.replace("*", "-")})
    assert isinstance(one, Submission)
    assert one.main.data == odd.encode()
    assert not any(file.answers for file in (one.main, *one.others))


def test_a_file_looked_at_where_it_lies_finds_the_modules_that_it_names(tmp_path: Path) -> None:
    """In its folder, and in folders that it names; not what else lies there."""
    files = {
        "convolution.py": f"import sys\nsys.path.append('lib')\nfrom tools import pad\nfrom mine.kernels import k\n{TWO_D}",
        "tools.py": "from more import x\npad = 1\n",
        "more.py": "x = 1\n",
        "lib/mine/kernels.py": "k = 1\n",
        "other.py": "y = 1\n",
        "old/kernels.py": "k = 2\n",
    }
    root = folder(tmp_path, {name: text.encode() for name, text in files.items()})
    one = read_file_in_place(root / "convolution.py", HANDOUT)
    assert isinstance(one, Submission)
    assert {file.name for file in one.others} == {"tools.py", "more.py", "lib/mine/kernels.py"}
