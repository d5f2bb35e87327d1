"""Small inputs that tell the misconceptions of `architectures` apart, smallest first. They are not the hidden inputs: students see them."""

from functools import partial

import numpy as np

PAIR = np.array([[[[1, 2], [3, 5]]]])
WIDE = np.array([[[[1, 2, 4], [3, 5, 9]]]])
TALL = np.array([[[[1, 2, 4, 3], [0, 5, 1, 9], [7, 6, 8, 2], [4, -2, 3, 1], [2, 8, -1, 6]]]])
CHANNELS = np.concatenate([WIDE, 10 * WIDE[..., ::-1]], axis=1)
BATCH = np.concatenate([CHANNELS, -CHANNELS + 1])
FOUR = np.concatenate([TALL, TALL[..., ::-1], TALL[:, :, ::-1] - 4, 10 * TALL], axis=1)
TWO_BY_THREE = np.array([[1, 2, 0], [0, -1, 3]])


def _probe(text, run):
    run.__doc__ = text
    return run


def im2col():
    yield PAIR, 1
    yield PAIR, 2
    yield WIDE, 2
    yield CHANNELS, 2
    yield WIDE, (1, 2)
    yield WIDE, (2, 1)
    yield TALL, 2
    yield TALL, (3, 2)
    yield TALL, 2, 2
    yield TALL, 3, 1, 1
    yield BATCH, 2
    yield BATCH, (1, 2), 2, 1


def col2im():
    yield np.array([[[1, 2], [10, 20]]]), (1, 1, 1, 3), (1, 2)
    yield np.array([[[1], [2], [10], [20]]]), (1, 1, 2, 2), 2
    yield np.arange(1, 9).reshape(1, 4, 2), (1, 1, 2, 3), 2
    yield np.arange(1, 17).reshape(1, 4, 4) ** 2, (1, 1, 3, 3), 2
    yield np.arange(1, 25).reshape(1, 6, 4), (1, 1, 3, 4), (2, 3)
    yield np.arange(1, 17).reshape(1, 8, 2), (1, 2, 2, 3), 2
    yield np.arange(1, 17).reshape(1, 4, 4), (1, 1, 5, 5), 2, 2
    yield np.arange(1, 37).reshape(1, 9, 4), (1, 1, 3, 3), 3, 2, 1
    yield np.arange(1, 33).reshape(2, 4, 4), (2, 1, 3, 3), 2


def conv_transpose2d():
    kernel = np.array([[[[1, 10]]]])
    square = np.array([[[[1, 10], [100, 1000]]]])
    yield np.array([[[[2]]]]), kernel
    yield np.array([[[[1, 2]]]]), kernel
    yield np.array([[[[2]]]]), square
    yield PAIR, square
    yield PAIR, square, None, 2
    yield PAIR, TWO_BY_THREE[None, None], None, 2
    yield PAIR, square, np.array([0.5])
    yield PAIR, square, None, 1, 1
    yield PAIR, square, None, 2, 0, 1
    yield WIDE, TWO_BY_THREE[None, None], np.array([0.5]), 2, 1, 1
    yield CHANNELS, np.stack([square[0], square[0, :, ::-1] * 2])
    yield WIDE, np.concatenate([square, TWO_BY_THREE[None, None, :, :2]], axis=1)
    yield BATCH, np.stack([square[0], square[0, :, ::-1] * 2]), None, 2


def grouped_conv2d():
    one = np.array([[[[1]]], [[[10]]]])
    kernel = np.array([[[[1, 2], [0, -1]]]])
    yield CHANNELS, one, None, 1, 0, 2
    yield CHANNELS, np.concatenate([kernel, kernel[..., ::-1] * 2]), None, 1, 0, 2
    yield WIDE, kernel
    yield TALL, kernel, None, 2
    yield WIDE, kernel, None, 1, 1
    yield FOUR, np.concatenate([kernel, -kernel], axis=1).repeat(2, axis=0), None, 1, 0, 2
    yield FOUR, np.arange(16).reshape(4, 2, 1, 2), None, 1, 0, 2
    yield FOUR, np.arange(24).reshape(6, 2, 2, 1), np.arange(6) / 2, 1, 0, 2
    yield CHANNELS, np.arange(8).reshape(4, 1, 1, 2), None, 1, 0, 2
    yield BATCH, one, np.array([0.5, 100]), 1, 0, 2
    yield FOUR, np.arange(32).reshape(4, 4, 1, 2)


def conv_cost():
    yield 1, 1, 3, 4
    yield 2, 3, 3, 5
    yield 2, 3, (3, 2), (5, 4)
    yield 6, 4, (2, 5), (3, 7), 2
    yield 6, 6, 3, (4, 9), 6
    yield 32, 64, 3, (56, 56)


# ---------------------------------------------------------------- batch normalisation


IMAGES = np.array([[[[1.0, 3.0]], [[10.0, -2.0]]], [[[5.0, 7.0]], [[4.0, 0.0]]]])
"""Two images of two channels with two pixels each."""
OTHERS = np.array([[[[2.0, -3.0]], [[1.0, 6.0]]], [[[0.0, 9.0]], [[-4.0, 2.0]]]])
UPSTREAM = np.array([[[[1.0, -2.0]], [[0.0, 3.0]]], [[[4.0, 1.0]], [[-1.0, 5.0]]]])
PARTS = {
    "gamma": np.array([2.0, -0.5]),
    "beta": np.array([10.0, 20.0]),
    "running_mean": np.array([1.0, -1.0]),
    "running_var": np.array([4.0, 0.25]),
}


def _layer(kind, filled, training, **settings):
    layer = kind(2, **settings)
    for name, value in PARTS.items() if filled else ():
        setattr(layer, name, value.copy())
    layer.training = training
    return layer


def _forward(filled, training, settings, kind):
    return _layer(kind, filled, training, **settings).forward(IMAGES.copy())


def _left(name, training, calls, kind):
    layer = _layer(kind, True, training)
    for x in (IMAGES, OTHERS)[:calls]:
        layer.forward(x.copy())
    return getattr(layer, name)


def _gradient(name, training, calls, kind):
    layer = _layer(kind, True, training)
    layer.forward(IMAGES.copy())
    for dout in (UPSTREAM[::-1], UPSTREAM)[2 - calls :]:
        dx = layer.backward(dout.copy())
    return dx if name == "dx" else getattr(layer, name)


def _switched(kind):
    layer = _layer(kind, True, True)
    layer.forward(IMAGES.copy())
    layer.training = False
    return layer.forward(OTHERS.copy())


def BatchNorm2D():
    mode = {True: "in training", False: "in evaluation"}
    for training in (True, False):
        yield _probe(f"forward(x) of a new BatchNorm2D(2) {mode[training]}", partial(_forward, False, training, {}))
    for training in (True, False):
        for name in ("running_mean", "running_var"):
            yield _probe(f"{name} after forward(x) {mode[training]}", partial(_left, name, training, 1))
    for training in (True, False):
        yield _probe(f"forward(x) with gamma, beta set, {mode[training]}", partial(_forward, True, training, {}))
        yield _probe(f"forward(x) with eps=0.5, {mode[training]}", partial(_forward, True, training, {"eps": 0.5}))
        for name in ("dx", "dgamma", "dbeta"):
            yield _probe(
                f"{name} after forward(x) {mode[training]} and backward(dout)", partial(_gradient, name, training, 1)
            )
    for name in ("running_mean", "running_var"):
        yield _probe(f"{name} after two calls of forward in training", partial(_left, name, True, 2))
    for name in ("dgamma", "dbeta"):
        yield _probe(f"{name} after a second backward(dout)", partial(_gradient, name, True, 2))
    yield _probe("forward in evaluation after one in training", _switched)


# ---------------------------------------------------------------- gradients


SQUARES, SLOPES = np.array([[1.0, -2.0], [0.5, 3.0]]), np.array([[0.0, 1.0], [-1.0, 2.0]])
POINT = np.array([[1.0, 2.0], [4.0, 0.5]])
RIGHT = 2 * SQUARES * POINT + SLOPES


def _rounded(answer):
    """One number to six digits: what central differences round away is nobody's mistake."""
    value = np.asarray(answer, dtype=float)
    return np.round(value, 6) if value.shape == () else answer


def _polynomial(x):
    return float(np.sum(SQUARES * x**2 + SLOPES * x))


def _sines(x):
    return float(np.sum(np.sin(1e3 * x)))


def _checked(factors, check):
    return _rounded(check(_polynomial, POINT.copy(), RIGHT * factors))


def _bent(check):
    return np.round(np.asarray(check(_sines, POINT.copy(), 1e3 * np.cos(1e3 * POINT)), dtype=float), 6)


def _moved(check, props):
    after = props.left(check, _polynomial, POINT * np.pi, RIGHT)[1]
    return np.array(
        int(np.array_equal(after, POINT * np.pi))
    )  # to the last digit, where values are compared within rounding


def gradient_check():
    told = "f(x) = the sum of a x² + b x"
    for name, factors in (
        ("the right gradient", [[1, 1], [1, 1]]),
        ("a gradient whose first element is 1.5 times too large", [[1.5, 1], [1, 1]]),
        ("a gradient whose last element is half as large", [[1, 1], [1, 0.5]]),
        ("a gradient with one sign wrong", [[1, -1], [1, 1]]),
        ("a gradient that is three times too large everywhere", [[3, 3], [3, 3]]),
        ("a gradient with three wrong elements", [[1.25, 1], [0.5, 2]]),
    ):
        yield _probe(f"gradient_check for {told} and {name}", partial(_checked, np.array(factors)))
    yield _probe("gradient_check for the sum of sin(1000 x) and its exact gradient", _bent)
    yield _probe("whether x is the same to the last digit after gradient_check(f, x, gradient)", _moved)


def learn_kernel():
    image = np.array([[[1.0, 2.0, 0.0, -1.0], [3.0, 1.0, 2.0, 0.0], [0.0, -2.0, 1.0, 4.0]]])
    images = np.concatenate([image, image[:, ::-1] + 1])
    target = np.array([[[1.0, 0.0, 2.0], [-1.0, 3.0, 1.0]]])
    yield image[:, :1, :2], np.array([[[2.0, 4.0]]]), 1, 0, 0.1
    yield image[:, :1, :2], np.array([[[2.0, 4.0]]]), 1, 1, 0.1
    yield image, target, 2, 1, 0.1
    yield image, target, 2, 3, 0.1
    yield image, target[..., :2], (2, 3), 2, 0.1
    yield images, np.concatenate([target, target[..., ::-1] - 2]), 2, 1, 0.1
    yield images, np.concatenate([target, target[..., ::-1] - 2]), 2, 4, 0.1


# ---------------------------------------------------------------- in PyTorch


def _noise(seed, *shape):
    return np.random.default_rng(seed).normal(size=shape).astype(np.float32)


def _array(answer):
    """The numbers in a tensor; anything else as it is."""
    return answer.detach().numpy() if hasattr(answer, "detach") else answer


def _filled(kind, settings, props):
    """A block with weights of ours, the same wherever the shape is the same: layers may be defined in any order."""
    block = kind(*settings)
    values = {}
    for name, shape in props.named(block):
        last = name.rpartition(".")[2]
        drawn = _noise(len(last) + len(shape), *shape)
        values[name] = np.abs(drawn) + np.float32(0.3) if last == "running_var" else drawn
    props.fill(block, values)
    return block


def _block(settings, training, after, kind, props):
    block = _filled(kind, settings, props)
    x = _noise(1, 2, settings[0], 3, 4)
    if after:
        props.answers(block, True, _noise(2, 3, settings[0], 4, 4))
    return _array(props.answers(block, training, x)[0])


def _block_kept(kind, props):
    block = _filled(kind, (2, 2), props)
    return _array(props.stepped(block, _noise(1, 2, 2, 3, 4), np.zeros((2, 2, 3, 4), np.float32), 0.0))


def ResidualBlock():
    for settings in ((2, 2), (2, 3), (2, 2, 2), (2, 3, 2)):
        ways = (
            (False, False, "in evaluation"),
            (True, False, "in training"),
            (False, True, "in evaluation after training"),
        )
        for training, after, told in ways:
            yield _probe(
                f"ResidualBlock{settings} on x (2, 2, 3, 4) {told}, with weights of ours",
                partial(_block, settings, training, after),
            )
    yield _probe("x after ResidualBlock(2, 2)(x)", _block_kept)


def _weights():
    shapes = ((3, 1, 2, 2), (3,), (2, 3, 3, 3), (2,), (3, 2), (3,))
    return [_noise(seed, *shape) for seed, shape in enumerate(shapes)]


def _cam(name, count, target, training, cam, props):
    model = props.net(_weights(), training)
    props.answer(model, _noise(9, 1, 1, 4, 5))  # dropout draws from here on
    return _array(cam(model, props.layer(model, name), props.torch.as_tensor(_noise(20, count, 1, 4, 5)), target))


def _modes(training, cam, props):
    model = props.net(_weights())
    props.set_modes(model, training)
    cam(model, props.layer(model, "second"), props.torch.as_tensor(_noise(20, 1, 1, 4, 5)), 1)
    return np.array(props.modes(model)).astype(int)


def _hooks(cam, props):
    model = props.net(_weights())
    cam(model, props.layer(model, "second"), props.torch.as_tensor(_noise(20, 1, 1, 4, 5)), 1)
    return np.array(props.hooks(model))


def _tied(cam, props):
    model = props.net(_weights(), False)
    answer = cam(model, props.layer(model, "second"), props.torch.as_tensor(_noise(20, 1, 1, 4, 5)), 1)
    return np.array(int(getattr(answer, "requires_grad", False)))


def grad_cam():
    for count in (1, 2):
        for target in (0, 1, 2):
            yield _probe(
                f"grad_cam for {count} image{'s'[: count - 1]}, the last layer, class {target}",
                partial(_cam, "second", count, target, False),
            )
    yield _probe("grad_cam for an earlier layer", partial(_cam, "first", 1, 2, False))
    yield _probe("grad_cam of a model in training mode", partial(_cam, "second", 1, 1, True))
    for modes in ([True] * 5, [True, False, True, False, True]):
        yield _probe(f"the modes after grad_cam, which were {modes}", partial(_modes, modes))
    yield _probe("hooks left by grad_cam", _hooks)
    yield _probe("whether the answer of grad_cam requires a gradient", _tied)
