"""Right ways to evaluate."""

import copy

import torch


def dataset_length(model, loader):
    """Divides by the dataset's length; `torch.max`."""
    training = model.training
    model.eval()
    correct = 0
    with torch.no_grad():
        for images, labels in loader:
            _, predicted = torch.max(model(images).data, 1)
            correct += (predicted == labels).sum().item()
    if training:
        model.train()
    return correct / len(loader.dataset)


def finally_restored(model, loader):
    """`try … finally`, `inference_mode`, a list of hits."""
    before = model.training
    try:
        model.eval()
        with torch.inference_mode():
            hits = [hit for x, y in loader for hit in (model(x).argmax(-1) == y).tolist()]
    finally:
        model.train(before)
    return sum(hits) / len(hits)


def wrapped(model, loader):
    """A helper wrapped in `torch.no_grad()`, as a decorator does."""
    return torch.no_grad()(_count)(model, loader)


def _count(model, loader):
    was = model.training
    model.train(False)
    right, seen = 0, 0
    for batch in loader:
        right += int(torch.sum(model(batch[0]).argmax(dim=1) == batch[1]))
        seen += batch[1].shape[0]
    model.train(mode=was)
    return right / seen


def gathered_first(model, loader):
    """All predictions and labels in one tensor; the mean as a float."""
    mode = model.training
    model.eval()
    with torch.no_grad():
        predictions = torch.cat([model(images).softmax(1).argmax(1) for images, _ in loader])
    labels = torch.cat([labels for _, labels in loader])
    model.train(mode)
    return (predictions == labels).double().mean().item()


def every_module_restored(model, loader):
    """Each module gets back its own mode; NumPy counts."""
    modes = {module: module.training for module in model.modules()}
    model.eval()
    wrong, seen = 0, 0
    with torch.no_grad():
        for images, labels in loader:
            wrong += (model(images).numpy().argmax(axis=1) != labels.numpy()).sum()
            seen += len(labels)
    for module, training in modes.items():
        module.training = training
    return 1 - wrong / seen


def a_tensor_of_one_number(model, loader):
    """The answer is a tensor with one number; gradients switched off and on."""
    was_training, had_gradients = model.training, torch.is_grad_enabled()
    model.eval()
    torch.set_grad_enabled(False)
    correct, total = torch.tensor(0), 0
    for images, labels in loader:
        correct += model(images).topk(1).indices[:, 0].eq(labels).sum()
        total += len(labels)
    torch.set_grad_enabled(had_gradients)
    model.train(was_training)
    return correct / total


def on_a_copy(model, loader):
    """A copy in eval mode answers; the model itself is never touched."""
    twin, hits, count = copy.deepcopy(model).eval(), 0, 0
    with torch.no_grad():
        for images, labels in loader:
            hits += torch.sum(torch.argmax(twin(images), dim=-1).eq(labels)).item()
            count += labels.numel()
    return hits / count
