"""Makes ``import torchvision`` work beside a CPU build of torch.

PyPI's torchvision wheel is built for CUDA. Beside a CPU torch its compiled operators do not load, and the import ends with
``RuntimeError: operator torchvision::nms does not exist``. Datasets, transforms, utils and models need none of them:
once the two operators are declared, the import goes through. (A handout cannot import the engine:
``assignments/torch_cnn/mnist_digits.py`` has the same few lines.) Runs in the student's process.
"""

from __future__ import annotations

import importlib
import sys
from typing import Any

_DECLARED: list[object] = []
"""torch forgets an operator when its library object is collected."""


def import_torchvision() -> bool:
    """Import torchvision, declaring its missing operators if need be. False when it is not there or cannot be mended."""
    try:
        importlib.import_module("torchvision")
    except ImportError:
        return False
    except RuntimeError as error:
        if _DECLARED or "torchvision::nms" not in str(error):
            return False
        _declare()
        return import_torchvision()
    return True


def _declare() -> None:
    torch: Any = importlib.import_module("torch")
    library = torch.library.Library("torchvision", "DEF")
    for operator in ("nms", "qnms"):
        library.define(f"{operator}(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")
    _DECLARED.append(library)
    for name in [name for name in sys.modules if name.split(".")[0] == "torchvision"]:
        del sys.modules[name]
