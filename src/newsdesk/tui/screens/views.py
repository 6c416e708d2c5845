"""The views of the main screen: opens a list or a sheet, and goes back to where the person was."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from newsdesk.model.headlines import ORDERED, RANKED, Order, View, ViewKind
from newsdesk.tui.empty import empty_message
from newsdesk.tui.panes import Pane

if TYPE_CHECKING:
    from newsdesk.store.queries.lists import OpenList
    from newsdesk.tui.screens.main import MainScreen

_PASSING = (ViewKind.SEARCH, ViewKind.STORY, ViewKind.EDITION)
"""The views that Esc leaves for where they were opened from."""


class Place(NamedTuple):
    """Where the person was: a view, a headline of it, a pane, the open article."""

    view: View
    headline: int | None
    pane: Pane
    article: int | None


class Views:
    """Opens views, and knows where they were opened from."""

    def __init__(self, screen: MainScreen, order: Order) -> None:
        self._screen = screen
        self.order = order
        """How the person wants lists ordered."""
        self.before: list[Place] = []
        """Where a search, a coverage or an edition was opened from, the newest last."""

    def open(self, view: View) -> None:
        """Show another list, a search's as soon as it is found; raises QueryError for a wrong query."""
        if view.kind in ORDERED and not (view.is_search and view.order in RANKED):
            view = view._replace(order=self.order)
        self._find(view, lambda rows: self._enter(view, rows))

    def _find(self, view: View, show: Callable[[OpenList], None]) -> None:
        screen = self._screen
        if view.is_search:
            from newsdesk.store.queries.query import parse_query

            for query in (view.words, view.key if view.kind is ViewKind.SEARCH else ""):
                parse_query(query)
            screen.finding.find(view, show)
        else:
            screen.finding.give_up()
            show(screen.session.open(view))

    def _enter(self, view: View, rows: OpenList) -> None:
        screen = self._screen
        here, same = self.place(), view == screen.view and screen.session.rows is not None
        self._show_view(view, rows, here.headline if same else None)
        kept = view.kind is ViewKind.SEARCH and view.key in screen.desk.settings.views.values()
        if (kept or view.kind not in _PASSING) and not view.words:
            self.before = []
            screen.sidebar.open(view)
        elif (view.kind, bool(view.words)) != (here.view.kind, bool(here.view.words)):
            self.before.append(here)

    def place(self) -> Place:
        """Where the person is."""
        screen = self._screen
        row = screen.headlines.current if screen.session.rows else None
        article = screen.page.article
        return Place(screen.view, row.id if row else None, screen.pane, article.headline.id if article else None)

    def return_to(self, place: Place) -> None:
        """Go back to where the person was."""
        screen = self._screen
        self._find(place.view, lambda rows: self._show_view(place.view, rows, place.headline))
        screen.pane = "headlines"
        if place.pane == "article" and place.article is not None:
            screen.pane = "article"
            if screen.page.article is None or screen.page.article.headline.id != place.article:
                screen.opening.close()
                screen.opening.read(place.article)
        screen.panes.lay_out()

    def _show_view(self, view: View, rows: OpenList, current: int | None) -> None:
        screen = self._screen
        was_sheet = screen.sheets.shown
        screen.session.show(rows)
        screen.view, screen.waiting = view, 0
        screen.headlines.message = empty_message(
            screen.session, view, screen.desk.keeper is not None, screen.sidebar.sign_in_key
        )
        place = rows.reveal(current) if current is not None else None
        screen.headlines.show(rows, place or 0)
        screen.sheets.open(view)
        if was_sheet != screen.sheets.shown or not screen.panes.shown:
            screen.panes.lay_out()
        if not screen.finding.typing:
            self.read_rest()
        screen.update_bars()

    def read_rest(self) -> None:
        """Have a thread read the rest of the list; it waits for the first frame."""
        screen = self._screen
        if screen.desk.drawn and screen.session.rows and not screen.session.rows.complete:
            screen.in_thread(self._finish_list, "list")

    def _finish_list(self) -> None:
        screen = self._screen
        rows = screen.session.rows
        if rows:
            rows.finish(screen.desk.typed.give_way)
            screen.post_message(screen.Then(self._list_complete))

    def _list_complete(self) -> None:
        screen = self._screen
        screen.headlines.fill_in()
        screen.update_bars()
