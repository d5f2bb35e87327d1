"""What one check said, and what a question's checks add up to."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pytest

from autograder.grading.collect import Check
from autograder.grading.seat import Ran
from autograder.records.errors import (
    BadReply,
    LimitReached,
    SandboxError,
    StudentCrash,
    StudentError,
    StudentFailure,
    StudentTimeout,
    SuiteError,
    TooMuch,
)
from autograder.records.status import Status
from autograder.sandbox.host.proxy import Handle
from autograder.suite.asserts import CheckFailed
from autograder.suite.explain import kind_of

_USUAL_CAUSE = {
    "IndexError": "An index ran outside an array: look at where your loops end.",
    "ValueError": "Either two arrays whose shapes do not fit together, at a border for instance, or your own code refuses arguments "
    "that make sense.",
    "TypeError": "Often a call with other arguments than the stub names, or None where a number is needed.",
    "NameError": "A name is used that was never given a value.",
    "UnboundLocalError": "A name is used before it is given a value, in some branch.",
    "AttributeError": "An object is asked for something it does not have.",
    "ImportError": "This exercise is written without that library.",
    "ModuleNotFoundError": "That library is not there when your work is graded.",
    "KeyError": "A dict is asked for a key it does not hold.",
    "ZeroDivisionError": "A division by zero.",
    "RecursionError": "It calls itself without end.",
    "MemoryError": "It asked for more memory than there is for an answer.",
    "AssertionError": "One of your own assertions does not hold.",
    "OverflowError": "",
    "RuntimeError": "",
    "FloatingPointError": "",
    "PermissionError": "Files, programs and the network are closed while your work is graded.",
    "OSError": "Files, programs and the network are closed while your work is graded.",
    "EOFError": "Nobody answers `input()` while your work is graded.",
    "SystemExit": "Take the `exit()` out.",
}

_PRECISION = "Tensors of different precision meet: `.float()` makes single precision of either."
_NO_TENSOR = "A tensor is asked, and something else arrives: `torch.as_tensor(…).float()` makes one of an array."
_META = "Tensors on the device `meta` hold no numbers: leave the device as it is."

_CAUSE_BY_TEXT = (
    ("truth value of an array", "`if`, `and`, `or` and `not` want one truth value, and an array has many: ask `is not None`, `.any()` or "
     "`.all()`."),
    ("Cannot cast ufunc", "An array of integers cannot take fractions in place (`+=` and its like): make it an array of floats first."),
    ("read-only", "It writes into an array that may only be read, such as a view of the argument: work on a copy."),
    ("pop from empty", "Something is taken from a list that is empty: what a first call took out is gone for the second."),
    ("could not be broadcast", "Two arrays whose shapes do not fit together, at a border for instance."),
    ("setting an array element with a sequence", "One element of an array takes one number: write `.item()` or `[0]` behind an array that "
     "holds one."),
    ("arrays can be converted", "`float(…)` takes one number: write `.item()` or `[0]` behind an array that holds one."),
    ("required positional argument", "A function is called with fewer arguments than it wants: what has a value in the stub may be left "
     "out."),
    ("unexpected keyword argument", "A function is called with an argument of a name it does not have: keep the stub's names."),
    ("takes no arguments", "A class is made with arguments, but has no `__init__` that takes them (two underscores on each side)."),
    ("__init__() should return None", "`__init__` returns nothing: take its `return` out."),
    ("object is not callable", "Something is called that is no function and no class: look at what the name holds."),
    ("positional argument", "A function is called with more or fewer arguments than it takes."),
    ("before Module.__init__() call", "A module's `__init__` begins with `super().__init__()`."),
    ("shapes cannot be multiplied", "A linear layer gets another number of inputs than it was made for: follow the shapes."),
    ("channels, but got", "A convolution gets another number of channels than it was made for."),
    ("is invalid for input of size", "A `view` or `reshape` to a shape that does not hold as many numbers."),
    ("can't be greater than actual input size", "The feature maps have become smaller than the kernel that is to slide over them."),
    ("Output size is too small", "The feature maps have become smaller than the window that is to pool them."),
    ("modified by an inplace operation", "Something that `backward` still needs was overwritten (`inplace=True`, `+=`, `relu_`)."),
    ("that requires grad", "A tensor that hangs on a graph wants `.detach()` before `.numpy()`."),
    ("does not require grad", "`backward` finds no graph: `.detach()`, `.item()` or `torch.no_grad` cut it off before."),
    ("leaf Variable", "A parameter is changed under autograd's eyes: do it under `with torch.no_grad():`."),
    ("expected scalar type", _PRECISION),
    ("same dtype", _PRECISION),
    ("should be the same", _PRECISION),
    ("match target batch_size", "As many logits as labels are asked: the batch axis got lost or was mixed with another."),
    ("must match the size of tensor", "Two tensors whose shapes do not fit together."),
    ("target with class probabilities", "A loss takes logits (N, classes) and labels (N,): no `argmax` before it."),
    ("must be Tensor, not", _NO_TENSOR),
    ("!numpy.ndarray!", _NO_TENSOR),
    ("has no attribute 'requires_grad'", "A model is to give one tensor: no tuple, dict or array, and not None."),
    ("has no attribute 'parameters'", "A network is a class on top of `nn.Module`, and a layer an object of one."),
    ("has no attribute 'backward'", "`backward` belongs to the loss as a tensor: call it before `.item()`."),
    ("as parameter '", "A layer's weight takes an `nn.Parameter`: copy numbers into the one it has, under `with torch.no_grad():`."),
    ("as child module '", "The place of a layer takes another layer, an `nn.Module`."),
    ("Only Tensors of floating point", "Weights are floating point numbers: `.float()` makes them of whole ones."),
    ("empty parameter list", "No parameter is there to train: layers are attributes of `self`, and a head stays trainable."),
    ("for image data", "`imshow` draws one picture, (H, W): take one filter and one channel."),
    ("compiled with CUDA", 'There is no graphics card where your work is graded: leave `.cuda()` and `.to("cuda")` out.'),
    ("no NVIDIA driver", 'There is no graphics card where your work is graded: leave `.cuda()` and `.to("cuda")` out.'),
    ("meta tensor", _META),
    ("device meta", _META),
)  # fmt: skip
"""What NumPy's, PyTorch's and Python's own texts mean. A hidden check repeats none of the text: the student chooses it."""


@dataclass(frozen=True)
class Verdict:
    """``kind`` is ``""`` for passed, else a word: failed, unanswered, timeout, crashed, missing, error.

    ``for_student`` names no hidden value; ``detail`` (staff only) may. ``raised`` is the student's own exception text, shown for
    public checks only: student code can put a hidden input into its message.
    """

    kind: str = ""
    for_student: str = ""
    detail: str = ""
    raised: str = ""
    remark: str = ""
    flags: tuple[str, ...] = ()
    measured: float | None = None

    @property
    def passed(self) -> bool:
        return not self.kind

    def message(self, check: Check) -> str:
        """What the student reads of it."""
        if check.visibility == "public" and (self.raised or self.detail):
            return (self.raised or _in_plain_words(self.detail)).strip()
        return self.for_student or self.remark


def untried(message: str, kind: str) -> Verdict:
    """The verdict of a check that could not be run."""
    return Verdict(kind, message, message)


def verdict_of(check: Check, ran: Ran, student: Callable[[], Any]) -> Verdict:
    """What a check that has run says. Only a broken suite (`SuiteError`) and a broken sandbox (`SandboxError`) raise."""
    verdict = read(check, ran.error, student)
    if ran.notes is None:
        return verdict
    return replace(
        verdict,
        remark=" ".join(ran.notes.remarks),
        flags=(*verdict.flags, *ran.notes.flags),
        measured=max(ran.notes.figures, default=None),
    )


def read(check: Check, error: BaseException | None, student: Callable[[], Any]) -> Verdict:
    """The verdict of a check that ended in ``error``; ``student()`` is the module that was asked. Raises as `verdict_of` does."""
    if error is None:
        return Verdict()
    name = check.question
    try:
        raise error
    except (SandboxError, SuiteError):
        raise
    except CheckFailed as failed:
        return Verdict("failed", failed.for_student, failed.for_staff)
    except StudentTimeout as error:
        return Verdict("timeout", f"`{name}` {error}", str(error))
    except LimitReached as error:
        return Verdict("timeout", f"`{name}` was {error}", str(error))
    except TooMuch as error:
        return Verdict("failed", f"`{name}` {error}", str(error))
    except StudentCrash as error:
        # How it ended is the student's to choose (an exit code has room for a number): only limits are told.
        told = f"`{name}` ended the program instead of returning an answer.{_stopped_by(error)}"
        return Verdict("crashed", told, str(error), raised=str(error))
    except StudentError as error:
        if isinstance(error, TypeError) and (told := _unusable(student, name)):
            return Verdict("error", told, str(error), raised=told)
        return _raised(name, error)
    except BadReply as error:
        return Verdict("crashed", f"`{name}` gave something that is not an answer.", str(error))
    except StudentFailure as error:
        return Verdict("failed", str(error), str(error))
    except pytest.skip.Exception as error:
        raise SuiteError(f"check {name}::{check.name} skips ({error}): a check must judge every submission.") from None
    except (AssertionError, pytest.fail.Exception) as error:
        return Verdict("failed", "The answer is not what this check asks.", _plainly(str(error)) or "assertion failed")
    except Exception as error:
        if str(error).endswith("object is not callable") and (bound := _unusable(student, name)):
            return Verdict("unanswered" if "`...`" in bound else "failed", bound, bound)
        # The suite stumbled over what came back: that is a wrong kind of answer, or a hole in the suite. Staff see which.
        told = f"{type(error).__name__}: {error}"
        flags: tuple[str, ...] = ()
        kind = f"`{name}` gave something of another kind than is asked."
        stumbled = True
        if isinstance(error, TypeError) and str(error).endswith(" object is not callable"):  # `conv2d = None`
            kind, stumbled = f"`{name}` is, or holds, a value where a function or a class is asked.", False
        if check.visibility == "public":  # a plain test, as students run it themselves: it may stumble
            told = f"{kind}{' Is a `return` missing?' if stumbled and 'NoneType' in told else ''} ({told})"
        elif stumbled:
            flags = (f"check {name}::{check.name} stumbled over the answer ({told}); please look at it",)
        return Verdict("failed", kind, told, flags=flags)


def _in_plain_words(told: str) -> str:
    """What Python and NumPy say of an object that stayed in the student's process, without our name for it."""
    return told.replace("'Handle'", "'object'").replace("<an object of the student's process>", "<an object>")


def _unusable(student: Callable[[], Any], name: str) -> str:
    """What to say where ``name`` is bound to something that is no function or class; empty where it may be one."""
    try:
        bound = getattr(student(), name)
    except (StudentFailure, LookupError, AttributeError):
        return ""
    if isinstance(bound, Handle):
        told = f"`{name}` is one object of the class; the class itself is asked: leave the parentheses out."
        return told if bound.type_name == name else ""
    if callable(bound):
        return ""
    if bound is Ellipsis:
        return f"`{name}` is `...`: it is not answered yet."
    what = "None" if bound is None else kind_of(bound)
    return f"`{name}` is {what}, where a function or class is asked: is the name given another value further down?"


def _plainly(told: str) -> str:
    """What an assertion says: its own message where it has one, else pytest's look into it, without places in memory."""
    message, own, _ = told.partition("\nassert ")
    if own:
        return message
    told = re.sub(r"(?s)\n \+ [^\n]*<an object of the student's process>.*", "", told)
    told = re.sub(r"<(?:function|built-in function) (\w+)(?: at 0x[0-9a-f]+)?>", r"\1", told)
    told = re.sub(r" at 0x[0-9a-f]+", "", told)
    return re.sub(r"\n \+ +(?:where|and) +(\w+) = [\w.]*\b\1(?=\n|$)", "", told)


def _raised(name: str, error: StudentError) -> Verdict:
    if error.type_name == "NotImplementedError" and 'required "forward"' in error.message:
        told = f"`{name}` has no `forward`: is it spelled so, and indented so that it stands inside the class?"
        return Verdict("error", told, str(error), raised=told)
    if error.type_name == "NotImplementedError" and "Could not run '" not in error.message:
        return Verdict("unanswered", f"`{name}` is not written yet.", str(error))
    # Type, text and place of the exception are the student's to choose: of a hidden check only a known type is repeated.
    known = error.type_name if error.type_name in _USUAL_CAUSE else "an error"
    cause = next(
        (cause for text, cause in _CAUSE_BY_TEXT if text in error.message), _USUAL_CAUSE.get(error.type_name, "")
    )
    told = f"`{name}` raised {known}.{' ' + cause if cause else ''}{_stopped_by(error)}"
    return Verdict("error", told, str(error), raised=str(error))


def _stopped_by(error: StudentFailure) -> str:
    """The assignment's limits that may have stopped it: no secret, and not the student's words."""
    return f" Probably stopped by a limit (the limits: {error.limits})." if error.limits else ""


def question_status(share: float, verdicts: Sequence[Verdict]) -> Status:
    """The question's status from the share of its points and what its checks said."""
    if share >= 1:
        return Status.PASSED
    if share > 0:
        return Status.PARTIAL
    kinds = [verdict.kind for verdict in verdicts]
    telling = (Status.MISSING, Status.TIMEOUT, Status.CRASHED, Status.UNANSWERED)
    return next((status for status in telling if status in kinds), Status.FAILED)
