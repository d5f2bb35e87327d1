"""Public checks: laws and tiny examples. Run them with `pytest` in this folder.

Objects of PyTorch and functions are made through `student.torch` and `student.np`, the libraries your module imports: these checks also run
where your code has a process of its own.
"""

import numpy as np
import pytest
import torch


def noise(seed, *shape):
    return np.random.default_rng(seed).normal(size=shape)


def numbers(answer, shape, call):
    """The answer as an array of this shape; ``call`` is what gave it."""
    if answer is None:
        raise AssertionError(f"{call} gave nothing: is a `return` missing?")
    answer = answer.detach().numpy() if hasattr(answer, "detach") else getattr(answer, "array", answer)
    array = np.asarray(answer, dtype=float)
    shape = tuple(shape)
    if array.shape != shape:
        raise AssertionError(f"{call} has the shape {array.shape}; {shape} is expected.")
    return array


def close(answer, want, call):
    """Values within rounding."""
    want = np.asarray(want, dtype=float)
    got = numbers(answer, want.shape, call)
    wrong = np.argwhere(~np.isclose(got, want, rtol=1e-5, atol=1e-8))
    if len(wrong):
        place = tuple(wrong[0])
        where = f" at [{', '.join(map(str, place))}]" if place else ""
        raise AssertionError(f"{call} is {got[place]:.6g}{where}; {want[place]:.6g} is expected.")


SETTINGS = [(2, 1, 0), ((2, 3), 2, 1), ((3, 1), 3, 2)]


def placed(kernel_size, stride, padding):
    """How many outputs a 7 x 8 image has."""
    rows, columns = (kernel_size, kernel_size) if isinstance(kernel_size, int) else kernel_size
    return (7 + 2 * padding - rows) // stride + 1, (8 + 2 * padding - columns) // stride + 1, rows, columns


@pytest.mark.question("im2col")
@pytest.mark.parametrize(("kernel_size", "stride", "padding"), SETTINGS)
def test_im2col_of_ones_counts(student, kernel_size, stride, padding):
    """An image of ones: a column has as many ones as its patch meets pixels, and zeros for the padding."""
    down, across, rows, columns = placed(kernel_size, stride, padding)
    answer = student.im2col(np.ones((2, 3, 7, 8)), kernel_size, stride, padding)
    got = numbers(answer, (2, 3 * rows * columns, down * across), "im2col(ones)")
    assert set(np.unique(got)) <= {0.0, 1.0}, "im2col(ones) holds other numbers than 0 and 1"
    assert got.any(), "im2col(ones) holds no 1"
    assert padding or got.all(), "im2col(ones) without padding holds zeros"


@pytest.mark.question("im2col")
def test_im2col_makes_a_convolution(student):
    """A kernel that picks one pixel gives the image, moved: the columns stand in the order of the output."""
    x = noise(1, 1, 2, 4, 5)
    kernel = np.zeros((2, 2, 3))
    kernel[1, 0, 2] = 1.0
    columns = numbers(student.im2col(x, (2, 3)), (1, 12, 9), "im2col(x, (2, 3))")
    close((kernel.reshape(1, -1) @ columns[0]).reshape(3, 3), x[0, 1, :3, 2:], "the kernel's row times the columns")


@pytest.mark.question("col2im")
@pytest.mark.parametrize(("kernel_size", "stride", "padding"), SETTINGS)
def test_col2im_counts(student, kernel_size, stride, padding):
    """Columns of ones: a pixel gets as many as there are patches over it. In the sum nothing but the padding is lost."""
    down, across, rows, columns = placed(kernel_size, stride, padding)
    ones = np.ones((2, 3 * rows * columns, down * across))
    got = numbers(student.col2im(ones, (2, 3, 7, 8), kernel_size, stride, padding), (2, 3, 7, 8), "col2im(ones)")
    most = -(-rows // stride) * -(-columns // stride)
    assert got.min() >= 0, "col2im(ones) holds negative numbers"
    assert 1 <= got.max() <= most, f"col2im(ones) holds {got.max():g}, where at most {most} patches meet"
    assert padding or got.sum() == ones.sum(), "col2im(ones) does not add up to as many ones as were given"


@pytest.mark.question("conv_transpose2d")
def test_one_pixel_spreads_the_kernel(student):
    """An image of one pixel with the value 2 gives twice the kernel."""
    weight = noise(2, 1, 3, 2, 4)
    close(student.conv_transpose2d(np.full((1, 1, 1, 1), 2.0), weight), 2 * weight, "conv_transpose2d(2, weight)")


@pytest.mark.question("conv_transpose2d")
@pytest.mark.parametrize(("stride", "padding", "more"), [(1, 0, 0), (2, 1, 1), (3, 2, 0)])
def test_transposed_sizes_and_sum(student, stride, padding, more):
    """The size follows the formula; without padding the sum is that of the pixels times that of the kernel, and the biases."""
    x, weight, bias = noise(3, 2, 1, 3, 4), noise(4, 1, 1, 5, 6), np.array([0.5])
    shape = (2, 1, 2 * stride - 2 * padding + 5 + more, 3 * stride - 2 * padding + 6 + more)
    got = numbers(student.conv_transpose2d(x, weight, bias, stride, padding, more), shape, "conv_transpose2d(…)")
    if padding == 0:
        close(got.sum(), x.sum() * weight.sum() + 0.5 * got.size, "the sum of conv_transpose2d(…)")


@pytest.mark.question("grouped_conv2d")
def test_groups_do_not_mix(student):
    """What changes in the first half of the channels changes the first half of the outputs, and no other."""
    x, weight = noise(5, 1, 4, 4, 5), noise(6, 6, 2, 2, 3)
    other = x.copy()
    other[:, :2] += 1.0
    before = numbers(student.grouped_conv2d(x, weight, groups=2), (1, 6, 3, 3), "grouped_conv2d(x, weight, groups=2)")
    after = numbers(student.grouped_conv2d(other, weight, groups=2), (1, 6, 3, 3), "the same for other channels")
    close(after[:, 3:], before[:, 3:], "what the second group gives")
    shift = weight[:3].sum(axis=(1, 2, 3))[None, :, None, None] * np.ones((1, 3, 3, 3))
    close(after[:, :3] - before[:, :3], shift, "the change in the first group, where 1 was added to every pixel,")


@pytest.mark.question("grouped_conv2d")
def test_depthwise_picks(student):
    """Depthwise, with kernels that hold one number: every channel times its own."""
    x = noise(7, 2, 3, 4, 5)
    weight = np.array([2.0, -1.0, 0.5]).reshape(3, 1, 1, 1)
    close(student.grouped_conv2d(x, weight, groups=3), x * weight[:, 0], "grouped_conv2d(x, weight, groups=3)")


@pytest.mark.question("conv_cost")
def test_known_costs(student):
    """The numbers of the stub: a plain convolution, and depthwise and pointwise together."""
    assert tuple(student.conv_cost(32, 64, 3, (56, 56))) == (18432, 57802752), "conv_cost(32, 64, 3, (56, 56)) is wrong"
    depthwise, pointwise = student.conv_cost(32, 32, 3, (56, 56), 32), student.conv_cost(32, 64, 1, (56, 56))
    both = (depthwise[0] + pointwise[0], depthwise[1] + pointwise[1])
    assert both == (2336, 7325696), f"depthwise and pointwise together cost {both}, where (2336, 7325696) is expected"


@pytest.mark.question("BatchNorm2D")
def test_normed(student):
    """In training every channel gets mean 0 and variance 1, whatever it was."""
    layer = student.BatchNorm2D(3)
    x = noise(8, 4, 3, 5, 6) * np.array([0.5, 2, 9])[:, None, None] + np.array([4.0, -3, 0])[:, None, None]
    got = numbers(layer.forward(x), x.shape, "forward(x)")
    assert np.allclose(got.mean(axis=(0, 2, 3)), 0, atol=1e-6), "the channels of forward(x) have not the mean 0"
    assert np.allclose(got.var(axis=(0, 2, 3)), 1, atol=1e-3), "the channels of forward(x) have not the variance 1"


@pytest.mark.question("BatchNorm2D")
def test_evaluation_is_a_line(student):
    """In evaluation every pixel goes the same way: what is in the batch beside it does not matter."""
    layer = student.BatchNorm2D(2)
    for seed in range(3):
        layer.forward(noise(seed, 3, 2, 4, 5) + 2)
    layer.training = False
    x = noise(9, 3, 2, 4, 5)
    got = numbers(layer.forward(x), x.shape, "forward(x)")
    close(layer.forward(x[:1]), got[:1], "forward of the first image alone, where what it gave among others is right,")


@pytest.mark.question("BatchNorm2D")
def test_shifts_have_no_gradient(student):
    """In training a channel that is shifted gives the same output: its gradients add up to 0."""
    layer = student.BatchNorm2D(3)
    layer.gamma = np.array([1.0, -2.0, 0.5])
    x = noise(10, 4, 3, 5, 6)
    got = numbers(layer.forward(x), x.shape, "forward(x)")
    dout = got * noise(11, *x.shape)
    dx = numbers(layer.backward(dout), x.shape, "backward(dout)")
    assert np.any(dx), "every gradient is 0"
    assert np.allclose(dx.sum(axis=(0, 2, 3)), 0, atol=1e-8), "the gradients of a channel do not add up to 0"
    close(layer.dbeta, dout.sum(axis=(0, 2, 3)), "dbeta")


@pytest.mark.question("gradient_check")
def test_a_sum(student):
    """The gradient of the sum is 1 everywhere; one element that says 1.5 is wrong by 0.5 / 2.5."""
    x = np.array([[1.0, -2.0], [3.0, 0.5]])
    told = np.ones((2, 2))
    right = float(student.gradient_check(student.np.sum, x, told))
    assert 0 <= right < 1e-6, f"the right gradient gets the error {right:g}"
    told[1, 0] = 1.5
    wrong = float(student.gradient_check(student.np.sum, x, told))
    assert abs(wrong - 0.2) < 1e-6, (
        f"a gradient that says 1.5 in place of 1 gets the error {wrong:g}, where 0.2 is expected"
    )


@pytest.mark.question("learn_kernel")
def test_finds_a_kernel(student):
    """Where the images are to be doubled, the kernel becomes 2."""
    images = noise(12, 2, 4, 5)
    close(student.learn_kernel(images, 2 * images, 1, 60, 0.4), [[2.0]], "learn_kernel(images, 2 * images, 1, 60, 0.4)")


@pytest.mark.question("learn_kernel")
def test_begins_at_zero(student):
    """Without a step the kernel is 0, and where the targets are 0 it stays so."""
    images = noise(13, 2, 4, 5)
    close(student.learn_kernel(images, images[:, 1:, 2:], (2, 3), 0, 0.1), np.zeros((2, 3)), "the kernel after no step")
    zeros = np.zeros((2, 3, 3))
    close(student.learn_kernel(images, zeros, (2, 3), 5, 0.1), np.zeros((2, 3)), "the kernel for targets of 0")
    assert np.any(student.learn_kernel(images, zeros + 1, (2, 3), 1, 0.1)), "a step towards other targets moves nothing"


@pytest.mark.question("ResidualBlock")
@pytest.mark.parametrize(("channels", "filters", "stride"), [(3, 3, 1), (2, 5, 1), (4, 4, 2)])
def test_block_shapes(student, channels, filters, stride):
    """The output has the asked shape and, after the last ReLU, no negative number ({channels} to {filters} channels, stride {stride})."""
    block = student.ResidualBlock(channels, filters, stride)
    rows, columns = (4 + stride) // stride, (6 + stride) // stride
    answer = numbers(block(torch.ones(2, channels, 5, 7)), (2, filters, rows, columns), "the output")
    assert answer.min() >= 0, "there are negative numbers after the last ReLU"


@pytest.mark.question("grad_cam")
def test_grad_cam_of_one_map(student):
    """One map whose mean is the logit: the answer is the map's positive part, shared out over its places."""
    nn = student.torch.nn
    conv = nn.Conv2d(1, 1, 1, bias=False)
    conv.load_state_dict({"weight": torch.ones(1, 1, 1, 1)})
    model = nn.Sequential(conv, nn.AdaptiveAvgPool2d(1), nn.Flatten())
    x = torch.tensor([[[[6.0, -3.0, 0.0], [9.0, -6.0, 3.0]]]])
    close(student.grad_cam(model, conv, x, 0), [[[1.0, 0.0, 0.0], [1.5, 0.0, 0.5]]], "grad_cam(model, conv, x, 0)")
