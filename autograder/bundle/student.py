"""The student's zip: what a student gets, and nothing of what the staff know."""

from __future__ import annotations

import ast
import inspect
import json
import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import asdict, replace
from pathlib import Path

from autograder.bundle.folders import read_folder
from autograder.bundle.handed_out_words import words_files
from autograder.bundle.mistakes import locked_mistakes
from autograder.bundle.public_tests import otter_tests
from autograder.bundle.requirements import distributions
from autograder.course import Assignment, Course
from autograder.diagnosis import causes, locked
from autograder.diagnosis.locked import CHECKS
from autograder.grading import laws, phrases, words, work
from autograder.grading.ahead import count_hidden
from autograder.grading.collect import collect
from autograder.records import sentences
from autograder.records.sentences import ENGLISH, in_a_row, spoken, tell
from autograder.sandbox.inside import process_wide, spot
from autograder.suite.personal import write_personal_modules, write_personal_notebooks


def student_files(assignment: Assignment, language: str = ENGLISH) -> dict[str, bytes]:
    """Name -> bytes: the handout, a ``conftest.py`` for plain pytest, ``tests/`` for Otter in the notebook, a README, and ``checks.json``:
    how many hidden checks each question has, and the mistakes that its public ones can tell. What is said in it is in the ``language``,
    which is the one spoken here, and, where a student asks for it, in any other."""
    files = read_folder(assignment.handout)
    files["conftest.py"] = Path(__file__).with_name("handout_conftest.py").read_bytes()
    files["check_words.py"] = _check_words(language).encode()
    files["assignment.toml"] = _without_rubrics(assignment, language).encode()
    checks = collect(assignment, public_only=True)
    of_checks = {"hidden": count_hidden(assignment), "mistakes": locked_mistakes(assignment, checks)}
    files[CHECKS] = (json.dumps(of_checks, sort_keys=True) + "\n").encode()
    files |= {f"tests/{name}": text.encode() for name, text in otter_tests(assignment, checks).items()}
    files["README.md"] = _readme(assignment, files).encode()
    return files | words_files(assignment, {check.intent for check in checks})


def personal_files(
    course: Course, assignment: Assignment, ids: list[str], language: str = ENGLISH
) -> Iterator[tuple[str, dict[str, bytes]]]:
    """``(id, files)`` for every student of the roster: the student's zip with that student's own numbers."""
    common = student_files(assignment, language)
    modules = dict(write_personal_modules(assignment, course.secret, ids))
    notebooks = dict(write_personal_notebooks(assignment, course.secret, ids)) if assignment.notebook.is_file() else {}
    for student in ids:
        own = {assignment.stub.name: modules[student].encode()}
        if student in notebooks:
            own[assignment.notebook.name] = notebooks[student].encode()
        yield student, common | own


def file_name(student: str) -> str:
    """An id as part of a file's name: letters, digits, ``.`` (not in front), ``-`` and ``_``, anything else as its code point."""
    return (
        re.sub(r"^\.+|[^\w.-]", lambda found: "".join(f"%{ord(c):x}" for c in found[0]), student, flags=re.ASCII) or "%"
    )


def _check_words(language: str) -> str:
    """One module of those that read a student's work and say what a failed check says: a student's pytest has no convgrade."""
    head = '"""How checks read your work and say what fails: for conftest.py and tests/, nothing of yours."""'
    parts = [f"{head}\n\nfrom __future__ import annotations\n"]
    for module in (sentences, phrases, laws, spot, causes, words, locked, process_wide, work):
        source = inspect.getsource(module)
        lines = source.splitlines()
        for number, node in enumerate(ast.parse(source).body):
            engine = isinstance(node, ast.ImportFrom) and (node.module or "").startswith(("autograder", "__future__"))
            if engine or not number:  # the module's own docstring is the first
                lines[node.lineno - 1 : node.end_lineno] = [""] * (1 + (node.end_lineno or 0) - node.lineno)
        parts.append("\n".join(lines).strip("\n") + "\n")
    text = "\n\n".join(parts)
    return text.replace("\nLANGUAGE = ENGLISH\n", f"\nLANGUAGE = {language!r}\n") if language != ENGLISH else text


def _without_rubrics(assignment: Assignment, language: str) -> str:
    """The student's ``assignment.toml``: what `convgrade check` reads. Rubrics say what a good answer says, so they stay here."""
    head = {"title": assignment.title, "about": assignment.about, "language": language if language != ENGLISH else ""}
    parts = [("", head), ("[rules]", asdict(assignment.rules)), ("[limits]", asdict(assignment.limits))]
    parts += [("[[questions]]", asdict(replace(question, rubric=()))) for question in assignment.questions]
    # What JSON calls text, numbers and lists, TOML calls so too.
    blocks = (
        [
            heading,
            *(
                f"{key} = {json.dumps(value, ensure_ascii=False)}"
                for key, value in values.items()
                if value not in ("", ())
            ),
        ]
        for heading, values in parts
    )
    return "\n\n".join("\n".join(filter(None, lines)) for lines in blocks) + "\n"


def _readme(assignment: Assignment, names: Container[str]) -> str:
    """One page: what lies here, how to work, how to check, what to hand in."""
    module, notebook = assignment.stub.name, assignment.notebook.name
    both = notebook in names
    graded = "\n".join(f"| `{q.name}` | {tell(q.title)} | {q.points:g} |" for q in assignment.graded_questions)
    written = [q for q in assignment.questions if q.kind == "written"]
    names_of = {"module": module, "notebook": notebook}
    where = spoken("`{module}` **or** `{notebook}`, whichever you like better", **names_of) if both else f"`{module}`"
    checked = (
        spoken("`{module}` or `{notebook}`, whichever you have written more in", **names_of) if both else f"`{module}`"
    )
    first = next((q.name for q in assignment.graded_questions if both and f"tests/{q.name}.py" in names), "")
    needed = list(dict.fromkeys(["pytest", *distributions(assignment), *(_pictures(assignment) if both else [])]))
    lines = [
        f"# {tell(assignment.title)}",
        tell(assignment.about.strip()),
        "## " + spoken("Your work"),
        spoken(
            "Fill in {where}. Replace each `raise NotImplementedError(...)` or `...` by your own work and keep the names: the marks are "
            "found by them. Helper functions are welcome.",
            where=where,
        ),
        spoken("| question | what | points |") + f"\n|---|---|---:|\n{graded}",
    ]
    if written:
        extra = ", ".join(f"`{q.name}` (+{q.points:g})" for q in written)
        lines.append(spoken("A person reads your written answers: {answers}.", answers=extra))
    lines += [
        "## " + spoken("Install, once"),
        "\n".join(_install(needed, notebook if both else "", bool(first))),
        "## " + spoken("Check yourself, as often as you like"),
        "\n".join(_checking(assignment, checked, notebook if both else module, first)),
        spoken(
            "The marks come from hidden checks, which ask more than these do: passing the public ones is a start, not the end."
        ),
        *([_colab(assignment, notebook)] if first else []),
        "## " + spoken("Rules"),
        " ".join(_rules(assignment)),
        "## " + spoken("Hand in"),
        spoken(
            "{where}, with that name. If you wrote modules of your own beside it, hand in a zip of all of them.",
            where=where[:1].upper() + where[1:],
        ),
    ]
    return "\n\n".join(lines) + "\n"


def _checking(assignment: Assignment, checked: str, file: str, first: str) -> Iterator[str]:
    """The ways to check; in the notebook, where it can be done there, the question ``first``."""
    kinds = {question.kind for question in assignment.graded_questions}
    if kinds - {"tests"}:
        yield spoken("- `pytest` in this folder runs the public checks on {work}.", work=checked)
    if "tests" in kinds:
        module = assignment.stub.name
        yield spoken(
            "- `pytest {module}` runs your tests on your own implementations, where they lie beside it.", module=module
        )
    told = spoken("- `convgrade check {file}` does the same as the grader will, in a closed-off process.", file=file)
    yield told
    if first:
        yield spoken("- In the notebook:")
        yield f'\n  ```python\n  import otter\n  otter.Notebook().check("{first}")\n  ```'


def _rules(assignment: Assignment) -> Iterator[str]:
    """What may be used, and what gives the exercise, or one question of it, away."""
    libraries = tell(in_a_row(assignment.rules.libraries)) or spoken("nothing else")
    yield spoken("You may use {libraries} and Python's own library.", libraries=libraries)
    for question in (None, *assignment.questions):
        forbidden = assignment.rules.forbidden if question is None else question.forbidden
        names = tell(in_a_row([f"`{name}`" for name in forbidden]))
        if names and question is None:
            yield spoken("Not {names}: that is what you are to build.", names=names)
        elif names and question is not None:
            yield spoken("Not {names} in `{name}`: that is what you are to build.", names=names, name=question.name)


def _pictures(assignment: Assignment) -> list[str]:
    """What the notebook draws with."""
    return ["matplotlib"] if b"matplotlib" in assignment.notebook.read_bytes() else []


def _install(needed: Sequence[str], notebook: str, otter: bool) -> Iterator[str]:
    """What each way to work takes."""
    heading = spoken("| for | |")
    yield f"{heading}\n|---|---|"
    yield spoken("| the work and `pytest` | `pip install {packages}` |", packages=" ".join(needed))
    if notebook:
        yield spoken(
            "| Jupyter, to open `{notebook}` | `pip install notebook`, then `jupyter notebook` |", notebook=notebook
        )
        if otter:
            yield spoken("| checks in the notebook | `pip install otter-grader` |")
    yield spoken("| `convgrade check` | `pip install convgrade` (or as your course says) |")


def _colab(assignment: Assignment, notebook: str) -> str:
    """How to work in Google Colab, which has neither the zip nor Otter."""
    name = f"{assignment.name}-student.zip"
    heading = spoken("In Google Colab")
    first = spoken(
        "Open `{notebook}` there (File, Upload notebook), and run this in a cell of its own each time Colab starts anew; it asks for "
        "`{zip}`:",
        notebook=notebook,
        zip=name,
    )
    last = spoken("Then check as above. To hand in: File, Download, Download .ipynb, under its name.")
    return (
        f"## {heading}\n\n{first}\n\n"
        f"```python\nfrom google.colab import files\nfiles.upload()\n!unzip -qo {name}\n!pip install -q otter-grader\n```\n\n{last}"
    )
