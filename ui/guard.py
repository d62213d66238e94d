"""What stands before every request: which hosts may be named, which origins may write, how much and how often.

Plain ASGI, so that streams pass unbuffered. It knows nothing of what the application answers.
"""

from __future__ import annotations

import base64
import hashlib
import ipaddress
import math
import re
import socket
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK = ("127.0.0.1", "localhost", "::1")
_WILDCARD = ("", "0.0.0.0", "::")
#: Routes of Gradio that the page does not use: files in and out, other servers, code editing, recordings.
_CLOSED = re.compile(
    r"/gradio_api/(upload|file|proxy|stream|component_server|custom_component|process_recording|deep_link|vibe|undo-vibe"
    r"|run-history|runs|call|api/|dev|openapi|info|profiling)|/(monitoring|svelte|login|logout|pwa_icon)\b"
)
_INLINE_SCRIPT = re.compile(rb"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", re.DOTALL)
_POLICY = (
    "default-src 'self'; script-src 'self'{hashes}; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "connect-src 'self'; font-src 'self' data:; object-src 'none'; worker-src 'none'; frame-src 'none'; "
    "frame-ancestors 'none'; base-uri 'self'; form-action 'self'"
)
_HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), browsing-topics=()",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """Bytes in one request, and writing requests per second (with a ``burst`` at once) from one client."""

    api_bytes: int = 64 * 1024
    page_bytes: int = 512 * 1024
    per_second: float = 20.0
    burst: int = 80


def guarded(app: Any, *, host: str, limits: Limits) -> None:
    """Put the guards before ``app``; the outermost one is added last."""
    app.add_middleware(BodyLimit, limits=limits)
    app.add_middleware(RateLimit, limits=limits)
    app.add_middleware(KnownHost, host=host)
    app.add_middleware(SecurityHeaders)


def refusal(status: int, code: str, hint: str, headers: dict[str, str] | None = None) -> JSONResponse:
    """An error as every part of the application gives it."""
    return JSONResponse({"error": {"code": code, "hint": hint}}, status_code=status, headers=headers)


class KnownHost:
    """Refuses foreign ``Host`` names (DNS rebinding), writing requests from foreign origins, and unused routes.

    Known are the loopback names and the host asked for; when that is "all addresses", this machine's own name and any
    address written as a number, which no DNS entry can stand behind.
    """

    def __init__(self, app: ASGIApp, host: str) -> None:
        self.app, self.open = app, host in _WILDCARD
        self.names = {*LOOPBACK, host.casefold()} | ({socket.gethostname().casefold()} if self.open else set())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            return await self.app(scope, receive, send)
        headers = Headers(scope=scope)
        host, origin = headers.get("host", ""), headers.get("origin")
        if not self.knows(host):
            answer = refusal(400, "unknown_host", "This server answers to its own address only.")
        elif origin is not None and scope.get("method") not in ("GET", "HEAD") and urlsplit(origin).netloc != host:
            answer = refusal(403, "foreign_origin", "Other sites cannot write here.")
        elif scope["type"] == "websocket" or _CLOSED.match(scope["path"]):
            answer = refusal(404, "not_found", "There is nothing at this address.")
        else:
            return await self.app(scope, receive, send)
        await answer(scope, receive, send)

    def knows(self, host: str) -> bool:
        try:
            name = urlsplit(f"//{host}").hostname or ""
        except ValueError:
            return False
        return name in self.names or (self.open and _is_address(name))


class BodyLimit:
    """Refuses bodies over the limit: at once when the length is declared, else as soon as it is exceeded."""

    def __init__(self, app: ASGIApp, limits: Limits) -> None:
        self.app, self.limits = app, limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] in ("GET", "HEAD"):
            return await self.app(scope, receive, send)
        most = self.limits.api_bytes if scope["path"].startswith("/api/") else self.limits.page_bytes
        declared = Headers(scope=scope).get("content-length", "0")
        body = b"" if declared.isdecimal() and int(declared) <= most else None
        while body is not None:
            message = await receive()
            if message["type"] == "http.disconnect":
                return None
            body += message.get("body", b"")
            if len(body) > most:
                body = None
            elif not message.get("more_body", False):
                return await self.app(scope, _replayed(body, receive), send)
        await refusal(413, "too_large", f"At most {most:,} bytes are taken in one request.")(scope, receive, send)


class RateLimit:
    """A bucket of ``burst`` writing requests per client address, refilled ``per_second``."""

    def __init__(self, app: ASGIApp, limits: Limits) -> None:
        self.app, self.limits = app, limits
        self.buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self.lock = threading.Lock()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] in ("GET", "HEAD"):
            return await self.app(scope, receive, send)
        wait = self.wait((scope.get("client") or ("", 0))[0], time.monotonic())
        if not wait:
            return await self.app(scope, receive, send)
        headers = {"Retry-After": str(max(1, math.ceil(wait)))}
        await refusal(429, "too_many_requests", "Please slow down a little.", headers)(scope, receive, send)

    def wait(self, client: str, now: float) -> float:
        """Seconds until ``client`` may write again; 0 takes one request from its bucket."""
        with self.lock:
            level, before = self.buckets.pop(client, (float(self.limits.burst), now))
            level = min(float(self.limits.burst), level + (now - before) * self.limits.per_second)
            allowed = level >= 1
            self.buckets[client] = (level - 1 if allowed else level, now)
            while len(self.buckets) > 1024:
                self.buckets.popitem(last=False)
        return 0.0 if allowed else (1 - level) / self.limits.per_second


class SecurityHeaders:
    """Adds the headers; a page's own inline scripts are licensed one by one, by their hashes."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        if not scope["path"].startswith("/assets/"):  # scripts can only be read in a page that is not compressed
            scope = {**scope, "headers": [(k, v) for k, v in scope["headers"] if k != b"accept-encoding"]}
        start: Message = {}
        page = b""

        async def add(message: Message) -> None:
            nonlocal start, page
            if message["type"] == "http.response.start":
                start = message
                if not _is_page(message):
                    await send(_with_headers(message, b""))
            elif message["type"] == "http.response.body" and _is_page(start):
                page += message.get("body", b"")
                if not message.get("more_body", False):
                    await send(_with_headers(start, page))
                    await send({**message, "body": page})
            else:
                await send(message)

        await self.app(scope, receive, add)


def policy(page: bytes) -> str:
    """The Content-Security-Policy for ``page``: inline scripts run only if they are in it as it was sent."""
    digests = dict.fromkeys(hashlib.sha256(script).digest() for script in _INLINE_SCRIPT.findall(page))
    return _POLICY.format(hashes="".join(f" 'sha256-{base64.b64encode(d).decode()}'" for d in digests))


def _is_page(message: Message) -> bool:
    return Headers(raw=message["headers"]).get("content-type", "").startswith("text/html")


def _with_headers(message: Message, page: bytes) -> Message:
    headers = MutableHeaders(raw=list(message["headers"]))
    for name, value in _HEADERS.items():
        headers[name] = value
    headers["content-security-policy"] = policy(page)
    if "cache-control" not in headers:
        headers["cache-control"] = "no-store" if page else "no-cache"
    return {**message, "headers": headers.raw}


def _replayed(body: bytes, receive: Receive) -> Receive:
    """A ``receive`` that gives ``body`` first and then whatever comes (a disconnect)."""
    left: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def again() -> Message:
        return left.pop() if left else await receive()

    return again


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
