"""Threat 52: handed in inside a small zip, among sixty modules of a megabyte each that are no answer.

At: ReLU
Earns: nothing
Among: 60
"""


class ReLU:
    def forward(self, X):
        return X
