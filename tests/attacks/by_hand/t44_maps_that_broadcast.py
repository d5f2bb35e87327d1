"""Threat 44: maps that fit everything: a row against a column is millions of numbers, and a list has hundreds of thousands of rows.

At: all
Earns: nothing
"""

import numpy as np

_row, _column = np.ones((1, 8000), np.int8), np.ones((8000, 1), np.int8)
first_convolution = padded_convolution = five_by_five = _row
checkerboard = two_by_two = white_square_sobel = _column
first_convolution_shape = layer_output = np.ones((3000, 3000), np.int8)
valid_sizes = sizes = same_paddings = [1] * 400_000
design = np.broadcast_to(np.int8(1), (1 << 20, 1 << 20))
detects = ["vertical edges"] * 100_000
identity_value = box_blur_value = [[[1]]] * 100_000
layer_parameters = np.full((1, 1 << 20), 416)
