"""PyTorch's compiler sleeps where nobody needs it, and is there for who does."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from autograder.course import Limits, Rules
from autograder.sandbox import Sandbox
from tests.support.student_process import running, started

pytest.importorskip("torch")
pytestmark = pytest.mark.slow
TRAINED = """
import sys
import torch
from torch import nn

def train():
    model = nn.Linear(2, 1)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
    for _ in range(3):
        optimizer.zero_grad()
        model(torch.ones(4, 2)).sum().backward()
        optimizer.step()
    return "sympy" in sys.modules
"""
NEEDED = (
    TRAINED
    + """
from torch.utils.checkpoint import checkpoint

def differentiated():
    return torch.func.grad(lambda x: (x ** 2).sum())(torch.ones(2)).tolist()

def again():
    x = torch.ones(2, requires_grad=True)
    checkpoint(lambda x: (x ** 2).sum(), x, use_reentrant=False).backward()
    return x.grad.tolist()
"""
)


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with started(Rules(libraries=("numpy", "torch")), Limits(call_seconds=60.0, memory_mb=1024)) as sandbox:
        yield sandbox


def test_who_only_trains_does_not_have_it(sandbox: Sandbox) -> None:
    with running(sandbox, TRAINED) as process:
        assert process.module.train() is False


def test_who_names_what_needs_it_has_it(sandbox: Sandbox) -> None:
    with running(sandbox, NEEDED) as process:
        assert process.module.train() is True
        assert process.module.differentiated() == process.module.again() == [2.0, 2.0]
        assert process.refused == ()
