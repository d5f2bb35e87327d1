"""Wrong ways to train for one epoch."""

import torch


def _epoch(model, loader, optimizer, criterion, *, zero=True, step=True, train=True, batches=None):
    """The right loop with parts left out: a list of ``(loss, right answers, size)`` per batch."""
    model.train(train)
    seen = []
    for i, (images, labels) in enumerate(loader):
        if batches is not None and i >= batches:
            break
        if zero:
            optimizer.zero_grad()
        logits = model(images)
        loss = criterion(logits, labels)
        loss.backward()
        if step:
            optimizer.step()
        seen.append((loss.item(), (logits.argmax(dim=1) == labels).sum().item(), len(labels)))
    return seen


def _totals(seen):
    count = sum(n for _, _, n in seen)
    return sum(loss * n for loss, _, n in seen) / count, sum(right for _, right, _ in seen) / count


def no_zero_grad(model, loader, optimizer, criterion):
    """Gradients pile up from batch to batch.

    `backward()` adds to the gradients that are there. Without `optimizer.zero_grad()` each step follows the sum of all batches
    so far.
    """
    return _totals(_epoch(model, loader, optimizer, criterion, zero=False))


def no_step(model, loader, optimizer, criterion):
    """The optimizer never steps.

    The gradients are computed and nothing is done with them: `optimizer.step()` is missing.
    """
    return _totals(_epoch(model, loader, optimizer, criterion, step=False))


def mean_over_batches(model, loader, optimizer, criterion):
    """The loss is a mean over batches.

    The mean of the batches' means counts a small last batch as much as a full one. Weigh each loss with its batch's size,
    and divide by the number of samples.
    """
    seen = _epoch(model, loader, optimizer, criterion)
    return sum(loss for loss, _, _ in seen) / len(loader), _totals(seen)[1]


def sum_of_losses(model, loader, optimizer, criterion):
    """The batches' losses are added up and never divided.

    The more batches, the larger your loss. Divide by the number of samples, after weighing each batch's mean with its size.
    """
    seen = _epoch(model, loader, optimizer, criterion)
    return sum(loss for loss, _, _ in seen), _totals(seen)[1]


def loss_over_samples_unweighted(model, loader, optimizer, criterion):
    """The batches' mean losses are added and divided by the number of samples.

    `criterion` gives a batch's mean. Before it is divided by the number of samples it has to be multiplied by the batch's size.
    """
    seen = _epoch(model, loader, optimizer, criterion)
    return sum(loss for loss, _, _ in seen) / sum(n for _, _, n in seen), _totals(seen)[1]


def last_batch_only(model, loader, optimizer, criterion):
    """Loss and accuracy are those of the last batch.

    The sums are started again in every round, or taken after the loop. Add up over all batches.
    """
    return _totals(_epoch(model, loader, optimizer, criterion)[-1:])


def first_batch_only(model, loader, optimizer, criterion):
    """Only the first batch is seen.

    A `return` or `break` inside the loop ends the epoch after one batch. An epoch is one pass over the whole loader.
    """
    return _totals(_epoch(model, loader, optimizer, criterion, batches=1))


def two_epochs(model, loader, optimizer, criterion):
    """The loader is passed twice.

    One call is one epoch. You went through the loader twice.
    """
    _epoch(model, loader, optimizer, criterion)
    return _totals(_epoch(model, loader, optimizer, criterion))


def accuracy_in_percent(model, loader, optimizer, criterion):
    """The accuracy is a percentage.

    An accuracy in 0..1 is expected: leave the factor of 100 out.
    """
    loss, accuracy = _totals(_epoch(model, loader, optimizer, criterion))
    return loss, 100 * accuracy


def accuracy_per_batch(model, loader, optimizer, criterion):
    """The right answers are divided by the number of batches.

    You counted right answers and divided by how many batches there are. Divide by the number of samples.
    """
    seen = _epoch(model, loader, optimizer, criterion)
    return _totals(seen)[0], sum(right for _, right, _ in seen) / len(loader)


def mean_of_batch_accuracies(model, loader, optimizer, criterion):
    """The accuracy is a mean over batches.

    A small last batch counts as much as a full one that way. Count right answers and samples, and divide once.
    """
    seen = _epoch(model, loader, optimizer, criterion)
    return _totals(seen)[0], sum(right / n for _, right, n in seen) / len(seen)


def swapped(model, loader, optimizer, criterion):
    """Accuracy first, loss second.

    The order asked is loss, then accuracy.
    """
    loss, accuracy = _totals(_epoch(model, loader, optimizer, criterion))
    return accuracy, loss


def loss_alone(model, loader, optimizer, criterion):
    """Only the loss is returned.

    Two numbers are expected: the mean loss, and the accuracy.
    """
    return _totals(_epoch(model, loader, optimizer, criterion))[0]


def training_mode_not_set(model, loader, optimizer, criterion):
    """The model is not put into training mode.

    After an evaluation the model is in eval mode: dropout and batch normalisation do not act. Begin with `model.train()`.
    """
    return _totals(_epoch(model, loader, optimizer, criterion, train=model.training))


def eval_mode(model, loader, optimizer, criterion):
    """The model is in eval mode while it is trained.

    `model.eval()` is for measuring. Training goes with `model.train()`.
    """
    return _totals(_epoch(model, loader, optimizer, criterion, train=False))


def own_optimizer(model, loader, optimizer, criterion):
    """A new optimizer is made for every epoch.

    The optimizer that is given remembers its momentum from epoch to epoch, and its learning rate was chosen by the caller. Use it.
    """
    own = torch.optim.SGD(model.parameters(), lr=optimizer.param_groups[0]["lr"])
    return _totals(_epoch(model, loader, own, criterion))


def own_criterion(model, loader, optimizer, criterion):
    """The cross-entropy is used whatever the criterion.

    The criterion is an argument: call it, instead of a loss of your own choice.
    """
    return _totals(_epoch(model, loader, optimizer, torch.nn.functional.cross_entropy))


def steps_before_backward(model, loader, optimizer, criterion):
    """The step comes before `backward()`.

    The optimizer steps with the gradients that are there, and they are made by `backward()`: first backward, then step.
    """
    model.train()
    seen = []
    for images, labels in loader:
        logits = model(images)
        loss = criterion(logits, labels)
        optimizer.step()
        optimizer.zero_grad()
        loss.backward()
        seen.append((loss.item(), (logits.argmax(dim=1) == labels).sum().item(), len(labels)))
    return _totals(seen)


def zeroes_before_the_step(model, loader, optimizer, criterion):
    """The gradients are zeroed between `backward()` and `step()`.

    `zero_grad()` directly before `step()` throws away what `backward()` has just computed. Zero them before `backward()`.
    """
    model.train()
    seen = []
    for images, labels in loader:
        logits = model(images)
        loss = criterion(logits, labels)
        loss.backward()
        optimizer.zero_grad()
        optimizer.step()
        seen.append((loss.item(), (logits.argmax(dim=1) == labels).sum().item(), len(labels)))
    return _totals(seen)


def one_step_an_epoch(model, loader, optimizer, criterion):
    """One step at the end of the epoch.

    You gather the gradients of all batches and step once. Each batch has its own step.
    """
    optimizer.zero_grad()
    seen = _epoch(model, loader, optimizer, criterion, zero=False, step=False)
    optimizer.step()
    return _totals(seen)


def softmax_before_the_criterion(model, loader, optimizer, criterion):
    """The logits go through a softmax before the criterion.

    `nn.CrossEntropyLoss` takes logits and applies the softmax itself. Twice, the gradients become small and wrong.
    """
    return _totals(_epoch(model, loader, optimizer, lambda logits, labels: criterion(logits.softmax(1), labels)))


def changes_the_digits(model, loader, optimizer, criterion):
    """The digits are rescaled in the loader's own data.

    Your function changes the tensors the loader hands out from, so every epoch sees other digits. The loader is the caller's:
    use the batches as they come.
    """
    loader.dataset.tensors[0].sub_(0.1307).div_(0.3081)
    return _totals(_epoch(model, loader, optimizer, criterion))


def never_ends(model, loader, optimizer, criterion):
    """The loop has no end.

    Your loop goes on after the loader's last batch. One pass is expected: `for images, labels in loader:` ends by itself.
    """
    while True:
        _epoch(model, loader, optimizer, criterion)


def thaws_what_was_frozen(model, loader, optimizer, criterion):
    """Frozen parameters are trained again.

    You set `requires_grad` on all parameters. What is frozen was frozen by the caller, who wants to keep it: leave the flags alone.
    """
    model.requires_grad_(True)
    return _totals(_epoch(model, loader, optimizer, criterion))


def accuracy_after_training(model, loader, optimizer, criterion):
    """The accuracy is measured once more, after the epoch.

    You go through the loader again and ask the trained model. The answers the steps were made from are expected: you have them anyway.
    """
    loss, _ = _totals(_epoch(model, loader, optimizer, criterion))
    with torch.no_grad():
        hits = [hit for images, labels in loader for hit in (model(images).argmax(dim=1) == labels).tolist()]
    return loss, sum(hits) / len(hits)
