"""Calls of Moodle's web service, over plain HTTP requests of the standard library. Reading is tried again, writing never is here."""

from __future__ import annotations

import http.client
import json
import urllib.error
import urllib.request
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from autograder.lms.service import Connection
from autograder.records.errors import LmsBusy, LmsError

TRIES = 6
LARGEST = 100 * 1024 * 1024
SECONDS = 60.0
"""How long one answer is waited for: Moodle's own limit for a request is of that order."""
REFUSALS = {
    "invalidtoken": "Moodle does not accept the token: make a new one under Preferences > Security keys.",
    "accessexception": "The web service of this token does not offer {function}: an administrator adds the function to the service.",
    "nopermissions": "The token's owner may not do this in Moodle ({function}): {message}",
    "requireloginerror": "The token's owner is not in this course, or may not see it: {message}",
}


class _Straight(urllib.request.HTTPRedirectHandler):
    """Redirects are not followed: the token would go along."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


class Moodle:
    """One site's web service, with one token."""

    def __init__(self, to: Connection) -> None:
        self._address = to.url.rstrip("/") + "/webservice/rest/server.php"
        self._token, self._wait = to.token, to.wait
        self._opener = urllib.request.build_opener(_Straight)

    def read(self, function: str, fields: Mapping[str, str], *, optional: bool = False) -> Any:
        """What a function of the web service tells, tried again while Moodle is busy.

        ``optional``: a refusal counts as an answer without content, but for its ``message``.
        """
        pause = 1.0
        for _ in range(TRIES - 1):
            try:
                return self._call(function, fields, optional=optional)
            except LmsBusy as error:
                self._wait(error.pause or pause)
                pause = min(pause * 2, 60.0)
        return self._call(function, fields, optional=optional)

    def write(self, function: str, fields: Mapping[str, str]) -> None:
        """Have a function change something, once. An `LmsBusy` says that it may have been done all the same."""
        self._call(function, fields, optional=False)

    def _call(self, function: str, fields: Mapping[str, str], *, optional: bool) -> Any:
        known = {"wstoken": self._token, "wsfunction": function, "moodlewsrestformat": "json"}
        data = self._post(urlencode({**known, **fields}).encode())
        try:
            answer = json.loads(data)
        except ValueError as error:
            raise LmsError(
                "Moodle's answer is not JSON: is the address that of the site, and is the web service on?"
            ) from error
        if isinstance(answer, dict) and ("exception" in answer or "errorcode" in answer):
            code, message = str(answer.get("errorcode")), str(answer.get("message") or answer.get("errorcode"))
            if optional:
                return {"message": message}
            refusal = REFUSALS.get(code, "Moodle refused {function}: {message}")
            raise LmsError(refusal.format(function=function, message=message))
        return {} if answer is None else answer

    def _post(self, body: bytes) -> bytes:
        try:
            with self._opener.open(self._address, body, timeout=SECONDS) as response:
                data: bytes = response.read(LARGEST)
                return data
        except urllib.error.HTTPError as error:
            with error:
                raise _told(error) from error
        except (urllib.error.URLError, http.client.HTTPException, TimeoutError, ConnectionError) as error:
            busy = LmsBusy("Moodle cannot be reached, or does not answer in time: check the address and the network.")
            busy.unsent = isinstance(getattr(error, "reason", None), ConnectionRefusedError)
            raise busy from error


def _told(error: urllib.error.HTTPError) -> LmsError:
    """What an answer with an error's number means, and what to do."""
    if error.code in (429, 503):
        busy = LmsBusy(f"Moodle is busy (HTTP {error.code}): try again later.")
        asked = error.headers.get("Retry-After", "")
        busy.pause = min(float(asked), 120.0) if asked.isdecimal() else 0.0
        busy.unsent = True
        return busy
    if error.code >= 500:
        return LmsBusy(
            f"Moodle itself failed (HTTP {error.code}): the address is right; its administrator finds the reason in the server's log."
        )
    if error.code in (401, 403):
        return LmsError(
            f"Moodle does not let this through (HTTP {error.code}): is the web service (REST) on for this token?"
        )
    return LmsError(f"Moodle answered with HTTP {error.code}: check the address.")
