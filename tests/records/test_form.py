"""Records as plain values."""

from __future__ import annotations

import json
from dataclasses import asdict

from autograder.records.code import Excerpt, Mark
from autograder.records.decision import DecidedResult, Decision, Kind, decided
from autograder.records.form import plain
from autograder.records.own_code import OwnQuestion
from autograder.records.result import CheckResult
from tests.support import records


def test_a_record_is_written_as_the_standard_library_writes_it() -> None:
    question = records.question(
        "conv2d", 5.0, 10.0, "partial", "A title", (CheckResult("a", True), CheckResult("b", False, "public")),
        counterexample={"args": [[1, 2], None]}, hints=("look",), code=(Excerpt("work.py", 3, "x = 1", (Mark(3, "raised"),)),),
        own_code=(OwnQuestion("what?", "7", "because", {"inputs": []}),),
    )  # fmt: skip
    result = records.result("id1", "s1", "convolution", "graded", 5.0, 10.0, (question,), late=True, source={"n": "1"})
    told = decided(result, [Decision(Kind.ADD, "s1", "", 2.0, "why", "", "ana", "now")])
    assert isinstance(told, DecidedResult)
    for one in (result, told):
        assert plain(one) == asdict(one)
        assert json.dumps(one.to_json()) == json.dumps(asdict(one))
