"""The last document of a feed: which entries stand in it, and what they are known again by."""

from __future__ import annotations

import sqlite3
from array import array

from newsdesk.model.feeds import ParsedFeed
from newsdesk.model.imprints import NONE, split
from newsdesk.store.idset import AMONG, listed


class LastDocument:
    """What takes the place of a feed's last document when another one came; within the caller's transaction."""

    def __init__(self, connection: sqlite3.Connection, feed: int, parsed: ParsedFeed) -> None:
        self._connection = connection
        self._feed = feed
        self._imprints = parsed.imprints
        before = known_entries(connection, feed)
        self._entries = {place: before[mark] for place, mark in enumerate(self._imprints) if mark in before}

    def place(self, position: int, entry: int) -> None:
        """Take note that an entry that was read stands there."""
        self._entries[position] = entry

    def save(self) -> None:
        """Store it, last first."""
        places = sorted(self._entries, reverse=True)
        marks = b"".join(self._imprints[place] if self._imprints else NONE for place in places)
        self._connection.execute(
            "UPDATE fetches SET document = ?, imprints = ? WHERE feed = ?",
            (array("q", [self._entries[place] for place in places]).tobytes(), marks, self._feed),
        )


def known_entries(connection: sqlite3.Connection, feed: int) -> dict[bytes, int]:
    """The entries of a feed's last document by what they are known again by, as far as they are still there."""
    document, imprints = connection.execute(
        "SELECT document, imprints FROM fetches WHERE feed = ?", (feed,)
    ).fetchone()  # fmt: skip
    entries = array("q", document)
    sql = f"SELECT id FROM entries WHERE feed = ? AND id {AMONG}"
    there = {row[0] for row in connection.execute(sql, (feed, listed(entries)))}
    marked = zip(split(imprints), entries, strict=False)
    return {mark: entry for mark, entry in marked if mark != NONE and entry in there}
