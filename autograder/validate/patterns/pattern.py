"""What a question is made of that ``convgrade new`` writes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Pattern:
    """One question. ``kind`` is what assignment.toml calls it; the rest are parts of the files of its rooms, without their imports."""

    name: str
    kind: str
    title: str
    stub: str
    public: str
    solution: str
    right: str
    wrong: str
    hidden: str
    probes: str = ""
    props: str = ""
    shown: str = ""
    """What the notebook shows the answer at work with."""
    libraries: tuple[str, ...] = ("numpy",)
    imports: str = "import numpy as np"
    """What the stub, the reference and the variants begin with."""
