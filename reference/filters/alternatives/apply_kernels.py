"""Other right answers to `apply_kernels`, in styles that students use."""

import numpy as np
from numpy.lib.stride_tricks import as_strided, sliding_window_view


def _loops(image, kernel):
    padded = np.pad(image, 1, mode="constant", constant_values=0)
    height, width = image.shape
    output = np.zeros((height, width))
    for i in range(height):
        for j in range(width):
            output[i, j] = np.sum(padded[i : i + 3, j : j + 3] * kernel)
    return output


def loops(image, kernels):
    """Pad, two loops, a sum of products; a dict filled in a loop."""
    results = {}
    for name in kernels:
        results[name] = _loops(image, kernels[name])
    return results


def every_index(image, kernels):
    """Four loops with index checks in place of padding, in plain Python numbers."""
    rows, columns = len(image), len(image[0])
    values = image.tolist()
    answers = {}
    for name, kernel in kernels.items():
        weights = kernel.tolist()
        answer = [[0.0] * columns for _ in range(rows)]
        for y in range(rows):
            for x in range(columns):
                for u in range(-1, 2):
                    for v in range(-1, 2):
                        if 0 <= y + u < rows and 0 <= x + v < columns:
                            answer[y][x] += values[y + u][x + v] * weights[u + 1][v + 1]
        answers[name] = np.array(answer)
    return answers


def all_at_once(image, kernels):
    """All kernels stacked, one `einsum` over all windows."""
    windows = sliding_window_view(np.pad(image, 1), (3, 3))
    stack = np.stack([np.asarray(kernel) for kernel in kernels.values()])
    return dict(zip(kernels, np.einsum("ijkl,nkl->nij", windows, stack), strict=True))


def shifted_images(image, kernels):
    """Nine shifted copies of the image, each times one weight."""
    height, width = image.shape
    frame = np.zeros((height + 2, width + 2))
    frame[1:-1, 1:-1] = image

    def one(kernel):
        total = np.zeros((height, width))
        for (u, v), weight in np.ndenumerate(kernel):
            total += weight * frame[u : u + height, v : v + width]
        return total

    return {name: one(kernel) for name, kernel in kernels.items()}


def columns_of_patches(image, kernels):
    """im2col with `as_strided`, a matrix product per kernel."""
    height, width = image.shape
    padded = np.ascontiguousarray(np.pad(np.asarray(image, dtype=float), 1))
    patches = as_strided(padded, (height, width, 3, 3), padded.strides * 2).reshape(height * width, 9)
    return {name: (patches @ np.ravel(kernel)).reshape(height, width) for name, kernel in kernels.items()}


def by_fourier(image, kernels):
    """Spectra: the full convolution with the turned kernel, cut to the middle."""
    height, width = image.shape
    size = (height + 2, width + 2)
    spectrum = np.fft.rfft2(image, size)
    result = {}
    for name, kernel in kernels.items():
        full = np.fft.irfft2(spectrum * np.fft.rfft2(kernel[::-1, ::-1], size), size)
        result[name] = full[1:-1, 1:-1]
    return result


class _Filter:
    """A filter as an object that can be called."""

    def __init__(self, kernel):
        self.kernel = np.array(kernel, dtype=np.float32)

    def __call__(self, image):
        padded = np.pad(image.astype(np.float32), ((1, 1), (1, 1)))
        out = np.empty(image.shape, np.float32)
        row = 1
        while row <= image.shape[0]:
            column = 1
            while column <= image.shape[1]:
                out[row - 1, column - 1] = np.vdot(padded[row - 1 : row + 2, column - 1 : column + 2], self.kernel)
                column += 1
            row += 1
        return out


def filter_objects(image, kernels):
    """A class per filter, `while` loops counted from 1, float32."""
    filters = {name: _Filter(kernel) for name, kernel in kernels.items()}
    return {name: apply(image) for name, apply in filters.items()}


def nested_lists_back(image, kernels):
    """Nested lists as answers."""
    return {name: _loops(image, kernel).tolist() for name, kernel in kernels.items()}


def two_matrices(image, kernels):
    """Each kernel row as a matrix that moves columns, after one that moves rows."""
    height, width = image.shape
    answers = {}
    for name, kernel in kernels.items():
        response = np.zeros((height, width))
        for i in range(3):
            columns = sum(kernel[i, j] * np.eye(width, k=1 - j) for j in range(3))
            response += np.eye(height, k=i - 1) @ image @ columns
        answers[name] = response
    return answers
