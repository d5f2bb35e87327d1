"""Right ways to trace shapes."""

import copy
import functools

import torch


def _leaves(model):
    return [(name, module) for name, module in model.named_modules() if len(list(module.children())) == 0]


def hook_factory(model, x):
    """A function that makes hooks; hooks removed in a loop."""
    found = []

    def hook_for(name):
        def hook(module, inputs, output):
            found.append((name, output.shape))

        return hook

    handles = []
    for name, module in _leaves(model):
        handles.append(module.register_forward_hook(hook_for(name)))
    was_training = model.training
    model.eval()
    with torch.no_grad():
        model(x)
    model.train(was_training)
    for handle in handles:
        handle.remove()
    return found


def names_by_module(model, x):
    """One hook for all, with a dict from module to name; shapes as lists."""
    names = {module: name for name, module in _leaves(model)}
    found = []

    def hook(module, inputs, output):
        found.append([names[module], list(output.shape)])

    handles = [module.register_forward_hook(hook) for module in names]
    model(x)
    [handle.remove() for handle in handles]
    return found


def wrapped_forwards(model, x):
    """Each layer's `forward` is wrapped for one pass, and put back."""
    found = []
    layers = _leaves(model)
    for name, layer in layers:

        def forward(*inputs, _name=name, _forward=layer.forward):
            output = _forward(*inputs)
            found.append((_name, tuple(output.size())))
            return output

        layer.forward = forward
    try:
        model(x)
    finally:
        for _, layer in layers:
            del layer.forward
    return found


def partial_hooks(model, x):
    """`functools.partial`, and a stack of handles that is emptied."""
    found = []

    def note(name, module, inputs, output):
        found.append((name, tuple(output.shape)))

    handles = [layer.register_forward_hook(functools.partial(note, name)) for name, layer in _leaves(model)]
    try:
        with torch.inference_mode():
            model(x)
    finally:
        while handles:
            handles.pop().remove()
    return found


def global_hook(model, x):
    """A hook on all modules there are, which knows which belong to the model."""
    names = {id(module): name for name, module in _leaves(model)}
    found = []

    def hook(module, inputs, output):
        if id(module) in names:
            found.append((names[id(module)], tuple(output.shape)))

    handle = torch.nn.modules.module.register_module_forward_hook(hook)
    try:
        model(x)
    finally:
        handle.remove()
    return found


class Tracer:
    """A class that collects; the call gives a tuple of pairs."""

    def __new__(cls, model, x):
        self = super().__new__(cls)
        self.found = []
        handles = [layer.register_forward_hook(self.hook(name)) for name, layer in _leaves(model)]
        model(x)
        for handle in handles:
            handle.remove()
        return tuple(self.found)

    def hook(self, name):
        return lambda layer, inputs, output: self.found.append((name, tuple(output.detach().numpy().shape)))


def on_a_copy(model, x):
    """A deep copy gets the hooks, and is thrown away."""
    twin, found = copy.deepcopy(model), []
    for name, module in twin.named_modules():
        if not module._modules:
            module.register_forward_hook(lambda module, inputs, output, name=name: found.append((name, output.size())))
    with torch.inference_mode():
        twin(x)
    return found


def one_hook_for_all_modules(model, x):
    """PyTorch's global hook, for every module there is; foreign ones are passed over."""
    names = {module: name for name, module in model.named_modules() if next(module.children(), None) is None}
    found = []

    def hook(module, inputs, output):
        if module in names:
            found.append((names[module], tuple(output.shape)))

    with torch.nn.modules.module.register_module_forward_hook(hook):
        model(x)
    return found
