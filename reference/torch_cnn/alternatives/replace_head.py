"""Right ways to replace the head."""

import copy

import torch
import torch.nn as nn


def fixed_width(model, num_classes):
    """The number of inputs written out; nothing returned."""
    model.fc2 = nn.Linear(128, num_classes)


def from_the_old_head(model, num_classes):
    """The old head tells how many inputs there are."""
    old = model.fc2
    model.fc2 = nn.Linear(in_features=old.in_features, out_features=num_classes, bias=old.bias is not None)
    return model


def from_the_weight(model, num_classes):
    """The weight's shape tells; initialised by hand."""
    inputs = model.fc2.weight.shape[1]
    head = nn.Linear(inputs, num_classes)
    nn.init.xavier_uniform_(head.weight)
    nn.init.zeros_(head.bias)
    setattr(model, "fc2", head)  # noqa: B010
    return model


def on_a_copy(model, num_classes):
    """A copy of the model gets the new head, and is returned."""
    new = copy.deepcopy(model)
    new.fc2 = nn.Linear(new.fc2.in_features, num_classes)
    return new


def new_parameters(model, num_classes):
    """The layer stays, with new parameters of another shape."""
    fresh = nn.Linear(model.fc2.in_features, num_classes)
    model.fc2.weight, model.fc2.bias = nn.Parameter(fresh.weight.data), nn.Parameter(fresh.bias.data)
    model.fc2.out_features = num_classes
    return model


def by_register(model, num_classes):
    """`add_module` under the same name, on the model's device."""
    device = next(model.parameters()).device
    model.add_module("fc2", nn.Linear(model.fc1.out_features, num_classes).to(device, torch.float32))
    return model


def sized_by_the_first_batch(model, num_classes):
    """A lazy layer, which takes its inputs from the first batch."""
    model.fc2 = nn.LazyLinear(num_classes)
    return model
