"""Other right answers to `im2col`, in styles that students use."""

import numpy as np
import torch
from numpy.lib.stride_tricks import as_strided, sliding_window_view


def _both(k):
    return k if isinstance(k, tuple) else (k, k)


def windows(x, kernel_size, stride=1, padding=0):
    """`sliding_window_view`, strided, with the axes put in order."""
    kh, kw = _both(kernel_size)
    x = np.pad(x, [(0, 0), (0, 0), (padding, padding), (padding, padding)])
    view = sliding_window_view(x, (kh, kw), axis=(2, 3))[:, :, ::stride, ::stride]
    n, c, h, w = view.shape[:4]
    return view.transpose(0, 1, 4, 5, 2, 3).reshape(n, c * kh * kw, h * w)


def four_loops(x, kernel_size, stride=1, padding=0):
    """A patch after the other, each flattened into its column."""
    kh, kw = _both(kernel_size)
    N, C, H, W = x.shape
    padded = np.zeros((N, C, H + 2 * padding, W + 2 * padding))
    padded[:, :, padding : padding + H, padding : padding + W] = x
    out_h, out_w = (H + 2 * padding - kh) // stride + 1, (W + 2 * padding - kw) // stride + 1
    columns = np.zeros((N, C * kh * kw, out_h * out_w))
    for n in range(N):
        place = 0
        for i in range(out_h):
            for j in range(out_w):
                top, left = i * stride, j * stride
                columns[n, :, place] = padded[n, :, top : top + kh, left : left + kw].ravel()
                place += 1
    return columns


def index_arrays(x, kernel_size, stride=1, padding=0):
    """Arrays of indices, as in CS231n."""
    kh, kw = _both(kernel_size)
    _n, c, h, w = x.shape
    out_h, out_w = (h + 2 * padding - kh) // stride + 1, (w + 2 * padding - kw) // stride + 1
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)), mode="constant")
    i = np.tile(np.repeat(np.arange(kh), kw), c)[:, None] + stride * np.repeat(np.arange(out_h), out_w)[None]
    j = np.tile(np.arange(kw), kh * c)[:, None] + stride * np.tile(np.arange(out_w), out_h)[None]
    k = np.repeat(np.arange(c), kh * kw)[:, None]
    return padded[:, k, i, j]


def strides(x, kernel_size, stride=1, padding=0):
    """`as_strided` on a contiguous padded copy."""
    kh, kw = _both(kernel_size)
    p = np.ascontiguousarray(np.pad(x, ((0, 0), (0, 0), (padding,) * 2, (padding,) * 2)))
    n, c, h, w = p.shape
    oh, ow = (h - kh) // stride + 1, (w - kw) // stride + 1
    sn, sc, sh, sw = p.strides
    view = as_strided(p, (n, c, kh, kw, oh, ow), (sn, sc, sh, sw, sh * stride, sw * stride), writeable=False)
    return view.reshape(n, -1, oh * ow)


def stacked(x, kernel_size, stride=1, padding=0):
    """A list of rows of the answer, one for each place in the kernel and channel."""
    kh, kw = _both(kernel_size)
    p = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    oh, ow = 1 + (p.shape[2] - kh) // stride, 1 + (p.shape[3] - kw) // stride
    rows = [
        p[:, c, a : a + stride * (oh - 1) + 1 : stride, b : b + stride * (ow - 1) + 1 : stride].reshape(len(x), -1)
        for c in range(x.shape[1])
        for a in range(kh)
        for b in range(kw)
    ]
    return np.stack(rows, axis=1)


def by_torch_slices(x, kernel_size, stride=1, padding=0):
    """Tensors, cut by hand, and back to NumPy."""
    kh, kw = _both(kernel_size)
    t = torch.tensor(np.asarray(x, dtype=np.float64))
    n, c, h, w = t.shape
    padded = torch.zeros(n, c, h + 2 * padding, w + 2 * padding, dtype=t.dtype)
    padded[:, :, padding : padding + h, padding : padding + w] = t
    oh, ow = (h + 2 * padding - kh) // stride + 1, (w + 2 * padding - kw) // stride + 1
    out = torch.empty(n, c, kh, kw, oh, ow, dtype=t.dtype)
    for a in range(kh):
        for b in range(kw):
            out[:, :, a, b] = padded[:, :, a : a + stride * oh : stride, b : b + stride * ow : stride]
    return out.reshape(n, c * kh * kw, oh * ow).numpy()
