"""Right implementations of `conv2d_full`, in many styles. The first is what mutants are made of."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def loops(image, kernel, padding=0, stride=1):
    """Two loops over the output."""
    if stride < 1:
        raise ValueError("the stride is at least 1")
    if padding < 0:
        raise ValueError("the padding is at least 0")
    height, width = image.shape[0] + 2 * padding, image.shape[1] + 2 * padding
    if kernel.shape[0] > height:
        raise ValueError("the kernel is higher than the padded image")
    if kernel.shape[1] > width:
        raise ValueError("the kernel is wider than the padded image")
    padded = np.zeros((height, width))
    padded[padding : padding + image.shape[0], padding : padding + image.shape[1]] = image
    rows = (height - kernel.shape[0]) // stride + 1
    columns = (width - kernel.shape[1]) // stride + 1
    output = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            top, left = i * stride, j * stride
            window = padded[top : top + kernel.shape[0], left : left + kernel.shape[1]]
            output[i, j] = (window * kernel).sum()
    return output


def _checked(image, kernel, padding, stride):
    if stride < 1 or padding < 0:
        raise ValueError("no such stride or padding")
    padded = np.pad(image, padding)
    if any(k > n for k, n in zip(kernel.shape, padded.shape, strict=True)):
        raise ValueError("the kernel does not fit")
    return padded


def windows(image, kernel, padding=0, stride=1):
    """All windows as a view, and one sum; whole numbers stay whole numbers."""
    padded = _checked(image, kernel, padding, stride)
    return np.einsum("ijmn,mn->ij", sliding_window_view(padded, kernel.shape)[::stride, ::stride], kernel)


def shifted(image, kernel, padding=0, stride=1):
    """A loop over the kernel, adding up shifted images."""
    padded = _checked(image, kernel, padding, stride)
    rows, columns = ((n - k) // stride + 1 for n, k in zip(padded.shape, kernel.shape, strict=True))
    output = np.zeros((rows, columns))
    for m, n in np.ndindex(kernel.shape):
        part = padded[m : m + (rows - 1) * stride + 1 : stride, n : n + (columns - 1) * stride + 1 : stride]
        output += kernel[m, n] * part
    return output


def fourier(image, kernel, padding=0, stride=1):
    """By the Fourier transform, so that answers are right but for rounding."""
    padded = _checked(image, kernel, padding, stride)
    shape = tuple(np.add(padded.shape, kernel.shape) - 1)
    full = np.fft.irfft2(np.fft.rfft2(padded, shape) * np.fft.rfft2(kernel[::-1, ::-1], shape), shape)
    rows, columns = kernel.shape
    return full[rows - 1 : padded.shape[0] : stride, columns - 1 : padded.shape[1] : stride]


def single_precision(image, kernel, padding=0, stride=1):
    """In float32, so that answers are right to six digits."""
    padded = _checked(image, kernel, padding, stride).astype(np.float32)
    patches = sliding_window_view(padded, kernel.shape)[::stride, ::stride]
    return patches.reshape(*patches.shape[:2], -1) @ kernel.astype(np.float32).ravel()


def nested_lists(image, kernel, padding=0, stride=1):
    """Lists inside, one array at the end."""
    padded = _checked(image, kernel, padding, stride).tolist()
    rows, columns = kernel.shape
    weights = kernel.tolist()
    return np.array(
        [
            [
                float(sum(padded[i + m][j + n] * weights[m][n] for m in range(rows) for n in range(columns)))
                for j in range(0, len(padded[0]) - columns + 1, stride)
            ]
            for i in range(0, len(padded) - rows + 1, stride)
        ]
    )
