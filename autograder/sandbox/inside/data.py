"""Objects that hold numbers, as data that goes over the wire; tensors back again."""

from __future__ import annotations

import sys
from typing import Any

import numpy as np

from autograder.sandbox.protocol.values import TensorValue

_NUMBERS = ("fractions", "Fraction"), ("decimal", "Decimal"), ("array", "array")
"""Where the standard library's other numbers are, if student code has imported them."""


def tensor(value: TensorValue) -> Any:
    """The torch tensor that came from the grader."""
    torch = sys.modules["torch"]
    made = torch.from_numpy(value.array)
    return made.requires_grad_() if value.requires_grad else made


def as_data(value: Any) -> Any:
    """A tensor, or another object that holds numbers, as data; None for anything else."""
    data = _as_tensor_value(value)
    return _as_numbers(value) if data is None else data


def _as_tensor_value(value: Any) -> TensorValue | None:
    torch: Any = sys.modules.get("torch")
    if isinstance(getattr(torch, "Tensor", None), type) and isinstance(value, torch.Tensor):
        array = value.detach().cpu().resolve_conj().resolve_neg().numpy()
        return TensorValue(np.array(array, order="C"), bool(value.requires_grad))
    return None


def _as_numbers(value: Any) -> Any:
    """A fraction or decimal as a float, an `array.array` as a list, a number object in an array without axes as itself: what
    matters are the numbers. (An array of objects with axes the codec takes apart itself.)"""
    fraction, decimal, row = (getattr(sys.modules.get(module), name, None) for module, name in _NUMBERS)
    if type(value) in (fraction, decimal):
        return float(value)
    if type(value) is row and value.typecode not in "uw":
        return value.tolist()
    if isinstance(value, np.ndarray) and value.dtype.kind == "O":
        part = np.array(value, subok=False).item()
        return part if type(part) in (int, float, fraction, decimal) else None
    return None
