"""Convolution from scratch.

You slide a small array of weights, the kernel, over a signal or an image; at every position you multiply what lies
under it element by element and add everything up. Eight functions take you from one dimension to what a layer of a
CNN computes.

House conventions
- "Convolution" means cross-correlation, as everywhere in deep learning: the kernel is NOT flipped. (One function,
  `convolve_2d`, asks for the mathematician's convolution, which is flipped.)
- Images are (H, W), stacks of channels (C, H, W). Kernels are (kH, kW) or (C_out, C_in, kH, kW).
- Nothing is square, odd or floating point unless it says so: a 2x5 kernel on a 7x12 image of integers is a fair
  question. Any kernel up to the size of the image has to work.
- One axis of length n, kernel k, padding p, stride s and dilation d gives floor((n + 2p - d(k - 1) - 1) / s) + 1
  outputs. Rows and columns left over by the stride are ignored; they are never an error.
- Arguments are never modified: the caller still needs them.
- An integer image with a fractional kernel has a fractional answer. Mind what kind of numbers your output array
  holds.

Rules
- NumPy only, and no library convolution (`np.convolve`, `np.correlate` and relatives). Loops, `np.pad`,
  `sliding_window_view`, `einsum`, matrix products and `np.fft` are all welcome. Any style is right; the values
  decide.
- You may write helper functions, and call one exercise from another.

Check your work with `pytest` in this folder, or with `convgrade check convolution.py`.
"""

import numpy as np


def convolve_1d(signal: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    """Slide a kernel along a signal.

    Shapes: signal (N,), kernel (K,) with K <= N; returns (N - K + 1,).

    Output i is the sum of signal[i + m] * kernel[m] over all m.

    Hint: how many places are there where the kernel lies wholly on the signal?

    >>> convolve_1d(np.array([1, 2, 3, 4, 5]), np.array([0, 1, 0.5])).tolist()
    [3.5, 5.0, 6.5]
    """
    # TODO 1: the number of outputs.
    # TODO 2: an output array that can hold fractions.
    # TODO 3: for every position: take the part of the signal under the kernel, multiply, sum.
    raise NotImplementedError("convolve_1d is not written yet")


def conv2d(image: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    """Slide a kernel over an image: no padding, every position.

    Shapes: image (H, W), kernel (kH, kW); returns (H - kH + 1, W - kW + 1).

    Output (i, j) is the sum of image[i + m, j + n] * kernel[m, n] over all m and n.

    Hint: `image[i : i + kH, j : j + kW]` is the patch under the kernel at (i, j). Height goes with rows, width with
    columns.

    >>> image = np.array([[1.0, 2.0, 0.0], [0.0, 1.0, 3.0], [2.0, 1.0, 1.0]])
    >>> conv2d(image, np.array([[1.0, 0.0], [0.0, 2.0]])).tolist()
    [[3.0, 8.0], [2.0, 3.0]]
    """
    # TODO 1: height and width of the output, each from its own axis.
    # TODO 2: the output array.
    # TODO 3: slide, multiply, sum.
    raise NotImplementedError("conv2d is not written yet")


def conv2d_padded(image: np.ndarray, kernel: np.ndarray, padding: int = 0) -> np.ndarray:
    """Slide a kernel over an image that has been framed with zeros.

    `padding` (int) rows of zeros go above and below, as many columns of zeros left and right.
    Returns (H + 2 padding - kH + 1, W + 2 padding - kW + 1).

    Hint: work on a larger array with the image in its middle; the caller's image stays as it is.

    >>> conv2d_padded(np.array([[5.0]]), np.array([[1.0, 2.0], [3.0, 4.0]]), padding=1).tolist()
    [[20.0, 15.0], [10.0, 5.0]]
    """
    # TODO 1: the padded image (what if padding is 0?).
    # TODO 2: slide over it as in conv2d.
    raise NotImplementedError("conv2d_padded is not written yet")


def conv2d_full(image: np.ndarray, kernel: np.ndarray, padding: int = 0, stride: int = 1) -> np.ndarray:
    """Padding and stride: the convolution a CNN layer does with one channel.

    The kernel moves `stride` rows down and `stride` columns right at a time, starting in the top left corner of the
    padded image. Returns (floor((H + 2 padding - kH) / stride) + 1, floor((W + 2 padding - kW) / stride) + 1).

    Raises ValueError, with a text that says what is wrong, when the kernel is larger than the padded image, the
    stride is below 1, or the padding is negative.

    Hint: output row i looks at the padded image from row i * stride on.

    >>> image = np.arange(36.0).reshape(6, 6)
    >>> (9 * conv2d_full(image, np.ones((3, 3)) / 9, padding=1, stride=2)).round().astype(int).tolist()
    [[14, 30, 42], [75, 126, 144], [147, 234, 252]]
    """
    # TODO 1: refuse arguments that make no sense.
    # TODO 2: pad.
    # TODO 3: the output's size, by the formula.
    # TODO 4: slide in steps of `stride`, along both axes.
    raise NotImplementedError("conv2d_full is not written yet")


def conv2d_same(image: np.ndarray, kernel: np.ndarray, boundary: str = "zero") -> np.ndarray:
    """A convolution whose output has the image's own size (stride 1).

    A kernel of size k needs k - 1 rows (or columns) of padding in all. Half of them go before, half after; for an
    even k the extra one goes AFTER (below, right).

    `boundary` says what the padding holds:
      "zero"       zeros
      "symmetric"  the image mirrored at its edge, the edge pixel repeated: c b a | a b c d | d c b

    Hint: before = (k - 1) // 2 and after = k // 2, for each axis by itself. `np.pad` takes ((above, below), (left,
    right)).

    >>> row = np.array([[1.0, 2.0, 4.0]])
    >>> conv2d_same(row, np.array([[1.0, 1.0]])).tolist()
    [[3.0, 6.0, 4.0]]
    >>> conv2d_same(row, np.array([[1.0, 1.0]]), boundary="symmetric").tolist()
    [[3.0, 6.0, 8.0]]
    """
    # TODO 1: rows above and below, columns left and right.
    # TODO 2: the frame: zeros, or the mirrored image.
    # TODO 3: slide.
    raise NotImplementedError("conv2d_same is not written yet")


def conv2d_dilated(
    image: np.ndarray, kernel: np.ndarray, padding: int = 0, stride: int = 1, dilation: int = 1
) -> np.ndarray:
    """A kernel with gaps: neighbouring kernel elements lie `dilation` pixels apart.

    Output (i, j) is the sum of padded[i * stride + m * dilation, j * stride + n * dilation] * kernel[m, n].
    A kernel of size k covers d(k - 1) + 1 pixels, so an axis gives floor((n + 2p - d(k - 1) - 1) / s) + 1 outputs.
    dilation=1 is an ordinary convolution.

    Hint: slices take a step. Which pixels of a patch does the dilated kernel touch?

    >>> conv2d_dilated(np.array([[1.0, 2.0, 3.0, 4.0, 5.0]]), np.array([[1.0, -1.0]]), dilation=3).tolist()
    [[-3.0, -3.0]]
    """
    # TODO 1: pad.
    # TODO 2: how far the dilated kernel reaches, and the output's size.
    # TODO 3: slide; take every `dilation`-th row and column of what lies under the kernel.
    raise NotImplementedError("conv2d_dilated is not written yet")


def convolve_2d(image: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    """The mathematician's convolution: the kernel is turned by 180 degrees before it slides (no padding).

    Returns (H - kH + 1, W - kW + 1). Output (i, j) is the sum of image[i + m, j + n] * kernel[kH - 1 - m, kW - 1 -
    n].

    Hint: turning by 180 degrees is a flip along both axes.

    >>> image = np.array([[1.0, 2.0, 0.0], [0.0, 1.0, 3.0], [2.0, 1.0, 1.0]])
    >>> convolve_2d(image, np.array([[1.0, 0.0], [0.0, 2.0]])).tolist()
    [[3.0, 7.0], [1.0, 3.0]]
    """
    # TODO 1: the turned kernel (the caller's own kernel stays as it is).
    # TODO 2: slide it.
    raise NotImplementedError("convolve_2d is not written yet")


def conv2d_multichannel(
    image: np.ndarray, kernels: np.ndarray, bias: np.ndarray | None = None, padding: int = 0, stride: int = 1
) -> np.ndarray:
    """What a convolutional layer computes for one image.

    Shapes: image (C_in, H, W), kernels (C_out, C_in, kH, kW), bias (C_out,) or None; returns (C_out, H', W').

    Output channel o adds up the responses of all input channels, each to its own kernel kernels[o, c]; bias[o] is
    then added once. Padding (zeros) and stride work on height and width as in conv2d_full; the channels are neither
    padded nor skipped.

    Hint: a patch is now (C_in, kH, kW), exactly the shape of kernels[o].

    >>> image = np.array([[[1.0, 2.0]], [[3.0, 4.0]]])             # 2 channels, 1 x 2
    >>> kernels = np.array([[[[1.0]], [[10.0]]], [[[0.0]], [[1.0]]], [[[1.0]], [[0.0]]]])    # 3 x 2 x 1 x 1
    >>> conv2d_multichannel(image, kernels, bias=np.array([0.0, 0.5, 100.0])).tolist()
    [[[31.0, 42.0]], [[3.5, 4.5]], [[101.0, 102.0]]]
    """
    # TODO 1: pad height and width only.
    # TODO 2: the output's three sizes.
    # TODO 3: for every output channel and position: multiply the whole patch with the whole kernel, sum.
    # TODO 4: the bias, if there is one.
    raise NotImplementedError("conv2d_multichannel is not written yet")


# Two questions to answer in words, a few sentences each: replace the dots by a text in triple quotes. A person reads
# them.

# A fully connected layer could also look at an image. Name two reasons why that works badly, with a number for one
# of them, and say what it is about a convolution that answers each.
why_not_mlp = ...

# An image is moved two pixels to the right. What happens to the output of a convolution (stride 1)? Which word is
# right for that, "invariant" or "equivariant", and what changes when the stride is 2?
equivariance = ...
