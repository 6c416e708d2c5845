"""One round against a loopback server: what is asked, stored and told."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from builders import Desk, make_home, rss
from newsdesk.config import Settings, load
from newsdesk.errors import FeedError
from newsdesk.model.feeds import ParsedFeed
from newsdesk.model.sidebar import Progress
from newsdesk.paths import Paths
from newsdesk.store.connection import Connection, DatabaseError, open_writer
from newsdesk.store.queries.sources import list_feed_states
from newsdesk.store.writes.documents import known_entries
from newsdesk.store.writes.entries import save_feed
from newsdesk.worker import storing
from newsdesk.worker.lifecycle import WorkerLock
from newsdesk.worker.once import refresh_once
from newsdesk.worker.tally import Tally
from servers import Reply, Request, Server, serving

NAMES = ("a", "b", "c")


@pytest.fixture
def server() -> Iterator[Server]:
    """Three feeds with validators, each on its own path."""
    with serving() as made:
        for place, name in enumerate(NAMES):
            made.pages[f"/{name}.xml"] = tagged(rss(place * 3 + 1, place * 3 + 2, place * 3 + 3))
        yield made


def tagged(body: bytes, etag: str = '"v1"'):  # type: ignore[no-untyped-def]
    """A script that answers 304 to who has the tag."""

    def reply(request: Request) -> Reply:
        headers = (("ETag", etag), ("Content-Type", "application/rss+xml"))
        return Reply(304, headers=headers) if request.header("if-none-match") == etag else Reply(200, body, headers)

    return reply


@pytest.fixture
def home(tmp_path: Path, server: Server) -> Paths:
    """A home that subscribes to them."""
    return make_home(tmp_path / "home", *(server.url(f"/{name}.xml") for name in NAMES))


def refresh(home: Paths, *feeds: str, forced: bool = False) -> Tally:
    """One round."""
    done = refresh_once(home, load(home.config), feeds, forced=forced)
    assert done is not None
    return done


@pytest.fixture
def opened(home: Paths) -> Iterator[Desk]:
    """The database to look into."""
    with closing(open_writer(home.database)) as connection:
        yield Desk(home.database, connection)


def test_what_is_known_is_not_read_again(home: Paths, opened: Desk, server: Server) -> None:
    """Of a document that changed only what is new or changed; the rest still stands in the feed's last document."""
    refresh(home)
    feed = int(opened.value("SELECT id FROM feeds WHERE url = ?", server.url("/a.xml")))
    held = known_entries(opened.connection, feed)
    assert len(held) == 3
    changed = rss(10, 1, 2, 3).replace(b"Title 2", b"Another title")
    server.pages["/a.xml"] = tagged(changed, '"v2"')
    assert refresh(home, forced=True).figures()["new_entries"] == 1
    titles = [row.title for row in opened.headlines()]
    assert "Another title" in titles
    assert len(titles) == 10
    again = known_entries(opened.connection, feed)
    # Last first: the third and first item are known by what they were, the second and the new one by what they are.
    assert [mark in held for mark in again] == [True, False, True, False]
    assert list(again.values())[:3] == list(held.values())


def test_what_was_lost_is_read_again(home: Paths, opened: Desk, server: Server) -> None:
    """An entry that its feed still has, and the database has not, comes back as soon as the document changes."""
    refresh(home)
    opened.connection.execute("DELETE FROM entries WHERE identity = 'guid-2'")
    opened.connection.execute("DELETE FROM headlines WHERE title = 'Title 2'")
    server.pages["/a.xml"] = tagged(rss(10, 1, 2, 3), '"v2"')
    assert refresh(home, forced=True).figures()["new_entries"] == 2
    assert "Title 2" in [row.title for row in opened.headlines()]


def test_a_round_asks_stores_and_digests(home: Paths, opened: Desk, server: Server) -> None:
    """When it returns, everything is there and can be found; a second round asks nothing."""
    told: list[Progress] = []
    done = refresh_once(home, Settings(host_spacing=0, parsers=1), (), forced=False, told=told.append)
    assert done is not None
    figures = done.figures()
    assert figures == {
        "feeds": 3, "asked": 3, "not_due": 0, "fetched": 3, "not_modified": 0, "failed": 0, "new_entries": 9,
        "errors": [],
    }  # fmt: skip
    assert len(opened.headlines()) == 9
    assert len(opened.find("body")) == 9
    assert opened.value("SELECT count(*) FROM headlines WHERE digested = 0") == 0
    assert told[-1].finished is not None
    assert not told[-1].running
    opened.check()
    assert refresh(home).figures()["asked"] == 0
    assert len(server.requests) == 3


def test_a_forced_round_is_conditional_and_changes_nothing(home: Paths, opened: Desk) -> None:
    """304 for all: entries, marks, counts and order are as they were."""
    refresh(home)
    opened.mark("read", opened.headlines()[0].id)
    unchanging = ("fetches", "meta", "sqlite_sequence")
    before = opened.dump(unchanging)
    figures = refresh(home, forced=True).figures()
    assert (figures["asked"], figures["not_modified"], figures["new_entries"]) == (3, 3, 0)
    assert opened.dump(unchanging) == before


def test_an_equal_body_is_not_parsed_and_changes_nothing(home: Paths, opened: Desk, server: Server) -> None:
    """A server without validators sends the same again: new validators are kept, no row changes."""
    for name in NAMES:
        server.pages[f"/{name}.xml"] = Reply(200, rss(ord(name[0])))
    refresh(home)
    unchanging = ("fetches", "meta", "sqlite_sequence")
    before = opened.dump(unchanging)
    figures = refresh(home, forced=True).figures()
    assert (figures["fetched"], figures["new_entries"]) == (3, 0)
    assert opened.dump(unchanging) == before
    assert [state.equal_bodies for state in list_feed_states(opened.connection)] == [2, 2, 2]


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (Reply(500, b"oops"), "500"),
        (Reply(404, b"gone"), "404"),
        (Reply(200, b""), ""),
        (Reply(200, b"<html><body>Please log in</body></html>"), ""),
        (Reply(200, b"/etc/hostname"), ""),
        (Reply(200, rss(1)[:100], length=5000), ""),
        (Reply(reset=True, raw=()), ""),
    ],
)
def test_a_bad_feed_hurts_itself_only(home: Paths, opened: Desk, server: Server, bad: Reply, reason: str) -> None:
    """One line names it, its old headlines stay, the others are refreshed, and it is asked later again."""
    refresh(home)
    server.pages["/a.xml"] = bad
    server.pages["/b.xml"] = tagged(rss(4, 5, 6, 30), '"v2"')
    figures = refresh(home, forced=True).figures()
    assert (figures["failed"], figures["new_entries"]) == (1, 1)
    (error,) = figures["errors"]  # type: ignore[misc]
    assert error["url"].endswith("/a.xml")  # type: ignore[index]
    assert reason in error["error"]  # type: ignore[index]
    assert len(opened.headlines()) == 10
    state = list_feed_states(opened.connection)[0]
    assert (state.failures, bool(state.last_error)) == (1, True)
    assert state.next_due > (state.last_asked or 0)
    opened.check()


def test_a_feed_that_is_gone_is_not_asked_again(home: Paths, opened: Desk, server: Server) -> None:
    """410 holds, even by force; its headlines stay."""
    refresh(home)
    server.pages["/a.xml"] = Reply(410, b"")
    refresh(home, forced=True)
    assert refresh(home, forced=True).figures()["asked"] == 2
    assert len(opened.headlines()) == 9


def test_a_busy_host_is_left_alone(home: Paths, server: Server) -> None:
    """After 429 the other feeds of the host are not asked in this round, nor before its time."""
    for name in NAMES:
        server.pages[f"/{name}.xml"] = Reply(429, b"", headers=(("Retry-After", "7200"),))
    assert refresh(home).figures()["asked"] == 1
    assert len(server.requests) == 1
    assert refresh(home).figures()["asked"] == 0


def test_named_feeds_alone_are_asked(home: Paths, server: Server) -> None:
    """By their address; one that is not subscribed to is an error that names it."""
    assert refresh(home, server.url("/b.xml")).figures()["asked"] == 1
    assert [request.path for request in server.requests] == ["/b.xml"]
    with pytest.raises(FeedError, match=r"nowhere\.example"):
        refresh(home, "https://nowhere.example/rss")
    assert WorkerLock(home.worker_lock).is_free()


def test_where_a_worker_works_it_is_to_be_asked(home: Paths, server: Server) -> None:
    """Two never work on one database."""
    lock = WorkerLock(home.worker_lock)
    assert lock.acquire()
    assert refresh_once(home, Settings(), (), forced=True) is None
    lock.release()
    assert server.requests == []


def test_the_same_article_in_two_feeds_is_one_headline_with_two_entries(
    home: Paths, opened: Desk, server: Server
) -> None:
    """`new_entries` counts entries."""
    server.pages["/b.xml"] = tagged(rss(1, 2, 3))
    assert refresh(home).figures()["new_entries"] == 9
    assert len(opened.headlines()) == 6


def test_what_can_not_be_stored_is_told_and_hurts_itself_only(
    home: Paths, opened: Desk, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One feed's transaction fails: nothing of it is there, the others are whole."""

    def save_or_fail(connection: Connection, feed: int, parsed: ParsedFeed, *more: Any) -> Any:
        saved = save_feed(connection, feed, parsed, *more)
        if any(entry.identity == "guid-5" for entry in parsed.entries):
            raise DatabaseError("disk full")
        return saved

    monkeypatch.setattr(storing, "save_feed", save_or_fail)
    done = refresh(home)
    assert (done.unstored, done.failed, done.new_entries) == (1, 1, 6)
    assert done.errors == [(server.url("/b.xml"), "could not be stored: disk full")]
    assert len(opened.headlines()) == 6
    opened.check()
