"""Requests to an LMS's web interface, over the standard library: no redirects (a secret would go along), and errors that say what to do."""

from __future__ import annotations

import http.client
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.message import Message
from typing import Any, TypeVar
from urllib.parse import urlsplit

from autograder.records.errors import LmsBusy, LmsError

TRIES = 6
"""How often something is read from an LMS that is busy: with pauses of 1, 2, 4, 8 and 16 s a short overload is over."""
LARGEST = 100 * 1024 * 1024
SECONDS = 60.0
"""How long one answer is waited for: an LMS's own limit for a request is of that order."""
LONGEST_PAUSE = 120.0
T = TypeVar("T")


class _Straight(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


@dataclass(frozen=True)
class Answer:
    """What came back: the body and the headers."""

    body: bytes
    headers: Message


class Web:
    """Requests to one LMS, called ``name`` in messages. ``refusals`` says what an error's number means, with ``{said}`` for its text."""

    def __init__(self, name: str, wait: Callable[[float], None], refusals: Mapping[int, str] | None = None) -> None:
        self._name, self._wait, self._refusals = name, wait, refusals or {}
        self._opener = urllib.request.build_opener(_Straight)

    def patiently(self, call: Callable[[], T]) -> T:
        """See `patiently`."""
        return patiently(call, self._wait)

    def once(
        self, url: str, body: bytes | None = None, headers: Mapping[str, str] | None = None, method: str = ""
    ) -> Answer:
        """One request, a POST where there is a body. Raises `LmsBusy` where the same again may work (and this may have arrived)."""
        request = urllib.request.Request(url, body, dict(headers or {}), method=method or None)
        try:
            with self._opener.open(request, timeout=SECONDS) as response:
                return Answer(response.read(LARGEST), response.headers)
        except urllib.error.HTTPError as error:
            with error:
                raise self._told(error) from error
        except (urllib.error.URLError, http.client.HTTPException, TimeoutError, ConnectionError) as error:
            busy = LmsBusy(
                f"{self._name} cannot be reached, or does not answer in time: check the address and the network."
            )
            busy.unsent = isinstance(getattr(error, "reason", None), ConnectionRefusedError)
            raise busy from error

    def _told(self, error: urllib.error.HTTPError) -> LmsError:
        """What an answer with an error's number means, and what to do."""
        limited = error.code == 403 and (
            "Retry-After" in error.headers or error.headers.get("X-RateLimit-Remaining") == "0"
        )  # as GitHub says it
        if error.code in (429, 503) or limited:
            busy = LmsBusy(f"{self._name} is busy (HTTP {error.code}): try again later.")
            asked = error.headers.get("Retry-After", "")
            busy.pause = min(float(asked), LONGEST_PAUSE) if asked.isdecimal() else 0.0
            busy.unsent = True
            return busy
        if error.code >= 500:
            busy = LmsBusy(
                f"{self._name} itself failed (HTTP {error.code}): the address is right; its administrator finds why in the server's log."
            )
            busy.ended = error.code not in (502, 504)  # those are a gateway's, behind which work may go on
            return busy
        if error.code in self._refusals:
            said = " ".join(error.read(2000).decode("utf-8", "replace").split())[:300]
            return LmsError(f"{self._refusals[error.code].format(said=said or 'no reason given')} (HTTP {error.code})")
        return LmsError(f"{self._name} answered with HTTP {error.code}: check the address.")


def patiently(call: Callable[[], T], wait: Callable[[float], None]) -> T:
    """What ``call`` gives, called again with growing pauses while the LMS is busy. For what only reads."""
    pause = 1.0
    for _ in range(TRIES - 1):
        try:
            return call()
        except LmsBusy as error:
            wait(error.pause or pause)
            pause *= 2
    return call()


def check_address(url: str) -> None:
    """Raises `LmsError` for an address to which a secret would go in the clear."""
    parts = urlsplit(url)
    local = parts.hostname in ("127.0.0.1", "localhost", "::1")
    if parts.scheme != "https" and not (parts.scheme == "http" and local):
        raise LmsError(f"{url!r} is not an https address: a token is never sent in the clear.")
