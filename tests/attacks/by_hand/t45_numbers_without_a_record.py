"""Threat 45: numbers that no record takes: long doubles of thousands of digits, halves, denormals, NaN, records, masks, huge whole numbers.

At: all
Earns: nothing
"""

import numpy as np

_long = np.longdouble("1e4900")
first_convolution = np.full((2, 2), _long)
first_convolution_shape = (1 << 1000, 1 << 1000)
detects = np.str_("vertical edges".encode().hex())
identity_value = _long
box_blur_value = np.longdouble("1.1")
valid_sizes = [np.float16(5.01), np.float16("nan"), np.longdouble("inf"), _long]
sizes = np.ma.masked_all(6)
design = (np.float64("nan"), _long, 1 << 1023)
padded_convolution = np.zeros((3, 3), [("a", float)])
five_by_five = np.full((3, 3), np.nan)
checkerboard = np.full((3, 3), 5e-324)
two_by_two = np.full((2, 2), np.datetime64("2020-01-01"))
white_square_sobel = np.ma.masked_array(np.zeros((3, 3)), mask=True)
same_paddings = [float("nan")] * 3
layer_parameters = 10**300
layer_output = np.array(["16", "24", "24"])
