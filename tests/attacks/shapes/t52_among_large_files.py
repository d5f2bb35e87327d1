"""Threat 52: handed in inside a small zip, among sixty modules of a megabyte each that are no answer.

At: linear_parameters
Earns: linear_parameters
Among: 60
"""


def linear_parameters(in_features, out_features, bias=True):
    return in_features * out_features + bias * out_features
