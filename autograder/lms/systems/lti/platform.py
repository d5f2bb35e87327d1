"""Requests to an LTI platform: access tokens by a signed request (RFC 7523, as 1EdTech's security framework says), pages, content types."""

from __future__ import annotations

import json
import re
import secrets
import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

from autograder.lms.systems.lti.config import NEEDED, Config, key_id
from autograder.lms.web import Answer, Web
from autograder.records.errors import LmsBusy, LmsError

SCOPES = (
    "https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly",
    "https://purl.imsglobal.org/spec/lti-ags/scope/lineitem.readonly",
    "https://purl.imsglobal.org/spec/lti-ags/scope/result.readonly",
    "https://purl.imsglobal.org/spec/lti-ags/scope/score",
)
ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
VALID = 300
"""Seconds for which a signed request may be used; platforms refuse longer than five minutes or an hour."""
EARLY = 30
"""Seconds before its end from which a token is not used any more."""
PAGES = 1000
NEXT = re.compile(r"<([^>]*)>\s*;[^,]*\brel=\"?next\"?", re.I)


class Platform:
    """One platform, to which this tool speaks with its key."""

    def __init__(self, config: Config, wait: Callable[[float], None]) -> None:
        try:
            import jwt
        except ImportError as error:
            raise LmsError(NEEDED) from error
        self._jwt, self._config = jwt, config
        host = urlsplit(config.memberships_url).hostname
        self._web = Web(
            f"The platform ({host})",
            wait,
            {
                400: "The platform does not understand the request, or refuses it: {said}",
                401: "The platform does not accept this tool's token: is the service switched on for the tool? It said: {said}",
                403: "The platform does not let this tool do that: is the service switched on for it, in this course? It said: {said}",
                404: "The platform knows no such course, column or student: {said}",
                409: "The platform holds a later mark for this student already: {said}",
                422: "The platform refuses the mark: {said}",
            },
        )
        self._token, self._until = "", 0.0

    def pages(self, url: str, accept: str) -> Iterator[Any]:
        """The JSON of a list's pages. A next page on another host is refused: the token would go there."""
        first = urlsplit(url)
        for _ in range(PAGES):
            answer = self._web.patiently(lambda here=url: self._ask(here, None, accept))  # type: ignore[misc]
            yield _json(answer)
            links = ", ".join(answer.headers.get_all("Link") or [])
            found = NEXT.search(links)
            if found is None:
                return
            url = urljoin(url, found[1])
            if (urlsplit(url).scheme, urlsplit(url).netloc) != (first.scheme, first.netloc):
                raise LmsError(
                    f"The platform sends us on to {urlsplit(url).netloc}, which is not {first.netloc}: not followed."
                )
        raise LmsError("The platform's list has no end.")

    def read(self, url: str, accept: str) -> Any:
        """The JSON at ``url``."""
        return _json(self._web.patiently(lambda: self._ask(url, None, accept)))

    def post(self, url: str, value: Any, content_type: str) -> None:
        """Send JSON, once. An `LmsBusy` says that it may have arrived all the same."""
        self._ask(url, json.dumps(value).encode(), "*/*", content_type)

    def _ask(self, url: str, body: bytes | None, accept: str, content_type: str = "") -> Answer:
        headers = {"Authorization": f"Bearer {self._bearer()}", "Accept": accept}
        if content_type:
            headers["Content-Type"] = content_type
        return self._web.once(url, body, headers)

    def _bearer(self) -> str:
        if time.time() < self._until:
            return self._token
        try:
            answer = self._sign_in()
        except LmsBusy as busy:
            busy.unsent = True  # nothing but the wish for a token has been sent
            raise
        try:
            given = json.loads(answer.body)
            self._token, seconds = str(given["access_token"]), float(given.get("expires_in", 60))
        except (ValueError, KeyError, TypeError) as error:
            raise LmsError(
                "The platform gave no access token: is token_url right, and the tool's key registered?"
            ) from error
        self._until = time.time() + max(seconds - EARLY, 1)
        return self._token

    def _sign_in(self) -> Answer:
        config, now = self._config, int(time.time())
        try:
            algorithm = self._jwt.algorithms.RSAAlgorithm(self._jwt.algorithms.RSAAlgorithm.SHA256)
            key: Any = algorithm.prepare_key(config.key)  # a public one has no `public_key`, and is told so below
            name = config.key_id or key_id(json.loads(self._jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key())))
        except (ValueError, TypeError, AttributeError, self._jwt.exceptions.InvalidKeyError) as error:
            raise LmsError(
                "The private key is not an RSA key in PEM form: make one with `convgrade lti-key`."
            ) from error
        claims = {
            "iss": config.client_id,
            "sub": config.client_id,
            "aud": config.audience or config.token_url,
            "iat": now,
            "exp": now + VALID,
            "jti": secrets.token_urlsafe(24),
        }
        signed = self._jwt.encode(claims, key, algorithm="RS256", headers={"kid": name})
        form = {
            "grant_type": "client_credentials",
            "client_assertion_type": ASSERTION,
            "client_assertion": signed,
            "scope": " ".join(SCOPES),
        }
        return self._web.once(config.token_url, urlencode(form).encode(), {"Accept": "application/json"})


def _json(answer: Answer) -> Any:
    try:
        return json.loads(answer.body)
    except ValueError as error:
        raise LmsError("The platform's answer is not JSON: is the address that of the service?") from error
