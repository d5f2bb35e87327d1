"""Threat 40: takes whatever class has a forward and a backward, out of all there are, for each of its layers.

At: Conv2D, MaxPool2D, AvgPool2D, ReLU, Flatten, Linear, SimpleCNN
Earns: nothing
Flags: looks for __subclasses__
"""

import gc


def _all(kind, seen):
    for one in type.__subclasses__(kind):
        if one.__module__.partition(".")[0] not in ("numpy", "builtins") and one not in seen:
            seen.append(one)
            _all(one, seen)
    return seen


_kinds = []


def _found(name):
    _kinds[:] = _kinds or _all(object, [])
    layers = [kind for kind in _kinds if "forward" in vars(kind) and "backward" in vars(kind)]
    named = [kind for kind in layers if kind.__name__ == name]
    named += [thing[name] for thing in gc.get_objects() if type(thing) is dict and type(thing.get(name)) is type]
    return (named or layers or [object])[0]


def Conv2D(*settings, **named):
    return _found("Conv2D")(*settings, **named)


def MaxPool2D(*settings, **named):
    return _found("MaxPool2D")(*settings, **named)


def AvgPool2D(*settings, **named):
    return _found("AvgPool2D")(*settings, **named)


def ReLU(*settings, **named):
    return _found("ReLU")(*settings, **named)


def Flatten(*settings, **named):
    return _found("Flatten")(*settings, **named)


def Linear(*settings, **named):
    return _found("Linear")(*settings, **named)


def SimpleCNN(*settings, **named):
    return _found("SimpleCNN")(*settings, **named)
