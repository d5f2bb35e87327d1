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


def numbers(answer, name="the answer"):
    """The answer as an array; the message says what it is instead."""
    assert answer is not None, f"{name} is None: is a `return` missing?"
    assert not isinstance(answer, tuple), f"{name} is a tuple; one array is expected."
    assert isinstance(answer, (np.ndarray, list, int, float, np.number)), f"{name} is no array of numbers."
    array = np.asarray(answer)
    assert array.dtype.kind in "biuf", f"{name} is no array of numbers."
    return array


def shaped(answer, shape, name="the answer"):
    """The answer as an array of this shape."""
    array = numbers(answer, name)
    if array.shape != shape:  # not `assert`: pytest would print both arrays
        raise AssertionError(f"The shape of {name} is {array.shape}; {shape} is expected.")
    return array


def close(got, want, name="the answer"):
    """Equal up to rounding."""
    want = np.asarray(want, dtype=float)
    got = shaped(got, want.shape, name)
    wrong = np.argwhere(~(np.abs(got - want) <= 1e-5 * (np.abs(want) + max(1.0, np.abs(want).max()))))
    if len(wrong):
        place = tuple(wrong[0])
        where = ", ".join(map(str, place))
        raise AssertionError(f"{name} is {got[place]:.6g} at [{where}]; {want[place]:.6g} is expected.")


def inner(a, b, name="the answer"):
    """The sum of the products of two arrays; `b`, called `name`, has the shape of `a`."""
    a = numbers(a)
    return float(np.sum(a * shaped(b, a.shape, name)))


def same(a, b, law):
    """Two sums that a `law` makes equal: it names both sides."""
    if not abs(a - b) <= 1e-5 * max(1.0, abs(a), abs(b)):
        raise AssertionError(f"{law} should be equal, and they are {a:.6g} and {b:.6g}.")


def many(array, count, name):
    """As many numbers as there are outputs, in a row or in a column."""
    array = numbers(array, name)
    assert array.size == count, f"{name} has {array.size} numbers; {count} are expected."
    return np.ravel(array)


def places(size, kernel, stride=1, padding=0):
    """How often a kernel fits."""
    return (size + 2 * padding - kernel) // stride + 1


def convolution(student, settings, bias=False):
    """A layer of these settings with random weights; its bias 0 unless asked."""
    layer = student.Conv2D(*settings)
    C_in, C_out, k = settings[:3]
    layer.W = noise(1, *shaped(layer.W, (C_out, C_in, k, k), "W").shape)
    b = noise(2, C_out) if bias else np.zeros(C_out)
    layer.b = b.reshape(numbers(layer.b, "b").shape if many(layer.b, C_out, "b").size else C_out)
    return layer


def output(layer, X, settings):
    """What the layer makes of X, of the right shape."""
    _C_in, C_out, k, stride, padding = settings
    height, width = (places(size, k, stride, padding) for size in X.shape[2:])
    return shaped(layer.forward(X), (len(X), C_out, height, width), f"forward(X) of Conv2D{settings}")


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
    close(layer.forward(X), X, "the output of Conv2D(1, 1, 3, padding=1) with a 1 in its kernel's middle")


@pytest.mark.question("Conv2D")
@pytest.mark.parametrize("settings", CONVOLUTIONS)
def test_conv_linear(student, settings):
    """Without a bias, forward is linear: forward(2 X + Y) = 2 forward(X) + forward(Y)."""
    layer = convolution(student, settings)
    X, Y = noise(3, 2, 2, settings[0], 6, 7)
    total = 2 * output(layer, X, settings) + output(layer, Y, settings)
    assert np.any(total), f"every number of Conv2D{settings}'s output is 0"
    close(layer.forward(2 * X + Y), total, f"Conv2D{settings} is not linear: forward(2 X + Y)")


@pytest.mark.question("Conv2D")
def test_conv_moves_with_the_image(student):
    """An image moved by one pixel gives an output moved by one pixel (stride 1, away from the borders)."""
    layer = convolution(student, (2, 3, 3, 1, 0), bias=True)
    X = noise(3, 1, 2, 6, 8)
    settings = (2, 3, 3, 1, 0)
    still, moved = output(layer, X, settings), output(layer, np.roll(X, (1, 1), axis=(2, 3)), settings)
    close(moved[:, :, 1:, 1:], still[:, :, :-1, :-1], "the output for the moved image, moved back,")


@pytest.mark.question("Conv2D")
@pytest.mark.parametrize("settings", CONVOLUTIONS)
def test_conv_adjoint(student, settings):
    """Without a bias, backward is the transpose of forward: <forward(X), Y> = <X, backward(Y)>."""
    layer = convolution(student, settings)
    X = noise(3, 2, settings[0], 7, 6)
    Z = output(layer, X, settings)
    Y = noise(4, *Z.shape)
    dX = shaped(layer.backward(Y), X.shape, "dX")
    same(inner(Z, Y), inner(X, dX), f"Conv2D{settings}: <forward(X), Y> and <X, backward(Y)>")


@pytest.mark.question("Conv2D")
@pytest.mark.parametrize("settings", CONVOLUTIONS)
def test_conv_weight_gradient_is_a_gradient(student, settings):
    """Forward is linear in W and b as well: <forward(X), Y> = <W, dW> + <b, db> after backward(Y)."""
    layer = convolution(student, settings, bias=True)
    X = noise(3, 3, settings[0], 7, 6)
    Z = output(layer, X, settings)
    Y = noise(4, *Z.shape)
    layer.backward(Y)
    b, db = (many(values, settings[1], name) for values, name in ((layer.b, "b"), (layer.db, "db")))
    sides = f"Conv2D{settings}: <forward(X), Y> and <W, dW> + <b, db>"
    same(inner(Z, Y), inner(layer.W, layer.dW, "dW") + inner(b, db, "db"), sides)


@pytest.mark.question("Conv2D")
def test_conv_numerical_gradient(student):
    """A second opinion: dW agrees with what a small change of each weight does."""
    settings = (1, 2, 2, 2, 1)
    layer = convolution(student, settings, bias=True)
    X = noise(3, 2, 1, 4, 5)
    Y = noise(4, *output(layer, X, settings).shape)
    W = numbers(layer.W, "W")

    def loss(weights):
        layer.W = weights
        return inner(output(layer, X, settings), Y)

    gradient = numerical_gradient(loss, W)
    layer.W = W
    layer.forward(X)
    layer.backward(Y)
    close(layer.dW, gradient, f"dW of Conv2D{settings}")


@pytest.mark.question("MaxPool2D")
def test_max_pool_example(student):
    """Windows side by side: the largest of each, and the gradient back to where it was."""
    layer = student.MaxPool2D()
    X = np.array([[[[1.0, 3, 2, 4], [5, 6, 1, 3]]]])
    close(layer.forward(X), [[[[6.0, 4.0]]]], "forward([[[[1, 3, 2, 4], [5, 6, 1, 3]]]])")
    want = [[[[0, 0, 0, -2.0], [0, 1.0, 0, 0]]]]
    close(layer.backward(np.array([[[[1.0, -2.0]]]])), want, "backward([[[[1, -2]]]]) after it")


@pytest.mark.question("MaxPool2D")
def test_max_pool_tie(student):
    """A tie: the gradient goes to the first of the equal maxima, in row-major order, and to no other."""
    layer = student.MaxPool2D()
    layer.forward(np.array([[[[1.0, 4.0], [4.0, 4.0]]]]))
    want = [[[[0.0, 3.0], [0.0, 0.0]]]]
    close(layer.backward(np.array([[[[3.0]]]])), want, "backward([[[[3]]]]) after forward([[[[1, 4], [4, 4]]]])")


@pytest.mark.question("MaxPool2D")
@pytest.mark.parametrize(("size", "stride"), [(2, 2), (3, 2), (2, 3)])
def test_max_pool_laws(student, size, stride):
    """Adding 1 everywhere adds 1 to every maximum, and no gradient is lost or made: dX sums to what dZ sums to."""
    layer = student.MaxPool2D(size, stride)
    X = noise(3, 2, 3, 7, 8)
    made = f"MaxPool2D({size}, {stride})"
    Z = shaped(layer.forward(X), (2, 3, places(7, size, stride), places(8, size, stride)), f"forward(X) of {made}")
    close(layer.forward(X + 1), Z + 1, f"{made}: forward(X + 1), where forward(X) + 1 is right,")
    dZ = noise(4, *Z.shape)
    dX = shaped(layer.backward(dZ), X.shape, "dX")
    same(float(dX.sum()), float(dZ.sum()), f"{made}: the sums of dX and of dZ")
    same(inner(X + 1, dX), inner(Z + 1, dZ), f"{made}: <X + 1, dX> and <forward(X + 1), dZ>")


@pytest.mark.question("AvgPool2D")
def test_avg_pool_example(student):
    """Windows side by side: the mean of each."""
    answer = student.AvgPool2D().forward(np.array([[[[1.0, 3, 2, 4], [5, 6, 1, 3]]]]))
    close(answer, [[[[3.75, 2.5]]]], "forward([[[[1, 3, 2, 4], [5, 6, 1, 3]]]])")


@pytest.mark.question("AvgPool2D")
@pytest.mark.parametrize(("size", "stride"), [(2, 2), (3, 2), (2, 3)])
def test_avg_pool_adjoint(student, size, stride):
    """An image of ones stays ones, and backward is the transpose of forward: <forward(X), Y> = <X, backward(Y)>."""
    layer = student.AvgPool2D(size, stride)
    X = noise(3, 2, 3, 7, 8)
    made, shape = f"AvgPool2D({size}, {stride})", (2, 3, places(7, size, stride), places(8, size, stride))
    close(layer.forward(np.ones(X.shape)), np.ones(shape), f"forward of {made} for an image of ones")
    Z = shaped(layer.forward(X), shape, f"forward(X) of {made}")
    Y = noise(4, *Z.shape)
    dX = shaped(layer.backward(Y), X.shape, "dX")
    same(inner(Z, Y), inner(X, dX), f"{made}: <forward(X), Y> and <X, backward(Y)>")


@pytest.mark.question("ReLU")
def test_relu_laws(student):
    """relu(X) - relu(-X) = X, and applying it twice changes nothing."""
    layer = student.ReLU()
    X = noise(3, 2, 3, 4, 5)
    Z = shaped(layer.forward(X), X.shape, "forward(X)").copy()
    close(layer.forward(Z), Z, "forward(forward(X)), where forward(X) is right,")
    close(Z - shaped(layer.forward(-X), X.shape, "forward(-X)"), X, "forward(X) - forward(-X), where X is right,")


@pytest.mark.question("ReLU")
def test_relu_gradient(student):
    """The gradient passes where X was positive; at exactly 0 it is 0."""
    layer = student.ReLU()
    layer.forward(np.array([[-1.0, 0.0, 2.0]]))
    answer = layer.backward(np.array([[5.0, 5.0, -5.0]]))
    close(answer, [[0.0, 0.0, -5.0]], "backward([[5, 5, -5]]) after forward([[-1, 0, 2]])")


@pytest.mark.question("Flatten")
def test_flatten_round_trip(student):
    """backward undoes forward, and row-major order is kept."""
    layer = student.Flatten()
    X = np.arange(2 * 3 * 2 * 4.0).reshape(2, 3, 2, 4)
    rows = np.arange(48.0).reshape(2, 24)
    close(layer.forward(X), rows, "forward of a (2, 3, 2, 4) array of 0, 1, 2, …")
    close(layer.backward(rows), X, "backward of what forward gave")


@pytest.mark.question("Linear")
def test_linear_adjoint(student):
    """<forward(X), Y> is <X, backward(Y)> plus the bias's part, and also <W, dW> + <b, db>."""
    layer = student.Linear(4, 3)
    layer.W = noise(1, 3, 4)
    layer.b = noise(2, many(layer.b, 3, "b").size).reshape(numbers(layer.b, "b").shape)
    X, Y = noise(3, 5, 4), noise(4, 5, 3)
    product = inner(Y, layer.forward(X), "the output")
    dX = shaped(layer.backward(Y), X.shape, "dX")
    bias = inner(many(layer.b, 3, "b"), many(layer.db, 3, "db"), "db")
    same(product, inner(X, dX) + bias, "<forward(X), Y> and <X, backward(Y)> + <b, db>")
    same(product, inner(layer.W, layer.dW, "dW") + bias, "<forward(X), Y> and <W, dW> + <b, db>")


@pytest.mark.question("SimpleCNN")
def test_cnn_shapes(student):
    """The network has ten layers and gives one number per class and image."""
    model = student.SimpleCNN(input_shape=(2, 4, 6), num_classes=5)
    count = len(model.layers)
    assert count == 10, f"`layers` holds {count} layers, where ten are expected"
    X = noise(3, 3, 2, 4, 6)
    shaped(model.forward(X), (3, 5), "the output")
    shaped(model.backward(np.ones((3, 5))), X.shape, "dX")


@pytest.mark.question("SimpleCNN")
def test_cnn_is_its_layers(student):
    """forward of the network is forward of its layers, one after the other."""
    model = student.SimpleCNN(input_shape=(1, 5, 4), num_classes=3)
    X = noise(3, 2, 1, 5, 4)
    Z = X
    for layer in list(model.layers)[:20]:
        Z = numbers(layer.forward(Z), "what a layer gives")
    Z = shaped(Z, (2, 3), "what the last layer gives")
    assert np.any(Z), "every number of the output is 0"
    close(model.forward(X), Z, "forward(X), where what its layers give one after the other is right,")


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
    for layer in list(model.layers)[:20]:
        W = getattr(layer, "W", None)
        if isinstance(W, np.ndarray) and W.ndim > 1:  # a pool may call an image's width W
            layer.W = W - 1e-4 * shaped(layer.dW, W.shape, "dW")
            b = numbers(layer.b, "b")
            layer.b = b - 1e-4 * many(layer.db, b.size, "db").reshape(b.shape)
    after, _ = loss()
    assert after < before, "the step along the gradients did not make the loss smaller"
