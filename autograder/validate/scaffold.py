"""What ``convgrade init`` and ``convgrade new`` write: a course, and an assignment of small questions in every room, to be replaced."""

from __future__ import annotations

import json
import keyword
import re
import secrets
import tomllib
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from autograder.course import Course
from autograder.course.settings import did_you_mean
from autograder.records.errors import CourseError
from autograder.validate.patterns import PATTERNS, Pattern

_COURSE = """# The course: its assignments in handout order, and the secret that hidden inputs and personal numbers are drawn from.
# Keep the secret to yourself, and keep it: a regrade repeats only with the same one. The environment variable CONVGRADE_SECRET takes its
# place where it is set.
title = {title}
assignments = []
# Assignments that everybody gets with numbers of their own (convgrade bundle --roster).
personal = []
# Whom students may ask about a mark; it stands on their pages.
contact = ""
secret = "{secret}"
"""

ABOUT = "One or two plain sentences."
STUB_ABOUT = "{name}: what it is about."
STORY_ABOUT = "What it is about. The questions' own text comes from"
"""Sentences of the scaffold in whose place the author's are to stand."""


def write_course(folder: Path, title: str = "") -> list[Path]:
    """Write an empty course with a random secret of its own, and give the files. Nothing that exists is touched. Raises `CourseError`."""
    toml = folder / "reference" / "course.toml"
    if toml.exists():
        raise CourseError(f"There is a course in {folder} already ({toml}).")
    toml.parent.mkdir(parents=True, exist_ok=True)
    for room in ("assignments", "tests/hidden"):
        (folder / room).mkdir(parents=True, exist_ok=True)
    # A JSON string is a TOML string.
    shown = json.dumps(title or folder.resolve().name, ensure_ascii=False)
    toml.write_text(_COURSE.format(title=shown, secret=secrets.token_urlsafe(24)), encoding="utf-8")
    return [toml]


def write_scaffold(course: Course, name: str, kinds: Sequence[str] = ("function",)) -> list[Path]:
    """Write an assignment with one question of each kind, and give the paths. What exists is left as it is. Raises `CourseError`."""
    if not name.isidentifier() or not name.isascii():
        raise CourseError(f"{name!r} cannot be a module's name: use letters, digits and underscores.")
    if keyword.iskeyword(name) or find_spec(name) is not None:
        raise CourseError(f"{name!r} is taken in Python (a keyword or a library's name): choose another.")
    kinds = list(dict.fromkeys(kinds))
    for kind in kinds:
        if kind not in PATTERNS:
            raise CourseError(
                f"There is no scaffold of the kind {kind!r}{did_you_mean(kind, PATTERNS)} Kinds: {', '.join(PATTERNS)}."
            )
    files = {course.root / path: text for path, text in _files(name, [PATTERNS[kind] for kind in kinds]).items()}
    there = next((path for path in files if path.exists() or (name in course.names)), None)
    if there is not None:
        raise CourseError(f"There is an assignment {name!r} already ({there}).")
    toml = course.root / "reference" / "course.toml"
    listed = _listing(toml, [*course.names, name])
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    toml.write_text(listed, encoding="utf-8")
    return [*files, toml]


def _listing(toml: Path, names: Sequence[str]) -> str:
    """The text of ``course.toml`` with these assignments. Raises `CourseError` where its list is not found."""
    text = toml.read_text(encoding="utf-8")
    listed = ", ".join(f'"{each}"' for each in names)
    changed = re.sub(r"^assignments\s*=\s*\[[^\]]*\]", lambda _: f"assignments = [{listed}]", text, count=1, flags=re.M)
    try:
        good = tomllib.loads(changed).get("assignments") == list(names)
    except tomllib.TOMLDecodeError:
        good = False
    if not good:
        raise CourseError(
            f"{toml}: the line assignments = […] is not found. Write assignments = [{listed}] there "
            "first, and try again."
        )
    return changed


def _files(name: str, patterns: Sequence[Pattern]) -> dict[str, str]:
    """The files of an assignment by their places in the course."""
    libraries = list(dict.fromkeys(library for one in patterns for library in one.libraries))
    imports = sorted(
        {line for one in patterns for line in one.imports.splitlines()},
        key=lambda line: (line.startswith("from"), line),
    )
    begin = "\n".join(imports)
    files = {
        f"assignments/{name}/assignment.toml": _toml(name, libraries, patterns),
        f"assignments/{name}/{name}.py": _joined(
            f'"""{STUB_ABOUT.format(name=name)}"""', begin, *(one.stub for one in patterns)
        ),
        f"assignments/{name}/test_{name}.py": _joined(
            '"""Public checks: laws and tiny examples that give no answer away."""',
            "import numpy as np\nimport pytest",
            *(one.public for one in patterns),
        ),
        f"reference/{name}/solution.py": _joined(
            f'"""The reference solution of {name}."""', begin, *(one.solution for one in patterns)
        ),
    }
    files[f"reference/{name}/notebook.md"] = _story(name, patterns)
    for one in patterns:
        files[f"reference/{name}/alternatives/{one.name}.py"] = _joined(
            '"""Right answers in other styles."""', _used(one.imports, one.right), one.right
        )
        files[f"reference/{name}/misconceptions/{one.name}.py"] = _joined(
            '"""Wrong answers with names."""', _used(one.imports, one.wrong), one.wrong
        )
        files[f"tests/hidden/{name}/test_{one.name}.py"] = one.hidden
    if probing := [one.probes for one in patterns if one.probes]:
        head = '"""Small inputs that tell the misconceptions apart, smallest first. Students see them: they are not the hidden ones."""'
        needed = "import numpy as np" + (
            "\n\nfrom autograder.suite import look" if any("look(" in text for text in probing) else ""
        )
        files[f"tests/hidden/{name}/probes.py"] = _joined(head, needed, *probing)
    if helping := [f"# for: {one.name}\n\n{one.props}" for one in patterns if one.props]:
        files[f"tests/hidden/{name}/props.py"] = "\n".join(
            ['"""Helpers in the student\'s process. Nothing here is secret, and nothing answers."""\n', *helping]
        )
    return files


def _story(name: str, patterns: Sequence[Pattern]) -> str:
    """What the notebook says around the questions, which it takes from the stub."""
    parts = [
        f"# {name}\n\n{STORY_ABOUT} `{name}.py`; `convgrade notebook {name}` makes `{name}.ipynb` of both.",
        "```python\nimport matplotlib.pyplot as plt\nimport numpy as np\n```",
        "```python\n%demonstration\n```",
    ]
    for number, one in enumerate(patterns, 1):
        parts += [f"## {number}. {one.title}", f'```python question="{one.name}"\n```']
        if one.shown:
            parts.append(f"```python\nwith demonstration():\n    {one.shown}\n```")
    return "\n\n".join(parts) + "\n"


def _joined(docstring: str, imports: str, *parts: str) -> str:
    """A module of these parts."""
    return (
        "\n\n\n".join(["\n\n".join(filter(None, [docstring, imports])), *(part.strip("\n") for part in parts)]) + "\n"
    )


def _used(imports: str, text: str) -> str:
    """Those of the imports that a text needs."""
    return "\n".join(line for line in imports.splitlines() if re.search(rf"\b{line.split()[-1]}\b", text))


def _toml(name: str, libraries: Sequence[str], patterns: Sequence[Pattern]) -> str:
    """Points are shared alike, and add up to 100."""
    share, rest = divmod(100, len(patterns))
    # What a library needs to start, and a first figure or network, is slow: more than the defaults.
    limits = "\n[limits]\ncall_seconds = 5.0\nquestion_seconds = 15.0\nsubmission_seconds = 40.0\n"
    text = f'title = "{name}"\nabout = "{ABOUT}"\n\n[rules]\nlibraries = {json.dumps(libraries)}\n'
    if {"torch", "matplotlib"} & set(libraries):
        text += limits + ("memory_mb = 2048\n" if "torch" in libraries else "")
    for number, one in enumerate(patterns):
        points = share + (rest if not number else 0)
        text += f'\n[[questions]]\nname = "{one.name}"\nkind = "{one.kind}"\npoints = {points}\ntitle = "{one.title}"\n'
    return text
