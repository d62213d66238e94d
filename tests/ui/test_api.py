"""The HTTP interface and the guards before it, through the whole application."""

import json
import subprocess
import sys
from dataclasses import asdict

import httpx
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from assistant.conversation import Reply
from tests.ui.fakes import Assistant
from tests.ui.serving import served
from ui.api import install_api
from ui.guard import KnownHost, Limits, RateLimit, policy
from ui.protocol import Gate
from ui.web import build_app


def client(assistant=None, host="127.0.0.1", limits=None, base="http://127.0.0.1:7860"):
    app = build_app(assistant or Assistant(), host=host, port=7860, limits=limits)
    return TestClient(app, base_url=base, raise_server_exceptions=False)


@pytest.fixture(scope="module")
def http():
    return client()


@pytest.fixture
def session(http):
    answer = http.post("/api/sessions")
    assert answer.status_code == 201
    return f"/api/sessions/{answer.json()['session']}"


def test_health_names_the_catalogue(http):
    body = http.get("/api/health").json()
    assert body["status"] == "ok" and body["items"] == 7 and body["model"] == "none"
    assert "simulated" in body["about"]


def test_a_message_gives_a_reply(http, session):
    reply = Reply.from_json(http.post(f"{session}/messages", json={"text": "I loved Heat"}).json())
    assert [item.id for item in reply.items] == ["f1", "f2", "b1"]
    exported = http.get(session).json()
    assert exported["turns"][0]["said"] == "I loved Heat"


def test_a_stream_ends_with_the_reply(http, session):
    answer = http.post(f"{session}/messages/stream", json={"text": "I loved Heat"})
    assert answer.headers["content-type"].startswith("text/event-stream")
    events = [dict(line.split(": ", 1) for line in block.split("\n")) for block in answer.text.strip().split("\n\n")]
    names = [event["event"] for event in events]
    assert names[:2] == ["stage", "stage"] and names[-1] == "reply" and names.count("reply") == 1
    text = "".join(json.loads(e["data"])["text"] for e in events if e["event"] == "delta")
    assert text == json.loads(events[-1]["data"])["text"]


def test_feedback_undo_and_removal(http, session):
    first = http.post(f"{session}/messages", json={"text": "I loved Heat"}).json()
    liked = http.post(f"{session}/feedback", json={"item": "f2", "opinion": "like"}).json()
    assert [o["id"] for o in liked["preferences"]["likes"]] == ["heat", "f2"]
    undone = http.post(f"{session}/undo").json()
    assert [o["id"] for o in undone["preferences"]["likes"]] == ["heat"]
    wish = first["preferences"]["wishes"][1]
    body = {"entry": {key: wish[key] for key in ("facet", "include", "exclude", "min", "max")}}
    left = http.request("DELETE", f"{session}/preferences", json=body).json()
    assert [w["facet"] for w in left["preferences"]["wishes"]] == ["genre", "length"]
    left = http.request("DELETE", f"{session}/preferences", json={"entry": {"list": "likes", "id": "heat"}}).json()
    assert left["preferences"]["likes"] == []
    gone = http.request("DELETE", f"{session}/preferences", json={"entry": {"id": "heat"}})
    assert gone.status_code == 404 and gone.json()["error"]["code"] == "not_found"


def test_a_whole_entry_may_be_sent_back(http, session):
    http.post(f"{session}/messages", json={"text": "I loved Heat"})
    entry = http.post(f"{session}/messages", json={"text": "I loved Heat"}).json()["preferences"]["wishes"][0]
    answer = http.request("DELETE", f"{session}/preferences", json={"entry": entry})
    assert answer.status_code == 200, answer.text


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "code"),
    [
        ("POST", "/api/sessions/nobody/messages", {"text": "x"}, 404, "not_found"),
        ("GET", "/api/sessions/nobody", None, 404, "not_found"),
        ("POST", "/api/sessions/nobody/messages/stream", {"text": "x"}, 404, "not_found"),
        ("POST", "{session}/messages", {"txt": "x"}, 422, "invalid"),
        ("POST", "{session}/messages", {"text": 3}, 422, "invalid"),
        ("POST", "{session}/feedback", {"item": "f1", "opinion": "love"}, 422, "invalid"),
        ("POST", "{session}/feedback", {"item": "nothing", "opinion": "like"}, 404, "not_found"),
        ("POST", "/api/sessions", {"count": 900}, 422, "invalid"),
        ("POST", "{session}/messages", {"text": "x" * 70_000}, 413, "too_large"),
        ("GET", "/api/nothing", None, 404, "not_found"),
        ("POST", "/gradio_api/upload", {}, 404, "not_found"),
        ("GET", "/gradio_api/file=/etc/passwd", None, 404, "not_found"),
        ("GET", "/gradio_api/proxy=http://evil.example/", None, 404, "not_found"),
        ("POST", "/gradio_api/vibe-edit", {}, 404, "not_found"),
        ("GET", "/monitoring", None, 404, "not_found"),
    ],
)
def test_errors_have_a_code_and_a_hint(http, session, method, path, body, status, code):
    answer = http.request(method, path.format(session=session), json=body)
    assert answer.status_code == status
    assert answer.json()["error"]["code"] == code and answer.json()["error"]["hint"]


def test_an_error_does_not_repeat_what_was_sent(http, session):
    answer = http.post(f"{session}/messages", json={"secret": "canary-4711"})
    assert "canary" not in answer.text


def test_too_long_but_not_too_large_is_answered_by_the_session(http, session):
    reply = http.post(f"{session}/messages", json={"text": "x" * 9000})
    assert reply.status_code == 200 and reply.json()["error"]["code"] == "too_long"


def test_a_body_without_a_length_is_limited_too(http, session):
    answer = http.post(f"{session}/messages", content=(b"x" * 10_000 for _ in range(20)))
    assert answer.status_code == 413


def test_every_answer_carries_the_security_headers(http):
    for path in ("/", "/api/health", "/static/sommelier/page.css", "/api/nothing"):
        headers = http.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert "access-control-allow-origin" not in headers


def test_the_policy_licenses_the_pages_own_scripts_only(http):
    page = http.get("/")
    script = next(part for part in page.headers["content-security-policy"].split("; ") if part.startswith("script-src"))
    assert "unsafe" not in script and "'sha256-" in script and "http" not in script
    assert "content-encoding" not in http.get("/", headers={"accept-encoding": "br"}).headers
    assert policy(page.content) == page.headers["content-security-policy"]
    assert "'sha256-" not in policy(b"<p>no script</p><script src='/x.js'></script>")


@pytest.mark.parametrize(
    ("host", "header", "known"),
    [
        ("127.0.0.1", "127.0.0.1:7860", True),
        ("127.0.0.1", "localhost", True),
        ("127.0.0.1", "[::1]:7860", True),
        ("127.0.0.1", "evil.example", False),
        ("127.0.0.1", "127.0.0.1.evil.example:7860", False),
        ("127.0.0.1", "192.168.1.5", False),
        ("127.0.0.1", "", False),
        ("127.0.0.1", "[", False),
        ("books.home", "BOOKS.home:80", True),
        ("0.0.0.0", "192.168.1.5:7860", True),
        ("0.0.0.0", "evil.example", False),
    ],
)
def test_known_hosts(host, header, known):
    assert KnownHost(lambda *_: None, host).knows(header) is known  # type: ignore[arg-type, return-value]


def test_foreign_hosts_and_origins_are_refused(http, session):
    assert http.get("/", headers={"host": "evil.example"}).status_code == 400
    answer = http.post(f"{session}/messages", json={"text": "x"}, headers={"origin": "http://evil.example"})
    assert answer.status_code == 403
    same = http.post(f"{session}/messages", json={"text": "x"}, headers={"origin": "http://127.0.0.1:7860"})
    assert same.status_code == 200


def test_a_flood_is_slowed_down():
    http = client(limits=Limits(per_second=0.5, burst=3))
    answers = [http.post("/api/sessions") for _ in range(5)]
    assert [a.status_code for a in answers] == [201, 201, 201, 429, 429]
    assert int(answers[-1].headers["retry-after"]) >= 1
    assert answers[-1].json()["error"]["code"] == "too_many_requests"
    assert http.get("/api/health").status_code == 200


def test_the_bucket_refills_per_client():
    limit = RateLimit(lambda *_: None, Limits(per_second=1, burst=1))  # type: ignore[arg-type, return-value]
    assert limit.wait("a", 0.0) == 0
    assert limit.wait("a", 0.5) == pytest.approx(0.5)
    assert limit.wait("b", 0.5) == 0
    assert limit.wait("a", 1.6) == 0


def test_limits_are_plain_values():
    assert asdict(Limits())["api_bytes"] == 64 * 1024


def test_importing_ui_loads_nothing_heavy():
    heavy = ("gradio", "fastapi", "pydantic")
    code = f"import sys, ui, ui.present, ui.terminal, ui.tabs; print([m for m in {heavy} if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.strip() == "[]"


def test_a_client_that_leaves_stops_the_turn():
    assistant = Assistant(pause=0.02)
    with served(assistant) as base:
        session = httpx.post(f"{base}/api/sessions").json()["session"]
        with httpx.stream(
            "POST", f"{base}/api/sessions/{session}/messages/stream", json={"text": "slow please"}
        ) as answer:
            for line in answer.iter_lines():
                if "word5" in line:
                    break
        assert assistant.opened[session].stopped.wait(5)
        after = httpx.post(f"{base}/api/sessions/{session}/messages", json={"text": "hello"}, timeout=5)
        assert "could not connect" in after.json()["text"]  # and the gate is free again


def test_too_many_at_once_are_told_to_come_back():
    gate, app = Gate(waiting=0), FastAPI()
    install_api(app, Assistant(), gate)
    http = TestClient(app)
    session = http.post("/api/sessions").json()["session"]
    with gate.one_turn():
        answer = http.post(f"/api/sessions/{session}/messages", json={"text": "hello"})
        stream = http.post(f"/api/sessions/{session}/messages/stream", json={"text": "hello"})
    assert answer.status_code == 429 and answer.json()["error"]["code"] == "busy"
    assert answer.headers["retry-after"] == "5"
    assert stream.text.startswith("event: error")


def test_the_interface_describes_itself(http):
    paths = http.get("/api/openapi.json").json()["paths"]
    assert "/api/sessions/{id}/messages/stream" in paths and not any("gradio" in path for path in paths)
