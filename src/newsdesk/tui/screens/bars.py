"""The bars of the main screen: top, pane heads, status line, and what is said in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from newsdesk import clock
from newsdesk.tui import status
from newsdesk.tui.ages import date_line
from newsdesk.tui.commands import BY_ID, FOOTER
from newsdesk.tui.lines import BOLD, EMPTY, Line, Span, span
from newsdesk.tui.panes import Pane
from newsdesk.tui.screens.overlay import Overlay
from newsdesk.tui.session import unread_in
from newsdesk.tui.widgets.drawn import Bar

if TYPE_CHECKING:
    from newsdesk.tui.screens.main import MainScreen

SAID_SECONDS = 5.0
"""How long a word to the person stays in the status line; trouble twice as long."""


class Bars:
    """Draws the bars from what the screen knows; a bar on which nothing changed is not drawn."""

    def __init__(self, screen: MainScreen) -> None:
        self._screen = screen
        self._said: Line = EMPTY
        self._said_number = 0
        self.all: Mapping[str, Bar] = {
            name: Bar(id=f"{name}-bar") for name in ("top", "headlines", "article", "status")
        }

    def say(self, text: str, *, trouble: bool) -> None:
        """Put words into the status line for a while."""
        self._said = (span(f" {text}", "error" if trouble else "text"),)
        self._said_number += 1
        number = self._said_number

        def unsay() -> None:
            if number == self._said_number:
                self._said = EMPTY
                self.update()

        above = self._screen.app.screen
        if isinstance(above, Overlay):
            above.say(self._said)
        self._screen.set_timer(SAID_SECONDS * (2 if trouble else 1), unsay)
        self.update()

    def unsay(self) -> None:
        """Take back what was said last."""
        self._said = EMPTY

    def update(self) -> None:
        """Draw what has changed."""
        screen = self._screen
        heads = self._heads()
        self._update_top(heads)
        for pane, (left, right) in heads.items():
            focused = pane == screen.pane
            first = left[0]._replace(role="accent" if focused else "mute")
            self.all[pane].show((Span(" "), first, *left[1:]), right, "raised" if focused else "panel")
        self._update_status()

    def _update_top(self, heads: Mapping[Pane, tuple[Line, Line]]) -> None:
        screen, width = self._screen, self._screen.app.size.width
        left: Line = (Span(screen.glyphs.bar, "accent"), Span("newsdesk", "text", BOLD))
        right: Line = (Span(f"{screen.session.sidebar.unread:,}", "accent", BOLD), Span(" unread", "mute"))
        if screen.sheets.shown:
            head, waiting = screen.sheets.head()
            left, right = (*left, Span("   "), *head), waiting or right
        elif len(screen.panes.shown) == 1 and screen.pane in heads:
            head, right = heads[screen.pane]
            left = (*left, Span("   "), *head)
        if width >= 70:
            right = (*right, Span("   "), *status.keys_line(("search.open", "app.help"), screen.keyboard.keys, width))
        if width >= 100:
            right = (Span(f"{date_line(clock.now())}   ", "mute"), *right)
        self.all["top"].show(left, right)

    def _update_status(self) -> None:
        screen, width = self._screen, self._screen.app.size.width
        if screen.keyboard.prefix:
            self.all["status"].show(*status.prefix_line(screen.keyboard.prefix, screen.keyboard.keys, width))
            return
        where = screen.view.kind.value if screen.sheets.shown and screen.pane == "headlines" else screen.pane
        left = self._said or self._selected()
        if not left:
            left = status.progress_line(screen.session.progress, screen.glyphs, max(width // 2, 20))
            left = (*left, *self._welcome())
        commands = FOOTER[where]
        row = screen.sidebar.current
        if where == "sidebar" and row and row.source and row.source.needs_sign_in:
            commands = ("source.sign_in", *commands)
        keys = status.keys_line(commands, screen.keyboard.keys, max(width * 6 // 10, width - 60))
        self.all["status"].show(left, keys)

    def _selected(self) -> Line:
        amount = len(self._screen.headlines.selected)
        if not amount:
            return EMPTY
        return (Span(f" {amount:,} selected", "accent", BOLD), Span("  the next mark is theirs, Esc ends", "mute"))

    def _welcome(self) -> Line:
        screen = self._screen
        if not screen.keyboard.new_here:
            return EMPTY
        line: Line = (Span("  New here? ", "text", BOLD),)
        for id_, words in (("app.help", " has every key, "), ("sources.add", " the sources")):
            line = (
                *line,
                Span(status.short_keys(BY_ID[id_], screen.keyboard.keys), "accent", BOLD),
                Span(words, "mute"),
            )
        return line

    def _heads(self) -> dict[Pane, tuple[Line, Line]]:
        screen, session = self._screen, self._screen.session
        count, article = screen.headlines.count, screen.page.article
        unread = unread_in(screen.view, session.sidebar)
        renew = status.short_keys(BY_ID["list.renew"], screen.keyboard.keys) if screen.pane == "headlines" else ""
        rows = session.rows
        # What a search finds beside its first rows is still being counted.
        more = bool(rows and screen.view.is_search and not rows.complete)
        of_list = status.list_head(screen.title_of_list, screen.view, count, unread, screen.waiting, renew, more=more)
        place = session.place_of(article.headline.id, screen.headlines.cursor) if article else None
        where = f"  {place + 1:,} of {count:,}" if place is not None else ""
        percent = f"{round(screen.page.place * 100)} %" if article else ""
        of_article = ((Span("Article", "text", BOLD), Span(where, "mute")), (Span(percent, "mute"),))
        return {"headlines": of_list, "article": of_article}
