"""Other right answers to `col2im`, in styles that students use."""

import numpy as np


def _both(k):
    return k if isinstance(k, tuple) else (k, k)


def patch_by_patch(columns, input_shape, kernel_size, stride=1, padding=0):
    """A column after the other, added to its place."""
    kh, kw = _both(kernel_size)
    N, C, H, W = input_shape
    out = np.zeros((N, C, H + 2 * padding, W + 2 * padding))
    out_h, out_w = (H + 2 * padding - kh) // stride + 1, (W + 2 * padding - kw) // stride + 1
    for n in range(N):
        for i in range(out_h):
            for j in range(out_w):
                patch = columns[n, :, i * out_w + j].reshape(C, kh, kw)
                out[n, :, i * stride : i * stride + kh, j * stride : j * stride + kw] += patch
    if padding == 0:
        return out
    return out[:, :, padding:-padding, padding:-padding]


def add_at(columns, input_shape, kernel_size, stride=1, padding=0):
    """`np.add.at` with arrays of indices, as in CS231n."""
    kh, kw = _both(kernel_size)
    n, c, h, w = input_shape
    out_h, out_w = (h + 2 * padding - kh) // stride + 1, (w + 2 * padding - kw) // stride + 1
    i = np.tile(np.repeat(np.arange(kh), kw), c)[:, None] + stride * np.repeat(np.arange(out_h), out_w)[None]
    j = np.tile(np.arange(kw), kh * c)[:, None] + stride * np.tile(np.arange(out_w), out_h)[None]
    k = np.repeat(np.arange(c), kh * kw)[:, None]
    padded = np.zeros((n, c, h + 2 * padding, w + 2 * padding), dtype=columns.dtype)
    np.add.at(padded, (slice(None), k, i, j), columns)
    return padded[:, :, padding : h + padding, padding : w + padding]


def counted(columns, input_shape, kernel_size, stride=1, padding=0):
    """`np.bincount` over flat places, image by image."""
    kh, kw = _both(kernel_size)
    n, c, h, w = input_shape
    H, W = h + 2 * padding, w + 2 * padding
    oh, ow = (H - kh) // stride + 1, (W - kw) // stride + 1
    flat = np.arange(c * H * W).reshape(c, H, W)
    places = np.array(
        [
            flat[k, a : a + stride * oh : stride, b : b + stride * ow : stride].ravel()
            for k in range(c)
            for a in range(kh)
            for b in range(kw)
        ]
    )
    images = [np.bincount(places.ravel(), weights=one.ravel(), minlength=c * H * W) for one in columns]
    return np.array(images).reshape(n, c, H, W)[:, :, padding : padding + h, padding : padding + w]


def by_matrix(columns, input_shape, kernel_size, stride=1, padding=0):
    """The transpose of im2col as a matrix of zeros and ones."""
    kh, kw = _both(kernel_size)
    n, c, h, w = input_shape
    H, W = h + 2 * padding, w + 2 * padding
    oh, ow = (H - kh) // stride + 1, (W - kw) // stride + 1
    matrix = np.zeros((kh * kw * oh * ow, H * W))
    row = 0
    for a in range(kh):
        for b in range(kw):
            for i in range(oh):
                for j in range(ow):
                    matrix[row, (i * stride + a) * W + j * stride + b] = 1
                    row += 1
    images = columns.reshape(n * c, -1) @ matrix
    return images.reshape(n, c, H, W)[:, :, padding : H - padding, padding : W - padding]
