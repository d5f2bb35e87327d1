"""Calls of Moodle's web service. Reading is tried again, writing never is here."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from autograder.lms.service import Connection
from autograder.lms.web import Web
from autograder.records.errors import LmsError

REFUSALS = {
    "invalidtoken": "Moodle does not accept the token: make a new one under Preferences > Security keys.",
    "accessexception": "The web service of this token does not offer {function}: an administrator adds the function to the service.",
    "nopermissions": "The token's owner may not do this in Moodle ({function}): {message}",
    "requireloginerror": "The token's owner is not in this course, or may not see it: {message}",
}
CLOSED = "Moodle does not let this through: is the web service (REST) on for this token? It said: {said}"


class Moodle:
    """One site's web service, with one token."""

    def __init__(self, to: Connection) -> None:
        self._address = to.url.rstrip("/") + "/webservice/rest/server.php"
        self._token = to.token
        self._web = Web("Moodle", to.wait, {401: CLOSED, 403: CLOSED})

    def read(self, function: str, fields: Mapping[str, str], *, optional: bool = False) -> Any:
        """What a function of the web service tells, tried again while Moodle is busy.

        ``optional``: a refusal counts as an answer without content, but for its ``message``.
        """
        return self._web.patiently(lambda: self._call(function, fields, optional=optional))

    def write(self, function: str, fields: Mapping[str, str]) -> None:
        """Have a function change something, once. An `LmsBusy` says that it may have been done all the same."""
        self._call(function, fields, optional=False)

    def _call(self, function: str, fields: Mapping[str, str], *, optional: bool) -> Any:
        known = {"wstoken": self._token, "wsfunction": function, "moodlewsrestformat": "json"}
        data = self._web.once(self._address, urlencode({**known, **fields}).encode()).body
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
