"""Progress bars on standard error, one a stage. Used only where standard error is a terminal."""

from __future__ import annotations

from typing import Any

_WORDS = {
    "meaning": "Embedding",
    "taste": "Learning tastes",
    "store": "Writing to Chroma",
    "model": "Loading the model",
}


class Bars:
    """Called with a stage, how much is done and how much there is; draws a bar until the stage is complete."""

    def __init__(self) -> None:
        self._bars: Any = None
        self._tasks: dict[str, Any] = {}

    def __call__(self, stage: str, done: int, total: int) -> None:
        if self._bars is None:
            from rich.console import Console
            from rich.progress import Progress

            self._bars = Progress(console=Console(stderr=True), transient=True)
            self._bars.start()
        if stage not in self._tasks:
            self._tasks[stage] = self._bars.add_task(_WORDS.get(stage, stage), total=total)
        self._bars.update(self._tasks[stage], completed=done, total=total)
        if all(task.finished for task in self._bars.tasks):
            self._bars.stop()
            self._bars, self._tasks = None, {}
