"""A CNN in PyTorch: from one layer with kernels of your own to a network that reads handwritten digits.

What you slid, pooled and differentiated by hand, PyTorch does in a line. What is left to you is the part that matters:
which layers, in which order, what comes out of each, and how they learn.

House conventions
- Images are (H, W) arrays; a batch for PyTorch is (N, C, H, W), float32. One grey image is a batch of one with one
  channel: (1, 1, H, W).
- "Convolution" is cross-correlation, as `nn.Conv2d` computes it: the kernel is not flipped.
- A network ends with logits: the plain numbers of its last layer, one a class. No softmax: `nn.CrossEntropyLoss`
  applies it itself.
- `model.train()` and `model.eval()` switch dropout and batch normalisation on and off. They switch no gradients off;
  `with torch.no_grad():` does that, and switches no dropout off.
- Whoever gives you an array, a model or a loader wants it back unchanged, unless the function is there to change it.

What is judged is what your networks compute, not how they are written: layers as attributes or in `nn.Sequential`,
pooling as a module or from `torch.nn.functional`, `flatten` or `view` are all right. Parameters are told apart by
their shapes, so call your layers what you like. (`freeze_features` and `replace_head` are tried on your own SimpleCNN.)

Real digits: `load_mnist()`, at the end of this file.
Check your work with `pytest` in this folder, or with `convgrade check torch_cnn.py`.
If you like, hand in what your SimpleCNN has learned, too: `torch.save(model.state_dict(), "weights.pt")`. It is tried
on digits nobody has seen, and you are told how many it reads. It counts for no points and no rank.
"""

import matplotlib.pyplot as plt
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F  # noqa: F401  (you will want it)

# ---------------------------------------------------------------------------- one layer


def conv_from_kernels(kernels: np.ndarray) -> nn.Conv2d:
    """A layer that holds kernels of your own instead of random ones.

    kernels (N, k, k), whole or floating point numbers; the layer takes one channel and gives N, has no bias, stride 1 and
    padding k // 2, and takes images in float32 whatever type the kernels have.

    >>> conv = conv_from_kernels(np.array([[[0, 0, 0], [0, 2, 0], [0, 0, 0]]]))
    >>> conv(torch.tensor([[[[1.0, 2.0], [3.0, 4.0]]]])).tolist()
    [[[[2.0, 4.0], [6.0, 8.0]]]]
    """
    # TODO: make an nn.Conv2d. Its weight is (N, 1, k, k): which axis do the kernels lack?
    # Hint: a weight is a parameter under autograd's eyes; change it under `with torch.no_grad():`.
    raise NotImplementedError("conv_from_kernels is not written yet")


def feature_maps(image: np.ndarray, conv: nn.Conv2d) -> np.ndarray:
    """What a layer makes of one image: (H, W) through `conv` to (N, H', W'), one map per filter, as a NumPy array.

    The layer is used as it is, with its bias, padding and stride. The axis of the filters stays even if there is one.

    >>> double = conv_from_kernels(np.array([[[2.0]]]))
    >>> feature_maps(np.array([[1, 2, 3], [4, 5, 6]]), double).tolist()
    [[[2.0, 4.0, 6.0], [8.0, 10.0, 12.0]]]
    """
    # TODO: array to float32 tensor, put the two missing axes in, run the layer, take the batch axis out, back to NumPy.
    # Hint: a tensor that hangs on a graph has to be detached before `.numpy()`.
    raise NotImplementedError("feature_maps is not written yet")


def stacked_feature_maps(image: np.ndarray, conv1: nn.Conv2d, conv2: nn.Conv2d) -> np.ndarray:
    """Two layers: convolution, ReLU, convolution, ReLU. (H, W) to (N2, H', W'), as a NumPy array.

    Without the ReLU in between, two convolutions would be no more than one larger one.

    >>> plus, minus = conv_from_kernels(np.array([[[1.0]]])), conv_from_kernels(np.array([[[-1.0]]]))
    >>> stacked_feature_maps(np.array([[1.0, -2.0]]), plus, plus).tolist()
    [[[1.0, 0.0]]]
    >>> float(stacked_feature_maps(np.array([[1.0, -2.0]]), plus, minus).sum())
    0.0
    """
    # TODO: as in feature_maps, twice. F.relu, torch.relu, nn.ReLU() or .clamp(min=0): all the same.
    raise NotImplementedError("stacked_feature_maps is not written yet")


# ---------------------------------------------------------------------------- networks


class SimpleCNN(nn.Module):
    """A CNN for MNIST: images (N, 1, 28, 28) to logits (N, 10). 206,922 parameters.

        layer                                            what comes out
        conv1    1 to 16 channels, 3×3, padding 1, ReLU  (N, 16, 28, 28)
        pool1    max, 2×2                                (N, 16, 14, 14)
        conv2    16 to 32 channels, 3×3, padding 1, ReLU (N, 32, 14, 14)
        pool2    max, 2×2                                (N, 32, 7, 7)
                 flattened as it is                      (N, 1568)
        fc1      linear, ReLU                            (N, 128)
        dropout  0.25, in training mode only             (N, 128)
        fc2      linear                                  (N, 10), the logits

    The weights start as PyTorch makes them. A batch of one works too, and gives (1, 10).

    >>> SimpleCNN()(torch.zeros(5, 1, 28, 28)).shape
    torch.Size([5, 10])
    """

    def __init__(self):
        super().__init__()
        # TODO: the layers with weights, each an attribute of self (or in an nn.Sequential that is one).
        raise NotImplementedError("SimpleCNN is not written yet")

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        # TODO: follow the table from top to bottom. `x.flatten(1)` keeps the batch axis.
        raise NotImplementedError("SimpleCNN.forward is not written yet")


class ConvolutionalNetwork(nn.Module):
    """The same plan with far fewer parameters: 13,242. Images (N, 1, 28, 28) to logits (N, 10).

    conv1 from 1 to 4 channels and conv2 from 4 to 8, both 3×3 with padding 1, each followed by ReLU and 2×2 max pooling;
    fc1 from 392 to 32 with ReLU; fc2 to the 10 logits. No dropout.

    >>> ConvolutionalNetwork()(torch.zeros(2, 1, 28, 28)).shape
    torch.Size([2, 10])
    """

    def __init__(self):
        super().__init__()
        # TODO
        raise NotImplementedError("ConvolutionalNetwork is not written yet")

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        # TODO
        raise NotImplementedError("ConvolutionalNetwork.forward is not written yet")


class GlobalPoolNet(nn.Module):
    """A network for images of any height and width: (N, 1, H, W) to logits (N, num_classes).

    - Features: convolutions of your choice (with ReLU, pooling, strides, normalisation … as you like) that look at
      neighbourhoods, not at single pixels. For 28×28 digits and anything larger, something has to be left at the end.
    - Global average pooling: every feature map becomes one number, its mean over height and width.
    - One linear layer from these numbers to the logits, and nothing after it.

    >>> GlobalPoolNet()(torch.zeros(2, 1, 28, 28)).shape, GlobalPoolNet(3)(torch.zeros(1, 1, 100, 64)).shape
    (torch.Size([2, 10]), torch.Size([1, 3]))
    """

    def __init__(self, num_classes: int = 10):
        super().__init__()
        # TODO: why does a linear layer on flattened features fit one image size only?
        raise NotImplementedError("GlobalPoolNet is not written yet")

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        # TODO: `x.mean(dim=…)` over which axes? nn.AdaptiveAvgPool2d(1) does it too, and leaves two axes of length 1.
        raise NotImplementedError("GlobalPoolNet.forward is not written yet")


# ---------------------------------------------------------------------------- looking inside


def count_parameters(model: nn.Module, trainable_only: bool = False) -> int:
    """How many numbers the model's parameters hold: weights and biases, of nested layers too.

    Frozen parameters (`requires_grad` False) count, unless `trainable_only`. A parameter that two layers share counts once.
    Running statistics of a batch normalisation are no parameters.

    >>> count_parameters(nn.Conv2d(1, 16, 5))
    416
    >>> count_parameters(nn.Sequential(nn.Linear(3, 2), nn.ReLU(), nn.Linear(2, 1)))
    11
    """
    # TODO: model.parameters() gives every parameter tensor once.
    raise NotImplementedError("count_parameters is not written yet")


def trace_shapes(model: nn.Module, x: torch.Tensor) -> list[tuple[str, tuple[int, ...]]]:
    """Run the model on x and list (layer name, output shape) in the order the layers are called in.

    - Layers are the modules without children; their names are those of `model.named_modules()`, `features.0` for instance.
    - A layer called twice is listed twice, one never called is not listed.
    - Shapes include the batch axis.
    - Afterwards the model is as before: no hook of yours is left on it, and it is in the mode it came in, training or eval.

    >>> trace_shapes(nn.Sequential(nn.Conv2d(1, 2, 3), nn.ReLU(), nn.Flatten()), torch.zeros(1, 1, 4, 5))
    [('0', (1, 2, 2, 3)), ('1', (1, 2, 2, 3)), ('2', (1, 12))]
    """
    # TODO: `handle = layer.register_forward_hook(hook)` has hook(layer, inputs, output) called after each call of the
    # layer, until `handle.remove()`.
    # Hint: a function made in a loop looks up the loop's variable when it is called; `lambda …, name=name: …` keeps it.
    raise NotImplementedError("trace_shapes is not written yet")


def capture_activations(model: nn.Module, x: torch.Tensor, names: list[str]) -> dict[str, torch.Tensor]:
    """Run the model on x and give the outputs of the named layers: a dict from each name to a detached tensor.

    Names are those of `model.named_modules()`, blocks included. Detached means that no graph hangs on the tensor.
    The model runs in the mode it is in: whoever wants no dropout calls `model.eval()` before.
    Afterwards no hook of yours is left on the model, and it is in the mode it came in, training or eval.

    >>> model = nn.Sequential(nn.Flatten(), nn.ReLU())
    >>> capture_activations(model, torch.tensor([[[-1.0, 2.0]]]), ["1"])
    {'1': tensor([[0., 2.]])}
    """
    # TODO: hooks again. `model.get_submodule(name)` finds a layer by its name.
    raise NotImplementedError("capture_activations is not written yet")


# ---------------------------------------------------------------------------- learning


def train_one_epoch(model, loader, optimizer, criterion) -> tuple[float, float]:
    """Train the model for one pass over the loader: one step of the optimizer for each batch.

    `loader` gives (images, labels) batches, the last of which may be smaller; `criterion(logits, labels)` is the mean loss
    of a batch. The model is put into training mode first.

    Returns (mean loss over the samples, accuracy in 0..1), both of the answers the steps were made from: you have them
    anyway. Over the samples, not over the batches: a batch of 3 counts less than a batch of 64.

    >>> model = nn.Linear(2, 2)
    >>> loader = [(torch.tensor([[1.0, 0.0], [0.0, 1.0]]), torch.tensor([0, 1]))]
    >>> optimizer, criterion = torch.optim.SGD(model.parameters(), lr=1.0), nn.CrossEntropyLoss()
    >>> losses = [train_one_epoch(model, loader, optimizer, criterion)[0] for _ in range(20)]
    >>> losses[-1] < losses[0], train_one_epoch(model, loader, optimizer, criterion)[1]
    (True, 1.0)
    """
    # TODO: for every batch: forget the old gradients, forward, loss, backward, step.
    raise NotImplementedError("train_one_epoch is not written yet")


def evaluate(model, loader) -> float:
    """The share of images, in 0..1, whose largest logit is the one of their label.

    The model answers in eval mode and without gradients. Afterwards it is in the mode it came in, training or eval.

    >>> images_that_are_logits = torch.tensor([[3.0, 1.0], [0.0, 1.0], [2.0, 5.0]])
    >>> evaluate(nn.Identity(), [(images_that_are_logits[:2], torch.tensor([0, 1])), (images_that_are_logits[2:], torch.tensor([0]))])
    0.6666666666666666
    """
    # TODO: count right answers and samples; divide once, at the end.
    raise NotImplementedError("evaluate is not written yet")


# ---------------------------------------------------------------------------- transfer learning


def freeze_features(model: nn.Module) -> nn.Module:
    """Freeze the features of a SimpleCNN: the parameters of conv1 and conv2 (weights and biases) are not trained any more.

    The head, fc2, stays trainable; fc1 is up to you. No value changes. Changes the model and returns it: `return model`.

    >>> [parameter.requires_grad for parameter in freeze_features(SimpleCNN()).parameters()][:4]
    [False, False, False, False]
    """
    # TODO: which attribute of a parameter says whether it gets a gradient?
    raise NotImplementedError("freeze_features is not written yet")


def replace_head(model: nn.Module, num_classes: int) -> nn.Module:
    """Give a SimpleCNN a new last layer for another task: `num_classes` logits from the same 128 features.

    The new layer starts with random weights and is trainable. Everything else stays as it is, frozen where it was frozen.
    Changes the model and returns it.

    >>> replace_head(SimpleCNN(), 4)(torch.zeros(2, 1, 28, 28)).shape
    torch.Size([2, 4])
    """
    # TODO
    raise NotImplementedError("replace_head is not written yet")


# ---------------------------------------------------------------------------- pictures


def plot_filters(conv: nn.Conv2d) -> plt.Figure:
    """A Figure with one panel for each filter of a layer with one input channel, in order; panel i shows conv.weight[i, 0].

    There may be one filter or thirty-two (hint: `squeeze=False` in `plt.subplots`). Colours, sizes and the panels' arrangement are up
    to you; pictures look better without axes. Return the Figure.

    >>> len(plot_filters(nn.Conv2d(1, 6, 3)).axes)
    6
    """
    # TODO: conv.weight is a parameter: detach it first.
    raise NotImplementedError("plot_filters is not written yet")


def plot_feature_maps(maps: np.ndarray) -> plt.Figure:
    """A Figure with one panel for each of the maps (N, H, W), in order, one map or thirty-two. Return the Figure.

    >>> len(plot_feature_maps(np.eye(6).reshape(2, 3, 6)).axes)
    2
    """
    # TODO
    raise NotImplementedError("plot_feature_maps is not written yet")


# ---------------------------------------------------------------------------- in your own words

# Train a SimpleCNN, plot the filters of its first convolution, and the feature maps of one digit after the first and
# after the second convolution. Describe in five to ten sentences what you see: what do single filters answer to, how do
# the maps of the second convolution differ from those of the first, and what would the same pictures look like before
# any training?
what_the_filters_see = ...

# You have a SimpleCNN trained on digits. Two new tasks come in: (a) the digits 0 to 4 in another handwriting, 100
# labelled images; (b) photographs of clothes, 20,000 labelled images of the same size. For each, say which parameters
# you would freeze, which you would train and at what learning rate relative to the first training, and why.
freeze_or_fine_tune = ...

# ---------------------------------------------------------------------------- given


def load_mnist(train: bool = True):
    """Real digits, as a dataset of (image (1, 28, 28), label): all of MNIST, or 1,500 of it where there is no network."""
    from mnist_digits import load_mnist as load  # the file beside this one

    return load(train)


if __name__ == "__main__":
    from torch.utils.data import DataLoader

    torch.manual_seed(0)
    model, criterion = SimpleCNN(), nn.CrossEntropyLoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=0.001)
    training, testing = (
        DataLoader(load_mnist(), batch_size=64, shuffle=True),
        DataLoader(load_mnist(False), batch_size=500),
    )
    for epoch in range(3):
        loss, accuracy = train_one_epoch(model, training, optimizer, criterion)
        print(
            f"epoch {epoch + 1}: loss {loss:.3f}, accuracy {accuracy:.1%}, on the test digits {evaluate(model, testing):.1%}"
        )
    torch.save(model.state_dict(), "weights.pt")
