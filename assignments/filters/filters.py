"""Filters, edges and pictures.

Nine kernels of 3 x 3 numbers, thought up long before anything was learned, still show what a convolution can see: they
blur, sharpen, and find edges. You write them down, apply them, put two of them together to an edge detector, design one of
your own, and draw figures of it all.

House conventions
- "Convolution" means cross-correlation, as everywhere in deep learning: the kernel is not flipped.
- Images are (H, W), of any height and width, with integers or floats in them. A response is never cut to integers,
  clipped or brought to another scale.
- "Padding 1" is a frame of zeros around the image, one pixel wide: a 3 x 3 kernel then keeps the image's size.
- Arguments are never modified: the caller still needs them.
- A function that plots returns the matplotlib Figure it drew on. What counts is what can be seen when the figure is drawn:
  which pictures, in which panels, under which titles. How you draw them (`imshow`, `matshow`, `pcolormesh`), how large, with
  or without a heading, is up to you.

Rules
- NumPy and matplotlib only, and no library convolution. You may call your own functions from one another, and write helpers.

Check your work with `pytest` in this folder, or with `convgrade check filters.py`. `digits.npz` holds ten real digits to try
things on: `np.load("digits.npz")["images"]`, of shape (10, 28, 28). Load it where you experiment, not in this module: the
grader gives your functions images of its own.
"""

import numpy as np
from matplotlib.figure import Figure


def kernels() -> dict[str, np.ndarray]:
    """The nine classic kernels, by name, each (3, 3).

    - "Identity": copies the image.
    - "Box Blur": the mean of the nine pixels.
    - "Gaussian Blur": 1 2 1 / 2 4 2 / 1 2 1, divided so that the numbers sum to 1.
    - "Sharpen": 5 in the middle, -1 at the four sides, 0 in the corners.
    - "Laplacian": 4 in the middle, -1 at the four sides, 0 in the corners.
    - "Edge Detection": 8 in the middle, -1 all around.
    - "Sobel Horizontal": finds horizontal edges; -1 -2 -1 on top, 0 0 0, and 1 2 1 at the bottom.
    - "Sobel Vertical": finds vertical edges; rows from minus to plus, the middle one counting twice.
    - "Emboss": -2 -1 0 / -1 1 1 / 0 1 2, light from the top left.

    >>> sorted(name for name, kernel in kernels().items() if abs(np.sum(kernel)) < 1e-9)
    ['Edge Detection', 'Laplacian', 'Sobel Horizontal', 'Sobel Vertical']
    """
    # TODO: a dict with nine entries; a blur needs fractions.
    raise NotImplementedError("kernels is not written yet")


def apply_kernels(image: np.ndarray, kernels: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Every kernel's response to one image.

    image (H, W), kernels a dict of (3, 3) arrays by name; returns a dict with the same names, each response (H, W)
    (padding 1).

    >>> image = np.array([[0.0, 0.0, 8.0, 8.0], [0.0, 0.0, 8.0, 8.0]])
    >>> np.asarray(apply_kernels(image, {"to the right": np.array([[0, 0, 0], [-1, 0, 1], [0, 0, 0]])})["to the right"]).tolist()
    [[0.0, 8.0, 8.0, -8.0], [0.0, 8.0, 8.0, -8.0]]
    """
    # TODO 1: the image with its frame of zeros.
    # TODO 2: for every kernel, an array of its own for the response.
    raise NotImplementedError("apply_kernels is not written yet")


def sobel_edges(image: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Edges of every direction: (gx, gy, magnitude), each of the image's size (padding 1).

    gx is the response to "Sobel Horizontal", gy that to "Sobel Vertical", and the magnitude is the length of the vector
    (gx, gy) at every pixel: the root of the sum of the squares.

    Hint: a bright lower half gives a large gx along the edge and no gy there.

    >>> gx, gy, magnitude = sobel_edges(np.array([[0, 0, 0], [0, 0, 0], [5, 5, 5], [5, 5, 5]]))
    >>> float(gx[1, 1]), float(gy[1, 1]), float(magnitude[1, 1])
    (20.0, 0.0, 20.0)
    """
    # TODO: two responses and a magnitude.
    raise NotImplementedError("sobel_edges is not written yet")


def diagonal_kernel() -> np.ndarray:
    """A 3 x 3 kernel of your own that finds edges from the top left to the bottom right.

    Such an edge looks like this, or with dark and bright exchanged, wherever it lies:

        0 1 1 1
        0 0 1 1
        0 0 0 1

    The strength of an answer is the largest absolute response inside the image, so either sign is right. Your kernel answers such
    an edge more strongly than a horizontal one, a vertical one and one along the other diagonal, and a flat image (every
    pixel the same) with 0. There are many; any scale will do.

    Hint: what do the two Sobel kernels have where their edge runs, and what on its two sides?

    >>> np.shape(diagonal_kernel())
    (3, 3)
    """
    # TODO: nine numbers. Try them on small images before you hand them in.
    raise NotImplementedError("diagonal_kernel is not written yet")


def plot_kernels(image: np.ndarray, kernels: dict[str, np.ndarray]) -> Figure:
    """A figure of what kernels do: 3 x 3 panels, filled row by row.

    The first panel shows the image, the following ones its response (padding 1) to each of up to eight kernels, in the order of
    the dict, titled with the kernel's name. Grey (`cmap="gray"`), axes off. Panels left over stay empty: the grid is 3 x 3 always,
    also for a single kernel.

    Hint: `figure, axes = plt.subplots(3, 3)`; `axes.flat` runs over the panels row by row.
    """
    # TODO: draw, and return the figure.
    raise NotImplementedError("plot_kernels is not written yet")


def plot_edges(images: np.ndarray) -> Figure:
    """A figure of ten digits and their edges: 2 x 10 panels.

    images (10, H, W), digit d at index d. The upper row shows the digits, 0 to 9; below each stands its edge magnitude (of the
    same size, padding 1).
    """
    # TODO: draw, and return the figure.
    raise NotImplementedError("plot_edges is not written yet")


def plot_stride(image: np.ndarray, kernel: np.ndarray, strides: tuple[int, ...] = (1, 2, 3)) -> Figure:
    """A figure of what a stride leaves: one panel per stride, in the order given; a single stride is a figure of one panel.

    Each panel shows the response without padding to a kernel (kH, kW), every `stride`-th row and column of it, at its true
    size (floor((H - kH) / stride) + 1 rows, the same for columns), and states that size in its title, height first, as in
    "Stride 2: 4 x 6".

    Hint: the windows move, the image does not: no pixel under the kernel is left out. For one panel `plt.subplots(1, 1)` gives
    the panel itself; with `squeeze=False` it always gives an array of panels.
    """
    # TODO: draw, and return the figure.
    raise NotImplementedError("plot_stride is not written yet")


# In your own words, a few sentences each, as a text: """like this""". A person reads them.

# Look at your figure of the ten digits and their edges. Can you tell the digits apart from the edges alone? Name one thing
# the edges still tell and one they no longer tell, and say why a classifier may be better off with the one and without
# the other.
edges_enough = ...

# Add up the nine numbers of each kernel. Which sums occur, what does each do to an image that is flat (every pixel the
# same), and how does that explain the look of the pictures? Why does a flat image still show something along its border?
sum_of_kernel = ...
