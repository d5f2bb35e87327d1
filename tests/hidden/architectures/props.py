"""What the suite needs inside the student's process. Nothing here is secret, and nothing here answers a question of its process.

A line ``# for: QUESTION, …`` begins a part that these questions' processes alone get.
"""

# for: gradient_check


def left(gradient_check, f, x, gradient):
    """What `gradient_check` says, and what it leaves of x and of ``gradient``."""
    there, told = x.copy(), gradient.copy()
    return [gradient_check(f, there, told), there, told]


# for: ResidualBlock, grad_cam

import torch  # noqa: E402

# for: ResidualBlock


def named(block):
    """The names and shapes of what a block holds: parameters, then buffers that are numbers."""
    holders = [*block.named_parameters(), *block.named_buffers()]
    return [[name, list(value.shape)] for name, value in holders if value.is_floating_point()][:60]


def fill(block, values):
    """Put ``values`` by name into a block."""
    with torch.no_grad():
        for name, holder in (*block.named_parameters(), *block.named_buffers()):
            if name in values:
                holder.copy_(torch.as_tensor(values[name]))


def answers(block, training, *images):
    """What a block makes of each of the images, in a mode."""
    block.train(training)
    return [block(torch.as_tensor(x)) for x in images]


def stepped(block, x, upstream, rate):
    """One step of gradient descent on <block(x), upstream>, in training mode; and what x holds afterwards."""
    block.train(True)
    there = torch.as_tensor(x.copy())
    for parameter in block.parameters():
        parameter.grad = None
    torch.sum(block(there) * torch.as_tensor(upstream)).backward()
    with torch.no_grad():
        for parameter in block.parameters():
            if parameter.grad is not None:
                parameter -= rate * parameter.grad
    return there


# for: grad_cam

from torch import nn  # noqa: E402


class Net(nn.Module):
    """Two convolutions, dropout between, and a head: the two modes answer differently."""

    def __init__(self, weights):
        super().__init__()
        w1, _, w2, _, w3, _ = weights
        self.first = nn.Conv2d(w1.shape[1], w1.shape[0], w1.shape[2:])
        self.second = nn.Conv2d(w2.shape[1], w2.shape[0], w2.shape[2:], padding=1)
        self.drop, self.head = nn.Dropout(0.5), nn.Linear(w3.shape[1], w3.shape[0])
        with torch.no_grad():
            for holder, value in zip(self.parameters(), weights, strict=True):
                holder.copy_(torch.as_tensor(value))

    def forward(self, x):
        x = torch.relu(self.second(self.drop(torch.relu(self.first(x)))))
        return self.head(torch.tanh(x).mean(dim=(2, 3)))


def net(weights, training=True):
    """The network with these weights, in a mode."""
    return Net(weights).train(training)


def layer(model, name):
    """The layer called ``name``."""
    return model.get_submodule(name)


def modes(model):
    """Every module's mode, in order."""
    return [bool(module.training) for module in model.modules()]


def set_modes(model, training):
    """Set every module's mode, in order."""
    for module, one in zip(model.modules(), training, strict=True):
        module.training = bool(one)


def answer(model, x):
    """What the model makes of x, with a fixed draw of dropout."""
    torch.default_generator.manual_seed(5)
    return model(torch.as_tensor(x)).detach()


def hooks(model):
    """How many hooks are on the model."""
    kinds = ("_forward_hooks", "_forward_pre_hooks", "_backward_hooks", "_backward_pre_hooks")
    return sum(len(getattr(module, kind)) for module in model.modules() for kind in kinds)
