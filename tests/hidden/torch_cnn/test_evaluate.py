"""evaluate: the share of right answers, in eval mode."""

import numpy as np
import pytest
import torch_cnn_oracles as oracles
from torch_cnn_cases import assert_plain_number

from autograder.suite import assert_values, fail

CALL = "evaluate(model, loader)"
SHAPES = ((3, 1, 3, 3), (3,), (3,), (3,), (4, 72), (4,))


class Setup:
    """A model whose two modes answer differently, and labels it gets right in eval mode as often as we like."""

    def __init__(self, process, rng, count, batch_size, right):
        """``right`` says of each image whether its label is the model's own answer in eval mode."""
        x = rng.normal(size=(count, 1, 8, 6)).astype(np.float32)
        self.arrays = [rng.normal(0, 0.5, shape).astype(np.float32) for shape in SHAPES]
        self.buffers = [rng.normal(0, 2, 3).astype(np.float32), rng.uniform(0.3, 3, 3).astype(np.float32), np.int64(7)]
        settings = {"normalise": True, "dropout": 0.5}
        own = oracles.same_model("TinyNet", self.arrays, self.buffers, **settings).eval()
        answers = own(oracles.torch.as_tensor(x)).argmax(1).numpy()
        self.y = np.where(right, answers, (answers + 1 + rng.integers(0, 3, count)) % 4)
        self.want = float(np.mean(self.y == answers))
        self.model = process.props.TinyNet(**settings)
        process.props.load_all(self.model, self.arrays, self.buffers)
        process.props.seed(int(rng.integers(2**31)))
        self.loader = process.props.loader(x, self.y, batch_size)

    def judge(self, student, call=CALL):
        assert_plain_number(student.evaluate(self.model, self.loader), self.want, call, percent=True)


@pytest.mark.weight(2)
@pytest.mark.parametrize(("count", "batch_size"), [(24, 6), (9, 9), (40, 1)])
def test_accuracy(student, process, rng, count, batch_size):
    """The share of images whose largest logit is the label's, in 0..1."""
    setup = Setup(process, rng, count, batch_size, rng.random(count) < 0.7)
    setup.model.eval()
    setup.judge(student)


@pytest.mark.weight(2)
@pytest.mark.parametrize("last_right", [True, False])
def test_smaller_last_batch(student, process, rng, last_right):
    """A mean over the samples, not over the batches: a smaller last batch weighs less."""
    setup = Setup(process, rng, 23, 7, (np.arange(23) >= 21) == last_right)
    setup.model.eval()
    setup.judge(student)


@pytest.mark.weight(2)
def test_eval_mode(student, process, rng):
    """The model answers in eval mode, even when it comes in training mode."""
    setup = Setup(process, rng, 60, 16, np.arange(60) % 6 > 0)
    setup.model.train()
    setup.judge(student)


@pytest.mark.weight(2)
@pytest.mark.parametrize("training", [True, False])
def test_mode_is_restored(student, process, rng, training):
    """Afterwards the model is in the mode it came in, training or eval."""
    setup = Setup(process, rng, 20, 8, rng.random(20) < 0.6)
    setup.model.train(training)
    setup.judge(student)
    if process.props.modes(setup.model) != [training] * 5:
        was, now = ("training", "eval") if training else ("eval", "training")
        fail("changed", f"{CALL} got a model in {was} mode and left it in {now} mode.")


@pytest.mark.weight(2)
def test_without_gradients(student, process, rng):
    """No graph is built for gradients nobody asks for, and gradients are on again afterwards."""
    setup = Setup(process, rng, 15, 4, rng.random(15) < 0.6)
    setup.model.train()
    process.props.without_gradients()
    setup.judge(student)
    if not process.props.without_gradients():
        fail("values", f"{CALL} computes with gradients switched on; `with torch.no_grad():` saves time and memory.")
    if not process.props.gradients_are_on():
        fail("changed", f"{CALL} left gradients switched off for the rest of the program.")


@pytest.mark.weight(2)
def test_model_is_unchanged(student, process, rng):
    """The model's weights and running statistics are as they were, frozen where they were, and a second call says the same."""
    setup = Setup(process, rng, 22, 5, rng.random(22) < 0.7)
    setup.model.train()
    process.props.freeze(setup.model, SHAPES[:1])
    setup.judge(student)
    setup.judge(student, f"a second {CALL}")
    found = [*process.props.arrays(setup.model), *process.props.buffers(setup.model)]
    for got, want in zip(found, (*setup.arrays, *setup.buffers), strict=True):
        assert_values(got, want, "a weight or running statistic of the model after evaluate")
    if [trained for _, trained in process.props.trainable(setup.model)] != [False] + [True] * 5:
        fail(
            "changed",
            f"{CALL} froze or thawed parameters of the model; `with torch.no_grad():` leaves them as they are.",
        )
