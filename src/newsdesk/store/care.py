"""The care of a database: what is wrong with it, and the mending of counts and index."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from newsdesk.store.connection import open_reader, open_writer, transaction, translated
from newsdesk.store.writes.index import reindex

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
_REINDEX_SLICE = 200


def examine(path: Path) -> list[str]:
    """A line for each thing that is wrong, in words; empty when all is well. Takes a second a gigabyte."""
    with translated(path), closing(open_reader(path)) as connection:
        damage = [row[0] for row in connection.execute("PRAGMA integrity_check(10)") if row[0] != "ok"]
        return [
            *(f"database: {line}" for line in damage),
            *_wrong_counts(connection),
            *_orphans(connection),
        ]


def mend(path: Path) -> int:
    """Set every count to what it counts; how many were wrong."""
    with translated(path), closing(open_writer(path)) as connection, transaction(connection):
        wrong = len(_wrong_counts(connection))
        connection.execute("UPDATE counts SET unread = 0, total = 0")
        connection.execute(f"INSERT OR REPLACE INTO counts {_COUNTED}")
        return wrong


def fill_index(path: Path) -> int:
    """Fill the search index anew from the stored blocks; how many articles are in it."""
    with translated(path), closing(open_writer(path)) as connection:
        with transaction(connection):
            connection.execute("INSERT INTO search (search) VALUES ('delete-all')")
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


def _orphans(connection: sqlite3.Connection) -> list[str]:
    broken = connection.execute("PRAGMA foreign_key_check").fetchall()
    (empty,) = connection.execute(
        "SELECT count(*) FROM headlines WHERE NOT EXISTS (SELECT 1 FROM entries WHERE headline = headlines.id)"
    ).fetchone()
    (stuck,) = connection.execute("SELECT count(*) FROM journal WHERE kind = 'mark' AND written < amount").fetchone()
    return [
        *(f"table {table}, row {row}: its {parent} is missing" for table, row, parent, _ in broken[:10]),
        *([f"{empty} headlines that no feed carries"] if empty else []),
        *([f"{stuck} marks half written: start newsdesk once"] if stuck else []),
    ]
