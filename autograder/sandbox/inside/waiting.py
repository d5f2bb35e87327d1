"""`await` at the top of a notebook's cell, in a process that may not open what asyncio's own loops are made of.

Runs in the student's process.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Coroutine
from typing import Any


def finish(coroutine: Coroutine[Any, Any, Any]) -> None:
    """Run the coroutine to its end."""
    if "asyncio" not in sys.modules:
        while True:
            try:
                coroutine.send(None)
            except StopIteration:
                return
    import asyncio

    loop = _loop(asyncio)
    asyncio.set_event_loop(loop)
    loop.run_until_complete(coroutine)


class _Clock:
    """What stands in for a selector: nothing can become ready but the time."""

    def select(self, timeout: float | None) -> list[Any]:
        time.sleep(timeout or 0.0)
        return []

    def close(self) -> None:
        """Nothing is open."""


def _loop(asyncio: Any) -> Any:
    class Loop(asyncio.BaseEventLoop):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__()
            self._selector = _Clock()

        def _process_events(self, events: Any) -> None:
            """There are none."""

        def _write_to_self(self) -> None:
            """No thread wakes it."""

    return Loop()
