"""The hidden suite of `SimpleCNN`."""

import pytest
from layers_network import Network, judge_drawn, pairs
from layers_weights import bias_numbers, starting, with_weights

from autograder.suite import assert_unchanged, assert_values, say


@pytest.mark.weight(2)
def test_weights(student, process, reference, rng, agree):
    """Two convolutions 3 x 3 with 32 and 64 filters, two linear layers with 512 and `num_classes` outputs, for any image size."""
    for shape, classes in (((2, 9, 6), 7), ((3, 4, 13), 5), ((1, 7, 5), 2)):
        network = Network(student, process, reference, rng, shape, classes, 1)
        network.judge_output(network.play([("forward", network.X)])[0], network.X, agree)


def test_defaults(student, process, reference, rng):
    """Without arguments it is a network for 3 x 32 x 32 images and 10 classes; the arguments can be given by name."""
    judge_drawn(student, process, reference, rng, {}, "SimpleCNN()")
    named = {"num_classes": 4, "input_shape": (2, 6, 4)}
    judge_drawn(student, process, reference, rng, named, say("SimpleCNN(…) with arguments by name"))


def test_starting_weights(student, process, reference, rng):
    """A new network works from the weights it starts with."""
    network = Network(student, process, reference, rng, (1, 4, 5), 3)
    Z, weights, _ = network.play([("forward", network.X), ("weights", None)], weights=False)
    for layer, (W, b) in zip(network.weighted, pairs(weights), strict=True):
        with_weights(layer, starting(W, layer.W.shape, "SimpleCNN(…): W"), bias_numbers(b, "SimpleCNN(…): b"))
    assert_values(Z, network.oracle.forward(network.X), "SimpleCNN(…).forward(X)", (network.X,))


@pytest.mark.weight(2)
def test_layers_in_order(student, process, reference, rng, agree):
    """`layers` holds the ten layers in order, each with its own `forward` and `backward`."""
    network = Network(student, process, reference, rng)
    steps, right, array = [], [], network.X
    for i, layer in enumerate(network.oracle.layers):
        steps.append((f"forward {i}", array))
        array = layer.forward(array)
        right.append(array)
    array = network.dZ
    for i, layer in reversed(list(enumerate(network.oracle.layers))):
        steps.append((f"backward {i}", array))
        array = layer.backward(array)
        right.append(array)
    agree([right[9], right[19]], lambda: network.second(network.X, network.dZ)[:2])
    answers = network.play(steps)[:-1]
    for (what, given), got, want in zip(steps, answers, right, strict=True):
        name, number = what.split()
        assert_values(got, want, f"SimpleCNN(…).layers[{number}].{name}(…)", (given,))


@pytest.mark.weight(2)
def test_forward(student, process, reference, rng, agree):
    """`forward` passes the images through all layers; the last one's output is given as it is, without ReLU or softmax."""
    for shape, classes, batch in (((2, 9, 6), 7, 2), ((3, 4, 5), 4, 3)):
        network = Network(student, process, reference, rng, shape, classes, batch)
        network.judge_output(network.play([("forward", network.X)])[0], network.X, agree)


@pytest.mark.weight(2)
def test_input_gradient(student, process, reference, rng, agree):
    """`backward` passes the gradient back through all layers, last to first, and gives it with respect to the images."""
    network = Network(student, process, reference, rng)
    X, dZ = network.X, network.dZ
    _, dX, _ = network.play([("forward", X), ("backward", dZ)])
    network.judge_gradient(dX, X, dZ, agree)


@pytest.mark.weight(2)
def test_weight_gradients(student, process, reference, rng, agree):
    """After `backward`, every layer with weights holds its dW and db."""
    network = Network(student, process, reference, rng)
    X, dZ = network.X, network.dZ
    network.judge_weight_gradients(
        network.play([("forward", X), ("backward", dZ), ("gradients", None)])[2], X, dZ, agree
    )


def test_again(student, process, reference, rng, agree):
    """Another batch, of one image, gives its own output and gradients; nothing is left over from the first."""
    network = Network(student, process, reference, rng)
    X, dZ = network.batch(rng, 1)
    first = [("forward", network.X), ("backward", network.dZ)]
    _, _, Z, dX, gradients, _ = network.play([*first, ("forward", X), ("backward", dZ), ("gradients", None)])
    network.judge_output(Z, X, agree)
    network.judge_gradient(dX, X, dZ, agree)
    network.judge_weight_gradients(gradients, X, dZ, agree)


def test_two_networks(student, process, reference, rng, agree):
    """Two networks are apart: weights set in one do not reach the other."""
    first, second = (Network(student, process, reference, rng) for _ in range(2))
    first.judge_output(first.beside(second), first.X, agree)


def test_leaves_arguments_alone(student, process, reference, rng, agree):
    """`forward` leaves the images as they were, and `backward` dZ."""
    network = Network(student, process, reference, rng)
    steps = [("forward", network.X), ("backward", network.dZ), ("negated", 0), ("negated", 1)]
    Z, dX, again_Z, again_dX, (X, dZ, *_) = network.play(steps)
    network.judge_output(Z, network.X, agree)
    network.judge_gradient(dX, network.X, network.dZ, agree)
    assert_unchanged(X, network.X, "X", "SimpleCNN(…)")
    assert_unchanged(dZ, network.dZ, "dZ", "SimpleCNN(…).backward(dZ)")
    # What they hold afterwards, handed in again with the other sign.
    network.judge_output(again_Z, -network.X, agree)
    network.judge_gradient(again_dX, -network.X, -network.dZ, agree)
