"""Reference solution of `filters`: classic 3x3 kernels, what they do to an image, and pictures of it."""

import matplotlib.pyplot as plt
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

_SOBEL_HORIZONTAL = [[-1, -2, -1], [0, 0, 0], [1, 2, 1]]
_SOBEL_VERTICAL = [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]


def _correlate(image, kernel, padding=0, stride=1):
    """`(H, W)` under `(kH, kW)`, framed by `padding` zeros, at every `stride`-th position."""
    windows = sliding_window_view(np.pad(image, padding), np.shape(kernel))[::stride, ::stride]
    return np.tensordot(windows, kernel, axes=2)


def _edges(image):
    """`(gx, gy, magnitude)` of the image's size."""
    gx, gy = (_correlate(image, np.array(kernel), padding=1) for kernel in (_SOBEL_HORIZONTAL, _SOBEL_VERTICAL))
    return gx, gy, np.sqrt(gx**2 + gy**2)


def _panels(rows, columns):
    """A new figure, and its panels row by row, all without axes."""
    figure, axes = plt.subplots(rows, columns)
    panels = np.ravel(axes)
    for panel in panels:
        panel.set_axis_off()
    return figure, panels


def _draw(panel, picture, title=""):
    panel.imshow(picture, cmap="gray")
    panel.set_title(title)


def kernels():
    """The nine classic kernels, by name; each `(3, 3)`."""
    box, gauss = np.ones((3, 3)) / 9, np.outer([1, 2, 1], [1, 2, 1]) / 16
    return {
        "Identity": np.array([[0, 0, 0], [0, 1, 0], [0, 0, 0]]),
        "Box Blur": box,
        "Gaussian Blur": gauss,
        "Sharpen": np.array([[0, -1, 0], [-1, 5, -1], [0, -1, 0]]),
        "Laplacian": np.array([[0, -1, 0], [-1, 4, -1], [0, -1, 0]]),
        "Edge Detection": np.array([[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]]),
        "Sobel Horizontal": np.array(_SOBEL_HORIZONTAL),
        "Sobel Vertical": np.array(_SOBEL_VERTICAL),
        "Emboss": np.array([[-2, -1, 0], [-1, 1, 1], [0, 1, 2]]),
    }


def apply_kernels(image, kernels):
    """The image's responses to `(3, 3)` kernels, by name, each of the image's size."""
    return {name: _correlate(image, kernel, padding=1) for name, kernel in kernels.items()}


def sobel_edges(image):
    """`(gx, gy, magnitude)`: responses to "Sobel Horizontal" and "Sobel Vertical", and the root of the sum of their squares."""
    return _edges(image)


def diagonal_kernel():
    """A `(3, 3)` kernel for edges from the top left to the bottom right: dark below the diagonal, bright above."""
    return np.array([[0, 1, 2], [-1, 0, 1], [-2, -1, 0]])


def plot_kernels(image, kernels):
    """A Figure of 3x3 panels: the image, then its response to each of up to eight kernels."""
    figure, panels = _panels(3, 3)
    responses = {name: _correlate(image, kernel, padding=1) for name, kernel in kernels.items()}
    for panel, (title, picture) in zip(panels, [("Original", image), *responses.items()], strict=False):
        _draw(panel, picture, title)
    return figure


def plot_edges(images):
    """A Figure of 2x10 panels: ten digits above, the magnitudes of their edges below."""
    figure, panels = _panels(2, 10)
    for digit, image in enumerate(images):
        _draw(panels[digit], image, str(digit))
        _draw(panels[10 + digit], _edges(image)[2])
    return figure


def plot_stride(image, kernel, strides=(1, 2, 3)):
    """A Figure with one panel per stride: the response without padding, titled with its size."""
    figure, panels = _panels(1, len(strides))
    for panel, stride in zip(panels, strides, strict=True):
        response = _correlate(image, kernel, stride=stride)
        _draw(panel, response, f"Stride {stride}: {response.shape[0]} x {response.shape[1]}")
    return figure


edges_enough = """
Yes, nearly all digits can be told from their edges: outlines, strokes and loops are there, and where they lie. Gone are
brightness and contrast, whether a flat area was light or dark, and in the magnitude which side of an edge was brighter.
A digit is its shape, and brightness and pen differ from writer to writer without meaning anything, so a classifier
has less to see past; it is worse off only where the class depends on them.
"""
sum_of_kernel = """
The blurs sum to 1 and leave a flat image as it is; the edge kernels sum to 0 and make it black, so that only changes
stay; sharpening sums to 1 and keeps the brightness. Along the border the zeros of the padding are neighbours of the image:
for the kernel that is an edge, though there is none in the image.
"""
