"""Right ways to train for one epoch."""

import numpy as np
import torch


def dataset_length(model, loader, optimizer, criterion):
    """Divides by the dataset's length, `zero_grad` after the forward pass."""
    model.train()
    running_loss = 0.0
    correct = 0
    for _, (images, labels) in enumerate(loader):
        outputs = model(images)
        loss = criterion(outputs, labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        running_loss += loss.item() * images.size(0)
        _, predicted = torch.max(outputs.data, 1)
        correct += (predicted == labels).sum().item()
    return running_loss / len(loader.dataset), correct / len(loader.dataset)


def on_a_device(model, loader, optimizer, criterion):
    """Moves each batch to the model's device; gradients zeroed by the model."""
    device = next(model.parameters()).device
    model.train(True)
    losses, hits, count = [], [], 0
    for x, y in loader:
        x, y = x.to(device), y.to(device)
        model.zero_grad(set_to_none=True)
        scores = model(x)
        loss = criterion(scores, y)
        loss.backward()
        optimizer.step()
        losses.append(loss.detach().cpu().item() * y.shape[0])
        hits.append(scores.argmax(1).eq(y).sum().item())
        count += y.shape[0]
    return sum(losses) / count, sum(hits) / count


def tensors_all_the_way(model, loader, optimizer, criterion):
    """Sums stay tensors; the answer is a pair of tensors with one number each."""
    model.train()
    loss_sum, right, seen = torch.zeros(()), torch.zeros(()), 0
    for images, labels in loader:
        optimizer.zero_grad(set_to_none=False)
        logits = model(images)
        loss = criterion(logits, labels)
        loss.backward()
        optimizer.step()
        with torch.no_grad():
            loss_sum += loss * len(images)
            right += (logits.argmax(-1) == labels).float().sum()
        seen += len(images)
    return loss_sum / seen, right / seen


def a_step_function(model, loader, optimizer, criterion):
    """A nested function for one batch; `zip` over its results."""

    def step(images, labels):
        optimizer.zero_grad()
        logits = model(images)
        loss = criterion(logits, labels)
        loss.backward()
        optimizer.step()
        return loss.item() * len(labels), int(torch.sum(torch.argmax(logits, dim=1) == labels)), len(labels)

    model.train()
    losses, right, sizes = zip(*(step(images, labels) for images, labels in loader), strict=True)
    return [sum(losses) / sum(sizes), sum(right) / sum(sizes)]


def weighted_mean(model, loader, optimizer, criterion):
    """Means per batch, weighted by the batch's size; zeroes after the step, gradients are zero at the start of each."""
    model.train()
    optimizer.zero_grad()
    mean_loss, accuracy, seen = 0.0, 0.0, 0
    for batch in loader:
        images, labels = batch[0], batch[1]
        logits = model(images)
        loss = criterion(logits, labels)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        n = len(labels)
        mean_loss += (loss.item() - mean_loss) * n / (seen + n)
        accuracy += ((logits.argmax(1) == labels).double().mean().item() - accuracy) * n / (seen + n)
        seen += n
    return mean_loss, accuracy


def with_progress_printed(model, loader, optimizer, criterion):
    """Prints its progress; gradients enabled explicitly; an iterator and `next`."""
    model.train()
    batches = iter(loader)
    loss_sum = correct = total = 0
    with torch.enable_grad():
        while (batch := next(batches, None)) is not None:
            images, labels = batch
            for group in optimizer.param_groups:
                for p in group["params"]:
                    p.grad = None
            logits = model(images)
            loss = criterion(logits, labels)
            loss.backward()
            optimizer.step()
            loss_sum += float(loss) * len(labels)
            correct += int((logits.max(dim=1).indices == labels).sum())
            total += len(labels)
            print(f"batch of {len(labels)}: loss {float(loss):.3f}")
    return loss_sum / total, correct / total


def closure(model, loader, optimizer, criterion):
    """The optimizer calls a closure, as L-BFGS asks for."""
    model.train()
    total = right = count = 0
    for images, labels in loader:
        answers = []

        def again(images=images, labels=labels, answers=answers):
            optimizer.zero_grad()
            answers.append(model(images))
            loss = criterion(answers[-1], labels)
            loss.backward()
            return loss

        total += optimizer.step(again).item() * len(labels)
        right += answers[-1].argmax(1).eq(labels).sum().item()
        count += len(labels)
    return total / count, right / count


def one_array_of_sums(model, loader, optimizer, criterion):
    """Loss, right answers and samples are summed in one array, and its quotients are the answer."""
    model.train()
    sums = np.zeros(3)
    for images, labels in loader:
        logits = model(images)
        loss = criterion(logits, labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        sums += loss.item() * len(labels), (logits.argmax(1) == labels).sum().item(), len(labels)
    return sums[:2] / sums[2]
