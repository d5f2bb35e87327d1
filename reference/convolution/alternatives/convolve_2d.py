"""Right answers to `convolve_2d`: the turn by 180 degrees in many styles."""

import numpy as np
from numpy.lib.stride_tricks import as_strided, sliding_window_view


def flip_and_slide(image, kernel):
    """`np.flip`, two loops."""
    turned = np.flip(kernel)
    (h, w), (kh, kw) = image.shape, kernel.shape
    output = np.zeros((h - kh + 1, w - kw + 1))
    for i in range(h - kh + 1):
        for j in range(w - kw + 1):
            output[i, j] = np.sum(image[i : i + kh, j : j + kw] * turned)
    return output


def backward_indices(image, kernel):
    """Four loops, the kernel read from its end, a nested list as the answer."""
    (h, w), (kh, kw) = image.shape, kernel.shape
    return [
        [
            sum(image[i + m, j + n] * kernel[kh - 1 - m, kw - 1 - n] for m in range(kh) for n in range(kw))
            for j in range(w - kw + 1)
        ]
        for i in range(h - kh + 1)
    ]


def by_definition(image, kernel):
    """The sum of I(i - m, j - n) K(m, n), its fully covered part."""
    (h, w), (kh, kw) = image.shape, kernel.shape
    output = np.zeros((h - kh + 1, w - kw + 1))
    for i in range(kh - 1, h):
        for j in range(kw - 1, w):
            for m in range(kh):
                for n in range(kw):
                    output[i - kh + 1, j - kw + 1] += image[i - m, j - n] * kernel[m, n]
    return output


def rot90_twice(image, kernel):
    """Two quarter turns, then windows and einsum."""
    return np.einsum("ijmn,mn->ij", sliding_window_view(image, kernel.shape), np.rot90(kernel, 2))


def fourier(image, kernel):
    """The convolution theorem as it stands: nothing to flip."""
    shape = tuple(np.add(image.shape, kernel.shape) - 1)
    full = np.fft.irfft2(np.fft.rfft2(image, shape) * np.fft.rfft2(kernel, shape), shape)
    return full[kernel.shape[0] - 1 : image.shape[0], kernel.shape[1] - 1 : image.shape[1]]


def scatter(image, kernel):
    """Every pixel spreads the kernel over a large canvas; the middle is kept."""
    (h, w), (kh, kw) = image.shape, kernel.shape
    canvas = np.zeros((h + kh - 1, w + kw - 1))
    for (r, c), pixel in np.ndenumerate(image):
        canvas[r : r + kh, c : c + kw] += pixel * kernel
    return canvas[kh - 1 : h, kw - 1 : w]


def flipped_image(image, kernel):
    """The image turned instead of the kernel, and the answer turned back."""
    turned = image[::-1, ::-1]
    windows = sliding_window_view(turned, kernel.shape)
    return np.tensordot(windows, kernel, axes=2)[::-1, ::-1]


def strided(image, kernel):
    """Window strides that run backwards; float32 inside."""
    x = np.ascontiguousarray(image, dtype=np.float32)
    (kh, kw), (down, right) = kernel.shape, x.strides
    shape = (x.shape[0] - kh + 1, x.shape[1] - kw + 1, kh, kw)
    windows = as_strided(x[kh - 1 :, kw - 1 :], shape, (down, right, -down, -right))
    return (windows * np.float32(kernel)).sum((2, 3))


def while_loops(img, ker):
    """A copied kernel turned with swaps, then `while` loops; other parameter names."""
    flat = list(ker.ravel())
    flat.reverse()
    turned = np.reshape(flat, ker.shape)
    answer = np.empty(np.subtract(img.shape, ker.shape) + 1)
    i = 0
    while i < answer.shape[0]:
        j = 0
        while j < answer.shape[1]:
            answer[i, j] = np.vdot(turned, img[i : i + ker.shape[0], j : j + ker.shape[1]])
            j += 1
        i += 1
    return answer


def shift_and_add(image, kernel):
    """A loop over the kernel's elements, shifts counted from the far corner."""
    rows, columns = np.subtract(image.shape, kernel.shape) + 1
    total = 0
    for (m, n), weight in np.ndenumerate(kernel):
        top, left = kernel.shape[0] - 1 - m, kernel.shape[1] - 1 - n
        total = total + weight * image[top : top + rows, left : left + columns]
    return total


def im2col(image, kernel):
    """Flattened patches times the flattened kernel read backwards."""
    rows, columns = (n - k + 1 for n, k in zip(image.shape, kernel.shape, strict=True))
    patches = np.stack(
        [image[i : i + len(kernel), j : j + kernel.shape[1]].ravel() for i, j in np.ndindex(rows, columns)]
    )
    return (patches @ kernel.ravel()[::-1]).reshape(rows, columns)


def recursive(image, kernel):
    """Rows of the kernel one by one: the last row first, the rest by recursion."""
    if len(kernel) == 0:
        return 0
    rows = len(image) - len(kernel) + 1
    windows = sliding_window_view(image[:rows], kernel.shape[1], axis=1)
    return windows @ kernel[-1, ::-1] + recursive(image[1:], kernel[:-1])


def reversed_lists(image, kernel):
    """The kernel turned as nested lists, the answer kept in a read-only array."""
    turned = np.array([row[::-1] for row in kernel.tolist()[::-1]])
    kh, kw = turned.shape
    answer = np.array(
        [
            [np.trace(image[i : i + kh, j : j + kw] @ turned.T) for j in range(image.shape[1] - kw + 1)]
            for i in range(image.shape[0] - kh + 1)
        ]
    )
    answer.flags.writeable = False
    return answer
