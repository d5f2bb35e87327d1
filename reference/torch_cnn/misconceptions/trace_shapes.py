"""Wrong ways to trace shapes."""

import torch


def _leaves(model):
    return [(name, module) for name, module in model.named_modules() if not list(module.children())]


def _run(model, x, layers, note, remove=True):
    handles = [
        layer.register_forward_hook(lambda layer, inputs, output, name=name: note(name, layer, inputs, output))
        for name, layer in layers
    ]
    with torch.no_grad():
        model(x)
    for handle in handles if remove else []:
        handle.remove()


def hooks_left(model, x):
    """The hooks stay on the model.

    Your hooks stay on the model, so every later forward pass runs them and goes on filling your list. Keep what
    `register_forward_hook` returns, and call `remove()` on each at the end.
    """
    found = []
    _run(model, x, _leaves(model), lambda name, layer, inputs, output: found.append((name, tuple(output.shape))), False)
    return found


def some_hooks_left(model, x):
    """Only the last hook is removed.

    You keep the last handle only: in the loop every new one takes its place. Collect them in a list, and remove all.
    """
    found = []
    for name, layer in _leaves(model):
        handle = layer.register_forward_hook(
            lambda layer, inputs, output, name=name: found.append((name, tuple(output.shape)))
        )
    model(x)
    handle.remove()
    return found


def each_layer_once(model, x):
    """A layer that is called twice is listed once.

    You keep the shapes in a dict, where a layer's second call takes the place of its first. Append to a list.
    """
    found = {}
    _run(model, x, _leaves(model), lambda name, layer, inputs, output: found.update({name: tuple(output.shape)}))
    return list(found.items())


def order_of_definition(model, x):
    """The layers are listed in the order they are defined in.

    Layers run in the order `forward` calls them, which need not be the order `__init__` defines them in. Let the hooks append
    as they are called.
    """
    found = {}
    _run(
        model, x, _leaves(model),
        lambda name, layer, inputs, output: found.setdefault(name, []).append(tuple(output.shape)),
    )  # fmt: skip
    return [(name, shape) for name, _ in _leaves(model) for shape in found.get(name, [])]


def layers_in_a_row(model, x):
    """The layers are applied one after the other by hand.

    You ran the layers in the order of their definition. Only `forward` knows what is called, how often, and what happens in
    between: run the model itself and listen with hooks.
    """
    found = []
    for name, layer in model.named_children():
        x = layer(x)
        found.append((name, tuple(x.shape)))
    return found


def input_shapes(model, x):
    """The shapes of the inputs are listed.

    A forward hook gets the layer, its inputs and its output. You noted the inputs' shapes.
    """
    found = []
    _run(model, x, _leaves(model), lambda name, layer, inputs, output: found.append((name, tuple(inputs[0].shape))))
    return found


def without_the_batch(model, x):
    """The batch axis is left out of the shapes.

    A layer's output is a batch: its shape begins with the number of images.
    """
    found = []
    _run(model, x, _leaves(model), lambda name, layer, inputs, output: found.append((name, tuple(output.shape[1:]))))
    return found


def class_names(model, x):
    """The layers' types are listed instead of their names.

    `Conv2d` is what the layer is; its name in the model is expected, as in `named_modules()`.
    """
    found = []
    _run(
        model, x, _leaves(model),
        lambda name, layer, inputs, output: found.append((type(layer).__name__, tuple(output.shape))),
    )  # fmt: skip
    return found


def the_model_too(model, x):
    """The model itself is listed as a layer.

    `named_modules()` gives the model too, under an empty name, and blocks that hold other layers. Leave out what has children.
    """
    found = []
    _run(model, x, model.named_modules(), lambda name, layer, inputs, output: found.append((name, tuple(output.shape))))
    return found


def blocks_instead_of_layers(model, x):
    """The outermost blocks are listed, not the layers inside.

    `named_children()` stops at the first level. The layers inside a block are found by `named_modules()`.
    """
    found = []
    _run(
        model, x, model.named_children(), lambda name, layer, inputs, output: found.append((name, tuple(output.shape)))
    )
    return found


def last_part_of_the_name(model, x):
    """Inside a block, only the last part of a layer's name is given.

    Two blocks may each have a layer `0`. The full name, `features.0`, tells them apart.
    """
    found = []
    _run(
        model, x, _leaves(model),
        lambda name, layer, inputs, output: found.append((name.split(".")[-1], tuple(output.shape))),
    )  # fmt: skip
    return found


def the_last_name_everywhere(model, x):
    """All entries have the last layer's name.

    A function made in a loop looks the loop's name up when it is called, and by then it is the last one. Bind it when the
    function is made: `lambda …, name=name: …`.
    """
    found, handles = [], []
    for name, layer in _leaves(model):
        handles.append(
            layer.register_forward_hook(lambda layer, inputs, output: found.append((name, tuple(output.shape))))  # noqa: B023
        )
    model(x)
    for handle in handles:
        handle.remove()
    return found


def only_layers_with_weights(model, x):
    """Layers without parameters are left out.

    ReLU and pooling have nothing to learn, but they are layers with an output.
    """
    found = []
    layers = [(name, layer) for name, layer in _leaves(model) if list(layer.parameters())]
    _run(model, x, layers, lambda name, layer, inputs, output: found.append((name, tuple(output.shape))))
    return found


def left_in_eval_mode(model, x):
    """The model is left in eval mode.

    Whoever gives you a model in training mode wants it back in training mode. Note `model.training` first, and put it back.
    """
    found = []
    model.eval()
    _run(model, x, _leaves(model), lambda name, layer, inputs, output: found.append((name, tuple(output.shape))))
    return found


def hooks_of_others_removed(model, x):
    """All hooks are removed, those of others too.

    You clear every hook there is on the model. Someone else may listen as well: remove the handles you got, and no more.
    """
    found = []
    _run(model, x, _leaves(model), lambda name, layer, inputs, output: found.append((name, tuple(output.shape))), False)
    for module in model.modules():
        module._forward_hooks.clear()
    return found


def backward_hooks_left(model, x):
    """Hooks for the backward pass stay on the model.

    You hang hooks for the backward pass on the layers and leave them there. Shapes need forward hooks alone, and each is removed
    at the end.
    """
    for _, layer in _leaves(model):
        layer.register_full_backward_hook(lambda layer, before, after: None)
    found = []
    _run(model, x, _leaves(model), lambda name, layer, inputs, output: found.append((name, tuple(output.shape))))
    return found


def overwrites_the_input(model, x):
    """The images are overwritten.

    You ran the layers on `x` and put something else into it. The tensor is the caller's: work on a copy.
    """
    found = []
    _run(model, x, _leaves(model), lambda name, layer, inputs, output: found.append((name, tuple(output.shape))))
    x.zero_()
    return found


def forwards_left_wrapped(model, x):
    """The layers' `forward` stays replaced.

    You put a function of your own in the place of each layer's `forward`, and it stays there after your call. Put the old one
    back, or use `register_forward_hook` and `remove()`.
    """
    found, listening = [], [True]
    for name, layer in _leaves(model):

        def forward(*inputs, _name=name, _forward=layer.forward):
            output = _forward(*inputs)
            if listening:
                found.append((_name, tuple(output.shape)))
            return output

        layer.forward = forward
    model(x)
    listening.clear()
    return found
