"""The rules of an exercise in real processes: what is forbidden trips however it is reached, and an honest use costs nothing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from autograder.course import Limits, Rules
from autograder.records.errors import StudentError
from autograder.sandbox import Sandbox, StudentProcess
from tests.support.student_process import QUICK, notebook, py, running, started

_RULES = Rules(libraries=("numpy",), forbidden=("numpy.convolve", "numpy.correlate", "numpy.ma.convolve"))


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with started(_RULES, QUICK) as made:
        yield made


def _function(body: str) -> str:
    lines = "".join(f"    {line}\n" for line in body.splitlines())
    before = "import numpy as np\ncore = getattr(np, '_core', None) or np.core\na, v = np.arange(5.0), np.array([1.0, 2.0])\n"
    return f"{before}def f():\n{lines}"


@pytest.mark.parametrize(
    "body",
    [
        "return np.convolve(a, v)",
        "return np.correlate(a, v)",
        "return np.core.numeric.convolve(a, v)",
        "return core.numeric.convolve(a, v)",
        "return core.numeric.correlate(a, v)",
        "return core.multiarray.correlate(a, v, 0)",
        "return core.multiarray.correlate2(a, v, 0)",
        "return core._multiarray_umath.correlate(a, v, 0)",
        "return core._multiarray_umath.correlate2(a, v, 0)",
        "from numpy import convolve as c\nreturn c(a, v)",
        "return getattr(np, 'con' + 'volve')(a, v)",
        "import importlib\nreturn importlib.import_module('numpy').convolve(a, v)",
        "return eval('np.convolve')(a, v)",
        "import sys\nreturn sys.modules['numpy'].correlate(a, v)",
        "return vars(np)['convolve'](a, v)",
        "return np.polymul(a, v)",
        "return np.poly1d(a) * np.poly1d(v)",
        "return np.poly(a)",
        "return np.polynomial.polynomial.polymul(a, v)",
        "return np.ma.convolve(a, v)",
        "return np.ma.correlate(a, v)",
        "import numpy.ma.core as m\nreturn m.convolve(a, v)",
    ],
)
def test_numpys_convolutions_trip(sandbox: Sandbox, body: str) -> None:
    with running(sandbox, _function(body)) as process, pytest.raises(ImportError, match="does this exercise for you"):
        process.module.f()


@pytest.mark.parametrize(
    "body",
    [
        # The compiled module made anew from what is in memory: its table leads elsewhere.
        "import _imp, sys, importlib.machinery\nfile = core._multiarray_umath.__file__\n"
        "spec = importlib.machinery.ModuleSpec(core._multiarray_umath.__name__, None, origin=file)\n"
        "return _imp.create_dynamic(spec).correlate2(a, v, 2)",
        # Old functions that something still holds on to.
        "import gc\ngc.unfreeze()\nnames = ('convolve', 'correlate', 'correlate2')\n"
        "found = [each for each in gc.get_objects() if getattr(each, '__name__', '') in names]\n"
        "assert found\nfor each in found:\n    try: return each(a, v, 'full').tolist()\n"
        "    except (ImportError, TypeError) as error: last = error\nraise last",
        "import importlib\nimportlib.reload(core.numeric)\nreturn core.numeric.convolve(a, v)",
        "del np.__dict__['convolve']\nreturn np.convolve(a, v)",
        "return np.convolve.__wrapped__(a, v)",
        "return np.polynomial.Polynomial(a) * np.polynomial.Polynomial(v)",
        "return type(np.sum)(None, np.convolve)(a, v)",
    ],
)
def test_the_back_doors_are_shut(sandbox: Sandbox, body: str) -> None:
    """Not promised against machine code of one's own, which is harder than the exercise."""
    with running(sandbox, _function(body)) as process, pytest.raises(StudentError):
        process.module.f()


@pytest.mark.parametrize(
    "text",
    [
        "# np.convolve would do\nimport numpy as np\ndef convolve(a):\n    return a\ndef f():\n    return convolve(3)\n",
        "import scipy\nimport torch.nn as nn\nfrom scipy.signal import convolve2d\nimport cv2, skimage, pandas\ndef f():\n    return 3\n",
        "try:\n    import torch\n    from torch.utils.data import Dataset\nexcept ImportError:\n    torch = None\ndef f():\n    return 3\n",
        "import numpy as np\nfrom numpy import correlate\ndef f():\n    return 3\n",
        "def f():\n    'uses np.convolve and scipy.signal'\n    return 3\n",
        "import numpy as np\nclass Torch:\n    def conv2d(self): return 3\ntorch = Torch()\ndef f():\n    return torch.conv2d()\n",
        "import matplotlib.pyplot as plt\nfrom tqdm import tqdm\nfig, ax = plt.subplots()\nax.plot([1]); plt.show()\n"
        "def f():\n    for i in tqdm([1, 2, 3]): pass\n    return i\n",
    ],
)  # fmt: skip
def test_an_honest_use_costs_nothing(sandbox: Sandbox, text: str) -> None:
    with running(sandbox, text) as process:
        assert process.report.flags == ()
        assert process.module.f() == 3
        assert process.refused == ()


@pytest.mark.parametrize(
    ("imports", "use", "told"),
    [
        ("import scipy.signal", "scipy.signal.convolve2d([1], [1])", "scipy.signal.convolve2d"),
        ("from scipy.signal import convolve2d as c", "c([1], [1])", "scipy.signal.convolve2d"),
        ("import torch", "torch.nn.functional.conv2d(1, 2)", "torch.nn.functional.conv2d"),
        ("import torch.nn.functional as F", "F.conv2d(1, 2)", "torch.nn.functional.conv2d"),
        ("import cv2", "cv2.filter2D(1, 2)", "cv2.filter2D"),
    ],
)
def test_absent_libraries_say_so_when_they_are_used(sandbox: Sandbox, imports: str, use: str, told: str) -> None:
    library = told.partition(".")[0]
    with running(sandbox, f"{imports}\ndef f():\n    return {use}\n") as process:
        assert process.report.flags == (f"work.py, line 3 uses {told}, which this exercise does without",)
        with pytest.raises(ImportError, match=f"{told} is not available: this exercise is written without {library}"):
            process.module.f()


@pytest.mark.parametrize(
    "body",
    [
        "import importlib\nreturn importlib.import_module('scipy.ndimage').convolve(1, 2)",
        "scope = {}\nexec('from skimage.filters import sobel', scope)\nreturn scope['sobel'](1)",
        "return __import__('cv2').filter2D(1)",
    ],
)
def test_absent_libraries_by_other_ways(sandbox: Sandbox, body: str) -> None:
    with running(sandbox, _function(body)) as process, pytest.raises(ImportError, match="is not available"):
        process.module.f()


DEMONSTRATION = """
import cv2, pytest, seaborn as sns, pandas as pd, tensorflow as tf
from PIL import Image
from skimage import color, data
from google.colab import drive
from ipywidgets import interact
from IPython.display import display
drive.mount("/content/drive")
print(tf.__version__, sns.__version__, tf.config.list_physical_devices("GPU"))
grey = cv2.cvtColor(cv2.imread("cat.png"), cv2.COLOR_BGR2GRAY)
with Image.open("cat.png") as picture:
    display(picture)
interact(lambda k: display(grey[:k]), k=(1, 5))
while cv2.waitKey(1) & 0xFF != ord("q"):
    cv2.imshow("edges", color.rgb2gray(data.astronaut()))
print(pd.DataFrame({"a": [1]}).describe(), grey.shape)

def load(path):
    return Image.open(path).convert("L"), pd.read_csv(path), cv2.imread(path, cv2.IMREAD_GRAYSCALE)

def convolved(color, data):
    return color.rgb2gray(data)

@pytest.mark.parametrize("n", [1])
def test_f(n):
    with pytest.raises(ValueError, match="n"):
        raise ValueError(n)

def f():
    return 3
"""


def test_demonstrations_with_other_libraries_raise_no_suspicion(sandbox: Sandbox) -> None:
    """A picture is read, shown and tabulated where the module is run, or by a function for that; what follows from it stops, too."""
    with running(sandbox, DEMONSTRATION) as process:
        (told,) = process.report.flags
        assert told.startswith("stopped at ")
        assert process.module.f() == 3
        assert process.module.test_f(1) is None
        assert process.refused == ()


@pytest.mark.parametrize(
    "text",
    [
        "from scipy import signal\nf = signal.convolve2d\n",
        "from scipy import signal\nf = lambda a: signal.convolve2d(a, a)\n",
        "def f(a):\n    from scipy import signal\n    return signal.convolve2d(a, a)\n",
        "import scipy.signal as signal\nclass F:\n    def f(self, a):\n        return signal.convolve2d(a, a)\n",
    ],
)
def test_what_may_be_an_answer_is_flagged(sandbox: Sandbox, text: str) -> None:
    with running(sandbox, text) as process:
        (told,) = process.report.flags
        assert "uses scipy.signal.convolve2d, which this exercise does without" in told


def test_a_class_of_an_absent_library(sandbox: Sandbox) -> None:
    with running(sandbox, "import torch.nn as nn\nclass Net(nn.Module):\n    pass\n") as process:
        assert "written without torch" in process.report.flags[0]
        assert "uses torch.nn.Module" in process.report.flags[1]


def test_forbidden_uses_are_flagged_with_their_line(sandbox: Sandbox) -> None:
    text = "import numpy as np\n\ndef f(a):\n    return np.convolve(a, a)\n"
    with running(sandbox, text) as process:
        assert process.report.flags == ("work.py, line 4 uses numpy.convolve, which this exercise does without",)
    with running(
        sandbox, notebook("import numpy as np", "from numpy import correlate", "x = correlate([1], [1])")
    ) as process:
        place = "work.ipynb, the cell `x = correlate([1], [1])`, line 1"
        assert f"{place} uses numpy.correlate, which this exercise does without" in process.report.flags
        assert process.report.flags[0].startswith(f"{place}: stopped there: numpy.correlate does this exercise")
    helper = py("import numpy\nx = numpy.convolve\n", "helper.py")
    with running(sandbox, "import helper\n", [helper]) as process:
        assert process.report.flags == ("helper.py, line 2 uses numpy.convolve, which this exercise does without",)


def test_without_rules_everything_is_there() -> None:
    with started(Rules(), QUICK) as sandbox, running(sandbox, _function("return np.convolve(a, v)")) as process:
        assert process.module.f().tolist() == [0.0, 1.0, 4.0, 7.0, 10.0, 8.0]


_TORCH = """
import torch
import torch.nn.functional as F
from torch import nn

x, w, b = torch.rand(1, 1, 5, 5), torch.rand(1, 1, 3, 3), torch.rand(1)
sizes = [1, 1], [0, 0], [1, 1]
layer = nn.Conv2d(1, 1, 3)

def functional(): return F.conv2d(x, w)
def module(): return layer(x)
def plain(): return torch.conv2d(x, w)
def padded(): return F.conv2d(x, w, padding="same")
def without_grad():
    with torch.no_grad(): return layer(x)
def inference():
    with torch.inference_mode(): return layer(x)
def with_grad(): return F.conv2d(x.clone().requires_grad_(), w)
def operator(): return torch.ops.aten.conv2d(x, w)
def engine(): return torch.ops.aten.convolution(x, w, None, *sizes, False, [0, 0], 1)
def overload(): return torch.ops.aten.convolution.default(x, w, None, *sizes, False, [0, 0], 1)
def inner(): return torch._convolution(x, w, None, *sizes, False, [0, 0], 1, False, False, False, False)
def mkldnn(): return torch.mkldnn_convolution(x, w, None, [0, 0], [1, 1], [1, 1], 1)
def mkldnn_tensors(): return F.conv2d(x.to_mkldnn(), w.to_mkldnn())
def slow(): return torch._C._nn.thnn_conv2d(x, w, [3, 3])
def dilated(): return torch._C._nn.slow_conv_dilated2d(x, w, [3, 3])
def one_dimension(): return F.conv1d(x[0], w[0])
def three_dimensions(): return F.conv3d(x[None], w[None])
def transposed(): return F.conv_transpose2d(x, w)
def backwards():
    return torch.ops.aten.convolution_backward(w, x, w, None, *sizes, False, [0, 0], 1, [True, True, False])
def scripted(): return torch.jit.CompilationUnit("def f(x, w):\\n    return torch.conv2d(x, w)\\n").f(x, w)
def traced(): return torch.jit.trace(layer, x)(x)
def vectorised(): return torch.vmap(lambda a: F.conv2d(a, w))(x[None])
def differentiated(): return torch.func.grad(lambda a: F.conv2d(a, w).sum())(x)
def doubled(): return F.conv2d(x.double(), w.double())
def halved(): return F.conv2d(x.bfloat16(), w.bfloat16())
def lazy(): return nn.LazyConv2d(1, 3)(x)

def honest():
    columns = F.unfold(x, 3)
    relu = nn.Sequential(nn.Flatten(), nn.Linear(9, 2), nn.ReLU())
    made = (w.reshape(1, -1) @ columns).reshape(1, 1, 3, 3).requires_grad_()
    loss = F.cross_entropy(relu(F.max_pool2d(made, 1)), torch.tensor([1]))
    loss.backward()
    return [float(loss) > 0, x.to(torch.float64).dtype == torch.float64, list(x.shape)]
"""
_WAYS = [
    line.split("(")[0].removeprefix("def ")
    for line in _TORCH.splitlines()
    if line.startswith("def ") and "honest" not in line
]


@pytest.fixture(scope="module", params=["torch.nn.functional.conv2d", "torch.nn.Conv2d"])
def torch_guest(request: pytest.FixtureRequest) -> Iterator[StudentProcess]:
    pytest.importorskip("torch")
    rules = Rules(libraries=("numpy", "torch"), forbidden=(request.param,))
    limits = Limits(call_seconds=30.0, memory_mb=2048)
    with started(rules, limits) as sandbox, running(sandbox, _TORCH) as process:
        assert process.report.loaded, process.report
        yield process


@pytest.mark.slow
@pytest.mark.parametrize("way", _WAYS)
def test_torchs_convolution_trips_in_its_dispatcher(torch_guest: StudentProcess, way: str) -> None:
    with pytest.raises(StudentError, match="does this exercise for you"):
        getattr(torch_guest.module, way)()


@pytest.mark.slow
def test_what_is_no_convolution_goes_on(torch_guest: StudentProcess) -> None:
    assert torch_guest.module.honest() == [True, True, [1, 1, 5, 5]]


@pytest.mark.slow
def test_other_names_of_torch() -> None:
    pytest.importorskip("torch")
    rules = Rules(
        libraries=("numpy", "torch"), forbidden=("torch.nn.MaxPool2d", "torch.ops.aten.convolution", "torch.optim.SGD")
    )
    text = """
        import torch, torch.nn as nn, torch.nn.functional as F
        x = torch.rand(1, 1, 4, 4)
        def pools(): return nn.MaxPool2d(2)(x)
        def pools_too(): return F.max_pool2d(x, 2)
        def convolves(): return nn.Conv2d(1, 1, 3)(x)
        def steps(): return torch.optim.SGD([x])
        def averages(): return float(F.avg_pool2d(x, 4).sum()) > 0
    """
    with started(rules, Limits(call_seconds=30.0, memory_mb=2048)) as sandbox, running(sandbox, py(text)) as process:
        for name, forbidden in {
            "pools": "MaxPool2d",
            "pools_too": "MaxPool2d",
            "convolves": "aten.convolution",
            "steps": "optim.SGD",
        }.items():
            with pytest.raises(ImportError, match=forbidden):
                getattr(process.module, name)()
        assert process.module.averages() is True
