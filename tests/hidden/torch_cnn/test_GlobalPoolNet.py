"""GlobalPoolNet: features of the student's choice, their average over all positions, one linear layer."""

import numpy as np
import pytest

from autograder.suite import StudentError, assert_shape, fail, values_agree

_KINDS = {
    "tuple": "a tuple",
    "list": "a list",
    "dict": "a dict",
    "ndarray": "a NumPy array",
    "NoneType": "None (is a `return` missing?)",
}


def judge(process, model, x, classes, call, strict=True):
    """The logits of ``x``, made from the averages of a feature map: by one linear layer, if ``strict``."""
    smallest = 2 if max(x.shape[2:]) > 28 else 1  # many poolings may leave one position of a digit
    logits, maps, entered = process.props.watch(model, x, smallest)
    if isinstance(logits, str):
        fail("type", f"{call} gave {_KINDS.get(logits, 'no tensor')}; one tensor is asked, the logits alone.")
    assert_shape(logits, (len(x), classes), call)
    for name, shares in (("softmax", logits), ("log_softmax", np.exp(np.minimum(logits, 0)))):
        if np.all(shares >= 0) and np.all(np.abs(shares.sum(axis=1) - 1) < 1e-4):
            fail(
                "values",
                f"{call} gave {name}(logits). Logits are asked: `nn.CrossEntropyLoss` applies the softmax itself.",
            )
    averages = [np.asarray(one, dtype=np.float64).mean(axis=(2, 3)) for one in maps]
    arrived = any(values_agree(value, average) for value in (logits, *entered) for average in averages)
    if arrived and not strict:
        return logits
    # A head may be a product of matrices as well, which `entered` does not show: then the logits tell.
    arrays = process.props.arrays(model)
    made = _is_linear(logits, averages, arrays)
    if not arrived and not made:
        told = "no feature map's averages over height and width reach a linear layer"
        fail("values", f"{call}: {told}{_instead(maps, entered)}.")
    if strict:
        assert_one_head(arrays, classes)
        if not made:
            fail("values", f"{call}: the logits are not one linear layer of the feature maps' averages, as they are.")
    return logits


def _instead(maps, entered):
    """What reaches a linear layer instead of the averages, where that can be told."""
    if any(one.dtype == np.float16 for one in maps):
        return " exactly enough: half precision holds too few digits of them"
    known = {
        "the largest value of each does": lambda one: one.max(axis=(2, 3)),
        "the sum of each does: divide by the number of positions": lambda one: one.sum(axis=(2, 3)),
        "all their positions do, and fit one image size": lambda one: one.reshape(len(one), -1),
    }
    for told, view in known.items():
        if any(min(one.shape[2:]) > 1 and values_agree(value, view(one)) for value in entered for one in maps):
            return f"; {told}"
    return ""


def _weights(arrays, classes):
    """The weights of linear layers among the parameters; where there are none, a 1×1 convolution counts: one at every position."""
    found = [a for a in arrays if a.ndim == 2 and a.shape != (1, classes)]  # a bias may be written as a row
    ones = [a for a in arrays if a.ndim == 4 and a.shape[2:] == (1, 1) and len(a) == classes]
    return found or [one.reshape(classes, -1) for one in ones[-1:]]


def _is_linear(logits, averages, arrays):
    """Whether ``logits`` are the one linear layer among the parameters, (out, in) or (in, out), applied to ``averages``."""
    classes = logits.shape[1]
    weights = _weights(arrays, classes)
    biases = [np.zeros(classes), *(a.reshape(-1) for a in arrays if a.size == classes)]
    return len(weights) == 1 and any(
        values_agree(logits, average @ weight.astype(np.float64) + bias)
        for weight in (weights[0], weights[0].T)
        for average in averages
        if (average.shape[1], classes) == weight.shape
        for bias in biases
    )


def assert_one_head(arrays, classes):
    """There is one linear layer, with ``classes`` outputs."""
    weights = _weights(arrays, classes)
    if len(weights) != 1 or classes not in weights[0].shape:
        told = "GlobalPoolNet is to have exactly one linear layer, with `num_classes` outputs, at its end."
        fail("shape", told, f"{len(weights)} linear layers")


@pytest.mark.weight(3)
def test_digits(student, process, rng):
    """A batch of digits gives ten logits each; the average over all positions and one linear layer make them."""
    judge(
        process, student.GlobalPoolNet(), rng.normal(size=(3, 1, 28, 28)).astype(np.float32), 10, "GlobalPoolNet()(x)"
    )


@pytest.mark.weight(2)
@pytest.mark.parametrize(("height", "width"), [(64, 64), (97, 70), (66, 131)])
def test_any_size(student, process, rng, height, width):
    """Images of any height and width go through the same model."""
    x = rng.normal(size=(2, 1, height, width)).astype(np.float32)
    model = student.GlobalPoolNet()
    try:
        judge(process, model, x, 10, "GlobalPoolNet()(x) of another size", strict=False)
    except StudentError as error:
        fail(
            "raises",
            "GlobalPoolNet raises on images of another size: what follows the features fits one size.",
            str(error),
        )


def test_whole_image(student, process, rng):
    """All of a large image counts: other pixels in any of its quarters give other logits."""
    x = np.repeat(rng.normal(size=(1, 1, 90, 76)), 5, axis=0).astype(np.float32)
    for i, (top, left) in enumerate(((0, 0), (0, 38), (45, 0), (45, 38))):
        x[i + 1, :, top : top + 45, left : left + 38] = rng.normal(0, 3, size=(1, 45, 38))
    both = judge(process, student.GlobalPoolNet(), x, 10, "GlobalPoolNet()(x) of another size", strict=False)
    if any(values_agree(both[i], both[0]) for i in range(1, 5)):
        fail("values", "GlobalPoolNet does not look at the whole of an image larger than a digit.")


@pytest.mark.weight(2)
@pytest.mark.parametrize("classes", [7, 3])
def test_classes(student, process, rng, classes):
    """`num_classes` is the number of logits."""
    x = rng.normal(size=(2, 1, 70, 81)).astype(np.float32)
    judge(process, student.GlobalPoolNet(classes), x, classes, "GlobalPoolNet(num_classes)(x)", strict=False)


@pytest.mark.weight(2)
def test_features_are_convolutions(student, process, rng):
    """The features see neighbourhoods: the same pixels in another order give other logits."""
    model = student.GlobalPoolNet()
    x = rng.normal(size=(1, 1, 64, 64)).astype(np.float32)
    shuffled = rng.permutation(x.reshape(-1)).reshape(x.shape)
    both = judge(process, model, np.concatenate([x, shuffled]), 10, "GlobalPoolNet()(x)")
    if values_agree(both[0], both[1]):
        fail("values", "GlobalPoolNet does not mind in which order the pixels are: no convolution looks at neighbours.")


def test_gradients(student, process, rng):
    """A gradient reaches every parameter."""
    model = student.GlobalPoolNet(5)
    x, labels = rng.normal(size=(4, 1, 64, 72)).astype(np.float32), rng.integers(0, 5, 4)
    judge(process, model, x, 5, "GlobalPoolNet(num_classes)(x)")
    _, found = process.props.gradients(model, x, labels, False)
    if not all(np.any(gradient) for gradient in found):
        fail("values", "no gradient reaches one of the parameters of GlobalPoolNet.")


def test_models_are_independent(student, process, rng):
    """Two models have weights of their own, drawn at random."""
    x = rng.normal(size=(2, 1, 28, 28)).astype(np.float32)
    one, two = (judge(process, student.GlobalPoolNet(), x, 10, "GlobalPoolNet()(x)") for _ in range(2))
    if values_agree(one, two):
        fail("values", "two new GlobalPoolNets have the same weights.")
