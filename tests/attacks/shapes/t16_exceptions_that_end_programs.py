"""Threat 16: exceptions of every kind that ends a program, that holds itself, that is none, from functions and from what stands for them.

At: all
Earns: nothing
"""

import builtins


class Odd(BaseException):
    def __str__(self):
        raise KeyboardInterrupt

    @property
    def __traceback__(self):
        raise SystemExit


def conv_output_size(input_size, kernel_size, stride=1, padding=0, dilation=1):
    first, second = KeyError(input_size), ValueError(kernel_size)
    first.__cause__, second.__cause__ = second, first
    raise first


def same_padding(input_size, kernel_size, stride=1):
    raise Odd


def design_layer(input_size, output_size):
    raise KeyboardInterrupt


def feature_map_shape(input_shape, out_channels, kernel_size, stride=1, padding=0):
    raise SystemExit(0)


def conv_parameters(in_channels, out_channels, kernel_size, bias=True):
    builtins.Passed = type("Passed", (GeneratorExit,), {})
    raise builtins.Passed("3 passed")


def linear_parameters(in_features, out_features, bias=True):
    raise MemoryError


def cnn_parameters(layers):
    return cnn_parameters(layers)


def receptive_field(layers):
    raise StopIteration(10)


def receptive_field_table(layers):
    raise BaseExceptionGroup("of all", [KeyboardInterrupt(), Odd()])


class _Name:
    def __call__(self, *arguments, **named):
        raise GeneratorExit

    def __eq__(self, other):
        raise Odd

    __hash__ = None


network_sizes = _Name()
network_parameters = [_Name()] * 3
network_field = (number for number in iter(int, 1))
