"""A figure: a picture beside its negative."""

from __future__ import annotations

from autograder.validate.patterns.pattern import Pattern

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
