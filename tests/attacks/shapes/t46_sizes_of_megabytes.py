"""Threat 46: texts of a megabyte where sizes are asked, in answers, exceptions and prints.

At: same_padding, design_layer, conv_output_size, linear_parameters
Earns: nothing
"""

_LONG = "14" * 500_000


def conv_output_size(input_size, kernel_size, stride=1, padding=0, dilation=1):
    return _LONG


def same_padding(input_size, kernel_size, stride=1):
    return (_LONG[:400_000], _LONG[:400_000])


def design_layer(input_size, output_size):
    print(_LONG)
    raise ValueError(_LONG)


def linear_parameters(in_features, out_features, bias=True):
    raise type("E" * 100_000, (ValueError,), {})(_LONG)
