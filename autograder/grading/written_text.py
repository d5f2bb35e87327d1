"""Written answers as they stand in a student's module: texts for a person to mark."""

from __future__ import annotations

from typing import Any

from autograder.records.errors import StudentFailure, TooMuch, told_by
from autograder.records.sentences import say
from autograder.suite.explain import kind_of


def written_answer(module: Any, name: str) -> tuple[str, str]:
    """``(text, problem)``: the answer ``name``, and what student and instructor should know when it is no text."""
    try:
        answer = getattr(module, name)
    except TooMuch as error:
        return "", say("`{name}` {told}", name=name, told=told_by(error))
    except StudentFailure:
        return "", ""
    if isinstance(answer, str):
        return answer, ""
    # Its type first: an object of the student's process would be asked whether it is true, and answer as it likes.
    if isinstance(answer, (list, tuple)) and answer and all(isinstance(part, str) for part in answer):
        return "\n".join(answer), ""  # a comma after the text makes a tuple of it, which is no reason to lose it
    if answer is None or answer is Ellipsis:
        return "", ""
    told = say("`{name}` is {kind}; a text between quotation marks is expected.", name=name, kind=kind_of(answer))
    return "", told
