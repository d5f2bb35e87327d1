"""What ``convgrade new NAME`` writes: one small question in every room, as a pattern to replace."""

from __future__ import annotations

import json
import keyword
import secrets
from importlib.util import find_spec
from pathlib import Path

from autograder.course import Course
from autograder.records.errors import CourseError

_FILES = {
    "assignments/{name}/assignment.toml": """title = "{name}"
about = "One or two plain sentences."

[rules]
libraries = ["numpy"]

[[questions]]
name = "double"
kind = "function"
points = 100
title = "Twice as much"
""",
    "assignments/{name}/{name}.py": '''"""{name}: what it is about."""

import numpy as np


def double(values):
    """Every value times two.

    values: array of any shape. Returns an array of the same shape.

    >>> double(np.array([1, 2]))
    array([2, 4])
    """
    # TODO: NumPy works on whole arrays at once.
    raise NotImplementedError("double is not written yet")
''',
    "assignments/{name}/test_{name}.py": '''"""Public checks: laws and tiny examples that give no answer away."""

import numpy as np
import pytest


@pytest.mark.question("double")
def test_adds_up(student):
    """Doubling a sum gives the sum of the doubles."""
    a, b = np.array([1.0, 2.0]), np.array([-3.0, 5.0])
    np.testing.assert_allclose(student.double(a + b), student.double(a) + student.double(b))
    assert student.double(a)[0] == 2.0
''',
    "reference/{name}/solution.py": '''"""The reference solution of {name}."""

import numpy as np


def double(values):
    return 2 * np.asarray(values)
''',
    "reference/{name}/notebook.md": """# {name}

What it is about. The questions' own text comes from `{name}.py`; `convgrade notebook {name}` makes `{name}.ipynb` of both.

```python
import matplotlib.pyplot as plt
import numpy as np
```

```python
%demonstration
```

## 1. Twice as much

```python question="double"
```

```python
with demonstration():
    plt.plot(double(np.arange(5)))
    plt.show()
```
""",
    "reference/{name}/alternatives/double.py": '''"""Right answers in other styles."""

import numpy as np


def added_to_itself(values):
    """Adds the array to itself."""
    return np.add(values, values)
''',
    "reference/{name}/misconceptions/double.py": '''"""Wrong answers with names."""

import numpy as np


def squared(values):
    """Squares instead of doubling.

    The two agree at 0 and 2 only. Try your function on 3: twice three is six.
    """
    return np.asarray(values) ** 2
''',
    "tests/hidden/{name}/test_double.py": '''"""Hidden checks of double."""

from autograder.suite import assert_values


def test_any_values(student, reference, rng):
    """Every value is doubled, whatever its sign."""
    values = rng.normal(size=(4, 7))
    assert_values(student.double(values), reference.double(values), "double(values)", [values])
''',
}


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


def write_scaffold(course: Course, name: str) -> list[Path]:
    """Write the files and give their paths. Nothing that exists is touched. Raises `CourseError`."""
    if not name.isidentifier() or not name.isascii():
        raise CourseError(f"{name!r} cannot be a module's name: use letters, digits and underscores.")
    if keyword.iskeyword(name) or find_spec(name) is not None:
        raise CourseError(f"{name!r} is taken in Python (a keyword or a library's name): choose another.")
    files = {course.root / path.format(name=name): text.replace("{name}", name) for path, text in _FILES.items()}
    there = next((path for path in files if path.exists() or (name in course.names)), None)
    if there is not None:
        raise CourseError(f"There is an assignment {name!r} already ({there}).")
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    toml = course.root / "reference" / "course.toml"
    text = toml.read_text(encoding="utf-8")
    listed = ", ".join(f'"{each}"' for each in (*course.names, name))
    lines = [f"assignments = [{listed}]" if line.startswith("assignments") else line for line in text.splitlines()]
    toml.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return [*files, toml]
