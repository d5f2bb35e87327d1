"""Wrong ways to capture activations."""

import torch


def _capture(model, x, modules, keep, remove=True):
    kept = {}
    handles = [
        module.register_forward_hook(
            lambda module, inputs, output, name=name: kept.__setitem__(name, keep(module, inputs, output))
        )
        for name, module in modules.items()
    ]
    model(x)
    for handle in handles if remove else []:
        handle.remove()
    return kept


def _named(model, names):
    modules = dict(model.named_modules())
    return {name: modules[name] for name in names}


def hooks_left(model, x, names):
    """The hooks stay on the model.

    Your hooks stay on the model, and the next forward pass overwrites what you returned. Keep what `register_forward_hook`
    returns, and call `remove()` on each at the end.
    """
    return _capture(model, x, _named(model, names), lambda module, inputs, output: output.detach(), remove=False)


def not_detached(model, x, names):
    """The outputs still hang on the graph.

    Each output carries the whole graph that made it, and keeps it in memory. `.detach()` cuts it off.
    """
    return _capture(model, x, _named(model, names), lambda module, inputs, output: output)


def inputs_instead(model, x, names):
    """The layers' inputs are kept.

    A forward hook gets the layer, its inputs and its output. You kept the inputs.
    """
    return _capture(model, x, _named(model, names), lambda module, inputs, output: inputs[0].detach())


def all_layers(model, x, names):
    """Every layer is captured, asked for or not.

    Only the layers in `names` are expected. On a large model, keeping all outputs fills the memory.
    """
    modules = {name: module for name, module in model.named_modules() if name and not list(module.children())}
    return _capture(model, x, modules, lambda module, inputs, output: output.detach())


def numbered(model, x, names):
    """The outputs are numbered instead of named.

    The dict's keys are the names that were given.
    """
    captured = _capture(model, x, _named(model, names), lambda module, inputs, output: output.detach())
    return {i: captured[name] for i, name in enumerate(names)}


def a_list(model, x, names):
    """A list is returned.

    A dict from layer name to output is expected.
    """
    captured = _capture(model, x, _named(model, names), lambda module, inputs, output: output.detach())
    return [captured[name] for name in names]


def shapes_only(model, x, names):
    """The outputs' shapes are kept.

    That was the question before. Here the outputs themselves are expected.
    """
    return _capture(model, x, _named(model, names), lambda module, inputs, output: tuple(output.shape))


def first_image_only(model, x, names):
    """Only the first image's output is kept.

    You took element 0 of the batch. The outputs of the whole batch are expected.
    """
    return _capture(model, x, _named(model, names), lambda module, inputs, output: output[0].detach())


def mean_activation(model, x, names):
    """The outputs are averaged over the images.

    Each image has an output of its own; keep them all.
    """
    return _capture(model, x, _named(model, names), lambda module, inputs, output: output.mean(0, True).detach())


def with_relu(model, x, names):
    """The outputs go through a ReLU first.

    A layer's own output is expected, negative values and all. What comes after a ReLU is that layer's output.
    """
    return _capture(model, x, _named(model, names), lambda module, inputs, output: output.relu().detach())


def weights_instead(model, x, names):
    """The layers' weights are returned.

    Weights belong to the layer; activations are what it gives for these images.
    """
    return {
        name: (list(module.parameters()) or [torch.zeros(1)])[0].detach()
        for name, module in _named(model, names).items()
    }


def outermost_layers_only(model, x, names):
    """Layers inside blocks are not found.

    `getattr(model, "features.0")` finds nothing. `model.get_submodule(name)` or `dict(model.named_modules())` know full names.
    """
    modules = {name: getattr(model, name) for name in names}
    return _capture(model, x, modules, lambda module, inputs, output: output.detach())


def layers_in_a_row(model, x, names):
    """The layers are applied by hand, all that come before the asked one.

    You applied the layers in the order of their definition, the named ones only. Run the model itself, and listen with hooks.
    """
    kept = {}
    with torch.no_grad():
        for name, module in model.named_children():
            if name in names:
                kept[name] = x = module(x)
    return kept


def the_last_name_only(model, x, names):
    """Only the last name is captured.

    A function made in a loop looks the loop's name up when it is called, and by then it is the last one. Bind it when the
    function is made: `lambda …, name=name: …`.
    """
    kept, handles = {}, []
    for name in names:
        module = model.get_submodule(name)
        handles.append(module.register_forward_hook(lambda m, i, output: kept.__setitem__(name, output.detach())))  # noqa: B023
    model(x)
    for handle in handles:
        handle.remove()
    return kept


def left_in_eval_mode(model, x, names):
    """The model is left in eval mode.

    Whoever gives you a model in training mode wants it back in training mode. Note `model.training` first, and put it back.
    """
    model.eval()
    return _capture(model, x, _named(model, names), lambda module, inputs, output: output.detach())


def frozen_for_good(model, x, names):
    """The model's parameters are frozen.

    `requires_grad_(False)` keeps the graph away, and the model from ever learning again. `.detach()` or `torch.no_grad()` does it
    without leaving a trace.
    """
    model.requires_grad_(False)
    return _capture(model, x, _named(model, names), lambda module, inputs, output: output.detach())


def blocks_passed_over(model, x, names):
    """Blocks are not listened to.

    A name may be that of a block with layers inside, `features` for instance. `model.get_submodule(name)` finds it like any layer.
    """
    leaves = {name: module for name, module in _named(model, names).items() if not list(module.children())}
    return _capture(model, x, leaves, lambda module, inputs, output: output.detach())


def overwrites_the_input(model, x, names):
    """The images are overwritten afterwards.

    Your function leaves other numbers in `x` than it was given. The tensor is the caller's: leave it as it is.
    """
    kept = _capture(model, x.clone(), _named(model, names), lambda module, inputs, output: output.detach())
    x.zero_()
    return kept


def gradients_off_for_good(model, x, names):
    """Gradients stay switched off for the rest of the program.

    `torch.set_grad_enabled(False)` holds until somebody switches gradients on again, so nothing can be trained after your call.
    `with torch.no_grad():` ends by itself.
    """
    torch.set_grad_enabled(False)
    return _capture(model, x, _named(model, names), lambda module, inputs, output: output)
