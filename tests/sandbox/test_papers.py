"""Files that honest work opens beside itself: what was handed in is read, what is written is kept in memory, and no other door opens."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.records.errors import StudentError
from autograder.sandbox import Sandbox
from tests.support.student_process import notebook, py, running, started

HELPER = py("_two = 2\n\n\ndef double(x):\n    return _two * x\n", "helpers.py")


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with started() as made:
        yield made


@pytest.mark.parametrize(
    "body",
    [
        "os.chdir('.'); os.chdir(os.path.dirname(os.path.abspath('work.py')))\nreturn True",
        "with open('log.txt', 'w') as f:\n    print('a', file=f)\n"
        "with open('log.txt', 'a') as f:\n    f.write('b')\nreturn open('log.txt').read() == 'a\\nb'",
        "with open('log.txt', 'x', encoding='utf-16') as f:\n    f.write('é')\n"
        "return open('/submission/log.txt', 'rb').read()[2:] == 'é'.encode('utf-16-le')",
        "os.makedirs('a/b', exist_ok=True); os.makedirs('a/b', exist_ok=True)\nreturn os.path.isdir('a/b') and not os.path.exists('c')",
        "Path('out').mkdir(exist_ok=True)\nPath('out/x.json').write_text('[1]')\n"
        "return json.loads(open(os.path.abspath('out/x.json')).read()) == [1]",
        "np.save('x.npy', np.arange(3)); np.savetxt('x.csv', [1.0, 2.0]); np.savez('x.npz', a=1)\n"
        "return np.load('x.npy').sum() == 3 and np.loadtxt('x.csv').sum() == 3 and np.load('x.npz')['a'] == 1",
        "with open('x.pkl', 'wb') as f:\n    pickle.dump({1: 2}, f)\nwith open('x.pkl', 'rb') as f:\n    return pickle.load(f) == {1: 2}",
        "logging.basicConfig(filename='x.log', level=logging.INFO)\nlogging.info('x')\nreturn True",
        "with open('big.bin', 'wb') as f:\n    f.write(bytes(9 << 20))\nreturn os.path.getsize('big.bin') <= 4 << 20",
        "return 'def double' in open('helpers.py').read() and Path(__file__).read_text().startswith('import')",
    ],
)
def test_what_is_written_beside_the_submission_is_kept_in_memory(sandbox: Sandbox, body: str) -> None:
    lines = "".join(f"    {line}\n" for line in body.splitlines())
    text = f"import json, logging, os, pickle\nfrom pathlib import Path\nimport numpy as np\n\ndef f():\n{lines}"
    with running(sandbox, text, [HELPER]) as process:
        assert process.report.flags == ()
        assert process.module.f()
    assert not any(Path(name).exists() for name in ("log.txt", "a", "out", "x.npy", "x.pkl", "x.log", "big.bin"))


@pytest.mark.parametrize(
    "load",
    [
        "exec(open('helpers.py').read())",
        "exec(compile(open('./helpers.py', 'rb').read(), 'helpers.py', 'exec'))",
        "import importlib.util as u\ns = u.spec_from_file_location('h', 'helpers.py')\n"
        "m = u.module_from_spec(s)\ns.loader.exec_module(m)\ndouble = m.double",
        "import os, sys\nsys.path.append(os.path.abspath('lib'))\nfrom helpers import double",
    ],
)
@pytest.mark.parametrize("in_notebook", [False, True])
def test_a_helper_may_be_opened(sandbox: Sandbox, load: str, in_notebook: bool) -> None:
    text = f"{load}\nx = double(2)\n"
    with running(sandbox, notebook(text) if in_notebook else text, [HELPER]) as process:
        assert process.report.flags == ()
        assert process.module.x == 4


@pytest.mark.parametrize("path", ["/tmp/x", "../x", "/submission/../tmp/x", "data.csv", "a/../../x"])
@pytest.mark.parametrize("mode", ["r", "w"])
def test_no_other_door_opens(sandbox: Sandbox, path: str, mode: str) -> None:
    if path == "data.csv" and mode == "w":
        return
    with running(sandbox, f"def f():\n    return open({path!r}, {mode!r})\n") as process:
        with pytest.raises(StudentError, match="PermissionError"):
            process.module.f()
        assert process.refused == (f"the sandbox refused open {path!r}",)


def test_pictures_and_weights_are_saved_without_a_word() -> None:
    """To save the figure that is returned, and the network that was trained, is what everybody does."""
    from autograder.course import Limits, Rules

    text = """
        import os, torch, matplotlib.pyplot as plt
        from torch import nn

        def f():
            figure, axes = plt.subplots()
            os.makedirs("figures", exist_ok=True)
            for ending in ("png", "pdf", "svg"):
                figure.savefig(f"figures/f.{ending}")
            model = nn.Linear(2, 1)
            torch.save(model.state_dict(), "best.pt")
            model.load_state_dict(torch.load("best.pt"))
            return os.path.getsize("figures/f.png") > 1000
    """
    rules = Rules(libraries=("numpy", "torch", "matplotlib"))
    with started(rules, Limits(call_seconds=5.0, memory_mb=512)) as torch, running(torch, py(text)) as process:
        assert process.module.f()
        assert process.refused == ()


def test_a_temporary_folder_that_a_library_wants_is_no_suspicion(sandbox: Sandbox) -> None:
    with running(sandbox, "import tempfile\ntempfile.mkdtemp()\ndef f():\n    return 3\n") as process:
        (told,) = process.report.flags
        assert told == "work.py, line 2: stopped there: files, programs and the network are closed while work is graded"
        assert process.module.f() == 3
        assert process.refused == ()
