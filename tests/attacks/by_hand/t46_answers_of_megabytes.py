"""Threat 46: answers that are megabytes of text, or lists nested to the limit, for a message, a detail or a page.

At: all
Earns: nothing
"""

_text = "vertical edges" + " or so" * 150_000
_deep = 0
for _ in range(31):
    _deep = [_deep]
detects = _text
first_convolution = chr(955) * 1_000_000
first_convolution_shape = _deep
identity_value = chr(955) * 1_000_000
box_blur_value = _deep
valid_sizes = chr(955) * 1_000_000
sizes = _deep
design = chr(955) * 1_000_000
padded_convolution = _deep
five_by_five = chr(955) * 1_000_000
checkerboard = _deep
two_by_two = chr(955) * 1_000_000
white_square_sobel = _deep
same_paddings = chr(955) * 1_000_000
layer_parameters = _deep
layer_output = chr(955) * 1_000_000
