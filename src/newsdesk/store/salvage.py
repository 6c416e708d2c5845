"""Saves what can be read of a damaged database into a new one; the damaged file is only read."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from newsdesk.errors import StoreError
from newsdesk.store import care
from newsdesk.store.connection import broken, open_writer, transaction
from newsdesk.store.migrations import upgrade

_TABLES = (
    "feeds", "folders", "fetches", "stories", "headlines", "entries", "bodies", "revisions", "articles",
    "pages", "pictures", "tags", "places", "readings", "forgotten",
)  # fmt: skip
"""What is saved, parents first; counts and index are made anew, requests and undo steps are not worth the risk."""
_STEP = 256
_LARGEST = 4_000_000
"""Row ids looked at where the largest can't be told."""


def salvage(path: Path, target: Path) -> dict[str, int]:
    """Copy every row that can be read to a new database at `target`; how many of each table were saved.

    Raises StoreError when `target` exists, or nothing can be read.
    """
    if target.exists():
        raise StoreError(f"{target} exists already", "Name a file that does not.")
    upgrade(target, target.parent)
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as source:
            source.execute("SELECT count(*) FROM sqlite_schema").fetchone()
            with closing(open_writer(target)) as made:
                made.execute("PRAGMA foreign_keys=OFF")
                triggers = made.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
                for name, _ in triggers:
                    made.execute(f"DROP TRIGGER {name}")
                saved = {table: _copy(source, made, table) for table in _TABLES}
                if not any(saved.values()):
                    raise StoreError(f"Nothing of {path} can be read", "Is there a copy in the folder backups?")
                _tie_up(made)
                for _, sql in triggers:
                    made.execute(sql)
    except sqlite3.Error as error:
        _remove(target)
        raise broken(path, error) from error
    except StoreError:
        _remove(target)
        raise
    care.mend(target)
    care.fill_index(target)
    return saved


def _copy(source: sqlite3.Connection, made: sqlite3.Connection, table: str) -> int:
    columns = [name for _, name, *_ in made.execute(f"PRAGMA table_info({table})")]
    try:
        there = {name for _, name, *_ in source.execute(f"PRAGMA table_info({table})")}
        columns = [name for name in columns if name in there]
    except sqlite3.DatabaseError:
        return 0
    if not columns:
        return 0
    names, marks = ", ".join(columns), ", ".join("?" * len(columns))
    saved = 0
    with transaction(made):
        for row in _rows(source, table, names):
            try:
                made.execute(f"INSERT OR REPLACE INTO {table} ({names}) VALUES ({marks})", row)
                saved += 1
            except sqlite3.IntegrityError:
                continue  # what is left of a damaged row breaks a rule
    return saved


def _rows(source: sqlite3.Connection, table: str, names: str) -> Iterator[tuple[object, ...]]:
    if not _has_rowid(source, table):
        yield from _until_damage(source, f"SELECT {names} FROM {table}")
        return
    first, last = _bounds(source, table)
    for start in range(first, last + 1, _STEP):
        sql = f"SELECT {names} FROM {table} WHERE rowid BETWEEN {start} AND "
        try:
            yield from source.execute(f"{sql}{start + _STEP - 1}").fetchall()
        except sqlite3.DatabaseError:
            for rowid in range(start, start + _STEP):
                yield from _until_damage(source, f"SELECT {names} FROM {table} WHERE rowid = {rowid}")


def _has_rowid(source: sqlite3.Connection, table: str) -> bool:
    (sql,) = source.execute("SELECT sql FROM sqlite_schema WHERE name = ?", (table,)).fetchone()
    return "WITHOUT ROWID" not in sql.upper()


def _bounds(source: sqlite3.Connection, table: str) -> tuple[int, int]:
    try:
        first, last = source.execute(f"SELECT min(rowid), max(rowid) FROM {table}").fetchone()
    except sqlite3.DatabaseError:
        return 1, _LARGEST
    return (first, last) if last is not None else (1, 0)


def _until_damage(source: sqlite3.Connection, sql: str) -> Iterator[tuple[object, ...]]:
    try:
        yield from source.execute(sql)
    except sqlite3.DatabaseError:
        return


def _tie_up(made: sqlite3.Connection) -> None:
    """Drop rows whose parents are lost, and let every headline that is left be carried by its feed."""
    with transaction(made):
        care.tie_up(made)
        made.execute("INSERT OR IGNORE INTO fetches (feed) SELECT id FROM feeds")
        # What is lost and still stands in a feed comes back with the next round.
        made.execute("UPDATE fetches SET etag = '', last_modified = '', body_hash = ''")
        made.execute("UPDATE articles SET indexed = 0")
        made.execute(
            "UPDATE meta SET value = (SELECT coalesce(max(change_seq), 0) FROM headlines) WHERE key = 'change_seq'"
        )
        made.execute(
            "UPDATE headlines SET digested = 0 WHERE NOT EXISTS (SELECT 1 FROM articles WHERE headline = headlines.id)"
        )


def _remove(target: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        Path(f"{target}{suffix}").unlink(missing_ok=True)
