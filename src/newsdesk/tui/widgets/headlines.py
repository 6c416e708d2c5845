"""The headline list: any number of rows of fixed height, only those in view drawn."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from textual import events
from textual.cache import LRUCache
from textual.message import Message
from textual.strip import Strip

from newsdesk import clock
from newsdesk.model.headlines import Headline
from newsdesk.tui.glyphs import Glyphs
from newsdesk.tui.headline_row import Density, RowLook, row_lines
from newsdesk.tui.lines import EMPTY, Line, Span, wrap
from newsdesk.tui.selection import Selection
from newsdesk.tui.themes import hue_of, paint
from newsdesk.tui.widgets.drawn import Drawn, palette_of

_KEPT = 96
"""Rows that are kept as they were drawn, two screens of dense ones: Textual's line takes 2 KB, a row has four."""


class Rows(Protocol):
    """What the list shows; `store.queries.lists.OpenList` is one."""

    count: int
    complete: bool

    def row(self, index: int) -> Headline | None:
        """The row at a place, None where it is gone or not loaded yet."""

    def id_at(self, index: int) -> int | None:
        """The headline id at a place, None where there is none or it is not loaded yet."""

    def index_of(self, headline_id: int) -> int | None:
        """The place of a headline, None when it is no member."""

    def folded(self, index: int) -> int:
        """How many rows are folded behind that one."""


class HeadlineList(Drawn):
    """Headlines under a cursor. Rows may vanish, but never move."""

    class Opened(Message):
        """The person opened the row (by mouse)."""

    class Moved(Message):
        """The cursor stands on another row."""

    def __init__(self, glyphs: Glyphs, id: str) -> None:
        super().__init__(id=id)
        self.glyphs = glyphs
        self.rows: Rows | None = None
        self.cursor = 0
        self.hover = -1
        self.density = Density.ROOMY
        self.selected = Selection()
        self.sections: tuple[str, ...] = ()
        self.reasons: Mapping[int, str] = {}
        """Why a row stands here, by headline."""
        self.followed: frozenset[int] = frozenset()
        """The stories that the person follows."""
        self.message: Line = EMPTY
        """What stands here while there is no row."""
        self.unfold_key = ""
        """The key that unfolds, as a row names it."""
        self._gaps = False
        """Whether a row was drawn that is not loaded yet."""
        self._drawn: LRUCache[int, Headline | None] = LRUCache(_KEPT)
        """The rows as they were drawn, by place."""
        self._strips: LRUCache[tuple[int, int, bool, bool, bool], list[Strip]] = LRUCache(_KEPT)

    @property
    def count(self) -> int:
        """Rows of the list."""
        return self.rows.count if self.rows else 0

    @property
    def current(self) -> Headline | None:
        """The row under the cursor, None when there is none or it is gone."""
        return self.row_at(self.cursor) if self.count else None

    def show(self, rows: Rows, cursor: int = 0) -> None:
        """Show another list, the cursor on that row."""
        self.rows = rows
        self.selected.clear()
        self.cursor = min(max(cursor, 0), max(rows.count - 1, 0))
        self.hover = -1
        self._fit()
        self.jump_to(0)
        self._see_cursor()
        self.post_message(self.Moved())

    def set_density(self, density: Density) -> None:
        """Draw rows of that height, the cursor's row kept in view."""
        if density is not self.density:
            self.density = density
            self._fit()
            self._see_cursor()

    def move_to(self, index: int) -> None:
        """Put the cursor on a row (clamped)."""
        index = min(max(index, 0), max(self.count - 1, 0))
        if index != self.cursor:
            old, self.cursor = self.cursor, index
            self.refresh_lines(old * self.density.value, self.density.value)
            self.refresh_lines(index * self.density.value, self.density.value)
            self.post_message(self.Moved())
        self._see_cursor()

    def page_rows(self) -> int:
        """Rows that fit in view, one less, at least one."""
        return max(self.size.height // self.density.value - 1, 1)

    def redraw(self) -> None:
        """Forget what was drawn: rows changed, the theme, or the time."""
        self._strips.clear()
        self._fit()
        self.refresh()

    def renew(self) -> None:
        """Draw anew the rows in view that are others than those that were drawn: most of what comes in changes none."""
        # What is out of view is drawn when it comes into view.
        self._strips.clear()
        height = self.density.value
        top = self.scroll_offset.y
        seen = range(top // height, min((top + self.size.height - 1) // height + 1, self.count))
        if (
            not seen
            or self.virtual_size.height != self.count * height
            or any(place not in self._drawn for place in seen)
        ):
            self.redraw()
            return
        for place in seen:
            if self._drawn[place] != self.row_at(place):
                self.refresh_lines(place * height, height)

    def row_at(self, place: int) -> Headline | None:
        """The row at a place; None when there is none or it is gone."""
        return self.rows.row(place) if self.rows else None

    def fill_in(self) -> None:
        """All rows are known from now on: draw those that were not, and nothing where there is none."""
        if self._gaps or self.virtual_size.height != self.count * self.density.value:
            self.redraw()

    def draw_line(self, y: int, width: int) -> Strip:
        """A line of the list."""
        if not self.count:
            return self._draw_message(y, width)
        index, line = divmod(y, self.density.value)
        if index >= self.count:
            return self.blank(width)
        key = (index, width, index == self.cursor, index == self.hover, self.has_focus)
        strips = self._strips.get(key)
        if strips is None:
            strips = self._strips[key] = self._draw_row(index, width)
        return strips[line] if line < len(strips) else self.blank(width)

    def _draw_row(self, index: int, width: int) -> list[Strip]:
        assert self.rows is not None
        row, palette = self.rows.row(index), palette_of(self)
        self._drawn[index] = row
        under = index == self.cursor
        ground = ("selection" if self.has_focus else "selection-idle") if under else "bg"
        if index == self.hover and not under:
            ground = "panel"
        if row is None:
            self._gaps = self._gaps or not self.rows.complete
            lines: list[Line] = [(Span("  "), Span("gone" if self.rows.complete else "…", "mute"))]
        else:
            look = RowLook(width, self.density, self.glyphs, hue_of(row.section, self.sections), clock.now(),
                           self.reasons.get(row.id, ""), row.story in self.followed, self.rows.folded(index),
                           self.unfold_key)  # fmt: skip
            lines = row_lines(row, look)
        chosen = row is not None and index in self.selected
        bar = Span(self.glyphs.bar if under else self.glyphs.check if chosen else " ", "bar")
        strips: list[Strip] = []
        for line in lines:
            # The empty line between two roomy rows belongs to neither.
            inside = bool(line)
            strips.append(
                paint((bar if inside else Span(" "), Span(" "), *line), width, palette, ground if inside else "bg")
            )
        return strips

    def _draw_message(self, y: int, width: int) -> Strip:
        lines: list[Line] = []
        for paragraph in self.message:
            lines += [*wrap((paragraph,), max(width - 6, 1)), EMPTY]
        top = y - min(2, max(self.size.height - len(lines), 0))
        line = lines[top] if 0 <= top < len(lines) else EMPTY
        return paint((Span("   "), *line), width, palette_of(self))

    def _fit(self) -> None:
        self._strips.clear()
        self._drawn.clear()
        self._gaps = False
        self.set_height(self.count * self.density.value)
        self.refresh()

    def _see_cursor(self) -> None:
        if self.is_mounted:
            self.keep_in_view(self.cursor * self.density.value, self.density.value)

    def on_resize(self) -> None:
        """Textual's word that the pane has another size."""
        self._strips.clear()
        self._see_cursor()

    def on_focus(self) -> None:
        """The selection is stronger in the focused pane."""
        self.refresh()

    def on_blur(self) -> None:
        """The selection is weaker in the others."""
        self.refresh()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Light up the row under the mouse."""
        self._hover((event.y + self.scroll_offset.y) // self.density.value)

    def on_leave(self) -> None:
        """The mouse went away."""
        self._hover(-1)

    def on_click(self, event: events.Click) -> None:
        """One click selects, and opens what was selected."""
        index = (event.y + self.scroll_offset.y) // self.density.value
        if not 0 <= index < self.count:
            return
        self.move_to(index)
        self.post_message(self.Opened())

    def _hover(self, index: int) -> None:
        if index != self.hover:
            old, self.hover = self.hover, index
            for place in (old, index):
                if place >= 0:
                    self.refresh_lines(place * self.density.value, self.density.value)
