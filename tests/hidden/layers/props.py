"""Runs in the student's process: whole sequences of calls at once, and calls that need array objects. Nothing here is
secret."""

import numpy as np


def play(makers, steps):
    """Make layers and go through ``steps``. Gives the answers in order, and after them the arrays handed in, as they
    are now.

    ``makers``: a `(class, settings, weights)` for each layer, `weights` a pair or None. A step is `(which layer,
    what, argument)`: "forward" or "backward" with an array, "weights" with a pair, "read" with an attribute's name
    (None when there is none); "kept backward" is a backward whose answer is looked at only in the end, "negated" the
    call of an earlier step again, with the negative of what its array holds by now.

    Like its neighbours it gives a name alone where something is the matter with it: that of a method which a layer
    lacks, or "W" where weights of the asked shape do not fit a layer that starts with others.
    """
    layers = [_made(*maker) for maker in makers]
    steps = [(layers[which], *_told(steps, what, argument)) for which, what, argument in steps]
    if lacking := _lacking((layer, what.rpartition(" ")[2]) for layer, what, _ in steps):
        return lacking
    answers = _fitting(lambda: [_step(*step) for step in steps], makers)
    if answers == "W":
        return answers
    return [*answers, [argument for _, what, argument in steps if what in ("forward", "backward")]]


def in_turn(kind, settings, weights, first, second):
    """Both outputs of `forward`, looked at only after the second call: a layer that reuses its output has lost the
    first."""
    layer = _made(kind, settings, weights)
    if lacking := _lacking([(layer, "forward")]):
        return lacking
    return _fitting(lambda: [layer.forward(first), layer.forward(second)], [(kind, settings, weights)])


def on_views(kind, settings, weights, X, dZ):
    """`[Z, dX]` for arrays that are equal to X and dZ but lie differently in memory: column by column, backwards,
    with gaps."""
    layer = _made(kind, settings, weights)
    if lacking := _lacking([(layer, "forward"), (layer, "backward")]):
        return lacking
    layouts = (_by_columns, _backwards, _with_gaps)
    both = lambda laid: [_own(layer.forward(laid(X))), _own(layer.backward(laid(dZ)))]
    return _fitting(lambda: [both(laid) for laid in layouts], [(kind, settings, weights)])


def network(kind, settings, weights, steps):
    """Make a network, give its weighted layers ``weights`` (None: leave them), go through ``steps`` as `play` does.

    Gives its layout, and behind it the answers; no answers when the shapes are not those of the weights, and
    a method's name alone where the network lacks it. A step is `(what, argument)`: "forward", "backward", "gradients"
    and "weights" (pairs of all weighted layers), "forward 3" for one layer, or "negated" as in `play`.
    """
    steps = [_told(steps, *step) for step in steps]
    model = kind(*settings)
    found = _layout(model)
    if weights is not None:
        if found[0] != [list(W.shape) for W, _ in weights]:
            return [found]
        _put_all(model, weights)
    if found[0] is None:
        return [found]
    if lacking := _lacking((model, what) for what, _ in steps):
        return [found, lacking]
    layers, weighted = list(model.layers), _weighted(model)
    given = [argument for _, argument in steps]
    return [found, *(_network_step(model, layers, weighted, *step) for step in steps), given]


def beside(kind, settings, weights, others, X):
    """The layout of a network, and its output with ``weights`` beside a second one, made and given ``others`` later."""
    first, second = kind(*settings), kind(*settings)
    found = _layout(first)
    if found[0] is None or len(found[0]) != len(weights):
        return [found]
    if lacking := _lacking([(first, "forward")]):
        return [found, lacking]
    _put_all(first, weights)
    _put_all(second, others)
    return [found, first.forward(X)]


def drawn(kind, named, seed, X):
    """The layout of a network made with the arguments ``named``, and its output for X with weights that it is given: drawn from
    ``seed`` in the order of its layers, W before b. They are many, so they are drawn here and not handed over."""
    model = kind(**named)
    found = _layout(model)
    if found[0] is None:
        return [found]
    if lacking := _lacking([(model, "forward")]):
        return [found, lacking]
    rng = np.random.default_rng(seed)
    for layer in _weighted(model):
        shape = np.shape(layer.W)
        _put(layer, rng.uniform(-1, 1, shape) * np.sqrt(6 / np.prod(shape[1:])), rng.uniform(-1, 1, shape[0]))
    return [found, model.forward(X)]


def _layout(model):
    """The shapes of W of a network's weighted layers, the number of its layers, and whether all of them are layers.

    Shapes are small, where the weights themselves may be millions of numbers. `[None, layers]` where ``layers`` is no
    list.
    """
    layers = getattr(model, "layers", None)
    sequence = hasattr(layers, "__iter__") or hasattr(layers, "__getitem__")
    if not sequence or hasattr(layers, "__next__") or isinstance(layers, (dict, set, str, type)):
        return [None, layers]
    layers = list(layers)
    shapes = [list(np.shape(layer.W)) for layer in _weighted(model)]
    return [shapes, len(layers), all(callable(getattr(layer, "forward", None)) for layer in layers)]


def _weighted(model):
    """The layers with weights. A pool or a Flatten may keep an image's width under the name W: that is no array."""
    return [layer for layer in model.layers if np.ndim(getattr(layer, "W", None)) > 1]


def _put_all(model, weights):
    for layer, pair in zip(_weighted(model), weights, strict=True):
        _put(layer, *pair)


def _network_step(model, layers, weighted, what, argument):
    if what in ("gradients", "weights"):
        names = ("dW", "db") if what == "gradients" else ("W", "b")
        return [[_own(getattr(layer, name, None)) for name in names] for layer in weighted]
    if what.startswith("negated"):
        what, argument = what.partition(" ")[2], -argument
    what, _, number = what.partition(" ")
    return _own(getattr(layers[int(number)] if number else model, what)(argument))


def _made(kind, settings, weights):
    layer = kind(*settings)
    if weights is not None and layer is not None:
        _put(layer, *weights)
    return layer


def _fitting(run, makers):
    """What ``run`` gives, or "W" where it fails for weights of another shape than those a layer starts with."""
    try:
        return run()
    except (ValueError, IndexError):
        for kind, settings, weights in makers:
            if weights is not None and np.shape(getattr(kind(*settings), "W", None)) != weights[0].shape:
                return "W"
        raise


def _lacking(wanted):
    """The first method of `(layer, name)` pairs that a layer does not have, or None."""
    methods = ((layer, name) for layer, name in wanted if name in ("forward", "backward"))
    return next((name for layer, name in methods if not callable(getattr(layer, name, None))), None)


def _put(layer, W, b):
    """Give the layer these weights, the bias in the shape it chose itself, where its size fits."""
    own = np.shape(getattr(layer, "b", b))
    layer.W = W.copy()
    layer.b = b.reshape(own).copy() if int(np.prod(own)) == b.size else b.copy()


def _told(steps, what, argument):
    """A step; "negated" as the name of what it negates, and its array."""
    return (f"negated {steps[argument][-2]}", steps[argument][-1]) if what == "negated" else (what, argument)


def _step(layer, what, argument):
    if what.startswith("negated"):
        return _own(getattr(layer, what.partition(" ")[2])(-argument))
    if what == "weights":
        return _put(layer, *argument)
    if what == "read":
        return _own(getattr(layer, argument, None))
    if what == "kept backward":
        return layer.backward(argument)
    return _own(getattr(layer, what)(argument))


def _own(answer):
    """The answer as it is now: what happens to the layer's array later does not reach it."""
    return answer.copy() if isinstance(answer, np.ndarray) else answer


def _by_columns(array):
    return np.array(array, order="F")


def _backwards(array):
    turned = tuple(slice(None, None, -1) for _ in array.shape)
    return np.array(array[turned])[turned]


def _with_gaps(array):
    every_other = tuple(slice(None, None, 2) for _ in array.shape)
    wide = np.full([2 * n for n in array.shape], 77, dtype=array.dtype)
    wide[every_other] = array
    return wide[every_other]
