"""The headlines that a filter such as `in:World` or `from:bbc` leaves, listed once while a query is typed.

Whether a match is among them is a look at a byte then; to look up its headline, and which feeds carried it, takes 2 µs,
and nine of ten matches fail.
"""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Generator
from pathlib import Path
from typing import NamedTuple

from newsdesk.store import one_step
from newsdesk.store.connection import data_version, open_reader, translated
from newsdesk.store.idset import IdSet
from newsdesk.store.queries.query import NAMED, Condition
from newsdesk.words import fold

FEW = 25_000
"""Headlines that are listed before the words are looked up."""
MANY = 250_000
"""Headlines that are listed behind the answer to a letter, for the next one; of more, most matches pass."""
_SLICE = 5_000
"""Headlines that are read at a time: some 3 ms."""
_SECTION = (
    "(SELECT sort_time, id FROM headlines WHERE hidden = 0 AND section = ? AND (sort_time, id) > (?, ?) "
    f"ORDER BY sort_time, id LIMIT {_SLICE})"
)


class Named(NamedTuple):
    """What a filter names, and how many headlines that are at most."""

    sections: tuple[str, ...]
    feeds: tuple[int, ...]
    amount: int


class Listing:
    """The ids of the headlines of what is named, read part by part; `complete` when all are."""

    def __init__(self, named: Named) -> None:
        self.amount = named.amount
        self.ids = array("I")
        self.set = IdSet()
        self.complete = False
        self._parts = _parts(named)
        next(self._parts)

    def read_on(self, connection: sqlite3.Connection) -> None:
        """Read another part, from a database that is as it was for the part before."""
        try:
            part = self._parts.send(connection)
        except StopIteration:
            self.complete = True
            return
        self.ids.extend(part)
        self.set.add(part)


class Kept:
    """What the filters of a query leave, as long as nobody writes; for one thread.

    Without a path it is for one look at the database, and nothing is listed behind.
    """

    def __init__(self, path: Path | None = None) -> None:
        """Raises StoreError."""
        self._path = path
        self._connection = open_reader(path) if path else None
        self._version = data_version(self._connection) if self._connection else 0
        self._named: dict[Condition, Named] = {}
        self._listings: dict[Named, Listing] = {}
        self._wanted: Named | None = None

    def left_by(self, connection: sqlite3.Connection, condition: Condition) -> Listing | None:
        """The headlines that a filter leaves in the snapshot of `connection`; None where many are not listed yet."""
        return self._left_by(connection, condition, at_once=FEW)

    def expect(self, connection: sqlite3.Connection, condition: Condition) -> None:
        """Know that words will follow a filter: `read_on` lists what it leaves."""
        self._left_by(connection, condition, at_once=0)

    def _left_by(self, connection: sqlite3.Connection, condition: Condition, at_once: int) -> Listing | None:
        known = self._is_known()
        named = self._named.get(condition) or named_by(connection, condition)
        # Put back when it is whole: what is interrupted is read anew.
        listing = self._listings.pop(named, None) or Listing(named)
        self._wanted = None
        while named.amount <= at_once and not listing.complete:
            listing.read_on(connection)
        # What somebody has just written is in this snapshot or not: none of it is kept.
        if known:
            self._named[condition], self._listings[named] = named, listing
            self._wanted = None if listing.complete or named.amount > MANY else named
        return listing if listing.complete else None

    def read_on(self) -> bool:
        """List a part of what was asked for last and is not there yet; False where there is none. Raises StoreError."""
        if self._path is None or self._connection is None or self._wanted is None:
            return False
        with translated(self._path):
            if not self._is_known():
                return False
            listing = self._listings.pop(self._wanted)
            listing.read_on(self._connection)
            self._listings[self._wanted] = listing
        return not listing.complete

    def _is_known(self) -> bool:
        """Whether nobody has written since this was last asked; else all is forgotten."""
        version = data_version(self._connection) if self._connection else 0
        known, self._version = version == self._version, version
        if not known:
            self._named.clear()
            self._listings.clear()
            self._wanted = None
        return known


def named_by(connection: sqlite3.Connection, condition: Condition) -> Named:
    """The sections and feeds that in: or from: names."""
    value = fold(condition.value)
    sections: list[str] = []
    given: tuple[str, ...] = (value, value)
    if condition.field == "in":
        sql = "SELECT key FROM counts WHERE kind = 'section' AND instr(fold(key), ?)"
        sections = [key for (key,) in connection.execute(sql, (value,))]
        sql, given = "SELECT DISTINCT feed FROM folders WHERE instr(fold(path), ?)", (value,)
    else:
        sql = NAMED
    feeds = [feed for (feed,) in connection.execute(sql, given)]
    counted = [("section", name) for name in sections] + [("feed", str(feed)) for feed in feeds]
    total = "SELECT total FROM counts WHERE kind = ? AND key = ?"
    amount = sum(row[0] for key in counted for row in connection.execute(total, key))
    return Named(tuple(sections), tuple(feeds), amount)


def _parts(named: Named) -> Generator[list[int], sqlite3.Connection, None]:
    """The ids of their headlines, some at a time, each part from the connection that is sent for it."""
    connection = yield []
    for feed in named.feeds:
        connection = yield one_step.values(connection, "headline", "entries WHERE feed = ?", (feed,))
    for name in named.sections:
        # No index knows the section of what is hidden and was put by; of that there is little.
        for mark in ("starred", "later"):
            where = f"headlines WHERE {mark} = 1 AND hidden = 1 AND section = ?"
            connection = yield one_step.values(connection, "id", where, (name,))
        last, rows = [-1 << 62, 0], [[0, 0]] * _SLICE
        while len(rows) == _SLICE:
            rows = one_step.rows(connection, "sort_time, id", _SECTION, (name, *last))
            last = max(rows, default=last)
            connection = yield [id_ for _, id_ in rows]
