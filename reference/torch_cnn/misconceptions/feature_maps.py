"""Wrong ways to get feature maps."""

import numpy as np
import torch
import torch.nn.functional as F


def _maps(image, conv):
    with torch.no_grad():
        return conv(torch.as_tensor(image, dtype=torch.float32)[None, None])[0].numpy()


def with_relu(image, conv):
    """ReLU was applied.

    The negative answers are gone. A feature map is the convolution's own answer; ReLU comes in the next question.
    """
    return np.maximum(_maps(image, conv), 0)


def batch_axis_left(image, conv):
    """The batch axis is still there.

    Your answer has shape (1, N, H, W): the batch of one that PyTorch asks for. Take its only element, `[0]`.
    """
    return _maps(image, conv)[None]


def squeezed_too_much(image, conv):
    """`squeeze()` takes the filter axis too when there is one filter.

    `squeeze()` without an argument removes every axis of length 1. With one filter that is the filter axis as well: name the
    axis, `squeeze(0)`, or take `[0]`.
    """
    return _maps(image, conv).squeeze()


def first_map_only(image, conv):
    """Only the first filter's map is returned.

    You took one index too many: `[0]` is the image in the batch, a second `[0]` is the first filter's map.
    """
    return _maps(image, conv)[0]


def a_tensor(image, conv):
    """A torch tensor is returned.

    A NumPy array is expected: `.detach().numpy()`, or `.numpy()` under `torch.no_grad()`.
    """
    return torch.from_numpy(_maps(image, conv))


def channels_last(image, conv):
    """The filter axis comes last.

    Your answer is (H, W, N). In PyTorch, and in this course, channels come first: (N, H, W).
    """
    return _maps(image, conv).transpose(1, 2, 0)


def whole_numbers(image, conv):
    """The image is cut to whole numbers.

    The image's fractions are gone; a picture on the scale 0 to 1 turns black that way. Convert with
    `dtype=torch.float32`, not to an integer or byte type.
    """
    return _maps(np.asarray(image).astype(np.int64), conv)


def divided_by_255(image, conv):
    """The image is divided by 255.

    You rescaled the image. It is to be used as it is given; scaling belongs where the picture is loaded.
    """
    return _maps(np.asarray(image) / 255, conv)


def absolute(image, conv):
    """The maps' magnitudes are returned.

    The signs are gone. They tell a dark-to-bright edge from a bright-to-dark one: give the answers as they are.
    """
    return np.abs(_maps(image, conv))


def bias_left_out(image, conv):
    """The weight alone is applied.

    You used the layer's weight and not its bias. Call the layer itself, `conv(x)`: it knows its bias, padding and stride.
    """
    x = torch.as_tensor(image, dtype=torch.float32)[None, None]
    return F.conv2d(x, conv.weight, None, conv.stride, conv.padding)[0].detach().numpy()


def own_padding(image, conv):
    """Padding and stride are guessed instead of taken from the layer.

    You chose padding and stride yourself. Call the layer itself, `conv(x)`: it knows how it was built.
    """
    x = torch.as_tensor(image, dtype=torch.float32)[None, None]
    return F.conv2d(x, conv.weight, conv.bias, padding=1)[0].detach().numpy()


def changes_the_image(image, conv):
    """The image is centred in place.

    Your function changes the image it was given (`-=` works in place), and gives the maps of another image. Use the image
    as it is.
    """
    if image.dtype.kind == "f":
        image -= image.mean()
    return _maps(image, conv)


def freezes_the_layer(image, conv):
    """The layer is frozen.

    `requires_grad_(False)` on the layer makes `.numpy()` work, and keeps the layer from ever learning again. `.detach()` the answer
    instead.
    """
    conv.requires_grad_(False)
    return _maps(image, conv)
