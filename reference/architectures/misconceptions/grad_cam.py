"""Wrong answers to `grad_cam`, each with the hint a student gets when the output proves it."""

import torch


def _parts(model, layer, x, target, training=False):
    """The layer's maps and the gradient of the target's logit; the model is left as it was."""
    kept, modes = [], [(module, module.training) for module in model.modules()]
    hook = layer.register_forward_hook(lambda _, __, output: kept.append(output))
    if not training:
        model.eval()
    try:
        scores = model(x)
        (gradient,) = torch.autograd.grad(scores[:, target].sum(), kept[0])
    finally:
        hook.remove()
        for module, mode in modes:
            module.training = mode
    return kept[0].detach(), gradient


def _cam(maps, weights):
    return torch.relu((weights * maps).sum(dim=1))


def no_relu(model, layer, x, target):
    """Negative evidence is kept.

    Your answer has negative numbers: what speaks against the class. The ReLU at the end leaves what speaks for it.
    """
    maps, gradient = _parts(model, layer, x, target)
    return (gradient.mean(dim=(2, 3), keepdim=True) * maps).sum(dim=1)


def relu_of_maps(model, layer, x, target):
    """The maps are bent before the sum.

    You take the ReLU of each map. It is taken once, of the weighted sum.
    """
    maps, gradient = _parts(model, layer, x, target)
    return _cam(torch.relu(maps), gradient.mean(dim=(2, 3), keepdim=True))


def weights_bent(model, layer, x, target):
    """Negative weights are set to 0.

    A map that speaks against the class takes off from the sum. Only the sum is bent.
    """
    maps, gradient = _parts(model, layer, x, target)
    return _cam(maps, torch.relu(gradient.mean(dim=(2, 3), keepdim=True)))


def weights_summed(model, layer, x, target):
    """The weights are sums of the gradient.

    The weight of a map is the mean of its gradient over the places; yours is larger by their number.
    """
    maps, gradient = _parts(model, layer, x, target)
    return _cam(maps, gradient.sum(dim=(2, 3), keepdim=True))


def place_by_place(model, layer, x, target):
    """Gradient and map are multiplied place by place.

    That is another method. In Grad-CAM a map has one weight, the mean of its gradient over all places.
    """
    maps, gradient = _parts(model, layer, x, target)
    return _cam(maps, gradient)


def averaged_maps(model, layer, x, target):
    """The weighted maps are averaged.

    They are added up: yours is the right answer divided by the number of maps.
    """
    maps, gradient = _parts(model, layer, x, target)
    return torch.relu((gradient.mean(dim=(2, 3), keepdim=True) * maps).mean(dim=1))


def normalised(model, layer, x, target):
    """The answer is scaled to 0..1.

    Many do that for a picture. Here the numbers are expected as they are.
    """
    maps, gradient = _parts(model, layer, x, target)
    cam = _cam(maps, gradient.mean(dim=(2, 3), keepdim=True))
    return cam / cam.amax(dim=(1, 2), keepdim=True).clamp(min=1e-12)


def best_class(model, layer, x, target):
    """The class with the largest logit is explained.

    `target` says which class is asked; you explain the one that the model finds likeliest.
    """
    modes = [(module, module.training) for module in model.modules()]
    model.eval()
    with torch.no_grad():
        best = model(x).argmax(dim=1)
    for module, mode in modes:
        module.training = mode
    rows = [_parts(model, layer, x[i : i + 1], int(best[i])) for i in range(len(x))]
    return torch.cat([_cam(maps, gradient.mean(dim=(2, 3), keepdim=True)) for maps, gradient in rows])


def probability(model, layer, x, target):
    """The gradient of the probability is taken.

    You take the softmax first. Grad-CAM takes the gradient of the logit, the score before it.
    """
    kept, modes = [], [(module, module.training) for module in model.modules()]
    hook = layer.register_forward_hook(lambda _, __, output: kept.append(output))
    model.eval()
    score = torch.softmax(model(x), dim=1)[:, target].sum()
    hook.remove()
    for module, mode in modes:
        module.training = mode
    (gradient,) = torch.autograd.grad(score, kept[0])
    return _cam(kept[0], gradient.mean(dim=(2, 3), keepdim=True)).detach()


def weights_over_the_batch(model, layer, x, target):
    """All images share the weights.

    You average the gradient over the batch as well. Every image has weights of its own.
    """
    maps, gradient = _parts(model, layer, x, target)
    return _cam(maps, gradient.mean(dim=(0, 2, 3), keepdim=True))


def left_in_evaluation(model, layer, x, target):
    """The model is left in evaluation mode.

    You call `model.eval()` and never go back. Note the mode of every module before, and set it again.
    """
    maps, gradient = _parts(model, layer, x, target)
    model.eval()
    return _cam(maps, gradient.mean(dim=(2, 3), keepdim=True))


def all_in_training(model, layer, x, target):
    """Every module is set to the mode of the whole model.

    `model.train(mode)` sets all modules alike. A part may have been in evaluation mode on purpose: note each module's own.
    """
    maps, gradient = _parts(model, layer, x, target)
    model.train(model.training)
    return _cam(maps, gradient.mean(dim=(2, 3), keepdim=True))


def in_training_mode(model, layer, x, target):
    """The model is looked at in the mode it is in.

    In training mode dropout drops what the network saw. Call `model.eval()` first, and go back afterwards.
    """
    maps, gradient = _parts(model, layer, x, target, training=True)
    return _cam(maps, gradient.mean(dim=(2, 3), keepdim=True))


def hook_left(model, layer, x, target):
    """The hook stays on the layer.

    Every later forward pass runs it, and keeps its maps in memory. `remove()` takes it off.
    """
    maps, gradient = _parts(model, layer, x, target)
    layer.register_forward_hook(lambda *_: None)
    return _cam(maps, gradient.mean(dim=(2, 3), keepdim=True))


def still_tied(model, layer, x, target):
    """The answer is still tied to the graph.

    It would keep the whole graph in memory. `.detach()` cuts it loose.
    """
    maps, gradient = _parts(model, layer, x, target)
    return _cam(maps.requires_grad_(), gradient.mean(dim=(2, 3), keepdim=True))


def normalised_over_the_batch(model, layer, x, target):
    """The answer is divided by its largest number.

    Many do that for a picture, and here it even mixes the images. The numbers are expected as they are.
    """
    maps, gradient = _parts(model, layer, x, target)
    cam = _cam(maps, gradient.mean(dim=(2, 3), keepdim=True))
    return cam / cam.max().clamp(min=1e-12)


def all_classes(model, layer, x, target):
    """The gradient of all logits together is taken.

    You add up the logits of all classes, and `target` is not used. Take the gradient of the target's logit alone:
    `scores[:, target].sum()`.
    """
    maps, gradient = _parts(model, layer, x, slice(None))
    return _cam(maps, gradient.mean(dim=(2, 3), keepdim=True))
