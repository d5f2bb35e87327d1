"""Right ways through two layers."""

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F


def sequential(image, conv1, conv2):
    """`nn.Sequential`."""
    stack = nn.Sequential(conv1, nn.ReLU(), conv2, nn.ReLU())
    return stack(torch.tensor(image, dtype=torch.float32)[None, None]).detach().numpy()[0]


def step_by_step(image, conv1, conv2):
    """One line a layer, as in the lecture's listing."""
    relu = nn.ReLU()
    img_t = torch.from_numpy(image.astype(np.float32)).reshape(1, 1, image.shape[0], image.shape[1])
    with torch.no_grad():
        out1 = conv1(img_t)
        out1r = relu(out1)
        out2 = conv2(out1r)
        out2r = relu(out2)
    return out2r.squeeze(0).numpy()


def clamped(image, conv1, conv2):
    """`clamp(min=0)` is ReLU."""
    x = torch.as_tensor(image).float().unsqueeze(0)
    for conv in (conv1, conv2):
        x = conv(x).clamp(min=0)
    return x.detach().numpy()


def numpy_between(image, conv1, conv2):
    """NumPy's maximum after each layer."""
    x = np.asarray(image, dtype=np.float32)[None, None]
    for conv in [conv1, conv2]:
        x = np.maximum(0, conv(torch.from_numpy(x)).detach().numpy())
    return x[0]


def torch_relu(image, conv1, conv2):
    """`torch.relu` and in-place `relu_`."""
    with torch.no_grad():
        x = torch.relu(conv1(torch.tensor(image).to(torch.float32)[None, None]))
        return conv2(x).relu_().numpy().squeeze(axis=0)


def recursive(image, *convs):
    """A helper that calls itself."""

    def through(x, rest):
        return through(F.relu(rest[0](x)), rest[1:]) if rest else x

    with torch.no_grad():
        return through(torch.tensor(image, dtype=torch.float32)[None, None], convs)[0].numpy()
