"""feeds.opml as the worker follows it: nothing is dropped by accident."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from builders import Desk, opml
from newsdesk import paths
from newsdesk.members.sign_ins import SignIns
from newsdesk.model.feeds import Subscription
from newsdesk.store.queries.sources import list_sources
from newsdesk.store.writes.subscriptions import accept_list, list_subscribed
from newsdesk.worker.follow import Follower, list_hash

URLS = [f"https://feed{n}.example/rss.xml" for n in range(1, 7)]


@pytest.fixture
def list_(tmp_path: Path) -> Path:
    """A list of six feeds."""
    file = tmp_path / "feeds.opml"
    file.write_bytes(opml(*URLS))
    return file


@pytest.fixture
def follower(desk: Desk, list_: Path) -> Follower:
    """One that has followed it."""
    home = paths.at(list_.parent)
    made = Follower(desk.connection, home, SignIns(home), list_.with_name("no-catalogue.opml"))
    assert made.look()
    assert made.notice == ""
    return made


def test_every_change_is_followed_once(desk: Desk, list_: Path, follower: Follower) -> None:
    """By whatever program; looking at the same file again does nothing."""
    assert list_subscribed(desk.connection) == URLS
    assert not follower.look()
    list_.write_bytes(opml(*URLS[1:], "https://new.example/rss"))
    assert follower.look()
    assert list_subscribed(desk.connection) == [*URLS[1:], "https://new.example/rss"]
    replacement = list_.with_name("other")
    replacement.write_bytes(opml(*URLS))
    replacement.rename(list_)
    assert follower.look()
    assert list_subscribed(desk.connection) == URLS


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"   \n",
        b"<opml",
        opml(*URLS)[:-30],
        b"<html><body>hello</body></html>",
        b'<opml version="2.0"><body></body></opml>',
        opml(*URLS[:2]),
        opml("https://other.example/rss"),
    ],
)
def test_a_file_that_is_empty_broken_or_half_lost_drops_nothing(
    desk: Desk, list_: Path, follower: Follower, content: bytes
) -> None:
    """The file is named, the subscriptions stay, and when it is mended all goes on."""
    list_.write_bytes(content)
    follower.look()
    assert "feeds.opml" in follower.notice
    assert list_subscribed(desk.connection) == URLS
    list_.write_bytes(opml(*URLS[:4]))
    follower.look()
    assert follower.notice == ""
    assert list_subscribed(desk.connection) == URLS[:4]


def test_a_file_that_is_gone_drops_nothing(desk: Desk, list_: Path, follower: Follower) -> None:
    """A dotfiles repository that is not mounted yet."""
    list_.unlink()
    assert follower.look()
    assert "feeds.opml" in follower.notice
    assert list_subscribed(desk.connection) == URLS


def test_an_unreadable_line_is_named(desk: Desk, list_: Path, follower: Follower) -> None:
    """Where it is broken, so that it can be mended."""
    list_.write_bytes(opml(*URLS).replace(b"</outline>", b"\n</outlin>"))
    follower.look()
    assert "line 2" in follower.notice


def test_what_was_accepted_may_drop_any_number(desk: Desk, list_: Path, follower: Follower) -> None:
    """The person said so for exactly this content."""
    content = opml(URLS[0])
    accept_list(desk.connection, list_hash(content))
    list_.write_bytes(content)
    follower.look()
    assert (follower.notice, list_subscribed(desk.connection)) == ("", URLS[:1])


def test_bundled_feeds_are_told_from_chosen_ones(desk: Desk, list_: Path) -> None:
    """Those that the catalogue has came with newsdesk."""
    catalogue = list_.with_name("catalogue.opml")
    catalogue.write_bytes(opml(URLS[0].replace("https", "http")))
    home = paths.at(list_.parent)
    Follower(desk.connection, home, SignIns(home), catalogue).look()
    rows = desk.rows("SELECT bundled FROM feeds ORDER BY position")
    assert rows == [(1,), *[(0,)] * 5]


def test_folders_and_titles_come_from_the_file(desk: Desk, list_: Path, follower: Follower) -> None:
    """As the person wrote them; a touch without a change is harmless."""
    os.utime(list_)
    follower.look()
    first = list_sources(desk.connection)[0]
    assert (first.title, first.folders) == ("Feed 1", ("World",))


def test_a_list_that_was_followed_is_not_followed_again(desk: Desk, list_: Path, follower: Follower) -> None:
    """The next worker finds the feeds as they are; nothing is written."""
    home, before = paths.at(list_.parent), desk.connection.total_changes
    again = Follower(desk.connection, home, SignIns(home), list_.with_name("no-catalogue.opml"))
    assert again.look()
    assert (again.notice, desk.connection.total_changes) == ("", before)


def test_a_list_is_followed_again_behind_another_one(desk: Desk, list_: Path, follower: Follower) -> None:
    """Undoing an import puts the very same file back."""
    desk.follow(Subscription("https://other.example/rss"))
    assert list_subscribed(desk.connection) == ["https://other.example/rss"]
    accept_list(desk.connection, list_hash(list_.read_bytes()))
    home = paths.at(list_.parent)
    Follower(desk.connection, home, SignIns(home), list_.with_name("no-catalogue.opml")).look()
    assert list_subscribed(desk.connection) == URLS
