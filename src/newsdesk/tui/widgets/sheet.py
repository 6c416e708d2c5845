"""Draws a sheet (front page, coverage, edition) and moves through its items; the rows are the open list's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events
from textual.message import Message
from textual.strip import Strip

from newsdesk.tui.glyphs import Glyphs
from newsdesk.tui.lines import EMPTY, Line, Span, wrap
from newsdesk.tui.strips import fitted
from newsdesk.tui.themes import paint, style_of
from newsdesk.tui.widgets.drawn import Drawn, palette_of

if TYPE_CHECKING:
    from newsdesk.model.headlines import View
    from newsdesk.tui.sheets.blocks import Piece, Row


class SheetPage(Drawn):
    """Items under a cursor, wherever they stand on the page."""

    class Opened(Message):
        """The person clicked an item, or a view."""

        def __init__(self, item: int, view: View | None) -> None:
            super().__init__()
            self.item = item
            self.view = view

    class Resized(Message):
        """The sheet has to be set for another width."""

    def __init__(self, glyphs: Glyphs, id: str) -> None:
        super().__init__(id=id)
        self.glyphs = glyphs
        self.cursor = 0
        self.hover = -1
        self.message: Line = EMPTY
        """What stands here while there is no item."""
        self._rows: list[Row] = []
        self._spans: dict[int, tuple[int, int]] = {}

    def show(self, rows: list[Row], cursor: int) -> None:
        """Draw these; the page stays where it is scrolled to. What is drawn already is not drawn again."""
        if rows and rows == self._rows and cursor == self.cursor:
            return
        self._rows = rows
        self._spans = {}
        for y, row in enumerate(rows):
            for piece in row:
                if piece.block.item >= 0:
                    first, _ = self._spans.get(piece.block.item, (y, y))
                    self._spans[piece.block.item] = (first, y)
        self.cursor = cursor
        self.set_height(len(rows))
        self.refresh()

    def move_to(self, item: int) -> None:
        """Put the cursor on an item and scroll to it."""
        if item == self.cursor:
            self._see()
            return
        for place in (self.cursor, item):
            self._refresh_item(place)
        self.cursor = item
        self._see()

    def page(self, step: int) -> int:
        """Scroll a page and answer with the item that the cursor should stand on."""
        height = max(self.size.height - 2, 1)
        first, _ = self._spans.get(self.cursor, (0, 0))
        wanted = max(first + step * height, 0)
        self.jump_to(max(self.scroll_offset.y + step * height, 0))
        items = sorted(self._spans.items(), key=lambda pair: (abs(pair[1][0] - wanted), pair[0]))
        return items[0][0] if items else self.cursor

    def draw_line(self, y: int, width: int) -> Strip:
        """A line of the sheet."""
        if not self._rows:
            return self._draw_message(y, width)
        if y >= len(self._rows):
            return self.blank(width)
        strips = [self._draw_piece(piece) for piece in self._rows[y]]
        segments = [segment for strip in strips for segment in strip]
        return fitted(segments, width, style_of(palette_of(self), "text", 0, "bg"))

    def _draw_piece(self, piece: Piece) -> Strip:
        block = piece.block
        line = block.lines[piece.line] if piece.line < len(block.lines) else EMPTY
        ground = block.ground
        if block.item < 0:
            return paint(line, piece.width, palette_of(self), ground)
        under = block.item == self.cursor
        if under:
            ground = "selection" if self.has_focus else "selection-idle"
        elif block.item == self.hover:
            ground = "panel"
        bar = Span(self.glyphs.bar if under and block.bar else " ", "bar")
        return paint((bar, *line), piece.width, palette_of(self), ground)

    def _draw_message(self, y: int, width: int) -> Strip:
        lines: list[Line] = []
        for paragraph in self.message:
            lines += [*wrap((paragraph,), max(width - 6, 1)), EMPTY]
        line = lines[y - 2] if 2 <= y < len(lines) + 2 else EMPTY
        return paint((Span("   "), *line), width, palette_of(self))

    def _see(self) -> None:
        if self.cursor in self._spans and self.is_mounted:
            first, last = self._spans[self.cursor]
            before = [end for item, (_, end) in self._spans.items() if item != self.cursor and end < first]
            # What stands above the first item, its group's name, is shown with it.
            top = 0 if not before else max(first - 1, 0)
            if self.cursor == max(self._spans):
                # The last item shows the end of the page.
                last = max(min(len(self._rows) - 1, top + self.size.height - 1), last)
            self.keep_in_view(top, last - top + 1)
        self.refresh()

    def _refresh_item(self, item: int) -> None:
        if item in self._spans:
            first, last = self._spans[item]
            self.refresh_lines(first, last - first + 1)

    def on_resize(self) -> None:
        """Textual's word that there is another size."""
        self.post_message(self.Resized())

    def on_focus(self) -> None:
        """The selection is stronger in the focused pane."""
        self.refresh()

    def on_blur(self) -> None:
        """The selection is weaker in the others."""
        self.refresh()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Light up the item under the mouse."""
        self._hover(self._at(event.x, event.y)[0])

    def on_leave(self) -> None:
        """The mouse went away."""
        self._hover(-1)

    def on_click(self, event: events.Click) -> None:
        """A click opens."""
        item, view = self._at(event.x, event.y)
        if item >= 0 or view:
            self.post_message(self.Opened(item, view))

    def _hover(self, item: int) -> None:
        if item != self.hover:
            old, self.hover = self.hover, item
            self._refresh_item(old)
            self._refresh_item(item)

    def _at(self, x: int, y: int) -> tuple[int, View | None]:
        y += self.scroll_offset.y
        if y < len(self._rows):
            for piece in self._rows[y]:
                if x < piece.width:
                    return piece.block.item, piece.block.view
                x -= piece.width
        return -1, None
