"""Connections to newsdesk.db, opened only when the file is ours and of this version."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal, TypeAlias

from newsdesk import clock
from newsdesk.errors import StoreError
from newsdesk.store import one_step
from newsdesk.store.schema import TRIGGER_NAMES
from newsdesk.text import clean_line
from newsdesk.words import fold

Connection: TypeAlias = sqlite3.Connection
"""What the functions of this package take; callers need not know SQLite."""
DatabaseError: TypeAlias = sqlite3.Error
"""What they raise when a statement fails; `translated` makes a StoreError of it."""
APPLICATION_ID = 0x6E657764
"""PRAGMA application_id of a newsdesk database ("newd")."""
VERSION = 1
"""PRAGMA user_version that this program reads and writes: the number of migrations."""
BUSY_TIMEOUT = 5.0
"""Seconds a statement waits for another connection's write."""
_LOOK = 5
"""Milliseconds within which SQLite looks three times whether another connection has let go of the write lock."""
_PAGES = 64
"""Pages that are given back to the disk at a time."""


def is_current(path: Path) -> bool:
    """Whether the database is there, ours and of this version; False where it must be made or upgraded.

    Raises StoreError where it must not be touched: foreign, newer, damaged or unreadable. The file's bytes are
    left alone in every case.
    """
    # Never opened but by SQLite: closing a file of one's own gives up every lock that this process has on it, and
    # then the next program that ends takes itself for the last one and deletes the write-ahead log under us.
    try:
        size = path.stat().st_size
    except FileNotFoundError:
        return False
    except OSError as error:
        raise StoreError(f"The database {path} can't be read: {error.strerror}") from error
    if not size:
        return False
    application, version = _read_identity(path)
    if application == 0 and version == 0:
        if _is_blank(path):
            return False
        # Another newsdesk may have made it between the two looks.
        application, version = _read_identity(path)
    if application != APPLICATION_ID:
        other = "another program's database"
        if application == 0 and version > VERSION:
            other += f", or was made by a newer newsdesk (version {version})"
        raise StoreError(f"{path} is {other}", "newsdesk leaves it alone; set NEWSDESK_HOME.")
    if version > VERSION:
        raise StoreError(
            f"{path} was written by a newer newsdesk (version {version}, this one knows {VERSION})",
            "Use the newer newsdesk; this one leaves the file alone.",
        )
    return version == VERSION


def open_reader(path: Path) -> sqlite3.Connection:
    """A connection for queries: it refuses to write. Raises StoreError where the database can't be used."""
    connection = _open(path)
    connection.execute("PRAGMA cache_size=-500")
    connection.execute("PRAGMA query_only=ON")
    return connection


def open_writer(path: Path, *, synchronous: Literal["FULL", "NORMAL"] = "NORMAL") -> sqlite3.Connection:
    """A connection for writes; FULL for what the person did. Raises StoreError where it can't be used."""
    connection = _open(path)
    connection.execute("PRAGMA cache_size=-8000")
    connection.execute(f"PRAGMA synchronous={synchronous}")
    connection.execute("PRAGMA journal_size_limit=16777216")
    return connection


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turns what SQLite raises inside the block into StoreError, for callers that know no SQLite."""
    try:
        yield
    except sqlite3.Error as error:
        raise broken(path, error) from error


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """One write transaction, taken at once, so that it never fails half-way for a lock."""
    _begin(connection)
    try:
        yield connection
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _begin(connection: sqlite3.Connection) -> None:
    # SQLite looks whether the lock is free at intervals that grow to a tenth of a second, and a worker that stores one
    # batch after the other has it again by then: a mark waited for up to four seconds.
    ended = clock.monotonic() + BUSY_TIMEOUT
    connection.execute(f"PRAGMA busy_timeout={_LOOK}")
    try:
        while True:
            try:
                connection.execute("BEGIN IMMEDIATE")
                return
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or clock.monotonic() >= ended:
                    raise
    finally:
        connection.execute(f"PRAGMA busy_timeout={round(BUSY_TIMEOUT * 1_000)}")


@contextmanager
def snapshot(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """Several queries that see one moment of the database."""
    connection.execute("BEGIN")
    try:
        yield connection
    finally:
        connection.execute("COMMIT")


def give_pages_back(connection: sqlite3.Connection) -> bool:
    """Give some free pages back to the disk, in a millisecond or two, outside transactions; whether more are left."""
    # Not `execute`, which takes one step of a statement that yields nothing: a page.
    connection.executescript(f"PRAGMA incremental_vacuum({_PAGES})")
    (left,) = connection.execute("PRAGMA freelist_count").fetchone()
    return bool(left)


def data_version(connection: sqlite3.Connection) -> int:
    """A number that changes when another connection commits; none may have an open cursor on this one."""
    (version,) = connection.execute("PRAGMA data_version").fetchone()
    return int(version)


def _open(path: Path) -> sqlite3.Connection:
    if not is_current(path):
        raise StoreError(f"{path} is not there or of an older version", "Start newsdesk once: it makes or upgrades it.")
    try:
        connection = sqlite3.connect(
            path, timeout=BUSY_TIMEOUT, isolation_level=None, check_same_thread=False, cached_statements=64
        )
        connection.create_function("fold", 1, fold, deterministic=True)
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute("PRAGMA trusted_schema=OFF")
        connection.execute("PRAGMA temp_store=MEMORY")
        strange = _strange(connection)
        connection.execute("SELECT 1 FROM headlines LIMIT 1").fetchone()
    except sqlite3.Error as error:
        raise broken(path, error) from error
    if strange:
        connection.close()
        raise StoreError(f"{path} has {strange}", "`newsdesk doctor --salvage FILE` makes a clean one.")
    return connection


def _strange(connection: sqlite3.Connection) -> str:
    """Views or triggers of somebody else's, which would run at our next read or write, or none of ours; "" else."""
    missing = set(TRIGGER_NAMES)
    for kind, name in one_step.rows(connection, "type, name", "sqlite_schema WHERE type IN ('view', 'trigger')"):
        if kind == "view" or name not in TRIGGER_NAMES:
            return f"a {kind} {clean_line(name, 60)!r} that newsdesk did not make"
        missing.discard(name)
    return "newsdesk's mark, but not its tables" if missing else ""


def broken(path: Path, error: sqlite3.Error) -> StoreError:
    """The error a person is told when SQLite can't go on with a database."""
    if isinstance(error, sqlite3.OperationalError):
        if not os.access(path, os.W_OK) or not os.access(path.parent, os.W_OK):
            return StoreError(f"{path} or its folder can't be written", "Give yourself the right to write there.")
        return StoreError(f"The database {path} can't be used: {error}")
    return StoreError(f"The database {path} is damaged: {error}", "`newsdesk doctor --salvage FILE` saves what can be.")


def _read_identity(path: Path) -> tuple[int, int]:
    # Read by SQLite, not from the header: a newer version may still be in the write-ahead log.
    try:
        connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=BUSY_TIMEOUT)
        try:
            (application,) = connection.execute("PRAGMA application_id").fetchone()
            (version,) = connection.execute("PRAGMA user_version").fetchone()
        finally:
            connection.close()
    except sqlite3.Error as error:
        if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_NOTADB:
            hint = "Move it away, or run `newsdesk doctor --salvage FILE`."
            raise StoreError(f"{path} is not a newsdesk database, or is damaged", hint) from error
        raise broken(path, error) from error
    return application, version


def _is_blank(path: Path) -> bool:
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
    try:
        return connection.execute("SELECT 1 FROM sqlite_schema LIMIT 1").fetchone() is None
    finally:
        connection.close()
