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
from newsdesk.store.queries.named import FEW, Kept
from newsdesk.store.queries.query import (
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

NEWEST = 2_000
"""How many of the newest matches are ranked."""
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
    named: Condition | None = None
    """A filter in: or from: whose headlines may be listed, so that it need not be asked of each match."""
    beside: tuple[str, tuple[object, ...]] = ("", ())
    """What must hold beside it: `where` and `parameters` without it."""
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
    parts = _parts(view)
    match, rest = split(All(tuple(parts)))
    base = views.select(View(view.kind, "" if view.kind is ViewKind.SEARCH else view.key, view.filter), now)
    if not match or base.order:
        return None
    where = base.where
    if base.source != "headlines h":
        where = f"h.id IN (SELECT h.id FROM {base.source} WHERE {where})"
    named = _named(rest)
    condition, parameters = compile_query(All(rest), now)
    beside, given = compile_query(All(tuple(part for part in rest if part is not named)), now)
    conditions = [part for part in rest if isinstance(part, Condition)]
    words = [part for part in parts if part not in rest]
    sure, _ = split(All(tuple(part for part in words if not is_short(part))))
    doubtful = tuple(part for part in words if is_short(part))
    return Asked(
        match, f"{where} AND ({condition})", (*base.parameters, *parameters), now,
        narrow=_is_narrow(view, conditions),
        named=named, beside=(f"{where} AND ({beside})", (*base.parameters, *given)),
        sure=sure if doubtful else "", doubtful=doubtful,
    )  # fmt: skip


def filter_of(view: View) -> Condition | None:
    """The filter in: or from: of a search, words or not. Raises QueryError."""
    return _named(_parts(view))


def _parts(view: View) -> list[Query]:
    """What must hold together in a search."""
    typed = (view.key if view.kind is ViewKind.SEARCH else "", view.words)
    queries = [parse_query(text) for text in typed if text]
    return [part for query in queries for part in (query.parts if isinstance(query, All) else (query,))]


def _named(parts: Sequence[Query]) -> Condition | None:
    """The filter of which the fewest pass, mostly: a source's, else a section's."""
    found = [part for part in parts if isinstance(part, Condition) and part.field in ("from", "in")]
    return min(found, key=lambda part: part.field != "from", default=None)


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
        ids = ranked(connection, asked, Order.BEST, _untold, Kept()).best
    else:
        ids = list(islice(views.ids(connection, view, views.select(view, now)), NEWEST))
    ids = ids[: limit or None]
    found = get_headlines(connection, ids)
    return [found[id_] for id_ in ids if id_ in found]


def ranked(
    connection: sqlite3.Connection, asked: Asked, order: Order, told: Callable[[float], None], kept: Kept
) -> Ranked:
    """The matches in their order; while all are ranked, `told` hears what share of the store was looked at."""
    if order is Order.BEST_OF_ALL:
        top = best_of_all(connection, asked, told)
        found = Found(top, len(top) < NEWEST)
    else:
        found = newest(connection, asked, kept)
    best = [match.id for match in sorted(found.matches, key=_rank)]
    return Ranked(best, _others(connection, asked, found), found.all_of_them)


def _others(connection: sqlite3.Connection, asked: Asked, found: Found) -> Generator[int, None, None]:
    if found.all_of_them:
        return
    known = {match.id for match in found.matches}
    rows = connection.execute(_select(f"{_WHOLE}.rowid", _WHOLE, asked), _given(asked, 0, _LAST))
    yield from (id_ for (id_,) in rows if id_ not in known)


def newest(connection: sqlite3.Connection, asked: Asked, kept: Kept) -> Found:
    """The newest NEWEST matches; the newest ENOUGH where the whole index would take long for a few letters."""
    found: list[Match] = []
    first, below = 0, _LAST
    asked = _narrowed(connection, asked, kept)
    if asked.few is not None:
        first, below = min(asked.few, default=0), max(asked.few, default=-1) + 1
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
        among, left = "1", _marked(asked)
        if asked.few is not None:
            among, left = f"h.id {AMONG}", (listed(asked.few),)
        elif left:
            among = MARKED.format("h.id")
        sql = (
            f"SELECT h.id, 0.0 FROM headlines h NOT INDEXED WHERE {among} AND h.id >= ? AND h.id < ? AND {asked.where}"
        )
        parameters = (*left, first, below, *asked.parameters)
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


def _narrowed(connection: sqlite3.Connection, asked: Asked, kept: Kept) -> Asked:
    """The same search among those that its filters leave, where they are few or listed already."""
    if asked.named:
        left = kept.left_by(connection, asked.named)
        if left is None:
            return asked
        where, parameters = asked.beside
        few = left.ids if left.amount <= FEW else None
        return asked._replace(where=where, parameters=parameters, few=few, marked=left.set.marks)
    if not asked.narrow:
        return asked
    some = f"(SELECT h.id FROM headlines h WHERE {asked.where} LIMIT {FEW + 1})"
    ids = one_step.values(connection, "id", some, asked.parameters)
    if len(ids) > FEW:
        return asked
    return asked._replace(where="1", parameters=(), few=ids, marked=IdSet(ids).marks)


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
    return (asked.match, first, below, *_marked(asked), *asked.parameters)


def _marked(asked: Asked) -> tuple[object, ...]:
    return (asked.marked,) if asked.marked else ()


def _rank(match: Match) -> tuple[float, int]:
    return match.score, -match.id
