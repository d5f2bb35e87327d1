"""Right answers to `conv2d_same`: frames of zeros and of mirrored pixels in many styles."""

import numpy as np
from numpy.lib.stride_tricks import as_strided, sliding_window_view


def np_pad(image, kernel, boundary="zero"):
    """`np.pad` with both modes, two loops."""
    kh, kw = kernel.shape
    top, left = (kh - 1) // 2, (kw - 1) // 2
    mode = {"zero": "constant", "symmetric": "symmetric"}[boundary]
    x = np.pad(image, ((top, kh - 1 - top), (left, kw - 1 - left)), mode=mode)
    output = np.zeros(image.shape)
    for i in range(image.shape[0]):
        for j in range(image.shape[1]):
            output[i, j] = np.sum(x[i : i + kh, j : j + kw] * kernel)
    return output


def index_checks(image, kernel, boundary="zero"):
    """No padded array: indices outside are skipped or folded back."""
    (h, w), (kh, kw) = image.shape, kernel.shape

    def pixel(r, c):
        if 0 <= r < h and 0 <= c < w:
            return image[r, c]
        if boundary == "zero":
            return 0
        r = -r - 1 if r < 0 else 2 * h - r - 1 if r >= h else r
        c = -c - 1 if c < 0 else 2 * w - c - 1 if c >= w else c
        return image[r, c]

    output = np.zeros((h, w))
    for i in range(h):
        for j in range(w):
            for m in range(kh):
                for n in range(kw):
                    output[i, j] += kernel[m, n] * pixel(i + m - (kh - 1) // 2, j + n - (kw - 1) // 2)
    return output


def glued_mirrors(image, kernel, boundary="zero"):
    """Slices of the image turned round and glued on, then windows."""
    x = np.asarray(image, dtype=float)
    for axis in (0, 1):
        k = kernel.shape[axis]
        x = np.moveaxis(x, axis, 0)
        head, tail = x[: (k - 1) // 2][::-1], x[len(x) - k // 2 :][::-1]
        if boundary == "zero":
            head, tail = 0 * head, 0 * tail
        x = np.moveaxis(np.concatenate([head, x, tail]), 0, axis)
    return np.einsum("ijkl,kl->ij", sliding_window_view(x, kernel.shape), kernel)


def folded_indices(image, kernel, boundary="zero"):
    """An index for every padded row and column; zeros come from an extra row and column."""

    def indices(n, k):
        raw = np.arange(-((k - 1) // 2), n + k // 2)
        if boundary == "symmetric":
            return np.where(raw < 0, -raw - 1, np.where(raw >= n, 2 * n - 1 - raw, raw))
        return np.where((raw < 0) | (raw >= n), n, raw)

    extended = np.zeros(np.add(image.shape, 1))
    extended[:-1, :-1] = image
    rows, columns = map(indices, image.shape, kernel.shape)
    return np.tensordot(sliding_window_view(extended[np.ix_(rows, columns)], kernel.shape), kernel, axes=2)


def fourier(image, kernel, boundary="zero"):
    """The convolution theorem; the cut lets the extra row and column go after."""
    before = [(k - 1) // 2 for k in kernel.shape]
    if boundary == "symmetric":
        image = np.pad(image, [(b, k - 1 - b) for b, k in zip(before, kernel.shape, strict=True)], mode="symmetric")
        start, size = np.subtract(kernel.shape, 1), np.subtract(image.shape, kernel.shape) + 1
    else:
        start, size = np.subtract(kernel.shape, np.add(before, 1)), image.shape
    shape = tuple(np.add(image.shape, kernel.shape) - 1)
    full = np.fft.irfft2(np.fft.rfft2(image, shape) * np.fft.rfft2(kernel[::-1, ::-1], shape), shape)
    return full[start[0] : start[0] + size[0], start[1] : start[1] + size[1]]


def strided(image, kernel, boundary="zero"):
    """A canvas filled by hand, `as_strided`, float32 inside."""
    (h, w), (kh, kw) = image.shape, kernel.shape
    t, l = (kh - 1) // 2, (kw - 1) // 2  # noqa: E741
    x = np.zeros((h + kh - 1, w + kw - 1), dtype=np.float32)
    x[t : t + h, l : l + w] = image
    if boundary != "zero":
        for i in range(t):
            x[i] = x[2 * t - 1 - i]
        for i in range(kh // 2):
            x[t + h + i] = x[t + h - 1 - i]
        for j in range(l):
            x[:, j] = x[:, 2 * l - 1 - j]
        for j in range(kw // 2):
            x[:, l + w + j] = x[:, l + w - 1 - j]
    windows = as_strided(x, (h, w, kh, kw), x.strides * 2)
    return (windows * kernel.astype(np.float32)).sum(axis=(-1, -2))


def shift_and_add(image, kernel, boundary="zero"):
    """A loop over the kernel's elements; the frame comes from a tiled mirror image."""
    (h, w), (kh, kw) = image.shape, kernel.shape
    other = np.zeros_like(image) if boundary == "zero" else image
    middle = np.hstack([np.fliplr(other), image, np.fliplr(other)])
    above = np.flipud(np.hstack([np.fliplr(other), other, np.fliplr(other)]))
    nine = np.vstack([above, middle, above])
    output = np.zeros((h, w))
    for m in range(kh):
        for n in range(kw):
            top, left = h - (kh - 1) // 2 + m, w - (kw - 1) // 2 + n
            output = output + kernel[m, n] * nine[top : top + h, left : left + w]
    return output


def while_loops(img, ker, boundary="zero"):
    """The frame grows one row or column at a time; `while` loops; a nested list as the answer."""
    x = np.array(img, dtype=float)
    for axis in (0, 1):
        size, k = img.shape[axis], ker.shape[axis]
        front, back = [], []
        step = 0
        while step < k // 2:
            near, far = np.take(x, step, axis=axis), np.take(x, size - 1 - step, axis=axis)
            if step < (k - 1) // 2:
                front.insert(0, near if boundary == "symmetric" else np.zeros_like(near))
            back.append(far if boundary == "symmetric" else np.zeros_like(far))
            step += 1
        x = np.stack([*front, *np.moveaxis(x, axis, 0), *back], axis=axis)
    answer, i = [], 0
    while i < img.shape[0]:
        answer.append([float((x[i : i + ker.shape[0], j : j + ker.shape[1]] * ker).sum()) for j in range(img.shape[1])])
        i += 1
    return answer


class _Mirror:
    """An axis that folds indices back into 0 .. n - 1, or answers None where zeros belong."""

    def __init__(self, n, fold):
        self.n, self.fold = n, fold

    def __getitem__(self, index):
        if 0 <= index < self.n:
            return index
        if not self.fold:
            return None
        return ~index if index < 0 else self[2 * self.n + ~index]


def class_based(image, kernel, boundary="zero"):
    """A class folds the indices; every pixel is asked one by one."""
    rows, columns = (_Mirror(n, boundary == "symmetric") for n in image.shape)
    top, left = (kernel.shape[0] - 1) // 2, (kernel.shape[1] - 1) // 2
    output = np.zeros(image.shape, dtype=np.longdouble)
    for i, j in np.ndindex(*image.shape):
        for (m, n), weight in np.ndenumerate(kernel):
            r, c = rows[i + m - top], columns[j + n - left]
            output[i, j] += 0 if r is None or c is None else weight * image[r, c]
    return output.astype(float)


def larger_then_cut(image, kernel, boundary="zero"):
    """More padding than needed on every side, then the right part of a larger answer."""
    reach = max(kernel.shape)
    if boundary == "symmetric":
        x = np.pad(image, [(min(reach, n), min(reach, n)) for n in image.shape], mode="symmetric")
    else:
        x = np.pad(image, reach)
    top, left = ((a - b) // 2 for a, b in zip(x.shape, image.shape, strict=True))
    answer = np.tensordot(sliding_window_view(x, kernel.shape), kernel, axes=2)
    i, j = top - (kernel.shape[0] - 1) // 2, left - (kernel.shape[1] - 1) // 2
    return answer[i : i + image.shape[0], j : j + image.shape[1]]


def endless_mirror(image, kernel, boundary="zero"):
    """The mirrored image goes on for ever: indices are taken modulo twice its size."""
    (h, w), (kh, kw) = image.shape, kernel.shape
    plane = np.block([[image, image[:, ::-1]], [image[::-1], image[::-1, ::-1]]])
    output = np.zeros((h, w))
    for i, j in np.ndindex(h, w):
        for m, n in np.ndindex(kh, kw):
            r, c = i + m - (kh - 1) // 2, j + n - (kw - 1) // 2
            if boundary == "symmetric" or (0 <= r < h and 0 <= c < w):
                output[i, j] += plane[r % (2 * h), c % (2 * w)] * kernel[m, n]
    return output
