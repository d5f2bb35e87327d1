"""What exceptions of student code usually mean, in plain words.

Kind and text of an exception are the student's to choose, perhaps by a hidden input. So a hidden check tells what the kind means; what
its text means it tells only where an exception of the same kind came up in a public check, on inputs that everybody may see.
"""

from __future__ import annotations

import re

from autograder.records.sentences import joined, say
from autograder.sandbox.inside.spot import Spot

_USUAL = {
    "IndexError": say(
        "An index ran outside a list or an array: look at where your loops end, and at what happens when there is nothing in it."
    ),
    "ValueError": say(
        "Either two arrays whose shapes do not fit together, at a border for instance, or a window beyond the border that "
        "holds nothing, or your own code refuses arguments that make sense."
    ),
    "TypeError": say(
        "Often a size that is a float (divide with `//` instead of `/`), a call with other arguments than the stub names, None, a "
        "list or a tuple where a number is needed, or whole numbers that cannot take fractions in place (`*=`)."
    ),
    "NameError": say(
        "A name is used that was never given a value, or what defines it was left out when your file was read."
    ),
    "UnboundLocalError": say("A name is used before it is given a value, in some branch."),
    "AttributeError": say(
        "An object or a module has no attribute of that name: those of `self` are there once a method has given them a value. Older "
        "names of NumPy, such as `np.int`, `np.float` and `np.product`, are gone: `int`, `float` and `np.prod` are their successors."
    ),
    "ImportError": say("It calls a function, or imports a library, that this exercise is written without."),
    "ModuleNotFoundError": say("A library is imported that is not there when your work is graded."),
    "KeyError": say("A dict has no such key: mind capitals and blanks."),
    "ZeroDivisionError": say("Something is divided by 0: look at where the 0 comes from."),
    "RecursionError": say("A function calls itself without end."),
    "MemoryError": say("It wanted more memory than there is for an answer."),
    "AssertionError": say("One of your own assertions does not hold."),
    "OverflowError": say("A number became too large."),
    "RuntimeError": "",
    "FloatingPointError": "",
    "PermissionError": say("Files, programs and the network are closed while your work is graded."),
    "OSError": say("Files, programs and the network are closed while your work is graded."),
    "EOFError": say("Nobody answers `input()` while your work is graded."),
    "SystemExit": say("Take the `exit()` out."),
}
"""What an exception of each kind usually means; a kind that is not here is not told of a hidden check."""

_PLAIN = frozenset(
    "IndexError NameError UnboundLocalError KeyError ZeroDivisionError RecursionError OverflowError".split()
)
"""Kinds that mean the same whatever their text says."""

_FLOAT_SIZE = say("A size, an index or a count is a float: divide with `//` instead of `/`, or write `int(…)`.")
_AN_ARRAY = say("A list or tuple is used as if it were an array: `np.array(…)` makes one of it.")
_PRECISION = say("Tensors of different precision meet: `.float()` makes single precision of either.")
_NO_TENSOR = say(
    "A tensor is expected, and something else arrives: `torch.as_tensor(…).float()` makes one of an array."
)
_META = say("Tensors on the device `meta` hold no numbers: leave the device as it is.")

_NONE = say(
    "None is used as if it were a value: a function without `return` gives it, and so do methods that work in place."
)
_ONE_NUMBER = say("One number is used as if it were a list, a tuple or an array of several.")
_SEVERAL = say("A tuple or a list stands where one number is expected.")
_A_TEXT = say("A text stands where a number is expected.")
_UNCALLED = say("A function stands where its result is expected: call it, with parentheses.")
_NO_WINDOW = say("A window holds nothing: it lies outside of the array there. Look at where your loops end.")
_MATRIX = say(
    "A matrix product (`@`, `np.dot`) needs as many columns on its left as rows on its right; `*` multiplies number by number."
)
_AXIS = say("An axis is named that the array does not have: count its axes from 0, and look at its `.shape`.")
_NOT_AS_MANY = say("A `view` or `reshape` to a shape that does not hold as many numbers.")
_EINSUM = say(
    "The letters of an `einsum` do not fit the axes: one letter for each axis, the same letter for the same size."
)
_NUMBER_KIND = r"'(?:int|float|bool|numpy\.\w+?\d+)'"
_FUNCTION_KIND = r"'(?:builtin_function_or_method|function|method|type)'"
_BY_PATTERN = (
    (r"NoneType(?!.*(?:'requires_grad'|callable))", _NONE),
    (rf"{_FUNCTION_KIND}(?: object| and|$)", _UNCALLED),
    (rf"{_NUMBER_KIND} object (?:is not subscriptable|is not iterable|has no len|does not support item)", _ONE_NUMBER),
    (rf"object of type {_NUMBER_KIND} has no len|cannot unpack non-iterable (?:int|float|numpy)", _ONE_NUMBER),
    (r"'(?:tuple|list)' object cannot be interpreted as an integer", _SEVERAL),
    (r"'str' object cannot be interpreted as an integer|operand type.*'str'", _A_TEXT),
    (r"operand type\(s\) for \^|'bitwise_xor'", say("`^` is no power in Python: write `**`.")),
    (r"operand type.*(?:'tuple' and '(?:int|float)'|'(?:int|float)' and 'tuple')", _SEVERAL),
    (r"operand type.*'(?:list|tuple)'", _AN_ARRAY),
    (r"can only concatenate str", say("A text takes nothing but texts with `+`: `print` takes several things, with commas between them.")),
    (r"can only concatenate|can't multiply sequence by non-int of type '(?:list|tuple|numpy\.ndarray)", _AN_ARRAY),
    (r"'(?:list|tuple|numpy\.ndarray|Tensor)' object is not callable",
     say("Round brackets call a function. A part of an array, a list or a tuple stands in square ones, and `.shape` has none.")),
    (r"tuple index out of range",
     say("A tuple has no such part: its parts count from 0, and a `.shape` has as many as the array has axes.")),
    (r"indices must be integers or slices, not str", say("A list counts its parts from 0 and has no names: a dict has names.")),
    (r"'tuple' object does not support item assignment", say("A tuple cannot be changed: make a list or an array of it.")),
    (r"not supported between instances of", say("Two things are compared of which neither is the larger, such as a list and a number.")),
    (r"Cannot interpret '.*' as a data type", say("The sizes stand in brackets of their own: `np.zeros((3, 4))`.")),
    (r"scalar arrays can be converted to a scalar index",
     say("An array stands where one whole number is expected, as a size or as an index of a list.")),
    (r"inhomogeneous", say("Rows of different lengths make no array: each needs as many numbers as the others.")),
    (r"remapped shapes|einstein sum|Size of label", _EINSUM),
    (r"core dimension|not aligned", _MATRIX),
    (r"cannot reshape array", _NOT_AS_MANY),
    (r"negative dimensions", say("A size is negative: there, the kernel or the window is larger than what it slides over.")),
    (r"zero-size array to reduction|of an empty sequence|is an empty (?:sequence|iterable)|iterable argument is empty", _NO_WINDOW),
    (r"out of bounds for array of dimension|Dimension out of range", _AXIS),
    (r"^mode '.*' is not supported", say('`np.pad` has no mode of that name: the one for zeros is `"constant"`.')),
    (r"dimensions except for the concatenation axis|must have same number of dimensions|Sizes of tensors must match|stack expects",
     say("Arrays are put together whose shapes do not fit.")),
    (r"multiple values for argument", say("An argument is given twice: by its place, and by its name.")),
    (r"^Target \d+ is out of bounds", say("A label is as large as the number of classes, or larger: labels count from 0.")),
    (r"cannot be converted to Scalar", say("`.item()` and `float(…)` take one number, and here are several.")),
    (r"view size is not compatible", say("`view` needs numbers that lie one after the other: write `reshape`.")),
    (r"backward through the graph a second time", say("A graph is gone after one `backward`: compute the loss anew each time.")),
    (r"Expected [34]D.* input", say("A convolution takes images as (N, C, H, W): `x[None]` puts an axis in front.")),
)  # fmt: skip
"""Texts of which more than their words matter; they go before `_BY_TEXT`."""
_BY_TEXT = (
    ("(that came with Python ", say("Only a newer Python than the grader's has that: write it without.")),
    ("cannot be interpreted as an integer", _FLOAT_SIZE),
    ("slice indices must be integers", _FLOAT_SIZE),
    ("are valid indices", say("An index is no whole number: divide with `//` instead of `/`, or write `int(…)`.")),
    ("sequence of integers", _FLOAT_SIZE),
    ("must be tuple of ints", _FLOAT_SIZE),
    ("can't multiply sequence by non-int", _FLOAT_SIZE),
    ("integer argument expected, got float", _FLOAT_SIZE),
    ("does this exercise for you", say("It calls a library function that does this exercise for you; here it is to be written by hand.")),
    ("truth value of an array",
     say("`if`, `and`, `or` and `not` want one truth value, and an array has many: write `is not None`, `.any()` or "
     "`.all()`.")),
    ("Cannot cast ufunc",
     say("An array of integers cannot take fractions in place (`+=` and its like): make it an array of floats first.")),
    ("read-only",
     say("It writes into an array that may only be read, such as a view of the argument: work on a copy.")),
    ("pop from empty",
     say("Something is taken from a list that is empty: what a first call took out is gone for the second.")),
    ("could not be broadcast", say("Two arrays whose shapes do not fit together, at a border for instance.")),
    ("setting an array element with a sequence",
     say("One element of an array takes one number: write `.item()` or `[0]` behind an array that "
     "holds one.")),
    ("arrays can be converted",
     say("`float(…)` takes one number: write `.item()` or `[0]` behind an array that holds one.")),
    ("required positional argument",
     say("A function is called with fewer arguments than it wants: what has a value in the stub may be left "
     "out.")),
    ("unexpected keyword argument",
     say("A function is called with an argument of a name it does not have: keep the stub's names.")),
    ("takes no arguments",
     say("A class is made with arguments, but has no `__init__` that takes them (two underscores on each side).")),
    ("__init__() should return None", say("`__init__` returns nothing: take its `return` out.")),
    ("object is not callable",
     say("Something is called that is no function and no class: look at what the name holds.")),
    ("positional argument", say("A function is called with more or fewer arguments than it takes.")),
    ("before Module.__init__() call", say("A module's `__init__` begins with `super().__init__()`.")),
    ("shapes cannot be multiplied",
     say("A linear layer gets another number of inputs than it was made for: follow the shapes.")),
    ("channels, but got", say("A convolution gets another number of channels than it was made for.")),
    ("is invalid for input of size", _NOT_AS_MANY),
    ("can't be greater than actual input size",
     say("The feature maps have become smaller than the kernel that is to slide over them.")),
    ("Output size is too small", say("The feature maps have become smaller than the window that is to pool them.")),
    ("modified by an inplace operation",
     say("Something that `backward` still needs was overwritten (`inplace=True`, `+=`, `relu_`).")),
    ("that requires grad", say("A tensor that hangs on a graph wants `.detach()` before `.numpy()`.")),
    ("does not require grad",
     say("`backward` finds no graph: `.detach()`, `.item()` or `torch.no_grad` cut it off before.")),
    ("leaf Variable", say("A parameter is changed under autograd's eyes: do it under `with torch.no_grad():`.")),
    ("expected scalar type", _PRECISION),
    ("same dtype", _PRECISION),
    ("should be the same", _PRECISION),
    ("match target batch_size",
     say("As many logits as labels are expected: the batch axis got lost or was mixed with another.")),
    ("must match the size of tensor", say("Two tensors whose shapes do not fit together.")),
    ("target with class probabilities",
     say("A loss takes logits (N, classes) and labels (N,): no `argmax` before it.")),
    ("must be Tensor, not", _NO_TENSOR),
    ("!numpy.ndarray!", _NO_TENSOR),
    ("has no attribute 'requires_grad'", say("A model is to give one tensor: no tuple, dict or array, and not None.")),
    ("has no attribute 'parameters'", say("A network is a class on top of `nn.Module`, and a layer an object of one.")),
    ("has no attribute 'backward'", say("`backward` belongs to the loss as a tensor: call it before `.item()`.")),
    ("as parameter '",
     say("A layer's weight takes an `nn.Parameter`: copy numbers into the one it has, under `with torch.no_grad():`.")),
    ("as child module '", say("The place of a layer takes another layer, an `nn.Module`.")),
    ("Only Tensors of floating point", say("Weights are floating point numbers: `.float()` makes them of whole ones.")),
    ("empty parameter list",
     say("No parameter is there to train: layers are attributes of `self`, and a head stays trainable.")),
    ("for image data", say("`imshow` draws one picture, (H, W): take one filter and one channel.")),
    ("compiled with CUDA",
     say('There is no graphics card where your work is graded: leave `.cuda()` and `.to("cuda")` out.')),
    ("no NVIDIA driver",
     say('There is no graphics card where your work is graded: leave `.cuda()` and `.to("cuda")` out.')),
    ("meta tensor", _META),
    ("device meta", _META),
    ("name 'self' is not defined", say("The first argument of a method is `self`: `def forward(self, X)`.")),
    ("'list' object has no attribute", _AN_ARRAY),
    ("'tuple' object has no attribute", _AN_ARRAY),
    ("list indices must be integers or slices, not tuple", _AN_ARRAY),
    ("ndarray' object has no attribute 'append'",
     say("An array does not grow: collect in a list, and make an array of it at the end.")),
    ("ndarray' object has no attribute 'imshow'",
     say("`plt.subplots` with several rows and columns gives axes in rows: `axes.flat` has them "
     "one after the other.")),
    ("ndarray' object has no attribute", say("An array has nothing of that name: is it spelled so?")),
    ("'Axes' object",
     say("One panel comes by itself from `plt.subplots`, no array: with `squeeze=False` it is always an array with two axes.")),
    ("too many indices for array", say("An index for more axes than the array has: look at its `.shape`.")),
    ("too many values to unpack",
     say("More values come than there are names for them: look at how many axes the shape has. A "
     "dict gives pairs by `.items()` only.")),
    ("num must be an integer with 1", say("`plt.subplot` counts its places from 1.")),
    ("not enough values to unpack",
     say("Fewer values come than there are names for them: look at how many there are each time.")),
    ("EOF when reading", say("Nobody answers `input()` while your work is graded.")),
    ("reading from stdin", say("Nobody answers `input()` while your work is graded.")),
    ("' object has no attribute '",
     say("An object has nothing of that name: was it set before, in `__init__` or in a method that has run, and is it spelled so?")),
    ("' has no attribute '", say("A module has nothing of that name: is it spelled so?")),
    ("dtype object cannot be converted",
     say("`imshow` draws arrays of numbers of one shape: `np.array(…, dtype=float)`.")),
)  # fmt: skip
"""What NumPy's, PyTorch's and Python's own texts mean."""

_IMPORTED = {
    "np": "import numpy as np", "plt": "import matplotlib.pyplot as plt", "nn": "import torch.nn as nn",
    "F": "import torch.nn.functional as F",
    **{name: f"from {module} import {name}" for name, module in (
        ("Figure", "matplotlib.figure"), ("sliding_window_view", "numpy.lib.stride_tricks"))},
    **{name: f"import {name}" for name in ("copy", "functools", "itertools", "math", "numpy", "random", "time", "torch", "warnings")},
}  # fmt: skip
"""What is nearly always imported under a name, and how."""

_GONE = {
    "int": "int", "float": "float", "bool": "bool", "object": "object", "str": "str", "complex": "complex", "long": "int",
    "unicode": "str", "product": "np.prod", "cumproduct": "np.cumprod", "alltrue": "np.all", "sometrue": "np.any", "round_": "np.round",
    "float_": "np.float64", "complex_": "np.complex128", "string_": "np.bytes_", "unicode_": "np.str_", "NaN": "np.nan", "NAN": "np.nan",
    "Inf": "np.inf", "Infinity": "np.inf", "infty": "np.inf", "PINF": "np.inf", "NINF": "-np.inf", "mat": "np.asmatrix",
    "asfarray": "np.asarray(…, dtype=float)", "msort": "np.sort(…, axis=0)", "trapz": "np.trapezoid", "in1d": "np.isin",
    "row_stack": "np.vstack", "asscalar": "….item()", "find_common_type": "np.result_type", "cast": "….astype(…)",
}  # fmt: skip
"""Names that NumPy 1.24, 2.0 and later took away, and what to write instead."""


def kind_told(type_name: str) -> str:
    """The kind of an exception as a hidden check tells it."""
    return type_name if type_name in _USUAL else say("an error")


def usual_cause(type_name: str) -> str:
    """What an exception of this kind usually means; empty where that is anybody's guess."""
    return _USUAL.get(type_name, "")


def cause_by_text(message: str) -> str:
    """What the text of an exception means; empty where it is not one that is known."""
    gone = re.search(r"module 'numpy' has no attribute '(\w+)'", message)
    if gone and gone[1] in _GONE:
        return say("`np.{name}` is gone from NumPy; write `{instead}`.", name=gone[1], instead=_GONE[gone[1]])
    unknown = re.search(r"name '(\w+)' is not defined", message)
    if unknown and unknown[1] in _IMPORTED:
        return say("A line is missing at the top: `{line}`.", line=_IMPORTED[unknown[1]])
    by_pattern = (cause for pattern, cause in _BY_PATTERN if re.search(pattern, message))
    return next(by_pattern, next((cause for text, cause in _BY_TEXT if text in message), ""))


def cause_of(type_name: str, message: str) -> str:
    """What an exception means whose text may be read; empty where it is not one that is known."""
    return cause_by_text(message) or (_USUAL[type_name] if type_name in _PLAIN else "")


def explained(type_name: str, message: str, spot: Spot) -> str:
    """What stood where an exception came up whose text may be read, and what it means; empty where neither is known."""
    expression, held, near = spot
    there = say("In `{expression}`: {held}.", expression=expression, held=", ".join(held)) if held else ""
    spelt = say("Is `{name}` meant?", name=near) if near else ""
    return joined([there, cause_of(type_name, message), spelt])
