"""Reference solution of `convolution`: correlation as one contraction over all windows at once.

No question calls another question's function: what they share are the private helpers below, so that a variant of one
function changes the answers to one question.
"""

import numpy as np


def convolve_1d(signal, kernel):
    """The valid correlation of `signal (N,)` with `kernel (K,)`: `(N-K+1,)`."""
    positions = np.arange(len(signal) - len(kernel) + 1)
    return signal[positions[:, None] + np.arange(len(kernel))] @ kernel


def conv2d(image, kernel):
    """The valid correlation of `image (H, W)` with `kernel (kH, kW)`: `(H-kH+1, W-kW+1)`."""
    return _correlate(np.asarray(image), kernel)


def conv2d_padded(image, kernel, padding=0):
    """`conv2d` after `padding` rows and columns of zeros on every side."""
    return _correlate(np.pad(image, padding), kernel)


def conv2d_full(image, kernel, padding=0, stride=1):
    """`conv2d_padded` at every `stride`-th position. Raises `ValueError` for sizes that make no sense."""
    if stride < 1:
        raise ValueError(f"stride must be at least 1, not {stride}")
    padded = np.pad(image, padding)  # a negative padding is a ValueError of NumPy's own
    if kernel.shape[0] > padded.shape[0] or kernel.shape[1] > padded.shape[1]:
        raise ValueError(f"a kernel of shape {kernel.shape} does not fit into a padded image of shape {padded.shape}")
    return _correlate(padded, kernel, stride)


def conv2d_same(image, kernel, boundary="zero"):
    """A correlation of the image's own size; `boundary` is `"zero"` or `"symmetric"`."""
    mode = "constant" if boundary == "zero" else "symmetric"
    before_and_after = [((k - 1) // 2, k // 2) for k in kernel.shape]
    return _correlate(np.pad(image, before_and_after, mode=mode), kernel)


def conv2d_dilated(image, kernel, padding=0, stride=1, dilation=1):
    """`conv2d_full` with `dilation - 1` gaps between neighbouring kernel elements."""
    return _correlate(np.pad(image, padding), kernel, stride, dilation)


def convolve_2d(image, kernel):
    """The mathematical convolution, valid part: correlation with the kernel turned by 180 degrees."""
    turned = kernel[::-1, ::-1]
    return _correlate(np.asarray(image), turned)


def conv2d_multichannel(
    image,
    kernels,
    bias=None,
    padding=0,
    stride=1,
):
    """`image (C_in, H, W)`, `kernels (C_out, C_in, kH, kW)`, `bias (C_out,)` or None: `(C_out, H', W')`."""
    padded = np.pad(image, [(0, 0), (padding, padding), (padding, padding)])
    rows, columns = _grid(padded.shape[1:], kernels.shape[2:], stride, 1)
    response = np.einsum("cimjn,ocmn->oij", padded[:, rows, columns], kernels)
    return response if bias is None else response + np.asarray(bias)[:, None, None]


def _correlate(image, kernel, stride=1, dilation=1):
    rows, columns = _grid(image.shape, kernel.shape, stride, dilation)
    return np.einsum("imjn,mn->ij", image[rows, columns], kernel)


def _grid(image_shape, kernel_shape, stride, dilation):
    """Row and column indices that broadcast to `(H', kH, W', kW)`: which pixel meets which kernel element at which
    position."""
    rows = _touched(image_shape[0], kernel_shape[0], stride, dilation)
    columns = _touched(image_shape[1], kernel_shape[1], stride, dilation)
    return rows[:, :, None, None], columns


def _touched(n, k, stride, dilation):
    """Along one axis of length `n`: the indices `(positions, k)` that a kernel of `k` elements touches."""
    return np.arange(0, n - dilation * (k - 1), stride)[:, None] + dilation * np.arange(k)


why_not_mlp = """
The weights: an image of 28 x 28 into 1000 units are 784 x 1000, one of 224 x 224 x 3 are 150528 x 1000, 150 million for
one layer, where a convolution of 32 kernels of 3 x 3 x 3 has 864: it uses the same weights at every place. And a fully
connected layer knows nothing of neighbourhood and learns a pattern anew at every place; a kernel looks at a small window
and slides, so that what it has learned in one place it finds in every other.
"""
equivariance = """
The output moves by two pixels to the right as well, the borders apart. That is equivariant: what comes out moves along;
invariant would be an output that stays as it is. With stride 2 it moves by one; a movement by an odd number of pixels
lets the kernel see other windows than before, and gives other values.
"""
