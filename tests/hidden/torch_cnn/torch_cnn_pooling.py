"""GlobalPoolNet, whose features are everyone's own: what can be known of it from its answers.

Its head is one linear layer, and weights of ours in it let the numbers behind it be read from the logits. Of these numbers laws hold that
are those of an average over all positions of something local, whatever that is.
"""

import numpy as np
from torch_cnn_models import exercise

from autograder.suite import assert_shape, fail, values_agree

_KINDS = {
    "tuple": "a tuple",
    "list": "a list",
    "dict": "a dict",
    "ndarray": "a NumPy array",
    "NoneType": "None (is a `return` missing?)",
}
CALL = "GlobalPoolNet()(x)"
FEW, WIDEST = 5, 2048
"""Classes of the model whose shapes are looked at first; the widest head that is read."""


def logits_of(process, model, x, classes, call=CALL):
    """The logits ``(n, classes)`` of ``x``, and no probabilities."""
    (logits,) = exercise(process, model, ("answer", x))
    if isinstance(logits, str):
        fail("type", f"{call} gave {_KINDS.get(logits, 'no tensor')}; one tensor is asked, the logits alone.")
    assert_shape(logits, (len(x), classes), call)
    for name, shares in (("softmax", logits), ("log_softmax", np.exp(np.minimum(logits, 0)))):
        if np.all(shares >= 0) and np.all(np.abs(shares.sum(axis=1) - 1) < 1e-4):
            told = "Logits are asked: `nn.CrossEntropyLoss` applies the softmax itself."
            fail("values", f"{call} gave {name}(logits). {told}")
    return logits


class Head:
    """A new model of the student's, in eval mode, with weights of ours in its head: as many classes as let what enters it be read."""

    def __init__(self, student, process, rng):
        self.process = process
        first = self.shapes(student.GlobalPoolNet(FEW))
        places = [i for i, shape in enumerate(first) if FEW in shape and self.is_weight(shape)]
        self.inputs = max((int(np.prod(first[i])) // FEW for i in places), default=0)
        if not 0 < self.inputs <= WIDEST:
            told = "GlobalPoolNet is to have exactly one linear layer, with `num_classes` outputs, at its end."
            fail("shape", told, f"shapes {first}")
        self.classes = self.inputs + 8
        while any(self.classes in shape for shape in first):
            self.classes += 1
        self.model = process.props.sized(student.GlobalPoolNet(self.classes))
        self.model.eval()
        self.others = self.shapes(self.model)
        self.weight = self.place(self.is_weight)
        self.bias = self.place(lambda shape: np.prod(shape) == self.classes, at_most=True)
        # Columns at right angles: what enters the head is its answer seen from the same columns.
        self.columns = np.linalg.qr(rng.normal(size=(self.classes, self.inputs)))[0].astype(np.float32)
        self.offset = rng.normal(size=self.classes).astype(np.float32)
        shape = self.others[self.weight]
        turned = self.columns.T if shape[0] == self.inputs and shape[0] != self.classes else self.columns
        values = [(self.weight, turned.reshape(shape))]
        if self.bias is not None:
            values.append((self.bias, self.offset.reshape(self.others[self.bias])))
        process.props.put(self.model, *values)

    def shapes(self, model):
        shapes = self.process.props.shapes(model)
        if not isinstance(shapes, list) or len(shapes) > 300:
            fail("shape", "GlobalPoolNet has parameters without number.")
        return [tuple(shape) for shape in shapes]

    @staticmethod
    def is_weight(shape):
        """That of a linear layer, or of a 1×1 convolution."""
        return (len(shape) == 2 and 1 not in shape[:1]) or (len(shape) == 4 and shape[2:] == (1, 1))

    def place(self, fits, at_most=False):
        """The number of the one parameter that has an axis of as many numbers as there are classes, and that ``fits``."""
        found = [i for i, shape in enumerate(self.others) if self.classes in shape and fits(shape)]
        if len(found) > 1 or (not found and not at_most):
            told = "GlobalPoolNet is to have exactly one linear layer, with `num_classes` outputs, at its end."
            fail("shape", told, f"shapes {self.others}")
        return found[0] if found else None

    def linear_layers(self):
        """How many weights of linear layers there are, by shape."""
        return sum(len(shape) == 2 and min(shape) > 1 for shape in self.others)

    def logits(self, x, call=CALL):
        return logits_of(self.process, self.model, x, self.classes, call)

    def enters(self, x, call=CALL):
        """What enters the head, ``(n, inputs)``: the logits are one linear layer of it, as they are."""
        logits = self.logits(x, call).astype(np.float64)
        offset = self.offset if self.bias is not None else 0
        entering = (logits - offset) @ self.columns
        if not values_agree(entering @ self.columns.T + offset, logits):
            fail(
                "values",
                f"{call}: the logits are not one linear layer of what the features were averaged to, as they are.",
            )
        return entering
