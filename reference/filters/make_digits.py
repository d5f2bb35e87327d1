"""Makes the ten digits this assignment hands out: one real MNIST digit per class. Run it once; its output is committed.

    python reference/filters/make_digits.py

They are the first of each class in `assignments/torch_cnn/mnist_small.npz`, which `reference/torch_cnn/make_mnist.py` makes.
`assignments/filters/digits.npz` holds ``images`` uint8 (10, 28, 28), digit d at index d.
"""

from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[2]

with np.load(ROOT / "assignments" / "torch_cnn" / "mnist_small.npz") as small:
    images, labels = small["images"], small["labels"]
first = [int(np.flatnonzero(labels == digit)[0]) for digit in range(10)]
np.savez_compressed(ROOT / "assignments" / "filters" / "digits.npz", images=images[first])
