"""IPython's additions to Python: magics, shell lines, the shell itself, and what other notebooks make of them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from autograder.course import Rules
from autograder.sandbox import Sandbox
from autograder.sandbox.inside.plan import MAGICS
from autograder.sandbox.inside.report import ELSEWHERE
from tests.support.student_process import notebook, py, running, started


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with started() as made:
        yield made


def test_what_ipython_gives_a_notebook_is_there(sandbox: Sandbox) -> None:
    book = notebook("def f(x):\n    display(x)\n    return 2 * x", "display(f(1))\nget_ipython().magic('pwd')\nz = 3")
    with running(sandbox, book) as process:
        assert process.report.flags == ()
        assert process.report.names == ("f", "z")
        assert process.module.f(2) == 4


def test_magics_are_left_out(sandbox: Sandbox) -> None:
    cells = [
        "%matplotlib inline\nx = 1",
        "!pip install torch\ny = 2",
        "%%bash\nrm -rf /",
        "x?",
        "get_ipython().run_line_magic('timeit', 'x')\nz = 3",
    ]
    with running(sandbox, notebook(*cells)) as process:
        assert process.report.names == ("x", "y", "z")
        assert process.report.flags == (
            MAGICS,
            "left out: work.ipynb, the cell `%%bash`: a cell under %%bash is not Python of this notebook.",
        )


@pytest.mark.parametrize(
    "head", ["%%time", "%%timeit -n 3", "%%capture out --no-stderr", "%%prun\n%%time", "\n# mine\n%%time"]
)
def test_a_cell_that_is_timed_or_captured_keeps_its_functions(sandbox: Sandbox, head: str) -> None:
    with running(sandbox, notebook(f"{head}\ndef f(x):\n    return x + 1")) as process:
        assert process.module.f(2) == 3
        assert process.report.flags == (MAGICS,)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("%matplotlib inline\nx = (17\n% 5)", 2),
        ("x = '''\n%pwd\n!ls\nwhat?\n'''\n!ls", "\n%pwd\n!ls\nwhat?\n"),
        ("for x in range(3):\n    !ls\n    %timeit 1\n", 2),
        ("x = 1\nif x:\n    np.pad?\n?np.pad\nnp.pad??  \n", 1),
        ("x = 17 % \\\n5\n!pip install a \\\n  b", 2),
        ("x = !ls\n", []),
        ("x = %time max(3, 4)\n", 4),
        ("%time x = max(3, 4)\n", 4),
        ("!echo it's\n!echo (\n%cd C:\\\\temp\nx = 5  # why?\n", 5),
        ("  %matplotlib inline\n  x = 1\n", 1),
    ],
)
def test_no_more_than_the_magics_is_left_out(sandbox: Sandbox, cell: str, value: object) -> None:
    with running(sandbox, notebook("y = 0", cell)) as process:
        assert process.module.x == value
        assert process.report.flags == (MAGICS,)


def test_a_notebook_saved_as_a_script_keeps_its_functions(sandbox: Sandbox) -> None:
    """Colab's "Download .py" comments magics out and leaves shell lines as they are."""
    text = "!pip install tqdm\n# %matplotlib inline\ndef f(x):\n    return (x\n        % 4)\nfiles = !ls\nf?\n"
    with running(sandbox, text) as process:
        assert process.report.flags == (MAGICS,)
        assert process.module.f(7) == 3


def test_a_broken_cell_with_magics_stays_broken(sandbox: Sandbox) -> None:
    with running(sandbox, notebook("%matplotlib inline\nx = = 3", "y = (1 1\n% 2)")) as process:
        assert process.report.names == ()
        assert process.report.flags == (
            "left out: work.ipynb, the cell `%matplotlib inline`, line 2 (`x`): invalid syntax.",
            "left out: work.ipynb, the cell `y = (1 1`, line 1 (`y`): invalid syntax. Perhaps you forgot a comma?",
            MAGICS,
            ELSEWHERE,
        )


@pytest.mark.parametrize(
    "script",
    [
        "get_ipython().run_cell_magic('time', '', 'def f():\\n    return 3\\n')\n",
        "get_ipython().run_cell_magic('timeit', '-n 3', 'def f():\\n    return 3\\n')\n",
        "get_ipython().run_cell_magic('capture', 'out --no-stderr', '%matplotlib inline\\ndef f():\\n    return 3\\n')\n",
        "get_ipython().run_cell('def f():\\n    return 3')\n",
        "get_ipython().run_line_magic('time', 'y = 3')\ndef f():\n    return y\n",
        "get_ipython().magic('time y = 3')\ndef f():\n    return y\n",
        "get_ipython().run_cell_magic('bash', '', 'rm -rf /')\ndef f():\n    return 3\n",
        "x = get_ipython().getoutput('ls')\nget_ipython().system('pip install x')\ndef f():\n    return 3 + len(x)\n",
        "get_ipython().run_cell_magic('writefile', 'helpers.py', 'def g():\\n    return 3\\n')\nfrom helpers import g\n"
        "def f():\n    return g()\n",
        "if True:\n    get_ipython().run_line_magic('matplotlib', 'inline')\ndef f():\n    return 3\n",
    ],
)
def test_a_notebook_exported_as_a_script(sandbox: Sandbox, script: str) -> None:
    with running(sandbox, script) as process:
        assert not [flag for flag in process.report.flags if flag != MAGICS]
        assert process.module.f() == 3
        assert process.refused == ()


def test_an_error_in_an_exported_cell_names_its_place(sandbox: Sandbox) -> None:
    with running(
        sandbox, "x = 1\nget_ipython().run_cell_magic('time', '', 'y = 1\\nz = 1 / 0\\n')\nw = 2\n"
    ) as process:
        assert process.report.names == ("x", "y", "w")
        told = "work.py, line 2, the cell there, line 2: stopped there by ZeroDivisionError: division by zero"
        assert process.report.flags == process.report.skipped == (told, ELSEWHERE)


_COLAB = """\
# -*- coding: utf-8 -*-
\"\"\"hw.ipynb

Automatically generated by Colab.
\"\"\"

!pip install tqdm

# Commented out IPython magic to ensure Python compatibility.
# %%time
# def f():
#   # three
#   if True:
# 
#     return 3
# 
# # and four
# def g(): return 4

# Commented out IPython magic to ensure Python compatibility.
# %matplotlib inline
import math

# Commented out IPython magic to ensure Python compatibility.
# %%writefile helpers.py
# def h():
#   return 5
# 

import helpers
def k(): return helpers.h()

# Commented out IPython magic to ensure Python compatibility.
# %%time
# 
# For each size, the answer is computed once more.
def m(): return 6
pip install lime
"""


def test_cells_that_colab_comments_out_for_their_magic_are_there(sandbox: Sandbox) -> None:
    with running(sandbox, _COLAB) as process:
        assert process.report.flags == (MAGICS,)
        assert [process.module.f(), process.module.g(), process.module.k(), process.module.m()] == [3, 4, 5, 6]


@pytest.mark.parametrize(
    "line",
    [
        "pip install numpy", "pip3 install -q numpy", "conda install -c conda-forge numpy", "!pip install numpy", "%pip install x",
        "ls", "ls -la", "pwd", "cd ..", "cd /content/drive/MyDrive", "mkdir data", "rm -rf data", "cat x.txt", "git clone x",
        "matplotlib inline", "load_ext autoreload", "autoreload 2", "python convolution.py", "wget https://example.org/x.zip", "clear",
        "jupyter nbconvert --to script x.ipynb", "apt-get install x", "np.pad?", "?np.pad", "%load_ext tensorboard",
    ],
)  # fmt: skip
@pytest.mark.parametrize("in_notebook", [False, True])
def test_commands_without_their_sign_are_dropped(sandbox: Sandbox, line: str, in_notebook: bool) -> None:
    text = f"{line}\nimport math\ndef f():\n    return math.floor(3.5)\n{line}\n"
    with running(sandbox, notebook(text) if in_notebook else text) as process:
        assert process.report.flags == (MAGICS,)
        assert process.module.f() == 3


def test_a_command_inside_a_block(sandbox: Sandbox) -> None:
    cell = "try:\n    import torchsummaryx\nexcept ImportError:\n    pip install torchsummaryx\n    x = 3\n"
    with running(sandbox, notebook(cell)) as process:
        assert process.module.x == 3


def test_a_broken_statement_does_not_keep_magics_from_being_taken_out(sandbox: Sandbox) -> None:
    with running(sandbox, notebook("x = = 3\n%matplotlib inline\ndef f():\n    !ls\n    return 3\n")) as process:
        assert process.module.f() == 3
        assert process.report.flags[0] == "left out: work.ipynb, the cell of f, line 1 (`x`): invalid syntax."


@pytest.mark.parametrize(
    ("cells", "value"),
    [
        (["import asyncio\nasync def g():\n    await asyncio.sleep(0.01)\n    return 3\ny = await g()"], 3),
        (["import asyncio\nasync def g(x):\n    return x\na, b = await asyncio.gather(g(1), g(2))\ny = a + b"], 3),
        (["async def g():\n    return 3\ny = await g()"], 3),
        (["async def g():\n    for i in range(3):\n        yield i\ny = [x async for x in g()]"], [0, 1, 2]),
        (["async def g():\n    return 3\ntry:\n    y = await g()\nfinally:\n    z = 1"], 3),
    ],
)
def test_a_cell_may_await(sandbox: Sandbox, cells: list[str], value: object) -> None:
    with running(sandbox, notebook(*cells)) as process:
        assert process.report.flags == ()
        assert process.module.y == value
        assert process.refused == ()


@pytest.mark.parametrize(
    "head", ["%%writefile helpers.py", "%%file helpers.py", "%%writefile ./helpers.py", '%%writefile "helpers.py"']
)
def test_a_cell_may_write_a_helper(sandbox: Sandbox, head: str) -> None:
    cells = [
        f"{head}\ndef g():\n    return 1",
        "%%writefile -a helpers.py\n\ndef h():\n    return 2",
        "from helpers import *",
        "x = g() + h()",
    ]
    with running(sandbox, notebook(*cells)) as process:
        assert process.report.flags == ()
        assert process.module.x == 3


def test_a_cell_may_write_the_answer(sandbox: Sandbox) -> None:
    with running(sandbox, notebook("%%writefile work.py\ndef f():\n    return 3", "!pytest")) as process:
        assert process.module.f() == 3
        assert "work.py, which a cell writes, was read as a part of the answer" in process.report.flags


def test_a_script_that_a_cell_runs(sandbox: Sandbox) -> None:
    helper = py("_three = 3\n\ndef g():\n    return _three\n", "helpers.py")
    for line in ("%run helpers.py", "%run -i ./helpers", "%run 'helpers.ipynb'"):
        with running(sandbox, notebook(line, "x = g() + _three"), [helper]) as process:
            assert process.module.x == 6
    with running(sandbox, notebook("%run -m helpers", "x = 1"), [helper]) as process:
        assert process.module.x == 1


_MARIMO = '''\
import marimo

__generated_with = "0.13.0"
app = marimo.App(width="medium")

with app.setup:
    import numpy as np


@app.cell
def _(g):
    y = g()
    return (y,)


@app.cell(hide_code=True)
def _(mo):
    mo.md(r"""# Title""")
    return


@app.cell
def _():
    def g():
        return int(np.ones(3).sum())
    return (g,)


@app.function
def f():
    return 3


@app.function(hide_code=True)
def f2():
    return 4


@app.class_definition
class A:
    x = 5


@app.cell
async def _():
    import marimo as mo
    import asyncio
    await asyncio.sleep(0)
    z = 6
    return (mo, z)


if __name__ == "__main__":
    app.run()
'''


def test_a_notebook_of_marimo(sandbox: Sandbox) -> None:
    """Its cells run whatever their order; functions stand for themselves."""
    with running(sandbox, _MARIMO) as process:
        assert process.report.flags == ()
        assert [process.module.f(), process.module.f2(), process.module.g()] == [3, 4, 3]
        assert [process.module.y, process.module.z, process.module.A().x] == [3, 6, 5]
    with running(sandbox, _MARIMO.replace("y = g()", "y = 1 / 0").replace("return 4", "return (4")) as process:
        assert process.module.f() == 3
        assert process.module.z == 6
        assert process.report.left_out.keys() == {"f2", "y"}


HARMLESS = {
    "otter": [
        "# Initialize Otter\nimport otter\ngrader = otter.Notebook('hw01.ipynb')",
        "grader.check('f')", "grader.check_all()", "grader.export(pdf=False, force_save=True, run_tests=True)",
    ],
    "okpy": ["from client.api.notebook import Notebook\nok = Notebook('hw01.ok')\n_ = ok.auth(inline=True)", "_ = ok.grade('q1')"],
    "doctest": ["import doctest\ndoctest.testmod(verbose=True)\ndoctest.run_docstring_examples(f, globals())"],
    "help": ["import numpy as np\nhelp(np.pad)\nhelp('if')\nhelp(f)\nnp.info(np.pad)"],
    "kaggle": [
        "# This Python 3 environment comes with many helpful analytics libraries installed\nimport numpy as np # linear algebra\n"
        "import pandas as pd # data processing, CSV file I/O (e.g. pd.read_csv)\n\nimport os\n"
        "for dirname, _, filenames in os.walk('/kaggle/input'):\n"
        "    for filename in filenames:\n        print(os.path.join(dirname, filename))",
    ],
    "colab": [
        "#@title Mount { display-mode: \"form\" }\nfrom google.colab import drive, files\ndrive.mount('/content/drive')",
        "x = 3 #@param {type:\"slider\", min:0, max:10}\nuploaded = files.upload()",
    ],
    "numpy.product": [
        "import numpy as np\ndef g(x): return np.product(x)\ntry:\n    from numpy import product\nexcept ImportError:\n    pass",
    ],
    "warnings": ["import warnings, logging\nwarnings.filterwarnings('ignore')\nlogging.basicConfig(level=10)\nlogging.info('x')"],
}  # fmt: skip


@pytest.mark.parametrize("kind", HARMLESS)
def test_what_courses_and_places_put_into_notebooks_is_not_suspicious(sandbox: Sandbox, kind: str) -> None:
    with running(
        sandbox, notebook("def f():\n    '''\n    >>> f()\n    3\n    '''\n    return 3", *HARMLESS[kind])
    ) as process:
        assert process.report.flags == ()
        assert process.refused == ()
        assert process.module.f() == 3


def test_a_cell_that_writes_tests_is_the_answer_where_tests_are_handed_in() -> None:
    book = notebook("%%writefile test_mine.py\ndef test_f(subject):\n    assert subject", "!pytest test_mine.py")
    with started(Rules(libraries=("numpy", "pytest"))) as made, running(made, book) as process:
        assert "test_f" in process.report.names
