"""The sidebar: views, sections, sources, outlets to check; one line each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from textual import events
from textual.message import Message
from textual.strip import Strip

from newsdesk.model.headlines import View, ViewKind
from newsdesk.model.sidebar import Sidebar
from newsdesk.tui.glyphs import Glyphs
from newsdesk.tui.lines import Span
from newsdesk.tui.sidebar_rows import Row, row_line, sidebar_rows
from newsdesk.tui.themes import hue_of, paint
from newsdesk.tui.widgets.drawn import Drawn, palette_of


class _Look(NamedTuple):
    """All that a line is drawn from."""

    row: Row
    under: bool
    opened: bool
    focused: bool


class SidebarPane(Drawn):
    """What can be read, with how much of it is unread."""

    DEFAULT_CSS = """
    SidebarPane { background: $role-panel; scrollbar-background: $role-panel; }
    """

    class Opened(Message):
        """The person opened a row (by mouse)."""

    def __init__(self, glyphs: Glyphs, id: str) -> None:
        super().__init__(id=id)
        self.glyphs = glyphs
        self.sidebar = Sidebar()
        self.kept: Mapping[str, str] = {}
        """The person's own views: query by name."""
        self.unfolded: set[str] = set()
        self.sign_in_key = ""
        """The key that signs in to a source, as it is shown."""
        self.opened: View | None = None
        """The view whose list is shown."""
        self.cursor = 0
        self._rows: list[Row] = []
        self._drawn: dict[int, _Look] = {}
        """The lines as they were drawn."""

    @property
    def sections(self) -> tuple[str, ...]:
        """The names of the sections, from the top."""
        return tuple(section.name for section in self.sidebar.sections)

    @property
    def current(self) -> Row | None:
        """The row under the cursor."""
        return self._rows[self.cursor] if self.cursor < len(self._rows) else None

    @property
    def targets(self) -> list[Row]:
        """The rows that can be opened, each view once."""
        seen: dict[View, Row] = {}
        for row in self._rows:
            if row.view:
                seen.setdefault(row.view, row)
        return list(seen.values())

    def show(self, sidebar: Sidebar) -> None:
        """Show new counts or sources, the cursor on the same row."""
        if sidebar == self.sidebar and self._rows:
            return
        self.sidebar = sidebar
        self._fit()

    def keep(self, views: Mapping[str, str]) -> None:
        """Show the person's own views."""
        self.kept = views
        self._fit()

    def open(self, view: View) -> None:
        """Show that the list is of that view, and put the cursor there; its section unfolds."""
        base = View(view.kind, "" if view.kind is ViewKind.FRONT else view.key)
        self.opened = base
        if not any(row.view == base for row in self._rows):
            for section in self.sidebar.sections:
                if any(base.key == str(source.feed) for source in section.sources):
                    self.unfolded.add(section.name)
                    self._fit()
                    break
        place = next((n for n, row in enumerate(self._rows) if row.view == base), None)
        if place is not None:
            self._move(place)
        self._renew()

    def move(self, step: int) -> None:
        """Move by so many rows, labels and gaps passed over."""
        targets = [n for n, row in enumerate(self._rows) if row.view]
        if not targets:
            return
        here = next((i for i, n in enumerate(targets) if n >= self.cursor), len(targets) - 1)
        self._move(targets[min(max(here + step, 0), len(targets) - 1)])

    def fold(self) -> None:
        """Fold or unfold the section of the row under the cursor."""
        row = self.current
        if row is None or not row.section:
            return
        self.unfolded ^= {row.section}
        self._fit()
        place = next((n for n, r in enumerate(self._rows) if r.is_section and r.section == row.section), self.cursor)
        self._move(place)

    def draw_line(self, y: int, width: int) -> Strip:
        """A line of the sidebar; the first is empty."""
        palette, look = palette_of(self), self._look(y)
        if look is None:
            self._drawn.pop(y, None)
            return self.blank(width, "panel")
        self._drawn[y] = look
        ground = "panel"
        if look.under:
            ground = "selection" if look.focused else "raised"
        bar = Span(self.glyphs.bar if look.under and (look.focused or look.opened) else " ", "bar")
        line = row_line(look.row, max(width - 3, 1), self.glyphs, look.opened)
        return paint((bar, Span(" "), *line), width, palette, ground)

    def _look(self, y: int) -> _Look | None:
        index = y - 1
        if not 0 <= index < len(self._rows):
            return None
        row = self._rows[index]
        return _Look(row, index == self.cursor, row.view is not None and row.view == self.opened, self.has_focus)

    def _renew(self) -> None:
        """Draw anew the lines in view that have changed: a mark changes one number or two."""
        if not self.size.height:
            # Hidden: which lines will be in view is not known.
            self.refresh()
        top = self.scroll_offset.y
        for y in range(top, top + self.size.height):
            if self._drawn.get(y) != self._look(y):
                self.refresh_lines(y)

    def on_focus(self) -> None:
        """The cursor is stronger in the focused pane."""
        self.refresh()

    def on_blur(self) -> None:
        """The cursor is weaker in the others."""
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        """A click opens; on a section's triangle it folds."""
        index = event.y + self.scroll_offset.y - 1
        if 0 <= index < len(self._rows) and self._rows[index].view:
            self._move(index)
            if self._rows[index].is_section and event.x < 4:
                self.fold()
            else:
                self.post_message(self.Opened())

    def _move(self, index: int) -> None:
        self.cursor = index
        if self.is_mounted:
            self.keep_in_view(index + 1 if index else 0, 1)
        self._renew()

    def _fit(self) -> None:
        before = self.current
        hues = {name: hue_of(name, self.sections) for name in self.sections}
        self._rows = sidebar_rows(self.sidebar, self.unfolded, self.glyphs, hues, self.kept, self.sign_in_key)
        if before is not None and before.view is not None:
            self.cursor = next((n for n, row in enumerate(self._rows) if row.view == before.view), self.cursor)
        self.cursor = min(self.cursor, max(len(self._rows) - 1, 0))
        self.set_height(len(self._rows) + 1)
        self._renew()
