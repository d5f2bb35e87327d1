"""What the libraries bring along that could do an exercise: every part is judged, and what does it is shut or flagged."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from autograder.course import Limits, Rules
from autograder.records.errors import StudentError
from autograder.sandbox.inside.scan import scan, suspicious
from autograder.sandbox.inside.tripwires import _operators
from tests.support.command import ROOT
from tests.support.student_process import py, running, started

SHUT = (
    r"numpy\.(ma\.core\.)?(convolve|correlate)", r"numpy\._core\._multiarray_umath\.correlate2?",
    r"numpy\.ma\.core\._convolve_or_correlate", r"numpy\.(polynomial\.polynomial\.)?polymul", r"numpy\._core\._umath_tests\.conv1d_full",
    r"PIL\.Image\.Image\.(filter|reduce|resize|thumbnail|transform)", r"ImagingCore\.(box_blur|filter|gaussian_blur|modefilter)",
    r"ImagingCore\.(rankfilter|reduce|resize|transform|unsharp_mask)",
    r"matplotlib\._image\.resample", r"matplotlib\.streamplot\.interpgrid",
)  # fmt: skip
"""What does: tripwires, compiled code whose place in its table is taken, a way to the screen that takes the nearest number."""
BY_WAY_OF_THOSE = (
    r"PIL\.ImageFilter\..*",
    r"PIL\.ImageEnhance\.Sharpness",
    r"PIL\.ImageTransform\..*",
    r"matplotlib\.image\.(thumbnail|_resample)",
)
"""What only calls them."""
HARMLESS = (
    r"PIL\.Image\.(ImageTransformHandler\.transform|Resampling|Transform|_conv_type_shape)",  # names, an interface, a type's name
    r"(PIL\.Image\.Image|ImagingCore)\.effect_spread",  # moves pixels about at random
    r"PIL\.ImageMorph\.MorphOp",  # black and white by a table of 512 patterns; its compiled part cannot be loaded
    r"fontTools\..*", r"packaging\..*",  # outlines of letters, glyphs that change shape, versions
    r"matplotlib\._type1font\..*", r"matplotlib\.transforms\..*",  # points and vertices
    r"matplotlib\.artist\.Artist\.[gs]et_agg_filter", r".*\.(start|stop)_filter",  # run a function of the student's own on drawn pixels
    r"matplotlib\.backend_bases\.FigureManagerBase\.resize", r"matplotlib\.backends\.registry\.BackendFilter",  # windows, back ends
    r"matplotlib\.cbook\._unfold", r"matplotlib\.colors\..*\.resampled",  # a view of windows; a colour map of other length
    r"matplotlib\.image\..*\.[gs]et_(filternorm|filterrad|resample)",  # settings of what is drawn
    r"numpy\.(.*\.)?_?(cheb)?interp.*", r"numpy\.lib\._function_base_impl\._discrete_interpolation_to_boundaries",  # between two points
    r"matplotlib\.(tri\._triinterpolate|cbook|path)\..*[iI]nterp.*",  # between two or three
    r"contourpy\..*[zZ]_?[iI]nterp", r"matplotlib\._docstring\.interpd",  # where a line of equal height runs; texts
    r"matplotlib\._image\._InterpolationType", r"matplotlib\.image\..*\.[gs]et_interpolation(_stage)?",  # kinds, all made the same
    r"numpy\..*\bresize", r"numpy\.(.*\.)?_?(nan)?median.*", r"numpy\..*\.reduce",  # one number of many; NumPy's building blocks
    r"numpy\..*_dispatcher", r"numpy\.(distutils|f2py|lib\._format_impl|testing)\..*", r"numpy\.linalg\..*nonconvergence",
    r"numpy\._core\._internal\..*", r"numpy\.polynomial\.polynomial\.polymulx", r"numpy\.lib\._utils_impl\._median_nancheck",
)  # fmt: skip


@pytest.mark.slow
def test_everything_that_could_do_an_exercise_is_judged() -> None:
    """A new version of a library may bring something new: this says what."""
    command = [sys.executable, "-m", "tests.support.back_doors", "numpy", "matplotlib"]
    found = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=300, check=True).stdout.split()
    judged = re.compile("|".join((*SHUT, *BY_WAY_OF_THOSE, *HARMLESS)))
    assert [name for name in found if not judged.fullmatch(name)] == []
    for door in SHUT:
        assert any(re.fullmatch(door, name) for name in found), f"{door} stands for nothing any more"


RULES = Rules(libraries=("numpy", "matplotlib"), forbidden=("numpy.convolve", "numpy.correlate"))
BEFORE = """
import matplotlib.image as mi
import numpy as np
import numpy._core._umath_tests as hidden_part
image = mi.PIL.Image.fromarray(np.arange(36, dtype=np.int32).reshape(6, 6))
core = image.im
"""
DOORS = (
    "np.convolve(np.ones(3), np.ones(2))", "hidden_part.conv1d_full(np.ones(3), np.ones(2))", "image.filter(None)", "image.reduce(2)",
    "image.resize((3, 3))", "image.transform((3, 3), 0, (1, 0, 0, 0, 1, 0))", "core.filter((3, 3), 1.0, 0.0, [1.0] * 9)",
    "type(core).filter(core, (3, 3), 1.0, 0.0, [1.0] * 9)", "core.reduce((2, 2), (0, 0, 6, 6))", "core.resize((3, 3), 4, (0, 0, 6, 6))",
    "core.rankfilter(3, 8)", "core.box_blur((1, 1), 1)", "core.gaussian_blur((1, 1), 3)", "core.unsharp_mask(1, 150, 3)",
    "core.modefilter(3)", "core.transform((0, 0, 3, 3), core, 0, (1, 0, 0, 0, 1, 0), 2, 1)",
)  # fmt: skip


def test_torch_has_operators_in_python_and_for_other_tensors_too() -> None:
    """It takes operators apart by functions in Python, which tables and aliases hold; tensors of tensors have kernels of their own."""
    text = """
import torch
from torch._decomp import decomposition_table as table
from torch._decomp.decompositions import im2col, native_batch_norm_helper as norm
from torch._refs.nn.functional import layer_norm
x = torch.ones(1, 1, 4, 4)
ways = [
    lambda: im2col(x, (2, 2), (1, 1), (0, 0), (1, 1)),
    lambda: im2col.__wrapped__(x, (2, 2), (1, 1), (0, 0), (1, 1)),
    lambda: table[torch.ops.aten.im2col.default](x, (2, 2), (1, 1), (0, 0), (1, 1)),
    lambda: torch.func.vjp(lambda x: im2col(x, (2, 2), (1, 1), (0, 0), (1, 1)), x)[1](torch.ones(1, 4, 9)),
    lambda: norm(x, torch.ones(1), torch.zeros(1), None, None, True, 0.1, 1e-5, True),
    lambda: layer_norm(x, (4, 4)),
    lambda: torch.layer_norm(torch.nested.nested_tensor([x[0, 0]]), (4,), torch.ones(4), torch.zeros(4)),
]
def way(number):
    return ways[number]()
def other():
    return torch._decomp.decompositions.tanh_backward(x, x)
"""
    rules = Rules(libraries=("numpy", "torch"))
    with started(rules, Limits(memory_mb=512, call_seconds=20.0)) as sandbox, running(sandbox, text) as process:
        process.request("forbid", [f"torch.nn.functional.{name}" for name in ("unfold", "batch_norm", "layer_norm")])
        for number in range(7):
            with pytest.raises(StudentError, match="does this exercise for you"):
                process.module.way(number)
        process.module.other()


def test_what_matplotlib_brings_along_does_no_exercise() -> None:
    functions = "".join(f"def door_{number}():\n    return {door}\n" for number, door in enumerate(DOORS))
    with started(RULES, Limits(memory_mb=512)) as sandbox, running(sandbox, py(BEFORE + functions)) as process:
        for number, door in enumerate(DOORS):
            # The part with NumPy's own tests cannot be loaded: its line was left out.
            with pytest.raises(NameError if "hidden_part" in door else (ImportError, TypeError)) as raised:
                getattr(process.module, f"door_{number}")()
            assert isinstance(raised.value, StudentError), door


def test_matplotlib_still_draws_and_saves() -> None:
    text = (
        "import io\nimport numpy as np\nimport matplotlib.pyplot as plt\n"
        "def save():\n    figure, axes = plt.subplots()\n    axes.imshow(np.eye(3))\n    file = io.BytesIO()\n"
        "    figure.savefig(file)\n    file.seek(0)\n    return plt.imread(file).shape\n"
    )
    with started(RULES, Limits(memory_mb=512)) as sandbox, running(sandbox, py(text)) as process:
        assert process.module.save() == (480, 640, 4)


def test_on_the_way_to_the_screen_no_means_are_taken() -> None:
    """Neither by a picture's drawing, nor where the compiled function is called, made anew, or given another kind."""
    text = """
import _imp
import importlib.machinery
import matplotlib.image as mi
import matplotlib.pyplot as plt
import numpy as np
from matplotlib.transforms import Affine2D
image = np.arange(36.0).reshape(6, 6) ** 2
def resampled(module, kind, smooth=False):
    out = np.zeros((3, 3))
    module.resample(image, out, Affine2D().scale(0.5), kind, smooth)
    return bool(np.isin(out, image).all())
def called():
    kinds = type(mi._image.NEAREST).__members__.values()
    return [resampled(mi._image, kind, smooth) for kind in kinds for smooth in (False, True)]
def anew():
    module = _imp.create_dynamic(importlib.machinery.ModuleSpec("matplotlib._image", None, origin=mi._image.__file__))
    return [resampled(module, module.BILINEAR)]
def numbered():
    return resampled(mi._image, type(mi._image.NEAREST)(1))
def set_back():
    kind = mi._image.BILINEAR
    kind.__setstate__(1)
    return resampled(mi._image, kind)
def between():
    return plt.matplotlib.streamplot.interpgrid(image, 0.5, 0.5)
class Norm(mi.mcolors.Normalize):
    seen = []
    def __call__(self, value, clip=None):
        self.seen.append(np.array(value))
        return super().__call__(value, clip)
def drawn():
    figure = plt.figure(figsize=(3, 3), dpi=1)
    axes = figure.add_axes([0, 0, 1, 1], frameon=False)
    axes.axis("off")
    for how in ("bilinear", "hanning", "antialiased"):
        axes.imshow(image, interpolation=how, norm=Norm(), interpolation_stage="data", resample=False)
    figure.canvas.draw()
    return [one.shape == (3, 3) and bool(np.isin(one, image).all()) for one in Norm.seen if one.shape != image.shape]
"""
    with started(RULES, Limits(memory_mb=512)) as sandbox, running(sandbox, text) as process:
        for way in ("called", "anew", "drawn"):
            found = getattr(process.module, way)()
            assert found, way
            assert all(found), way
        for way in ("numbered", "set_back", "between"):
            with pytest.raises(ImportError, match="does this exercise for you"):
                getattr(process.module, way)()


@pytest.mark.parametrize(
    ("way", "inside"),
    [
        ("mpl.image._image.resample(a, b, t)", "matplotlib.image._image"),
        ("D.im2col(x)", "torch._decomp"),
        ("norm(x)", "torch._refs"),
        ("np._core._multiarray_umath.correlate(a, v)", "numpy._core"),
    ],
)
def test_what_libraries_keep_to_themselves_is_flagged(way: str, inside: str) -> None:
    imports = "import matplotlib as mpl\nimport numpy as np\nimport torch._decomp.decompositions as D\nfrom torch._refs import norm\n"
    text = f"{imports}{way}\n"
    libraries = ("numpy", "matplotlib", "torch")
    assert suspicious(text, libraries, ())
    (flag,) = scan([("a.py", text)], libraries, ())
    assert f"a.py, line 5 uses {inside}." in flag
    own = "import numpy as np\nclass A:\n    def f(self):\n        return self._kept, np.ones(3)\n"
    assert not suspicious(own, libraries, ())


def test_every_convolution_and_pool_of_torch_has_a_tripwire() -> None:
    """However its operators are called: quantised, fused, of oneDNN, backwards."""
    torch = pytest.importorskip("torch")
    known = torch._C._dispatch_get_all_op_names()
    for name, word in (
        ("torch.nn.Conv2d", r"conv(?!ert)"),
        ("torch.nn.MaxPool2d", "max_?pool"),
        ("torch.nn.AvgPool2d", "avg_?pool"),
    ):
        tripped = set(_operators(name))
        assert [
            operator for operator in known if re.search(word, operator, re.IGNORECASE) and operator not in tripped
        ] == [], name
    assert any("im2col" in operator for operator in _operators("torch.nn.functional.unfold"))
