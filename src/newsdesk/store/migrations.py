"""The steps from an empty file to the database of this version, and the one way to take them."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from sqlite_utils import Database, Migrations

from newsdesk import clock
from newsdesk.errors import StoreError
from newsdesk.store.connection import APPLICATION_ID, BUSY_TIMEOUT, VERSION, broken, is_current
from newsdesk.store.schema import TABLES, TRIGGERS

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
