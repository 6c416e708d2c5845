"""What the check finds, and what it puts right."""

from __future__ import annotations

import pytest

from builders import Desk, entry, subscription
from newsdesk import clock
from newsdesk.store import care, journal, requests


@pytest.fixture
def filled(desk: Desk) -> Desk:
    """Three digested headlines."""
    desk.follow(subscription(1))
    desk.save(1, *(entry(n) for n in (1, 2, 3)))
    desk.digest()
    return desk


@pytest.mark.parametrize(
    ("damage", "word"),
    [
        ("UPDATE counts SET unread = 7 WHERE kind = 'all'", "count of all"),
        ("DELETE FROM counts WHERE kind = 'section'", "count of section World"),
        ("INSERT INTO counts VALUES ('feed', '99', 1, 1)", "count of feed 99"),
    ],
)
def test_wrong_counts_are_found_and_put_right(filled: Desk, damage: str, word: str) -> None:
    """Each is named with what it is and what it should be."""
    filled.connection.execute(damage)
    assert any(word in line for line in care.examine(filled.path))
    assert care.mend(filled.path) == 1
    filled.check()


def test_headlines_that_no_feed_carries_are_found(filled: Desk) -> None:
    """And rows whose parent is missing."""
    filled.connection.execute("PRAGMA foreign_keys=OFF")
    filled.connection.execute("DELETE FROM entries WHERE id = 1")
    filled.connection.execute("DELETE FROM bodies WHERE entry = 2")
    filled.connection.execute("INSERT INTO tags VALUES (99, 'x')")
    found = care.examine(filled.path)
    assert any("1 headlines that no feed carries" in line for line in found)
    assert any("tags" in line for line in found)


def test_a_mark_half_written_is_told(filled: Desk) -> None:
    """With what to do."""
    action = journal.begin(filled.connection, "here", filled.now, [1, 2, 3], "read", True, "x")
    filled.connection.execute("UPDATE journal SET written = 1 WHERE id = ?", (action,))
    assert any("half written" in line for line in care.examine(filled.path))


def test_the_index_is_filled_anew(filled: Desk) -> None:
    """From the stored blocks, whatever state it was in."""
    filled.connection.execute("INSERT INTO search (search) VALUES ('delete-all')")
    assert filled.find("body") == []
    assert care.fill_index(filled.path) == 3
    assert filled.find("body 2") == ["Title 2"]
    filled.save(1, entry(2, title="Other", html="<p>words</p>"))
    filled.digest()
    assert filled.find("body 2") == []


def test_orphans_are_tied_up(filled: Desk) -> None:
    """A headline without an entry is carried by its feed again, with its marks; a row without its parent goes."""
    filled.connection.execute("PRAGMA foreign_keys=OFF")
    filled.connection.execute("UPDATE headlines SET starred = 1 WHERE id = 1")
    filled.connection.execute("DELETE FROM entries WHERE headline = 1")
    filled.connection.execute("INSERT INTO tags VALUES (99, 'x')")
    assert care.mend(filled.path) >= 2
    assert care.examine(filled.path) == []
    assert filled.connection.execute("SELECT starred FROM headlines WHERE id = 1").fetchone() == (1,)


def test_requests_that_nobody_took_up_are_found_and_ended(filled: Desk) -> None:
    """An old one is named and ended; one that was made just now may wait."""
    requests.ask(filled.connection, "refresh-all", "", 1_000)
    requests.ask(filled.connection, "digest", "1", clock.now())
    assert [line for line in care.examine(filled.path) if "1 requests that no worker took up" in line]
    assert care.mend(filled.path) == 1
    assert care.examine(filled.path) == []
    assert [request.kind for request in requests.list_open(filled.connection)] == ["digest"]


def test_a_damaged_file_is_told_from_a_whole_one(filled: Desk) -> None:
    """An index that lacks its rows is damage, which nothing may be written over."""
    assert not care.is_damaged(filled.path)
    filled.connection.execute("PRAGMA writable_schema=ON")
    filled.connection.execute("UPDATE sqlite_schema SET sql = sql || ' AND id > 1' WHERE name = 'headlines_time'")
    filled.connection.execute("PRAGMA writable_schema=RESET")
    assert care.is_damaged(filled.path)
    assert any("--salvage" in line for line in care.examine(filled.path))
