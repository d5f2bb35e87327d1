"""Says what a file is, by its content alone: a module, a notebook, or something that cannot be the answer.

Texts and notebooks are read as the sandbox reads them, so that what is chosen is what can be loaded. Nothing is run.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from autograder.grading.heard import heard
from autograder.ingest import notebooks
from autograder.records.sentences import as_it_stands, say
from autograder.sandbox.inside.conflicts import versions
from autograder.sandbox.inside.magics import uncommented
from autograder.sandbox.inside.mend import Budget
from autograder.sandbox.inside.notebook import Notebook, is_notebook, unwrapped
from autograder.sandbox.inside.text import LINK, Unreadable, decode, kind, mended

HEAD = 512
"""Bytes that tell what a file is."""
_BLANK = b" \t\r\n\f\v\0\xef\xbb\xbf\xff\xfe"
_JSON = re.compile(r"\s*[{\[]\s*[\"{\]}]")
_LINK = re.compile(r'(?:[^\n]{0,200}\s)?https?://\S+|\{[^{}]{0,999}"(?:url|doc_id)"[^{}]{0,999}\}')
"""A line that ends in an address, or what Google Drive leaves of a document on a disk (.gdoc)."""
_PYTHON = re.compile(r"^(?:def|class|import|from|@)\b", re.M)


@dataclass(frozen=True)
class Content:
    """``kind`` is ``module``, ``notebook``, or empty where ``problem`` says what was seen instead (after the file's name: "is …").
    ``texts`` are the module's text or the notebook's code cells; two modules where git left two versions of one (``in_conflict``)."""

    kind: str = ""
    texts: tuple[str, ...] = ()
    problem: str = ""
    in_conflict: bool = False


def look(data: bytes) -> Content:
    """What the file is that holds ``data``."""
    if not data.strip(_BLANK):
        return Content(problem=say("is empty"))
    if what := kind(data):
        return Content(problem=say("is {what}", what=as_it_stands(what)))
    try:
        return _notebook(data) if is_notebook("", data) else _module(data)
    except Unreadable as error:
        return Content(problem=heard(error.problem))


def _notebook(data: bytes) -> Content:
    if b"\0" in data[:4]:
        data = decode("", data, []).encode(errors="replace")  # what is counted below is counted in UTF-8
    data = unwrapped(data)
    if not notebooks.is_modest(data):
        return Content(problem=say("holds more parts than a notebook has"))
    book = Notebook("", data, [], Budget(0.0))
    return Content("notebook", tuple(notebooks.as_python([text for _, text in book.cells])))


def _module(data: bytes) -> Content:
    text = decode("", data, [])
    if _LINK.fullmatch(text.strip()):
        return Content(problem=say("is {what}", what=as_it_stands(LINK)))
    if _JSON.match(text) and not _PYTHON.search(text):
        return Content(problem=say("is JSON, but no notebook"))
    text = uncommented(mended("", text)[0] or text)[0]
    both = versions(text)
    return Content("module", both or (text,), in_conflict=both is not None)
