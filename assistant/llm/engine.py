"""Requests to one model: a bounded queue in order of arrival, and one loop that writes up to ``batch`` texts together.

A text joins between two tokens and leaves when it is complete, cancelled or broken; the others do not notice. What the
instructions of a request cost is paid once (``Prefixes``). Runs in the one thread of ``worker.py``. Door to torch.
"""

import logging
import threading
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Protocol

from assistant.errors import ModelBusy
from assistant.llm import loading, worker
from assistant.llm.choosing import Chooser
from assistant.llm.prefixes import Prefixes
from assistant.llm.weighing import Node, OptionTree
from assistant.llm.writing import Writing

log = logging.getLogger(__name__)

_CHUNK = 512  # tokens read between two looks at the clock and at who gave up


class Network(Protocol):
    """What computes: ``LeanNetwork`` or ``PlainNetwork``."""

    @property
    def token_bytes(self) -> int: ...
    def open(self, room: int) -> Any: ...
    def close(self, context: Any) -> None: ...
    def extend(self, context: Any, ids: list[int]) -> Any: ...
    def look_ahead(self, context: Any, ids: list[int], nodes: Sequence[Node]) -> Any: ...
    def step(self, contexts: list[Any], tokens: list[int]) -> Any: ...
    def keep(self, context: Any) -> Any: ...
    def resume(self, context: Any, kept: Any) -> None: ...


@dataclass(kw_only=True, eq=False)
class Request:
    """One text to write: a prompt of ``ids``, the first ``fixed`` being instructions, and at most ``limit`` tokens.

    With ``listed`` nothing is written token by token: the likeliest of these options is the text.
    """

    ids: list[int]
    fixed: int
    limit: int
    chooser: Chooser
    writing: Writing
    listed: OptionTree | None = None
    context: Any = field(default=None, repr=False)
    token: int = -1

    @property
    def room(self) -> int:
        """Tokens it may need in the cache."""
        return len(self.ids) + (len(self.listed.nodes) if self.listed else self.limit)


class Engine:
    """``make`` gives what computes. ``batch`` texts at once and ``queue`` waiting.

    Where several would need more than ``cache_bytes`` together, fewer are written at once.
    """

    def __init__(
        self,
        make: Callable[[], Network],
        *,
        batch: int = 8,
        queue: int = 16,
        cache_bytes: int = 2**30,
        kept_bytes: int = 128 * 2**20,
        threads: int | None = None,
    ) -> None:
        self.batch, self.queue, self.cache_bytes, self.threads = batch, queue, cache_bytes, threads
        self.prefixes = Prefixes(kept_bytes)
        self._make = make
        self._waiting: deque[Request] = deque()
        self._lock = threading.Lock()
        self._running = False

    def warm(self) -> None:
        """Make the network ready, in the thread that will use it."""
        with loading.threads(self.threads):
            assert self.network is not None  # made when it is first asked for

    @cached_property
    def network(self) -> Network:
        """What computes, made when it is first needed."""
        return self._make()

    def submit(self, request: Request) -> threading.Thread:
        """Queue a request and return the thread that will write it. Raises ModelBusy where too many wait."""
        with self._lock:
            self._waiting = deque(other for other in self._waiting if not other.writing.ended)
            # Those that would be written at once do not wait: the bound is for the others.
            if self._running and len(self._waiting) >= self.queue:
                raise ModelBusy(f"{len(self._waiting)} requests wait for the model already", "Try again in a moment.")
            self._waiting.append(request)
            started, self._running = self._running, True
        return worker.thread() if started else worker.submit(self._serve)

    def _serve(self) -> None:
        """Write until nobody waits."""
        import torch

        rows: list[Request] = []
        try:
            with loading.threads(self.threads), torch.inference_mode():
                while self._admit(rows):
                    self._step(rows)
        except BaseException as error:  # noqa: BLE001 - a thread has nobody to raise to: the readers get it
            self._give_up(rows, error)

    def _admit(self, rows: list[Request]) -> bool:
        """Let in who waits while there is room; False where nobody is left."""
        while True:
            with self._lock:
                fits = self._waiting and (not rows or self._fits(rows, self._waiting[0]))
                if not rows and not self._waiting:
                    self._running = False
                    return False
                request = self._waiting.popleft() if fits and len(rows) < self.batch else None
            if request is None:
                return True
            self._begin(request, rows)

    def _fits(self, rows: list[Request], request: Request) -> bool:
        tokens = (len(rows) + 1) * max(row.room for row in (*rows, request))
        return tokens * self.network.token_bytes <= self.cache_bytes

    def _begin(self, request: Request, rows: list[Request]) -> None:
        """Read the prompt of a request and choose its first token."""
        if request.writing.ended or request.limit < 1:
            request.writing.close()
            return
        try:
            request.context = self.network.open(request.room)
            rows.append(request)
            scores = self._read(request)
            if scores is None:
                self._leave(rows, request)
            elif request.listed is not None:
                self._weigh(request, request.listed, scores)
                self._leave(rows, request)
            else:
                self._take(rows, request, lambda: request.chooser.choose(scores[0]))
        except Exception as error:  # noqa: BLE001 - this one is broken, the others go on
            self._leave(rows, request, error)

    def _read(self, request: Request) -> Any:
        """Scores after the prompt and each node of its options; None where it was given up meanwhile.

        The instructions are read apart from the rest whether they were kept or not: so both give the same bits.
        """
        fixed = tuple(request.ids[: min(request.fixed, len(request.ids) - 1)])
        if (kept := self.prefixes.find(fixed)) is not None:
            self.network.resume(request.context, kept)
        elif fixed:
            self.network.extend(request.context, list(fixed))
            self.prefixes.put(fixed, self.network.keep(request.context))
        nodes = request.listed.nodes if request.listed else ()
        for start in range(len(fixed), len(request.ids), _CHUNK):
            if request.writing.ended:
                return None
            ids = request.ids[start : start + _CHUNK]
            if nodes and start + _CHUNK >= len(request.ids):
                scores = self.network.look_ahead(request.context, ids, nodes)
            else:
                scores = self.network.extend(request.context, ids)[None]
        return scores

    def _weigh(self, request: Request, listed: OptionTree, scores: Any) -> None:
        choice = listed.weigh(scores)
        if not request.writing.say(choice.option, tokens=listed.tokens(choice.option)):
            request.writing.finish = "stop"

    def _step(self, rows: list[Request]) -> None:
        """One token for every text."""
        for row in [row for row in rows if row.writing.ended]:
            self._leave(rows, row)
        if not rows:
            return
        scores = self.network.step([row.context for row in rows], [row.token for row in rows])
        best = scores.argmax(-1).tolist()
        for at, row in enumerate(list(rows)):
            self._take(
                rows, row, lambda at=at, row=row: best[at] if row.chooser.greedy else row.chooser.choose(scores[at])
            )

    def _take(self, rows: list[Request], row: Request, choose: Any) -> None:
        try:
            row.token = choose()
            if row.writing.take(row.token) or row.writing.tokens >= row.limit:
                self._leave(rows, row)
        except Exception as error:  # noqa: BLE001 - this one is broken, the others go on
            self._leave(rows, row, error)

    def _leave(self, rows: list[Request], row: Request, error: BaseException | None = None) -> None:
        if row in rows:
            rows.remove(row)
            self.network.close(row.context)
        row.writing.close(error)

    def _give_up(self, rows: list[Request], error: BaseException) -> None:
        """A step broke: whoever took part is told, whoever waits gets a turn of their own."""
        log.debug("A step failed", exc_info=error)
        for row in list(rows):
            self._leave(rows, row, error)
        with self._lock:
            self._running = bool(self._waiting)
        if self._running:
            worker.submit(self._serve)
