"""GlobalPoolNet: features of the student's choice, their average over all positions, one linear layer."""

import numpy as np
import pytest
from torch_cnn_models import bounded, exercise
from torch_cnn_pooling import CALL, ONE_HEAD, Head, logits_of, made

from autograder.suite import StudentError, assert_values, fail, say, values_agree

OTHER_SIZE = say("GlobalPoolNet()(x) of another size")


def images(rng, *shape):
    return rng.normal(size=shape).astype(np.float32)


@pytest.mark.weight(2)
def test_digits(student, process, rng):
    """A batch of digits gives ten logits each, whatever stands beside it in the batch."""
    model, x = made(student, process, rng), images(rng, 3, 1, 28, 28)
    logits = logits_of(model, x, 10)
    assert_values(logits_of(model, x[1:2], 10), logits[1:2], say("{call} of one image, as among others,", call=CALL))


@pytest.mark.weight(2)
def test_head(student, process, rng):
    """One linear layer makes the logits, and nothing comes after it."""
    head = Head(student, process, rng)
    head.enters(images(rng, 3, 1, 28, 28))
    if head.linear_layers() > 1:
        fail("shape", ONE_HEAD)


@pytest.mark.parametrize(("height", "width"), [(64, 64), (97, 70), (66, 131)])
def test_any_size(student, process, rng, height, width):
    """Images of any height and width go through the same model."""
    model, x = made(student, process, rng), images(rng, 2, 1, height, width)
    try:
        both = logits_of(model, x, 10, OTHER_SIZE)
    except StudentError as error:
        told = "GlobalPoolNet raises on images of another size: what follows the features fits one size."
        fail("raises", told, str(error))
    if not np.all(np.isfinite(both)) or values_agree(both[0], both[1]):
        fail("values", "GlobalPoolNet()(x) of another size gives two images the same logits, or none.")


def test_whole_image(student, process, rng):
    """All of a large image counts: other pixels in any of its quarters give other logits."""
    x = np.repeat(rng.normal(size=(1, 1, 90, 76)), 5, axis=0).astype(np.float32)
    for i, (top, left) in enumerate(((0, 0), (0, 38), (45, 0), (45, 38))):
        x[i + 1, :, top : top + 45, left : left + 38] = rng.normal(0, 3, size=(1, 45, 38))
    both = logits_of(made(student, process, rng), x, 10, OTHER_SIZE)
    if any(values_agree(both[i], both[0]) for i in range(1, 5)):
        fail("values", "GlobalPoolNet does not look at the whole of an image larger than a digit.")


@pytest.mark.parametrize("classes", [7, 3])
def test_classes(student, process, rng, classes):
    """`num_classes` is the number of logits."""
    model = made(student, process, rng, classes)
    logits_of(model, images(rng, 2, 1, 70, 81), classes, "GlobalPoolNet(num_classes)(x)")


@pytest.mark.weight(2)
def test_features_are_convolutions(student, process, rng):
    """The features see neighbourhoods: the same pixels in another order give other logits."""
    model, x = made(student, process, rng), images(rng, 1, 1, 64, 64)
    shuffled = rng.permutation(x.reshape(-1)).reshape(x.shape)
    both = logits_of(model, np.concatenate([x, shuffled]), 10)
    if values_agree(both[0], both[1]):
        fail("values", "GlobalPoolNet does not mind in which order the pixels are: no convolution looks at neighbours.")


class Canvas:
    """Pictures that are a ground and nothing else (0), one strong pattern on it (1), the same elsewhere (2), and in both places (3);
    what enters the head for each, and how far each is from the ground's."""

    LONG, SHORT, SIDE, PLACES = 216, 40, 8, (56, 152)
    """The places are 96 apart, a multiple of most networks' strides, and so far from each other and from the ends that no unit of most
    networks sees more than one of them."""

    def __init__(self, head, rng, upright=False):
        pattern = rng.normal(0, 20, size=(self.SIDE, self.SIDE))
        x = np.repeat(rng.normal(0.3, 0.1, size=(1, 1, self.SHORT, 1)), 4, axis=0) * np.ones((1, 1, 1, self.LONG))
        for number, places in enumerate(((), self.PLACES[:1], self.PLACES[1:], self.PLACES)):
            for place in places:
                x[number, 0, 16 : 16 + self.SIDE, place : place + self.SIDE] += pattern
        x = x.astype(np.float32)
        entering = head.enters(np.ascontiguousarray(x.swapaxes(2, 3)) if upright else x, OTHER_SIZE)
        self.one, self.moved, self.both = entering[1:] - entering[0]
        self.size = np.abs(self.one).max()

    def far(self, difference):
        """How large a difference is, as a share of what one pattern makes."""
        return float(np.abs(difference).max() / self.size) if self.size else 0.0


@pytest.mark.weight(8)
def test_average_over_all_positions(student, process, rng):
    """Each feature counts by how much of it there is, wherever it stands: twice counts more than once, and a larger picture of the same
    as much as a small one."""
    head = Head(student, process, rng)
    for upright in (False, True):
        canvas = Canvas(head, rng, upright)
        if not canvas.size:
            fail("values", "GlobalPoolNet does not look at the whole of an image larger than a digit.")
        if canvas.far(canvas.moved - canvas.one) > 0.3:
            fail(
                "values",
                say(
                    "{call}: a pattern counts otherwise where it stands elsewhere: "
                    "more than one number of each map reaches the linear layer.",
                    call=OTHER_SIZE,
                ),
                f"off by {canvas.far(canvas.moved - canvas.one):.3g} of one",
            )
        if canvas.far(canvas.both - canvas.one) < 1e-3:
            fail(
                "values",
                say(
                    "{call}: what is there twice counts no more than once: the largest value is no average.",
                    call=OTHER_SIZE,
                ),
                f"off by {canvas.far(canvas.both - canvas.one):.3g} of one",
            )
    small = rng.random(size=(1, 1, 64, 64)).astype(np.float32)
    one, four = (np.abs(head.enters(np.tile(small, (1, 1, n, n)), OTHER_SIZE)).sum() for n in (1, 2))
    if not 0.4 < four / one < 2.5:
        told = say(
            "{call}: a picture of four times the area counts several times as much: divide the sum by the number of positions.",
            call=OTHER_SIZE,
        )
        fail("values", told, f"{four / one:.3g} times")


@pytest.mark.on_word
def test_average_exactly(student, process, rng):
    """The average of each map is what reaches the linear layer, exactly: two patterns count as much as both of them alone."""
    head = Head(student, process, rng)
    canvas = Canvas(head, rng)
    if head.inputs > 1 and canvas.size and canvas.far(canvas.both - canvas.one - canvas.moved) < 1e-2:
        return
    # A normalisation over the whole picture mixes all positions before they are averaged: then only the process can tell what is averaged.
    x = images(rng, 2, 1, 64, 57)
    _, maps, entered = process.props.watch(head.model, x, 2)
    averages = [
        np.asarray(one, dtype=np.float64).mean(axis=(2, 3))
        for one in bounded(maps, "GlobalPoolNet")[:4]
        if one.ndim == 4
    ]
    entering = head.enters(x, OTHER_SIZE)
    if not any(average.shape == entering.shape and values_agree(entering, average) for average in averages):
        told = say(
            "{call}: no feature map's averages over height and width reach the linear layer{instead}.",
            call=OTHER_SIZE,
            instead=instead(maps, entered),
        )
        fail("values", told)


def instead(maps, entered):
    """What reaches a linear layer instead of the averages, where that can be told."""
    if any(one.dtype == np.float16 for one in maps):
        return say(" exactly enough: half precision holds too few digits of them")
    known = {
        say("; the largest value of each does"): lambda one: one.max(axis=(2, 3)),
        say("; the sum of each does: divide by the number of positions"): lambda one: one.sum(axis=(2, 3)),
        say("; all their positions do, and fit one image size"): lambda one: one.reshape(len(one), -1),
    }
    shown = [(value, one) for value in bounded(entered, "GlobalPoolNet")[:8] for one in maps[:4] if one.ndim == 4]
    for told, view in known.items():
        if any(min(one.shape[2:]) > 1 and values_agree(value, view(one)) for value, one in shown):
            return told
    return ""


@pytest.mark.weight(2)
def test_gradients(student, process, rng):
    """A gradient reaches every parameter, the one that the logits follow when the parameter is moved."""
    model = made(student, process, rng, 5)
    x, labels = images(rng, 4, 1, 40, 44), rng.integers(0, 5, 4)
    logits_of(model, x, 5, "GlobalPoolNet(num_classes)(x)")
    held = bounded(process.props.arrays(model), "GlobalPoolNet")
    _, found = process.props.gradients(model, x, labels)
    found = bounded(found, "GlobalPoolNet")
    if [one.shape for one in found] != [one.shape for one in held]:
        fail("shape", "the gradients of GlobalPoolNet have other shapes than its parameters.")
    if not all(np.any(gradient) for gradient in found):
        fail("values", "no gradient reaches one of the parameters of GlobalPoolNet.")
    for number in rng.permutation(len(held))[:MOST_MOVED]:
        assert_slope(process, model, x, labels, int(number), held[number], found[number], rng)


MOST_MOVED = 12
"""Parameters that are moved to see what the logits do."""


def assert_slope(process, model, x, labels, number, value, slope, rng):
    """The loss follows the gradient ``slope``, by central differences along a way that goes up with all of it."""
    way = np.sign(slope) * rng.uniform(0.5, 1, value.shape)
    step = 3e-3 * max(float(np.sqrt(np.mean(value**2))), 0.02)
    moved = [(value + sign * step * way).astype(np.float32) for sign in (1, -1)]
    steps = [part for one in moved for part in (("put", (number, one)), ("answer", x))]
    _, ahead, _, behind, _ = exercise(process, model, *steps, ("put", (number, value)))
    rise = (loss(ahead, labels) - loss(behind, labels)) / (2 * step)
    want = float(np.sum(way * slope))
    # Single precision rounds each loss by some 1e-7, and a network bends.
    if not abs(rise - want) <= 0.1 * abs(want) + 1e-6 / step:
        told = "GlobalPoolNet: the gradients are not those of its logits: `.detach()` and `torch.no_grad` cut them off."
        fail("values", told, f"parameter {number}: the loss rises by {rise:.4g}, the gradient says {want:.4g}")


def loss(logits, labels):
    """The mean cross-entropy, in double precision."""
    logits = np.asarray(logits, dtype=np.float64)
    logits = logits - logits.max(axis=1, keepdims=True)
    return float(np.mean(np.log(np.exp(logits).sum(axis=1)) - logits[np.arange(len(labels)), labels]))


def test_models_are_independent(student, process, rng):
    """Two models have weights of their own, drawn at random."""
    x, both = images(rng, 2, 1, 28, 28), []
    for model in (student.GlobalPoolNet(), student.GlobalPoolNet()):
        model.eval()
        both.append(logits_of(model, x, 10))
    if values_agree(*both):
        fail("values", "two new GlobalPoolNets have the same weights.")
    made(student, process, rng)
