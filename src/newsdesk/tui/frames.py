"""When a screen draws what has changed: at once, not on a beat."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

BETWEEN = 0.004
"""Seconds from the end of a frame to the next one at least: what comes together is drawn together."""


class Frames:
    """Stands in for a screen's timer of 60 beats a second.

    Textual's skips a beat after a quiet moment: the second frame of a key came 17 to 33 ms after the first.
    """

    def __init__(self, draw: Callable[[], None], failed: Callable[[Exception], None]) -> None:
        self._draw = draw
        self._failed = failed
        self._due: asyncio.TimerHandle | None = None
        self._last = 0.0

    def resume(self) -> None:
        """Draw soon: something has changed."""
        if self._due is None:
            loop = asyncio.get_running_loop()
            self._due = loop.call_at(max(loop.time(), self._last + BETWEEN), self._frame)

    def pause(self) -> None:
        """Draw nothing: it has been drawn."""
        if self._due:
            self._due.cancel()
            self._due = None

    def _frame(self) -> None:
        self._due = None
        try:
            self._draw()
        except Exception as error:  # noqa: BLE001 - as Textual's own timer hands it on
            self._failed(error)
        self._last = time.monotonic()
