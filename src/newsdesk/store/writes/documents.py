"""The last document of a feed: which entries stand in it, and what they are known again by."""

from __future__ import annotations

import sqlite3
from array import array

from newsdesk.model.feeds import ParsedFeed
from newsdesk.model.imprints import NONE, split


class LastDocument:
    """What takes the place of a feed's last document when another one came; within the caller's transaction."""

    def __init__(self, connection: sqlite3.Connection, feed: int, parsed: ParsedFeed) -> None:
        self._connection = connection
        self._feed = feed
        self._imprints = parsed.imprints
        (packed,) = connection.execute("SELECT document FROM fetches WHERE feed = ?", (feed,)).fetchone()
        before = dict(zip(list_imprints(connection, feed), array("q", packed), strict=False))
        before.pop(NONE, None)
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


def list_imprints(connection: sqlite3.Connection, feed: int) -> list[bytes]:
    """What the entries of a feed's last document are known again by, NONE for those that aren't."""
    (packed,) = connection.execute("SELECT imprints FROM fetches WHERE feed = ?", (feed,)).fetchone()
    return split(packed)
