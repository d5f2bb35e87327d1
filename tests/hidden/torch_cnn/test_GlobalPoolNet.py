"""GlobalPoolNet: features of the student's choice, their average over all positions, one linear layer."""

import numpy as np
import pytest

from autograder.grading.asserts import as_array, assert_shape, fail, values_agree


def judge(guest, model, x, classes, call):
    """The logits of ``x`` are one linear layer of the averages of a feature map the model made. Gives the logits."""
    smallest = 2 if max(x.shape[2:]) > 28 else 1  # many poolings may leave one position of a digit
    logits, maps = guest.props.watch(model, x, smallest)
    assert_shape(logits, (len(x), classes), call)
    weight, bias = head_of(guest, model, classes)
    if not any(values_agree(as_array(logits), answer) for answer in possible_answers(maps, weight, bias)):
        fail("values", f"{call}: the logits are not one linear layer of the feature maps' averages over height and width.")
    return logits


def possible_answers(maps, weight, bias):
    """What global average pooling and the linear layer make of each map, in either order (they commute)."""
    for one in maps:
        averages = np.asarray(one, dtype=np.float64).mean(axis=(2, 3))
        if weight.ndim == 2 and averages.shape[1] == weight.shape[1]:
            yield averages @ weight.T.astype(np.float64) + bias
        if weight.ndim == 4 and averages.shape[1] == len(weight):
            yield averages


def head_of(guest, model, classes):
    """The weight and bias of the one linear layer; a 1×1 convolution, which is a linear layer at every position, counts."""
    arrays = guest.props.arrays(model)
    linear = [i for i, a in enumerate(arrays) if a.ndim == 2]
    if not linear:
        linear = [i for i, a in enumerate(arrays) if a.ndim == 4 and a.shape[2:] == (1, 1) and len(a) == classes][-1:]
    if len(linear) != 1 or len(arrays[linear[0]]) != classes:
        fail("shape", f"GlobalPoolNet has {len(linear)} linear layers with `num_classes` outputs at the end; one is asked.")
    after = arrays[linear[0] + 1 : linear[0] + 2]
    return arrays[linear[0]], after[0] if after and after[0].shape == (classes,) else np.zeros(classes)


@pytest.mark.weight(2)
def test_digits(student, guest, rng):
    """A batch of digits gives ten logits each; the average over all positions and one linear layer make them."""
    judge(guest, student.GlobalPoolNet(), rng.normal(size=(3, 1, 28, 28)).astype(np.float32), 10, "GlobalPoolNet()(x)")


@pytest.mark.weight(3)
@pytest.mark.parametrize(("height", "width"), [(32, 32), (61, 40), (28, 52)])
def test_any_size(student, guest, rng, height, width):
    """Images of any height and width go through the same model."""
    x = rng.normal(size=(2, 1, height, width)).astype(np.float32)
    judge(guest, student.GlobalPoolNet(), x, 10, "GlobalPoolNet()(x) of another size")


@pytest.mark.weight(2)
@pytest.mark.parametrize("classes", [7, 3])
def test_classes(student, guest, rng, classes):
    """`num_classes` is the number of logits."""
    x = rng.normal(size=(2, 1, 30, 36)).astype(np.float32)
    judge(guest, student.GlobalPoolNet(classes), x, classes, "GlobalPoolNet(num_classes)(x)")


@pytest.mark.weight(2)
def test_features_are_convolutions(student, guest, rng):
    """The features see neighbourhoods: the same pixels in another order give other logits."""
    model = student.GlobalPoolNet()
    x = rng.normal(size=(1, 1, 32, 32)).astype(np.float32)
    shuffled = rng.permutation(x.reshape(-1)).reshape(x.shape)
    both = judge(guest, model, np.concatenate([x, shuffled]), 10, "GlobalPoolNet()(x)")
    if values_agree(both[0], both[1]):
        fail("values", "GlobalPoolNet does not mind in which order the pixels are: no convolution looks at neighbours.")


def test_gradients(student, guest, rng):
    """A gradient reaches every parameter."""
    model = student.GlobalPoolNet(5)
    x, labels = rng.normal(size=(4, 1, 32, 36)).astype(np.float32), rng.integers(0, 5, 4)
    judge(guest, model, x, 5, "GlobalPoolNet(num_classes)(x)")
    _, found = guest.props.gradients(model, x, labels, False)
    if not all(np.any(gradient) for gradient in found):
        fail("values", "no gradient reaches one of the parameters of GlobalPoolNet.")


def test_models_are_independent(student, guest, rng):
    """Two models have weights of their own, drawn at random."""
    x = rng.normal(size=(2, 1, 28, 28)).astype(np.float32)
    one, two = (judge(guest, student.GlobalPoolNet(), x, 10, "GlobalPoolNet()(x)") for _ in range(2))
    if values_agree(one, two):
        fail("values", "two new GlobalPoolNets have the same weights.")
