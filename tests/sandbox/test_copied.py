"""Code with what stood around it where it was copied from: a console's prompts, the fences of Markdown."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from autograder.sandbox import Sandbox
from autograder.sandbox.inside.copied import without_fences
from tests.support.student_process import notebook, py, running, started


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with started() as made:
        yield made


_CODE = "def f(x):\n{0}    # one more\n{0}\n{0}    return x + 1\n{0}\n{1}y = f(2)"


@pytest.mark.parametrize(
    "text",
    [
        ">>> " + _CODE.format("... ", ">>> ") + "\n>>> y\n3\n>>> f(3)\n4",
        ">>> " + _CODE.format("... ", ">>> ").replace("... \n", "...\n"),
        "In [12]: " + _CODE.format("    ...: ", "\nIn [13]: ") + "\n\nIn [14]: y\nOut[14]: 3\n",
        "In [1]: " + _CODE.format("   ...: ", "In [2]: "),
    ],
)
@pytest.mark.parametrize("in_notebook", [False, True])
def test_prompts_are_taken_away(sandbox: Sandbox, text: str, in_notebook: bool) -> None:
    with running(sandbox, notebook(text) if in_notebook else py(text)) as process:
        assert process.module.f(1) == 2
        assert process.module.y == 3
        assert any(flag.endswith("read without a console's prompts") for flag in process.report.flags)


_PAGE = (
    "# Homework\n\nIt's done; 2 x 2 = 4:\n\n```{0}\nimport math\n\n\ndef f(x):\n    return x + 1\n```\n\n"
    "and so\n\n```\nnot ( this\n```\n\n~~~ python\ny = f(2)\n~~~\n"
)


@pytest.mark.parametrize("language", ["python", "{python}", "{.python .input}", "py", "{code-cell} ipython3"])
def test_of_markdown_the_code_is_read(sandbox: Sandbox, language: str) -> None:
    with running(sandbox, _PAGE.replace("{0}", language)) as process:
        assert process.module.y == 3
        assert process.report.flags == ("work.py: read without the Markdown around the code",)


def test_a_page_inside_a_program_takes_nothing_away(sandbox: Sandbox) -> None:
    """An example in a docstring is no sign that the rest is Markdown, whatever else keeps the file from being read."""
    text = 'def f(x):\n    """\n```python\nf(1)\n```\n    """\n    return x + 1\n\nprint(f(1)\n'
    assert without_fences(text) is None
    with running(sandbox, text) as process:
        assert process.module.f(1) == 2
