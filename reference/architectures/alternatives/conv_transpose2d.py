"""Other right answers to `conv_transpose2d`, in styles that students use."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def scatter(x, weight, bias=None, stride=1, padding=0, output_padding=0):
    """A pixel after the other spreads its kernels; then the edges are cut."""
    N, _, H, W = x.shape
    _, F, kh, kw = weight.shape
    full = np.zeros((N, F, (H - 1) * stride + kh + output_padding, (W - 1) * stride + kw + output_padding))
    for i in range(H):
        for j in range(W):
            spread = np.tensordot(x[:, :, i, j], weight, axes=(1, 0))
            full[:, :, i * stride : i * stride + kh, j * stride : j * stride + kw] += spread
    out = full[:, :, padding : full.shape[2] - padding, padding : full.shape[3] - padding]
    if bias is not None:
        out = out + bias.reshape(1, -1, 1, 1)
    return out


def zeros_between(x, weight, bias=None, stride=1, padding=0, output_padding=0):
    """Zeros between the pixels, then a convolution with the turned kernel."""
    n, c, h, w = x.shape
    kh, kw = weight.shape[2:]
    wide = np.zeros(
        (
            n,
            c,
            (h - 1) * stride + 1 + 2 * (kh - 1) + output_padding,
            (w - 1) * stride + 1 + 2 * (kw - 1) + output_padding,
        )
    )
    wide[:, :, kh - 1 : kh - 1 + (h - 1) * stride + 1 : stride, kw - 1 : kw - 1 + (w - 1) * stride + 1 : stride] = x
    view = sliding_window_view(wide, (kh, kw), axis=(2, 3))
    full = np.einsum("nchwij,cfij->nfhw", view, weight[:, :, ::-1, ::-1])
    out = full[:, :, padding : full.shape[2] - padding, padding : full.shape[3] - padding]
    return out if bias is None else out + np.asarray(bias)[None, :, None, None]


def gather(x, weight, bias=None, stride=1, padding=0, output_padding=0):
    """Which pixels reach a place of the output? Plain loops."""
    N, _, H, W = x.shape
    F, kh, kw = weight.shape[1:]
    out_h = (H - 1) * stride - 2 * padding + kh + output_padding
    out_w = (W - 1) * stride - 2 * padding + kw + output_padding
    out = np.zeros((N, F, out_h, out_w))
    for y in range(out_h):
        for z in range(out_w):
            for a in range(kh):
                for b in range(kw):
                    i, j = y + padding - a, z + padding - b
                    if i >= 0 and j >= 0 and i % stride == 0 and j % stride == 0:
                        i, j = i // stride, j // stride
                        if i < H and j < W:
                            out[:, :, y, z] += x[:, :, i, j] @ weight[:, :, a, b]
    for f in range(F):
        if bias is not None:
            out[:, f] += bias[f]
    return out


def product_and_fold(x, weight, bias=None, stride=1, padding=0, output_padding=0):
    """One matrix product, and its columns added back."""
    n, c, h, w = x.shape
    _, f, kh, kw = weight.shape
    columns = weight.reshape(c, -1).T @ x.reshape(n, c, h * w)
    columns = columns.reshape(n, f, kh, kw, h, w)
    out = np.zeros((n, f, (h - 1) * stride + kh + output_padding, (w - 1) * stride + kw + output_padding))
    for a in range(kh):
        for b in range(kw):
            out[:, :, a : a + stride * (h - 1) + 1 : stride, b : b + stride * (w - 1) + 1 : stride] += columns[
                :, :, a, b
            ]
    if padding:
        out = out[:, :, padding:-padding, padding:-padding]
    if bias is None:
        bias = np.zeros(f)
    return out + bias[:, None, None]
