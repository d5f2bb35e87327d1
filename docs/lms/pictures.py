"""Makes the terminal pictures of these pages: real commands on small made-up downloads of each system.

    python docs/lms/pictures.py

The downloads are put together from the example class; names are invented. The pictures need no fonts from the network.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from rich.console import Console
from rich.text import Text

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
PLAIN = ROOT / "tests/fixtures/example_class/plain"
WIDTH = 108
PEOPLE = [("Ana María O'Neil-García", "101", "ana"), ("Bo Ek", "102", "bo.ek"), ("Cy Lee", "103", "cy")]
WORKS = [PLAIN / "s001/convolution.py", PLAIN / "s002.py", PLAIN / "s012"]


def works() -> list[bytes]:
    """Three modules of the example class."""
    found = [path if path.is_file() else next(path.rglob("convolution*.py")) for path in WORKS]
    return [path.read_bytes() for path in found]


def zipped(path: Path, files: dict[str, bytes]) -> None:
    """A zip of these files."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)


def downloads(root: Path) -> None:
    """What each system gives, and the file it wants back, in ``root``."""
    codes = works()
    moodle = ["Ana María ONeil-García_9", "Bo Ek_7", "Cy Lee_11"]
    zipped(
        root / "CNN-Convolution-42.zip",
        {f"{n}_assignsubmission_file/convolution.py": c for n, c in zip(moodle, codes, strict=True)},
    )
    sheet = ['Identifier,"Full name","Email address",Status,Grade,"Maximum Grade","Grade can be changed","Last modified (submission)",'
             '"Last modified (grade)","Feedback comments"']  # fmt: skip
    sheet += [f'"Participant {n}","{name}",{login}@example.com,Submitted,,100.00,Yes,-,-,'
              for n, (name, _, login) in zip((9, 7, 11), PEOPLE, strict=True)]  # fmt: skip
    sheet += ['"Participant 8","Di Absent",di@example.com,"No submission",,100.00,Yes,-,-,']
    (root / "Grades-CNN-Convolution-42.csv").write_text("\n".join(sheet) + "\n")
    canvas = ["oneilgarcíaana_101_9001", "ekbo_LATE_102_9002", "leecy_103_9003"]
    zipped(root / "submissions.zip", {f"{n}_convolution.py": c for n, c in zip(canvas, codes, strict=True)})
    book = "Student,ID,SIS Login ID,Section,Convolution (501)\n    Points Possible,,,,100\n"
    book += '"O\'Neil-García, Ana",101,ana,A,\n"Ek, Bo",102,bo.ek,A,\n"Lee, Cy",103,cy,A,\n"Absent, Di",104,di,A,55\n'
    (root / "2026-11-23-Grades-CNN.csv").write_text(book)
    meta = "".join(f"submission_{n}:\n  :submitters:\n  - :name: {name}\n    :sid: '{sid}'\n  :created_at: 2026-11-22\n"
                   for n, (name, sid, _) in enumerate(PEOPLE, 1))  # fmt: skip
    files = {f"assignment_7_export/submission_{n}/convolution.py": c for n, c in enumerate(codes, 1)}
    zipped(root / "assignment_7_export.zip", {"assignment_7_export/submission_metadata.yml": meta.encode(), **files})
    bright = {f"{397063 + n}-2557369 - {name} - Nov 22, 2026 {926 + n} PM/convolution.py": c
              for n, ((name, _, _), c) in enumerate(zip(PEOPLE, codes, strict=True))}  # fmt: skip
    zipped(root / "Convolution Download.zip", {**bright, "index.html": b""})
    item = "Convolution Points Grade <Numeric MaxPoints:100>"
    rows = [f"#{sid},#{login},{name.split(' ', 1)[1]},{name.split(' ', 1)[0]},,#" for name, sid, login in PEOPLE]
    (root / "CNN_GradesExport.csv").write_text(
        "\n".join(
            [f"OrgDefinedId,Username,Last Name,First Name,{item},End-of-Line Indicator", *rows, "#104,#di,Absent,Di,,#"]
        )
        + "\n"
    )
    board = {}
    for (name, _, login), code in zip(PEOPLE, codes, strict=True):
        board[f"Convolution_{login}_attempt_2026-11-22-06-05-00_convolution.py"] = code
        board[f"Convolution_{login}_attempt_2026-11-22-06-05-00.txt"] = f"Name: {name} ({login})\n".encode()
    zipped(root / "gradebook_CNN_Convolution_2026-11-23.zip", board)
    rows = [f'"{name.split(" ", 1)[1]}","{name.split(" ", 1)[0]}","{login}",""' for name, _, login in PEOPLE]
    head = '"Last Name","First Name","Username","Convolution [Total Pts: 100 Score] |4045949"'
    (root / "gc_CNN_column.csv").write_text("\n".join([head, *rows, '"Absent","Di","di",""']) + "\n")
    for (_, _, login), code in zip(PEOPLE, codes, strict=True):
        for folder in (
            root / f"submitted/{login}/convolution",
            root / f"conv-submissions/conv-{login}",
            root / f"class/{login}",
        ):
            folder.mkdir(parents=True)
            (folder / "convolution.py").write_bytes(code)
        (root / f"conv-submissions/conv-{login}/.git").mkdir()
        (root / f"conv-submissions/conv-{login}/.git/HEAD").write_text("ref: refs/heads/main\n")
    lines = [f'"{sid}","{login}","{name}"' for name, sid, login in PEOPLE]
    (root / "classroom_roster.csv").write_text("\n".join(['"identifier","github_username","name"', *lines]) + "\n")


SCENES = {
    "moodle": ["grade convolution CNN-Convolution-42.zip --out run-moodle",
               "export run-moodle --to moodle --template Grades-CNN-Convolution-42.csv --out marks.csv"],
    "canvas": ["grade convolution submissions.zip --out run-canvas",
               "export run-canvas --to canvas --template 2026-11-23-Grades-CNN.csv --out marks.csv"],
    "gradescope": ["grade convolution assignment_7_export.zip --out run-gradescope",
                   "export run-gradescope --to gradescope --out results.zip"],
    "brightspace": ["grade convolution 'Convolution Download.zip' --out run-brightspace",
                    "export run-brightspace --to brightspace --template CNN_GradesExport.csv --out marks.csv"],
    "blackboard": ["grade convolution gradebook_CNN_Convolution_2026-11-23.zip --out run-blackboard",
                   "export run-blackboard --to blackboard --template gc_CNN_column.csv --out marks.csv"],
    "nbgrader": ["grade convolution submitted --out run-nbgrader", "export run-nbgrader --to csv --out marks.csv"],
    "github": ["grade convolution conv-submissions --roster classroom_roster.csv --out run-github",
                         "export run-github --to csv --out marks.csv"],
    "plain": ["grade convolution class --out run-plain", "export run-plain --to csv --out marks.csv"],
}  # fmt: skip


def picture(name: str, commands: list[str], root: Path) -> None:
    """Run the commands in ``root`` and draw what the terminal showed."""
    console = Console(record=True, width=WIDTH, file=io.StringIO(), force_terminal=True)
    program = Path(sys.executable).parent / "convgrade"
    for command in commands:
        console.print(Text(f"$ convgrade {command}", style="bold"))
        course = f" --course {ROOT}" if command.startswith("grade") else ""
        done = subprocess.run(
            f"{program} {command}{course}", shell=True, cwd=root, text=True, capture_output=True,
            env={**os.environ, "COLUMNS": str(WIDTH), "NO_COLOR": "1"},
        )  # fmt: skip
        if done.returncode == 2:
            raise SystemExit(f"{command}: {done.stderr}")
        shown = re.sub(r"\r|\x1b\[\?25[lh]|\x1b\[2K|\x1b\[1A", "", done.stdout)
        # A slow machine tells how far it is: no part of the picture.
        shown = re.sub(r"^\d+ of \d+ graded.*\n", "", shown, flags=re.M)
        console.print(Text.from_ansi(shown))
    svg = console.export_svg(title="convgrade", unique_id=name)
    svg = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.S)
    (HERE / f"{name}.svg").write_text(re.sub(r"[ \t]+$", "", svg, flags=re.M))


def main(names: list[str]) -> None:
    """Draw the pictures asked for, or all."""
    root = Path(tempfile.mkdtemp())
    try:
        downloads(root)
        for name in names or SCENES:
            picture(name, SCENES[name], root)
            print(f"docs/lms/{name}.svg")
    finally:
        shutil.rmtree(root)


if __name__ == "__main__":
    main(sys.argv[1:])
