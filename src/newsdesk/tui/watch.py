"""Looks whether the database has changed, and tells the screen: four times a second at most, between two keys."""

from __future__ import annotations

from collections.abc import Callable

from textual.message import Message
from textual.widget import Widget

from newsdesk import clock
from newsdesk.tui.session import Session

EVERY = 0.25
"""Seconds between two looks (7 µs each)."""
QUIET = 0.2
"""Seconds since the last key after which what has changed is shown."""
PATIENCE = 2.0
"""Seconds after which it is shown although keys come."""
AGES_EVERY = 30.0
"""Seconds after which the ages on the screen are counted anew."""


class StoreChanged(Message):
    """The worker, another window or our own writer has committed."""


class TimePassed(Message):
    """Ages have to be drawn anew."""


def is_due(now: float, since: float, last_key: float) -> bool:
    """Whether what has changed at `since` is to be shown, seconds of one clock each.

    Taking it in lasts about as long as drawing a key's answer: it waits until none is awaited.
    """
    return now - last_key >= QUIET or now - since >= PATIENCE


def start(widget: Widget, session: Session, last_key: Callable[[], float]) -> None:
    """Post StoreChanged and TimePassed to the widget from now on; `last_key` says when the person last pressed one."""
    since: float | None = None

    def look() -> None:
        nonlocal since
        now = clock.monotonic()
        if since is None and session.has_news():
            since = now
        if since is not None and is_due(now, since, last_key()):
            since = None
            widget.post_message(StoreChanged())

    widget.set_interval(EVERY, look)
    widget.set_interval(AGES_EVERY, lambda: widget.post_message(TimePassed()))
