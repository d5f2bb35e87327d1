"""Right ways to capture activations."""

import functools

import torch


def hook_factory(model, x, names):
    """A function that makes hooks, as in the lecture's listing."""
    activations = {}

    def get_activation(name):
        def hook(module, inputs, output):
            activations[name] = output.detach()

        return hook

    modules = dict(model.named_modules())
    handles = [modules[name].register_forward_hook(get_activation(name)) for name in names]
    with torch.no_grad():
        model(x)
    for handle in handles:
        handle.remove()
    return activations


def through_all_modules(model, x, names):
    """A loop over all modules that picks the named ones; copies, no `no_grad`."""
    kept, handles = {}, []
    for name, module in model.named_modules():
        if name in names:
            handles.append(
                module.register_forward_hook(lambda m, i, o, n=name: kept.__setitem__(n, o.detach().clone()))
            )
    before = model.training
    model.eval()
    model(x)
    model.train(before)
    while handles:
        handles.pop().remove()
    return kept


def detached_at_the_end(model, x, names):
    """Everything is kept, and the asked part detached at the end."""
    outputs = {}
    labels = {module: name for name, module in model.named_modules()}

    def keep(module, inputs, output):
        outputs[labels[module]] = output

    handles = [module.register_forward_hook(keep) for module in labels]
    try:
        model(x)
    finally:
        for handle in handles:
            handle.remove()
    return {name: outputs[name].detach() for name in names}


def arrays(model, x, names):
    """NumPy arrays in the dict: detached for certain."""
    activations = {}

    def keep(name, module, inputs, output):
        activations[name] = output.detach().cpu().numpy()

    handles = [model.get_submodule(n).register_forward_hook(functools.partial(keep, n)) for n in names]
    model(x)
    for handle in handles:
        handle.remove()
    return activations


def one_pass_per_name(model, x, names):
    """One forward pass for every name; `.data`."""
    activations = {}
    for name in names:
        seen = []
        handle = model.get_submodule(name).register_forward_hook(lambda m, i, o, seen=seen: seen.append(o.data))
        model(x)
        handle.remove()
        activations[name] = seen[-1]
    return activations


class Recorder:
    """A context manager that puts the hooks on and takes them off."""

    def __new__(cls, model, x, names):
        recorder = super().__new__(cls)
        recorder.model, recorder.names, recorder.outputs = model, names, {}
        with recorder, torch.inference_mode():
            model(x)
        return {name: output.clone() for name, output in recorder.outputs.items()}

    def __enter__(self):
        self.handles = []
        for name in self.names:
            module = functools.reduce(getattr, name.split("."), self.model)
            self.handles.append(module.register_forward_hook(self.keep(name)))

    def __exit__(self, *error):
        for handle in self.handles:
            handle.remove()

    def keep(self, name):
        return lambda module, inputs, output: self.outputs.update({name: output})


def hooks_one_inside_another(model, x, names):
    """A handle is a context manager: one `with` inside another."""
    found = {}

    def listen(rest):
        if not rest:
            model(x)
            return
        name = rest[0]
        layer = functools.reduce(getattr, name.split("."), model)
        with layer.register_forward_hook(lambda module, inputs, output: found.update({name: output.detach()})):
            listen(rest[1:])

    listen(list(names))
    return found
