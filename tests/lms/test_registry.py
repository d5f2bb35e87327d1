"""An LMS is one module with one object: a toy system is read, listed, written and uploaded to because it is known, and by nothing else."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import ClassVar

import pytest

from autograder import lms
from autograder.ingest import Handout, read_submissions
from autograder.lms import registry
from autograder.lms.identity import Kind
from autograder.lms.marks import mark_text, marks_of
from autograder.lms.matching import Way, match
from autograder.lms.reading import Claim, Claimant, Known, Listing, Reading
from autograder.lms.service import Connection, Sending, Service, Standing
from autograder.lms.table import read_table
from autograder.lms.writing import Job, Written, settle
from tests.support.command import convgrade
from tests.support.handed_in import zipped
from tests.support.lms_judges import result, write

DOCS = Path(__file__).parents[2] / "docs" / "lms"
NAME = re.compile(r"toy!(?P<user>\w+)!(?P<file>.+)")


def read(listing: Listing, known: Known, module: str) -> Reading | None:
    found = {path: hit for path in listing.paths if (hit := NAME.fullmatch(path))}
    if not found:
        return None
    reading = Reading("toy", "Toy hand-ins")
    for path, hit in found.items():
        reading.claims[path] = Claim(Claimant(hit["user"], "toy_id", hit["user"]), hit["file"])
    return reading


def write_toy(job: Job) -> Written:
    table = read_table(job.template, "Toy")
    marks = marks_of(job.results, job.scale, None, "")
    matching = match(marks, table, [Way(("toy_id",), table.values(0), "user")], range(len(table.rows)))
    outcome = settle(matching, table, (0,), job.maximum(None))
    rows = [table.header.raw, *((table.rows[at].raw[0], text) for at, text in outcome.values.items())]
    return Written(table.render(rows), outcome)


class ToyService(Service):
    title = "Toy, Convolution"
    held: ClassVar[dict[str, Decimal]] = {}

    def maximum(self) -> Decimal | None:
        return Decimal(100)

    def standings(self) -> list[Standing]:
        return [Standing("1", "Ann", {"toy_id": "ann"}, self.held.get("1"))]

    def send(self, marks: Sequence[Sending]) -> None:
        self.held.update({mark.user: Decimal(mark.grade) for mark in marks})


def connect(to: Connection) -> ToyService:
    assert to.token == "t"
    return ToyService()


TOY = lms.Lms(
    name="toy",
    title="Toy",
    read=read,
    rank=1,
    kinds={"toy_id": Kind("Toy user", ("toyid",), order=5)},
    file_name_of=str.lower,
    targets=(lms.Target("toy", "Toy's marks", write_toy, "the toy table"),),
    connect=connect,
    token="TOY_TOKEN",
)


@pytest.fixture
def toy(monkeypatch: pytest.MonkeyPatch) -> None:
    """The toy system, as if it stood among the modules of `autograder.lms.systems`."""
    monkeypatch.setitem(registry._found(), "toy", TOY)


@pytest.mark.usefixtures("toy")
def test_a_toy_system_is_read_with_its_roster(tmp_path: Path) -> None:
    files = {f"toy!{name}!convolution.py": b"x = 1" for name in ("ann", "bo")}
    roster = write(tmp_path / "r.csv", [["Toy ID", "Name"], ["ann", "Ann Lee"], ["bo", "Bo Ek"]])
    intake = read_submissions([zipped(tmp_path / "z.zip", files)], Handout("convolution"), roster=roster)
    assert intake.found.startswith("Toy hand-ins: 2 students")
    assert [(one.student, one.display_name, one.source["key"]) for one in intake.submissions] == [
        ("ann", "Ann Lee", "toy_id"),
        ("bo", "Bo Ek", "toy_id"),
    ]


@pytest.mark.usefixtures("toy")
def test_a_toy_system_is_written_and_uploaded_to(tmp_path: Path) -> None:
    results = [result("ann", 55.0, lms="toy", key="toy_id")]
    template = write(tmp_path / "t.csv", [["user", "mark"], ["ann", ""], ["bo", ""]])
    report = lms.export(results, "toy", tmp_path / "out.csv", template=template)
    assert (tmp_path / "out.csv").read_text().splitlines() == ["user,mark", "ann,55"]
    assert report.lines()[0] == "out.csv: 1 row for Toy's marks."
    place = {"url": "https://toy.example", "course": "1", "assignment": "2", "token": "t"}
    lms.upload(results, "toy", **place, dry_run=False)
    assert {user: mark_text(mark) for user, mark in ToyService.held.items()} == {"1": "55"}
    with pytest.raises(lms.LmsError, match=r"choose one of .*, toy"):
        lms.export(results, "toi", tmp_path / "out.csv")


def test_every_system_is_in_the_docs_and_in_the_help() -> None:
    overview = (DOCS / "README.md").read_text()
    for one in lms.all_systems():
        assert (DOCS / one.page).is_file(), one.name
        assert f"| [{one.title}]({one.page}) | {one.reads} | {one.writes} | {one.sure} |" in overview
    shown = convgrade("export", "--help").stdout
    assert all(name in re.sub(r"[\s│]+", " ", shown) for name in lms.targets())


def test_names_are_told_apart() -> None:
    names = [one.name for one in lms.all_systems()]
    assert len(set(names)) == len(names)
    assert len(lms.targets()) == sum(len(one.targets) for one in lms.all_systems())
    every = [kind for one in lms.all_systems() for kind in one.kinds]
    assert len(set(every)) == len(every)
