"""The reference solution of `convolution_tests`: tests that notice every wrong implementation we know, and accept every right one."""

import numpy as np
import pytest


def close(answer, expected):
    """Equal but for rounding, and of the same shape."""
    answer, expected = np.asarray(answer), np.asarray(expected, dtype=float)
    assert answer.shape == expected.shape
    np.testing.assert_allclose(answer, expected, rtol=1e-5, atol=1e-5 * max(1.0, np.abs(expected).max(initial=0.0)))


def by_hand(image, kernel, padding=0, stride=1):
    """The definition, window by window."""
    padded = np.pad(np.asarray(image, dtype=float), padding)
    m, n = kernel.shape
    tops, lefts = (range(0, size - k + 1, stride) for size, k in zip(padded.shape, kernel.shape, strict=True))
    return np.array([[np.vdot(padded[t : t + m, s : s + n], kernel) for s in lefts] for t in tops])


def picture(*shape):
    """Decimals of both signs, the same every time."""
    return np.random.default_rng(shape).uniform(-5, 5, shape)


CASES = [
    (5, 7, 2, 3, 0, 1),
    (6, 5, 3, 1, 1, 2),
    (8, 7, 2, 2, 0, 3),
    (4, 9, 3, 2, 2, 2),
    (3, 4, 3, 4, 0, 1),
    (2, 3, 4, 1, 1, 1),
]


@pytest.mark.parametrize(("height", "width", "rows", "columns", "padding", "stride"), CASES)
def test_conv2d_full_by_hand(subject, height, width, rows, columns, padding, stride):
    image, kernel = picture(height, width), picture(rows, columns)
    close(subject.conv2d_full(image, kernel, padding, stride), by_hand(image, kernel, padding, stride))
    close(subject.conv2d_full(image, kernel, padding=padding), by_hand(image, kernel, padding))
    if height >= rows and width >= columns:
        close(subject.conv2d_full(image, kernel, stride=stride), by_hand(image, kernel, 0, stride))
        close(subject.conv2d_full(image, kernel), by_hand(image, kernel))


def test_conv2d_full_integers(subject):
    close(subject.conv2d_full(np.array([[1, 2], [3, 4]]), np.array([[0.5, 0.25]])), [[1.0], [2.5]])


@pytest.mark.parametrize(
    ("shape", "settings"),
    [
        ((4, 1), {}),
        ((1, 4), {}),
        ((1, 6), {"padding": 1}),
        ((1, 1), {"stride": 0}),
        ((1, 1), {"stride": -1}),
        ((1, 1), {"padding": -1}),
    ],
)
def test_conv2d_full_refuses(subject, shape, settings):
    with pytest.raises(ValueError):  # noqa: PT011  (its text is nobody's promise)
        subject.conv2d_full(np.ones((3, 3)), np.ones(shape), **settings)


def test_conv2d_full_leaves_its_arguments_alone(subject):
    image, kernel = picture(4, 5), picture(2, 2)
    before = image.copy(), kernel.copy()
    subject.conv2d_full(image, kernel)
    np.testing.assert_array_equal(image, before[0])
    np.testing.assert_array_equal(kernel, before[1])


def largest(image, pool_size, stride):
    """The definition of max pooling."""
    tops, lefts = (range(0, n - pool_size + 1, stride) for n in image.shape)
    return [[image[t : t + pool_size, s : s + pool_size].max() for s in lefts] for t in tops]


@pytest.mark.parametrize(
    ("height", "width", "pool_size", "stride"),
    [(6, 8, 2, 2), (7, 5, 3, 2), (5, 9, 2, 3), (6, 7, 3, 1), (4, 5, 4, 1), (9, 6, 1, 2)],
)
def test_max_pool_2d_by_hand(subject, height, width, pool_size, stride):
    for image in (picture(height, width), picture(height, width) - 20):
        close(subject.max_pool_2d(image, pool_size, stride), largest(image, pool_size, stride))


def test_max_pool_2d_defaults(subject):
    image = picture(7, 9)
    close(subject.max_pool_2d(image), largest(image, 2, 2))
    close(subject.max_pool_2d(image, 3), largest(image, 3, 2))
    close(subject.max_pool_2d(image, stride=1), largest(image, 2, 1))


def test_max_pool_2d_leaves_its_image_alone(subject):
    image = picture(4, 6)
    before = image.copy()
    subject.max_pool_2d(image)
    np.testing.assert_array_equal(image, before)


SIZES = [
    (7, 3, 1, 0, 1, 5),
    (8, 3, 2, 1, 1, 4),
    (9, 2, 3, 0, 1, 3),
    (10, 3, 3, 0, 2, 2),
    (5, 5, 1, 0, 1, 1),
    (2, 3, 1, 1, 1, 2),
    (9, 3, 2, 3, 3, 5),
    (12, 1, 3, 0, 4, 4),
]


@pytest.mark.parametrize(("n", "k", "s", "p", "d", "size"), SIZES)
def test_conv_output_size_table(subject, n, k, s, p, d, size):
    answer = subject.conv_output_size(n, k, s, p, d)
    assert answer == size
    assert isinstance(answer, (int, np.integer))
    assert subject.conv_output_size(n, k, dilation=d, padding=p, stride=s) == size


@pytest.mark.parametrize("settings", [{"stride": 0}, {"stride": -2}, {"padding": -1}, {"dilation": 3}])
def test_conv_output_size_refuses(subject, settings):
    with pytest.raises(ValueError):  # noqa: PT011
        subject.conv_output_size(6, 3, **settings)


def test_conv_output_size_refuses_what_does_not_fit(subject):
    with pytest.raises(ValueError):  # noqa: PT011
        subject.conv_output_size(4, 7, padding=1)


class TestLayer:
    @pytest.fixture(params=[(1, 0), (2, 1), (3, 2)], ids=["plain", "padded", "strided"])
    def made(self, subject, request):
        """A layer with weights of its own, its images, and what stride and padding it has."""
        stride, padding = request.param
        layer = subject.Conv2D(2, 3, 2, stride=stride, padding=padding)
        layer.W, layer.b = picture(3, 2, 2, 2), np.array([0.5, -1.0, 2.0])
        return layer, picture(2, 2, 4, 5), stride, padding

    def forward(self, W, b, X, stride, padding):
        """The definition, image by image and filter by filter."""
        return np.array(
            [
                [
                    sum(by_hand(c, w, padding, stride) for c, w in zip(x, f, strict=True)) + v
                    for f, v in zip(W, b, strict=True)
                ]
                for x in X
            ]
        )

    def test_Conv2D_forward(self, made):
        layer, X, stride, padding = made
        close(layer.forward(X), self.forward(picture(3, 2, 2, 2), [0.5, -1.0, 2.0], X, stride, padding))

    def test_Conv2D_gradients(self, made):
        """The loss sum(dZ * Z) is linear in the images, the weights and the bias: a step changes it by the gradient."""
        layer, X, stride, padding = made
        W, b = picture(3, 2, 2, 2), np.array([0.5, -1.0, 2.0])
        dZ = picture(*np.shape(layer.forward(X)))
        for _ in range(2):
            dX = layer.backward(dZ)

        def loss(W, b, X):
            return (dZ * self.forward(W, b, X, stride, padding)).sum()

        before = loss(W, b, X)
        assert (np.shape(dX), np.shape(layer.dW)) == (X.shape, W.shape)
        for seed in range(3):
            draw = np.random.default_rng(seed).normal
            for step, gradient, after in (
                (E := draw(size=W.shape), layer.dW, loss(W + E, b, X)),
                (E := draw(size=X.shape), dX, loss(W, b, X + E)),
                (E := draw(size=3), np.ravel(layer.db), loss(W, b + E, X)),
            ):
                assert (step * gradient).sum() == pytest.approx(after - before, rel=1e-3, abs=1e-3)

    def test_Conv2D_begins(self, subject):
        layer = subject.Conv2D(3, 4, 5)
        assert layer.W.shape == (4, 3, 5, 5)
        assert np.std(layer.W) > 0
        close(np.ravel(layer.b), np.zeros(4))

    def test_Conv2D_leaves_its_images_alone(self, subject):
        X = picture(2, 1, 3, 3)
        before = X.copy()
        layer = subject.Conv2D(1, 2, 2)
        dZ = np.ones(np.shape(layer.forward(X)))
        layer.backward(dZ)
        np.testing.assert_array_equal(X, before)
        assert (dZ == 1).all()
