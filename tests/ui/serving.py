"""The whole application on a free loopback port, in a thread, for tests that need a real connection."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from tests.ui.fakes import Assistant


@contextmanager
def served(assistant: Assistant) -> Iterator[str]:
    """Serve ``assistant``; gives the address."""
    import uvicorn

    from ui.web import build_app

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    app = build_app(assistant, host="127.0.0.1", port=port)
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    end = time.monotonic() + 20
    while not server.started and time.monotonic() < end:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = server.force_exit = True
    thread.join(5)
