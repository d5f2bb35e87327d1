"""Small inputs that tell the misconceptions of `torch_cnn` apart, smallest first. They are not the hidden inputs: students see them.

A probe works with the props' own models and looks at what is left of them; what it gives is plain arrays, numbers and words, the same
in the student's process and here. Of `GlobalPoolNet`, whose features are everyone's own, probes tell what reaches the head, in words.
"""

import math
from functools import partial

import numpy as np

IMAGE = np.array([[1.0, 2, 0, 1, 5], [0, -1, 3, 2, 0], [1, 0.5, 2, 1, -4], [3, 1, -2, 2, 1]])
WHOLE = np.array([[1, 2, 0], [0, 3, 200], [4, 0, 1], [2, 2, 7]])
KERNELS = np.array([[[1.0, 2, 0], [0, -1, 3], [0.5, 0, 1]], [[0, 1, -1], [2, 0, 0], [1, 1, 4]]])
LAYER, BIASES = KERNELS[:, None].astype(np.float32), np.array([10, -20], np.float32)
SECOND = np.array([[[[1, 0], [0, -2]], [[0, 1], [1, 0]]], [[[-1, 0], [2, 0]], [[0, 3], [0, -1]]]], np.float32)


def _probe(text, run):
    run.__doc__ = text
    return run


def _plain(answer):
    """An answer as plain data that says what kind of thing it is."""
    if hasattr(answer, "detach") or hasattr(answer, "requires_grad"):
        tied = "with a graph" if answer.requires_grad else "detached"
        return ["tensor", tied, answer.detach().numpy() if hasattr(answer, "detach") else answer.array]
    if isinstance(answer, dict):
        return [[str(key), _plain(value)] for key, value in answer.items()]
    return list(map(_plain, answer)) if isinstance(answer, (list, tuple)) else answer


def _noise(seed, *shape):
    return np.random.default_rng(seed).normal(size=shape).astype(np.float32)


# ---------------------------------------------------------------- one layer


def conv_from_kernels():
    def held(kernels, make, props):
        props.seed(1)
        layer = make(kernels.copy())
        arrays = props.arrays(layer)
        return [props.precision(layer), [list(np.shape(array)) for array in arrays], arrays[0]]

    def answered(kernels, make, props):
        props.seed(1)
        layer = make(kernels.copy())
        return props.answer(layer, _noise(1, 2, 1, 6, 7)) if len(props.arrays(layer)) == 1 else "not one weight alone"

    fives = np.tile(KERNELS, (1, 2, 2))[:, :5, :5]
    for kernels in (KERNELS, KERNELS[:, :1, :1], KERNELS[:1, :2, :2], fives, KERNELS.astype(int)):
        kind = "×".join(map(str, kernels.shape))
        yield _probe(f"conv_from_kernels: the parameters of the layer for kernels of {kind}", partial(held, kernels))
        yield _probe(f"conv_from_kernels: the layer's answer for kernels of {kind}", partial(answered, kernels))


def feature_maps():
    def maps(image, settings, look, props):
        return _plain(look(image.copy(), props.conv(*settings)))

    def left(look, props):
        return list(props.left_of(look, IMAGE, props.conv(LAYER)))

    for image in (IMAGE, WHOLE):
        for settings in ((LAYER,), (LAYER[:1],), (LAYER, BIASES), (LAYER, BIASES, 1), (LAYER, None, 1, 2)):
            told = f"{len(settings[0])} filters 3×3, settings {len(settings)}"
            yield _probe(f"feature_maps of an image {image.shape}: {told}", partial(maps, image, settings))
    yield _probe("feature_maps: what is left of the image, and whether the layer is trained", left)


def stacked_feature_maps():
    def maps(image, first, second, look, props):
        return _plain(look(image.copy(), props.conv(*first), props.conv(*second)))

    for image in (IMAGE, -IMAGE, WHOLE):
        for first in ((LAYER, None, 1), (-np.abs(LAYER), BIASES, 1)):
            for second in ((SECOND,), (SECOND[:1], BIASES[:1] / 5, 1)):
                yield _probe("stacked_feature_maps of a small image", partial(maps, image, first, second))


# ---------------------------------------------------------------- networks


def _network(name, widths):
    """Probes of a digit network of these widths."""
    first, second, hidden = widths
    shapes = [
        (first, 1, 3, 3), (first,), (second, first, 3, 3), (second,),
        (hidden, second * 49), (hidden,), (10, hidden), (10,),
    ]  # fmt: skip
    weights = [
        _noise(i, *shape) * (math.sqrt(2 / math.prod(shape[1:])) if i % 2 == 0 else 0.3)
        for i, shape in enumerate(shapes)
    ]

    def ready(make, props, values):
        model = make()
        missing, _ = props.load(model, values)
        return None if missing else model

    def parameters(make, props):
        model = make()
        props.load(model, [])
        shapes = [np.shape(array) for array in props.arrays(model)]
        return list(map(list, sorted(shapes, key=lambda shape: (-len(shape), shape))))

    def logits(batch, training, make, props):
        model = ready(make, props, weights)
        if model is None:
            return "has other parameters"
        model.train(training)
        x = _noise(9, batch, 1, 28, 28)
        first, again = (props.answer(model, x) for _ in range(2))
        return first if isinstance(first, str) or np.array_equal(first, again) else "changes from call to call"

    def reached(make, props):
        model = ready(make, props, weights)
        if model is None:
            return "has other parameters"
        model.eval()
        _, found = props.gradients(model, _noise(8, 3, 1, 28, 28), np.array([1, 0, 7]))
        return sorted([list(np.shape(gradient)), bool(np.any(gradient))] for gradient in found)

    def dropped(single, make, props):
        x = np.repeat(_noise(7, 1, 1, 28, 28), 60 if single else 300, axis=0)
        model = ready(make, props, weights)
        if model is None:
            return "has other parameters"
        before = _of_one_feature_each(weights) if single else weights[:6]
        units = np.ones(hidden, np.float32) if single else _hidden(props, model, before, x[:1], hidden)
        last = np.zeros((10, hidden), np.float32)
        last[np.arange(10), np.repeat(np.argsort(-units)[:5], 2)] = 1  # five units, each in two logits
        props.load(model, [*before, last, np.zeros(10, np.float32)])
        props.seed(3)
        model.train()
        kept = props.answer(model, x) / np.sort(units)[::-1][:5].repeat(2)
        gone = np.abs(kept) < 1e-3
        usual = float(np.median(kept[~gone])) if not gone.all() else 0.0
        share = float(gone.mean())
        share = 0.0 if single else share  # of too few to tell
        return {
            "both logits of a unit are alike": bool(np.allclose(kept[:, ::2], kept[:, 1::2], atol=1e-3)),
            "what is left is multiplied by": round(usual, 2) if np.allclose(kept[~gone], usual, atol=1e-3) else "many",
            "share dropped, in quarters": round(4 * share) if abs(4 * share - round(4 * share)) < 0.16 else "between",
            "whole images are dropped": bool(gone.all(axis=1).mean() > 0.1),
            "the same in every image": bool(gone.any() and (gone == gone[0]).all()),
        }

    def starts(make, props):
        model = make()
        props.load(model, [])
        return sorted(
            [list(np.shape(array)), bool(np.any(array))] for array in props.arrays(model) if np.ndim(array) > 1
        )

    def after_a_pass(make, props):
        model = make()
        props.answer(model, _noise(9, 2, 1, 28, 28))
        return len(props.arrays(model))

    def two_models(make, props):
        one, other = ready(make, props, weights), ready(make, props, [weight * 2 for weight in weights])
        if one is None or other is None:
            return "has other parameters"
        return sorted(float(np.abs(array).max()) for array in props.arrays(one))

    yield _probe(f"{name}: the shapes of its parameters", parameters)
    for batch in (1, 3):
        for training in (False, True) if name != "SimpleCNN" else (False,):
            mode = "training" if training else "eval"
            yield _probe(f"{name}: the logits of a batch of {batch} in {mode} mode", partial(logits, batch, training))
    yield _probe(f"{name}: how many parameters it has after a forward pass", after_a_pass)
    yield _probe(f"{name}: which parameters a gradient reaches", reached)
    yield _probe(f"{name}: the weights of one model once another has been given others", two_models)
    if name == "SimpleCNN":
        told = "SimpleCNN in training mode: what is dropped of five numbers that enter fc2"
        yield _probe(f"{told}, each made of one feature", partial(dropped, True))
        yield _probe(told, partial(dropped, False))
        yield _probe("SimpleCNN: which weights of a new model are not zero", starts)


def _of_one_feature_each(weights):
    """Weights up to fc2 with features that are all 1, and units that are one feature each."""
    w1, b1, w2, b2, w3, b3 = (np.zeros_like(weight) for weight in weights[:6])
    w3[np.arange(len(w3)), np.arange(len(w3))] = 1
    return [w1, b1, w2, b2 + 1, w3, b3]


def _hidden(props, model, weights, x, hidden):
    """What enters fc2, read ten units at a time in eval mode."""
    model.eval()
    units = []
    for start in range(0, hidden, 10):
        show = np.eye(10, hidden, start, dtype=np.float32)
        props.load(model, [*weights[:6], show, np.zeros(10, np.float32)])
        units.append(props.answer(model, x)[0])
    return np.concatenate(units)[:hidden]


def SimpleCNN():
    yield from _network("SimpleCNN", (16, 32, 128))


def ConvolutionalNetwork():
    yield from _network("ConvolutionalNetwork", (4, 8, 32))


def GlobalPoolNet():
    def seen(x, make, props, **settings):
        props.seed(1)
        return props.watch(make(**settings), x, 1)

    def logits(height, width, classes, make, props):
        answer, _, _ = seen(_noise(1, 3, 1, height, width), make, props, num_classes=classes)
        if isinstance(answer, str):
            return answer
        if answer.ndim == 2 and answer.shape[1] == 10 and np.all(answer >= 0):  # by chance once in a thousand models
            kind = "probabilities" if np.allclose(answer.sum(axis=1), 1) else "numbers none of which is negative"
        else:
            kind = "logits"
        return f"{kind} of shape {answer.shape}"

    def arrives(make, props):
        answer, maps, entered = seen(_noise(2, 3, 1, 28, 28), make, props)
        # Where no linear layer is seen, a 1×1 convolution may stand before the average: the two commute.
        return ", then ".join(_described(value, maps) for value in entered or [answer] if not isinstance(value, str))

    def heads(make, props):
        arrays = props.arrays(make())
        return sum(a.ndim == 2 and len(a) > 1 for a in arrays) or int(any(a.shape[2:] == (1, 1) for a in arrays))

    def reached(make, props):
        props.seed(1)
        model = make()
        model.eval()
        _, found = props.gradients(model, _noise(3, 3, 1, 64, 64), np.array([1, 0, 7]))
        if all(np.any(gradient) for gradient in found):
            return "every parameter"
        features = [gradient for gradient in found if gradient.ndim == 4]
        return "some parameters" if any(map(np.any, features)) else "no convolution's weight"

    def alone(make, props):
        x = _noise(4, 3, 1, 64, 64)
        together, one = (seen(part, make, props)[0] for part in (x, x[:1]))
        return together if isinstance(together, str) else bool(np.allclose(together[:1], one, rtol=1e-3, atol=1e-5))

    def changes(change, make, props):
        x = _noise(5, 1, 1, 72, 72)
        x[..., 36:] += 3
        answer, _, _ = seen(np.concatenate([x, change(x)]), make, props)
        return answer if isinstance(answer, str) else not np.allclose(answer[0], answer[1], rtol=1e-3, atol=1e-5)

    def shuffled(x):
        return np.random.default_rng(6).permutation(x.reshape(-1)).reshape(x.shape)

    def darker_corner(x):
        return x - 5 * np.pad(np.ones((1, 1, 36, 36), np.float32), ((0, 0), (0, 0), (36, 0), (36, 0)))

    for height, width, classes in ((28, 28, 10), (28, 28, 3), (64, 64, 10), (64, 57, 4)):
        told = f"GlobalPoolNet({classes}): what a batch of three images {height}×{width} gives"
        yield _probe(told, partial(logits, height, width, classes))
    yield _probe("GlobalPoolNet: what enters its linear layers", arrives)
    yield _probe("GlobalPoolNet: how many linear layers it has", heads)
    yield _probe("GlobalPoolNet: what a gradient reaches", reached)
    yield _probe("GlobalPoolNet: whether an image gets the same logits alone as among others", alone)
    yield _probe(
        "GlobalPoolNet: whether the same pixels in another order give other logits", partial(changes, shuffled)
    )
    yield _probe("GlobalPoolNet: whether a darker corner gives other logits", partial(changes, darker_corner))


def _same(one, other):
    return one.shape == other.shape and np.allclose(one, other, rtol=1e-3, atol=1e-5)


def _described(value, maps):
    """What ``value``, (N, numbers), is of the feature maps, in words that fit any features."""
    known = {
        "the average of each map": lambda one: one.mean(axis=(2, 3)),
        "the largest value of each map": lambda one: one.max(axis=(2, 3)),
        "the sum of each map": lambda one: one.sum(axis=(2, 3)),
        "the average of all maps": lambda one: one.mean(axis=(1, 2, 3))[:, None],
        "all positions": lambda one: one.reshape(len(one), -1),
    }
    # A map of one position is its own average, largest value and sum: it tells only where no larger one does.
    larger = [one for one in maps if min(one.shape[2:]) > 1]
    single = [one for one in maps if min(one.shape[2:]) == 1]
    for told, view in known.items():
        if any(_same(view(one), value) for one in larger):
            return told
    if any(_same(one.mean(axis=(2, 3)), value) for one in single):
        return "the average of each map"
    return "a single number" if value.ndim == 2 and value.shape[1] == 1 else "other numbers"


# ---------------------------------------------------------------- counting


def count_parameters():
    def counted(make, arguments, count, props):
        props.seed(1)
        return _plain(count(make(props), **arguments))

    models = {
        "with a batch normalisation": lambda props: props.mixed(3, 5, 4, False),
        "with a frozen layer": lambda props: props.mixed(3, 5, 4, True),
        "that shares a layer": lambda props: props.sharing(3, 2, False),
        "that shares a weight": lambda props: props.sharing(3, 2, True),
        "of a convolution and a linear layer": lambda props: props.Network(*_TINY),
    }
    for told, make in models.items():
        for arguments in ({}, {"trainable_only": True}):
            yield _probe(f"count_parameters of a model {told}, {arguments}", partial(counted, make, arguments))


# ---------------------------------------------------------------- learning


_TINY = [["conv", "Conv2d", 1, 3, 3], ["fc", "Linear", 72, 4]], ["conv", "relu", "flatten", "fc"]
"""A network as `props.Network` takes it: for 8×6 images, 4 classes."""


def _learner(props, normalise=False, dropout=0.0, turned=False):
    """A tiny network with weights of ours; ``normalise`` and ``dropout`` make its modes differ, and ``turned`` its answers with a graph."""
    layers, plan = (list(part) for part in _TINY)
    layers[1:1] = [*[["norm", "BatchNorm2d", 3]] * normalise, ["dropout", "Dropout", dropout]]
    plan = ["conv", *["norm"] * normalise, "relu", "flatten", "dropout", "fc", *["turned"] * turned]
    model = props.Network(layers, plan)
    shapes = [np.shape(array) for array in props.arrays(model)]
    props.fill(
        model, [_noise(i, *shape) * 0.4 if len(shape) > 1 else _noise(i, *shape) for i, shape in enumerate(shapes)]
    )
    return model


def _number(answer):
    """A number in whatever it comes."""
    answer = answer.detach().numpy() if hasattr(answer, "detach") else getattr(answer, "array", answer)
    return np.asarray(answer) if isinstance(answer, (int, float, np.generic, np.ndarray)) else type(answer).__name__


def train_one_epoch():
    usual = {
        "count": 11,
        "momentum": 0.0,
        "smoothing": 0.0,
        "normalise": False,
        "training": True,
        "frozen": False,
        "calls": 1,
    }

    def run(what, settings, train, props):
        chosen = {**usual, **settings}
        model = _learner(props, chosen["normalise"])
        x, y = _noise(4, chosen["count"], 1, 8, 6), np.arange(chosen["count"]) * 3 % 4
        loader, optimizer = props.bounded_loader(x, y, 4), props.sgd(model, 0.1, chosen["momentum"])
        model.train(chosen["training"])
        if chosen["frozen"]:
            props.freeze(model, [(3, 1, 3, 3), (3,)])
        for _ in range(chosen["calls"]):
            answer = train(model, loader, optimizer, props.cross_entropy(chosen["smoothing"]))
        if what == "digits":
            return list(props.contents(loader))
        if what == "weights":
            return [*props.arrays(model), *props.buffers(model)]
        if isinstance(answer, (list, tuple)):
            return list(map(_number, answer))
        given = _number(answer)
        return given if isinstance(given, np.ndarray) else "not two numbers"

    for settings in (
        {}, {"count": 8}, {"momentum": 0.5, "calls": 2}, {"smoothing": 0.3}, {"normalise": True}, {"normalise": True, "training": False},
        {"frozen": True},
    ):  # fmt: skip
        told = ", ".join(f"{name} {value}" for name, value in {"count": 11, **settings}.items())
        for what in ("answer", "weights", "digits") if not settings else ("answer", "weights"):
            yield _probe(f"train_one_epoch of a tiny model ({told}): {what}", partial(run, what, settings))


def evaluate():
    def share(count, training, turned, judge, props):
        return _number(_evaluated(count, training, turned, judge, props)[1])

    def left(training, judge, props):
        model, _ = _evaluated(11, training, False, judge, props)
        told = _plain(props.told(model))
        props.gradients_on()
        return [*told, *props.arrays(model), *props.buffers(model)]

    for count in (4, 8, 11, 13):
        for training in (False, True):
            told = f"evaluate on {count} images, training {training}: the share"
            yield _probe(told, partial(share, count, training, False))
    yield _probe(
        "evaluate a model that answers otherwise where a graph is built: the share", partial(share, 13, False, True)
    )
    for training in (False, True):
        yield _probe(f"evaluate, training {training}: what is left of model and gradients", partial(left, training))


def _evaluated(count, training, turned, judge, props):
    """A model whose modes differ, and the share of ``count`` labels that it gets right."""
    model = _learner(props, True, 0.5, turned)
    model.train(training)
    props.seed(2)
    # Labels for which a share of the first batch, of the last, of all but the last and of all differ.
    labels = np.random.default_rng(0).integers(0, 4, 13)[:count]
    return model, judge(model, props.bounded_loader(_noise(4, count, 1, 8, 6), labels, 4))
