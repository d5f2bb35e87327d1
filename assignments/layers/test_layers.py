"""Public checks for `layers`: laws that every right layer obeys, and tiny examples.

The strongest is adjointness. Without its bias a layer like Conv2D is linear, and then `backward` is its transpose:
<forward(X), Y> = <X, backward(Y)> for any X and Y. No answer is needed to check that.
"""

import numpy as np
import pytest

CONVOLUTIONS = [(2, 3, 3, 1, 0), (3, 2, 3, 1, 1), (2, 3, 2, 3, 2)]
"""(C_in, C_out, kernel, stride, padding)"""


def noise(seed, *shape):
    """Normal numbers, the same ones every time."""
    return np.random.default_rng(seed).normal(size=shape)


def numbers(answer):
    """The answer as an array; the message says what it is instead."""
    assert answer is not None, "nothing came back: is a `return` missing?"
    assert not isinstance(answer, tuple), "one array is asked, not several"
    array = np.asarray(answer)
    assert array.dtype.kind in "biuf", "an array of numbers is asked"
    return array


def shaped(answer, shape, name="the answer"):
    """The answer as an array of this shape."""
    array = numbers(answer)
    if array.shape != shape:  # not `assert`: pytest would print both arrays
        raise AssertionError(f"the shape of {name} is {array.shape}, where {shape} is asked")
    return array


def close(got, want):
    want = np.asarray(want)
    got = shaped(got, want.shape)
    np.testing.assert_allclose(got, want, rtol=1e-5, atol=1e-5 * max(1.0, np.abs(want).max()))


def inner(a, b, name="the answer"):
    """The sum of the products of two arrays; `b`, called `name`, has the shape of `a`."""
    a = numbers(a)
    return float(np.sum(a * shaped(b, a.shape, name)))


def same(a, b):
    """Two sums that a law makes equal."""
    if not abs(a - b) <= 1e-5 * max(1.0, abs(a), abs(b)):
        raise AssertionError(f"the two sides of this law are {a:.6g} and {b:.6g}; they should be equal")


def convolution(student, settings, bias=False):
    """A layer of these settings with random weights; its bias 0 unless asked."""
    layer = student.Conv2D(*settings)
    layer.W = noise(1, *np.shape(layer.W))
    layer.b = noise(2, *np.shape(layer.b)) if bias else np.zeros(np.shape(layer.b))
    return layer


def numerical_gradient(function, at, step=0.1):
    """The gradient of a function of one array, by central differences (exact where the function is linear)."""
    gradient = np.zeros(at.shape)
    for index in np.ndindex(*at.shape):
        up, down = at.copy(), at.copy()
        up[index] += step
        down[index] -= step
        gradient[index] = (function(up) - function(down)) / (2 * step)
    return gradient


@pytest.mark.question("Conv2D")
def test_conv_identity(student):
    """A kernel with a single 1 in its middle copies the image."""
    layer = student.Conv2D(1, 1, 3, padding=1)
    layer.W = np.array([[[[0.0, 0, 0], [0, 1, 0], [0, 0, 0]]]])
    X = noise(3, 2, 1, 4, 5)
    close(layer.forward(X), X)


@pytest.mark.question("Conv2D")
@pytest.mark.parametrize("settings", CONVOLUTIONS)
def test_conv_linear(student, settings):
    """Without a bias, forward is linear: forward(2 X + Y) = 2 forward(X) + forward(Y)."""
    layer = convolution(student, settings)
    X, Y = noise(3, 2, 2, settings[0], 6, 7)
    total = 2 * numbers(layer.forward(X)) + numbers(layer.forward(Y))
    assert np.abs(total).max() > 0, "every number of the output is 0"
    close(layer.forward(2 * X + Y), total)


@pytest.mark.question("Conv2D")
def test_conv_moves_with_the_image(student):
    """An image moved by one pixel gives an output moved by one pixel (stride 1, away from the borders)."""
    layer = convolution(student, (2, 3, 3, 1, 0), bias=True)
    X = noise(3, 1, 2, 6, 8)
    still, moved = numbers(layer.forward(X)), numbers(layer.forward(np.roll(X, (1, 1), axis=(2, 3))))
    shaped(still, (1, 3, 4, 6), "the output")
    shaped(moved, (1, 3, 4, 6), "the output")
    close(moved[:, :, 1:, 1:], still[:, :, :-1, :-1])


@pytest.mark.question("Conv2D")
@pytest.mark.parametrize("settings", CONVOLUTIONS)
def test_conv_adjoint(student, settings):
    """Without a bias, backward is the transpose of forward: <forward(X), Y> = <X, backward(Y)>."""
    layer = convolution(student, settings)
    X = noise(3, 2, settings[0], 7, 6)
    Z = numbers(layer.forward(X))
    Y = noise(4, *Z.shape)
    dX = shaped(layer.backward(Y), X.shape, "dX")
    same(inner(Z, Y), inner(X, dX))


@pytest.mark.question("Conv2D")
@pytest.mark.parametrize("settings", CONVOLUTIONS)
def test_conv_weight_gradient_is_a_gradient(student, settings):
    """Forward is linear in W and b as well: <forward(X), Y> = <W, dW> + <b, db> after backward(Y)."""
    layer = convolution(student, settings, bias=True)
    X = noise(3, 3, settings[0], 7, 6)
    Z = numbers(layer.forward(X))
    Y = noise(4, *Z.shape)
    layer.backward(Y)
    b, db = np.ravel(numbers(layer.b)), np.ravel(numbers(layer.db))
    same(inner(Z, Y), inner(layer.W, layer.dW, "dW") + inner(b, db, "db"))


@pytest.mark.question("Conv2D")
def test_conv_numerical_gradient(student):
    """A second opinion: dW agrees with what a small change of each weight does."""
    layer = convolution(student, (1, 2, 2, 2, 1), bias=True)
    X = noise(3, 2, 1, 4, 5)
    Y = noise(4, *numbers(layer.forward(X)).shape)
    W = numbers(layer.W)

    def loss(weights):
        layer.W = weights
        return inner(layer.forward(X), Y)

    gradient = numerical_gradient(loss, W)
    layer.W = W
    layer.forward(X)
    layer.backward(Y)
    close(layer.dW, gradient)


@pytest.mark.question("MaxPool2D")
def test_max_pool_example(student):
    """Windows side by side: the largest of each, and the gradient back to where it was."""
    layer = student.MaxPool2D()
    X = np.array([[[[1.0, 3, 2, 4], [5, 6, 1, 3]]]])
    close(layer.forward(X), [[[[6.0, 4.0]]]])
    close(layer.backward(np.array([[[[1.0, -2.0]]]])), [[[[0, 0, 0, -2.0], [0, 1.0, 0, 0]]]])


@pytest.mark.question("MaxPool2D")
def test_max_pool_tie(student):
    """A tie: the gradient goes to the first of the equal maxima, in row-major order, and to no other."""
    layer = student.MaxPool2D()
    layer.forward(np.array([[[[1.0, 4.0], [4.0, 4.0]]]]))
    close(layer.backward(np.array([[[[3.0]]]])), [[[[0.0, 3.0], [0.0, 0.0]]]])


@pytest.mark.question("MaxPool2D")
@pytest.mark.parametrize(("size", "stride"), [(2, 2), (3, 2), (2, 3)])
def test_max_pool_laws(student, size, stride):
    """Adding 1 everywhere adds 1 to every maximum, and no gradient is lost or made: dX sums to what dZ sums to."""
    layer = student.MaxPool2D(size, stride)
    X = noise(3, 2, 3, 7, 8)
    Z = numbers(layer.forward(X))
    close(layer.forward(X + 1), Z + 1)
    dZ = noise(4, *Z.shape)
    dX = shaped(layer.backward(dZ), X.shape, "dX")
    same(dX.sum(), dZ.sum())
    same(inner(X + 1, dX), inner(Z + 1, dZ))


@pytest.mark.question("AvgPool2D")
def test_avg_pool_example(student):
    """Windows side by side: the mean of each."""
    close(student.AvgPool2D().forward(np.array([[[[1.0, 3, 2, 4], [5, 6, 1, 3]]]])), [[[[3.75, 2.5]]]])


@pytest.mark.question("AvgPool2D")
@pytest.mark.parametrize(("size", "stride"), [(2, 2), (3, 2), (2, 3)])
def test_avg_pool_adjoint(student, size, stride):
    """An image of ones stays ones, and backward is the transpose of forward: <forward(X), Y> = <X, backward(Y)>."""
    layer = student.AvgPool2D(size, stride)
    X = noise(3, 2, 3, 7, 8)
    ones = numbers(layer.forward(np.ones(X.shape)))
    close(ones, np.ones(ones.shape))
    Z = numbers(layer.forward(X))
    Y = noise(4, *Z.shape)
    dX = shaped(layer.backward(Y), X.shape, "dX")
    same(inner(Z, Y), inner(X, dX))


@pytest.mark.question("ReLU")
def test_relu_laws(student):
    """relu(X) - relu(-X) = X, and applying it twice changes nothing."""
    layer = student.ReLU()
    X = noise(3, 2, 3, 4, 5)
    Z = numbers(layer.forward(X)).copy()
    close(layer.forward(Z), Z)
    close(Z - numbers(layer.forward(-X)), X)


@pytest.mark.question("ReLU")
def test_relu_gradient(student):
    """The gradient passes where X was positive; at exactly 0 it is 0."""
    layer = student.ReLU()
    layer.forward(np.array([[-1.0, 0.0, 2.0]]))
    close(layer.backward(np.array([[5.0, 5.0, -5.0]])), [[0.0, 0.0, -5.0]])


@pytest.mark.question("Flatten")
def test_flatten_round_trip(student):
    """backward undoes forward, and row-major order is kept."""
    layer = student.Flatten()
    X = np.arange(2 * 3 * 2 * 4.0).reshape(2, 3, 2, 4)
    rows = numbers(layer.forward(X))
    close(rows, np.arange(48.0).reshape(2, 24))
    close(layer.backward(rows), X)


@pytest.mark.question("Linear")
def test_linear_adjoint(student):
    """<forward(X), Y> is <X, backward(Y)> plus the bias's part, and also <W, dW> + <b, db>."""
    layer = student.Linear(4, 3)
    layer.W = noise(1, 3, 4)
    layer.b = noise(2, *np.shape(layer.b))
    X, Y = noise(3, 5, 4), noise(4, 5, 3)
    product = inner(Y, layer.forward(X), "the output")
    dX = shaped(layer.backward(Y), X.shape, "dX")
    bias = inner(np.ravel(numbers(layer.b)), np.ravel(numbers(layer.db)), "db")
    same(product, inner(X, dX) + bias)
    same(product, inner(layer.W, layer.dW, "dW") + bias)


@pytest.mark.question("SimpleCNN")
def test_cnn_shapes(student):
    """The network has ten layers and gives one number per class and image."""
    model = student.SimpleCNN(input_shape=(2, 4, 6), num_classes=5)
    count = len(model.layers)
    assert count == 10, f"`layers` holds {count} layers, where ten are asked"
    X = noise(3, 3, 2, 4, 6)
    shaped(model.forward(X), (3, 5), "the output")
    shaped(model.backward(np.ones((3, 5))), X.shape, "dX")


@pytest.mark.question("SimpleCNN")
def test_cnn_is_its_layers(student):
    """forward of the network is forward of its layers, one after the other."""
    model = student.SimpleCNN(input_shape=(1, 5, 4), num_classes=3)
    X = noise(3, 2, 1, 5, 4)
    Z = X
    for layer in list(model.layers):
        Z = numbers(layer.forward(Z))
    assert np.abs(Z).max() > 0, "every number of the output is 0"
    close(model.forward(X), Z)


@pytest.mark.question("SimpleCNN")
def test_cnn_learns(student):
    """A gradient step on two images makes the loss smaller."""
    model = student.SimpleCNN(input_shape=(1, 4, 4), num_classes=2)
    X, target = noise(3, 2, 1, 4, 4), np.array([[1.0, 0.0], [0.0, 1.0]])

    def loss():
        Z = shaped(model.forward(X), target.shape, "the output")
        return float(np.sum((Z - target) ** 2)), 2 * (Z - target)

    before, dZ = loss()
    model.backward(dZ)
    for layer in list(model.layers):
        if np.ndim(getattr(layer, "W", None)) > 1:  # a pool may call an image's width W
            layer.W = numbers(layer.W) - 1e-4 * numbers(layer.dW)
            layer.b = numbers(layer.b) - 1e-4 * numbers(layer.db).reshape(np.shape(layer.b))
    after, _ = loss()
    assert after < before, "the step along the gradients did not make the loss smaller"
