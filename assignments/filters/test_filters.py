"""Public checks for `filters`: laws, tiny examples, and whether figures have the panels they need."""

import numpy as np
import pytest

NAMES = [
    "Box Blur",
    "Edge Detection",
    "Emboss",
    "Gaussian Blur",
    "Identity",
    "Laplacian",
    "Sharpen",
    "Sobel Horizontal",
    "Sobel Vertical",
]
DELTA = np.array([[0, 0, 0], [0, 1, 0], [0, 0, 0]])
ASKEW = np.array([[0.0, 2.0, -1.0], [1.0, 0.5, 0.0], [0.0, 0.0, 3.0]])


def noise(seed, *shape):
    """Normal numbers, the same ones every time."""
    return np.random.default_rng(seed).normal(size=shape)


def numbers(answer, shape):
    """The answer as an array of this shape; the message says what it is instead."""
    assert answer is not None, "nothing came back: is a `return` missing?"
    assert isinstance(answer, (np.ndarray, list)), "an array is asked"
    array = np.asarray(answer)
    assert array.dtype.kind in "biuf", "an array of numbers is asked"
    assert array.shape == shape, f"the shape is {array.shape}, where {shape} is asked"
    assert np.isfinite(array).all(), "there is NaN or infinity in it"
    return array


def close(got, want):
    """Equal up to rounding."""
    want = np.asarray(want, dtype=float)
    np.testing.assert_allclose(numbers(got, want.shape), want, rtol=1e-5, atol=1e-5 * np.abs(want).max())


def nine(student):
    """The nine kernels."""
    found = student.kernels()
    assert isinstance(found, dict), "a dict is asked"
    assert sorted(map(str, found)) == NAMES
    return {name: numbers(kernel, (3, 3)) for name, kernel in found.items()}


def answers(student, image, kernels):
    """The dict of responses."""
    found = student.apply_kernels(image, kernels)
    assert isinstance(found, dict), "a dict is asked"
    assert set(found) == set(kernels), "one response for each kernel, under its name"
    return found


def edges(student, image):
    """The three maps."""
    found = student.sobel_edges(image)
    assert isinstance(found, (tuple, list, np.ndarray)), "a tuple of three maps is asked"
    assert len(found) == 3, "three maps are asked: gx, gy, magnitude"
    assert np.ndim(found[0]) == 2, "one map came back; three are asked: gx, gy, magnitude"
    return [numbers(map_, image.shape) for map_ in found]


def figure_of(answer):
    """The figure, where it came in a tuple the one in it."""
    parts = answer if isinstance(answer, (tuple, list)) else [answer]
    figure = next((part for part in parts if hasattr(part, "add_subplot")), None)
    assert figure is not None, "return the matplotlib figure"
    return figure


def panels(figure, least):
    """The figure's axes, at least so many."""
    found = list(figure.axes)
    assert len(found) >= least, f"{len(found)} panels, where {least} are asked"
    return found


@pytest.mark.question("kernels")
def test_kernels_names(student):
    """Nine kernels stand under their names, each 3 x 3."""
    assert len(nine(student)) == 9


@pytest.mark.question("kernels")
def test_kernels_sums(student):
    """Blurs keep the brightness (sum 1), edge finders answer nothing flat (sum 0)."""
    found = nine(student)
    for name in ("Identity", "Box Blur", "Gaussian Blur", "Sharpen"):
        assert found[name].sum() == pytest.approx(1), name
    for name in ("Laplacian", "Edge Detection", "Sobel Horizontal", "Sobel Vertical"):
        assert found[name].sum() == pytest.approx(0), name


@pytest.mark.question("kernels")
def test_kernels_sobel_pair(student):
    """The two Sobel kernels are each other's transpose."""
    found = nine(student)
    close(found["Sobel Horizontal"], found["Sobel Vertical"].T)


@pytest.mark.question("apply_kernels")
def test_apply_identity(student):
    """A single 1 in the middle copies the image, a doubled one doubles it."""
    image = noise(1, 5, 7)
    found = answers(student, image, {"one": DELTA, "two": 2 * DELTA})
    close(found["one"], image)
    close(found["two"], 2 * image)


@pytest.mark.question("apply_kernels")
def test_apply_linear(student):
    """The response to a sum of images is the sum of the responses."""
    one, two = noise(2, 4, 6), noise(3, 4, 6)
    parts = [numbers(answers(student, image, {"k": ASKEW})["k"], (4, 6)) for image in (one, two)]
    assert np.abs(parts[0]).max() > 0
    close(answers(student, one + 2 * two, {"k": ASKEW})["k"], parts[0] + 2 * parts[1])


@pytest.mark.question("apply_kernels")
def test_apply_point(student):
    """A single bright pixel shows the kernel turned by 180 degrees: that is how a kernel that is not flipped looks."""
    image = np.zeros((5, 6))
    image[2, 3] = 1
    found = numbers(answers(student, image, {"k": ASKEW})["k"], (5, 6))
    close(found[1:4, 2:5], ASKEW[::-1, ::-1])
    assert np.abs(found).sum() == pytest.approx(np.abs(ASKEW).sum())


@pytest.mark.question("sobel_edges")
def test_sobel_directions(student):
    """A lying edge shows in gx alone, a standing one in gy alone (away from the border)."""
    lying = np.zeros((6, 8))
    lying[3:] = 1
    for image, strong, weak in ((lying, 0, 1), (lying.T, 1, 0)):
        maps = edges(student, image)
        assert np.abs(maps[strong][1:-1, 1:-1]).max() > 0
        assert np.abs(maps[weak][1:-1, 1:-1]).max() == pytest.approx(0)


@pytest.mark.question("sobel_edges")
def test_sobel_pythagoras(student):
    """magnitude² = gx² + gy² at every pixel."""
    gx, gy, magnitude = edges(student, noise(4, 6, 5))
    assert magnitude.min() >= 0
    assert magnitude.max() > 0
    close(magnitude**2, gx**2 + gy**2)


@pytest.mark.question("sobel_edges")
def test_sobel_transposed(student):
    """Transposing the image exchanges gx and gy."""
    image = noise(5, 5, 7)
    gx, gy, magnitude = edges(student, image)
    tx, ty, turned = edges(student, image.T.copy())
    close(tx, gy.T)
    close(ty, gx.T)
    close(turned, magnitude.T)


@pytest.mark.question("diagonal_kernel")
def test_diagonal_form(student):
    """The kernel is 3 x 3 and its numbers add up to 0, but they are not all 0."""
    kernel = numbers(student.diagonal_kernel(), (3, 3))
    assert np.abs(kernel).max() > 0
    assert kernel.sum() == pytest.approx(0, abs=1e-6 * float(np.abs(kernel).max()))


@pytest.mark.question("diagonal_kernel")
def test_diagonal_example(student):
    """On one small picture: some answer to a diagonal edge."""
    kernel = numbers(student.diagonal_kernel(), (3, 3))
    picture = np.array([[0, 1, 1, 1], [0, 0, 1, 1], [0, 0, 0, 1], [0, 0, 0, 0]])
    found = [np.sum(kernel * picture[i : i + 3, j : j + 3]) for i in range(2) for j in range(2)]
    assert np.abs(found).max() > 0.1 * np.abs(kernel).max()


@pytest.mark.question("plot_kernels")
def test_plot_kernels_panels(student):
    """The figure has a panel for the image and each kernel, and the names are among its titles."""
    kernels = {"Copy": DELTA, "Askew": ASKEW, "Twice": 2 * DELTA}
    figure = figure_of(student.plot_kernels(noise(6, 6, 8), kernels))
    found = panels(figure, 4)
    texts = [axes.get_title(side) for axes in found for side in ("left", "center", "right")]
    texts += [axes.get_xlabel() for axes in found]
    texts += [text.get_text() for part in (figure, *figure.subfigs, *found) for text in part.texts]
    titles = " ".join(texts).lower()
    for name in kernels:
        assert name.lower() in titles, f"no panel is titled {name}"


@pytest.mark.question("plot_edges")
def test_plot_edges_panels(student):
    """The figure has twenty panels."""
    panels(figure_of(student.plot_edges(noise(7, 10, 6, 5))), 20)


@pytest.mark.question("plot_stride")
def test_plot_stride_panels(student):
    """The figure has a panel for each stride."""
    panels(figure_of(student.plot_stride(noise(8, 9, 11), ASKEW, (1, 2))), 2)
