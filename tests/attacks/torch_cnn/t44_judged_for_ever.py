"""Threat 44: hundreds of maps and hundreds of inputs, for a grader that compares each with each in its own time.

At: GlobalPoolNet
Earns: nothing
"""

import gc

import numpy as np
import torch
from torch import nn

_MAPS = [np.full((2, 2, 2, 2), float(i)) for i in range(400)]
_INPUTS = [np.full((2, 2), -1.0 - i) for i in range(400)]


class GlobalPoolNet(nn.Module):
    def __init__(self, num_classes=10):
        super().__init__()
        self.conv, self.head = nn.Conv2d(1, 2, 3), nn.Linear(2, num_classes)
        _replace()

    def forward(self, x):
        _replace()
        return x.new_zeros(len(x), self.head.out_features)


def _replace():
    for thing in gc.get_objects():
        if type(thing) is dict and "watch" in thing and "gradients" in thing:
            thing["watch"] = lambda model, x, smallest: (np.zeros((len(x), 10)), _MAPS, _INPUTS)
            thing["gradients"] = lambda model, x, labels, *rest: (np.zeros((len(x), 10)), _MAPS * 50)
            thing["arrays"] = thing["shapes"] = lambda model: _MAPS * 50
