"""The review page's server: on this machine's loopback alone, and for whoever has the token that is in its address.

A page of a stranger, open in the same browser, must neither read nor decide anything. So every request names this very host (no other name
may be bound to 127.0.0.1), every order comes from the page itself (``Origin``), in a form that no other site may send unasked (JSON), and
the token is in the path, where no cookie carries it to another port. What is asked for are ids that the server gave; no name of a file
and no key of a student is taken from a browser. Student code is text here, and never run.
"""

from __future__ import annotations

import hmac
import json
import secrets
import sys
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from autograder.records.errors import ConvgradeError, RunFileError
from autograder.review import orders, pages
from autograder.review.desk import Desk, Overtaken

LOOPBACK = "127.0.0.1"
LONGEST = 64 * 1024
"""Bytes of an order: a note of 4,000 characters in any script, and the keys of a class."""
PATIENCE = 30.0
"""Seconds a connection may be silent: the browser opens some in advance and says nothing on them."""
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; "
        "form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
_HTML, _JSON = "text/html; charset=utf-8", "application/json"
_STATIC = {"style.css": "text/css; charset=utf-8", "review.js": "text/javascript; charset=utf-8"}


class Refused(Exception):
    """A request that did not come from the page; ``status`` is HTTP's."""

    def __init__(self, status: int, told: str) -> None:
        super().__init__(told)
        self.status = status


class ReviewServer(ThreadingHTTPServer):
    """Serves one desk at ``address`` until `shutdown`. Port 0: a free one."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, desk: Desk, port: int = 0) -> None:
        self.desk = desk
        self.token = secrets.token_urlsafe(32)
        super().__init__((LOOPBACK, port), _Handler)

    @property
    def address(self) -> str:
        """Where the page is; whoever knows it may read and decide."""
        return f"http://{LOOPBACK}:{self.server_port}/{self.token}/"

    def hosts(self) -> set[str]:
        """The names a request may call this server by."""
        return {f"{name}:{self.server_port}" for name in (LOOPBACK, "localhost")}

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that goes away in the middle of an answer is nothing to tell."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    server: ReviewServer
    protocol_version = "HTTP/1.1"
    server_version = "convgrade"
    sys_version = ""
    timeout = PATIENCE

    def do_GET(self) -> None:
        self._answer(self._get)

    def do_POST(self) -> None:
        self._answer(self._post)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  (the name is http.server's)
        """Nothing: the token would be in the log."""

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """What `http.server` itself refuses, in the page's own form."""
        self.close_connection = True
        self._send(code, _JSON, _json({"error": message or "That is no request of the page."}))

    def _answer(self, do: Callable[[str, Mapping[str, list[str]]], tuple[str, bytes]]) -> None:
        try:
            place, query = self._let_in()
            kind, body = do(place, query)
            self._send(200, kind, body)
        except Refused as error:
            self.close_connection = True  # what else it sends is not read
            self._send(error.status, _JSON, _json({"error": str(error)}))
        except Overtaken as error:
            self._send(409, _JSON, _json({"error": str(error)}))
        except RunFileError as error:
            self._send(500, _JSON, _json({"error": str(error)}))
        except ConvgradeError as error:
            self._send(422, _JSON, _json({"error": str(error)}))
        except OSError:
            self.close_connection = True
        except Exception as error:
            told = f"{type(error).__name__}: {error}"[:300]
            told = f"Something went wrong ({told}). Load the page again to see what was decided, and please report it."
            self._send(500, _JSON, _json({"error": told}))

    def _let_in(self) -> tuple[str, Mapping[str, list[str]]]:
        """The place below the token and what is asked of it, for a request that is the page's own."""
        hosts = self.headers.get_all("Host") or []
        if len(hosts) != 1 or hosts[0].lower() not in self.server.hosts():
            raise Refused(421, "This address is not served here.")
        try:
            parts = urlsplit(self.path)
        except ValueError:
            raise Refused(404, "There is nothing here.") from None
        _, _, below = parts.path.partition("/")
        token, slash, place = below.partition("/")
        if not slash or not hmac.compare_digest(token.encode("utf-8", "surrogateescape"), self.server.token.encode()):
            raise Refused(404, "There is nothing here: open the address that `convgrade review` printed.")
        leads_here = self.command == "GET" and self.headers.get("Sec-Fetch-Mode") == "navigate"
        if self.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none") and not leads_here:
            raise Refused(403, "Another site asked for this.")
        return place, parse_qs(parts.query)

    def _get(self, place: str, query: Mapping[str, list[str]]) -> tuple[str, bytes]:
        desk = self.server.desk
        if place in _STATIC:
            return _STATIC[place], pages.static(place)
        if place == "":
            return _HTML, _html(desk.call(lambda: pages.shell(desk)))
        if place == "queue":
            return _HTML, _html(desk.call(lambda: pages.listing(desk)))
        if place == "state":
            return _JSON, _json(desk.call(lambda: pages.state(desk)))
        room, _, matter = place.partition("/")
        if room == "matter":
            chosen = _number(query.get("case", ["0"])[0])
            whole = query.get("whole") == ["1"]
            html = desk.call(lambda: pages.matter(desk, matter, chosen, whole=whole))
            if html is not None:
                return _HTML, _html(html)
            raise Refused(404, "This matter is there no more: it was graded anew, or settled. Go on to the next.")
        raise Refused(404, "There is nothing here.")

    def _post(self, place: str, query: Mapping[str, list[str]]) -> tuple[str, bytes]:
        if self.headers.get("Origin", "").lower() not in {f"http://{host}" for host in self.server.hosts()}:
            raise Refused(403, "Only the page itself decides.")
        if self.headers.get_content_type() != _JSON:
            raise Refused(415, "An order is JSON.")
        length = self.headers.get("Content-Length", "")
        if not length.isascii() or not length.isdigit() or "Transfer-Encoding" in self.headers:
            raise Refused(411, "An order says how long it is.")
        if len(length) > len(str(LONGEST)) or int(length) > LONGEST:
            raise Refused(413, "That is too much for one order.")
        order = orders.read(place, self.rfile.read(int(length)))
        if order is None:
            raise Refused(400, "That is no order of the page.")
        desk = self.server.desk
        return _JSON, _json(desk.call(lambda: {"said": order(desk), "state": pages.state(desk)}))

    def _send(self, status: int, kind: str, body: bytes) -> None:
        self.send_response(status)
        for name, value in {**HEADERS, "Content-Type": kind, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)


def _html(text: str) -> bytes:
    return text.encode("utf-8", "replace")


def _json(value: Any) -> bytes:
    return json.dumps(value).encode()


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0
