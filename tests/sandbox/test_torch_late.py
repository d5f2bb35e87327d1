"""What PyTorch imports only when it is asked for is there behind the closed door: students meet it in the middle of right code."""

from __future__ import annotations

import pytest

from autograder.course import Limits, Rules
from tests.support.student_process import running, started

pytest.importorskip("torch")
pytestmark = pytest.mark.slow
MODULE = """
import torch
from torch import nn

def backward_with_a_gradient():
    x = torch.ones(2, requires_grad=True)
    (x * 2).backward(torch.tensor([1.0, 3.0]))
    return x.grad.tolist()

def gradient_of_some_outputs():
    x = torch.ones(2, requires_grad=True)
    return torch.autograd.grad(x * 2, x, grad_outputs=torch.tensor([1.0, 3.0]))[0].tolist()

def deterministic():
    torch.use_deterministic_algorithms(True)
    return torch.are_deterministic_algorithms_enabled()

def printed():
    x = torch.ones(2, requires_grad=True)
    print(x * 2)
    return f"{x.detach()}"

def scheduled():
    optimizer = torch.optim.Adam(nn.Linear(2, 1).parameters(), lr=0.5)
    optimizer.step()
    torch.optim.lr_scheduler.StepLR(optimizer, 1, gamma=0.5).step()
    return optimizer.param_groups[0]["lr"]

def forward_mode():
    x, ones = torch.ones(2), torch.ones(2)
    answer, tangent = torch.func.jvp(lambda x: torch.sin(x) ** 2, (x,), (ones,))
    jacobian = torch.func.jacfwd(lambda x: x**3)(x)
    hessian = torch.func.hessian(lambda x: (x**3).sum())(x)
    older = torch.autograd.functional.jacobian(lambda x: x**3, x, strategy="forward-mode", vectorize=True)
    return tangent.tolist(), jacobian.tolist(), hessian.tolist(), older.tolist()
"""


def test_what_is_imported_late_is_there() -> None:
    rules, limits = Rules(libraries=("numpy", "torch")), Limits(call_seconds=60.0, memory_mb=1024)
    with started(rules, limits) as sandbox, running(sandbox, MODULE) as process:
        module = process.module
        assert module.printed() == "tensor([1., 1.])"
        assert process.take_output() == "tensor([2., 2.], grad_fn=<MulBackward0>)\n"
        assert module.backward_with_a_gradient() == module.gradient_of_some_outputs() == [2.0, 6.0]
        assert module.deterministic() is True
        assert module.scheduled() == 0.25
        tangent, *others = module.forward_mode()
        assert tangent == pytest.approx([0.9093, 0.9093], abs=1e-4)
        assert others == [[[3.0, 0.0], [0.0, 3.0]], [[6.0, 0.0], [0.0, 6.0]], [[3.0, 0.0], [0.0, 3.0]]]
        assert process.refused == ()
