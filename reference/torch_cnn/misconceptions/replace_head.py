"""Wrong ways to replace the head."""

import torch.nn as nn


def _linears(model):
    """``(holder, name, layer)`` of every linear layer, wherever it is."""
    return [
        (holder, name, layer)
        for holder in model.modules()
        for name, layer in holder.named_children()
        if isinstance(layer, nn.Linear)
    ]


def _head(model):
    return next(entry for entry in _linears(model) if entry[2].in_features == 128)


def _put(model, layer):
    holder, name, _ = _head(model)
    setattr(holder, name, layer)
    return model


def out_features_only(model, num_classes):
    """Only the attribute `out_features` is changed.

    `out_features` is a note about the layer; its weights keep their shape. Make a new `nn.Linear`.
    """
    _head(model)[2].out_features = num_classes
    return model


def a_second_head(model, num_classes):
    """A new layer is put after the old head.

    The old head's ten digits are no features for a new task. The new head takes its place: 128 inputs.
    """
    return _put(model, nn.Sequential(_head(model)[2], nn.Linear(10, num_classes)))


def ten_classes_again(model, num_classes):
    """The new head has ten outputs whatever the arguments say.

    `num_classes` is not used. The new head has one output for each class of the new task.
    """
    return _put(model, nn.Linear(128, 10))


def frozen_head(model, num_classes):
    """The new head is frozen.

    A new head is random and has everything to learn: leave its `requires_grad` at True.
    """
    return _put(model, nn.Linear(128, num_classes).requires_grad_(False))


def everything_thawed(model, num_classes):
    """All parameters are made trainable again.

    What was frozen stays frozen. A new layer's parameters are trainable by themselves.
    """
    _put(model, nn.Linear(128, num_classes))
    return model.requires_grad_(True)


def hidden_layer_added(model, num_classes):
    """The new head has a hidden layer.

    One linear layer is expected, from 128 features to the new classes.
    """
    return _put(model, nn.Sequential(nn.Linear(128, 64), nn.ReLU(), nn.Linear(64, num_classes)))


def softmax_added(model, num_classes):
    """The new head ends with a softmax.

    Logits are expected as before; `nn.CrossEntropyLoss` applies the softmax itself.
    """
    return _put(model, nn.Sequential(nn.Linear(128, num_classes), nn.Softmax(dim=1)))


def under_another_name(model, num_classes):
    """The new head is never used.

    The new layer stands under a name that `forward` does not know. It has to take the place of the old one, `fc2`.
    """
    model.new_head = nn.Linear(128, num_classes)
    return model


def without_bias(model, num_classes):
    """The new head has no bias.

    The old head had a bias, and so has the new one.
    """
    return _put(model, nn.Linear(128, num_classes, bias=False))


def features_reset(model, num_classes):
    """The features start again from random weights.

    A new model, or new layers, has lost what was learned. Only the head is replaced.
    """
    for module in model.modules():
        if isinstance(module, nn.Conv2d):
            module.reset_parameters()
    return _put(model, nn.Linear(128, num_classes))


def hidden_layer_reset(model, num_classes):
    """fc1 is replaced as well.

    fc1 makes the features the head reads. Only fc2 is replaced.
    """
    for _, _, layer in _linears(model):
        layer.reset_parameters()
    return _put(model, nn.Linear(128, num_classes))


def only_the_head_returned(model, num_classes):
    """The new head is returned instead of the model.

    Return the model, or nothing: the head alone takes no images.
    """
    _put(model, nn.Linear(128, num_classes))
    return _head(model)[2]


def one_class_too_many(model, num_classes):
    """An extra class for "none of these".

    `num_classes` is the number of outputs.
    """
    return _put(model, nn.Linear(128, num_classes + 1))


def old_rows_kept(model, num_classes):
    """The new head starts with the old head's weights.

    The old head's rows know digits, not the new classes. The new layer starts at random, as `nn.Linear` makes it.
    """
    old, new = _head(model)[2], nn.Linear(128, num_classes)
    shared = min(num_classes, 10)
    new.weight.data[:shared], new.bias.data[:shared] = old.weight.data[:shared], old.bias.data[:shared]
    return _put(model, new)


def the_rest_frozen(model, num_classes):
    """Everything but the new head is frozen.

    What to freeze is the caller's choice, by `freeze_features` for instance. Replace the head, and leave the rest as it is.
    """
    model.requires_grad_(False)
    return _put(model, nn.Linear(128, num_classes))


def no_more_dropout(model, num_classes):
    """Dropout is gone.

    Only the last layer is to change. Dropout is as useful for the new task as for the old.
    """
    for module in model.modules():
        if isinstance(module, nn.Dropout):
            module.p = 0.0
    return _put(model, nn.Linear(128, num_classes))


def more_dropout(model, num_classes):
    """Dropout acts at another rate.

    Only the last layer is to change. The dropout before it keeps its rate, 0.25.
    """
    for module in model.modules():
        if isinstance(module, nn.Dropout):
            module.p = 0.5
    return _put(model, nn.Linear(128, num_classes))


def left_in_eval_mode(model, num_classes):
    """The model is left in eval mode.

    Whoever gives you a model in training mode wants it back in training mode: leave the mode alone.
    """
    return _put(model, nn.Linear(128, num_classes)).eval()
