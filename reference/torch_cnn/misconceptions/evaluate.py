"""Wrong ways to evaluate."""

import torch


def _hits(model, loader):
    """``(right answers, size)`` of every batch, in whatever mode the model is in."""
    return [(int((model(images).argmax(dim=1) == labels).sum()), len(labels)) for images, labels in loader]


def _share(hits):
    return sum(right for right, _ in hits) / sum(n for _, n in hits)


def _measured(model, loader, score=_share):
    """The right frame around a wrong ``score``."""
    was_training = model.training
    model.eval()
    with torch.no_grad():
        result = score(_hits(model, loader))
    model.train(was_training)
    return result


def mode_not_set(model, loader):
    """The model stays in training mode.

    In training mode dropout drops and batch normalisation uses the batch's own statistics: the answers are worse, and others
    each time. Measure in eval mode: `model.eval()`.
    """
    with torch.no_grad():
        return _share(_hits(model, loader))


def mode_not_restored(model, loader):
    """The model is left in eval mode.

    After your function the model is in eval mode, and training that goes on has no dropout any more. Note `model.training`
    first, and put it back at the end.
    """
    model.eval()
    with torch.no_grad():
        return _share(_hits(model, loader))


def always_back_to_training(model, loader):
    """The model is always put into training mode at the end.

    A model that comes in eval mode is left in training mode, and its next answers are left to chance. Put back the mode it came in.
    """
    model.eval()
    with torch.no_grad():
        accuracy = _share(_hits(model, loader))
    model.train()
    return accuracy


def modes_swapped(model, loader):
    """Training mode for measuring.

    `model.train()` and `model.eval()` changed places.
    """
    was_training = model.training
    model.train()
    with torch.no_grad():
        accuracy = _share(_hits(model, loader))
    model.train(was_training)
    return accuracy


def gradients_left_on(model, loader):
    """Gradients stay switched on.

    The answer is right, and PyTorch builds a graph for gradients that nobody asks for. `with torch.no_grad():` saves that
    time and memory. (`model.eval()` does not switch gradients off.)
    """
    was_training = model.training
    model.eval()
    accuracy = _share(_hits(model, loader))
    model.train(was_training)
    return accuracy


def gradients_off_for_good(model, loader):
    """Gradients stay switched off for the rest of the program.

    `torch.set_grad_enabled(False)` lasts until somebody switches them on again: the next training fails. `with torch.no_grad():`
    ends by itself.
    """
    torch.set_grad_enabled(False)
    return _measured_with_gradients_as_they_are(model, loader)


def _measured_with_gradients_as_they_are(model, loader):
    was_training = model.training
    model.eval()
    accuracy = _share(_hits(model, loader))
    model.train(was_training)
    return accuracy


def mean_over_batches(model, loader):
    """The mean of the batches' accuracies.

    A small last batch counts as much as a full one that way. Count right answers and samples, and divide once.
    """
    return _measured(model, loader, lambda hits: sum(right / n for right, n in hits) / len(hits))


def divided_by_batches(model, loader):
    """The right answers are divided by the number of batches.

    `len(loader)` is the number of batches. Divide by the number of samples.
    """
    return _measured(model, loader, lambda hits: sum(right for right, _ in hits) / len(hits))


def full_batches_assumed(model, loader):
    """Every batch is taken to be full.

    You divide by batches times batch size, but the last batch may be smaller. Add up the sizes of the batches that come.
    """
    return _measured(model, loader, lambda hits: sum(right for right, _ in hits) / (len(hits) * loader.batch_size))


def in_percent(model, loader):
    """The accuracy is a percentage.

    An accuracy in 0..1 is expected: leave the factor of 100 out.
    """
    return _measured(model, loader, lambda hits: 100 * _share(hits))


def count_of_hits(model, loader):
    """The number of right answers is returned.

    You counted the right answers. Their share is expected: divide by the number of samples.
    """
    return _measured(model, loader, lambda hits: sum(right for right, _ in hits))


def error_rate(model, loader):
    """The share of wrong answers is returned.

    That is the error rate, 1 minus the accuracy.
    """
    return _measured(model, loader, lambda hits: 1 - _share(hits))


def first_batch_only(model, loader):
    """Only the first batch is looked at.

    A `return` inside the loop ends it after one batch.
    """
    return _measured(model, loader, lambda hits: _share(hits[:1]))


def last_batch_only(model, loader):
    """Only the last batch counts.

    The counts start again in every round. Set them to 0 before the loop.
    """
    return _measured(model, loader, lambda hits: _share(hits[-1:]))


def a_pair(model, loader):
    """Accuracy and loss are returned.

    One number is expected, the accuracy.
    """
    return _measured(model, loader), 0.0


def trains_as_well(model, loader):
    """The model is trained while it is measured.

    Your function changes the model's weights. Evaluating only looks: no `backward()`, no `step()`.
    """
    accuracy = _measured(model, loader)
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.mul_(0.9)
    return accuracy


def frozen_for_good(model, loader):
    """The model's parameters are frozen.

    `requires_grad_(False)` on the parameters saves the graph, and keeps the model from ever learning again. `torch.no_grad()` is for
    the length of a block.
    """
    model.requires_grad_(False)
    return _measured(model, loader)
