"""The grader's end of the socket to a student's process: whole frames, and waiting that somebody else bounds. Runs in the grader."""

from __future__ import annotations

import select
import socket
from collections.abc import Callable, Sequence
from typing import Any

from autograder.sandbox.protocol.wire import PREFIX, Malformed, lengths

_PIECE, _SMALL = 1 << 18, 1 << 13
"""Bytes read at once, at most and at least; frames below the first are written at once."""
_SHORTEST, _LONGEST = 0.005, 0.1
"""Seconds between two looks at what is left of the time: few enough looks to cost nothing, and often enough to notice a process that
starts threads without end."""


class OutOfTime(Exception):
    """Nothing came, or nothing was taken, in time."""


class Closed(Exception):
    """The process has closed its end, or has ended."""


class Channel:
    """Frames over a connected stream socket. While nothing comes, ``left`` gives the seconds that are left; where
    none are, `OutOfTime` is raised. A process that has closed its end is `Closed`, one that does not keep to the protocol `Malformed`."""

    def __init__(self, sock: socket.socket) -> None:
        sock.setblocking(False)
        self._sock = sock
        self._arrived = bytearray()
        self._readable, self._writable = select.poll(), select.poll()
        self._readable.register(sock, select.POLLIN)
        self._writable.register(sock, select.POLLOUT)

    def close(self) -> None:
        """Close this end."""
        self._sock.close()

    def send(self, buffers: Sequence[Any], left: Callable[[], float]) -> None:
        """Write a frame."""
        # Small frames, nearly all of them, go in one piece: each write wakes the other side.
        whole = [b"".join(buffers)] if sum(map(len, buffers)) < _PIECE else buffers
        for buffer in whole:
            view = memoryview(buffer)
            while view:
                try:
                    view = view[self._sock.send(view) :]
                except BlockingIOError:
                    _wait(self._writable, left)
                except ConnectionError:
                    raise Closed from None
                if view and left() <= 0:
                    raise OutOfTime

    def receive(self, left: Callable[[], float], *, last: bool = True) -> tuple[memoryview, memoryview]:
        """The header and the body of the next frame. After the ``last`` one that was asked for nothing may follow."""
        self._read(PREFIX.size, left)
        header, body = lengths(self._arrived[: PREFIX.size])
        end = PREFIX.size + header + body
        self._read(end, left)
        if last and len(self._arrived) > end:
            raise Malformed("more answers than questions")
        view, self._arrived = memoryview(self._arrived), self._arrived[end:]
        return view[PREFIX.size : PREFIX.size + header], view[PREFIX.size + header : end]

    def _read(self, length: int, left: Callable[[], float]) -> None:
        while len(self._arrived) < length:
            _wait(self._readable, left)
            try:
                # One more than is missing: so that what follows the frame shows.
                part = self._sock.recv(min(_PIECE, max(_SMALL, length - len(self._arrived) + 1)))
            except BlockingIOError:
                continue
            except ConnectionError:
                raise Closed from None
            if not part:
                raise Closed
            self._arrived += part
            if len(self._arrived) < length and left() <= 0:  # one that sends byte by byte is always ready
                raise OutOfTime


def _wait(poll: select.poll, left: Callable[[], float]) -> None:
    """Return when the socket is ready. The first look at the time comes when nothing has happened for a moment."""
    seconds = _SHORTEST
    while not poll.poll(seconds * 1000):
        seconds = left()
        if seconds <= 0 and not poll.poll(0):  # it may have answered while this process waited for a processor
            raise OutOfTime
        seconds = min(max(seconds, _SHORTEST), _LONGEST)
