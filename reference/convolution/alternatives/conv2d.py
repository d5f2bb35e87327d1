"""Right answers to `conv2d`, in the styles students write."""

import itertools

import numpy as np
from numpy.lib.stride_tricks import as_strided, sliding_window_view


def nested_loops(image, kernel):
    """Two loops, a patch, a sum."""
    (h, w), (kh, kw) = image.shape, kernel.shape
    output = np.zeros((h - kh + 1, w - kw + 1))
    for i in range(h - kh + 1):
        for j in range(w - kw + 1):
            output[i, j] = np.sum(image[i : i + kh, j : j + kw] * kernel)
    return output


def four_loops(image, kernel):
    """Four loops over single numbers, a nested list as the answer."""
    rows = []
    for i in range(image.shape[0] - kernel.shape[0] + 1):
        row = []
        for j in range(image.shape[1] - kernel.shape[1] + 1):
            total = 0.0
            for m in range(kernel.shape[0]):
                for n in range(kernel.shape[1]):
                    total += image[i + m][j + n] * kernel[m][n]
            row.append(total)
        rows.append(row)
    return rows


def while_loops(image, kernel):
    """`while` loops that stop when the kernel would leave the image."""
    kh, kw = kernel.shape
    answer = []
    top = 0
    while top + kh <= image.shape[0]:
        answer.append([])
        left = 0
        while left + kw <= image.shape[1]:
            answer[-1].append((image[top : top + kh, left : left + kw] * kernel).sum())
            left += 1
        top += 1
    return np.array(answer)


def one_based(img, ker):
    """Positions counted from one; other parameter names."""
    out = np.full((img.shape[0] - ker.shape[0] + 1, img.shape[1] - ker.shape[1] + 1), 0.0)
    for r in range(1, out.shape[0] + 1):
        for c in range(1, out.shape[1] + 1):
            for a in range(1, ker.shape[0] + 1):
                for b in range(1, ker.shape[1] + 1):
                    out[r - 1, c - 1] += img[r + a - 2, c + b - 2] * ker[a - 1, b - 1]
    return out


def windows(image, kernel):
    """`sliding_window_view` and `tensordot`."""
    return np.tensordot(sliding_window_view(image, kernel.shape), kernel, axes=2)


def strided(image, kernel):
    """`as_strided` on the image's own strides, then einsum."""
    shape = tuple(np.subtract(image.shape, kernel.shape) + 1) + kernel.shape
    return np.einsum("ijkl,kl->ij", as_strided(image, shape, image.strides * 2), kernel)


def im2col(image, kernel):
    """Every patch flattened into a row of a matrix, one matrix product."""
    (h, w), (kh, kw) = image.shape, kernel.shape
    patches = [image[i : i + kh, j : j + kw].ravel() for i in range(h - kh + 1) for j in range(w - kw + 1)]
    return (np.array(patches) @ kernel.ravel()).reshape(h - kh + 1, w - kw + 1)


def shift_and_add(image, kernel):
    """A loop over the kernel's elements, whole shifted images added up."""
    rows, columns = image.shape[0] - kernel.shape[0] + 1, image.shape[1] - kernel.shape[1] + 1
    output = np.zeros((rows, columns), dtype=np.result_type(image, kernel))
    for (m, n), weight in np.ndenumerate(kernel):
        output += weight * image[m : m + rows, n : n + columns]
    return output


def fourier(image, kernel):
    """The convolution theorem with a turned kernel, cut to the valid part."""
    shape = np.add(image.shape, kernel.shape) - 1
    spectrum = np.fft.fft2(image, shape) * np.fft.fft2(kernel[::-1, ::-1], shape)
    full = np.fft.ifft2(spectrum).real
    return full[kernel.shape[0] - 1 : image.shape[0], kernel.shape[1] - 1 : image.shape[1]]


def circular_fourier(image, kernel):
    """A product of spectra, one of them conjugated: a circular correlation, its valid part kept."""
    spectrum = np.fft.rfft2(image) * np.conj(np.fft.rfft2(kernel, image.shape))
    rows, columns = np.subtract(image.shape, kernel.shape) + 1
    return np.fft.irfft2(spectrum, image.shape)[:rows, :columns]


def float32_inside(image, kernel):
    """Everything in single precision, column-major."""
    x, w = np.asfortranarray(image, dtype=np.float32), kernel.astype("float32")
    return np.einsum("ijkl,kl->ij", sliding_window_view(x, w.shape), w, order="F")


def iterator(image, kernel):
    """`np.nditer` over an output that the iterator allocates' own index."""
    output = np.zeros([a - b + 1 for a, b in zip(image.shape, kernel.shape, strict=True)])
    with np.nditer(output, flags=["multi_index"], op_flags=["writeonly"]) as places:
        for place in places:
            i, j = places.multi_index
            place[...] = np.vdot(image[i : i + kernel.shape[0], j : j + kernel.shape[1]], kernel)
    return output


def recursive(image, kernel):
    """The first row of answers, then the image without its first row."""
    kh, kw = kernel.shape
    if image.shape[0] < kh:
        return np.empty((0, image.shape[1] - kw + 1))
    first = [np.multiply(image[:kh, j : j + kw], kernel).sum() for j in range(image.shape[1] - kw + 1)]
    return np.vstack([first, recursive(image[1:], kernel)])


class _Slider:
    def __init__(self, kernel):
        self.kernel = kernel
        self.height, self.width = kernel.shape

    def at(self, image, row, column):
        return (image[row : row + self.height, column : column + self.width] * self.kernel).sum()

    def over(self, image):
        size = image.shape[0] - self.height + 1, image.shape[1] - self.width + 1
        output = np.ones(size)
        for row, column in itertools.product(*map(range, size)):
            output[row, column] = self.at(image, row, column)
        return output


def class_based(image, kernel):
    """A small class does the sliding."""
    return _Slider(kernel).over(image)


def toeplitz(image, kernel):
    """One sparse matrix that maps the flattened image to the flattened answer."""
    (h, w), (kh, kw) = image.shape, kernel.shape
    rows, columns = h - kh + 1, w - kw + 1
    matrix = np.zeros((rows * columns, h * w))
    for place in range(rows * columns):
        i, j = divmod(place, columns)
        canvas = np.zeros((h, w))
        canvas[i : i + kh, j : j + kw] = kernel
        matrix[place] = canvas.ravel()
    return (matrix @ image.ravel()).reshape(rows, columns)


def row_by_row(image, kernel):
    """One-dimensional correlations of every row, added up row by row of the kernel."""

    def along(row, weights):
        return [np.dot(row[j : j + len(weights)], weights) for j in range(len(row) - len(weights) + 1)]

    rows = image.shape[0] - kernel.shape[0] + 1
    return sum(np.array([along(row, weights) for row in image[m : m + rows]]) for m, weights in enumerate(kernel))


def vectorised_lambda(image, kernel):
    """`np.vectorize` over index grids."""
    kh, kw = kernel.shape
    at = np.vectorize(lambda i, j: float((image[i : i + kh, j : j + kw] * kernel).sum()))
    return at(*np.indices((image.shape[0] - kh + 1, image.shape[1] - kw + 1)))


def singular_values(image, kernel):
    """The kernel as a sum of separable ones, each applied along rows and then along columns."""
    left, sizes, right = np.linalg.svd(np.asarray(kernel, dtype=float), full_matrices=False)
    total = 0
    for column, size, row in zip(left.T, sizes, right, strict=True):
        along_rows = sliding_window_view(image, len(row), axis=1) @ row
        total = total + size * (sliding_window_view(along_rows, len(column), axis=0) @ column)
    return total


def shift_matrices(image, kernel):
    """A matrix from the left moves the rows, another from the right the columns."""
    (h, w), (kh, kw) = image.shape, kernel.shape
    return sum(
        kernel[m, n] * (np.eye(h - kh + 1, h, m) @ image @ np.eye(w - kw + 1, w, n).T)
        for m in range(kh)
        for n in range(kw)
    )


def rolled(image, kernel):
    """The image rolled once for every element of the kernel; what came round the edge is cut off."""
    total = np.zeros(image.shape)
    for (m, n), weight in np.ndenumerate(kernel):
        total += np.roll(image, (-m, -n), axis=(0, 1)) * weight
    return total[: image.shape[0] - kernel.shape[0] + 1, : image.shape[1] - kernel.shape[1] + 1]


def python_objects(image, kernel):
    """`np.frompyfunc`, whose answer is an array of Python's own numbers."""
    kh, kw = kernel.shape
    at = np.frompyfunc(lambda i, j: float(np.vdot(image[i : i + kh, j : j + kw], kernel)), 2, 1)
    return at(*np.ogrid[: image.shape[0] - kh + 1, : image.shape[1] - kw + 1])
