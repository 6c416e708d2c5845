"""Writes the person's files, feeds.opml and config.toml, behind the screen's back: one edit at a time, in order."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor


class Edits:
    """A thread for edits; two of them never meet in one file, and the one that was asked for last comes last."""

    def __init__(self) -> None:
        self._thread: ThreadPoolExecutor | None = None
        self._last: Future[None] | None = None

    def ask(self, edit: Callable[[], None]) -> None:
        """Have it done when all that was asked for before is done; `edit` tells of its own failure."""
        self._thread = self._thread or ThreadPoolExecutor(1, "edits")
        self._last = self._thread.submit(edit)

    @property
    def pending(self) -> bool:
        """Whether something is still to be done."""
        return self._last is not None and not self._last.done()

    def close(self) -> None:
        """Return when all is done."""
        if self._thread:
            self._thread.shutdown()
