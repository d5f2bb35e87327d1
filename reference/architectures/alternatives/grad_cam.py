"""Other right answers to `grad_cam`, in styles that students use."""

import torch
import torch.nn.functional as F


def backward_hook(model, layer, x, target):
    """Two hooks, one for the maps and one for their gradient."""
    seen = {}
    modes = [(m, m.training) for m in model.modules()]
    one = layer.register_forward_hook(lambda m, i, o: seen.__setitem__("maps", o))
    two = layer.register_full_backward_hook(lambda m, gi, go: seen.__setitem__("grad", go[0]))
    model.eval()
    try:
        scores = model(x)
        model.zero_grad()
        scores[:, target].sum().backward()
    finally:
        one.remove()
        two.remove()
        for m, training in modes:
            m.training = training
    weights = seen["grad"].mean(dim=(2, 3))
    return F.relu(torch.einsum("nk,nkhw->nhw", weights, seen["maps"])).detach()


def retained(model, layer, x, target):
    """`retain_grad` on the maps."""
    modes = {m: m.training for m in model.modules()}
    kept = []

    def hook(module, inputs, output):
        output.retain_grad()
        kept.append(output)

    handle = layer.register_forward_hook(hook)
    model.eval()
    logits = model(x)
    handle.remove()
    logits[:, target].sum().backward()
    for m, mode in modes.items():
        m.train(mode) if not list(m.children()) else setattr(m, "training", mode)
    maps = kept[0]
    alpha = maps.grad.mean(-1, keepdim=True).mean(-2, keepdim=True)
    return torch.relu((alpha * maps).sum(1)).detach()


def image_by_image(model, layer, x, target):
    """An image after the other, each with its own graph."""
    modes = [m.training for m in model.modules()]
    model.eval()
    out = []
    for image in x:
        kept = []
        handle = layer.register_forward_hook(lambda m, i, o, kept=kept: kept.append(o))
        score = model(image[None])[0, target]
        handle.remove()
        grad = torch.autograd.grad(score, kept[0])[0][0]
        maps = kept[0][0]
        cam = sum(grad[k].mean() * maps[k] for k in range(len(maps)))
        out.append(cam.clamp(min=0))
    for m, mode in zip(model.modules(), modes, strict=True):
        m.training = mode
    return torch.stack(out).detach()
