"""Review: a run comes in; a page on this machine shows what a person should look at, and their decisions go back into the run.

`queue` lists what there is to look at, from records alone; `desk` holds the run and carries decisions out; `pages` draws; `server` lets
only the person in who started it; `orders` reads what the page sends.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from autograder.review.queue import NEAR, STEPS

__all__ = ["NEAR", "STEPS", "serve"]


def serve(
    folder: Path,
    course: Path | None = None,
    *,
    who: str = "",
    port: int = 0,
    steps: Sequence[float] = STEPS,
    near: float = NEAR,
    browser: bool = False,
    told: Callable[[str], object] = print,
) -> None:
    """Serve the run in ``folder`` for review until Ctrl-C. ``course``: where the course lies now, if it was moved; ``told`` is given the
    lines for the terminal. Raises `RunFileError`, and `OSError` where the port is taken."""
    from autograder.review.desk import Desk
    from autograder.review.opening import open_in_browser
    from autograder.review.server import ReviewServer

    desk = Desk(folder, course, who, steps=steps, near=near)
    try:
        with ReviewServer(desk, port) as server:
            left = desk.call(lambda: sum(bool(matter.open(desk.looked)) for matter in desk.matters.values()))
            told(f"{desk.title}: {left} to look at. Open")
            told(f"  {server.address}")
            told(
                "on this machine, and give the address to nobody. Ctrl-C ends it; every decision is kept as it is made."
            )
            if browser:
                open_in_browser(server.address)
            try:
                server.serve_forever(poll_interval=0.2)
            except KeyboardInterrupt:
                told(
                    "Ended. What was decided is kept: `convgrade adjust` lists it, `convgrade report` writes it on the pages."
                )
    finally:
        desk.close()
