"""The templates' environment: escaping always on, and the few filters the pages need; and the feedback for other systems."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from autograder.feedback.drawing import as_text
from autograder.feedback.view import student_view
from autograder.records.result import Result
from autograder.records.sentences import language, spoken, spoken_many, tell

_CODE = re.compile(r"`([^`\n]+)`")


@cache
def environment() -> Environment:
    """The environment of ``autograder/feedback/templates``. Autoescape is on for every template, whatever its name."""
    env = Environment(
        loader=PackageLoader("autograder.feedback"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.filters["words"] = words
    env.filters["as_text"] = as_text
    env.globals |= {"_": spoken, "ngettext": spoken_many, "language": language, "tell": tell}
    env.globals["style"] = static("style.css.j2")
    return env


@cache
def static(name: str) -> Markup:
    """One of our own style sheets or scripts, to be put into a page unescaped."""
    text, _, _ = PackageLoader("autograder.feedback").get_source(Environment(), name)
    return Markup(text)


def script_hash(script: str) -> str:
    """What a page's content security policy calls this one script."""
    return f"sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}"


def words(text: str) -> Markup:
    """``text`` escaped, with text between backticks as code."""
    return Markup(_CODE.sub(r"<code>\1</code>", str(escape(text))))


def render_html_fragment(result: Result) -> str:
    """The student's feedback as plain HTML elements, to be put into a page of another system (Gradescope)."""
    return environment().get_template("fragment.html.j2").render(student=student_view(result))
