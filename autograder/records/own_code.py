"""A question about the student's own code, as a record: formative, without marks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from autograder.records.form import of_form


@dataclass(frozen=True)
class OwnQuestion:
    """What is asked (``ask``), the ``answer`` that running the code gave, and ``why`` it is that. ``case`` holds what is drawn beside it,
    ``{"inputs": [{"name": …, "value": VALUE}, …]}`` (VALUE: `autograder.diagnosis.describe`)."""

    ask: str
    answer: str
    why: str = ""
    case: dict[str, Any] | None = None

    @staticmethod
    def from_json(data: Any) -> OwnQuestion:
        """The record back from plain values. Raises `ValueError` for what is no such record."""
        return OwnQuestion(**of_form(OwnQuestion, data))
