"""Near-copies: real copies of right and wrong answers are found, independent answers never are, and the page is evidence and no more."""

from __future__ import annotations

import ast
import itertools
import random
import re
from dataclasses import replace
from pathlib import Path

import pytest

from autograder.course import Assignment, Course
from autograder.feedback import prints_of_variants, write_near_copies
from autograder.feedback.fingerprints import Prints, prints_of
from autograder.feedback.near_copies import ENOUGH, Comparison, Pair, leading
from autograder.records.result import CheckResult, Result
from autograder.records.submission import SourceFile, Submission
from tests.support import records
from tests.support.command import convgrade
from tests.support.feedback_pages import Page
from tests.support.feedback_samples import HOSTILE
from tests.support.whole_modules import cycled, independents, renamed, whole_module

FOLLOWED = ("convolution", "pooling", "shapes", "layers", "filters", "torch_cnn")
"""The assignments whose answers are code."""


def submission(student: str, source: str, name: str = "convolution") -> Submission:
    return records.submission(student, SourceFile(f"{name}.py", source.encode()))


def right_answers(task: Assignment) -> dict[str, list[Prints]]:
    return {q.name: prints_of_variants(task.variants("alternatives", q.name)) for q in task.graded_questions}


def pairs_of(task: Assignment, *submissions: Submission, results: dict[str, Result] | None = None) -> list[Pair]:
    comparison = Comparison(right_answers(task))
    for one in submissions:
        comparison.add(one, (results or {}).get(one.id))
    return comparison.pairs()


def class_of_independents(task: Assignment) -> list[Submission]:
    return [submission(f"own{i:02d}", whole_module(task, each), task.name) for i, each in enumerate(independents(task))]


def disguised(source: str, seed: int = 1) -> str:
    """A copy with other names, other comments and docstrings, other layout, and its functions in another order."""
    random_ = random.Random(seed)
    tree = ast.parse(source)
    public = {node.name for node in tree.body if isinstance(node, (ast.FunctionDef, ast.ClassDef))}
    names = {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    names |= {n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    keywords = {node.arg for node in ast.walk(tree) if isinstance(node, ast.keyword)}
    private = {name for name in public if name.startswith("_")}
    changing = sorted((names - keywords - {"self"} | private) - {"stride", "padding", "bias"})
    text = renamed(source, {name: f"var{i}" for i, name in enumerate(changing)})
    tree = ast.parse(text)
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list) and body and isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            if isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant):
                del body[0]
            body.insert(0, ast.Expr(ast.Constant(f"My own words {random_.random()}.")))
    head = [node for node in tree.body if isinstance(node, (ast.Import, ast.ImportFrom))]
    rest = [node for node in tree.body if node not in head]
    random_.shuffle(rest)
    lines = ast.unparse(ast.Module([*head, *rest], [])).split("\n")
    return "\n".join(f"{line}  # mine" if line.endswith(":") else line for line in lines)


@pytest.mark.slow
@pytest.mark.parametrize("name", FOLLOWED)
def test_independent_right_answers_are_no_near_copies(
    course: Course, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of every assignment: whole modules made of independent answers, measured against the other half of these answers."""
    task = course.assignment(name)
    ours = right_answers(task)
    comparison = Comparison({question: own[::2] for question, own in ours.items()})
    modules = class_of_independents(task)
    for one in modules:
        comparison.add(one)
    assert comparison.pairs() == []
    every = sorted(comparison._compared(a.id, b.id).evidence for a, b in itertools.combinations(modules, 2))
    with capsys.disabled():
        told = ", ".join(f"{100 * part:g} %: {every[int(part * (len(every) - 1))]:.2f}" for part in (0.5, 0.9, 0.99, 1))
        print(f"\n{name}: evidence in {len(every)} pairs of independent modules: {told}; {ENOUGH} is shown")
    assert every[-1] < 0.75 * ENOUGH


@pytest.mark.slow
@pytest.mark.parametrize("name", FOLLOWED)
def test_a_disguised_copy_of_every_independent_module_is_found(course: Course, name: str) -> None:
    task = course.assignment(name)
    own = [
        each
        for each in class_of_independents(task)
        if len(prints_of(each, [q.name for q in task.graded_questions])) > 3
    ]
    copies = [submission(f"copy{i:02d}", disguised(each.main.data.decode(), i), name) for i, each in enumerate(own)]
    found = {(pair.one, pair.other) for pair in pairs_of(task, *own, *copies)}
    assert found == {(each.id, copy.id) for each, copy in zip(own, copies, strict=True)}


def test_half_a_module_copied_is_found_with_what_was_copied(course: Course) -> None:
    task = course.assignment("convolution")
    own = class_of_independents(task)
    first, *_, second = (list(each.items()) for each in itertools.islice(independents(task), 6))
    mixed = disguised(whole_module(task, dict([*second[:4], *first[4:]])))
    (pair,) = pairs_of(task, *own[:5], *own[6:], submission("half", mixed))
    assert {pair.one, pair.other} == {own[0].id, "half"}
    assert {each.question for each in pair.alike} >= {name for name, _ in first[5:]}
    own_work = {name for name, _ in first[:4]}
    assert sum(each.evidence for each in pair.alike if each.question in own_work) < 0.1 * pair.evidence


def test_a_notebook_copied_from_a_module_is_found(course: Course) -> None:
    nbformat = pytest.importorskip("nbformat")
    task = course.assignment("convolution")
    own = class_of_independents(task)
    cells = disguised(own[3].main.data.decode()).split("\n\n")
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("\n\n".join(cells))])
    notebook = records.submission("book", SourceFile("convolution.ipynb", nbformat.writes(book).encode()))
    (pair,) = pairs_of(task, *own, notebook)
    assert {pair.one, pair.other} == {own[3].id, "book"}


def test_tests_that_were_copied_are_found(course: Course) -> None:
    """Of a question that students answer with tests: the reference's, the same in disguise, and the course's good and bad ones."""
    task = course.assignment("convolution_tests")
    solution = task.solution.read_text(encoding="utf-8")
    named = [task.variants(room, q.name) for room in ("alternatives", "misconceptions") for q in task.graded_questions]
    others = [submission(f"own{i}", path.read_text(encoding="utf-8"), task.name) for i, path in enumerate(named)]
    (pair,) = pairs_of(
        task, *others, submission("mia", solution, task.name), submission("ned", disguised(solution), task.name)
    )
    assert {pair.one, pair.other} == {"mia", "ned"}
    assert {each.question for each in pair.alike} == {q.name for q in task.graded_questions}


def test_what_the_whole_class_writes_is_nobodys_copy(course: Course) -> None:
    """Sixty students with the textbook's answer, each with one unusual answer of their own."""
    task = course.assignment("convolution")
    textbook = next(independents(task))
    rare = list(independents(task, "misconceptions"))
    students = [
        submission(f"s{i:02d}", whole_module(task, {**textbook, "conv2d": rare[i % len(rare)].get("conv2d", textbook["conv2d"])}))
        for i in range(60)
    ]  # fmt: skip
    assert pairs_of(task, *students) == []


def test_the_same_odd_wrong_answer_weighs_more_than_a_right_one(course: Course) -> None:
    task = course.assignment("convolution")
    own = class_of_independents(task)
    copy = submission("copy", disguised(own[0].main.data.decode()))

    def wrong(student: str, message: str) -> Result:
        check = CheckResult("shape", False, detail=message)
        question = records.question("conv2d_same", 0.0, 12.0, "failed", "", (check,))
        return records.result(student, student, "convolution", "graded", 0.0, 12.0, (question,))

    odd = {each: wrong(each, "out[0, 0] = 7") for each in (own[0].id, "copy")}
    usual = {each.id: wrong(each.id, "out[0, 0] = 7") for each in (*own, copy)}
    weights = [pairs_of(task, *own, copy, results=given)[0].evidence for given in ({}, usual, odd)]
    assert weights[0] <= weights[1] < weights[2]
    (pair,) = pairs_of(task, *own, copy, results=odd)
    assert (pair.alike[0].question, pair.alike[0].wrong) == ("conv2d_same", 2)
    assert pair.alike[0].evidence > 2 * max(each.evidence for each in pair.alike[1:])


def test_a_group_that_is_the_very_same_is_one_entry(course: Course) -> None:
    task = course.assignment("convolution")
    own = class_of_independents(task)
    source = own[0].main.data.decode()
    group = [submission(f"copy{i}", disguised(source, i)) for i in range(5)]
    (pair,) = pairs_of(task, *own, *group)
    assert {pair.one, pair.other, *pair.others} == {own[0].id, *(each.id for each in group)}


def test_of_a_group_as_many_pairs_are_shown_side_by_side_as_join_it(course: Course, tmp_path: Path) -> None:
    """Six students with five of eight answers in common: fifteen pairs, five of them to be read."""
    task = course.assignment("convolution")
    common, *others = (list(each.items()) for each in itertools.islice(independents(task), 7))
    group = [submission(f"s{i}", whole_module(task, dict([*common[:5], *own[5:]]))) for i, own in enumerate(others)]
    pairs = pairs_of(task, *group)
    assert len(pairs) == 15
    joined = leading(pairs)
    assert len(joined) == 5
    assert {name for pair in joined for name in (pair.one, pair.other)} == {one.id for one in group}
    page = write_near_copies(group, {}, right_answers(task), tmp_path, title="T").read_text(encoding="utf-8")
    assert page.count('<section class="card" id="pair') == 5
    assert set(re.findall(r'href="#(pair\d+)"', page)) == set(re.findall(r'id="(pair\d+)"', page))


def test_broken_and_hostile_code_harms_nothing(course: Course, tmp_path: Path) -> None:
    task = course.assignment("convolution")
    own = class_of_independents(task)[0].main.data.decode()
    marked = own.replace('"""', f'"""{HOSTILE} ', 1).encode("utf-8", "replace").decode()
    sources = [
        marked,
        disguised(own),
        "def conv2d(",
        "(" * 5000,
        "\x00",
        f"def conv2d(a, b):\n    return {'-' * 5000}a",
        "",
    ]
    everyone = [submission(f"s{i}", source) for i, source in enumerate(sources)]
    results = {
        each.id: records.result(each.id, each.id, "convolution", "graded", 0.0, 1.0, display_name=HOSTILE) for each in everyone
    }  # fmt: skip
    page = write_near_copies(everyone, results, right_answers(task), tmp_path, title=HOSTILE)
    parsed = Page(page.read_text(encoding="utf-8"))
    assert {tag for tag, _ in parsed.elements}.isdisjoint({"img", "b", "link", "iframe"})
    assert sum(tag == "script" for tag, _ in parsed.elements) == 1
    assert not [name for _, attributes in parsed.elements for name in attributes if name.startswith("on")]
    assert parsed.text.count("1 pair is more alike") == 1
    assert "<script>window.pwned=1" in parsed.text


def test_the_page_shows_both_sides_and_no_verdict(course: Course, tmp_path: Path) -> None:
    task = course.assignment("convolution")
    own = class_of_independents(task)
    copy = submission("copy", disguised(own[0].main.data.decode()))
    page = write_near_copies([*own, copy], {}, right_answers(task), tmp_path, title="Convolution").read_text(
        encoding="utf-8"
    )
    text = Page(page).text
    assert "no verdict, and no mark depends on it" in text
    assert "# mine" in text
    assert page.count('class="beside"') >= 6
    assert page.count('class="line mark"') > 100
    for word in ("plagiar", "cheat", "guilty"):
        assert word not in page.lower()


@pytest.mark.slow
def test_thousands_are_compared_in_a_bounded_time(course: Course) -> None:
    """Not each with each: twice as many submissions take about twice as long."""
    import time

    task = course.assignment("convolution")
    sources = [whole_module(task, each) for each in cycled(task, 300)]

    def seconds(count: int) -> float:
        comparison = Comparison(right_answers(task))
        begun = time.process_time()
        for number in range(count):
            one = submission(f"s{number}", sources[number % 300])
            comparison.add(replace(one, id=f"s{number}"))
        comparison.pairs()
        return time.process_time() - begun

    seconds(20)
    assert seconds(1200) < 6 * seconds(400)  # each with each: nine times


@pytest.mark.slow
def test_the_command_writes_the_page_beside_the_report(course: Course, tmp_path: Path) -> None:
    task = course.assignment("convolution")
    folder = tmp_path / "in"
    folder.mkdir()
    for one in class_of_independents(task)[:3]:
        (folder / f"{one.id}.py").write_bytes(one.main.data)
    (folder / "copy.py").write_text(disguised((folder / "own01.py").read_text(encoding="utf-8")), encoding="utf-8")
    convgrade("grade", "convolution", folder, "--out", tmp_path / "run", "--workers", 1)
    said = convgrade("report", tmp_path / "run", "--near-copies").stdout
    page = tmp_path / "run" / "report" / "near-copies.html"
    assert str(page) in said.replace("\n", "")
    html = page.read_text(encoding="utf-8")
    assert "1 pair is more alike" in Page(html).text
    for href in re.findall(r'href="(students/[^"]+)"', html):
        assert (page.parent / href).is_file()
    assert {"copy", "own01"} <= set(re.findall(r"<bdi>(\w+)</bdi>", html))
