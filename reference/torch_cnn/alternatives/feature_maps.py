"""Right ways to get feature maps."""

import numpy as np
import torch
import torch.nn.functional as F


def reshaped(image, conv):
    """Reshapes to (1, 1, H, W) and squeezes the batch axis only."""
    x = torch.tensor(image, dtype=torch.float32).reshape(1, 1, *image.shape)
    return conv(x).squeeze(0).detach().numpy()


def numpy_axes(image, conv):
    """Puts the axes in with NumPy."""
    x = torch.from_numpy(image[np.newaxis, np.newaxis, :, :].astype(np.float32))
    with torch.no_grad():
        out = conv(x)
    return out.cpu().numpy()[0]


def unsqueezed_twice(image, conv):
    """`unsqueeze` twice, `inference_mode`."""
    with torch.inference_mode():
        out = conv(torch.as_tensor(image).float().unsqueeze(0).unsqueeze(0))
    return np.array(out[0])


def without_a_batch(image, conv):
    """A layer takes (C, H, W) too."""
    return conv(torch.FloatTensor(image.tolist())[None]).data.numpy()


def map_by_map(image, conv):
    """A list of maps, stacked."""
    out = conv(torch.tensor(np.array(image, dtype="float32")).view(1, 1, image.shape[0], image.shape[1]))
    return np.stack([out[0, i].detach().numpy() for i in range(out.shape[1])])


def functional(image, conv):
    """`F.conv2d` with the layer's own weight, bias, stride and padding, in double precision."""
    x = torch.tensor(image, dtype=torch.float64)[None, None]
    bias = None if conv.bias is None else conv.bias.double()
    return F.conv2d(x, conv.weight.double(), bias, conv.stride, conv.padding).detach().numpy()[0]
