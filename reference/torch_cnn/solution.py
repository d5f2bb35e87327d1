"""Reference solution of torch_cnn."""

import math

import matplotlib.pyplot as plt
import torch
import torch.nn as nn
import torch.nn.functional as F


def conv_from_kernels(kernels):
    weight = torch.as_tensor(kernels, dtype=torch.float32)
    count, size, _ = weight.shape
    conv = nn.Conv2d(1, count, size, padding=size // 2, bias=False)
    with torch.no_grad():
        conv.weight.copy_(weight.unsqueeze(1))
    return conv


def feature_maps(image, conv):
    with torch.no_grad():
        return conv(_as_batch(image)).squeeze(0).numpy()


def stacked_feature_maps(image, conv1, conv2):
    with torch.no_grad():
        return F.relu(conv2(F.relu(conv1(_as_batch(image))))).squeeze(0).numpy()


def _as_batch(image):
    """An ``(H, W)`` array as a batch of one image with one channel: ``(1, 1, H, W)``, float32."""
    return torch.as_tensor(image, dtype=torch.float32)[None, None]


class SimpleCNN(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 16, 3, padding=1)
        self.pool1 = nn.MaxPool2d(2)
        self.conv2 = nn.Conv2d(16, 32, 3, padding=1)
        self.pool2 = nn.MaxPool2d(2)
        self.fc1 = nn.Linear(32 * 7 * 7, 128)
        self.dropout = nn.Dropout(0.25)
        self.fc2 = nn.Linear(128, 10)

    def forward(self, x):
        x = self.pool1(F.relu(self.conv1(x)))
        x = self.pool2(F.relu(self.conv2(x)))
        x = F.relu(self.fc1(x.flatten(1)))
        return self.fc2(self.dropout(x))


class ConvolutionalNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 4, 3, padding=1)
        self.conv2 = nn.Conv2d(4, 8, 3, padding=1)
        self.fc1 = nn.Linear(8 * 7 * 7, 32)
        self.fc2 = nn.Linear(32, 10)

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.conv1(x)), 2)
        x = F.max_pool2d(F.relu(self.conv2(x)), 2)
        x = F.relu(self.fc1(x.flatten(1)))
        return self.fc2(x)


class GlobalPoolNet(nn.Module):
    def __init__(self, num_classes=10):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 16, 3)
        self.conv2 = nn.Conv2d(16, 32, 3)
        self.head = nn.Linear(32, num_classes)

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.conv1(x)), 2)
        x = F.relu(self.conv2(x))
        return self.head(x.mean(dim=(2, 3)))


def count_parameters(model, trainable_only=False):
    return sum(p.numel() for p in model.parameters() if p.requires_grad or not trainable_only)


def trace_shapes(model, x):
    shapes = []

    def note(name, output):
        shapes.append((name, tuple(output.shape)))

    _run_with_hooks(model, x, _leaves(model), note)
    return shapes


def capture_activations(model, x, names):
    activations = {}

    def keep(name, output):
        activations[name] = output.detach()

    _run_with_hooks(model, x, names, keep)
    return activations


def _leaves(model):
    """The names of the layers: of the modules that hold no other modules."""
    return [name for name, module in model.named_modules() if not list(module.children())]


def _run_with_hooks(model, x, names, tell):
    """Run ``model(x)``, with ``tell(name, output)`` called whenever a layer of ``names`` has run."""
    hooks = []
    try:
        for name in names:
            layer = model.get_submodule(name)
            hooks.append(layer.register_forward_hook(lambda _, inputs, output, name=name: tell(name, output)))
        with torch.no_grad():
            model(x)
    finally:
        for hook in hooks:
            hook.remove()


def train_one_epoch(model, loader, optimizer, criterion):
    model.train()
    total_loss, correct, seen = 0.0, 0, 0
    for images, labels in loader:
        optimizer.zero_grad()
        logits = model(images)
        loss = criterion(logits, labels)
        loss.backward()
        optimizer.step()
        total_loss += loss.item() * len(labels)
        correct += (logits.argmax(dim=1) == labels).sum().item()
        seen += len(labels)
    return total_loss / seen, correct / seen


def evaluate(model, loader):
    was_training = model.training
    model.eval()
    correct, seen = 0, 0
    with torch.no_grad():
        for images, labels in loader:
            correct += (model(images).argmax(dim=1) == labels).sum().item()
            seen += len(labels)
    model.train(was_training)
    return correct / seen


def freeze_features(model):
    for layer in (model.conv1, model.conv2):
        layer.requires_grad_(False)
    return model


def replace_head(model, num_classes):
    model.fc2 = nn.Linear(model.fc2.in_features, num_classes)
    return model


def plot_filters(conv):
    return _plot_grid(conv.weight.detach().squeeze(1).numpy(), "Filter")


def plot_feature_maps(maps):
    return _plot_grid(maps, "Map")


def _plot_grid(images, title):
    """A figure with one grey panel per image, on a square grid, titled with its number."""
    side = math.ceil(math.sqrt(len(images)))
    figure = plt.figure(layout="constrained")
    for i, image in enumerate(images):
        axes = figure.add_subplot(side, side, i + 1)
        axes.imshow(image, cmap="gray")
        axes.set_title(f"{title} {i}", fontsize="small")
        axes.axis("off")
    return figure


what_the_filters_see = """
Some filters of the first layer answer to edges of one direction (dark above, bright below), some to strokes of one
slant, one to blobs of ink, and one to the background. Its maps still look like the digit. Those of the second layer are
smaller and sparser: each is a combination of what the first layer found, corners and ends of strokes, and harder to name.
Before training the filters are noise, and yet their maps resemble the digit: a convolution is local and keeps positions.
It is equivariant: when the digit moves, its maps move along.
"""
freeze_or_fine_tune = """
(a) A hundred images of a near task: freeze the features and train a new head, as so few images overfit many parameters.
(b) Twenty thousand images of a task farther off: train everything, or the later layers, with a learning rate ten times
smaller than at first for what was learned already. The early layers transfer best, because edges are in all images. The
new head starts at random in both, and may take the first learning rate.
"""
