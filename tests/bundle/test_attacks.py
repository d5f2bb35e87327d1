"""What forged scores in stock Otter earns nothing here: none of it is ever run where Otter runs.

`otter run` and the container's script get hostile submissions, in mounts and process numbers of their own where the machine allows it
(`bundle_helpers.alone`). Whether student code runs in Otter's processes is told by a canary, a file that any of it would write.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from autograder.bundle import Bundle, write_bundle
from autograder.bundle.grade_one import read_one
from autograder.course import Assignment, Course
from autograder.ingest import Handout, read_submissions
from autograder.records.submission import Rejection, Submission
from tests.attacks.handed_in import builders
from tests.attacks.honest_work import HONEST
from tests.support.bundle_helpers import (
    alone,
    autograder_folder,
    clean_environment,
    otter_marks,
    otter_run,
    run_container,
    unpacked,
    write_modules,
    write_notebook,
)

ATTACK = '''
import os, sys

def attempt(trick):
    try:
        trick()
    except BaseException:
        pass

def canary():
    with open(r"CANARY", "a") as file:
        file.write(" ".join(sys.argv))

def patch_numpy():
    import numpy.testing
    for name in dir(numpy.testing):
        if name.startswith("assert"):
            setattr(numpy.testing, name, lambda *a, **k: None)

def patch_otter():
    from otter.test_files import abstract_test, exception_test
    abstract_test.TestFile.score = property(lambda self: self.possible)
    exception_test.ExceptionTestFile.run = lambda self, env: None
    exception_test.test_case.call_func = lambda self, env: None

def patch_convgrade_ask():
    sys.modules["convgrade_ask"].passes = lambda *a: None

class Everything:
    def __reduce__(self):
        return os.system, ("echo > CANARY-pickle",)

def patch_pickle():
    import pickle
    dump = pickle.dump
    pickle.dump = lambda value, file, *a, **k: dump(Everything(), file)

def log_socket():
    import pickle, socket, struct
    for line in open("/proc/net/tcp").readlines()[1:]:
        fields = line.split()
        if fields[3] == "0A":
            with socket.create_connection(("127.0.0.1", int(fields[1].split(":")[1], 16)), 1) as peer:
                body = pickle.dumps({"name": Everything(), "levelno": 50})
                peer.sendall(struct.pack(">L", len(body)) + body)

PASSING = "OK_FORMAT = False\\nfrom otter.test_files import test_case\\nname = 'conv2d'\\npoints = 100\\n@test_case()\\ndef t(): pass\\n"

def overwrite_tests():
    import glob
    for path in glob.glob("tests/*.py") + glob.glob("../source/tests/*.py") + glob.glob("/tmp/*/autograder/source/tests/*.py"):
        open(path, "w").write(PASSING)

def overwrite_verdict():
    import glob
    for path in ["../convgrade/verdict.json", *glob.glob("/tmp/*/autograder/convgrade/verdict.json")]:
        open(path, "w").write("{}")

WRITER = """
import glob, json, time
end = time.time() + 60
while time.time() < end:
    for folder in glob.glob("/tmp/*/autograder/results") + ["/autograder/results"]:
        try:
            json.dump({"score": 100, "tests": []}, open(folder + "/results.json", "w"))
        except Exception:
            pass
    time.sleep(0.05)
"""

def background_writer():
    import subprocess
    subprocess.Popen([sys.executable, "-c", WRITER], start_new_session=True)

def background_thread():
    import threading
    threading.Thread(target=exec, args=(WRITER,), daemon=True).start()

def background_child():
    if os.fork() == 0:
        exec(WRITER)

for trick in (canary, patch_numpy, patch_otter, patch_convgrade_ask, patch_pickle, log_socket, overwrite_tests, overwrite_verdict,
              background_writer, background_thread, background_child):
    attempt(trick)

def conv2d(image, kernel):
    attempt(canary)
    os._exit(0)

def convolve_1d(signal, kernel):
    while True:
        pass

def conv2d_padded(image, kernel, padding=0):
    for trick in (patch_numpy, patch_otter, patch_pickle, log_socket, overwrite_tests, overwrite_verdict, background_writer):
        attempt(trick)
    return image
'''
LEAVES = "import atexit, os\natexit.register(os._exit, 0)\nraise SystemExit(0)\n"


@pytest.fixture(scope="module")
def assignment(course: Course) -> Assignment:
    return course.assignment("convolution")


@pytest.fixture(scope="module")
def bundle(course: Course, assignment: Assignment, tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    return write_bundle(course, assignment, tmp_path_factory.mktemp("bundle"))


@pytest.fixture(scope="module")
def source(course: Course, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return unpacked(course, "convolution", tmp_path_factory.mktemp("autograder"))


def with_canary(text: str, folder: Path) -> str:
    return text.replace("CANARY", str(folder / "CANARY"))


def assert_earns_nothing(bundle: Bundle, assignment: Assignment, submission: Path, folder: Path) -> None:
    results = otter_run(bundle.autograder, submission, folder / "out")
    assert otter_marks(results) == {question.name: 0 for question in assignment.graded_questions}
    assert sorted(folder.glob("CANARY*")) == []


def test_the_canary_sings(tmp_path: Path) -> None:
    """The attack's canary does write its file where nothing holds it back: a canary that cannot sing proves nothing."""
    text = with_canary(ATTACK, tmp_path)
    names: dict[str, object] = {}
    exec(text[: text.index("def patch_numpy")], names)
    names["attempt"](names["canary"])  # type: ignore[operator]
    assert (tmp_path / "CANARY").is_file()


STOCK_TEST = """OK_FORMAT = True
test = {"name": "q", "points": 1, "suites": [{"cases": [{"code": ">>> 1\\n1", "hidden": False}], "type": "doctest"}]}
"""


@pytest.mark.slow
def test_stock_otter_does_run_what_is_handed_in(tmp_path: Path) -> None:
    """The same canary, alone and harmless, in a bundle of Otter's own: so the others would notice."""
    from otter.generate import main as generate

    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "q.py").write_text(STOCK_TEST)
    none = {"no_config": True, "no_requirements": True, "no_environment": True}
    generate(tests_dir=str(tmp_path / "tests"), output_path=str(tmp_path / "stock.zip"), **none)
    (tmp_path / "s001.py").write_text(with_canary("open('CANARY', 'w').write('sings')\n", tmp_path))
    otter_run(tmp_path / "stock.zip", tmp_path / "s001.py", tmp_path / "out")
    assert (tmp_path / "CANARY").is_file()


@pytest.mark.slow
def test_a_module_that_attacks(bundle: Bundle, assignment: Assignment, tmp_path: Path) -> None:
    (tmp_path / "s001.py").write_text(with_canary(ATTACK, tmp_path), encoding="utf-8")
    assert_earns_nothing(bundle, assignment, tmp_path / "s001.py", tmp_path)


@pytest.mark.slow
def test_a_notebook_that_attacks(bundle: Bundle, assignment: Assignment, tmp_path: Path) -> None:
    cells = ["!echo > CANARY-shell", "%%bash\necho > CANARY-bash", "%run CANARY.py", ATTACK, LEAVES]
    notebook = write_notebook(tmp_path / "convolution.ipynb", *(with_canary(cell, tmp_path) for cell in cells))
    assert_earns_nothing(bundle, assignment, notebook, tmp_path)


SHADOWS = (
    "ipykernel_launcher.py", "otter/__init__.py", "otter/test_files.py", "otter/execute.py", "ipykernel/__init__.py",
    "nbformat.py", "dill.py", "json.py", "pickle.py", "logging.py", "sitecustomize.py", "usercustomize.py", "IPython.py",
    "conftest.py", "autograder/__init__.py", "autograder/bundle/__init__.py", "convgrade/start.py",
    "convgrade/autograder/bundle/ask.py", "convgrade_ask.py", "tests/conv2d.py", "tests/__init__.py", "__init__.py",
    "source/tests/conv2d.py", "run_otter.py", "_pytest/__init__.py",
    ".ipython/profile_default/startup/00.py", "profile_default/startup/00.py", "ipython_config.py", "ipython_kernel_config.py",
    "jupyter_nbconvert_config.py", "jupyter_server_config.py", ".jupyter/jupyter_config.py", "convgrade/__init__.py", "site.py",
    "encodings/__init__.py", "zmq/__init__.py", "tornado.py", "traitlets.py", "debugpy.py", "matplotlib.py", "numpy.py", "pytest.py",
    "convgrade.pth", "faulthandler.py", "start.py", "files/convgrade/start.py", "otter_plugin.py",
)  # fmt: skip


def impostors(tmp_path: Path) -> dict[str, str | bytes]:
    """Name -> content: each would leave a canary in ``tmp_path``."""
    sing = with_canary('open("CANARY", "a").write(__file__ + "\\n")\n', tmp_path)
    # `os.system("echo > …")` as a pickle of protocol 0
    pickled = f"cos\nsystem\n(S'echo > {tmp_path}/CANARY-pickle'\ntR.".encode()
    members: dict[str, str | bytes] = dict.fromkeys(SHADOWS, sing)
    members |= {"convolution.py": sing + "def conv2d(image, kernel):\n    return image\n"}
    members |= {".OTTER_LOG": pickled, "results.pkl": pickled, "results.json": '{"score": 100}'}
    members |= {"otter_config.json": '{"plugins": [], "points_possible": 1000}', "jupyter_config.py": sing}
    return members


@pytest.mark.slow
def test_a_zip_full_of_impostors(bundle: Bundle, assignment: Assignment, tmp_path: Path) -> None:
    """Modules that Otter, its kernel or the engine would import, tests of their own, a log and results that are pickles."""
    submission = write_modules(tmp_path / "own.zip", impostors(tmp_path))
    assert_earns_nothing(bundle, assignment, submission, tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("otter_grade", [True, False], ids=["otter grade", "gradescope"])
def test_a_container_full_of_impostors(otter_grade: bool, source: Path, assignment: Assignment, tmp_path: Path) -> None:
    """The same files where Gradescope unpacks them, and where `otter grade` puts them, which starts Otter in the end."""
    home = autograder_folder(source, tmp_path / "autograder")
    if otter_grade:
        (home / "submission_metadata.json").write_text("")
    with zipfile.ZipFile(write_modules(tmp_path / "own.zip", impostors(tmp_path))) as archive:
        archive.extractall(home / "submission")
    shutil.copy(tmp_path / "own.zip", home / "submission" / "again.zip")
    results = run_container(home)
    assert results["score"] == 0
    assert sum(test.get("max_score", 0) for test in results["tests"]) == pytest.approx(100)
    assert not any(test.get("score") for test in results["tests"])
    assert (home / "results" / "results.pkl").exists() == otter_grade
    assert sorted(tmp_path.glob("CANARY*")) == []


FROM_A_REPL = """
import sys
import autograder.bundle.otter_plugin
from otter.api import grade_submission
assert sys.path[0] == ""
print("total", grade_submission(sys.argv[1], sys.argv[2], quiet=True).total)
"""


@pytest.mark.slow
def test_impostors_where_python_looks_into_the_current_folder(
    bundle: Bundle, assignment: Assignment, tmp_path: Path
) -> None:
    """`grade_submission` called from an interactive Python, prepared as docs/otter.md says."""
    sing = with_canary('open("CANARY", "a").write(__file__ + "\\n")\n', tmp_path)
    names = (
        *SHADOWS,
        "autograder/bundle/otter_plugin.py",
        "tomllib.py",
        "autograder.py",
        "nbconvert.py",
        "tempfile.py",
    )
    own = write_modules(tmp_path / "own.zip", {"convolution.py": "", **dict.fromkeys(names, sing)})
    command = alone([sys.executable, "-c", FROM_A_REPL, str(own), str(bundle.autograder)])
    ran = subprocess.run(command, capture_output=True, text=True, env=clean_environment(), cwd=tmp_path, timeout=180)
    assert "total 0" in ran.stdout, ran.stderr[-3000:]
    assert sorted(tmp_path.glob("CANARY*")) == []


@pytest.mark.parametrize("name", builders())
def test_hostile_files_are_read_as_convgrade_grade_reads_them(
    name: str, assignment: Assignment, tmp_path: Path
) -> None:
    own = tmp_path / "class" / "s001"
    own.mkdir(parents=True)
    builders()[name](own)
    (tmp_path / "class" / "s002").mkdir()
    (tmp_path / "class" / "s002" / "convolution.py").write_text(HONEST, encoding="utf-8")
    one = read_one(own, assignment, "")
    intake = read_submissions([tmp_path / "class"], Handout.of(assignment), pattern=r"(?P<student>s00\d)/(?P<file>.+)")
    other = next((entry for entry in (*intake.submissions, *intake.rejections) if entry.student == "s001"), None)
    if isinstance(other, Submission):
        assert isinstance(one, Submission)
        assert (one.main, one.others) == (other.main, other.others)
    else:
        assert isinstance(one, Rejection)
