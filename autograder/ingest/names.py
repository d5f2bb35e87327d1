"""File and student names: made safe to show, compared without being fooled, never used as a path on this machine."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass

from autograder.ingest import limits
from autograder.records.text import display, without_controls
from autograder.sandbox.protocol.marked import marked

ANSWERS = (".py", ".ipynb")
CLOSED = (".rar", ".7z", ".zst")
"""Archives that are never opened: Python's standard library does not read them."""
ARCHIVES = (".zip", ".tar", ".gz", ".tgz", ".bz2", ".tbz2", ".xz", ".txz", *CLOSED)
ADDED_ENDINGS = (".txt", ".json", ".html", ".htm", ".bak", ".download", ".part")
"""What browsers, mail programs and editors put behind a name they do not know: convolution.py.txt, convolution.ipynb.json."""
CHECKPOINTS = ".ipynb_checkpoints"
"""The hidden folder in which Jupyter keeps a copy of each notebook."""
RESERVED = re.compile(r"(?i)^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)")
DRIVE = re.compile(r"^[A-Za-z]:")

_EDITORS = re.compile(r"#(?P<autosaved>.+)#|(?P<backup>[^~].*?)~+", re.S)
"""How editors call the copies that they keep beside a file: convolution.py~, #convolution.py#."""

NOISE_FOLDERS = {
    "__MACOSX": marked("made by macOS"),
    "__pycache__": marked("compiled Python"),
    CHECKPOINTS: "Jupyter's own copies",
    ".git": "git's own folder",
    ".svn": marked("Subversion's own folder"),
    ".hg": marked("Mercurial's own folder"),
    **dict.fromkeys((".idea", ".vscode", ".vs"), marked("an editor's settings")),
    **dict.fromkeys((".pytest_cache", ".mypy_cache", ".ruff_cache"), marked("a tool's cache")),
    **dict.fromkeys((".venv", "venv", "site-packages"), marked("a Python installation")),
    "node_modules": marked("a JavaScript installation"),
    **dict.fromkeys((".Trash", "$RECYCLE.BIN"), marked("a waste bin")),
}
NOISE_FILES = {
    ".DS_Store": NOISE_FOLDERS["__MACOSX"],
    **dict.fromkeys(("Thumbs.db", "desktop.ini"), marked("made by Windows")),
    **dict.fromkeys((".gitignore", ".gitattributes", ".gitkeep"), marked("git's own file")),
}

# Letters of other scripts that are drawn like Latin ones; enough to see through names chosen to deceive.
LOOKALIKES = str.maketrans(
    "аеорсухіјѕԁһԛԝкмтвнзАВЕКМНОРСТХІЈЅαορντικυхΑΒΕΖΗΙΚΜΝΟΡΤΥΧɡıո",
    "aeopcyxijsdhqwkmtbh3ABEKMHOPCTXIJSaopvtikuxABEZHIKMNOPTYXgin",
)


@dataclass(frozen=True)
class SafePath:
    """A path inside an input. ``odd`` says what was strange about its name, ``unsafe`` why it can belong to nobody."""

    path: str
    odd: str = ""
    trouble: str = ""
    unsafe: str = ""


def safe_path(raw: str, *, windows: bool = False, rooted: bool = False) -> SafePath:
    """The path cleaned for showing and comparing. ``windows``: a backslash separates too (in zips). ``rooted``: one that begins at the
    root, or at a drive, counts from the archive on, as `unzip` takes it."""
    text = raw.replace("\\", "/") if windows else raw
    if rooted:
        text = (DRIVE.sub("", text) if windows else text).lstrip("/")
    shown = display(text) or "(no name)"
    if "\0" in text:
        return SafePath(shown, unsafe="its name holds a NUL byte")
    if text.startswith("/") or (windows and DRIVE.match(text)):
        return SafePath(shown, unsafe="its name is an absolute path")
    parts = [part for part in text.split("/") if part not in ("", ".")]
    if ".." in parts:
        return SafePath(shown, unsafe="its name climbs out of the folder (..)")
    if not parts:
        return SafePath("(no name)", unsafe="it has no name")
    if len(parts) > limits.DEPTH:
        return SafePath(shown, unsafe=f"it lies more than {limits.DEPTH} folders deep")
    cleaned, odd, trouble = [], set(), ""
    for part in parts:
        kept, found = without_controls(part)
        if not display(kept).strip(" ."):
            return SafePath(shown, unsafe="a part of its name is empty")
        if found:
            odd.add(found)
        if RESERVED.match(kept):
            odd.add("a name Windows reserves")
        if len(kept.encode("utf-8", "replace")) > limits.NAME_BYTES:
            trouble = f"its name is longer than {limits.NAME_BYTES} bytes"
            kept = f"{kept[:40]}…{hashlib.sha256(kept.encode('utf-8', 'replace')).hexdigest()[:6]}{_ending(kept)}"
        cleaned.append(kept)
    return SafePath("/".join(cleaned), " and ".join(sorted(odd)), trouble)


def split(path: str) -> tuple[str, str]:
    """The stem and the lower-case ending that say what a file is meant to be: of ``s001.py.txt``, ``s001`` and ``.py``."""
    name = path.rpartition("/")[2]
    stem, ending = _parted(_copied(name) or name)
    inner, meant = _parted(stem)
    if meant in ANSWERS:
        return inner, meant if ending in ADDED_ENDINGS else ending
    return (stem.removesuffix(".tar"), ending) if ending in ARCHIVES else (stem, ending)


def is_backup(path: str) -> bool:
    """Whether it is an editor's copy of a module or a notebook."""
    return _parted(_copied(path.rpartition("/")[2]))[1] in ANSWERS


def _copied(name: str) -> str:
    """The name of the file that an editor's copy was made of; empty where it is no such copy."""
    found = _EDITORS.fullmatch(name)
    return (found["autosaved"] or found["backup"]) if found else ""


def _parted(name: str) -> tuple[str, str]:
    stem, dot, ending = name.rpartition(".")
    return (stem, f".{ending.strip().lower()}") if dot and stem else (name, "")


def is_work(path: str) -> bool:
    """Whether a file is by its name a module, a notebook or an archive."""
    return split(path)[1] in (*ANSWERS, *ARCHIVES)


def above(path: str) -> list[str]:
    """The folders around a path, the topmost (``""``) last."""
    folders = []
    while path:
        path = path.rpartition("/")[0]
        folders.append(path)
    return folders


def _ending(name: str) -> str:
    stem, dot, ending = name.rpartition(".")
    return dot + ending if stem and len(ending) <= 12 else ""


def noise(path: str) -> tuple[str, str] | None:
    """Whether a path is a machine's litter: the part of it to list, and whose it is."""
    parts = path.split("/")
    for index, part in enumerate(parts):
        reason = NOISE_FOLDERS.get(part)
        if reason and (index < len(parts) - 1 or "." not in part.lstrip(".")):
            return "/".join(parts[: index + 1]), reason
    name = parts[-1]
    if name in NOISE_FILES:
        return path, NOISE_FILES[name]
    if name.startswith("._"):
        return path, NOISE_FOLDERS["__MACOSX"]
    if name.endswith((".pyc", ".pyo")):
        return path, NOISE_FOLDERS["__pycache__"]
    if name.startswith("~$") or name.endswith((".swp", "~")) or is_backup(name):
        return path, marked("a program's own copy")
    return None


def lookalike(text: str) -> bool:
    """Whether a word in the text mixes Latin letters with letters of a script that is drawn alike."""
    if text.isascii():
        return False
    for word in re.findall(r"\w+", unicodedata.normalize("NFC", text)):
        scripts = {unicodedata.name(char, "").split(" ")[0] for char in word if char.isalpha()}
        if "LATIN" in scripts and scripts & {"CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "FULLWIDTH", "MATHEMATICAL"}:
            return True
    return False


def skeleton(text: str) -> str:
    """What the text looks like: two texts with one skeleton are easily taken for each other."""
    return unicodedata.normalize("NFKC", text).translate(LOOKALIKES).casefold()
