"""What student code prints, in place of ``sys.stdout`` and ``sys.stderr``. Runs in the student's process."""

from __future__ import annotations

import io
from typing import Any


class Output(io.TextIOBase):
    """What student code prints: the first characters are kept, the rest is only counted."""

    def __init__(self, most: int) -> None:
        self.most, self.kept, self.room, self.lost = most, [""], most, 0

    def writable(self) -> bool:
        return True

    @property
    def buffer(self) -> io.BufferedIOBase:
        """For ``io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8")``, with which many a script begins that was written on Windows."""
        return _Bytes(self)

    def detach(self) -> io.BufferedIOBase:  # type: ignore[override]
        return self.buffer

    def reconfigure(self, **options: object) -> None:
        """Any encoding will do."""

    def write(self, text: str) -> int:
        if not isinstance(text, str):
            raise TypeError("write() argument must be str")
        if self.room > 0:
            self.kept.append(text[: self.room])
            self.room -= len(text)
        else:
            self.lost += len(text)
        return len(text)

    def take(self) -> str:
        """What was printed since the last time."""
        text = "".join(self.kept)
        if self.room < 0 or self.lost:
            text += f"\n[… {self.lost + max(0, -self.room)} more characters; {self.most >> 10} KB are kept]"
        self.kept, self.lost, self.room = [""], 0, max(0, self.room)
        return text


class _Bytes(io.BufferedIOBase):
    """An `Output` for bytes."""

    def __init__(self, output: Output) -> None:
        self._output = output

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._output.write(bytes(data).decode("utf-8", "replace"))
        return len(data)
