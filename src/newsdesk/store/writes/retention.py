"""What is kept for how long: old bodies go first, old headlines much later, nothing that the person put by."""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from newsdesk.store.connection import give_pages_back, transaction
from newsdesk.store.documents import NO_BLOCKS
from newsdesk.store.writes.index import reindex, unindex

KEPT_BODIES = 500
"""Newest entries of a feed whose bodies are kept, however old they are."""
HEADLINE_SECONDS = 2 * 365 * 86_400
"""Age at which headlines go, with their links and marks."""
FORGOTTEN_SECONDS = 90 * 86_400
"""How long the identity of a dropped entry is remembered, so that it does not come back as new."""
SLICE = 500
"""Headlines looked at in one transaction."""
PAUSE = 86_400
"""Seconds between two passes."""


class Fate(Enum):
    """What becomes of a headline."""

    KEEP = auto()
    STRIP = auto()
    """Its body goes: what is left is what lists show, and its place in the index."""
    DROP = auto()


@dataclass(frozen=True, slots=True)
class Kept:
    """What speaks for keeping a headline; `age` in seconds since it was first seen."""

    age: int
    put_by: bool
    """Starred, for later, or tagged."""
    in_document: bool
    """Still in the last document of one of its feeds."""
    among_newest: bool
    """Among the newest KEPT_BODIES of one of its feeds."""


def fate(kept: Kept, keep_seconds: int) -> Fate:
    """What becomes of a headline whose bodies are kept for `keep_seconds`."""
    if kept.put_by or kept.in_document or kept.age < keep_seconds:
        return Fate.KEEP
    if kept.age >= max(HEADLINE_SECONDS, keep_seconds):
        return Fate.DROP
    return Fate.KEEP if kept.among_newest else Fate.STRIP


def sweep(connection: sqlite3.Connection, now: int, keep_days: int) -> bool:
    """Look at the next SLICE of old headlines and let go what is over its time; whether more are left to look at.

    The place is kept in the database, so a pass goes on where a worker stopped. Two transactions of its own.
    """
    keep_seconds = keep_days * 86_400
    with transaction(connection):
        place = _place(connection)
        rows = connection.execute(
            "SELECT id, first_seen, starred OR later OR EXISTS (SELECT 1 FROM tags WHERE headline = headlines.id) "
            "FROM headlines WHERE id > ? ORDER BY id LIMIT ?",
            (place, SLICE),
        ).fetchall()
        old = [(id_, now - seen, bool(put_by)) for id_, seen, put_by in rows if now - seen >= keep_seconds]
        fates = _fates(connection, old, keep_seconds)
        for id_, what in fates.items():
            if what is Fate.STRIP:
                _strip(connection, id_)
            elif what is Fate.DROP:
                _drop(connection, id_, now)
        # Ids rise with the time of coming: behind a slice without anything old there is nothing old.
        more = len(rows) == SLICE and bool(old)
        _set_place(connection, rows[-1][0] if more else 0)
        if not more:
            connection.execute("DELETE FROM forgotten WHERE until < ?", (now,))
            connection.execute("DELETE FROM pictures WHERE fetched < ?", (now - keep_seconds,))
            connection.execute("INSERT OR REPLACE INTO meta VALUES ('retention_done', ?)", (now,))
    give_pages_back(connection)
    return more


def next_sweep(connection: sqlite3.Connection) -> int:
    """When a pass is due, Unix seconds: at once for one that was begun, else a day after the last."""
    if _place(connection):
        return 0
    row = connection.execute("SELECT value FROM meta WHERE key = 'retention_done'").fetchone()
    return int(row[0]) + PAUSE if row else 0


def _fates(connection: sqlite3.Connection, old: Sequence[tuple[int, int, bool]], keep_seconds: int) -> dict[int, Fate]:
    newest: dict[int, tuple[int, int]] = {}
    documents: dict[int, frozenset[int]] = {}
    fates = {}
    for id_, age, put_by in old:
        entries = connection.execute("SELECT id, feed, sort_time FROM entries WHERE headline = ?", (id_,)).fetchall()
        for _, feed, _ in entries:
            if feed not in documents:
                documents[feed], newest[feed] = _last_document(connection, feed), _oldest_of_newest(connection, feed)
        fates[id_] = fate(
            Kept(
                age, put_by,
                in_document=any(entry in documents[feed] for entry, feed, _ in entries),
                among_newest=any((time, id_) >= newest[feed] for _, feed, time in entries),
            ),
            keep_seconds,
        )  # fmt: skip
    return fates


def _last_document(connection: sqlite3.Connection, feed: int) -> frozenset[int]:
    row = connection.execute("SELECT document FROM fetches WHERE feed = ?", (feed,)).fetchone()
    return frozenset(array("q", row[0])) if row else frozenset()


def _oldest_of_newest(connection: sqlite3.Connection, feed: int) -> tuple[int, int]:
    row = connection.execute(
        "SELECT sort_time, headline FROM entries WHERE feed = ? "
        "ORDER BY sort_time DESC, headline DESC LIMIT 1 OFFSET ?",
        (feed, KEPT_BODIES - 1),
    ).fetchone()
    return (row[0], row[1]) if row else (-(1 << 62), 0)


def _strip(connection: sqlite3.Connection, headline: int) -> None:
    if not connection.execute(
        "SELECT 1 FROM articles WHERE headline = ? AND (origin <> 'feed' OR document <> ?) "
        "UNION ALL SELECT 1 FROM bodies WHERE entry IN (SELECT id FROM entries WHERE headline = ?) LIMIT 1",
        (headline, NO_BLOCKS, headline),
    ).fetchone():
        return
    unindex(connection, headline)
    connection.execute("DELETE FROM bodies WHERE entry IN (SELECT id FROM entries WHERE headline = ?)", (headline,))
    connection.execute("DELETE FROM revisions WHERE entry IN (SELECT id FROM entries WHERE headline = ?)", (headline,))
    connection.execute("DELETE FROM pages WHERE headline = ?", (headline,))
    connection.execute("DELETE FROM articles WHERE headline = ?", (headline,))
    connection.execute("INSERT INTO articles (headline, document) VALUES (?, ?)", (headline, NO_BLOCKS))
    reindex(connection, headline)
    connection.execute("UPDATE headlines SET digested = 1 WHERE id = ? AND digested = 0", (headline,))


def _drop(connection: sqlite3.Connection, headline: int, now: int) -> None:
    unindex(connection, headline)
    connection.execute(
        "INSERT OR REPLACE INTO forgotten SELECT feed, identity, ? FROM entries WHERE headline = ?",
        (now + FORGOTTEN_SECONDS, headline),
    )
    connection.execute("DELETE FROM entries WHERE headline = ?", (headline,))
    connection.execute("DELETE FROM readings WHERE headline = ?", (headline,))
    (story,) = connection.execute("DELETE FROM headlines WHERE id = ? RETURNING story", (headline,)).fetchone()
    connection.execute(
        "DELETE FROM stories WHERE id = ?1 AND followed = 0 AND NOT EXISTS (SELECT 1 FROM headlines WHERE story = ?1)",
        (story,),
    )


def _place(connection: sqlite3.Connection) -> int:
    row = connection.execute("SELECT value FROM meta WHERE key = 'retention_place'").fetchone()
    return int(row[0]) if row else 0


def _set_place(connection: sqlite3.Connection, place: int) -> None:
    connection.execute("INSERT OR REPLACE INTO meta VALUES ('retention_place', ?)", (place,))
