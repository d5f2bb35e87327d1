"""What each attack of the corpus on `convolution` earns by its honest code."""

import re
from pathlib import Path

from tests.attacks.handed_in import builders

MODULES = sorted((Path(__file__).parent / "modules").glob("t*.py"))


def earned(name: str) -> tuple[set[str], set[str]]:
    """The questions an attack's honest code earns in full, and in part."""
    if name in builders():
        text = (builders()[name].__doc__ or "").strip().splitlines()[-1].strip()
    else:
        source = (Path(__file__).parent / "modules" / f"{name}.py").read_text(encoding="utf-8")
        text = re.search(r"^Earns: (.*)$", source, re.MULTILINE).group(1)  # type: ignore[union-attr]
    names = [] if text == "nothing" else [each.strip() for each in text.split(",")]
    part = {each.removeprefix("part of ") for each in names if each.startswith("part of ")}
    return set(names) - {f"part of {each}" for each in part}, part
