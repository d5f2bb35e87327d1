"""Tripwires: the functions an exercise forbids, replaced before any student's process starts by ones that tell why.

NumPy's are replaced wherever a loaded module refers to them, and at the bottom in the compiled module's own table. Torch's are
replaced in its dispatcher, through which aliases, modules, ``torch.ops`` and scripted code all go, and where it has them in Python, too.
"""

from __future__ import annotations

import ctypes
import re
import sys
import warnings
from collections.abc import Callable, Sequence
from types import BuiltinFunctionType, FunctionType, MethodDescriptorType, ModuleType
from typing import Any, NoReturn

_KEYS = ("CPU", "MkldnnCPU", "QuantizedCPU", "NestedTensorCPU", "SparseCPU", "SparseCsrCPU")
"""Torch's dispatch keys for tensors on this machine."""
_OTHER_WORDS = {"conv": "convolution", "unfold": "im2col", "fold": "col2im"}
_DIMENSION = re.compile(r"\d+d$")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


class RuleViolation(ImportError):
    """The exercise is to be done without this."""


def forbid(names: Sequence[str]) -> None:
    """Replace what the dotted ``names`` stand for. Raises LookupError for one that stands for nothing in a loaded library."""
    for name in names:
        library = name.partition(".")[0]
        if library not in sys.modules:
            continue  # an absent library: its stand-in raises whatever is called
        tripwire = _tripwire(name)
        operators = _operators(name) if library == "torch" else []
        for operator in operators:
            _override(operator, tripwire)
        for function in _written_in_python(name) if operators else ():
            _disarm(function, tripwire)
        found = [] if operators else _found(name)
        for each in found:
            _replace(each, tripwire)
        if not operators and not found:
            raise LookupError(f"the forbidden name {name} stands for nothing that can be called")


def _tripwire(name: str) -> Callable[..., NoReturn]:
    def forbidden(*args: object, **kwargs: object) -> NoReturn:
        raise RuleViolation(f"{name} does this exercise for you; here it is to be written by hand.")

    forbidden.__name__ = forbidden.__qualname__ = name.rpartition(".")[2]
    return forbidden


def _replace(function: Any, tripwire: Callable[..., NoReturn]) -> None:
    for module in list(sys.modules.values()):
        for attribute, value in list(getattr(module, "__dict__", {}).items()):
            if value is function:
                setattr(module, attribute, tripwire)
    if isinstance(function, BuiltinFunctionType):
        _unplug(function)


def _found(name: str) -> list[Any]:
    """The function, and the compiled one of the same name (and its newer twin) beneath it."""
    module, _, attribute = name.rpartition(".")
    found = [getattr(sys.modules.get(module), attribute, None)]
    if module == "numpy":
        beneath = (_first("numpy._core._multiarray_umath"), _first("numpy._core.multiarray"))
        found += [getattr(part, attribute + twin, None) for part in beneath for twin in ("", "2")]
    if name == "numpy.convolve":  # one more, among NumPy's own tests: a part that `imports.bring` leaves out
        found += [getattr(_first("numpy._core._umath_tests"), "conv1d_full", None)]
    return [each for each in found if callable(each)]


def _first(name: str) -> ModuleType | None:
    """A module of NumPy's inside, under its name of today or of 1.x."""
    return sys.modules.get(name) or sys.modules.get(name.replace("_core", "core"))


def _unplug(function: BuiltinFunctionType) -> None:
    """Let the compiled function's entry in its module's table lead to another of the same calling convention, which fails on arrays:
    who makes the module anew from its file (``_imp``, ``ctypes``) finds that. Layout: PyCFunctionObject, PyMethodDef of CPython."""
    other = getattr(_first("numpy._core.multiarray"), "normalize_axis_index", None)
    if sys.implementation.name != "cpython" or not isinstance(other, BuiltinFunctionType):
        return
    entry, substitute = (_Entry.from_address(_address(each)) for each in (function, other))
    if entry.name == function.__name__.encode() and entry.flags == substitute.flags:
        entry.function = substitute.function


_PICTURES = tuple("filter reduce resize transform thumbnail".split())
_PIXELS = tuple("filter box_blur gaussian_blur unsharp_mask rankfilter modefilter reduce resize transform".split())
"""What Pillow's images, and the compiled ones beneath, have for pixels and their neighbours."""


def shut_pillow() -> None:
    """Matplotlib brings Pillow along, which convolves and pools. Where an exercise does without Pillow, its images are left with what
    Matplotlib reads and writes files with."""
    image: Any = sys.modules.get("PIL.Image")
    if image is None:
        return
    for name in _PICTURES:
        setattr(image.Image, name, _tripwire(f"PIL.Image.Image.{name}"))
    compiled = vars(type(image.core.new("L", (1, 1))))
    other = _method_entry(compiled["color_lut_3d"])  # wants seven arguments, and fails for fewer
    for name in _PIXELS:
        entry = _method_entry(compiled[name]) if name in compiled else None
        if entry is not None and other is not None and entry.flags == other.flags:
            entry.function = other.function


def _method_entry(method: Any) -> _Entry | None:
    """The table entry of a compiled type's method. Layout: PyMethodDescrObject of CPython, the entry behind type, name and long name."""
    if sys.implementation.name != "cpython" or not isinstance(method, MethodDescriptorType):
        return None
    behind = id(method) + object.__basicsize__ + 3 * ctypes.sizeof(ctypes.c_void_p)
    entry = _Entry.from_address(ctypes.c_void_p.from_address(behind).value or 0)
    return entry if entry.name == method.__name__.encode() else None


def shut_smoothing() -> None:
    """Matplotlib brings pictures to the screen by ``matplotlib._image.resample``, which takes means of neighbours: called from array to
    array it pools. Every kind of it is made the one that takes the nearest number, in the compiled kinds themselves, so that it goes for
    whoever calls it, and no other kind can be made."""
    for each in _found("matplotlib.streamplot.interpgrid"):  # the mean of four, for lines in a stream
        _replace(each, _tripwire("matplotlib.streamplot.interpgrid"))
    kinds: Any = getattr(sys.modules.get("matplotlib._image"), "_InterpolationType", None)
    # Objects of pybind11's begin with a pointer to what they stand for.
    if sys.implementation.name != "cpython" or type(kinds).__name__ != "pybind11_type":
        return
    nearest = int(kinds.NEAREST)
    for kind in kinds.__members__.values():
        number = ctypes.c_int.from_address(ctypes.c_void_p.from_address(id(kind) + object.__basicsize__).value or 0)
        if number.value == int(kind):
            number.value = nearest
    kinds.__init__ = kinds.__setstate__ = _tripwire("matplotlib._image.resample")


class _Entry(ctypes.Structure):
    """``struct PyMethodDef``."""

    _fields_ = (
        ("name", ctypes.c_char_p), ("function", ctypes.c_void_p), ("flags", ctypes.c_int), ("doc", ctypes.c_char_p)
    )  # fmt: skip


def _address(function: BuiltinFunctionType) -> int:
    """Where the function's table entry is: the first field behind the object's head."""
    return ctypes.c_void_p.from_address(id(function) + object.__basicsize__).value or 0


def _operators(name: str) -> list[str]:
    """The operators of torch that are ``name`` or a relation: for ``torch.nn.Conv2d`` every one that has the word ``conv`` or
    ``convolution`` in its name, of whatever dimension, forwards and backwards. None for what is no operator (an optimizer)."""
    import torch

    either = _relations(name)
    known = torch._C._dispatch_get_all_op_names()
    if not any(re.match(rf"aten::_?(?:{either})(?=[\d_.]|$)", operator) for operator in known):
        return []
    return [operator for operator in known if re.search(rf"(?:::q?|_)(?:{either})(?=[\d_.]|$)", operator)]


def _relations(name: str) -> str:
    """A pattern of the words by which ``name`` and its relations go."""
    last = name.rpartition(".")[2]
    words = {_DIMENSION.sub("", word).lower() for word in (last, _HUMP.sub("_", last))}
    words |= {_OTHER_WORDS[word] for word in words & _OTHER_WORDS.keys()}
    return "|".join(map(re.escape, words))


def _written_in_python(name: str) -> list[FunctionType]:
    """Functions of torch's inside that do in Python what the operator ``name``, or a relation, does: torch takes operators apart by them
    (``torch._decomp``, ``torch._refs``), and they come to other operators."""
    named = re.compile(rf"(?:^|_)(?:{_relations(name)})(?=[\d_]|$)")
    found: dict[int, FunctionType] = {}
    for place, module in list(sys.modules.items()):
        if place.startswith("torch.") and "._" in place:
            for called, value in list(getattr(module, "__dict__", {}).items()):
                while isinstance(value, FunctionType) and named.search(called):
                    found[id(value)] = value
                    value = getattr(value, "__wrapped__", None)  # dressed up, it is still there
    return list(found.values())


def _stumble(*args: object, **kwargs: object) -> object:
    tripwire: Any = "the tripwire"
    return tripwire(*args, **kwargs)


def _disarm(function: FunctionType, tripwire: Callable[..., NoReturn]) -> None:
    """Let the very function trip, for whoever has it: tables and aliases hold on to it."""
    code = _stumble.__code__
    constants = tuple(tripwire if one == "the tripwire" else one for one in code.co_consts)
    # As many places for names of the function around as it has itself: Python minds that.
    function.__code__ = code.replace(co_consts=constants, co_freevars=function.__code__.co_freevars)
    function.__defaults__ = function.__kwdefaults__ = None


def _override(operator: str, tripwire: Callable[..., NoReturn]) -> None:
    import torch

    namespace, _, rest = operator.partition("::")
    # One that is made of others everywhere may have a kernel of its own for plain tensors only; the others trip for the rest.
    composite = torch._C._dispatch_has_kernel_for_dispatch_key(operator, "CompositeImplicitAutograd")
    for key in _KEYS[:1] if composite else _KEYS:
        library = torch._C._dispatch_library("IMPL", namespace, key, __file__, 0)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # torch remarks that a kernel is overridden
            library.impl(rest, key, tripwire)
        # The registration ends with this object: it never does, and nothing in Python leads to it.
        ctypes.pythonapi.Py_IncRef(ctypes.py_object(library))
