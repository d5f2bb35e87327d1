"""Small inputs that tell the misconceptions of `torch_cnn` apart, smallest first. They are not the hidden inputs: students see them.

A probe works with the props' own models and looks at what is left of them; what it gives is plain arrays, numbers and words, the same
in the student's process and here. Of `GlobalPoolNet`, whose features are everyone's own, probes tell what reaches the head, in words.
"""

import math
from functools import partial

import numpy as np

from autograder.suite import probe, sketched

IMAGE = np.array([[1.0, 2, 0, 1, 5], [0, -1, 3, 2, 0], [1, 0.5, 2, 1, -4], [3, 1, -2, 2, 1]])
WHOLE = np.array([[1, 2, 0], [0, 3, 200], [4, 0, 1], [2, 2, 7]])
KERNELS = np.array([[[1.0, 2, 0], [0, -1, 3], [0.5, 0, 1]], [[0, 1, -1], [2, 0, 0], [1, 1, 4]]])
LAYER, BIASES = KERNELS[:, None].astype(np.float32), np.array([10, -20], np.float32)
SECOND = np.array([[[[1, 0], [0, -2]], [[0, 1], [1, 0]]], [[[-1, 0], [2, 0]], [[0, 3], [0, -1]]]], np.float32)


def _plain(answer):
    """An answer as plain data that says what kind of thing it is."""
    if hasattr(answer, "detach") or hasattr(answer, "requires_grad"):
        tied = "with a graph" if answer.requires_grad else "detached"
        return {
            "kind": f"a tensor, {tied}",
            "numbers": answer.detach().numpy() if hasattr(answer, "detach") else answer.array,
        }
    if isinstance(answer, str):
        return f"the text {answer[:60]!r}"
    return list(map(_plain, answer)) if isinstance(answer, (list, tuple)) else answer


def _noise(seed, *shape):
    return np.random.default_rng(seed).normal(size=shape).astype(np.float32)


# ---------------------------------------------------------------- one layer


def conv_from_kernels():
    def held(kernels, make, props):
        props.seed(1)
        layer = make(kernels.copy())
        arrays = props.arrays(layer)
        shapes = ", ".join("×".join(map(str, np.shape(array))) for array in arrays)
        return {"precision": props.precision(layer), "shapes of the parameters": shapes, "weight": arrays[0]}

    def answered(kernels, make, props):
        props.seed(1)
        layer = make(kernels.copy())
        return props.answer(layer, _noise(1, 2, 1, 6, 7)) if len(props.arrays(layer)) == 1 else "not one weight alone"

    fives = np.tile(KERNELS, (1, 2, 2))[:, :5, :5]
    for kernels in (KERNELS, KERNELS[:, :1, :1], KERNELS[:1, :2, :2], fives, KERNELS.astype(int)):
        kind = "×".join(map(str, kernels.shape))
        yield probe(f"conv_from_kernels of kernels {kind}: the layer", partial(held, kernels), kernels=kernels)
        text = f"conv_from_kernels of kernels {kind}: the layer's answer to two images 6×7"
        yield probe(text, partial(answered, kernels), kernels=kernels)


def feature_maps():
    def maps(image, settings, look, props):
        return _plain(look(image.copy(), props.conv(*settings)))

    def left(look, props):
        image, trained = props.left_of(look, IMAGE, props.conv(LAYER))
        return {"the image": image, "the layer": "trained" if all(trained) else "frozen"}

    for image in (IMAGE, WHOLE):
        for settings in ((LAYER,), (LAYER[:1],), (LAYER, BIASES), (LAYER, BIASES, 1), (LAYER, None, 1, 2)):
            yield probe(
                f"feature_maps(image, conv){_with(settings)}",
                partial(maps, image, settings),
                image=image,
                **_held(settings),
            )
    yield probe("feature_maps: what is left of the image, and whether the layer is trained", left)


def _with(settings):
    words = [f"{name} {value}" for name, value in zip(("padding", "stride"), settings[2:], strict=False)]
    return f" with {', '.join(words)}" if words else ""


def _held(settings, name="conv"):
    """What a layer of these settings holds, by name."""
    held = {f"{name}.weight": settings[0], f"{name}.bias": settings[1] if len(settings) > 1 else None}
    return {told: array for told, array in held.items() if array is not None}


def stacked_feature_maps():
    def maps(image, first, second, look, props):
        return _plain(look(image.copy(), props.conv(*first), props.conv(*second)))

    for image in (IMAGE, -IMAGE, WHOLE):
        for first in ((LAYER, None, 1), (-np.abs(LAYER), BIASES, 1)):
            for second in ((SECOND,), (SECOND[:1], BIASES[:1] / 5, 1)):
                text = f"stacked_feature_maps(image, conv1, conv2), conv1{_with(first) or ' without padding'}"
                inputs = {"image": image, **_held(first, "conv1"), **_held(second, "conv2")}
                yield probe(
                    f"{text}, conv2{_with(second) or ' without padding'}", partial(maps, image, first, second), **inputs
                )


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

    yield probe(f"{name}: the shapes of its parameters", parameters)
    for batch in (1, 3):
        for training in (False, True) if name != "SimpleCNN" else (False,):
            mode = "training" if training else "eval"
            yield probe(f"{name}: the logits of a batch of {batch} in {mode} mode", partial(logits, batch, training))
    yield probe(f"{name}: how many parameters it has after a forward pass", after_a_pass)
    yield probe(f"{name}: which parameters a gradient reaches", reached)
    yield probe(f"{name}: the weights of one model once another has been given others", two_models)
    if name == "SimpleCNN":
        told = "SimpleCNN in training mode: what is dropped of five numbers that enter fc2"
        yield probe(f"{told}, each made of one feature", partial(dropped, True))
        yield probe(told, partial(dropped, False))
        yield probe("SimpleCNN: which weights of a new model are not zero", starts)


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
        yield probe(told, partial(logits, height, width, classes))
    yield probe("GlobalPoolNet: what enters its linear layers", arrives)
    yield probe("GlobalPoolNet: how many linear layers it has", heads)
    yield probe("GlobalPoolNet: what a gradient reaches", reached)
    yield probe("GlobalPoolNet: whether an image gets the same logits alone as among others", alone)
    yield probe("GlobalPoolNet: whether the same pixels in another order give other logits", partial(changes, shuffled))
    yield probe("GlobalPoolNet: whether a darker corner gives other logits", partial(changes, darker_corner))


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
            yield probe(f"count_parameters of a model {told}, {arguments}", partial(counted, make, arguments))


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
    """A number in whatever it comes; of anything else its kind."""
    answer = answer.detach().numpy() if hasattr(answer, "detach") else getattr(answer, "array", answer)
    return (
        np.asarray(answer) if isinstance(answer, (int, float, np.generic, np.ndarray)) else f"a {type(answer).__name__}"
    )


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
            return dict(zip(("images", "labels", "size of the first batch"), props.contents(loader), strict=True))
        if what == "weights":
            return _by_name(props, model, chosen["normalise"])
        if isinstance(answer, (list, tuple)) and len(answer) == 2:
            return {"mean loss": _number(answer[0]), "accuracy": _number(answer[1])}
        if isinstance(answer, (list, tuple)):
            return list(map(_number, answer))
        given = _number(answer)
        if not isinstance(given, np.ndarray):
            return "not two numbers"
        return dict(zip(("mean loss", "accuracy"), given, strict=True)) if given.shape == (2,) else given

    for settings in (
        {}, {"count": 8}, {"momentum": 0.5, "calls": 2}, {"smoothing": 0.3}, {"normalise": True}, {"normalise": True, "training": False},
        {"frozen": True},
    ):  # fmt: skip
        told = ", ".join(f"{name} {value}" for name, value in {"count": 11, **settings}.items())
        for what in ("answer", "weights", "digits") if not settings else ("answer", "weights"):
            yield probe(f"train_one_epoch of a tiny model ({told}): {what}", partial(run, what, settings))


def _by_name(props, model, normalise):
    """The numbers of a `_learner`, by name."""
    layers = ["conv", *["norm"] * normalise, "fc"]
    names = [f"{layer}.{part}" for layer in layers for part in ("weight", "bias")]
    running = ["running mean", "running variance", "batches seen"][: 3 * normalise]
    return dict(zip([*names, *running], [*props.arrays(model), *props.buffers(model)], strict=True))


def evaluate():
    def share(count, training, turned, judge, props):
        return _number(_evaluated(count, training, turned, judge, props)[1])

    def left(training, judge, props):
        model, _ = _evaluated(11, training, False, judge, props)
        modes, trained, hooks, gradients = props.told(model)
        props.gradients_on()
        return {
            "modules in training mode": sum(modes),
            "parameters that are trained": sum(trained),
            "hooks": hooks,
            "gradients": "on" if gradients else "off for good",
            **_by_name(props, model, True),
        }

    for count in (4, 8, 11, 13):
        for training in (False, True):
            told = f"evaluate on {count} images, training {training}: the share"
            yield probe(told, partial(share, count, training, False))
    yield probe(
        "evaluate a model that answers otherwise where a graph is built: the share", partial(share, 13, False, True)
    )
    for training in (False, True):
        yield probe(f"evaluate, training {training}: what is left of model and gradients", partial(left, training))


def _evaluated(count, training, turned, judge, props):
    """A model whose modes differ, and the share of ``count`` labels that it gets right."""
    model = _learner(props, True, 0.5, turned)
    model.train(training)
    props.seed(2)
    # Labels for which a share of the first batch, of the last, of all but the last and of all differ.
    labels = np.random.default_rng(0).integers(0, 4, 13)[:count]
    return model, judge(model, props.bounded_loader(_noise(4, count, 1, 8, 6), labels, 4))


# ---------------------------------------------------------------- looking inside


_ONE = [["edges", "Conv2d", 1, 2, 3], ["bend", "ReLU"]], ["edges", "bend"]
_AGAIN = (
    [["bend", "ReLU"], ["corners", "Conv2d", 2, 3, 2], ["spare", "ReLU"], ["edges", "Conv2d", 1, 2, 3]],
    ["edges", "bend", "corners", "bend"],
)
_BLOCKS = (
    [["features", "Sequential", ["0", "Conv2d", 1, 2, 3], ["1", "ReLU"]], ["head", "Linear", 24, 3]],
    ["features", "flatten", "head"],
)
"""Networks as `props.Network` takes them, for images of 5 x 6: one layer after the other; layers in another order than they are defined in,
one of them called twice and one never; layers in a block."""
_IN_ALL = 6
"""Entries of a list of shapes that are looked at one by one."""


def _inner(props, description):
    """A network with weights of ours."""
    model = props.Network(*description)
    arrays = [_noise(i, *shape) for i, shape in enumerate(_shapes_of(description))]
    props.fill(model, arrays)
    return model


def _shapes_of(description):
    """The shapes of the parameters of a described network, in order."""
    flat = [part for layer in description[0] for part in (layer[2:] if layer[1] == "Sequential" else [layer])]
    for _, kind, *sizes in flat:
        if kind == "Conv2d":
            yield from ((sizes[1], sizes[0], sizes[2], sizes[2]), (sizes[1],))
        elif kind == "Linear":
            yield from ((sizes[1], sizes[0]), (sizes[1],))


def _what_is_left(x, after, left):
    modes, trained, forward, backward, replaced, gradients = left
    return {
        "the images": "as they were" if np.array_equal(x, after) else "other numbers",
        "hooks on the forward pass": forward,
        "hooks on the backward pass": backward,
        "layers whose forward was replaced": replaced,
        "modules in training mode": sum(modes),
        "parameters that are trained": sum(trained),
        "gradients": "on" if gradients else "off for good",
    }


def _entries(found):
    """The entries of a list of names and shapes, one by one."""
    if not isinstance(found, (list, tuple)):
        return {"what is returned": "no list"}
    told = [_entry(one) for one in found]
    if len(told) > _IN_ALL:
        told[_IN_ALL - 1 :] = [f"{len(told) - _IN_ALL + 1} entries more"]
    return {f"entry {i + 1}": told[i] if i < len(told) else "nothing more" for i in range(_IN_ALL)}


def _entry(one):
    if not isinstance(one, (list, tuple)) or len(one) != 2 or not isinstance(one[1], (list, tuple)):
        return "no pair of a name and a shape"
    return f"{one[0]}: {' × '.join(map(str, one[1]))}"


def trace_shapes():
    def traced(description, look, props):
        x = _noise(3, 2, 1, 5, 6)
        found, after, left = props.looked(look, _inner(props, description), x)
        return {**_entries(found), **_what_is_left(x, after, left)}

    def later(look, props):
        model, other = _inner(props, _ONE), _noise(4, 1, 1, 4, 5)
        return _entries(props.looked(look, model, _noise(3, 2, 1, 5, 6), other=other)[0])

    def beside(look, props):
        x, model = _noise(3, 2, 1, 5, 6), _inner(props, _ONE)
        props.doubled(model, "edges")
        _, after, left = props.looked(look, model, x)
        return _what_is_left(x, after, left)

    told = {"two layers": _ONE, "layers called in another order, one twice": _AGAIN, "layers in a block": _BLOCKS}
    for name, description in told.items():
        yield probe(f"trace_shapes of a network with {name}, on two images 5×6", partial(traced, description))
    yield probe("trace_shapes, looked at once the network has run on a smaller image", later)
    yield probe("trace_shapes of a network that somebody else listens to", beside)


def capture_activations():
    def captured(description, names, look, props):
        x = _noise(3, 2, 1, 5, 6)
        found, after, left = props.looked(look, _inner(props, description), x, list(names))
        return {**_activations(found), **_what_is_left(x, after, left)}

    def later(look, props):
        model, other = _inner(props, _ONE), _noise(4, 2, 1, 5, 6)
        return _activations(props.looked(look, model, _noise(3, 2, 1, 5, 6), ["edges", "bend"], other=other)[0])

    for description, names in (
        (_ONE, ["edges"]), (_ONE, ["bend"]), (_ONE, ["edges", "bend"]), (_AGAIN, ["corners"]), (_BLOCKS, ["features.0", "head"]),
        (_BLOCKS, ["features.1"]), (_BLOCKS, ["features"]),
    ):  # fmt: skip
        yield probe(
            f"capture_activations of {', '.join(names)} of a small network", partial(captured, description, names)
        )
    yield probe("capture_activations, looked at once the network has run on other images", later)


def _activations(found):
    if not isinstance(found, dict):
        return {"what is returned": f"a {type(found).__name__} instead of a dict"}
    names = ", ".join(sorted(map(str, found))) or "nothing"
    return {"names": names, **{str(name): _activation(value) for name, value in found.items()}}


def _activation(value):
    plain = _plain(value)
    return plain if isinstance(plain, dict) else {"kind": "a tensor, detached", "numbers": plain}  # an array is as good


# ---------------------------------------------------------------- transfer learning


_DIGITS = (
    [
        ["conv1", "Conv2d", 1, 2, 3, {"padding": 1}], ["pool1", "MaxPool2d", 2], ["conv2", "Conv2d", 2, 3, 3, {"padding": 1}],
        ["pool2", "MaxPool2d", 2], ["fc1", "Linear", 147, 128], ["dropout", "Dropout", 0.25], ["fc2", "Linear", 128, 10],
    ],
    ["conv1", "relu", "pool1", "conv2", "relu", "pool2", "flatten", "fc1", "relu", "dropout", "fc2"],
)  # fmt: skip
"""A network of the form of SimpleCNN, with few filters."""
_LAYERS = "conv1", "conv2", "fc1", "fc2"


def _transfer(props, frozen=()):
    """A network with weights and gradients of ours, and its weights."""
    model = props.Network(*_DIGITS)
    weights = [0.3 * _noise(i, *shape) for i, shape in enumerate(_shapes_of(_DIGITS))]
    props.fill(model, weights)
    props.pull(model, _noise(5, 2, 1, 28, 28), _noise(6, 2, 10), 0.0)  # gradients, and no step
    props.freeze(model, [weights[place].shape for place in frozen])
    return model, weights


def _values(before, now):
    """What became of a layer's values."""
    same = [one.shape == two.shape and np.allclose(one, two) for one, two in zip(before, now, strict=False)]
    if len(now) == len(before) and all(same):
        return "as before"
    return "0" if now and not any(map(np.any, now)) else "other numbers"


def _by_layer(arrays):
    return {name: arrays[2 * i : 2 * i + 2] for i, name in enumerate(_LAYERS)}


def _returned(answer):
    return "nothing" if answer is None else "something"


def freeze_features():
    def frozen(freeze, props):
        model, weights = _transfer(props)
        given = freeze(model)
        model = props.chosen(given, model)
        layers, _, _ = props.learning(model)
        now = _by_layer(props.arrays(model))
        told = {f"{name} is": _trained(layers.get(name)) for name in ("conv1", "conv2", "fc2")}
        kept = {f"the values of {name}": _values(one, now[name]) for name, one in _by_layer(weights).items()}
        return {**told, **kept, "what is returned": _returned(given)}

    yield probe("freeze_features(model) of a trained network", frozen)


def _trained(layer):
    """What became of a layer, in words; of a frozen one no more than that."""
    if layer is None:
        return "gone"
    weight, bias, training, flag, gradient = layer
    if not weight and not bias:
        return "frozen"
    words = ["trained" if weight and bias else f"frozen but for its {'weight' if weight else 'bias'}"]
    words += ["in eval mode"] * (not training) + ["with an attribute requires_grad that nobody looks at"] * flag
    return ", ".join(words + ["without the gradient it had"] * (not gradient))


def replace_head():
    def replaced(classes, replace, props):
        model, weights = _transfer(props)
        model = props.chosen(replace(model, classes), model)
        x = _noise(7, 2, 1, 28, 28)
        layers, rates, training = props.learning(model)
        arrays = props.arrays(model)
        props.seed(1)
        logits = _answered(props, model, x)
        learning = {f"{name} is": _flags(layers.get(name)) for name in ("conv1", "conv2", "fc1")}
        kept = {
            f"the values of {name}": _values(one, arrays[2 * i : 2 * i + 2])
            for i, (name, one) in enumerate(_by_layer(weights[:6]).items())
            if name != "fc2"
        }
        return {
            "two images give": logits,
            "parameters behind fc1": ", ".join(" × ".join(map(str, np.shape(one))) for one in arrays[6:]) or "none",
            "the new head's rows": "are those of the old one" if _shares(arrays[6:7], weights[6]) else "are new",
            **kept,
            **learning,
            "the rate of its dropout": ", ".join(f"{rate:g}" for rate in rates),
            "the model is": "in training mode" if training else "in eval mode",
        }

    def on_frozen(replace, props):
        model, _ = _transfer(props, range(6))
        layers, _, _ = props.learning(props.chosen(replace(model, 4), model))
        return {
            f"{name} is": _flags(layers.get(name))
            for name in ("conv1", "conv2", "fc1", *(name for name in layers if name not in _LAYERS[:3]))
        }

    for classes in (3, 12):
        yield probe(f"replace_head(model, {classes}) of a trained network", partial(replaced, classes))
    yield probe("replace_head(model, 4) of a network whose other layers are frozen", on_frozen)


def _answered(props, model, x):
    """What a network gives, in words: its numbers are random."""
    try:
        answer = props.answer(model, x)
    except Exception as error:
        return f"an error: {type(error).__name__}"
    if isinstance(answer, str):
        return f"a {answer}"
    sums = answer.ndim == 2 and np.all(answer >= 0) and np.allclose(answer.sum(axis=1), 1)
    return f"{'probabilities' if sums else 'logits'} of shape {answer.shape}"


def _flags(layer):
    if layer is None:
        return "gone"
    return "trained" if all(layer[:2]) else "frozen" if not any(layer[:2]) else "trained in part"


def _shares(arrays, old):
    return any(
        np.ndim(array) == 2
        and np.shape(array)[1] == old.shape[1]
        and any(np.allclose(row, one) for row in array for one in old)
        for array in arrays
    )


# ---------------------------------------------------------------- figures


def _one_way_or_another(pictures, word):
    """Pictures by name, and what else is drawn of them."""
    ways = {
        "": lambda one: one,
        " turned on its side": lambda one: one.T,
        " upside down": lambda one: one[::-1],
        " without its signs": np.abs,
        " without what is negative": lambda one: np.maximum(one, 0),
        " as one row": lambda one: one.reshape(1, -1),
        " cut to black and white": lambda one: (one > np.mean(pictures)) + 0.0,
    }
    known = {f"{word} {i}{told}": way(one) for told, way in ways.items() for i, one in enumerate(pictures)}
    whole = {
        f"the mean of all {word}s": np.mean(pictures, axis=0),
        f"all {word}s in one": np.concatenate(list(pictures), axis=1),
    }
    return known | whole


def plot_filters():
    def layer(props, weights):
        return [props.conv(weights[:, None])]

    def left(weights, props, arguments):
        unit = np.eye(weights[0].size).reshape(-1, 1, *weights.shape[1:])
        now = np.asarray(props.answer(arguments[0], unit)).reshape(len(unit), -1).T.reshape(weights.shape)
        return "as it was" if np.allclose(now, weights, atol=1e-5) else "the layer holds other weights"

    for count, height in ((2, 3), (1, 3), (1, 2), (17, 3)):
        weights = _noise(count, count, height, 4)
        inputs = {"conv.weight[:, 0]": weights} if count < 3 else {}
        yield sketched(
            f"plot_filters(conv) for {count} filter{'s' * (count > 1)} {height}×4", _one_way_or_another(weights, "filter"), [weights],
            make=layer, left=partial(left, weights), inputs=inputs, upward=True,
        )  # fmt: skip


def plot_feature_maps():
    for count, height in ((2, 4), (1, 4), (1, 3), (17, 4)):
        maps = _noise(count, count, height, 5)
        known = _one_way_or_another(maps, "map") | {f"row {i} of every map": maps[:, :, i] for i in range(5)}
        inputs = {"maps": maps} if count < 3 else {}
        text = f"plot_feature_maps(maps) for {count} map{'s' * (count > 1)} {height}×5"
        yield sketched(text, known, [maps], inputs=inputs, upward=True)
    yield sketched("two figures drawn one after the other", known, [maps[:2]], [maps[2:5]], upward=True)
