"""Right answers to `conv2d_dilated`: gaps made in many styles."""

import numpy as np
from numpy.lib.stride_tricks import as_strided, sliding_window_view


def _size(n, k, padding, stride, dilation):
    return (n + 2 * padding - dilation * (k - 1) - 1) // stride + 1


def stepping_slices(image, kernel, padding=0, stride=1, dilation=1):
    """Patches cut with slices that step by the dilation."""
    x = np.pad(image, padding)
    kh, kw = kernel.shape
    reach_h, reach_w = dilation * (kh - 1) + 1, dilation * (kw - 1) + 1
    output = np.zeros(((x.shape[0] - reach_h) // stride + 1, (x.shape[1] - reach_w) // stride + 1))
    for i in range(output.shape[0]):
        for j in range(output.shape[1]):
            r, c = i * stride, j * stride
            output[i, j] = np.sum(x[r : r + reach_h : dilation, c : c + reach_w : dilation] * kernel)
    return output


def widened_kernel(image, kernel, padding=0, stride=1, dilation=1):
    """Zeros written between the kernel's elements, then an ordinary convolution."""
    wide = np.zeros([dilation * (k - 1) + 1 for k in kernel.shape])
    wide[::dilation, ::dilation] = kernel
    windows = sliding_window_view(np.pad(image, padding), wide.shape)[::stride, ::stride]
    return np.tensordot(windows, wide, axes=2)


def index_checks(image, kernel, padding=0, stride=1, dilation=1):
    """No padded array: four loops and index checks."""
    rows, columns = (_size(n, k, padding, stride, dilation) for n, k in zip(image.shape, kernel.shape, strict=True))
    output = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            for m in range(kernel.shape[0]):
                for n in range(kernel.shape[1]):
                    r, c = i * stride + m * dilation - padding, j * stride + n * dilation - padding
                    if 0 <= r < image.shape[0] and 0 <= c < image.shape[1]:
                        output[i, j] += image[r, c] * kernel[m, n]
    return output


def strided(image, kernel, padding=0, stride=1, dilation=1):
    """`as_strided` with one step for the stride and one for the dilation."""
    h, w = image.shape
    x = np.zeros((h + 2 * padding, w + 2 * padding), dtype=np.result_type(image, kernel))
    x[padding : h + padding, padding : w + padding] = image
    shape = [_size(n, k, padding, stride, dilation) for n, k in zip(image.shape, kernel.shape, strict=True)]
    steps = [step * stride for step in x.strides] + [step * dilation for step in x.strides]
    return np.einsum("ijmn,mn->ij", as_strided(x, (*shape, *kernel.shape), steps), kernel)


def shift_and_add(image, kernel, padding=0, stride=1, dilation=1):
    """A loop over the kernel's elements, each shifted by its own gap."""
    x = np.pad(image, padding)
    rows, columns = (_size(n, k, padding, stride, dilation) for n, k in zip(image.shape, kernel.shape, strict=True))
    total = np.zeros((rows, columns))
    for (m, n), weight in np.ndenumerate(kernel):
        shifted = x[m * dilation :, n * dilation :][::stride, ::stride]
        total += weight * shifted[:rows, :columns]
    return total


def im2col(image, kernel, padding=0, stride=1, dilation=1):
    """Index grids gather all patches, one matrix product; float32 inside."""
    x = np.pad(image.astype(np.float32), padding)
    rows, columns = (_size(n, k, padding, stride, dilation) for n, k in zip(image.shape, kernel.shape, strict=True))
    i, j = np.indices((rows, columns)).reshape(2, -1, 1) * stride
    m, n = np.indices(kernel.shape).reshape(2, 1, -1) * dilation
    return (x[i + m, j + n] @ kernel.astype(np.float32).reshape(-1)).reshape(rows, columns)


def fourier(image, kernel, padding=0, stride=1, dilation=1):
    """`np.kron` widens the kernel, the convolution theorem does the rest."""
    gap = np.zeros((dilation, dilation))
    gap[0, 0] = 1
    wide = np.kron(kernel, gap)
    x = np.pad(image, padding + dilation)
    shape = tuple(np.add(x.shape, wide.shape))
    full = np.fft.irfft2(np.fft.rfft2(x, shape) * np.conj(np.fft.rfft2(wide, shape)), shape)
    rows, columns = (_size(n, k, padding, stride, dilation) for n, k in zip(image.shape, kernel.shape, strict=True))
    return full[dilation::stride, dilation::stride][:rows, :columns]


def while_loops(img, ker, padding=0, stride=1, dilation=1):
    """`while` loops that stop when the last element would leave the image; a nested list as the answer."""
    framed = np.pad(img, padding)
    last_h, last_w = (ker.shape[0] - 1) * dilation, (ker.shape[1] - 1) * dilation
    answer, r = [], 0
    while r + last_h < framed.shape[0]:
        row, c = [], 0
        while c + last_w < framed.shape[1]:
            total, m = 0.0, 0
            while m < ker.shape[0]:
                total += float(np.dot(framed[r + m * dilation, c : c + last_w + 1 : dilation], ker[m]))
                m += 1
            row.append(total)
            c += stride
        answer.append(row)
        r += stride
    return answer


def interleaved(image, kernel, padding=0, stride=1, dilation=1):
    """Every `dilation`-th pixel makes a small image of its own; ordinary convolutions of those are woven together."""
    x = np.pad(image, padding)
    dense = np.zeros([n - dilation * (k - 1) for n, k in zip(x.shape, kernel.shape, strict=True)])
    for a in range(min(dilation, dense.shape[0])):
        for b in range(min(dilation, dense.shape[1])):
            windows = sliding_window_view(x[a::dilation, b::dilation], kernel.shape)
            dense[a::dilation, b::dilation] = np.einsum("ijmn,mn->ij", windows, kernel)
    return dense[::stride, ::stride]


class _Taps:
    """Where a dilated kernel touches the image, and with which weight."""

    def __init__(self, kernel, dilation):
        self.taps = [(m * dilation, n * dilation, w) for (m, n), w in np.ndenumerate(kernel)]
        self.reach = [(k - 1) * dilation for k in kernel.shape]

    def answer(self, x, stride):
        starts = [range(0, n - reach, stride) for n, reach in zip(x.shape, self.reach, strict=True)]
        return np.array([[sum(w * x[r + m, c + n] for m, n, w in self.taps) for c in starts[1]] for r in starts[0]])


def class_based(image, kernel, padding=0, stride=1, dilation=1):
    """A class keeps the list of touched places."""
    return _Taps(kernel, dilation).answer(np.pad(image, padding), stride)


def shift_matrices(image, kernel, padding=0, stride=1, dilation=1):
    """Rows and columns of a unit matrix, `stride` apart and begun at each gap, choose what a kernel element sees."""
    x = np.pad(image, padding)
    rows, columns = np.eye(x.shape[0]), np.eye(x.shape[1])
    (kh, kw), (h, w) = kernel.shape, x.shape
    total = 0
    for m, n in np.ndindex(kh, kw):
        down, right = m * dilation, n * dilation
        chosen = rows[down : h - (kh - 1 - m) * dilation : stride]
        total = total + kernel[m, n] * (chosen @ x @ columns[right : w - (kw - 1 - n) * dilation : stride].T)
    return total
