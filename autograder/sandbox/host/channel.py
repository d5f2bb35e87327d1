"""The grader's end of the socket to a student's process: whole frames, every wait bounded by a moment in time."""

from __future__ import annotations

import select
import socket
import time
from collections.abc import Callable, Sequence
from typing import Any

from autograder.sandbox.protocol.wire import PREFIX, Malformed, lengths

_PIECE, _SMALL = 1 << 18, 1 << 13
"""Bytes read at once, at most and at least; frames below the first are written at once."""
_WORTH_WAITING = 0.005


class OutOfTime(Exception):
    """Nothing came, or nothing was taken, in time."""


class Closed(Exception):
    """The process has closed its end, or has ended."""


class Channel:
    """Frames over a connected stream socket. ``until`` is a moment of `time.monotonic`, after which `OutOfTime` is raised; a process
    that has closed its end is `Closed`, one that does not keep to the protocol `Malformed`. Once time is out ``grace`` is asked for
    the seconds that are given beyond ``until``, as long as they grow."""

    def __init__(self, sock: socket.socket) -> None:
        self.grace: Callable[[], float] = float
        sock.setblocking(False)
        self._sock = sock
        self._arrived = bytearray()
        self._readable, self._writable = select.poll(), select.poll()
        self._readable.register(sock, select.POLLIN)
        self._writable.register(sock, select.POLLOUT)

    def close(self) -> None:
        """Close this end."""
        self._sock.close()

    def send(self, buffers: Sequence[Any], until: float) -> None:
        """Write a frame."""
        # Small frames, nearly all of them, go in one piece: each write wakes the other side.
        whole = [b"".join(buffers)] if sum(map(len, buffers)) < _PIECE else buffers
        for buffer in whole:
            view = memoryview(buffer)
            while view:
                try:
                    view = view[self._sock.send(view) :]
                except BlockingIOError:
                    self._wait(self._writable, until)
                except ConnectionError:
                    raise Closed from None

    def receive(self, until: float, *, last: bool = True) -> tuple[memoryview, memoryview]:
        """The header and the body of the next frame. After the ``last`` one that was asked for nothing may follow."""
        self._read(PREFIX.size, until)
        header, body = lengths(self._arrived[: PREFIX.size])
        end = PREFIX.size + header + body
        self._read(end, until)
        if last and len(self._arrived) > end:
            raise Malformed("more answers than questions")
        view, self._arrived = memoryview(self._arrived), self._arrived[end:]
        return view[PREFIX.size : PREFIX.size + header], view[PREFIX.size + header : end]

    def _read(self, length: int, until: float) -> None:
        while len(self._arrived) < length:
            self._wait(self._readable, until)
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

    def _wait(self, poll: select.poll, until: float) -> None:
        rest = until - time.monotonic()
        while rest <= 0 or not poll.poll(rest * 1000):
            rest = until + self.grace() - time.monotonic()
            if rest < _WORTH_WAITING:
                raise OutOfTime
