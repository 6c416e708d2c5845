"""Search by relevance: the newest matches ranked, or all of them; the others behind, newest first.

Newest is what came in last. What is found often is found in the tables of what came last (store/recent.py), where it
costs a few ms however large the store; what is left for the whole index is rare.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Generator, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from newsdesk.model.headlines import Filter, Headline, Order, View, ViewKind
from newsdesk.store import one_step, recent
from newsdesk.store.idset import AMONG, MARKED, IdSet, listed
from newsdesk.store.queries import views
from newsdesk.store.queries.articles import indexed_words
from newsdesk.store.queries.query import (
    NAMED,
    All,
    Condition,
    Not,
    Query,
    compile_query,
    holds,
    is_short,
    parse_query,
    split,
)
from newsdesk.store.queries.rows import get_headlines
from newsdesk.text import fold

NEWEST = 2_000
"""How many of the newest matches are ranked."""
FEW = 25_000
"""Headlines that a filter may leave to be listed before the words are looked up."""
ENOUGH = 50
"""Matches that are enough while a beginning has a few letters only: the index takes long for all of them."""
LOOKED = 128
"""Headlines that are read before it is clear whether such a beginning stands in many."""
RARE = 12
"""How many of them have one that the index is quicker to find than reading on is."""
_READ = 64
"""Headlines that are read at a time."""
_WHOLE = "search"
_WEIGHTS = "10.0, 4.0, 1.0"
"""bm25 weights of title, author and text."""
_HALF_LIFE = 14 * 86_400.0
"""Seconds after which half of what being new adds to a match is gone; at first it adds as much again as its words."""
_SLICE = 4_000
_LAST = 1 << 62
"""Above every id."""


class Asked(NamedTuple):
    """A search as the store answers it: an expression for the index, and what else must hold of `headlines h`."""

    match: str
    where: str
    parameters: tuple[object, ...]
    now: int
    narrow: bool = False
    """Whether the rest may leave so few headlines, found by an index, that they are listed first."""
    sources: tuple[str, ...] = ()
    """The values of from:, folded."""
    sure: str = ""
    """What of `match` is quick to look up, where something else of it is not."""
    doubtful: tuple[Query, ...] = ()
    """What else must hold then."""
    few: Sequence[int] | None = None
    """The ids that a match must be one of; None for any."""
    marked: bytes | bytearray = b""
    """Ids of which it must be one, as MARKED takes them: all that a filter leaves; b"" for any."""


class Match(NamedTuple):
    """A headline that was found; the lowest score is the best."""

    id: int
    score: float


class Found(NamedTuple):
    """What was found to be ranked, and whether that is all there is."""

    matches: list[Match]
    all_of_them: bool


class Ranked(NamedTuple):
    """Ids of what was found: those that are ranked, best first, and the others, newest first, read when asked for."""

    best: list[int]
    others: Generator[int, None, None]
    all_of_them: bool
    """Whether there are no others."""


def _untold(_share: float) -> None:
    """For searches whose progress nobody watches."""


def ask(view: View, now: int) -> Asked | None:
    """The search that a view is; None where it has no words for the index. Raises QueryError."""
    typed = (view.key if view.kind is ViewKind.SEARCH else "", view.words)
    queries = [parse_query(text) for text in typed if text]
    parts = [part for query in queries for part in (query.parts if isinstance(query, All) else (query,))]
    match, rest = split(All(tuple(parts)))
    base = views.select(View(view.kind, "" if view.kind is ViewKind.SEARCH else view.key, view.filter), now)
    if not match or base.order:
        return None
    where = base.where
    if base.source != "headlines h":
        where = f"h.id IN (SELECT h.id FROM {base.source} WHERE {where})"
    condition, parameters = compile_query(All(rest), now)
    conditions = [part for part in rest if isinstance(part, Condition)]
    words = [part for part in parts if part not in rest]
    sure, _ = split(All(tuple(part for part in words if not is_short(part))))
    doubtful = tuple(part for part in words if is_short(part))
    return Asked(
        match, f"{where} AND ({condition})", (*base.parameters, *parameters), now,
        narrow=_is_narrow(view, conditions),
        sources=tuple(fold(part.value) for part in conditions if part.field == "from"),
        sure=sure if doubtful else "", doubtful=doubtful,
    )  # fmt: skip


def _is_narrow(view: View, conditions: Sequence[Condition]) -> bool:
    wide = (ViewKind.ALL, ViewKind.UNREAD, ViewKind.SECTION, ViewKind.SEARCH)
    return (
        view.kind not in wide
        or view.filter is Filter.STARRED
        or any(part.field in ("tag", "newer") or part.value.lower() in ("starred", "later") for part in conditions)
    )


def search_headlines(connection: sqlite3.Connection, text: str, now: int, limit: int = 0) -> list[Headline]:
    """The newest matches of a query, best first; by time where no words are sought. Raises QueryError."""
    view = View(ViewKind.SEARCH, text, order=Order.BEST)
    asked = ask(view, now)
    if asked:
        ids = ranked(connection, asked, Order.BEST, _untold).best
    else:
        ids = list(islice(views.ids(connection, view, views.select(view, now)), NEWEST))
    ids = ids[: limit or None]
    found = get_headlines(connection, ids)
    return [found[id_] for id_ in ids if id_ in found]


def ranked(connection: sqlite3.Connection, asked: Asked, order: Order, told: Callable[[float], None]) -> Ranked:
    """The matches in their order; while all are ranked, `told` hears what share of the store was looked at."""
    if order is Order.BEST_OF_ALL:
        top = best_of_all(connection, asked, told)
        found = Found(top, len(top) < NEWEST)
    else:
        found = newest(connection, asked)
    best = [match.id for match in sorted(found.matches, key=_rank)]
    return Ranked(best, _others(connection, asked, found), found.all_of_them)


def _others(connection: sqlite3.Connection, asked: Asked, found: Found) -> Generator[int, None, None]:
    if found.all_of_them:
        return
    known = {match.id for match in found.matches}
    rows = connection.execute(_select(f"{_WHOLE}.rowid", _WHOLE, asked), _given(asked, 0, _LAST))
    yield from (id_ for (id_,) in rows if id_ not in known)


def newest(connection: sqlite3.Connection, asked: Asked) -> Found:
    """The newest NEWEST matches; the newest ENOUGH where the whole index would take long for a few letters."""
    found: list[Match] = []
    first, below = 0, _LAST
    few = _few(connection, asked)
    if few is not None:
        asked, first, below = _one_of(asked, few), min(few, default=0), max(few, default=-1) + 1
    last = recent.parts(connection)
    for table, oldest in last:
        if first < below and len(found) < NEWEST:
            found += _matches_at_once(connection, asked, table, max(oldest, first), below, NEWEST - len(found))
        below = min(oldest, below)
    if below <= first or len(found) == NEWEST:
        return Found(found, len(found) < NEWEST)
    if asked.doubtful and last:
        older = _read_on(connection, asked, _likely(connection, asked, first, below), ENOUGH - len(found))
        if older is not None:
            return Found(found + older.matches, older.all_of_them)
    found += _matches_at_once(connection, asked, _WHOLE, first, below, NEWEST - len(found))
    return Found(found, len(found) < NEWEST)


def _read_on(connection: sqlite3.Connection, asked: Asked, likely: Iterator[list[Match]], wanted: int) -> Found | None:
    """Of headlines that have all else, the newest first, those whose text has the few letters; `wanted` are enough.

    None where so few of them do that the index finds the others sooner.
    """
    found: list[Match] = []
    looked = 0
    unwanted = any(isinstance(part, Not) for part in asked.doubtful)
    while len(found) < wanted:
        part = next(likely, None)
        if part is None:
            return Found(found, looked < NEWEST)
        texts = indexed_words(connection, [match.id for match in part])
        found += (match for match in part if all(holds(sought, texts.get(match.id, {})) for sought in asked.doubtful))
        looked += len(part)
        # What must not stand there is frequent where little is found, and the index slow.
        if looked >= LOOKED and len(found) * LOOKED < RARE * looked and not unwanted:
            return None
    return Found(found, False)


def _likely(connection: sqlite3.Connection, asked: Asked, first: int, below: int) -> Iterator[list[Match]]:
    """The newest NEWEST headlines that have all that is asked but the few letters, some at a time."""
    if asked.sure:
        rows = _matches(connection, asked._replace(match=asked.sure), _WHOLE, first, below, NEWEST)
    else:
        # By the primary key: the newest come first, and most of them pass where a filter leaves many.
        among, few = ("", ()) if asked.few is None else (f"h.id {AMONG} AND", (listed(asked.few),))
        sql = f"SELECT h.id, 0.0 FROM headlines h NOT INDEXED WHERE {among} h.id >= ? AND h.id < ? AND {asked.where}"
        parameters = (*few, first, below, *asked.parameters)
        rows = map(Match._make, connection.execute(f"{sql} ORDER BY h.id DESC LIMIT {NEWEST}", parameters))
    while part := list(islice(rows, _READ)):
        yield part


def best_of_all(connection: sqlite3.Connection, asked: Asked, told: Callable[[float], None]) -> list[Match]:
    """The best NEWEST of all matches."""
    (last,) = connection.execute("SELECT coalesce(max(id), 1) FROM headlines").fetchone()
    rows = _matches(connection, asked, _WHOLE, 0, _LAST, -1)
    best: list[Match] = []
    worst = 0.0
    while part := list(islice(rows, _SLICE)):
        told(1 - part[-1].id / last)
        best += [match for match in part if match.score <= worst or len(best) < NEWEST]
        best = sorted(best, key=_rank)[:NEWEST]
        worst = best[-1].score
    return best


def count_newer(connection: sqlite3.Connection, asked: Asked, than: int) -> int:
    """How many matches came in after that headline."""
    parts = recent.parts(connection)
    # What is newer than a list stands in the tables of what came last, unless the list is older than they are.
    tables = [part.table for part in parts] if parts and parts[-1].first <= than + 1 else [_WHOLE]
    return sum(
        connection.execute(_select("count(*)", table, asked), _given(asked, than + 1, _LAST)).fetchone()[0]
        for table in tables
    )


def _few(connection: sqlite3.Connection, asked: Asked) -> list[int] | None:
    """The headlines that a filter leaves; None where they are more than FEW, or no index tells them."""
    parameters: tuple[object, ...]
    if asked.sources:
        named = (asked.sources[0], asked.sources[0])
        # What else is asked of them is asked of those alone that match: each would have to be looked up.
        sql, parameters = f"SELECT headline FROM entries WHERE feed IN ({NAMED})", named
        amount = (
            f"SELECT sum(total) FROM counts WHERE kind = 'feed' AND key IN (SELECT CAST(id AS TEXT) FROM ({NAMED}))"
        )
        if (connection.execute(amount, named).fetchone()[0] or 0) > FEW:
            return None
    elif asked.narrow:
        sql, parameters = f"SELECT h.id FROM headlines h WHERE {asked.where}", asked.parameters
    else:
        return None
    left = [id_ for (id_,) in connection.execute(f"{sql} LIMIT {FEW + 1}", parameters)]
    return left if len(left) <= FEW else None


def _one_of(asked: Asked, few: Sequence[int]) -> Asked:
    """The same search among these headlines."""
    kept = (asked.where, asked.parameters) if asked.sources else ("1", ())
    return asked._replace(where=kept[0], parameters=kept[1], few=few, marked=IdSet(few).marks)


def _matches(
    connection: sqlite3.Connection, asked: Asked, table: str, first: int, below: int, limit: int
) -> Iterator[Match]:
    """Matches, read as they are asked for."""
    rows = connection.execute(f"{_scored(table, asked)} LIMIT {limit}", _given(asked, first, below))
    return map(Match._make, rows)


def _matches_at_once(
    connection: sqlite3.Connection, asked: Asked, table: str, first: int, below: int, limit: int
) -> Iterator[Match]:
    """Matches that are all wanted, while the screen has the interpreter."""
    found = f"({_scored(table, asked)} LIMIT {limit})"
    return map(Match._make, one_step.rows(connection, "id, score", found, _given(asked, first, below)))


def _scored(table: str, asked: Asked) -> str:
    fresh = f"(0.5 + 0.5 * {_HALF_LIFE} / ({_HALF_LIFE} + max({asked.now} - h.sort_time, 0)))"
    # bm25 is negative, the less the better: what is old comes nearer to nothing.
    return _select(f"{table}.rowid AS id, bm25({table}, {_WEIGHTS}) * {fresh} AS score", table, asked)


def _select(columns: str, table: str, asked: Asked) -> str:
    # Asked of the match itself, before its headline is looked up.
    among = f"AND {MARKED.format(f'{table}.rowid')}" if asked.marked else ""
    return (
        f"SELECT {columns} FROM {table} CROSS JOIN headlines h ON h.id = {table}.rowid WHERE {table} MATCH ? "
        f"AND {table}.rowid >= ? AND {table}.rowid < ? {among} AND {asked.where} ORDER BY {table}.rowid DESC"
    )


def _given(asked: Asked, first: int, below: int) -> tuple[object, ...]:
    """The parameters of `_select`."""
    marked = (asked.marked,) if asked.marked else ()
    return (asked.match, first, below, *marked, *asked.parameters)


def _rank(match: Match) -> tuple[float, int]:
    return match.score, -match.id
