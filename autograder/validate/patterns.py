"""The questions that ``convgrade new`` writes, one of each kind: small, complete in every room, with checks in the house's style."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Pattern:
    """One question. ``kind`` is what assignment.toml calls it; the rest are parts of the files of its rooms, without their imports."""

    name: str
    kind: str
    title: str
    stub: str
    public: str
    solution: str
    right: str
    wrong: str
    hidden: str
    probes: str = ""
    props: str = ""
    shown: str = ""
    """What the notebook shows the answer at work with."""
    libraries: tuple[str, ...] = ("numpy",)
    imports: str = "import numpy as np"
    """What the stub, the reference and the variants begin with."""


FUNCTION = Pattern(
    name="double",
    shown="plt.plot(double(np.arange(5)))\n    plt.show()",
    kind="function",
    title="Twice as much",
    stub='''def double(values):
    """Every value times two.

    values: array of any shape. Returns an array of the same shape.

    >>> double(np.array([1, 2])).tolist()
    [2, 4]
    """
    # TODO: NumPy works on whole arrays at once.
    raise NotImplementedError("double is not written yet")
''',
    public='''@pytest.mark.question("double")
def test_adds_up(student):
    """Doubling a sum gives the sum of the doubles."""
    a, b = np.array([1.0, 2.0]), np.array([-3.0, 5.0])
    np.testing.assert_allclose(student.double(a + b), student.double(a) + student.double(b))
    assert student.double(a)[0] == 2.0
''',
    solution="def double(values):\n    return 2 * np.asarray(values)\n",
    right='''def added_to_itself(values):
    """Adds the array to itself."""
    return np.add(values, values)
''',
    wrong='''def squared(values):
    """Squares instead of doubling.

    The two agree at 0 and 2 only. Try your function on 3: twice three is six.
    """
    return np.asarray(values) ** 2
''',
    hidden='''"""Hidden checks of double."""

import pytest

from autograder.suite import assert_unchanged, assert_values

CALL = "double(values)"


@pytest.mark.weight(2)
@pytest.mark.parametrize("shape", [(4, 7), (3,), (2, 1, 5)])
def test_any_shape(student, reference, rng, shape):
    """Arrays of the shape {shape} are doubled, whatever the sign."""
    values = rng.normal(size=shape)
    assert_values(student.double(values), reference.double(values), CALL, [values])


def test_whole_numbers(student, reference, rng):
    """Whole numbers are doubled too."""
    values = rng.integers(-300, 300, (5, 2))
    assert_values(student.double(values), reference.double(values), CALL, [values])


def test_left_alone(student, reference, rng, process):
    """The array is as before, and the second call is as right as the first."""
    values = rng.normal(size=(3, 2))
    kept = process.keep(values)
    for _ in range(2):
        assert_values(student.double(kept), reference.double(values), CALL, [values])
    assert_unchanged(process.value(kept), values, "values", CALL)
''',
    probes="""def double():
    yield (np.array([3]),)
    yield (np.array([[1, -2], [0, 5]]),)
""",
)
CLASS = Pattern(
    name="Total",
    kind="class",
    title="A sum that is told number by number",
    stub='''class Total:
    """The sum of all numbers told so far.

    >>> total = Total()
    >>> total.add(4.0)
    >>> total.add(1.5)
    >>> total.value()
    5.5
    """

    def __init__(self, start=0.0):
        """The sum begins at `start`."""
        raise NotImplementedError("Total is not written yet")

    def add(self, number):
        """Tell one more number."""
        raise NotImplementedError("Total.add is not written yet")

    def value(self):
        """The sum so far."""
        raise NotImplementedError("Total.value is not written yet")
''',
    public='''@pytest.mark.question("Total")
def test_one_number(student):
    """One number is its own sum."""
    total = student.Total()
    total.add(4.0)
    assert total.value() == 4.0
''',
    solution="""class Total:
    def __init__(self, start=0.0):
        self.total = start

    def add(self, number):
        self.total += number

    def value(self):
        return self.total
""",
    right='''class KeepsAll:
    """Keeps every number."""

    def __init__(self, start=0.0):
        self.numbers = [start]

    def add(self, number):
        self.numbers.append(number)

    def value(self):
        return sum(self.numbers)
''',
    wrong='''class Last:
    """Gives the last number.

    Each number takes the place of those before it. What do you keep from one call to the next?
    """

    def __init__(self, start=0.0):
        self.number = start

    def add(self, number):
        self.number = number

    def value(self):
        return self.number


class StartForgotten:
    """Begins at nothing.

    Where in your class does the number go that `Total(start)` is given?
    """

    def __init__(self, start=0.0):
        self.total = 0.0

    def add(self, number):
        self.total += number

    def value(self):
        return self.total
''',
    hidden='''"""Hidden checks of Total."""

from autograder.suite import assert_number


def test_many(student, reference, rng):
    """After every number the sum is that of all so far."""
    total, right = student.Total(), reference.Total()
    for number in rng.normal(size=5).tolist():
        total.add(number)
        right.add(number)
        assert_number(total.value(), right.value(), "total.value()")


def test_start(student, reference, rng):
    """The sum begins at the start; without one it begins at zero, in every object anew."""
    start, number = rng.normal(size=2).tolist()
    total, right = student.Total(start), reference.Total(start)
    for one in (total, right):
        one.add(number)
    assert_number(total.value(), right.value(), "Total(start) after one number")
    assert_number(student.Total().value(), reference.Total().value(), "Total().value()")
''',
    probes="""def Total():
    yield lambda Total: _told(Total(2.0), [])
    yield lambda Total: _told(Total(), [3.0, 1.0])


def _told(total, numbers):
    for number in numbers:
        total.add(number)
    return total.value()
""",
)
VALUE = Pattern(
    name="product",
    kind="value",
    title="Six times seven",
    stub="# Six times seven.\nproduct = ...\n",
    public='''@pytest.mark.question("product")
def test_is_a_whole_number(student):
    """The product of two whole numbers is one."""
    assert int(student.product) == student.product
''',
    solution="product = 42\n",
    right='''def as_a_float():
    """A float that equals it."""
    return 42.0
''',
    wrong='''def added():
    """The two are added.

    What is asked is a product, not a sum.
    """
    return 6 + 7
''',
    hidden='''"""Hidden checks of product."""

from autograder.suite import assert_number


def test_value(student, reference):
    """The number that comes out."""
    assert_number(student.product, reference.product, "product")
''',
)
FIGURE = Pattern(
    name="beside_its_negative",
    kind="function",
    title="A picture beside its negative",
    stub='''def beside_its_negative(image):
    """A Matplotlib Figure with two images side by side: the image (H, W) as it is, and its negative, `-image`.

    Draw the arrays as they are; titles and colours are up to you. Return the Figure, do not show it.
    """
    # TODO: `figure, axes = plt.subplots(1, 2)` after `import matplotlib.pyplot as plt`, and `axes[0].imshow(...)`.
    raise NotImplementedError("beside_its_negative is not written yet")
''',
    public='''@pytest.mark.question("beside_its_negative")
def test_two_panels(student):
    """A figure with two panels comes back."""
    figure = student.beside_its_negative(np.arange(6.0).reshape(2, 3))
    assert figure is not None, "nothing came back: is a `return` missing?"
    assert len(figure.get_axes()) >= 2, "the figure has fewer than two panels"
''',
    solution="""def beside_its_negative(image):
    figure, (left, right) = plt.subplots(1, 2)
    left.imshow(image)
    right.imshow(-image)
    return figure
""",
    right='''def subplot_by_subplot(image):
    """One panel after the other, in grey."""
    figure = plt.figure()
    for number, picture in enumerate((image, -np.asarray(image)), 1):
        figure.add_subplot(1, 2, number).imshow(picture, cmap="gray")
    return figure
''',
    wrong='''def image_twice(image):
    """The image stands in both panels.

    Which of your two panels shows dark where the image is bright?
    """
    figure, axes = plt.subplots(1, 2)
    for axis in axes:
        axis.imshow(image)
    return figure


def upside_down(image):
    """The first row is drawn at the bottom.

    Look at where the first row of the array stands in your picture.
    """
    figure, axes = plt.subplots(1, 2)
    for axis, picture in zip(axes, (image, -image), strict=True):
        axis.imshow(picture, origin="lower")
    return figure
''',
    hidden='''"""Hidden checks of beside_its_negative: the figure is judged by its pixels."""

import pytest

from autograder.suite import assert_picture, drawn, panels

CALL = "beside_its_negative(image)"


@pytest.mark.parametrize(("number", "which", "sign"), [(0, "left", 1), (1, "right", -1)], ids=["left", "right"])
def test_panel(process, rng, number, which, sign):
    """The {which} panel shows what belongs there, and there are two."""
    figures = drawn(process, "beside_its_negative", lambda: [[rng.normal(size=(5, 7))]])
    (image,) = figures.inputs[0]
    assert_picture(panels(figures[0], 2, CALL)[number], sign * image, f"the {which} panel", CALL)
''',
    probes='''def beside_its_negative():
    yield lambda function, props: _shown(function, props)


def _shown(function, props):
    """What the panels of beside_its_negative(image) show, for an image of 2 x 3."""
    image = np.array([[1.0, 2, 4], [3, 5, 9]])
    (told,), _ = props.sketch(function, [image])
    tops = [panel.pictures[-1] for panel in look(told, drawn=False).panels if panel.pictures]
    return [top.array.tolist() for top in tops]
''',
    props='from autograder.sandbox.inside.pictures import show, sketch\n\n__all__ = ["show", "sketch"]\n',
    libraries=("numpy", "matplotlib", "mpl_toolkits"),
    imports="import matplotlib.pyplot as plt\nimport numpy as np",
)
NETWORK = Pattern(
    name="Classifier",
    kind="class",
    title="One linear layer",
    stub='''class Classifier(nn.Module):
    """A network of one linear layer: flatten each image of a batch (N, ...), then `features` inputs to `classes` logits.

    Name the layer `fc`. No softmax: logits come out.
    """

    def __init__(self, features, classes):
        super().__init__()
        raise NotImplementedError("Classifier is not written yet")

    def forward(self, x):
        """x: (N, ...) with `features` numbers each; returns (N, classes)."""
        raise NotImplementedError("Classifier.forward is not written yet")
''',
    public='''@pytest.mark.question("Classifier")
def test_shape(student):
    """There is a row of logits for each image."""
    import torch

    logits = student.Classifier(6, 4)(torch.zeros(5, 2, 3))
    assert getattr(logits, "array", logits).shape == (5, 4)  # in the grader a tensor comes as an array
''',
    solution="""class Classifier(nn.Module):
    def __init__(self, features, classes):
        super().__init__()
        self.fc = nn.Linear(features, classes)

    def forward(self, x):
        return self.fc(x.flatten(1))
""",
    right='''class Reshaped(nn.Module):
    """The images are reshaped by hand, and multiplied with the weights."""

    def __init__(self, features, classes):
        super().__init__()
        self.fc = nn.Linear(features, classes)

    def forward(self, x):
        return x.reshape(len(x), -1) @ self.fc.weight.T + self.fc.bias
''',
    wrong='''class Softmax(nn.Module):
    """Probabilities come out.

    The loss takes the softmax itself. What does it expect from your network?
    """

    def __init__(self, features, classes):
        super().__init__()
        self.fc = nn.Linear(features, classes)

    def forward(self, x):
        return self.fc(x.flatten(1)).softmax(1)


class NoBias(nn.Module):
    """The bias is left out.

    What does your network answer to an image of zeros?
    """

    def __init__(self, features, classes):
        super().__init__()
        self.fc = nn.Linear(features, classes)

    def forward(self, x):
        return x.flatten(1) @ self.fc.weight.T
''',
    hidden='''"""Hidden checks of Classifier: it is given weights and judged by its logits, which the grader works out too."""

import numpy as np
import pytest

from autograder.suite import TensorValue, assert_values


def tensor(array):
    return TensorValue(np.asarray(array, dtype=np.float32))


@pytest.mark.parametrize(("size", "classes"), [((2, 3), 4), ((5,), 2)], ids=["images", "rows"])
def test_logits(student, rng, size, classes):
    """With given weights the logits are those of one linear layer."""
    features = int(np.prod(size))
    weight, bias, x = rng.normal(size=(classes, features)), rng.normal(size=classes), rng.normal(size=(3, *size))
    model = student.Classifier(features, classes)
    model.load_state_dict({"fc.weight": tensor(weight), "fc.bias": tensor(bias)})
    for images in (x, -2 * x):
        logits = model(tensor(images)).array
        assert_values(logits, images.reshape(3, -1) @ weight.T + bias, "model(x)", [images])
''',
    probes='''def Classifier():
    yield lambda Classifier, props: _logits(Classifier, props, [[0, 0]])
    yield lambda Classifier, props: _logits(Classifier, props, [[1, 2], [3, 5]])


def _logits(kind, props, x):
    """The logits of Classifier(2, 2) with the weights [[1, 0], [2, -1]] and the bias [3, 0]."""
    weight, bias, x = (np.array(one, dtype=np.float32) for one in ([[1, 0], [2, -1]], [3, 0], x))
    return props.logits(kind, weight, bias, x)
''',
    props='''import torch


def logits(kind, weight, bias, x):
    """What a network of this kind answers once it has these weights."""
    model = kind(weight.shape[1], weight.shape[0])
    model.load_state_dict({"fc.weight": torch.tensor(weight), "fc.bias": torch.tensor(bias)})
    return model(torch.tensor(x)).detach().numpy()
''',
    libraries=("numpy", "torch"),
    imports="from torch import nn",
)
PATTERNS = {"function": FUNCTION, "class": CLASS, "value": VALUE, "figure": FIGURE, "network": NETWORK}
"""By the word that ``convgrade new --kind`` takes."""
