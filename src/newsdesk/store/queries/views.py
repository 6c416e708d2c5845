"""Which headlines a view holds, as SQL: the one place that turns a View into a WHERE."""

from __future__ import annotations

import sqlite3
from collections.abc import Generator
from dataclasses import dataclass

from newsdesk import clock
from newsdesk.model.headlines import Filter, Order, View, ViewKind
from newsdesk.store.queries.query import compile_query, parse_query


@dataclass(frozen=True, slots=True)
class Selection:
    """FROM and WHERE of a view over `headlines h`, with its parameters; `count_of` names its row of `counts`."""

    source: str
    where: str
    parameters: tuple[object, ...]
    count_of: tuple[str, str] | None = None


REACHABLE = "(h.hidden = 0 OR h.starred = 1 OR h.later = 1)"
"""What a query may find: what is in a list, and what the person put by, subscribed to or not."""
_FILTERS = {Filter.ALL: "", Filter.UNREAD: " AND h.read = 0", Filter.STARRED: " AND h.starred = 1"}


def ids(connection: sqlite3.Connection, view: View, selection: Selection) -> Generator[int, None, None]:
    """The headline ids of a view in its order, each once, read as they are asked for."""
    if view.order is Order.SOURCE and view.kind is not ViewKind.FEED:
        yield from _ids_by_source(connection, selection)
        return
    column, time = ("e.headline", "e.sort_time") if view.kind is ViewKind.FEED else ("h.id", "h.sort_time")
    direction = "" if view.order is Order.OLDEST else " DESC"
    order = f"{time}{direction}, {column}{direction}"
    sql = f"SELECT {column} FROM {selection.source} WHERE {selection.where} ORDER BY {order}"
    last = None
    for (id_,) in connection.execute(sql, selection.parameters):
        # An article that its feed gave a new guid has two entries, side by side in the order of time.
        if id_ != last:
            yield id_
        last = id_


def _ids_by_source(connection: sqlite3.Connection, selection: Selection) -> Generator[int, None, None]:
    # Source after source: sorting a million rows by name would take a second before the first one shows.
    sql = (
        "SELECT DISTINCT e.headline FROM entries e CROSS JOIN headlines h ON h.id = e.headline AND h.feed = e.feed "
        f"WHERE e.feed = ? AND {selection.where} ORDER BY e.sort_time DESC, e.headline DESC"
    )
    for (feed,) in connection.execute("SELECT id FROM feeds ORDER BY title COLLATE NOCASE, id").fetchall():
        for (id_,) in connection.execute(sql, (feed, *selection.parameters)):
            yield id_


def select(view: View, now: int) -> Selection:
    """What a view holds at `now` (Unix seconds); raises QueryError for a wrong query."""
    unread = " AND h.read = 0" if view.kind is ViewKind.UNREAD else ""
    where = unread + _FILTERS[view.filter]
    match view.kind:
        case ViewKind.ALL | ViewKind.UNREAD:
            return Selection("headlines h", "h.hidden = 0" + where, (), ("all", ""))
        case ViewKind.TODAY:
            return Selection("headlines h", "h.hidden = 0 AND h.sort_time >= ?" + where, (clock.midnight(now),))
        case ViewKind.STARRED:
            return Selection("headlines h", "h.starred = 1" + where, (), ("starred", ""))
        case ViewKind.LATER:
            return Selection("headlines h", "h.later = 1" + where, (), ("later", ""))
        case ViewKind.SECTION:
            return Selection(
                "headlines h", "h.hidden = 0 AND h.section = ?" + where, (view.key,), ("section", view.key)
            )
        case ViewKind.FEED:
            source = "entries e CROSS JOIN headlines h ON h.id = e.headline"
            return Selection(source, "e.feed = ?" + where, (int(view.key),), ("feed", view.key))
        case ViewKind.SEARCH:
            condition, parameters = compile_query(parse_query(view.key), now)
            return Selection("headlines h", f"{REACHABLE} AND ({condition}){where}", parameters)


def count(connection: sqlite3.Connection, view: View, selection: Selection) -> int:
    """How many headlines the view holds: from the kept counts where there is one, else counted."""
    if selection.count_of and view.filter is not Filter.STARRED:
        unread = view.kind is ViewKind.UNREAD or view.filter is Filter.UNREAD
        column = "unread" if unread else "total"
        row = connection.execute(
            f"SELECT {column} FROM counts WHERE kind = ? AND key = ?", selection.count_of
        ).fetchone()
        return int(row[0]) if row else 0
    sql = f"SELECT count(DISTINCT h.id) FROM {selection.source} WHERE {selection.where}"
    return int(connection.execute(sql, selection.parameters).fetchone()[0])
