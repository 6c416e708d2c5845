"""Which headlines a view holds, as SQL: the one place that turns a View into a WHERE."""

from __future__ import annotations

import heapq
import sqlite3
from collections.abc import Generator, Iterator
from typing import NamedTuple

from newsdesk import clock
from newsdesk.model.headlines import Filter, Order, View, ViewKind
from newsdesk.store import one_step


class Selection(NamedTuple):
    """FROM and WHERE of a view over `headlines h`, with its parameters; `count_of` names its row of `counts`."""

    source: str
    where: str
    parameters: tuple[object, ...]
    count_of: tuple[str, str] | None = None
    order: str = ""
    """ORDER BY of a view that has one of its own."""


REACHABLE = "(h.hidden = 0 OR h.starred = 1 OR h.later = 1)"
"""What a query may find: what is in a list, and what the person put by, subscribed to or not."""
FRONT_STORIES = 13
"""Top stories on the front page: the lead and twelve cards."""
FRONT_PAIRS = 6
"""Places of the front page that a story of two outlets may take: further down there are larger ones enough."""
FRONT_LATEST = 12
"""The newest headlines on a section's front page that belong to no story there."""
FRONT_PICKS = 3
FRONT_FOR_YOU = 3
ON_FRONT = f"kind = 'top' AND rank < {FRONT_STORIES} AND (owners > 2 OR rank < {FRONT_PAIRS})"
"""WHERE of the top stories that stand on the front page, over `desk`."""
_PICKED = f"kind = 'picks' AND rank < {FRONT_PICKS}"
# While the desk doesn't know the person, its "for you" repeats the top stories: those have a story. What belongs to a
# story that stands on the page comes after what doesn't.
_SUITING = (
    "kind = 'foryou' AND headline IN (SELECT y.headline FROM desk y JOIN headlines p ON p.id = y.headline "
    "WHERE y.kind = 'foryou' AND y.story = 0 "
    f"AND y.headline NOT IN (SELECT headline FROM desk WHERE {_PICKED} OR {ON_FRONT}) "
    f"ORDER BY coalesce(p.story, 0) IN (SELECT story FROM desk WHERE {ON_FRONT}), y.rank LIMIT {FRONT_FOR_YOU})"
)
# What stands below the stories of a section's front page: the newest that belongs to none of them. Its place is behind
# every rank, the newest first.
_LATEST = (
    "SELECT * FROM (SELECT id, 1, 10000000000 - sort_time FROM headlines WHERE hidden = 0 AND section = ?1 "
    "AND coalesce(story, 0) NOT IN (SELECT story FROM desk WHERE kind = 'top' AND section = ?1) "
    f"ORDER BY sort_time DESC, id DESC LIMIT {FRONT_LATEST})"
)
_FILTERS = {Filter.ALL: "", Filter.UNREAD: " AND h.read = 0", Filter.STARRED: " AND h.starred = 1"}


def ids(
    connection: sqlite3.Connection, view: View, selection: Selection, at_once: int = 0
) -> Generator[int, None, None]:
    """The headline ids of a view in its order, each once, read as they are asked for.

    The first `at_once` of a list by time are read in one step (store/one_step.py).
    """
    if selection.order:
        sql = f"SELECT h.id FROM {selection.source} WHERE {selection.where} ORDER BY {selection.order}"
        yield from (row[0] for row in connection.execute(sql, selection.parameters))
        return
    if view.order is Order.SOURCE and view.kind is not ViewKind.FEED:
        yield from _ids_by_source(connection, selection)
        return
    if view.kind is ViewKind.SEARCH:
        yield from _ids_of_search(connection, view, selection)
        return
    column, time = ("e.headline", "e.sort_time") if view.kind is ViewKind.FEED else ("h.id", "h.sort_time")
    direction = "" if view.order is Order.OLDEST else " DESC"
    order = f"{time}{direction}, {column}{direction}"
    sql = f"SELECT {column} AS id FROM {selection.source} WHERE {selection.where} ORDER BY {order}"
    last = None
    for id_ in _first_at_once(connection, sql, selection.parameters, at_once):
        # An article that its feed gave a new guid has two entries, side by side in the order of time.
        if id_ != last:
            yield id_
        last = id_


def _first_at_once(
    connection: sqlite3.Connection, sql: str, parameters: tuple[object, ...], amount: int
) -> Iterator[int]:
    """The ids that a statement finds, in its order, the first of them in one step."""
    first = one_step.values(connection, "id", f"({sql} LIMIT {amount})", parameters) if amount else []
    yield from first
    if len(first) == amount:
        yield from (id_ for (id_,) in connection.execute(f"{sql} LIMIT -1 OFFSET {amount}", parameters))


def _ids_of_search(connection: sqlite3.Connection, view: View, selection: Selection) -> Iterator[int]:
    # What is REACHABLE for two reasons has no index in the order of time: one list for each.
    newest = view.order is not Order.OLDEST
    order = "DESC" if newest else "ASC"
    lists = [
        connection.execute(
            f"SELECT h.sort_time, h.id FROM {selection.source} WHERE {selection.where.replace(REACHABLE, reason)} "
            f"ORDER BY h.sort_time {order}, h.id {order}",
            selection.parameters,
        )
        for reason in (
            "h.hidden = 0",
            "h.hidden = 1 AND h.starred = 1",
            "h.hidden = 1 AND h.starred = 0 AND h.later = 1",
        )
    ]
    return (id_ for _, id_ in heapq.merge(*lists, reverse=newest))


def _ids_by_source(connection: sqlite3.Connection, selection: Selection) -> Generator[int, None, None]:
    # Source after source: sorting a million rows by name would take a second before the first one shows.
    sql = (
        "SELECT DISTINCT e.headline FROM entries e CROSS JOIN headlines h ON h.id = e.headline AND h.feed = e.feed "
        f"WHERE e.feed = ? AND {selection.where} ORDER BY e.sort_time DESC, e.headline DESC"
    )
    for (feed,) in connection.execute("SELECT id FROM feeds ORDER BY title COLLATE NOCASE, id").fetchall():
        for (id_,) in connection.execute(sql, (feed, *selection.parameters)):
            yield id_


def folds(view: View) -> bool:
    """Whether bursts are folded in a view: where sources stand mixed by time, and nothing was asked for by name."""
    mixed = view.kind in (ViewKind.ALL, ViewKind.UNREAD, ViewKind.TODAY, ViewKind.SECTION)
    return mixed and view.order is not Order.SOURCE and view.filter is not Filter.STARRED and not view.words


def select(view: View, now: int) -> Selection:
    """What a view holds at `now` (Unix seconds); raises QueryError for a wrong query."""
    selection = _select(view, now)
    if not view.words:
        return selection
    from newsdesk.store.queries.query import compile_query, parse_query

    condition, parameters = compile_query(parse_query(view.words), now)
    return selection._replace(
        where=f"{selection.where} AND ({condition})",
        parameters=(*selection.parameters, *parameters),
        count_of=None,
    )


def _select(view: View, now: int) -> Selection:
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
            from newsdesk.store.queries.query import compile_query, parse_query

            condition, parameters = compile_query(parse_query(view.key), now)
            return Selection("headlines h", f"{REACHABLE} AND ({condition}){where}", parameters)
        case ViewKind.FRONT | ViewKind.FOR_YOU | ViewKind.PICKS:
            return _placed(view, where, now)
        case ViewKind.STORY:
            # A copy stands under its original, not beside it.
            original = "SELECT 1 FROM headlines o WHERE o.id = h.copy_of AND o.story = h.story"
            where = f"h.hidden = 0 AND h.story = ? AND NOT EXISTS ({original}){where}"
            return Selection("headlines h", where, (int(view.key),), order="h.sort_time, h.id")
        case ViewKind.EDITION:
            listed = ",".join(str(int(id_)) for id_ in view.key.split(",") if id_)
            return Selection(
                "headlines h", f"h.id IN ({listed}){where}", (), order=f"instr(',{listed},', ',' || h.id || ',')"
            )


def _placed(view: View, where: str, now: int) -> Selection:
    """What the desk made of a kind, in its order; what the person muted since then is left out."""
    place = "rank + 1000 * (kind = 'picks') + 2000 * (kind = 'foryou')"
    wanted, where = f"SELECT headline, 1, {place} FROM desk WHERE kind = ?1", "1" + where
    first = view.kind.value
    if view.kind is ViewKind.FRONT:
        first, top = view.key, "kind = 'top' AND section = ?1" if view.key else f"{ON_FRONT} AND ?1 = ''"
        wanted = f"SELECT headline, kind = 'top', {place} FROM desk WHERE {top} OR {_PICKED} OR {_SUITING}"
        if view.key:
            wanted, where = f"{wanted} UNION ALL {_LATEST}", f"(d.fits OR h.section = ?1) AND {where}"
    source = (
        "headlines h JOIN (SELECT headline, max(fits) AS fits, min(place) AS place FROM "
        f"(SELECT 0 AS headline, 0 AS fits, 0 AS place UNION ALL {wanted}) GROUP BY headline) d "
        "ON d.headline = h.id LEFT JOIN stories t ON t.id = h.story"
    )
    return Selection(
        source, f"h.hidden = 0 AND coalesce(t.muted_until, 0) <= ?2 AND {where}", (first, now), order="d.place"
    )


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
