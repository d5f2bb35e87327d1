"""Right answers to `conv2d_padded`: many ways to make a frame of zeros."""

import numpy as np
from numpy.lib.stride_tricks import as_strided, sliding_window_view


def _slide(image, kernel):
    (h, w), (kh, kw) = image.shape, kernel.shape
    output = np.zeros((h - kh + 1, w - kw + 1))
    for i in range(output.shape[0]):
        for j in range(output.shape[1]):
            output[i, j] = (image[i : i + kh, j : j + kw] * kernel).sum()
    return output


def np_pad(image, kernel, padding=0):
    """`np.pad` and two loops."""
    if padding > 0:
        image = np.pad(image, padding, mode="constant", constant_values=0)
    return _slide(image, kernel)


def zeros_and_slice(image, kernel, padding=0):
    """A canvas of zeros with the image in its middle."""
    h, w = image.shape
    canvas = np.zeros((h + 2 * padding, w + 2 * padding))
    canvas[padding : padding + h, padding : padding + w] = image
    return _slide(canvas, kernel)


def index_checks(image, kernel, padding=0):
    """No padded array at all: every index is checked."""
    (h, w), (kh, kw) = image.shape, kernel.shape
    output = np.zeros((h + 2 * padding - kh + 1, w + 2 * padding - kw + 1))
    for i in range(output.shape[0]):
        for j in range(output.shape[1]):
            for m in range(kh):
                for n in range(kw):
                    r, c = i + m - padding, j + n - padding
                    if 0 <= r < h and 0 <= c < w:
                        output[i, j] += image[r, c] * kernel[m, n]
    return output


def stacked_strips(image, kernel, padding=0):
    """Strips of zeros glued on with `vstack` and `hstack`."""
    strip = np.zeros((padding, image.shape[1]))
    tall = np.vstack([strip, image, strip])
    side = np.zeros((tall.shape[0], padding))
    framed = np.hstack([side, tall, side])
    return np.tensordot(sliding_window_view(framed, kernel.shape), kernel, axes=2)


def while_loops(img, ker, padding=0):
    """Rows and columns of zeros inserted one at a time, then `while` loops; other parameter names."""
    grown = np.array(img, dtype=float)
    ring = 0
    while ring < padding:
        grown = np.insert(grown, [0, grown.shape[0]], 0, axis=0)
        grown = np.insert(grown, [0, grown.shape[1]], 0, axis=1)
        ring += 1
    answer, i = [], 0
    while i <= grown.shape[0] - ker.shape[0]:
        answer.append(
            [
                np.sum(grown[i : i + ker.shape[0], j : j + ker.shape[1]] * ker)
                for j in range(grown.shape[1] - ker.shape[1] + 1)
            ]
        )
        i += 1
    return np.asarray(answer)


def scatter(image, kernel, padding=0):
    """Every pixel hands its share to the outputs that see it."""
    (h, w), (kh, kw) = image.shape, kernel.shape
    output = np.zeros((h + 2 * padding - kh + 1, w + 2 * padding - kw + 1))
    for (r, c), pixel in np.ndenumerate(image):
        for (m, n), weight in np.ndenumerate(kernel):
            i, j = r + padding - m, c + padding - n
            if 0 <= i < output.shape[0] and 0 <= j < output.shape[1]:
                output[i, j] += pixel * weight
    return output


def fourier(image, kernel, padding=0):
    """The transform pads by itself; the right part is cut out of the padded result."""
    framed = np.pad(image, padding)
    shape = tuple(np.add(framed.shape, kernel.shape))
    full = np.fft.irfft2(np.fft.rfft2(framed, shape) * np.fft.rfft2(np.flip(kernel), shape), shape)
    return full[kernel.shape[0] - 1 : framed.shape[0], kernel.shape[1] - 1 : framed.shape[1]]


def strided(image, kernel, padding=0):
    """A block matrix of zeros and the image, `as_strided`, einsum."""
    corner = np.zeros((padding, padding))
    edge, side = np.zeros((padding, image.shape[1])), np.zeros((image.shape[0], padding))
    framed = np.block([[corner, edge, corner], [side, image, side], [corner, edge, corner]])
    shape = tuple(np.subtract(framed.shape, kernel.shape) + 1) + kernel.shape
    return np.einsum("ijmn,mn->ij", as_strided(framed, shape, framed.strides * 2), kernel)


def float32_inside(image, kernel, padding=0):
    """Everything in single precision, im2col and a matrix product."""
    framed = np.pad(image.astype(np.float32), ((padding, padding), (padding, padding)))
    windows = sliding_window_view(framed, kernel.shape)
    return windows.reshape(-1, kernel.size).dot(kernel.astype(np.float32).ravel()).reshape(windows.shape[:2])


def ring_by_ring(image, kernel, padding=0):
    """Recursion: one ring of zeros, then the rest."""
    if padding == 0:
        return _slide(image, kernel)
    larger = np.zeros(np.add(image.shape, 2))
    larger[1:-1, 1:-1] = image
    return ring_by_ring(larger, kernel, padding - 1)


class _Framed:
    def __init__(self, image, padding):
        self.image, self.padding = image, padding

    def __getitem__(self, place):
        row, column = (index - self.padding for index in place)
        inside = 0 <= row < self.image.shape[0] and 0 <= column < self.image.shape[1]
        return self.image[row, column] if inside else 0


def class_based(image, kernel, padding=0):
    """A class that answers zero outside the image; a nested list as the answer."""
    framed = _Framed(image, padding)
    (h, w), (kh, kw) = image.shape, kernel.shape
    return [
        [
            sum(framed[i + m, j + n] * kernel[m, n] for m in range(kh) for n in range(kw))
            for j in range(w + 2 * padding - kw + 1)
        ]
        for i in range(h + 2 * padding - kh + 1)
    ]


def embedding_matrices(image, kernel, padding=0):
    """The frame comes from products with shifted unit matrices."""
    h, w = image.shape
    x = np.eye(h + 2 * padding, h, -padding) @ image @ np.eye(w, w + 2 * padding, padding)
    (kh, kw), (rows, columns) = kernel.shape, x.shape
    return np.array(
        [[(x[i : i + kh, j : j + kw] * kernel).sum() for j in range(columns - kw + 1)] for i in range(rows - kh + 1)]
    )


def dictionary_of_pixels(image, kernel, padding=0):
    """Pixels by their place in a dictionary: what is not in it counts as zero."""
    pixels = {(r + padding, c + padding): value for (r, c), value in np.ndenumerate(image)}
    output = np.zeros([n + 2 * padding - k + 1 for n, k in zip(image.shape, kernel.shape, strict=True)])
    for i, j in np.ndindex(output.shape):
        for (m, n), weight in np.ndenumerate(kernel):
            output[i, j] += pixels.get((i + m, j + n), 0) * weight
    return output
