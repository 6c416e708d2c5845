"""The care of a database: what is wrong with it, and the mending of counts, orphans, requests and index."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from newsdesk import clock
from newsdesk.store.connection import open_reader, open_writer, transaction, translated
from newsdesk.store.writes.index import empty_index, reindex

_COUNTED = """
    SELECT 'all' AS kind, '' AS key, coalesce(sum(read = 0), 0) AS unread, count(*) AS total
        FROM headlines WHERE hidden = 0
    UNION ALL SELECT 'section', section, sum(read = 0), count(*) FROM headlines WHERE hidden = 0 GROUP BY section
    UNION ALL SELECT 'starred', '', coalesce(sum(read = 0), 0), count(*) FROM headlines WHERE starred = 1
    UNION ALL SELECT 'later', '', coalesce(sum(read = 0), 0), count(*) FROM headlines WHERE later = 1
    UNION ALL SELECT 'feed', CAST(carrier AS TEXT), sum(read = 0), count(*) FROM headlines h
        JOIN (SELECT DISTINCT feed AS carrier, headline FROM entries) e ON e.headline = h.id
        GROUP BY carrier
"""
_CARRY = """
    INSERT INTO entries (feed, identity, headline, sort_time, hash, url, first_seen)
        SELECT feed, 'salvaged:' || id, id, sort_time, x'', '', first_seen FROM headlines h
        WHERE NOT EXISTS (SELECT 1 FROM entries WHERE headline = h.id)
"""
_REINDEX_SLICE = 200
STUCK_SECONDS = 600
"""Age from which a request that nobody has answered counts as stuck; pages and rounds take a minute at most."""


def examine(path: Path) -> list[str]:
    """A line for each thing that is wrong, in words; empty when all is well. Takes a second a gigabyte."""
    with translated(path), closing(open_reader(path)) as connection:
        return [
            *_damage(connection),
            *_wrong_counts(connection),
            *_orphans(connection),
            *_stuck(connection, clock.now()),
        ]


def is_damaged(path: Path) -> bool:
    """Whether the file itself is not whole: then nothing may be written to it, only salvaged out of it."""
    with translated(path), closing(open_reader(path)) as connection:
        return bool(_damage(connection))


def mend(path: Path) -> int:
    """Set every count to what it counts, tie up what has lost its parents, end stuck requests; how many were wrong."""
    now = clock.now()
    with translated(path), closing(open_writer(path)) as connection:
        connection.execute("PRAGMA foreign_keys=OFF")
        with transaction(connection):
            wrong = len(_wrong_counts(connection)) + len(_stuck(connection, now))
            wrong += tie_up(connection)
            connection.execute(
                "UPDATE requests SET done = ?, answer = 'nobody took it up' WHERE done IS NULL AND made < ?",
                (now, now - STUCK_SECONDS),
            )
            connection.execute("UPDATE counts SET unread = 0, total = 0")
            connection.execute(f"INSERT OR REPLACE INTO counts {_COUNTED}")
            return wrong


def tie_up(connection: sqlite3.Connection) -> int:
    """Drop rows whose parents are lost, let headlines without an entry be carried by their feed; how many there were.

    Within the caller's transaction, foreign keys off.
    """
    found = 0
    while lost := connection.execute("PRAGMA foreign_key_check").fetchall():
        found += len(lost)
        for table, rowid, *_ in lost:
            if rowid is not None:
                connection.execute(f"DELETE FROM {table} WHERE rowid = ?", (rowid,))
        if any(rowid is None for _, rowid, *_ in lost):
            connection.execute("DELETE FROM folders WHERE feed NOT IN (SELECT id FROM feeds)")
            connection.execute("DELETE FROM tags WHERE headline NOT IN (SELECT id FROM headlines)")
    return found + connection.execute(_CARRY).rowcount


def fill_index(path: Path) -> int:
    """Fill the search index anew from the stored blocks; how many articles are in it."""
    with translated(path), closing(open_writer(path)) as connection:
        with transaction(connection):
            empty_index(connection)
            connection.execute("UPDATE articles SET indexed = 0")
        ids = [row[0] for row in connection.execute("SELECT headline FROM articles ORDER BY headline")]
        for start in range(0, len(ids), _REINDEX_SLICE):
            with transaction(connection):
                for headline in ids[start : start + _REINDEX_SLICE]:
                    reindex(connection, headline)
        return len(ids)


def _wrong_counts(connection: sqlite3.Connection) -> list[str]:
    kept = {tuple(row[:2]): row[2:] for row in connection.execute("SELECT * FROM counts")}
    counted = {tuple(row[:2]): row[2:] for row in connection.execute(_COUNTED)}
    wrong = [key for key in kept.keys() | counted.keys() if kept.get(key, (0, 0)) != counted.get(key, (0, 0))]
    return [
        f"count of {kind} {key}: {kept.get((kind, key))} kept, {counted.get((kind, key), (0, 0))} counted (--mend)"
        for kind, key in sorted(wrong)
    ]


def _damage(connection: sqlite3.Connection) -> list[str]:
    found = [row[0] for row in connection.execute("PRAGMA integrity_check(10)") if row[0] != "ok"]
    return [f"database: {line} (--salvage FILE)" for line in found]


def _stuck(connection: sqlite3.Connection, now: int) -> list[str]:
    (stuck,) = connection.execute(
        "SELECT count(*) FROM requests WHERE done IS NULL AND made < ?", (now - STUCK_SECONDS,)
    ).fetchone()
    return [f"{stuck} requests that no worker took up (--mend)"] if stuck else []


def _orphans(connection: sqlite3.Connection) -> list[str]:
    broken = connection.execute("PRAGMA foreign_key_check").fetchall()
    (empty,) = connection.execute(
        "SELECT count(*) FROM headlines WHERE NOT EXISTS (SELECT 1 FROM entries WHERE headline = headlines.id)"
    ).fetchone()
    (stuck,) = connection.execute("SELECT count(*) FROM journal WHERE kind = 'mark' AND written < amount").fetchone()
    return [
        *(f"table {table}, row {row}: its {parent} is missing (--mend)" for table, row, parent, _ in broken[:10]),
        *([f"{empty} headlines that no feed carries (--mend)"] if empty else []),
        *([f"{stuck} marks half written: start newsdesk once"] if stuck else []),
    ]
