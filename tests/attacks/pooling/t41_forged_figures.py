"""Threat 41: no figure is drawn: what describes figures in this process is replaced by what tells of three panels.

At: plot_pooling
Earns: nothing
Beside: forged_figures.py
"""

from forged_figures import replace, told


def plot_pooling(image):
    replace()
    rows, columns = image.shape[0] // 2, image.shape[1] // 2
    blocks = image[: 2 * rows, : 2 * columns].reshape(rows, 2, columns, 2)
    return told([image, blocks.max((1, 3)), blocks.mean((1, 3))], ["input", "max", "average"], 3)
