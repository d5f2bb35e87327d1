"""Threat 43: a whole number that equals every other, hashes like it, and says so of the pairs it stands in.

At: same_padding, design_layer, receptive_field, conv_output_size
Earns: nothing
"""


class Every(int):
    def __eq__(self, other):
        return True

    def __ne__(self, other):
        return False

    __lt__ = __le__ = __gt__ = __ge__ = __eq__
    __hash__ = int.__hash__

    def __index__(self):
        return 7

    def __int__(self):
        return 7


class Pair(tuple):
    def __eq__(self, other):
        return True

    __hash__ = tuple.__hash__

    def __len__(self):
        return 2

    def __iter__(self):
        return iter((Every(1), Every(2)))


def conv_output_size(input_size, kernel_size, stride=1, padding=0, dilation=1):
    return Every(10_007)


def same_padding(input_size, kernel_size, stride=1):
    return Pair((Every(10_007), Every(10_007)))


def design_layer(input_size, output_size):
    return Pair((Every(-1), Every(-1), Every(-1)))


def receptive_field(layers):
    return Every(10_007)
