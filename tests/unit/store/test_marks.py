"""The writer thread: everything in order, on disk when it says so, and alive whatever goes wrong."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import pytest

from builders import Desk, entry, subscription
from newsdesk.errors import StoreError
from newsdesk.store import requests
from newsdesk.store.marks import MarkWriter


@pytest.fixture
def writer(desk: Desk) -> Iterator[MarkWriter]:
    """A writer on a desk of five headlines, ids 1 to 5."""
    desk.follow(subscription(1))
    desk.save(1, *(entry(n) for n in range(1, 6)))
    made = MarkWriter(desk.path)
    yield made
    made.close()


def test_done_means_on_disk(desk: Desk, writer: MarkWriter) -> None:
    """When its Future is done, another connection sees it."""
    writer.set([1, 2], "read", True, label="2 read").result(10)
    assert desk.value("SELECT sum(read) FROM headlines") == 2
    writer.set_place(1, 0.5).result(10)
    writer.set_place(1, 0.75).result(10)
    assert desk.rows("SELECT * FROM places") == [(1, 0.75)]
    writer.record_reading(1, 1_000, 30, 0.9).result(10)
    assert desk.rows("SELECT headline, opened, seconds, furthest FROM readings") == [(1, 1_000, 30, 0.9)]
    assert writer.pending == 0


def test_what_is_asked_of_the_worker_waits_once(desk: Desk, writer: MarkWriter) -> None:
    """The same wish twice is one request."""
    first, second = writer.ask("digest", "7").result(10), writer.ask("digest", "7").result(10)
    assert first == second
    assert [(r.kind, r.key) for r in requests.list_open(desk.connection)] == [("digest", "7")]


def test_writes_keep_their_order(desk: Desk, writer: MarkWriter) -> None:
    """The last word on a headline is the last that was said."""
    for number in range(50):
        writer.set([1], "starred", number % 2 == 0)
    assert writer.flush(20)
    assert desk.headline(1).starred is False


def test_closing_writes_what_is_left(desk: Desk) -> None:
    """Quitting loses no mark."""
    desk.follow(subscription(1))
    desk.save(1, entry(1))
    made = MarkWriter(desk.path)
    made.set([1], "later", True)
    made.close()
    assert desk.headline(1).later


def test_a_busy_database_is_waited_for(desk: Desk, writer: MarkWriter) -> None:
    """While the worker holds the write lock a mark waits, and is not lost."""
    desk.connection.execute("BEGIN IMMEDIATE")
    mark = writer.set([1], "read", True)
    assert not mark.done()
    desk.connection.execute("COMMIT")
    mark.result(10)
    assert desk.headline(1).read


def test_a_mark_that_can_not_be_written_says_so_and_the_next_is_tried(desk: Desk, writer: MarkWriter) -> None:
    """A StoreError for that one; when there is room again the next is written."""
    writer.set([1], "later", True).result(10)  # its connection stands: a database with such a trigger isn't opened
    desk.connection.execute("CREATE TRIGGER full BEFORE INSERT ON journal BEGIN SELECT raise(FAIL, 'disk full'); END")
    with pytest.raises(StoreError, match="disk full"):
        writer.set([1], "read", True).result(10)
    desk.connection.execute("DROP TRIGGER full")
    writer.set([2], "read", True).result(10)
    assert (desk.headline(1).read, desk.headline(2).read) == (False, True)


def test_a_database_that_is_not_there_says_so_and_is_tried_again(desk: Desk) -> None:
    """Marks fail with StoreError while the file is missing, and work when it is back."""
    desk.follow(subscription(1))
    desk.save(1, entry(1))
    desk.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    away = desk.path.with_name("away.db")
    desk.path.rename(away)
    writer = MarkWriter(desk.path)
    with pytest.raises(StoreError, match="is not there"):
        writer.set([1], "read", True).result(10)
    away.rename(desk.path)
    writer.set([1], "read", True).result(10)
    writer.close()
    desk.connection.close()
    desk.connection = sqlite3.connect(desk.path)
    assert desk.value("SELECT read FROM headlines") == 1


def test_a_cancelled_future_does_not_stop_the_writer(desk: Desk, writer: MarkWriter) -> None:
    """Who waits may go away; the mark is written all the same, and so is the next."""
    desk.connection.execute("BEGIN IMMEDIATE")
    mark = writer.set([1], "read", True)
    mark.cancel()
    desk.connection.execute("COMMIT")
    writer.set([2], "read", True).result(10)
    assert (desk.headline(1).read, desk.headline(2).read) == (True, True)


def test_a_wrong_mark_is_its_callers_error(desk: Desk, writer: MarkWriter) -> None:
    """And no end of the writer."""
    with pytest.raises(ValueError, match="no such mark"):
        writer.set([1], "title = 'x', read", True).result(10)  # type: ignore[arg-type]
    writer.set([2], "read", True).result(10)
    assert desk.titles() == [f"Title {n}" for n in range(1, 6)]
