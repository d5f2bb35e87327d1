"""Values that cross the wire and have no plain Python form in the grader. Runs on both sides of the wall."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class TensorValue:
    """A torch tensor as data. Sent to the student's process it becomes a `torch.Tensor` there; one that comes back arrives as this."""

    array: NDArray[Any]
    requires_grad: bool = False


def to_array(value: Any) -> NDArray[Any]:
    """The array inside a `TensorValue`, or ``value`` as an array."""
    return value.array if isinstance(value, TensorValue) else np.asarray(value)
