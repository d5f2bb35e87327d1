"""A network: one linear layer."""

from __future__ import annotations

from autograder.validate.patterns.pattern import Pattern

NETWORK = Pattern(
    name="Classifier",
    kind="class",
    title="One linear layer",
    stub='''class Classifier(nn.Module):
    """A network of one linear layer: flatten each image of a batch (N, ...), then `features` inputs to `classes` logits.

    Name the layer `fc`. No softmax: logits come out.
    """

    def __init__(self, features, classes):
        super().__init__()
        raise NotImplementedError("Classifier is not written yet")

    def forward(self, x):
        """x: (N, ...) with `features` numbers each; returns (N, classes)."""
        raise NotImplementedError("Classifier.forward is not written yet")
''',
    public='''@pytest.mark.question("Classifier")
def test_shape(student):
    """There is a row of logits for each image."""
    import torch

    logits = student.Classifier(6, 4)(torch.zeros(5, 2, 3))
    assert getattr(logits, "array", logits).shape == (5, 4)  # in the grader a tensor comes as an array
''',
    solution="""class Classifier(nn.Module):
    def __init__(self, features, classes):
        super().__init__()
        self.fc = nn.Linear(features, classes)

    def forward(self, x):
        return self.fc(x.flatten(1))
""",
    right='''class Reshaped(nn.Module):
    """The images are reshaped by hand, and multiplied with the weights."""

    def __init__(self, features, classes):
        super().__init__()
        self.fc = nn.Linear(features, classes)

    def forward(self, x):
        return x.reshape(len(x), -1) @ self.fc.weight.T + self.fc.bias
''',
    wrong='''class Softmax(nn.Module):
    """Probabilities come out.

    The loss takes the softmax itself. What does it expect from your network?
    """

    def __init__(self, features, classes):
        super().__init__()
        self.fc = nn.Linear(features, classes)

    def forward(self, x):
        return self.fc(x.flatten(1)).softmax(1)


class NoBias(nn.Module):
    """The bias is left out.

    What does your network answer to an image of zeros?
    """

    def __init__(self, features, classes):
        super().__init__()
        self.fc = nn.Linear(features, classes)

    def forward(self, x):
        return x.flatten(1) @ self.fc.weight.T
''',
    hidden='''"""Hidden checks of Classifier: it is given weights and judged by its logits, which the grader works out too."""

import numpy as np
import pytest

from autograder.suite import TensorValue, assert_values


def tensor(array):
    return TensorValue(np.asarray(array, dtype=np.float32))


@pytest.mark.parametrize(("size", "classes"), [((2, 3), 4), ((5,), 2)], ids=["images", "rows"])
def test_logits(student, rng, size, classes):
    """With given weights the logits are those of one linear layer."""
    features = int(np.prod(size))
    weight, bias, x = rng.normal(size=(classes, features)), rng.normal(size=classes), rng.normal(size=(3, *size))
    model = student.Classifier(features, classes)
    model.load_state_dict({"fc.weight": tensor(weight), "fc.bias": tensor(bias)})
    for images in (x, -2 * x):
        logits = model(tensor(images)).array
        assert_values(logits, images.reshape(3, -1) @ weight.T + bias, "model(x)", [images])
''',
    probes='''def Classifier():
    yield lambda Classifier, props: _logits(Classifier, props, [[0, 0]])
    yield lambda Classifier, props: _logits(Classifier, props, [[1, 2], [3, 5]])


def _logits(kind, props, x):
    """The logits of Classifier(2, 2) with the weights [[1, 0], [2, -1]] and the bias [3, 0]."""
    weight, bias, x = (np.array(one, dtype=np.float32) for one in ([[1, 0], [2, -1]], [3, 0], x))
    return props.logits(kind, weight, bias, x)
''',
    props='''import torch


def logits(kind, weight, bias, x):
    """What a network of this kind answers once it has these weights."""
    model = kind(weight.shape[1], weight.shape[0])
    model.load_state_dict({"fc.weight": torch.tensor(weight), "fc.bias": torch.tensor(bias)})
    return model(torch.tensor(x)).detach().numpy()
''',
    libraries=("numpy", "torch"),
    imports="from torch import nn",
)
