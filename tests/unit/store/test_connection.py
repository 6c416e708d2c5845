"""What the store's connections do beside queries."""

from __future__ import annotations

import sqlite3
import threading

import pytest

from builders import Desk
from newsdesk.store import connection
from newsdesk.store.connection import give_pages_back, open_writer, transaction

PAGES = 200


def test_free_pages_go_back_some_at_a_time(desk: Desk) -> None:
    """What was deleted gives the file's pages back in a few pieces, and in the end all of them."""
    store = desk.connection
    with transaction(store):
        store.execute("CREATE TABLE filling (page BLOB)")
        store.executemany("INSERT INTO filling VALUES (zeroblob(4000))", [()] * PAGES)
        store.execute("DELETE FROM filling")
    pieces = 1
    while give_pages_back(store):
        pieces += 1
    assert 1 < pieces <= PAGES / 20
    assert store.execute("PRAGMA freelist_count").fetchone() == (0,)


def test_a_transaction_waits_for_another_to_end(desk: Desk) -> None:
    """Who finds the write lock taken has it when it is free; what else it runs waits as long as before."""
    other = open_writer(desk.path)
    begun, ended = threading.Event(), threading.Event()

    def write() -> None:
        begun.set()
        with transaction(other):
            ended.set()

    with transaction(desk.connection):
        waiting = threading.Thread(target=write)
        waiting.start()
        assert begun.wait(10)
        assert not ended.wait(0.05)
    waiting.join(10)
    assert ended.is_set()
    assert other.execute("PRAGMA busy_timeout").fetchone() == (5_000,)
    other.close()


def test_a_transaction_does_not_wait_for_ever(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the lock stays taken it says so in the end."""
    monkeypatch.setattr(connection, "BUSY_TIMEOUT", 0.05)
    other = open_writer(desk.path)
    with (
        transaction(desk.connection),
        pytest.raises(sqlite3.OperationalError, match="locked"),
        transaction(other),
    ):
        pass
    other.close()
