"""The list of a chooser: one line a choice, drawn by itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from textual import events
from textual.message import Message
from textual.strip import Strip

from newsdesk.tui.choices import Choice
from newsdesk.tui.glyphs import Glyphs
from newsdesk.tui.lines import Span, spread
from newsdesk.tui.themes import paint
from newsdesk.tui.widgets.drawn import Drawn, palette_of


class ChoiceList(Drawn, can_focus=False):
    """Choices under a cursor."""

    DEFAULT_CSS = """
    ChoiceList { height: 1fr; margin-top: 1; background: $role-panel; scrollbar-background: $role-panel; }
    """

    class Picked(Message):
        """A choice was clicked."""

    class Moved(Message):
        """The cursor stands on another choice."""

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__()
        self.glyphs = glyphs
        self.choices: Sequence[Choice[Any]] = ()
        self.cursor = -1

    @property
    def current(self) -> Choice[Any] | None:
        """The choice under the cursor."""
        return self.choices[self.cursor] if 0 <= self.cursor < len(self.choices) else None

    def show(self, choices: Sequence[Choice[Any]], cursor: int | None = None) -> None:
        """Show these, the cursor on that place, by default on the first choice."""
        self.choices = choices
        self.set_height(len(choices))
        self.cursor = -1
        places = self._places()
        if cursor is not None and places:
            self.cursor = min(places, key=lambda place: abs(place - cursor))
        elif places:
            self.cursor = places[0]
        self._see()

    def move(self, step: int) -> None:
        """Move by so many choices; headings are passed over."""
        places = self._places()
        if not places:
            self.jump_to(max(self.scroll_offset.y + step, 0))
            return
        here = places.index(self.cursor) if self.cursor in places else 0
        self.cursor = places[min(max(here + step, 0), len(places) - 1)]
        self._see()

    def draw_line(self, y: int, width: int) -> Strip:
        """A line of the list."""
        if not self.choices and not y:
            return paint((Span("  Nothing like that", "mute"),), width, palette_of(self), "panel")
        if y >= len(self.choices):
            return self.blank(width, "panel")
        choice, under = self.choices[y], y == self.cursor
        line = spread(choice.left, choice.right, max(width - 4, 1), self.glyphs.ellipsis)
        bar = Span(self.glyphs.bar if under else " ", "bar")
        return paint((bar, Span(" "), *line), width, palette_of(self), "selection" if under else "panel")

    def on_click(self, event: events.Click) -> None:
        """A click picks."""
        place = event.y + self.scroll_offset.y
        if place in self._places():
            self.cursor = place
            self._see()
            self.post_message(self.Picked())

    def on_resize(self) -> None:
        """Textual's word that there is another size."""
        self._see()

    def _places(self) -> list[int]:
        return [place for place, choice in enumerate(self.choices) if choice.value is not None]

    def _see(self) -> None:
        if self.is_mounted and self.cursor >= 0:
            first = self._places()[:1] == [self.cursor]
            self.keep_in_view(0 if first else self.cursor, self.cursor + 1 if first else 1)
        self.refresh()
        self.post_message(self.Moved())
