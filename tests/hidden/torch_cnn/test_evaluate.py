"""evaluate: the share of right answers, in eval mode."""

import numpy as np
import pytest
import torch_cnn_networks as networks
import torch_cnn_oracles as oracles
from torch_cnn_cases import assert_plain_number
from torch_cnn_models import Untouched

from autograder.suite import CheckFailed, fail, say

CALL = "evaluate(model, loader)"


class Setup(Untouched):
    """A model whose two modes answer differently, and labels it gets right in eval mode as often as we like."""

    def __init__(self, process, rng, count, batch_size, right, training=False, turned=False):
        """``right`` says of each image whether its label is the model's own answer in eval mode. ``turned``: with a graph the logits
        come in the opposite order, and other answers are right."""
        description = networks.tiny(normalise=True, dropout=0.5, turned=turned)
        super().__init__(process, rng, description, training, (3, 1, 3, 3))
        self.x = rng.normal(size=(count, 1, 8, 6)).astype(np.float32)
        self.own.eval()
        answers = oracles.props().answer(self.own, self.x).argmax(1)
        self.own.train(training)
        self.y = np.where(right, answers, (answers + 1 + rng.integers(0, 3, count)) % 4)
        self.want = float(np.mean(self.y == answers))
        self.with_graph = float(np.mean(self.y == 3 - answers))
        process.props.gradients_on()  # whatever an earlier call left
        process.props.seed(int(rng.integers(2**31)))
        self.loader = process.props.loader(self.x, self.y, batch_size)

    def judge(self, student, call=CALL):
        assert_plain_number(student.evaluate(self.model, self.loader), self.want, call, percent=True)


@pytest.mark.weight(2)
@pytest.mark.parametrize(("count", "batch_size"), [(24, 6), (9, 9), (40, 1)])
def test_accuracy(student, process, rng, count, batch_size):
    """The share of images whose largest logit is the label's, in 0..1."""
    Setup(process, rng, count, batch_size, rng.random(count) < 0.7).judge(student)


@pytest.mark.weight(2)
@pytest.mark.parametrize("last_right", [True, False])
def test_smaller_last_batch(student, process, rng, last_right):
    """A mean over the samples, not over the batches: a smaller last batch weighs less."""
    Setup(process, rng, 23, 7, (np.arange(23) >= 21) == last_right).judge(student)


@pytest.mark.weight(2)
def test_eval_mode(student, process, rng):
    """The model answers in eval mode, even when it comes in training mode."""
    Setup(process, rng, 60, 16, np.arange(60) % 6 > 0, training=True).judge(student)


@pytest.mark.weight(2)
@pytest.mark.parametrize("training", [True, False])
def test_mode_is_restored(student, process, rng, training):
    """Afterwards the model is in the mode it came in, training or eval, and answers as it does in that mode."""
    setup = Setup(process, rng, 20, 8, rng.random(20) < 0.6, training)
    setup.judge(student)
    setup.assert_mode(CALL, setup.x)


@pytest.mark.weight(2)
def test_without_gradients(student, process, rng):
    """No graph is built for gradients nobody asks for: this model answers otherwise where one is."""
    setup = Setup(process, rng, 30, 8, np.arange(30) % 5 > 0, training=True, turned=True)
    try:
        setup.judge(student)
    except CheckFailed:
        setup.want, with_graph = setup.with_graph, True
        try:
            setup.judge(student)
        except CheckFailed:
            with_graph = False
        if with_graph:
            told = f"{CALL} computes with gradients switched on; `with torch.no_grad():` saves time and memory."
            fail("values", told)
        raise


@pytest.mark.weight(2)
def test_model_is_unchanged(student, process, rng):
    """Weights, running statistics and what is frozen are as before, and gradients are on: the model goes on as it would have."""
    setup = Setup(process, rng, 22, 5, rng.random(22) < 0.7, training=True)
    setup.judge(student)
    setup.judge(student, say("a second {call}", call=CALL))
    setup.assert_values_stay(CALL, setup.x)
