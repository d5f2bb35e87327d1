"""The hidden suite of `SimpleCNN`."""

import pytest
from layers_cases import flat_bias, put_weights
from layers_network import Network, weight_shapes, weighted_layers

from autograder.grading.asserts import as_array, assert_sizes, assert_values, fail


@pytest.mark.weight(2)
def test_weights(guest, student, reference):
    """Four layers with weights, in order: two convolutions 3 x 3 with 32 and 64 filters, two linear ones with 512 and
    `num_classes` outputs."""
    for input_shape, classes in (((2, 9, 6), 7), ((3, 4, 13), 5), ((1, 11, 11), 2)):
        got = guest.props.weight_shapes(student.SimpleCNN(input_shape, classes))
        assert_sizes(got, weight_shapes(input_shape, classes), "SimpleCNN(input_shape, num_classes): the shapes of W")


def test_defaults(guest, student):
    """Without arguments it is a network for 3 x 32 x 32 images and 10 classes."""
    got = guest.props.weight_shapes(student.SimpleCNN())
    assert_sizes(got, weight_shapes((3, 32, 32), 10), "SimpleCNN(): the shapes of W")
    named = guest.props.weight_shapes(student.SimpleCNN(num_classes=4, input_shape=(2, 6, 4)))
    assert_sizes(named, weight_shapes((2, 6, 4), 4), "SimpleCNN(…) with arguments by name: the shapes of W")


def test_starting_weights(student, reference, rng):
    """A new network works from the weights it starts with."""
    model, oracle = student.SimpleCNN((1, 4, 5), 3), reference.SimpleCNN((1, 4, 5), 3)
    shapes = weight_shapes((1, 4, 5), 3)
    for layer, right in zip(weighted_layers(model.layers, shapes), weighted_layers(oracle.layers, shapes), strict=True):
        put_weights(right, as_array(layer.W), flat_bias(layer.b))
    X = rng.normal(size=(2, 1, 4, 5))
    assert_values(model.forward(X), oracle.forward(X), "SimpleCNN(…).forward(X)", (X,))


@pytest.mark.weight(2)
def test_layers_in_order(student, reference, rng, agree):
    """`layers` holds the ten layers in order, each with its own `forward` and `backward`."""
    network = Network(student, reference, rng)
    if len(network.layers) != 10:
        fail("shape", "SimpleCNN(…).layers does not hold ten layers.", f"{len(network.layers)} layers")
    X = network.X
    for i, (layer, oracle) in enumerate(zip(network.layers, network.oracle.layers, strict=True)):
        Z = oracle.forward(X)
        assert_values(layer.forward(X), Z, f"SimpleCNN(…).layers[{i}].forward(X)", (X,))
        X = Z
    dZ = network.dZ
    for i, (layer, oracle) in reversed(list(enumerate(zip(network.layers, network.oracle.layers, strict=True)))):
        dX = oracle.backward(dZ)
        assert_values(layer.backward(dZ), dX, f"SimpleCNN(…).layers[{i}].backward(dZ)", (dZ,))
        dZ = dX
    agree([X, dZ], lambda: network.second(network.X, network.dZ)[:2])


@pytest.mark.weight(2)
def test_forward(student, reference, rng, agree):
    """`forward` passes the images through all layers; the last one's output is given as it is, without ReLU or
    softmax."""
    for shape, classes, batch in (((2, 9, 6), 7, 2), ((3, 4, 5), 4, 3)):
        network = Network(student, reference, rng, shape, classes, batch)
        network.forward(agree)


@pytest.mark.weight(2)
def test_input_gradient(student, reference, rng, agree):
    """`backward` passes the gradient back through all layers, last to first, and gives it with respect to the images."""
    network = Network(student, reference, rng)
    network.forward(agree)
    network.gradients(agree)


@pytest.mark.weight(2)
def test_weight_gradients(student, reference, rng, agree):
    """After `backward`, every layer with weights holds its dW and db."""
    network = Network(student, reference, rng)
    network.forward(agree)
    network.gradients(agree)
    network.weight_gradients(agree)


def test_again(student, reference, rng, agree):
    """Another batch, of one image, gives its own output and gradients; nothing is left over from the first."""
    network = Network(student, reference, rng)
    network.forward(agree)
    network.gradients(agree)
    network.other_batch(1)
    network.forward(agree)
    network.gradients(agree)
    network.weight_gradients(agree)


def test_two_networks(student, reference, rng, agree):
    """Two networks are apart: weights set in one do not reach the other, nor does its memory."""
    first, second = Network(student, reference, rng), Network(student, reference, rng)
    first.forward(agree)
    second.forward(agree)
    first.gradients(agree)
    first.weight_gradients(agree)


def test_leaves_arguments_alone(student, reference, rng, agree, guest):
    """`forward` leaves the images as they were, and `backward` dZ."""
    Network(student, reference, rng).leaves_arguments_alone(guest, agree)
