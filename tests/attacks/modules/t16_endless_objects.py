"""Threat 16: objects that are endless in every direction: attributes, items, lengths, representations, classes.

Earns: conv2d
"""

import numpy as np


def conv2d(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)



class Meta(type):
    def __getattr__(cls, name):
        return cls

    def __instancecheck__(cls, other):
        return True

    __name__ = property(lambda cls: cls.__name__)


class Endless(metaclass=Meta):
    def __getattr__(self, name):
        return Endless()

    def __getitem__(self, key):
        return Endless()

    def __iter__(self):
        while True:
            yield Endless()

    def __repr__(self):
        return repr(self)

    def __len__(self):
        return (1 << 63) - 1

    __str__ = __format__ = __repr__

    def __call__(self, *args, **options):
        return self


def conv2d_padded(image, kernel, padding=0):
    return Endless()


def conv2d_same(image, kernel, boundary="zero"):
    return (line for line in Endless())


def conv2d_full(image, kernel, padding=0, stride=1):
    return [Endless()] * 3


def __getattr__(name):
    return Endless()
