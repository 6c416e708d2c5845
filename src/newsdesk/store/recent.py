"""The index of what came in last: two small tables beside the whole one, where the store is large.

What stands in most articles takes FTS5 up to a second to find among a million, because it reads all that it knows of a
word's beginning before it answers. Among the newest some 20,000 to 40,000 it takes a few ms; what isn't found often
enough there is rare, and quick to find in the whole index. The tables take turns: when the newer one is full, the
older one is emptied and goes on in its place. They hold first letters as well, which makes them larger by two thirds
and such a letter as quick as a word; with beginnings of two and three letters they would be three times as large.
"""

from __future__ import annotations

import json
import sqlite3
from typing import NamedTuple

TABLES = ("search_a", "search_b")
FROM = 50_000
"""Headlines from which on it pays to have them."""
SIZE = 20_000
"""Headlines after which the tables take turns."""
_MERGED = 8
"""Parts of the whole index that are put together at a time where it is large, not 4: each is written less often."""


class Part(NamedTuple):
    """One of the tables: it holds the indexed headlines from that id on, up to the newer table's."""

    table: str
    first: int


def parts(connection: sqlite3.Connection) -> list[Part]:
    """The tables that are in use, the newer one first."""
    row = connection.execute("SELECT value FROM meta WHERE key = 'recent'").fetchone()
    return [Part(*part) for part in json.loads(row[0])] if row else []


def part_of(parts: list[Part], headline: int) -> Part | None:
    """The table that holds a headline, None for an older one."""
    return next((part for part in parts if headline >= part.first), None)


def take_turns(connection: sqlite3.Connection, known: list[Part]) -> None:
    """Begin the next table where the newer one is full, or the store has become large; within a transaction."""
    (newest,) = connection.execute("SELECT coalesce(max(id), 0) FROM headlines").fetchone()
    if newest < (known[0].first + SIZE if known else FROM):
        return
    if not known:
        connection.execute("INSERT INTO search (search, rank) VALUES ('automerge', ?)", (_MERGED,))
    table = TABLES[1] if known and known[0].table == TABLES[0] else TABLES[0]
    connection.execute(f"INSERT INTO {table} ({table}) VALUES ('delete-all')")
    in_use = [Part(table, newest + 1), *known[:1]]
    connection.execute("INSERT OR REPLACE INTO meta VALUES ('recent', ?)", (json.dumps(in_use),))
