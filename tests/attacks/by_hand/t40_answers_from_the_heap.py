"""Threat 40: every answer is looked for when it is read, among all objects there are: what the reference is called, lists of numbers in
frames and in the engine's modules.

At: all
Earns: nothing
"""

import gc
import sys
import types

_NAMES = """
    first_convolution first_convolution_shape detects identity_value box_blur_value valid_sizes sizes design padded_convolution
    five_by_five checkerboard two_by_two white_square_sobel same_paddings layer_parameters layer_output
""".split()
for _name in _NAMES:
    globals()[_name] = ...


class _Lazy(types.ModuleType):
    def __getattribute__(self, name):
        if name not in _NAMES:
            return types.ModuleType.__getattribute__(self, name)
        frame = sys._getframe()
        while frame is not None:
            if name in frame.f_locals and frame.f_locals[name] is not ...:
                return frame.f_locals[name]
            frame = frame.f_back
        for thing in gc.get_objects():
            if type(thing) is dict and name in thing and thing[name] is not ... and thing is not globals():
                return thing[name]
        return [[0, 0], [0, 0]]


sys.modules[__name__].__class__ = _Lazy
