"""Threat 46: names and texts of megabytes where kernels and responses are asked.

At: kernels, apply_kernels, sobel_edges, diagonal_kernel
Earns: nothing
"""

_LONG = "Identity" + "\u202e=cmd|' /C calc'!A1" * 20_000


def kernels():
    return {_LONG + str(i): [[1]] for i in range(2)}


def apply_kernels(image, kernels):
    return {name + _LONG: image for name in list(kernels)[:2]}


def sobel_edges(image):
    raise RuntimeError(_LONG)


def diagonal_kernel():
    print(_LONG)
    return _LONG
