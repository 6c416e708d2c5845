"""Moving: in a pane, between panes, to the next unread, to another list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsdesk.model.headlines import ORDERED, RANKED, Filter, Order, View, ViewKind
from newsdesk.tui.actions.registry import does
from newsdesk.tui.headline_row import Density
from newsdesk.tui.panes import PANES, Pane

if TYPE_CHECKING:
    from newsdesk.store.queries.lists import OpenList
    from newsdesk.tui.screens.main import MainScreen

_SCAN = 4_000
"""Rows looked at for an unread one before the list of unread is opened instead."""


@does("move.down")
def down(screen: MainScreen) -> None:
    """One row, or one line of the article."""
    _step(screen, 1)


@does("move.up")
def up(screen: MainScreen) -> None:
    """One row, or one line of the article."""
    _step(screen, -1)


def _step(screen: MainScreen, step: int) -> None:
    if screen.pane == "sidebar":
        screen.sidebar.move(step)
    elif screen.pane == "headlines":
        screen.headlines.move_to(screen.headlines.cursor + step)
    else:
        screen.page.step(step)


@does("article.down")
def article_down(screen: MainScreen) -> None:
    """The article, from any pane."""
    screen.page.step(3)


@does("article.up")
def article_up(screen: MainScreen) -> None:
    """The article, from any pane."""
    screen.page.step(-3)


@does("page.down")
def page_down(screen: MainScreen) -> None:
    """A page; at the end of an article the next unread."""
    if screen.pane == "article":
        if not screen.page.page_down() and screen.keyboard.pressed == "space":
            next_unread(screen)
    elif screen.pane == "headlines":
        paged = screen.sheets.page.page(1) if screen.sheets.shown else None
        screen.headlines.move_to(screen.headlines.cursor + screen.headlines.page_rows() if paged is None else paged)
    else:
        screen.sidebar.move(screen.sidebar.size.height - 2)


@does("page.up")
def page_up(screen: MainScreen) -> None:
    """A page back."""
    if screen.pane == "article":
        screen.page.step(-max(screen.page.size.height - 2, 1))
    elif screen.pane == "headlines":
        paged = screen.sheets.page.page(-1) if screen.sheets.shown else None
        screen.headlines.move_to(screen.headlines.cursor - screen.headlines.page_rows() if paged is None else paged)
    else:
        screen.sidebar.move(2 - screen.sidebar.size.height)


@does("move.top")
def top(screen: MainScreen) -> None:
    """The first row or line."""
    if screen.pane == "sidebar":
        screen.sidebar.move(-1_000_000)
    elif screen.pane == "headlines":
        screen.headlines.move_to(0)
    else:
        screen.page.jump_to(0)


@does("move.bottom")
def bottom(screen: MainScreen) -> None:
    """The last row or line."""
    if screen.pane == "sidebar":
        screen.sidebar.move(1_000_000)
    elif screen.pane == "headlines":
        screen.headlines.move_to(screen.headlines.count - 1)
    elif screen.page.page:
        screen.page.step(len(screen.page.page.lines))


@does("pane.left")
def left(screen: MainScreen) -> None:
    """The pane on the left."""
    screen.go_to_pane(PANES[max(PANES.index(screen.pane) - 1, 0)])


@does("pane.right")
def right(screen: MainScreen) -> None:
    """The pane on the right, opening what is selected on the way; a list that is open stays as it is."""
    row = screen.sidebar.current
    if screen.pane == "sidebar" and row and row.view == screen.sidebar.opened:
        screen.go_to_pane("headlines")
    elif screen.pane != "article":
        open_selected(screen)


@does("pane.open")
def open_selected(screen: MainScreen) -> None:
    """Open the selected row, or the link that Tab stands on."""
    if screen.pane == "sidebar":
        row = screen.sidebar.current
        if row and row.view:
            screen.views.open(row.view)
            screen.go_to_pane("headlines")
    elif screen.pane == "headlines":
        screen.open_headline()
    elif screen.page.page and screen.page.link:
        screen.browse(screen.page.page.links[screen.page.link - 1])


@does("pane.narrower")
def narrower(screen: MainScreen) -> None:
    """The focused pane, a step narrower."""
    _widen(screen, -1)


@does("pane.wider")
def wider(screen: MainScreen) -> None:
    """The focused pane, a step wider."""
    _widen(screen, 1)


def _widen(screen: MainScreen, step: int) -> None:
    if len(screen.panes.shown) == 1:
        screen.say("There is one pane only")
    elif screen.pane == "sidebar":
        screen.panes.set_widths(sidebar=screen.panes.sidebar_width + 2 * step)
        screen.say(f"Sidebar: {screen.panes.sidebar_width} columns")
    else:
        # The article takes what the list leaves.
        screen.panes.set_widths(of_list=screen.panes.list_width + (-2 if screen.pane == "article" else 2) * step)
        screen.say(f"List: {screen.panes.list_width} % of the width")


@does("pane.next")
def next_pane(screen: MainScreen) -> None:
    """The next pane; in the zoomed article the next link."""
    _turn(screen, 1)


@does("pane.previous")
def previous_pane(screen: MainScreen) -> None:
    """The previous pane; in the zoomed article the previous link."""
    _turn(screen, -1)


def _turn(screen: MainScreen, step: int) -> None:
    if screen.panes.zoomed and screen.pane == "article":
        screen.page.walk_links(step)
        return
    panes: tuple[Pane, ...] = PANES if screen.page.article else PANES[:2]
    place = panes.index(screen.pane) if screen.pane in panes else 0
    screen.go_to_pane(panes[(place + step) % len(panes)])


@does("unread.next")
def next_unread(screen: MainScreen) -> None:
    """The next hit of a find; else the next unread headline, in this list, then in any."""
    if screen.pane == "article" and screen.page.hits:
        screen.page.next_hit(1)
        return
    _open_unread(screen, 1)


@does("unread.previous")
def previous_unread(screen: MainScreen) -> None:
    """The previous unread headline of this list."""
    _open_unread(screen, -1)


def _open_unread(screen: MainScreen, step: int) -> None:
    rows, cursor = screen.session.rows, screen.headlines.cursor
    if rows is None:
        return
    # In a fresh list the cursor stands on a headline that nobody has opened yet.
    first = cursor if step > 0 and screen.page.article is None else cursor + step
    stop = min(first + _SCAN, rows.count) if step > 0 else max(first - _SCAN, -1)
    for index in [*range(first, stop, step), *(range(min(cursor, _SCAN)) if step > 0 else ())]:
        row = rows.row(index)
        if row is not None and not row.read:
            screen.headlines.move_to(index)
            screen.open_headline()
            return
    fold = rows.first_fold() if step > 0 else None
    if fold is not None:
        # What was passed over because it is folded comes last, burst by burst.
        _unfold(screen, rows, fold)
        if not rows.folded(fold):
            _open_unread(screen, step)
        return
    unread = View(ViewKind.UNREAD)
    if step > 0 and screen.session.sidebar.unread and screen.view != unread:
        screen.views.open(unread)
        screen.open_headline()
    else:
        screen.say("Nothing unread is left here")


@does("source.next")
def next_source(screen: MainScreen) -> None:
    """The list of the next row of the sidebar."""
    _neighbour(screen, 1)


@does("source.previous")
def previous_source(screen: MainScreen) -> None:
    """The list of the row before."""
    _neighbour(screen, -1)


def _neighbour(screen: MainScreen, step: int) -> None:
    if screen.view.kind is ViewKind.FRONT:
        keys = ["", *screen.sheets.sections()]
        here = keys.index(screen.view.key) if screen.view.key in keys else 0
        screen.views.open(View(ViewKind.FRONT, keys[(here + step) % len(keys)]))
        return
    views = [row.view for row in screen.sidebar.targets if row.view]
    here = views.index(screen.sidebar.opened) if screen.sidebar.opened in views else 0
    if 0 <= here + step < len(views):
        screen.views.open(views[here + step])


def _goes(id_: str, kind: ViewKind) -> None:
    @does(id_)
    def go(screen: MainScreen) -> None:
        screen.views.open(View(kind))
        screen.go_to_pane("headlines")


_goes("go.front", ViewKind.FRONT)
_goes("go.for_you", ViewKind.FOR_YOU)
_goes("go.picks", ViewKind.PICKS)
_goes("go.unread", ViewKind.UNREAD)
_goes("go.all", ViewKind.ALL)
_goes("go.today", ViewKind.TODAY)
_goes("go.starred", ViewKind.STARRED)
_goes("go.later", ViewKind.LATER)


def _filters(id_: str, wanted: Filter) -> None:
    @does(id_)
    def filter_list(screen: MainScreen) -> None:
        screen.views.open(screen.view._replace(filter=wanted))


_filters("list.all", Filter.ALL)
_filters("list.unread", Filter.UNREAD)
_filters("list.starred", Filter.STARRED)


@does("list.order")
def order(screen: MainScreen) -> None:
    """The next order, for all lists; it is remembered. Of a search: its best, the best of all, and that order."""
    view = screen.view
    if view.kind not in ORDERED:
        screen.say("This list has an order of its own")
    elif view.is_search:
        orders = [Order.BEST, Order.BEST_OF_ALL, screen.views.order]
        screen.views.open(view._replace(order=orders[(orders.index(view.order) + 1) % len(orders)]))
    else:
        orders = [order for order in Order if order not in RANKED]
        screen.views.order = orders[(orders.index(view.order) + 1) % len(orders)]
        screen.remember("order", screen.views.order.value)
        screen.views.open(view)


@does("list.renew")
def renew(screen: MainScreen) -> None:
    """The list with what came since."""
    screen.views.open(screen.view)


@does("list.unfold")
def unfold(screen: MainScreen) -> None:
    """The rows that are folded behind the one under the cursor."""
    rows = screen.session.rows
    if rows is None or not rows.folded(screen.headlines.cursor):
        screen.say("Nothing is folded here")
    else:
        _unfold(screen, rows, screen.headlines.cursor)


def _unfold(screen: MainScreen, rows: OpenList, place: int) -> None:
    amount = rows.unfold(place)
    screen.headlines.selected.make_room(place, amount)
    if screen.last_selected > place:
        screen.last_selected += amount
    screen.headlines.redraw()


@does("list.density")
def density(screen: MainScreen) -> None:
    """The next density; it is remembered."""
    densities = list(Density)
    wanted = densities[(densities.index(screen.headlines.density) + 1) % len(densities)]
    screen.remember("density", wanted.name.lower())
    screen.headlines.set_density(wanted)


@does("view.zoom")
def zoom(screen: MainScreen) -> None:
    """Nothing but the article, and back."""
    screen.panes.zoomed = not screen.panes.zoomed
    if screen.panes.zoomed and screen.pane != "article":
        screen.go_to_pane("article")
    screen.panes.lay_out()


@does("view.panes")
def panes(screen: MainScreen) -> None:
    """One pane less; after one, all."""
    screen.panes.zoomed = False
    screen.panes.most = len(screen.panes.shown) - 1 or 3
    screen.panes.lay_out()
