"""What the sandbox refused, as far as it is worth an instructor's look."""

from __future__ import annotations

import re
from collections.abc import Sequence

_BESIDE = re.compile(r"the sandbox refused (open|os\.mkdir|os\.listdir|os\.scandir) '(/submission/)?(?![/.])(?!.*\.\.)")


def untold(refused: Sequence[str], flags: Sequence[str]) -> list[str]:
    """The lines of ``refused`` that say more than ``flags`` do. A notebook that opens the digits beside it stops at a closed door, and a
    flag says so: that the door was closed to a file beside the submission is no news then, and no reason for suspicion."""
    stopped = any("closed while work is graded" in flag for flag in flags)
    return [line for line in refused if not (stopped and _BESIDE.match(line))]
