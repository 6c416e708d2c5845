"""The rule between two panes; it can be dragged."""

from __future__ import annotations

from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from newsdesk.tui.glyphs import Glyphs
from newsdesk.tui.lines import Span
from newsdesk.tui.themes import paint
from newsdesk.tui.widgets.drawn import PlainLines, palette_of


class Divider(Widget):
    """A thin upright rule."""

    DEFAULT_CSS = """
    Divider { width: 1; height: 1fr; }
    """

    class Dragged(Message):
        """The person moved the rule to a column of the screen; `done` when the button was let go."""

        def __init__(self, divider: Divider, column: int, done: bool) -> None:
            super().__init__()
            self.divider = divider
            self.column = column
            self.done = done

    def __init__(self, glyphs: Glyphs, id: str) -> None:
        super().__init__(id=id)
        self._styles_cache = PlainLines()
        self._glyphs = glyphs
        self._held = False

    def render_line(self, y: int) -> Strip:
        """Textual's request for a line."""
        return paint((Span(self._glyphs.upright, "accent" if self._held else "rule"),), 1, palette_of(self))

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Take hold of the rule."""
        self._held = True
        self.capture_mouse()
        self.refresh()
        event.stop()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Follow the mouse."""
        if self._held:
            self.post_message(self.Dragged(self, event.screen_x, done=False))

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """Let go."""
        if self._held:
            self._held = False
            self.release_mouse()
            self.refresh()
            self.post_message(self.Dragged(self, event.screen_x, done=True))
