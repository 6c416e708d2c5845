"""What the screen asks of the worker, by way of the database."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from typing import Literal, NamedTuple, TypeAlias

from newsdesk import clock
from newsdesk.errors import StoreError
from newsdesk.store.connection import transaction

RequestKind: TypeAlias = Literal[
    "refresh-feed", "refresh-all", "digest", "full-text", "changes", "picture", "add-feed", "sign-in", "desk"
]
PATIENCE = 900.0
"""Seconds after which a command that waits for the worker gives up."""
KEPT_SECONDS = 86_400
"""How long a request that is done stays, so that who asked can read the answer."""


class Request(NamedTuple):
    """One wish: its kind, and what it is about.

    The key is a feed's ids (refresh-feed, by commas), "" or "force" (refresh-all), a headline's id (digest, full-text,
    changes), a headline's id and a picture's address parted by a blank (picture), a feed's id (sign-in: it is asked at
    once, with what it is signed in with now), or JSON with url, folder and window (add-feed). `desk` has the front page
    and the picks made anew.
    """

    id: int
    kind: RequestKind
    key: str


def ask(connection: sqlite3.Connection, kind: RequestKind, key: str, now: int) -> int:
    """Ask the worker for something; the same wish waits once. Returns the request's id."""
    with transaction(connection):
        row = connection.execute(
            "SELECT id FROM requests WHERE kind = ? AND key = ? AND done IS NULL", (kind, key)
        ).fetchone()
        if row:
            return int(row[0])
        connection.execute("DELETE FROM requests WHERE done < ?", (now - KEPT_SECONDS,))
        (id_,) = connection.execute(
            "INSERT INTO requests (kind, key, made) VALUES (?, ?, ?) RETURNING id", (kind, key, now)
        ).fetchone()
        return int(id_)


def list_open(connection: sqlite3.Connection) -> list[Request]:
    """The wishes that wait, oldest first."""
    return [Request(*row) for row in connection.execute("SELECT id, kind, key FROM requests WHERE done IS NULL")]


def finish(connection: sqlite3.Connection, request: int, now: int, answer: str = "") -> None:
    """Say that a wish is done, or in words why it can't be; within the caller's transaction or alone."""
    connection.execute("UPDATE requests SET done = ?, answer = ? WHERE id = ?", (now, answer, request))


def note(connection: sqlite3.Connection, kind: RequestKind, key: str, now: int, answer: str) -> None:
    """Keep the answer to a wish that nobody had to make, for whoever would make it."""
    with transaction(connection):
        connection.execute(
            "INSERT INTO requests (kind, key, made, done, answer) VALUES (?, ?, ?, ?, ?)", (kind, key, now, now, answer)
        )


def answer(connection: sqlite3.Connection, request: int) -> str | None:
    """The answer to a wish ("" when it went well), None while it waits."""
    row = connection.execute("SELECT done, answer FROM requests WHERE id = ?", (request,)).fetchone()
    return None if row and row[0] is None else row[1] if row else ""


def wait(connection: sqlite3.Connection, request: int, told: Callable[[], None] = lambda: None) -> str:
    """Wait for the answer to a wish, calling `told` ten times a second meanwhile; for the command line.

    Raises StoreError where no worker takes it up for PATIENCE seconds, because the one that held the lock is gone.
    """
    began = clock.monotonic()
    while (found := answer(connection, request)) is None:
        if clock.monotonic() - began > PATIENCE:
            raise StoreError("The worker does not answer", "Is the newsdesk that runs it stuck? See its log.")
        told()
        time.sleep(0.1)
    return found
