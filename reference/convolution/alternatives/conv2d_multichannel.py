"""Right answers to `conv2d_multichannel`, in the styles students write."""

import numpy as np
from numpy.lib.stride_tricks import as_strided, sliding_window_view


def _framed(image, padding):
    return np.pad(image, ((0, 0), (padding, padding), (padding, padding)))


def three_loops(image, kernels, bias=None, padding=0, stride=1):
    """Loops over output channels and positions, the whole patch at once."""
    x = _framed(image, padding)
    c_out, _, kh, kw = kernels.shape
    rows, columns = (x.shape[1] - kh) // stride + 1, (x.shape[2] - kw) // stride + 1
    output = np.zeros((c_out, rows, columns))
    for o in range(c_out):
        for i in range(rows):
            for j in range(columns):
                patch = x[:, i * stride : i * stride + kh, j * stride : j * stride + kw]
                output[o, i, j] = np.sum(patch * kernels[o])
        if bias is not None:
            output[o] += bias[o]
    return output


def six_loops(image, kernels, bias=None, padding=0, stride=1):
    """Six loops over single numbers and index checks; a nested list as the answer."""
    c_in, h, w = image.shape
    c_out, _, kh, kw = kernels.shape
    answer = []
    for o in range(c_out):
        plane = []
        for top in range(-padding, h + padding - kh + 1, stride):
            row = []
            for left in range(-padding, w + padding - kw + 1, stride):
                total = 0.0 if bias is None else float(bias[o])
                for c in range(c_in):
                    for m in range(max(0, -top), min(kh, h - top)):
                        for n in range(max(0, -left), min(kw, w - left)):
                            total += float(image[c, top + m, left + n]) * float(kernels[o, c, m, n])
                row.append(total)
            plane.append(row)
        answer.append(plane)
    return answer


def channel_by_channel(image, kernels, bias=None, padding=0, stride=1):
    """A two-dimensional helper for every pair of channels, added up."""

    def plain(plane, kernel):
        answers = np.einsum("ijmn,mn->ij", sliding_window_view(plane, kernel.shape), kernel)
        return answers[::stride, ::stride]

    x = _framed(image, padding)
    output = np.stack([sum(plain(x[c], kernel[c]) for c in range(len(x))) for kernel in kernels])
    return output if bias is None else output + bias[:, np.newaxis, np.newaxis]


def tensordot(image, kernels, bias=None, padding=0, stride=1):
    """Windows over both axes, one `tensordot`."""
    windows = sliding_window_view(_framed(image, padding), kernels.shape[2:], axis=(1, 2))[:, ::stride, ::stride]
    output = np.tensordot(kernels, windows, axes=([1, 2, 3], [0, 3, 4]))
    if bias is None:
        bias = np.zeros(len(kernels))
    return output + bias.reshape(-1, 1, 1)


def im2col(image, kernels, bias=None, padding=0, stride=1):
    """Patches as the columns of a matrix, kernels as the rows of another."""
    x = _framed(image, padding)
    c_out, _, kh, kw = kernels.shape
    tops, lefts = range(0, x.shape[1] - kh + 1, stride), range(0, x.shape[2] - kw + 1, stride)
    columns = np.stack([x[:, r : r + kh, c : c + kw].reshape(-1) for r in tops for c in lefts], axis=1)
    product = kernels.reshape(c_out, -1) @ columns
    if bias is not None:
        product = (product.T + bias).T
    return product.reshape(c_out, len(tops), len(lefts))


def strided(image, kernels, bias=None, padding=0, stride=1):
    """`as_strided` to six dimensions at once, einsum."""
    x = np.ascontiguousarray(_framed(image, padding), dtype=np.float64)
    c_out, c_in, kh, kw = kernels.shape
    plane, down, right = x.strides
    shape = (c_in, (x.shape[1] - kh) // stride + 1, (x.shape[2] - kw) // stride + 1, kh, kw)
    windows = as_strided(x, shape, (plane, down * stride, right * stride, down, right))
    output = np.einsum("cijmn,ocmn->oij", windows, kernels, optimize=True)
    for o in range(c_out):
        output[o] += 0 if bias is None else bias[o]
    return output


def shift_and_add(image, kernels, bias=None, padding=0, stride=1):
    """A loop over the kernel's places; all channels by a matrix product."""
    x = np.zeros((image.shape[0], image.shape[1] + 2 * padding, image.shape[2] + 2 * padding))
    x[:, padding : padding + image.shape[1], padding : padding + image.shape[2]] = image
    rows = (x.shape[1] - kernels.shape[2]) // stride + 1
    columns = (x.shape[2] - kernels.shape[3]) // stride + 1
    output = np.zeros((kernels.shape[0], rows, columns))
    for m, n in np.ndindex(kernels.shape[2:]):
        seen = x[:, m::stride, n::stride][:, :rows, :columns]
        output += np.tensordot(kernels[:, :, m, n], seen, axes=1)
    if bias is not None:
        output = np.array([plane + b for plane, b in zip(output, bias, strict=True)])
    return output


def fourier(image, kernels, bias=None, padding=0, stride=1):
    """Spectra multiplied and summed over the input channels."""
    x = _framed(image, padding)
    h, w = x.shape[1:]
    spectrum = (np.fft.fft2(x)[None] * np.conj(np.fft.fft2(kernels, (h, w)))).sum(axis=1)
    rows, columns = h - kernels.shape[2] + 1, w - kernels.shape[3] + 1
    answer = np.fft.ifft2(spectrum).real[:, :rows, :columns][:, ::stride, ::stride]
    return answer if bias is None else answer + np.broadcast_to(bias, answer.T.shape).T


def float32_inside(image, kernels, bias=None, padding=0, stride=1):
    """Everything in single precision."""
    x = _framed(image.astype("float32"), padding)
    w = kernels.astype("float32")
    windows = sliding_window_view(x, (len(x), *w.shape[2:]))[0, ::stride, ::stride]
    output = np.stack([(windows * one).sum(axis=(2, 3, 4)) for one in w])
    return output if bias is None else np.add(output, np.float32(bias)[:, None, None])


def ones_channel(image, kernels, bias=None, padding=0, stride=1):
    """The bias as one more input channel that is 1 everywhere, seen through the kernel's first element."""
    _, h, w = image.shape
    c_out, c_in, kh, kw = kernels.shape
    x = np.ones((c_in + 1, h + 2 * padding, w + 2 * padding))
    x[:c_in] = _framed(image, padding)
    weights = np.zeros((c_out, c_in + 1, kh, kw))
    weights[:, :c_in] = kernels
    weights[:, c_in, 0, 0] = 0 if bias is None else bias
    starts = [(r, c) for r in range(0, x.shape[1] - kh + 1, stride) for c in range(0, x.shape[2] - kw + 1, stride)]
    answers = [np.einsum("cmn,ocmn->o", x[:, r : r + kh, c : c + kw], weights) for r, c in starts]
    return np.array(answers).T.reshape(c_out, -1, len({c for _, c in starts}))


class _Filter:
    def __init__(self, kernel, bias, stride):
        self.kernel, self.bias, self.stride = kernel, bias, stride

    def __call__(self, x):
        _, kh, kw = self.kernel.shape
        places = [range(0, n - k + 1, self.stride) for n, k in zip(x.shape[1:], (kh, kw), strict=True)]
        answer = [[np.vdot(x[:, r : r + kh, c : c + kw], self.kernel) for c in places[1]] for r in places[0]]
        return np.array(answer) + self.bias


def class_based(image, kernels, bias=None, padding=0, stride=1):
    """One object a filter, each answering one plane."""
    biases = [0] * len(kernels) if bias is None else bias
    filters = [_Filter(kernel, b, stride) for kernel, b in zip(kernels, biases, strict=True)]
    x = _framed(image, padding)
    return np.array([one(x) for one in filters])


def while_loops(img, w, bias=None, padding=0, stride=1):
    """`while` loops over places, all filters at once; other parameter names."""
    x = np.concatenate(
        [np.zeros((len(img), padding, img.shape[2])), img, np.zeros((len(img), padding, img.shape[2]))], 1
    )
    x = np.concatenate([np.zeros((*x.shape[:2], padding)), x, np.zeros((*x.shape[:2], padding))], 2)
    kh, kw = w.shape[-2:]
    b = 0 if bias is None else bias
    rows, r = [], 0
    while r <= x.shape[1] - kh:
        row, c = [], 0
        while c <= x.shape[2] - kw:
            row.append((w * x[:, r : r + kh, c : c + kw]).sum(axis=(1, 2, 3)) + b)
            c += stride
        rows.append(row)
        r += stride
    return np.moveaxis(np.array(rows), -1, 0)


def channels_last_inside(image, kernels, bias=None, padding=0, stride=1):
    """Channels go last, as in other libraries, and come back to the front at the end."""
    x = np.pad(np.moveaxis(image, 0, -1), ((padding, padding), (padding, padding), (0, 0)))
    weights = kernels.transpose(2, 3, 1, 0)
    kh, kw = weights.shape[:2]
    rows = [
        [np.tensordot(x[t : t + kh, s : s + kw], weights, 3) for s in range(0, x.shape[1] - kw + 1, stride)]
        for t in range(0, x.shape[0] - kh + 1, stride)
    ]
    answer = np.array(rows) if bias is None else np.array(rows) + bias
    return answer.transpose(2, 0, 1)
