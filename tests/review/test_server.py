"""The review page's server over real HTTP: who is let in, what counts as an order, and that nothing decided is lost."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
from pathlib import Path

import pytest

from autograder import Course, Run
from autograder.review.orders import LONGEST_NOTE
from autograder.runs.store import Store
from tests.support import records
from tests.support.command import EXAMPLE, convgrade
from tests.support.reviewing import Reviewing, reviewing


def test_only_loopback_is_listened_on(shared: Reviewing) -> None:
    listening = subprocess.run(["ss", "-Hltn"], capture_output=True, text=True, check=True).stdout.split()
    assert f"127.0.0.1:{shared.port}" in listening
    assert not {f"0.0.0.0:{shared.port}", f"[::]:{shared.port}", f"*:{shared.port}"} & set(listening)


def test_the_token_is_long_and_new_each_time(shared: Reviewing, run: Path) -> None:
    with reviewing(run) as other:
        assert other.token != shared.token
    assert len(shared.token) >= 43, "32 bytes"


@pytest.mark.parametrize(
    "path", ["/", "/wrong/", "/{token}", "/{token}x/", "/{short}/", "//", "/wrong/state", "/wrong/style.css"]
)
def test_without_the_token_there_is_nothing(shared: Reviewing, path: str) -> None:
    status, _, body = shared.ask("GET", path.format(token=shared.token, short=shared.token[:-1]))
    assert status == 404
    assert b"ann" not in body


def test_a_token_in_a_cookie_or_a_query_lets_nobody_in(shared: Reviewing) -> None:
    assert shared.ask("GET", f"/?token={shared.token}", Cookie=f"token={shared.token}")[0] == 404


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:{port}",
        "127.0.0.1",
        "127.0.0.1:1",
        "127.0.0.1:{port}.evil.example",
        "",
        "[::1]:{port}",
    ],
)
def test_another_host_is_another_site(shared: Reviewing, host: str) -> None:
    status, _, body = shared.ask("GET", f"/{shared.token}/", Host=host.format(port=shared.port))
    assert status == 421
    assert b"ann" not in body


def test_two_hosts_or_none_are_refused(shared: Reviewing) -> None:
    for heads in ("", f"Host: 127.0.0.1:{shared.port}\r\nHost: evil.example\r\n"):
        with socket.create_connection(("127.0.0.1", shared.port), timeout=10) as connection:
            connection.sendall(f"GET /{shared.token}/ HTTP/1.1\r\n{heads}\r\n".encode())
            assert b" 421 " in connection.recv(200)


def test_a_frame_or_a_script_of_another_site_gets_nothing(shared: Reviewing) -> None:
    path = f"/{shared.token}/"
    assert shared.ask("GET", f"{path}state", Sec_Fetch_Site="cross-site", Sec_Fetch_Mode="no-cors")[0] == 403
    assert shared.ask("GET", path, Sec_Fetch_Site="same-site", Sec_Fetch_Mode="cors")[0] == 403
    assert shared.ask("GET", path, Sec_Fetch_Site="cross-site", Sec_Fetch_Mode="navigate")[0] == 200, (
        "a link leads here"
    )


def test_every_answer_carries_the_policy(shared: Reviewing) -> None:
    for path in (
        f"/{shared.token}/",
        f"/{shared.token}/review.js",
        f"/{shared.token}/state",
        "/wrong",
        f"/{shared.token}/none",
    ):
        _, headers, _ = shared.ask("GET", path)
        policy = headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'")
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert (headers["X-Content-Type-Options"], headers["Referrer-Policy"], headers["Cache-Control"]) == (
            "nosniff",
            "no-referrer",
            "no-store",
        )
        assert "Access-Control-Allow-Origin" not in headers


def post(page: Reviewing, name: str, body: bytes = b"{}", **headers: str) -> int:
    own = {"Origin": f"http://127.0.0.1:{page.port}", "Content_Type": "application/json"}
    return page.ask("POST", f"/{page.token}/{name}", body, **{**own, **headers})[0]


def test_an_order_of_another_page_is_none(page: Reviewing, run: Path) -> None:
    (matter,) = page.matters("rejected").values()
    order = json.dumps(
        {**page.seen(matter), "kind": "excuse", "question": "", "value": None, "why": "x", "note": ""}
    ).encode()
    assert (
        page.ask(
            "POST", "/wrong/decide", order, Origin=f"http://127.0.0.1:{page.port}", Content_Type="application/json"
        )[0]
        == 404
    )
    assert page.ask("POST", f"/{page.token}/decide", order, Content_Type="application/json")[0] == 403, "no origin"
    for origin in (
        "null",
        "http://evil.example",
        f"https://127.0.0.1:{page.port}",
        f"http://127.0.0.1:{page.port + 1}",
        "",
    ):
        assert post(page, "decide", order, Origin=origin) == 403, origin
    assert post(page, "decide", order, Sec_Fetch_Site="cross-site") == 403
    assert post(page, "decide", order, Host="evil.example") == 421
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data"):
        assert post(page, "decide", order, Content_Type=kind) == 415, "forms of other sites can send these unasked"
    assert page.ask("GET", f"/{page.token}/decide?kind=excuse")[0] == 404
    with Run(run) as opened:
        assert list(opened.decisions) == []
    assert post(page, "decide", order) == 200


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"[]", b"null", b'"x"', b"\xff\xfe", b"[" * 50_000, b'{"matter": 1}', b'{"matter": "x"}',
        b'{"matter": "x", "seen": "y", "kind": "praise", "question": "", "value": null, "why": "", "note": ""}',
        b'{"matter": "x", "seen": "y", "kind": "add", "question": "", "value": NaN, "why": "", "note": ""}',
        b'{"matter": "x", "seen": "y", "kind": "add", "question": "", "value": 1e999, "why": "", "note": ""}',
        b'{"matter": "x", "seen": "y", "kind": "add", "question": "", "value": true, "why": "", "note": ""}',
        b'{"matter": "x", "seen": "y", "kind": "add", "question": "", "value": "1", "why": "", "note": ""}',
        b'{"matter": "x", "seen": "y", "kind": "add", "question": "", "value": 1, "why": null, "note": ""}',
        b'{"matter": "x", "seen": "y", "kind": "add", "question": "", "value": 1, "why": "", "note": "", "cases": "all"}',
        b'{"matter": "x", "seen": "y", "kind": "add", "question": "", "value": ' + b"9" * 5000 + b', "why": "", "note": ""}',
    ],
)  # fmt: skip
def test_what_is_no_order_is_refused(shared: Reviewing, body: bytes) -> None:
    for name in ("decide", "mark", "back", "nothing", "../decide"):
        assert post(shared, name, body) == 400
    assert shared.get("state")


def test_orders_have_an_end(shared: Reviewing) -> None:
    for heads, status in (
        ("Content-Length: 99999999", 413),
        (f"Content-Length: {'9' * 5000}", 413),
        ("Transfer-Encoding: chunked", 411),
        ("Content-Length: -1", 411),
        ("", 411),
    ):
        with socket.create_connection(("127.0.0.1", shared.port), timeout=10) as connection:
            own = f"Host: 127.0.0.1:{shared.port}\r\nOrigin: http://127.0.0.1:{shared.port}\r\nContent-Type: application/json"
            connection.sendall(f"POST /{shared.token}/decide HTTP/1.1\r\n{own}\r\n{heads}\r\n\r\n".encode())
            assert f" {status} ".encode() in connection.recv(200)


def test_other_methods_and_no_http_at_all(shared: Reviewing) -> None:
    for method in ("PUT", "DELETE", "OPTIONS", "TRACE", "HEAD"):
        status, headers, _ = shared.ask(method, f"/{shared.token}/")
        assert status == 501
        assert "Access-Control-Allow-Origin" not in headers
    with socket.create_connection(("127.0.0.1", shared.port), timeout=10) as connection:
        connection.sendall(b"\x16\x03\x01 hello\r\n\r\n")
        assert connection.recv(200)
    assert shared.get("state")


@pytest.mark.parametrize(
    "place",
    [
        "../../etc/passwd",
        "matter/../../run.sqlite",
        "run.sqlite",
        "%2e%2e/run.sqlite",
        "matter/",
        "matter/x",
        "style.css/x",
    ],
)
def test_no_file_is_given_away(shared: Reviewing, place: str) -> None:
    assert shared.ask("GET", f"/{shared.token}/{place}")[0] == 404


def test_an_address_that_is_none_is_not_served(shared: Reviewing) -> None:
    with socket.create_connection(("127.0.0.1", shared.port), timeout=10) as connection:
        connection.sendall(f"GET http://[x/{shared.token}/ HTTP/1.1\r\nHost: 127.0.0.1:{shared.port}\r\n\r\n".encode())
        assert b" 404 " in connection.recv(200)


def test_strange_numbers_in_an_address_are_none(shared: Reviewing) -> None:
    (matter,) = shared.matters("rejected").values()
    for case in ("-1", "99999999999", "x", "%D9%A3", "1e3", ""):
        assert 'data-chosen="0"' in shared.get(f"matter/{matter}?case={case}")


def test_what_cannot_be_decided_is_said_and_nothing_is_kept(page: Reviewing, run: Path) -> None:
    (alike,) = page.matters("alike").values()
    for kind, values, told in (
        ("points", {"question": "double", "value": 61, "why": "x"}, "not between 0 and 60"),
        ("points", {"question": "triple", "value": 1, "why": "x"}, "no question 'triple'"),
        ("points", {"question": "double", "value": 1}, "say why"),
        ("note", {}, "a note needs its text"),
        ("excuse", {"value": 3, "why": "x"}, "takes no points"),
    ):
        status, answer = page.decide(alike, kind, **values)
        assert (status, told in answer["error"]) == (422, True), answer
    with Run(run) as opened:
        assert list(opened.decisions) == []


def test_a_group_is_decided_once_signed_and_told_everywhere(page: Reviewing, run: Path) -> None:
    (alike,) = page.matters("alike").values()
    before = json.loads(page.get("state"))["left"][alike]
    status, answer = page.decide(alike, "points", question="double", value=20, why="a third of it", note="See my mail.")
    assert (status, before, answer["state"]["left"][alike]) == (200, 2, 0)
    assert "2 students: double: 20 points" in answer["said"]
    with Run(run) as opened:
        made = {one.student: one for one in opened.decisions}
        scores = {result.student: result.score for result in opened.results()}
    assert set(made) == {"bea", "bob"}
    assert {(one.who, one.why, one.note) for one in made.values()} == {("ana", "a third of it", "See my mail.")}
    assert {one.when[:2] for one in made.values()} == {"20"}
    assert (scores["bea"], scores["bob"]) == (60, 60)
    html = page.get(f"matter/{alike}")
    assert "a third of it; ana" in html
    batch = html.split('data-batch="')[1].split('"')[0]
    assert page.order("back", **page.seen(alike), batch=batch)[0] == 200
    with Run(run) as opened:
        assert list(opened.decisions) == []


def test_one_of_a_group_alone(page: Reviewing, run: Path) -> None:
    (alike,) = page.matters("alike").values()
    key = page.get(f"matter/{alike}?case=1").split('data-case="')[1].split('"')[0]
    assert page.decide(alike, "add", question="double", value=-0.0, why="x", cases=["nobody"])[0] == 409
    assert page.decide(alike, "add", question="double", value=5, why="x", cases=[key])[0] == 200
    assert json.loads(page.get("state"))["left"][alike] == 1, "the other one is still to be looked at"
    with Run(run) as opened:
        assert [one.student for one in opened.decisions] == ["bob"]


def test_nothing_is_decided_over_what_another_tab_or_command_decided(page: Reviewing, run: Path) -> None:
    (alike,) = page.matters("alike").values()
    old = page.seen(alike)
    convgrade(
        "adjust", run, "--student", "bob", "--question", "double", "--points", "30", "--why", "mail", "--who", "ben"
    )
    facts = {"kind": "points", "question": "double", "value": 20, "why": "x", "note": ""}
    status, answer = page.order("decide", **old, **facts)
    assert status == 409
    assert "Look once more" in answer["error"]
    assert "mail; ben" in page.get(f"matter/{alike}")
    with Run(run) as opened:
        assert [str(one) for one in opened.decisions] == ["double: 30 points"]
    now = page.seen(alike)
    assert page.order("decide", **now, **facts)[0] == 200
    assert page.order("decide", **now, **{**facts, "value": 10})[0] == 409, "another tab that saw the same"


def test_what_was_answered_outlasts_kill_9(run: Path) -> None:
    with reviewing(run) as page:
        (alike,) = page.matters("alike").values()
        (rejected,) = page.matters("rejected").values()
        written = page.matters("written")["Why?, answer 1"]
        assert page.decide(alike, "add", question="double", value=7, why="x")[0] == 200
        assert page.order("look", matter=rejected)[0] == 200
        assert page.order("mark", **page.seen(written), points=2, comment="Nearly.")[0] == 200
        os.kill(page.process.pid, signal.SIGKILL)
        page.process.wait()
    with reviewing(run) as page:
        left = json.loads(page.get("state"))["left"]
        assert (left[alike], left[rejected], left[written]) == (0, 0, 0)
        assert "Nearly." in page.get(f"matter/{written}")
        assert page.order("look", matter=rejected, again=True)[0] == 200
        assert json.loads(page.get("state"))["left"][rejected] == 1
    with Run(run) as opened:
        assert len(list(opened.decisions)) == 2


def test_written_answers_are_marked_without_a_name(page: Reviewing, run: Path) -> None:
    written = page.matters("written")
    assert len(written) == 4, "the same answer twice, a hostile one, and two records of strangers"
    for matter in written.values():
        html = page.get(f"matter/{matter}")
        assert not re.search(r"\b(fay|gus|hal|Jun-ho|s002)\b", html)
    twice = next(matter for matter in written.values() if "Because two halves" in page.get(f"matter/{matter}"))
    assert page.order("mark", **page.seen(twice), points=4, comment="")[0] == 422
    assert page.order("mark", **page.seen(twice), points=2.5, comment="Why " + "w" * 2 * LONGEST_NOTE)[0] == 200
    with Run(run) as opened:
        marks = {
            result.student: result.questions[-1] for result in opened.results() if result.student in ("fay", "gus")
        }
    assert {mark.score for mark in marks.values()} == {2.5}
    assert {len(mark.checks[0].message) for mark in marks.values()} == {LONGEST_NOTE}
    assert page.order("mark", **page.seen(twice), points=None, comment="")[0] == 200
    with Run(run) as opened:
        assert opened.result("fay").questions[-1].status == "manual"  # type: ignore[union-attr]


def test_a_broken_question_is_decided_for_everybody_from_where_it_is_met(page: Reviewing, run: Path) -> None:
    (alike,) = page.matters("alike").values()
    assert page.decide(alike, "left out", question="double", why="its check was wrong")[0] == 200
    with Run(run) as opened:
        assert [(one.student, str(one)) for one in opened.decisions] == [
            ("", "double: left out, the rest counts as much more")
        ]
        assert opened.result("bob").score == 100  # type: ignore[union-attr]
    assert "Everybody: double: left out" in page.get(f"matter/{alike}")


def test_a_run_that_is_not_there_and_a_port_that_is_taken(shared: Reviewing, tmp_path: Path, run: Path) -> None:
    done = convgrade("review", tmp_path / "none", check=False)
    assert (done.returncode, "holds no run" in done.stderr) == (2, True)
    done = convgrade("review", run, "--port", shared.port, check=False)
    said = f"listens at port {shared.port}" in " ".join(done.stderr.replace("│", " ").split())
    assert (done.returncode, "Traceback" in done.stderr, said) == (2, False, True)
    done = convgrade("review", run, "--steps", "50,x", check=False)
    assert done.returncode == 2


def test_the_line_that_a_flag_names_is_marked_in_the_file(shared: Reviewing) -> None:
    (loading,) = shared.matters("loading").values()
    html = shared.until(f"matter/{loading}", '<span class="line mark')
    marked = [line for line in html.split('<span class="line') if line.startswith(" mark")]
    assert len(marked) == 1
    assert "exit" in marked[0]
    assert "stopped there by SystemExit" in marked[0]
    rejected = shared.matters("rejected").values()
    assert any("# nothing: 0 bytes" in shared.until(f"matter/{one}", "As handed in") for one in rejected), (
        "as far as it can be read"
    )


def test_a_file_that_is_gone_costs_only_its_lines(graded: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(graded, tmp_path / "class")
    with Store(folder / "run") as store:
        arguments = {**store.meta()["arguments"], "paths": [str(folder / "moved")]}
        store.set_meta(arguments=arguments)
    with reviewing(folder / "run") as page:
        (loading,) = page.matters("loading").values()
        page.until(f"matter/{loading}", "What was handed in cannot be read any more")
        assert page.decide(loading, "add", question="half", value=1, why="x")[0] == 200


def test_near_copies_are_found_beside_the_review_and_shown_side_by_side(course: Course, tmp_path: Path) -> None:
    for student in ("s001", "s002", "s023"):
        shutil.copytree(EXAMPLE / "plain" / "s001", tmp_path / "in" / student)
    with Run.new(tmp_path / "run", course, "convolution", [tmp_path / "in"]) as run, Store(tmp_path / "run") as store:
        for one in run.handed_in().submissions:
            store.put(records.result(one.id, one.student, "convolution", "graded", 100.0, 100.0), {"suite": "none"})
    with reviewing(tmp_path / "run") as page:
        page.until("queue", 'class="copy"')
        (matter,) = page.matters("copy").values()
        html = page.until(f"matter/{matter}", 'class="source"')
        assert html.count("<bdi>s001</bdi>") > 3
        assert "100% of what is unusual is alike" in html
        assert page.decide(matter, "note", note="Come and see me, please.")[0] == 200
    with Run(tmp_path / "run") as run:
        assert [one.student for one in run.decisions] == ["s001", "s002", "s023"]
