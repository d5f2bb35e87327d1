"""Public checks for `filters`: laws, tiny examples, and whether figures have the panels they need."""

from functools import lru_cache

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


def numbers(answer, shape, call):
    """The answer as an array of this shape; the message says what it is instead. ``call`` is what gave it."""
    if answer is None:
        raise AssertionError(f"{call} gave nothing: is a `return` missing?")
    if not isinstance(answer, (np.ndarray, list)):
        raise AssertionError(f"{call} is no array.")
    try:
        array = np.asarray(answer)
    except ValueError:
        raise AssertionError(f"{call} has rows of different lengths.") from None
    if array.dtype.kind not in "biuf":
        raise AssertionError(f"{call} is no array of numbers.")
    if array.shape != shape:
        raise AssertionError(f"{call} has the shape {array.shape}; {shape} is expected.")
    if not np.isfinite(array).all():
        raise AssertionError(f"{call} has NaN or infinity in it.")
    return array


def close(got, want, call):
    """Equal up to rounding."""
    want = np.asarray(want, dtype=float)
    got = numbers(got, want.shape, call)
    wrong = np.argwhere(np.abs(got - want) > 1e-5 * (np.abs(want) + np.abs(want).max(initial=1.0)))
    if len(wrong):
        place = tuple(wrong[0])
        where = ", ".join(map(str, place))
        raise AssertionError(f"{call} is {got[place]:.6g} at [{where}]; {want[place]:.6g} is expected.")


def some(array, call):
    """A law holds for zeros too: they prove nothing."""
    if not np.any(array):
        raise AssertionError(f"{call} has nothing but zeros.")


def adds_up(array, want, call):
    """The numbers add up to ``want``, up to rounding."""
    found, most = float(np.sum(array)), float(np.abs(array).sum())
    if abs(found - want) > 1e-6 * max(most, abs(want)):
        raise AssertionError(f"{call} adds up to {found:.6g}; {want:g} is expected.")


def nine(student):
    """The nine kernels."""
    found = student.kernels()
    assert found is not None, "kernels() gave nothing: is a `return` missing?"
    assert isinstance(found, dict), "kernels() is no dict."
    names = sorted(map(str, found))
    missing, others = [name for name in NAMES if name not in names], [name for name in names if name not in NAMES]
    if missing:
        own = f" (it has {', '.join(others)})" if others else ""
        raise AssertionError(f"kernels() has no kernel named {', '.join(missing)}{own}.")
    if others:
        raise AssertionError(f"kernels() has kernels too many: {', '.join(others)}.")
    return {str(name): numbers(kernel, (3, 3), f"the kernel {name}") for name, kernel in found.items()}


def answers(student, image, kernels):
    """The dict of responses."""
    found = student.apply_kernels(image, kernels)
    assert found is not None, "apply_kernels(image, kernels) gave nothing: is a `return` missing?"
    assert isinstance(found, dict), "apply_kernels(image, kernels) is no dict."
    assert set(found) == set(kernels), (
        "apply_kernels(image, kernels) has not one response for each kernel, under its name."
    )
    return found


def edges(student, image):
    """The three maps."""
    found = student.sobel_edges(image)
    call = "sobel_edges(image)"
    assert found is not None, f"{call} gave nothing: is a `return` missing?"
    assert isinstance(found, (tuple, list, np.ndarray)), f"{call} is no tuple of three maps."
    assert len(found) == 3, f"{call} has {len(found)} parts; three maps are expected: gx, gy, magnitude."
    assert getattr(found, "ndim", 3) == 3, f"{call} is one map; three are expected: gx, gy, magnitude."
    maps = zip(found, ("gx", "gy", "magnitude"), strict=True)
    return [numbers(one, image.shape, f"{call}: {name}") for one, name in maps]


def figure_of(answer):
    """The figure, where it came in a tuple the one in it."""
    parts = answer if isinstance(answer, (tuple, list)) else [answer]
    figure = next((part for part in parts if hasattr(part, "add_subplot")), None)
    assert figure is not None, "return the matplotlib figure"
    return figure


def panels(figure, least):
    """The figure's axes, at least so many."""
    found = list(figure.axes)
    assert len(found) >= least, f"{len(found)} panels, where {least} are expected"
    return found


@pytest.mark.question("kernels")
def test_kernels_names(student):
    """Nine kernels stand under their names, each 3 x 3."""
    nine(student)


@pytest.mark.question("kernels")
def test_kernels_sums(student):
    """Blurs keep the brightness (sum 1), edge finders answer nothing flat (sum 0)."""
    found = nine(student)
    for name in ("Identity", "Box Blur", "Gaussian Blur", "Sharpen"):
        adds_up(found[name], 1, f"the kernel {name}")
    for name in ("Laplacian", "Edge Detection", "Sobel Horizontal", "Sobel Vertical"):
        adds_up(found[name], 0, f"the kernel {name}")


@pytest.mark.question("kernels")
def test_kernels_sobel_pair(student):
    """The two Sobel kernels are each other's transpose."""
    found = nine(student)
    call = "the kernel Sobel Horizontal, compared with Sobel Vertical transposed,"
    close(found["Sobel Horizontal"], found["Sobel Vertical"].T, call)


@pytest.mark.question("apply_kernels")
def test_apply_identity(student):
    """A single 1 in the middle copies the image, a doubled one doubles it."""
    image = noise(1, 5, 7)
    found = answers(student, image, {"one": DELTA, "two": 2 * DELTA})
    close(found["one"], image, "the response to a kernel with a 1 in its middle")
    close(found["two"], 2 * image, "the response to a kernel with a 2 in its middle")


@pytest.mark.question("apply_kernels")
def test_apply_linear(student):
    """The response to a sum of images is the sum of the responses."""
    one, two = noise(2, 4, 6), noise(3, 4, 6)
    parts = [
        numbers(answers(student, image, {"k": ASKEW})["k"], (4, 6), "the response to a 4 x 6 image")
        for image in (one, two)
    ]
    some(parts[0], "the response to a 4 x 6 image")
    together = answers(student, one + 2 * two, {"k": ASKEW})["k"]
    close(together, parts[0] + 2 * parts[1], "apply_kernels is not linear: the response to A + 2·B")


@pytest.mark.question("apply_kernels")
def test_apply_point(student):
    """A single bright pixel shows the kernel turned by 180 degrees: that is how a kernel that is not flipped looks."""
    image, want = np.zeros((5, 6)), np.zeros((5, 6))
    image[2, 3] = 1
    want[1:4, 2:5] = ASKEW[::-1, ::-1]
    close(answers(student, image, {"k": ASKEW})["k"], want, "the response to a single bright pixel")


@pytest.mark.question("sobel_edges")
def test_sobel_directions(student):
    """A lying edge shows in gx alone, a standing one in gy alone (away from the border)."""
    lying = np.zeros((6, 8))
    lying[3:] = 1
    for image, told, strong, weak in ((lying, "lying", 0, 1), (lying.T, "standing", 1, 0)):
        maps, names = [map_[1:-1, 1:-1] for map_ in edges(student, image)], ("gx", "gy")
        some(maps[strong], f"{names[strong]} of a {told} edge, away from the border,")
        close(maps[weak], np.zeros(maps[weak].shape), f"{names[weak]} of a {told} edge, away from the border,")


@pytest.mark.question("sobel_edges")
def test_sobel_pythagoras(student):
    """magnitude² = gx² + gy² at every pixel."""
    gx, gy, magnitude = edges(student, noise(4, 6, 5))
    some(magnitude, "magnitude")
    assert magnitude.min() >= 0, f"magnitude has negative numbers: {magnitude.min():.6g}"
    close(magnitude**2, gx**2 + gy**2, "magnitude² is not gx² + gy²: magnitude²")


@pytest.mark.question("sobel_edges")
def test_sobel_transposed(student):
    """Transposing the image exchanges gx and gy."""
    image = noise(5, 5, 7)
    gx, gy, magnitude = edges(student, image)
    tx, ty, turned = edges(student, image.T.copy())
    close(tx, gy.T, "gx of the transposed image, compared with gy of the image, transposed,")
    close(ty, gx.T, "gy of the transposed image, compared with gx of the image, transposed,")
    close(turned, magnitude.T, "magnitude of the transposed image, compared with that of the image, transposed,")


@pytest.mark.question("diagonal_kernel")
def test_diagonal_form(student):
    """The kernel is 3 x 3 and its numbers add up to 0, but they are not all 0."""
    kernel = numbers(student.diagonal_kernel(), (3, 3), "diagonal_kernel()")
    some(kernel, "diagonal_kernel()")
    adds_up(kernel, 0, "diagonal_kernel()")


@pytest.mark.question("diagonal_kernel")
def test_diagonal_example(student):
    """On one small picture: some answer to a diagonal edge."""
    kernel = numbers(student.diagonal_kernel(), (3, 3), "diagonal_kernel()")
    picture = np.array([[0, 1, 1, 1], [0, 0, 1, 1], [0, 0, 0, 1], [0, 0, 0, 0]])
    found = [np.sum(kernel * picture[i : i + 3, j : j + 3]) for i in range(2) for j in range(2)]
    most = np.abs(found).max()
    assert most > 0.1 * np.abs(kernel).max(), f"diagonal_kernel() hardly answers to a diagonal edge: {most:.3g} at most"


THREE = {"Copy": DELTA, "Askew": ASKEW, "Twice": 2 * DELTA}


@lru_cache(maxsize=1)
def three_kernels(student):
    """What `plot_kernels` draws for three kernels: drawn once, since figures are slow, for both checks that look at it."""
    return figure_of(student.plot_kernels(noise(6, 6, 8), THREE))


@pytest.mark.question("plot_kernels")
def test_plot_kernels_panels(student):
    """The figure has a panel for the image and each kernel, and the names are among its titles."""
    figure = three_kernels(student)
    found = panels(figure, 4)
    texts = [axes.get_title(side) for axes in found for side in ("left", "center", "right")]
    texts += [axes.get_xlabel() for axes in found]
    texts += [text.get_text() for part in (figure, *figure.subfigs, *found) for text in part.texts]
    titles = " ".join(texts).lower()
    for name in THREE:
        assert name.lower() in titles, f"no panel is titled {name}"


@pytest.mark.question("plot_kernels")
def test_plot_kernels_grey(student):
    """The pictures are grey: red, green and blue are alike."""
    for axes in panels(three_kernels(student), 2):
        for picture in (*axes.get_images(), *axes.collections):
            if np.ndim(picture.get_array()) in (1, 2):  # three: colours that were worked out before; none: lines
                red, green, blue = picture.get_cmap()(0.3)[:3]
                assert max(red, green, blue) - min(red, green, blue) < 0.02, 'draw with cmap="gray"'


@pytest.mark.question("plot_edges")
def test_plot_edges_panels(student):
    """The figure has twenty panels."""
    panels(figure_of(student.plot_edges(noise(7, 10, 6, 5))), 20)


@pytest.mark.question("plot_stride")
def test_plot_stride_panels(student):
    """The figure has a panel for each stride, and one for a single stride."""
    panels(figure_of(student.plot_stride(noise(8, 9, 11), ASKEW, (1, 2))), 2)
    panels(figure_of(student.plot_stride(noise(8, 9, 11), ASKEW, (2,))), 1)
