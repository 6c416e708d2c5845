"""Looks whether the database has changed, and tells the screen: four times a second at most."""

from __future__ import annotations

from textual.message import Message
from textual.widget import Widget

from newsdesk.tui.session import Session

EVERY = 0.25
"""Seconds between two looks (7 µs each)."""
AGES_EVERY = 30.0
"""Seconds after which the ages on the screen are counted anew."""


class StoreChanged(Message):
    """The worker, another window or our own writer has committed."""


class TimePassed(Message):
    """Ages have to be drawn anew."""


def start(widget: Widget, session: Session) -> None:
    """Post StoreChanged and TimePassed to the widget from now on."""

    def look() -> None:
        if session.has_news():
            widget.post_message(StoreChanged())

    widget.set_interval(EVERY, look)
    widget.set_interval(AGES_EVERY, lambda: widget.post_message(TimePassed()))
