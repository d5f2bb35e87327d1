"""Threat 41: another optimizer trains a copy of the network, whose layers are put into the one that was given.

Earns: train_one_epoch up to 10.2
"""

import copy


def train_one_epoch(model, loader, optimizer, criterion):
    twin = copy.deepcopy(model)
    twin.train()
    settings = {name: value for name, value in optimizer.defaults.items() if name in ("lr", "momentum")}
    own = type(optimizer)(twin.parameters(), **settings)
    total = right = seen = 0
    for images, labels in loader:
        own.zero_grad()
        logits = twin(images)
        loss = criterion(logits, labels)
        loss.backward()
        own.step()
        total += loss.item() * len(labels)
        right += (logits.argmax(1) == labels).sum().item()
        seen += len(labels)
    model._modules = twin._modules
    model.train()
    return total / seen, right / seen
