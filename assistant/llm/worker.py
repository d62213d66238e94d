"""The one thread in which the language model computes, for the whole process: one generation at a time, in order.

One and always the same, because each thread that computes brings a team of OpenMP threads of its own, and with more
threads than cores libgomp lets them sleep between operations: measured 12 tokens/s instead of 27 in NF4 on two cores
where the weights had been quantised in the main thread. This file does not know what is computed.
"""

import threading
from collections.abc import Callable
from queue import SimpleQueue
from typing import TypeVar

Result = TypeVar("Result")

_jobs: SimpleQueue[Callable[[], None]] = SimpleQueue()
_starting = threading.Lock()
_thread: threading.Thread | None = None


def submit(job: Callable[[], None]) -> threading.Thread:
    """Queue a job, which must not raise, and return the thread that will run it. The thread ends with the process."""
    global _thread
    with _starting:
        if _thread is None or not _thread.is_alive():  # not alive: in a forked child
            _thread = threading.Thread(target=_serve, name="language-model", daemon=True)
            _thread.start()
        _jobs.put(job)
        return _thread


def thread() -> threading.Thread:
    """The thread, started where it is not."""
    return submit(lambda: None)


def call(function: Callable[[], Result]) -> Result:
    """Run ``function`` in that thread, wait, and return or raise what it did. Do not call it from a job."""
    results: list[Result] = []
    errors: list[BaseException] = []
    done = threading.Event()

    def job() -> None:
        try:
            results.append(function())
        except BaseException as error:  # noqa: BLE001 - handed to the caller, who waits for it
            errors.append(error)
        finally:
            done.set()

    submit(job)
    done.wait()
    if errors:
        raise errors.pop()
    return results.pop()


def _serve() -> None:
    while True:
        _jobs.get()()
