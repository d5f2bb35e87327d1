"""Answers handed in as several files: each question is taken from the file that answers it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import pytest

from autograder.records.submission import SourceFile
from autograder.sandbox import Sandbox, StudentProcess
from tests.support.student_process import notebook, started

Load = Callable[[Mapping[str, tuple[str | list[str], str]]], StudentProcess]
STUB = "def f(x):\n    raise NotImplementedError\ndef g(x):\n    raise NotImplementedError\n"


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with started() as made:
        yield made


@pytest.fixture
def loaded(sandbox: Sandbox) -> Iterator[Load]:
    """Load files, the first of them the main one; each is a text (a list: a notebook's cells) and the names it answers."""
    processes: list[StudentProcess] = []

    def load(files: Mapping[str, tuple[str | list[str], str]]) -> StudentProcess:
        main, *others = (
            SourceFile(
                name, content.encode() if isinstance(content, str) else notebook(*content).data, tuple(answers.split())
            )
            for name, (content, answers) in files.items()
        )
        processes.append(sandbox.start(main, others, "work"))
        return processes[-1]

    yield load
    for process in processes:
        process.close()


def test_each_file_has_helpers_of_its_own(loaded: Load) -> None:
    one = "def _pad(x):\n    return x + 1\ndef f(x):\n    return _pad(x)\n"
    two = ["def _pad(x, much):\n    return x + much\n", "def g(x):\n    return _pad(x, 10)\n"]
    process = loaded({"part1.py": (one, "f"), "part 2.ipynb": (two, "g")})
    assert (process.module.f(1), process.module.g(1)) == (2, 11)
    assert process.report.flags == ()


@pytest.mark.parametrize(
    "names", [("work.py", "more.py"), ("a.ipynb", "work.py"), ("random.py", "copy.py"), ("work.ipynb", "work.py")]
)
def test_an_answer_finds_what_it_calls_in_the_other_file(loaded: Load, names: tuple[str, str]) -> None:
    one = STUB + "import math\ndef helper(x):\n    return math.floor(x)\ndef f(x):\n    return x + 1\n"
    two = STUB + "def g(x):\n    return 2 * f(helper(x))\n"
    first, second = ([text] if name.endswith(".ipynb") else text for name, text in zip(names, (one, two), strict=True))
    process = loaded({names[0]: (first, "f"), names[1]: (second, "g")})
    assert process.module.g(1.5) == 4


def test_values_that_need_the_other_files_functions(loaded: Load) -> None:
    process = loaded(
        {"a.ipynb": (["def f(x):\n    return x + 1\n"], "f"), "b.ipynb": (["size = f(2)\n", "h = [f(size)]"], "size h")}
    )
    assert process.module.size == 3
    assert process.module.h == [4]


def test_an_accident_in_a_part_costs_one_thing(loaded: Load) -> None:
    two = "import nothing_like_it\ndef g(x):\n    return x\ndef h(x)\n    return x\nexit()\ndef k(x):\n    return 3\n"
    process = loaded({"one.py": ("def f(x):\n    return x\n", "f"), "two.py": (two, "g k")})
    assert (process.module.f(1), process.module.g(2), process.module.k(0)) == (1, 2, 3)
    assert any("two.py, line 4" in flag for flag in process.report.flags)


def test_a_part_that_is_imported_is_run_once(loaded: Load) -> None:
    one = "from parts import two\nimport two as again\ndef f(x):\n    return two.g(x), two.ran\n"
    process = loaded(
        {"one.py": (one, "f"), "parts/two.py": ("ran = [1]\nran.append(2)\ndef g(x):\n    return x\n", "g")}
    )
    assert process.module.f(5) == (5, [1, 2])
    assert process.module.g(5) == 5


def test_what_a_part_may_not_use_is_seen(loaded: Load) -> None:
    two = ["import torch\ndef g(x):\n    return torch.tensor(x)\n"]
    process = loaded({"one.py": ("def f(x):\n    return x\n", "f"), "two.ipynb": (two, "g")})
    assert any("torch" in flag for flag in process.report.flags)
