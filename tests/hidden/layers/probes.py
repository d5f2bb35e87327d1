"""Small inputs that tell the misconceptions of `layers` apart, smallest first. They are not the hidden inputs: students see them."""

import numpy as np

from autograder.suite import probe

ONE = np.array([[[[1.0, 2, 4], [3, 5, 9]]]])
WIDE = np.array([[[[1.0, 2, 4, 3, -1], [0, 5, 1, 9, 2], [7, 6, 8, 2, -3], [4, -2, 0, 1, 5]]]])
TWO = np.concatenate([WIDE, -WIDE[:, :, ::-1] + 1])
CHANNELS = np.concatenate([TWO, TWO[..., ::-1] * 2], axis=1)
KERNEL = np.array([[[[1.0, 2], [0, -1]]]])
KERNELS = np.array(
    [
        [[[1.0, 2], [0, -1]], [[3, 0], [1, 1]]],
        [[[0, 1], [1, -2]], [[2, -1], [0, 1]]],
        [[[1, 0], [4, 1]], [[0, 0], [1, 2]]],
    ]
)
TIED = np.array([[[[2.0, 7, 7, 1], [7, 0, 7, 3], [5, 5, 2, 6]]]])
BIASES = np.array([10.0, 20, 40])


def _upstream(shape):
    """Whole numbers of both signs, no two windows alike."""
    return (np.arange(np.prod(shape)) % 7 - 2.0).reshape(shape)


def _gradients(layer, X, what):
    """What the layer leaves after forward(X) and backward with whole numbers."""
    Z = np.asarray(layer.forward(X.copy()))
    dX = layer.backward(_upstream(Z.shape))
    left = dX if what == "dX" else getattr(layer, what, None)
    return np.asarray(left)[:, 0] if what == "db" and np.shape(left)[1:] == (1,) else left


def _use(layer, X, what):
    """forward, a gradient, or a word for what went before and a gradient: "twice" (a backward), else a forward of another input."""
    if what == "forward":
        return layer.forward(X.copy())
    if what == "W after backward":
        _gradients(layer, X, "dX")
        return layer.W
    history, _, wanted = what.rpartition(" ")
    if history == "twice":
        Z = np.asarray(layer.forward(X.copy()))
        layer.backward(_upstream(Z.shape) + 1)
        layer.backward(_upstream(Z.shape))
        return layer.backward(_upstream(Z.shape)) if wanted == "dX" else getattr(layer, wanted, None)
    if history:
        others = {"smaller": X[:1] + 1, "narrower": X[..., :-1] + 1, "negated": -X, "turned": X.swapaxes(-1, -2)}
        _gradients(layer, others[history], "dX")
    return _gradients(layer, X, wanted)


MISFIT = "W starts in another shape"


def _misfits(layer, W):
    """Whether the layer starts with weights of another shape: what it does with these tells little, errors or broadcasts."""
    return np.shape(getattr(layer, "W", None)) != np.shape(W)


def _weighted(make, W, b):
    """A layer with these weights, or None where they do not fit."""
    layer = make()
    if _misfits(layer, W):
        return None
    layer.W, layer.b = W.copy(), np.reshape(b, np.shape(layer.b))
    return layer


def _use_weighted(make, W, b, X, what):
    """`_use` of a layer with these weights, if they fit and it uses those that are set at all: otherwise its answers are random."""
    if _weighted(make, W, b) is None:
        return MISFIT
    if np.abs(np.asarray(_weighted(make, 0 * W, 0 * b).forward(X.copy()))).max() > 0:
        return "the W and b that were set are not used"
    return _use(_weighted(make, W, b), X, what)


def _conv(what, X, W, b=None, stride=1, padding=0):
    b = np.zeros(len(W)) if b is None else b
    settings = (W.shape[1], W.shape[0], W.shape[2], stride, padding)
    held = {"W": W, **({"b": b} if np.any(b) else {})}
    sizes = ((n + 2 * padding - W.shape[2]) // stride + 1 for n in X.shape[2:])
    inputs = {"X": X, **held, **_dZ(what, (len(X), len(W), *sizes))}
    return probe(
        _told("Conv2D", settings, what),
        lambda Conv2D: _use_weighted(lambda: Conv2D(*settings), W, b, X, what),
        **inputs,
    )


WHATS = {
    "forward": "forward(X)",
    "dX": "what backward(dZ) returns after forward(X)",
    "dW": "dW after forward(X) and backward(dZ)",
    "db": "db after forward(X) and backward(dZ)",
    "W after backward": "W after forward(X) and backward(dZ)",
    "twice dW": "dW after forward(X), backward(dZ + 1) and backward(dZ) twice",
    "twice dX": "what the last of backward(dZ + 1), backward(dZ), backward(dZ) returns after forward(X)",
}
_BEFORE = {
    "narrower": "without its last column",
    "smaller": "of one image",
    "negated": "with other signs",
    "turned": "with rows and columns exchanged",
}


def _told(name, settings, what):
    """What is done with a layer, in words."""
    before, _, wanted = what.rpartition(" ")
    words = WHATS.get(what) or f"{WHATS[wanted]}, all that once before for an X {_BEFORE[before]}"
    return f"{name}({', '.join(map(str, settings))}): {words}"


def _dZ(what, shape):
    """The upstream gradient of this shape, as an input that is drawn where it plays a part."""
    return {} if what == "forward" else {"dZ": _upstream(shape)}


def _watched(X, settings=(), weights=None):
    """X and dZ as they are after a forward and a backward: a layer leaves them alone."""

    def run(kind, props):
        makers = [(kind, settings, weights)]
        if weights and _misfits(kind(*settings), weights[0]):
            return MISFIT
        Z = props.play(makers, [(0, "forward", X.copy())])[0]
        return props.play(makers, [(0, "forward", X.copy()), (0, "backward", _upstream(np.shape(Z)))])[-1]

    return probe("X and dZ after forward(X) and backward(dZ)", run)


def _two_outputs(X, settings=(), weights=None):
    """Two outputs in turn, the first looked at after the second."""

    def run(kind, props):
        if weights and _misfits(kind(*settings), weights[0]):
            return MISFIT
        return props.in_turn(kind, settings, weights, X.copy(), -X)

    return probe("forward(X) and forward(-X), looked at afterwards", run)


def _two_gradients(X, settings=(), weights=None):
    """The gradient of a first backward, looked at after a second."""

    def run(kind, props):
        if weights and _misfits(kind(*settings), weights[0]):
            return MISFIT
        makers, forward = [(kind, settings, weights)], (0, "forward", X.copy())
        Z = props.play(makers, [forward])[0]
        dZ = _upstream(np.shape(Z))
        return props.play(makers, [forward, (0, "kept backward", dZ), (0, "backward", 1 - dZ)])[1]

    return probe("the first dX of backward(dZ) and backward(1 - dZ), looked at afterwards", run)


def _beside(text, make, X, Y, what="dX"):
    """Two layers: forward of both, then backward of the first."""

    def run(kind):
        first, second = make(kind), make(kind)
        if first is None:
            return MISFIT
        Z = np.asarray(first.forward(X.copy()))
        second.forward(Y.copy())
        dX = first.backward(_upstream(Z.shape))
        return dX if what == "dX" else getattr(first, what, None)

    return probe(text, run)


def _shared(make):
    """How much two new layers' weights have in common: 0, a half or 1."""

    def run(kind):
        one, two = (np.asarray(make(kind).W) for _ in range(2))
        return float(np.round(2 * np.mean(one == two)) / 2)

    return probe("the share of starting weights that two new layers have in common", run)


def _spread(W):
    """The variance of starting weights, in words."""
    filters, channels, size, _ = W.shape
    known = {
        "2 / fan-in": 2 / (channels * size**2), "1 / fan-in": 1 / (channels * size**2), "its square": 4 / (channels * size**2) ** 2,
        "2 / (fan-in + fan-out)": 2 / ((channels + filters) * size**2), "2 / fan-out": 2 / (filters * size**2), "2 / C_in": 2 / channels,
        "2 / (3 fan-in)": 2 / (3 * channels * size**2), "1 / (3 fan-in)": 1 / (3 * channels * size**2), "0.0001": 1e-4,
    }  # fmt: skip
    if abs(W.mean()) > 0.2 * W.std():
        return "not around 0"
    if np.unique(W).size < 10:
        return f"{np.unique(W).size} different numbers"
    told = (name for name, value in known.items() if abs(W.var() / value - 1) < 0.12)
    return next(told, f"{W.var() / known['2 / fan-in']:.2g} times 2 / fan-in")


def Conv2D():
    yield _conv("forward", ONE, KERNEL)
    yield _conv("forward", ONE, KERNEL, np.array([10.0]))
    yield _conv("forward", WIDE, KERNEL)
    yield _conv("forward", ONE, KERNEL, padding=1)
    yield _conv("forward", WIDE, KERNEL, stride=2)
    yield _conv("forward", WIDE, KERNEL, stride=2, padding=1)
    yield _conv("forward", TWO, KERNEL)
    yield _conv("forward", CHANNELS, KERNELS)
    yield _conv("forward", CHANNELS, KERNELS, BIASES)
    yield _conv("forward", WIDE.astype(int), KERNEL / 2)
    yield _conv("forward", WIDE / 7, KERNEL / 3)
    yield _conv("dX", ONE, KERNEL)
    yield _conv("dX", WIDE, KERNEL)
    yield _conv("dX", ONE, KERNEL, padding=1)
    yield _conv("dX", WIDE, KERNEL, stride=2)
    yield _conv("dX", CHANNELS, KERNELS, BIASES, 2, 1)
    yield _conv("dW", ONE, KERNEL)
    yield _conv("dW", WIDE, KERNEL, stride=2)
    yield _conv("dW", ONE, KERNEL, padding=1)
    yield _conv("dW", TWO, KERNEL)
    yield _conv("dW", CHANNELS, KERNELS, BIASES, 2, 1)
    yield _conv("db", ONE, KERNEL)
    yield _conv("db", TWO, KERNEL)
    yield _conv("db", CHANNELS, KERNELS)
    yield _conv("twice dW", TWO, KERNEL)
    yield _conv("narrower dX", TWO, KERNEL)
    yield _conv("smaller dW", TWO, KERNEL)
    yield _conv("W after backward", TWO, KERNEL)
    one = lambda kind: _weighted(lambda: kind(1, 1, 2), KERNEL, 0.0)
    yield _beside("dW of one Conv2D(1, 1, 2) beside another", one, WIDE, -WIDE, "dW")
    yield _watched(WIDE, (1, 1, 2), (KERNEL, np.zeros(1)))
    yield _two_outputs(WIDE, (1, 1, 2), (KERNEL, np.zeros(1)))
    yield _two_gradients(WIDE, (1, 1, 2), (KERNEL, np.zeros(1)))
    yield probe("the variance of W of Conv2D(30, 45, 4)", lambda kind: _spread(np.asarray(kind(30, 45, 4).W)))
    yield probe("the shape of W of Conv2D(2, 3, 4)", lambda kind: np.shape(kind(2, 3, 4).W))
    yield probe(
        "how many biases of a new Conv2D(1, 20, 3) are not 0", lambda kind: int(np.count_nonzero(kind(1, 20, 3).b))
    )
    yield _shared(lambda kind: kind(5, 9, 3))


def _pool(what, X, *settings):
    size, stride = (*settings, *(settings * 2 if len(settings) == 1 else (2, 2))[len(settings) :])
    shape = *X.shape[:2], *((n - size) // stride + 1 for n in X.shape[2:])
    return probe(
        _told("the layer", settings, what), lambda kind: _use(kind(*settings), X, what), X=X, **_dZ(what, shape)
    )


def _pools():
    yield _pool("forward", ONE[..., :2])
    yield _pool("forward", WIDE)
    yield _pool("forward", -np.abs(WIDE))
    yield _pool("forward", -np.abs(WIDE[..., :4]) - 1, 4)
    yield _pool("forward", WIDE, 3, 1)
    yield _pool("forward", WIDE, 2, 3)
    yield _pool("forward", WIDE, 3)
    yield _pool("forward", WIDE, 1, 2)
    yield _pool("forward", WIDE[..., :3, :], 2, 2)
    yield _pool("forward", CHANNELS)
    yield _pool("forward", CHANNELS.swapaxes(2, 3), 3, 2)
    yield _pool("dX", ONE[..., :2])
    yield _pool("dX", WIDE)
    yield _pool("dX", WIDE, 3, 1)
    yield _pool("dX", WIDE, 2, 3)
    yield _pool("dX", CHANNELS, 2, 1)
    yield _pool("narrower dX", WIDE)
    yield _pool("twice dX", WIDE)
    yield _watched(WIDE)
    yield _two_outputs(WIDE)
    yield _two_gradients(WIDE)
    yield _beside("backward of one layer beside another", lambda kind: kind(), WIDE, WIDE[..., ::-1] * -1)
    yield _beside("backward of one layer beside another of another size", lambda kind: kind(), WIDE, WIDE[..., :4])


def MaxPool2D():
    yield from _pools()
    yield _pool("dX", np.ones((1, 1, 2, 2)))
    yield _pool("dX", TIED)
    yield _pool("dX", TIED, 2, 1)
    yield _pool("dX", TIED, 3, 1)
    yield _pool("dX", np.array([[[[1.0, 1 + 1e-6], [1 - 1e-6, 0]]]]))


def AvgPool2D():
    yield from _pools()
    yield _pool("forward", WIDE.astype(int))
    yield _pool("forward", WIDE.astype(int), 3, 1)


def _plain(what, X):
    return probe(_told("the layer", (), what), lambda kind: _use(kind(), X, what), X=X)


def ReLU():
    yield _plain("forward", np.array([[-1.0, 0, 2]]))
    yield _plain("forward", np.array([[-9.0, 0.25, 9]]))
    yield _plain("dX", np.array([[2.0, 2, 2, 2]]))
    yield _plain("dX", np.array([[-2.0, -2, 2, 3]]))
    yield _plain("dX", np.array([[-1.0, 0, 0, 0]]))
    yield _plain("dX", WIDE)
    yield _plain("narrower dX", WIDE)
    yield _watched(WIDE)
    yield _plain("negated dX", WIDE)
    yield _beside("backward of one layer beside another", lambda kind: kind(), WIDE, -WIDE)


def Flatten():
    yield _plain("forward", ONE)
    yield _plain("forward", TWO)
    yield _plain("forward", CHANNELS)
    yield _plain("dX", ONE)
    yield _plain("dX", CHANNELS)
    yield _plain("narrower dX", CHANNELS)
    yield _plain("smaller dX", CHANNELS)
    yield _plain("turned dX", CHANNELS)
    yield _watched(CHANNELS)
    views = lambda kind, props: [Z for Z, _ in props.on_views(kind, (), None, ONE, _upstream((1, 6)))]
    yield probe("forward(X) of the same X in another memory layout", views)
    yield _beside("backward of one layer beside another", lambda kind: kind(), CHANNELS, CHANNELS.swapaxes(2, 3))


def _linear(what, X, W, b=None):
    b = np.zeros(len(W)) if b is None else b
    inputs = {"X": X, "W": W, **({"b": b} if np.any(b) else {}), **_dZ(what, (len(X), len(W)))}
    settings = W.shape[::-1]
    return probe(
        _told("Linear", settings, what), lambda kind: _use_weighted(lambda: kind(*settings), W, b, X, what), **inputs
    )


def Linear():
    X, W = np.array([[1.0, 2, 4], [0, -1, 3]]), np.array([[1.0, 0, -2], [3, 5, 1]])
    square = np.array([[1.0, 2], [0, -1]])
    yield _linear("forward", X[:1], W)
    yield _linear("forward", X, W)
    yield _linear("forward", X, W, BIASES[:2])
    yield _linear("forward", X[:, :2], square)
    yield _linear("dX", X[:1], W)
    yield _linear("dX", X, W)
    yield _linear("dW", X[:1], W)
    yield _linear("dW", X, W)
    yield _linear("db", X, W)
    yield _linear("twice dW", X, W)
    yield _linear("negated dW", X, W)
    yield _linear("W after backward", X, W)
    one = lambda kind: _weighted(lambda: kind(3, 2), W, 0 * BIASES[:2])
    yield _beside("dW of one Linear(3, 2) beside another", one, X, -X, "dW")
    yield _watched(X, (3, 2), (W, np.zeros(2)))
    yield probe("the shape of W of Linear(3, 2)", lambda kind: np.shape(kind(3, 2).W))
    yield probe("the starting weights of Linear(300, 40)", lambda kind: _start(np.asarray(kind(300, 40).W)))
    yield _shared(lambda kind: kind(30, 9))


def _start(W):
    """What is wrong with a linear layer's starting weights, in words."""
    if np.unique(W).size < 10:
        return f"{np.unique(W).size} different numbers"
    if abs(W.mean()) > 0.2 * W.std():
        return "not around 0"
    return "fair" if 0.005 < W.var() * W.shape[1] / 2 < 4 else "too large or too small"


def _weighted_layers(model):
    return [layer for layer in getattr(model, "layers", None) or () if np.ndim(getattr(layer, "W", None)) > 1]


_MANY_WEIGHTS = 500_000
"""The largest layer for these small images has 128 * 512; ten times as many are not sent to and fro."""


def _network(what, shape, classes):
    def run(SimpleCNN):
        model = SimpleCNN(shape, classes)
        if not hasattr(model, "forward"):
            return "no network"
        if what == "shapes":
            return [n for layer in _weighted_layers(model) for n in np.shape(layer.W)]
        if what == "layer 2":
            layers = list(getattr(model, "layers", None) or ())
            return [np.shape(layer.forward(np.ones((1, 32, 4, 4)))) for layer in layers[1:2]]
        if what == "relu":
            model.forward(np.cos(np.arange(2 * np.prod(shape))).reshape(2, *shape))
            return np.shape(list(getattr(model, "layers", None) or ())[1].backward(np.ones((2, 32, *shape[1:]))))
        if what == "another":
            first, second = _weighted_layers(SimpleCNN(shape, classes)), _weighted_layers(model)
            first[0].W = np.zeros(np.shape(first[0].W))
            return int(np.count_nonzero(second[0].W) == 0)
        for i, layer in enumerate(_weighted_layers(model)):
            size = np.shape(layer.W)
            if np.prod(size) > _MANY_WEIGHTS:
                return "a layer with more weights than these images need"
            layer.W = (
                np.sin(np.arange(np.prod(size)) + i).reshape(size) * np.sqrt(2 / np.prod(size[1:])) * (what != "zero")
            )
        X = np.cos(np.arange(2 * np.prod(shape))).reshape(2, *shape)
        used = what == "zero" or _network("zero", shape, classes)(SimpleCNN) == "yes"
        if not used or not _weighted_layers(model):
            return "the weights that were set are not used"
        if what == "zero":  # without weights all images are alike, whatever is done to the output: a softmax, say
            spread = np.ptp(np.asarray(model.forward(X)), axis=0).max()
            return "yes" if spread == 0 or np.isnan(spread) else "no"
        return _use(model, X, what)

    told = {
        "shapes": "the shapes of the weights, one after the other",
        "layer 2": "what its second layer makes of maps of shape (1, 32, 4, 4), by shape",
        "relu": "the shape of what its second layer's backward gives, after forward of two images",
        "another": "whether the weights of one network change those of another (1: yes)",
        "zero": "whether all images get the same logits once every weight is 0",
        "forward": "the logits of two images, with weights that are set",
        "dX": "what backward(dZ) returns for two images, with weights that are set",
    }
    return probe(f"SimpleCNN({shape}, {classes}): {told[what]}", run)


def _count(layers):
    return "there are no layers" if layers is None else len(layers)


def SimpleCNN():
    for shape, classes in (((3, 4, 4), 10), ((1, 4, 4), 10), ((3, 4, 4), 2), ((3, 4, 8), 10), ((3, 6, 7), 10)):
        yield _network("shapes", shape, classes)
    yield probe(
        "the number of layers of SimpleCNN((1, 4, 4), 2)",
        lambda kind: _count(getattr(kind((1, 4, 4), 2), "layers", None)),
    )
    yield _network("layer 2", (1, 4, 4), 2)
    yield _network("another", (1, 4, 4), 2)
    yield _network("zero", (1, 4, 4), 2)
    yield _network("forward", (2, 5, 4), 3)
    yield _network("dX", (2, 5, 4), 3)
    yield _network("dX", (1, 4, 6), 2)
    yield _network("relu", (1, 4, 6), 2)
