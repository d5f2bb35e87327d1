"""Wrong ways to count parameters."""


def only_trainable(model, trainable_only=False):
    """Frozen parameters are never counted.

    Frozen parameters are parameters too. They are left out only when `trainable_only` is True.
    """
    return sum(p.numel() for p in model.parameters() if p.requires_grad)


def flag_ignored(model, trainable_only=False):
    """Frozen parameters are always counted.

    The argument `trainable_only` is not used. With it, only parameters whose `requires_grad` is True count.
    """
    return sum(p.numel() for p in model.parameters())


def flag_turned_round(model, trainable_only=False):
    """`trainable_only` picks the frozen ones.

    You count the frozen parameters where the trainable ones are expected. A parameter is trained when its `requires_grad` is True.
    """
    return sum(p.numel() for p in model.parameters() if not trainable_only or not p.requires_grad)


def tensors_instead_of_numbers(model, trainable_only=False):
    """Weight and bias tensors are counted, not the numbers in them.

    A tensor of 144 weights counts 144, not 1. `p.numel()` is how many numbers are in it.
    """
    return len([p for p in model.parameters() if p.requires_grad or not trainable_only])


def first_axis_only(model, trainable_only=False):
    """The length of the first axis is added up.

    `len(p)` is the length of the first axis. `p.numel()` is how many numbers there are altogether.
    """
    return sum(len(p) for p in model.parameters() if p.requires_grad or not trainable_only)


def without_biases(model, trainable_only=False):
    """Biases are left out.

    Biases are learned too, one for each filter or output.
    """
    return sum(p.numel() for p in model.parameters() if p.dim() > 1 and (p.requires_grad or not trainable_only))


def with_buffers(model, trainable_only=False):
    """Running statistics are counted as well.

    `state_dict()` holds buffers besides parameters, such as the running mean of a batch normalisation: they are not learned
    by gradient descent. `parameters()` has just the parameters.
    """
    if trainable_only:
        return sum(p.numel() for p in model.parameters() if p.requires_grad)
    return sum(value.numel() for value in model.state_dict().values())


def outermost_layers_only(model, trainable_only=False):
    """Layers inside blocks are missed.

    You looked at the outermost layers' own weights. `model.parameters()` reaches into nested blocks as well.
    """
    layers = [layer for layer in model.children() if not list(layer.children())]
    return sum(p.numel() for layer in layers for p in layer.parameters() if p.requires_grad or not trainable_only)


def convolutions_only(model, trainable_only=False):
    """Only convolutions are counted.

    Linear layers have parameters too, in most networks the larger part.
    """
    return sum(p.numel() for p in model.parameters() if p.dim() == 4 and (p.requires_grad or not trainable_only))


def a_float(model, trainable_only=False):
    """The count is a float.

    A count is a whole number: leave the `float` or the division out.
    """
    return float(sum(p.numel() for p in model.parameters() if p.requires_grad or not trainable_only))


def sum_of_values(model, trainable_only=False):
    """The parameters' values are added up.

    You added up the weights themselves. Their number is expected: `p.numel()`.
    """
    return sum(p.sum().item() for p in model.parameters() if p.requires_grad or not trainable_only)


def thousands(model, trainable_only=False):
    """The count is a text.

    A text with thousands separators is for printing. Return the number itself.
    """
    return f"{sum(p.numel() for p in model.parameters() if p.requires_grad or not trainable_only):,}"


def shared_layers_counted_again(model, trainable_only=False):
    """A layer that is used in two places is counted twice.

    Going down from `children()` to `children()` you meet a shared layer once in every place. It has its weights once:
    `model.parameters()` gives every parameter a single time.
    """
    own = sum(p.numel() for p in model.parameters(recurse=False) if p.requires_grad or not trainable_only)
    return own + sum(shared_layers_counted_again(child, trainable_only) for child in model.children())


def shared_weights_counted_again(model, trainable_only=False):
    """A weight that two layers share is counted twice.

    You add up layer by layer, and two layers may hold the same tensor. `model.parameters()` gives every parameter a single time.
    """
    own = [p for module in model.modules() for p in module.parameters(recurse=False)]
    return sum(p.numel() for p in own if p.requires_grad or not trainable_only)
