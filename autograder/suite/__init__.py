"""The suite: all that a course author imports to write checks.

``from autograder.suite import …`` is what ``tests/hidden/NAME/*.py`` begin with. The exception is ``props.py``, which runs in the student's
process: it imports nothing of the engine but `autograder.sandbox.inside.pictures`.
"""

from autograder.records.errors import StudentCrash, StudentError, StudentFailure, StudentTimeout
from autograder.records.sentences import say
from autograder.sandbox.host.proxy import Handle, call_each
from autograder.sandbox.protocol.values import TensorValue
from autograder.suite.asserts import (
    as_array,
    assert_integer,
    assert_number,
    assert_raises,
    assert_shape,
    assert_size,
    assert_sizes,
    assert_text,
    assert_unchanged,
    assert_values,
    tolerance,
    values_agree,
)
from autograder.suite.drawings import Drawn, drawn, look
from autograder.suite.explain import how_many, kind_of
from autograder.suite.figures import (
    assert_axes_off,
    assert_figure,
    assert_grey,
    assert_in_view,
    assert_new,
    assert_picture,
    assert_places,
    assert_signs,
    assert_untouched,
    panels,
    words_at,
)
from autograder.suite.notes import CheckFailed, fail, flag, measured, remark
from autograder.suite.probes import kept, pictured, probe
from autograder.suite.sketches import position, sketched
from autograder.suite.subjects import Subject, Subjects
from autograder.suite.values import stacked

__all__ = [
    "CheckFailed",
    "Drawn",
    "Handle",
    "StudentCrash",
    "StudentError",
    "StudentFailure",
    "StudentTimeout",
    "Subject",
    "Subjects",
    "TensorValue",
    "as_array",
    "assert_axes_off",
    "assert_figure",
    "assert_grey",
    "assert_in_view",
    "assert_integer",
    "assert_new",
    "assert_number",
    "assert_picture",
    "assert_places",
    "assert_raises",
    "assert_shape",
    "assert_signs",
    "assert_size",
    "assert_sizes",
    "assert_text",
    "assert_unchanged",
    "assert_untouched",
    "assert_values",
    "call_each",
    "drawn",
    "fail",
    "flag",
    "how_many",
    "kept",
    "kind_of",
    "look",
    "measured",
    "panels",
    "pictured",
    "position",
    "probe",
    "remark",
    "say",
    "sketched",
    "stacked",
    "tolerance",
    "values_agree",
    "words_at",
]
