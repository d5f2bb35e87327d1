"""Right ways to count parameters."""

import math

import numpy as np


def two_sums(model, trainable_only=False):
    """One sum for each case."""
    if trainable_only:
        return sum(p.numel() for p in model.parameters() if p.requires_grad)
    return sum(p.numel() for p in model.parameters())


def loop(model, trainable_only=False):
    """A loop with `continue`."""
    total = 0
    for _, parameter in model.named_parameters():
        if trainable_only and not parameter.requires_grad:
            continue
        total += parameter.nelement()
    return total


def products_of_shapes(model, trainable_only=False):
    """The product of each shape."""
    chosen = filter(lambda p: p.requires_grad, model.parameters()) if trainable_only else model.parameters()
    return sum(math.prod(p.shape) for p in chosen)


def numpy_integers(model, trainable_only=False):
    """NumPy's product, so that the answer is a NumPy integer."""
    sizes = [np.prod(p.shape) for p in model.parameters() if not trainable_only or p.requires_grad]
    return np.sum(sizes)


def module_by_module(model, trainable_only=False):
    """Every module's own parameters, each once."""
    sizes = {}
    for module in model.modules():
        for parameter in module.parameters(recurse=False):
            if parameter.requires_grad or not trainable_only:
                sizes[id(parameter)] = parameter.numel()
    return sum(sizes.values())


def recursive(model, trainable_only=False):
    """Own parameters, and those of the children, gathered in a set."""

    def gathered(module):
        own = {p for p in module._parameters.values() if p is not None and (p.requires_grad or not trainable_only)}
        return own.union(*map(gathered, module.children()))

    return sum(p.numel() for p in gathered(model))


def all_minus_frozen(model, trainable_only=False):
    """Everything less what is frozen."""
    everything = sum(len(p.flatten()) for p in model.parameters())
    frozen = sum(p.data.numel() for p in model.parameters() if not p.requires_grad)
    return everything - frozen * bool(trainable_only)
