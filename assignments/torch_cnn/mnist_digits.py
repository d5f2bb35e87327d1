"""Real handwritten digits for this assignment. Given: there is nothing to write here.

`load_mnist` fetches MNIST with `torchvision.datasets.MNIST` into the folder `data` (12 MB, once). Where that does not work, without a
network for instance, it says what to do and gives the 1,500 real digits of `mnist_small.npz`, which lies beside this file: enough for
every exercise here.
"""

import importlib
import socket
import sys
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import torch
from torch.utils.data import DataLoader, TensorDataset

HERE = Path(__file__).resolve().parent
MEAN, DEVIATION = 0.1307, 0.3081
"""Mean and standard deviation of MNIST's pixels on the scale 0 to 1."""
_declared = []


def load_mnist(train=True, download=True, root="data"):
    """The digits as a `TensorDataset`: images (n, 1, 28, 28), float32, normalised to mean 0 and deviation 1; labels (n,), 0 to 9.

    60,000 to train on or 10,000 to test on; from the small file, 1,200 or 300. `download=False` takes the small file at once.
    """
    images, labels = (_from_torchvision(train, root) if download else None) or _from_the_small_file(train)
    images = torch.as_tensor(images, dtype=torch.float32)[:, None] / 255
    return TensorDataset((images - MEAN) / DEVIATION, torch.as_tensor(labels, dtype=torch.int64))


def loaders(batch_size=64, download=True, root="data"):
    """Two `DataLoader`s, for training (shuffled) and for testing."""
    return (
        DataLoader(load_mnist(True, download, root), batch_size=batch_size, shuffle=True),
        DataLoader(load_mnist(False, download, root), batch_size=batch_size),
    )


def _from_the_small_file(train):
    with np.load(HERE / "mnist_small.npz") as data:
        part = slice(None, 1200) if train else slice(1200, None)
        return data["images"][part], data["labels"][part]


def _from_torchvision(train, root):
    try:
        import_torchvision()
        from torchvision import datasets

        with _patience(10):
            mnist = datasets.MNIST(root=root, train=train, download=True)
    except ImportError:
        _explain("torchvision is not installed", "pip install torchvision")
    except (OSError, RuntimeError) as error:
        first = (str(error).splitlines() or [type(error).__name__])[0].rstrip(":")
        _explain(
            f"MNIST could not be downloaded ({first})",
            "run this again with a network, or copy a folder data/MNIST/raw from a machine that has one",
        )
    else:
        return mnist.data, mnist.targets
    return None


def _explain(problem, remedy):
    print(f"{problem}.\nFor all 70,000 digits: {remedy}.\nGoing on with the 1,500 real digits in mnist_small.npz.")


@contextmanager
def _patience(seconds):
    """Do not wait for ever for a network that lets nothing through."""
    before = socket.getdefaulttimeout()
    socket.setdefaulttimeout(seconds)
    try:
        yield
    finally:
        socket.setdefaulttimeout(before)


def import_torchvision():
    """Import torchvision, also where "operator torchvision::nms does not exist" stands in the way.

    pip's torchvision is built for graphics cards. Beside a torch for the processor alone its compiled operators do not load. Datasets,
    transforms and models need none of them: once the two are declared, the import goes through. (The lasting remedy is a pair that
    fits: `pip install --force-reinstall torch torchvision --index-url https://download.pytorch.org/whl/cpu`.)
    """
    try:
        importlib.import_module("torchvision")
    except RuntimeError as error:
        if _declared or "torchvision::nms" not in str(error):
            raise
        library = torch.library.Library("torchvision", "DEF")
        for operator in ("nms", "qnms"):
            library.define(f"{operator}(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")
        _declared.append(library)
        for name in [name for name in sys.modules if name.split(".")[0] == "torchvision"]:
            del sys.modules[name]
        importlib.import_module("torchvision")
