"""Search by relevance: the newest matches, ranked."""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Sequence

from newsdesk.model.headlines import Headline
from newsdesk.store.queries.query import compile_query, fts_match, parse_query, positive_words
from newsdesk.store.queries.rows import get_headlines
from newsdesk.store.queries.views import REACHABLE

NEWEST = 2_000
"""How many of the newest matches are ranked."""
_WEIGHTS = "10.0, 4.0, 1.0"
"""bm25 weights of title, author and text."""
_HALF_LIFE = 14 * 86_400
"""Seconds after which a match counts half against a new one of the same weight."""


def search_headlines(connection: sqlite3.Connection, text: str, now: int, limit: int = 0) -> list[Headline]:
    """The newest matches of a query, best first; raises QueryError for a wrong one."""
    query = parse_query(text)
    condition, parameters = compile_query(query, now)
    rows = connection.execute(
        f"SELECT h.id, h.sort_time FROM headlines h WHERE {REACHABLE} AND ({condition}) "
        "ORDER BY h.sort_time DESC, h.id DESC LIMIT ?",
        (*parameters, NEWEST),
    ).fetchall()
    match = " OR ".join(filter(None, map(fts_match, positive_words(query))))
    weights = _weights(connection, match, [id_ for id_, _ in rows])
    # bm25 is negative, better is smaller; old news fades.
    ranked = sorted(rows, key=lambda row: weights.get(row[0], 0.0) * _freshness(now - row[1]))
    ids = [row[0] for row in ranked[: limit or None]]
    found = get_headlines(connection, ids)
    return [found[id_] for id_ in ids if id_ in found]


def _weights(connection: sqlite3.Connection, match: str, ids: Sequence[int]) -> dict[int, float]:
    if not match:
        return {}
    sql = f"SELECT rowid, bm25(search, {_WEIGHTS}) FROM search WHERE search MATCH ?"
    weights = dict(connection.execute(f"{sql} ORDER BY rowid DESC LIMIT ?", (match, 2 * NEWEST)))
    missing = [id_ for id_ in ids if id_ not in weights]
    if missing:
        # Beside a filter the matches may be far from the newest: all are looked at, only these are weighed.
        weights |= dict(connection.execute(f"{sql} AND +rowid IN ({','.join(map(str, missing))})", (match,)))
    return weights


def _freshness(age: int) -> float:
    return 0.5 + 0.5 * math.exp2(-max(age, 0) / _HALF_LIFE)
