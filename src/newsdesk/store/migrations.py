"""The steps from an empty file to the database of this version, and the one way to take them."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from sqlite_utils import Database, Migrations

from newsdesk import clock
from newsdesk.errors import StoreError
from newsdesk.store import recent
from newsdesk.store.connection import APPLICATION_ID, BUSY_TIMEOUT, VERSION, broken, is_current
from newsdesk.store.schema import RECENT, TABLES, TRIGGERS
from newsdesk.store.writes.entries import article_key

KEPT_COPIES = 3
"""Copies of the database that are kept, the newest."""

COPY_SECONDS = 7 * 86_400
"""Seconds between two copies that the worker makes."""

steps = Migrations("newsdesk")


@steps()
def m0001_the_beginning(database: Database) -> None:
    """All tables, their indexes and the triggers that keep the counts."""
    for statement in _statements(TABLES) + _statements(TRIGGERS):
        database.conn.execute(statement)


@steps()
def m0002_sign_ins(database: Database) -> None:
    """A feed whose server refuses a sign-in waits for another one, told by its mark."""
    database.conn.execute("ALTER TABLE fetches ADD COLUMN refused TEXT NOT NULL DEFAULT ''")


@steps()
def m0003_html_with_its_article(database: Database) -> None:
    """An article takes in the HTML that it was made of (store/writes/bodies.py), with its entry and base."""
    for column in (
        "entry INTEGER NOT NULL DEFAULT 0",
        "html BLOB NOT NULL DEFAULT x''",
        "base_url TEXT NOT NULL DEFAULT ''",
    ):
        database.conn.execute(f"ALTER TABLE articles ADD COLUMN {column}")


@steps()
def m0004_an_address_once(database: Database) -> None:
    """An address stands with its headline; what headlines are found by is a hash, and entries don't say it again."""
    database.conn.create_function("article_key", 1, article_key, deterministic=True)
    database.conn.execute("UPDATE headlines SET key = article_key(key)")
    database.conn.execute("UPDATE entries SET url = '' WHERE url = (SELECT url FROM headlines WHERE id = headline)")


@steps()
def m0005_what_came_last(database: Database) -> None:
    """Two small tables of the index for what came in last (store/recent.py)."""
    for statement in _statements(RECENT):
        database.conn.execute(statement)


@steps()
def m0006_only_what_is_read(database: Database) -> None:
    """Entries keep neither categories nor picture: nothing reads them once the entry has its section and blocks."""
    for column in ("picture", "categories"):
        database.conn.execute(f"ALTER TABLE entries DROP COLUMN {column}")


@steps()
def m0007_unplaced_by_time(database: Database) -> None:
    """What waits for a story is found by its time: what was too old to be placed when it came is never looked at."""
    database.conn.execute("DROP INDEX headlines_unplaced")
    database.conn.execute(
        "CREATE INDEX headlines_unplaced ON headlines (sort_time, id) WHERE story IS NULL AND hidden = 0"
    )


@steps()
def m0008_beginnings_of_what_came_last(database: Database) -> None:
    """What came in last is found by its first letters too; its two tables begin anew with what comes now."""
    for table in recent.TABLES:
        database.conn.execute(f"DROP TABLE {table}")
    database.conn.execute("DELETE FROM meta WHERE key = 'recent'")
    for statement in _statements(RECENT):
        database.conn.execute(statement)


def upgrade(path: Path, backups: Path) -> bool:
    """Make the database or bring it to this version, after a copy of the old file; True if anything was done.

    Several programs may call it at once. Raises StoreError where the file must not be touched or can't be written.
    """
    if is_current(path):
        return False
    if path.exists() and path.stat().st_size:
        copy(path, backups)
    try:
        _make_private(path)
        connection = sqlite3.connect(path, timeout=BUSY_TIMEOUT, isolation_level=None)
        try:
            _take_steps(connection)
        finally:
            connection.close()
    except sqlite3.Error as error:
        raise broken(path, error) from error
    except OSError as error:
        raise StoreError(f"The database {path} can't be made: {error.strerror}") from error
    return True


def copy(path: Path, backups: Path) -> Path:
    """A consistent copy of the database while others use it; the newest KEPT_COPIES stay."""
    backups.mkdir(mode=0o700, parents=True, exist_ok=True)
    target = backups / f"newsdesk-{clock.utc(clock.now()):%Y%m%d-%H%M%S}.db"
    backup(path, target)
    for old in sorted(backups.glob("newsdesk-*.db"))[:-KEPT_COPIES]:
        old.unlink()
    return target


def next_copy(backups: Path, since: int) -> int:
    """When the weekly copy is due, Unix seconds: a week after the newest one, else after `since`."""
    made = [int(old.stat().st_mtime) for old in backups.glob("newsdesk-*.db")]
    return max(made, default=since) + COPY_SECONDS


def backup(path: Path, target: Path) -> None:
    """Write a whole, consistent copy to `target`, replaced in one step; raises StoreError when it can't be."""
    temporary = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        _make_private(temporary)
        source, destination = sqlite3.connect(path, timeout=BUSY_TIMEOUT), sqlite3.connect(temporary)
        try:
            # In one step, from one moment: in several it begins anew whenever somebody writes in between.
            source.backup(destination)
        finally:
            source.close()
            destination.close()
        os.replace(temporary, target)
    except sqlite3.Error as error:
        temporary.unlink(missing_ok=True)
        raise broken(path, error) from error
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise StoreError(f"{target} can't be written: {error.strerror}") from error


def _take_steps(connection: sqlite3.Connection) -> None:
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema")}
    if not tables:
        connection.execute("PRAGMA auto_vacuum=INCREMENTAL")
    elif steps.migrations_table not in tables:
        # Even the change to a write-ahead log would rewrite what somebody else made.
        raise sqlite3.DatabaseError("it has newsdesk's mark, but not its tables")
    connection.execute("PRAGMA journal_mode=WAL")
    # All pending steps in one transaction: of three programs that open a new file at once, one makes it.
    connection.execute("BEGIN IMMEDIATE")
    steps.apply(Database(connection))
    connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version={VERSION}")
    connection.execute("COMMIT")


def _make_private(path: Path) -> None:
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))


def _statements(script: str) -> list[str]:
    """The statements of a script; executescript would end the transaction they belong to."""
    statements, statement = [], ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            statements.append(statement)
            statement = ""
    return statements
