"""Hands keys on one at a time, so that each is taken by the screen that the one before it has opened or left.

Textual passes a key to the widget that has the focus when it comes. What is typed fast, or on a slow machine, comes
before the search field it was meant for: its letters would be commands, or be lost.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import TYPE_CHECKING, TypeAlias
from weakref import WeakSet

from textual import events
from textual.message_pump import MessagePump
from textual.widget import Widget

if TYPE_CHECKING:
    from newsdesk.tui.app import NewsdeskApp

Typed: TypeAlias = events.Key | events.Paste
PATIENCE = 1.0
"""Seconds that a screen may take for a key, or to open, before the next key is handed on all the same."""
ANSWERED = 0.1
"""Seconds after a key in which its answer may be under way."""
WAY = 0.02
"""Seconds for which a thread with much to do lets that go first, time and again: a held key doesn't stop it."""


class TypedAhead:
    """What was typed and still waits for its screen; `forward` hands an event on as Textual does."""

    def __init__(self, app: NewsdeskApp, forward: Callable[[Typed], Awaitable[None]]) -> None:
        self._app = app
        self._forward = forward
        self._waiting: deque[Typed] = deque()
        self._ready: WeakSet[Widget] = WeakSet()
        self._task: asyncio.Task[None] | None = None
        self.last_key = 0.0
        """When the last key came, by `clock.monotonic`."""

    def take(self, event: Typed) -> bool:
        """Take a key or a paste; False when it means nothing to us, so that Textual may have it."""
        self.last_key = time.monotonic()
        busy = self._task is not None and not self._task.done()
        if not busy and self._front is self._app.main and not self._app.main.finding.holds_keys:
            return self._do(event)
        self._waiting.append(event)
        if not busy:
            self._task = asyncio.create_task(self._hand_on(), name="typed ahead")
        return True

    def give_way(self) -> None:
        """Wait a moment if a key has just come: for a thread, between two steps of what takes long.

        Python runs one thread at a time, and one that reads rows hands over to another every 5 ms at best.
        """
        if time.monotonic() - self.last_key < ANSWERED:
            time.sleep(WAY)

    @property
    def _front(self) -> Widget:
        """What keys are for: the screen on top, or the line that is typed below the main screen's panes."""
        main, screen = self._app.main, self._app.screen
        return (main.asking if screen is main else None) or screen

    def _do(self, event: Typed) -> bool:
        return isinstance(event, events.Key) and self._app.main.keyboard.take(event)

    async def _hand_on(self) -> None:
        try:
            while self._waiting and self._app.is_running:
                await self._open(self._front)
                await self._found()
                event, front = self._waiting.popleft(), self._front
                if front is self._app.main and self._do(event):
                    continue
                target = self._app.screen.focused or front
                await self._forward(event)
                # What is typed into a field goes no further.
                letter = (
                    isinstance(event, events.Key) and event.is_printable and target is getattr(front, "field", None)
                )
                for pump in (target,) if letter else (*target.ancestors_with_self, self._app.main):
                    await _settled(pump)
        except Exception as error:  # noqa: BLE001 - as in Textual's own loop, which this stands in for
            self._app._handle_exception(error)

    async def _found(self) -> None:
        """Wait for the list of a search that the main screen has begun; Esc does not."""
        main, end = self._app.main, time.monotonic() + PATIENCE
        while self._front is main and main.finding.holds_keys and time.monotonic() < end:
            if any(isinstance(event, events.Key) and event.key == "escape" for event in self._waiting):
                return
            await asyncio.sleep(0.002)

    async def _open(self, front: Widget) -> None:
        """Wait until what has opened is there, with its focus."""
        if front in self._ready:
            return
        self._ready.add(front)
        end = time.monotonic() + PATIENCE
        while not front.is_mounted and time.monotonic() < end:
            await asyncio.sleep(0.002)
        for pump in (front, self._app, front):
            await _settled(pump)


async def _settled(pump: MessagePump) -> None:
    """Wait until all that it was sent before has been dealt with, or until it has ended."""
    done, end = asyncio.Event(), time.monotonic() + PATIENCE
    if pump.call_later(done.set):
        while pump.is_running and not done.is_set() and time.monotonic() < end:
            with suppress(TimeoutError):
                await asyncio.wait_for(done.wait(), 0.01)
