"""Edits of feeds.opml as the person makes them: file, database and undo agree."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from builders import make_home, opml
from newsdesk.errors import OpmlError
from newsdesk.model.feeds import Subscription
from newsdesk.opml.catalogue import Difference
from newsdesk.paths import Paths
from newsdesk.store.connection import open_reader
from newsdesk.store.marks import MarkWriter
from newsdesk.store.queries.sources import list_sources
from newsdesk.worker.subscriptions import Subscriptions

URLS = [f"https://feed{n}.example/rss.xml" for n in (1, 2, 3)]


@pytest.fixture
def home(tmp_path: Path) -> Paths:
    """A home with three feeds, not followed yet."""
    return make_home(tmp_path / "home", *URLS)


@pytest.fixture
def writer(home: Paths) -> Iterator[MarkWriter]:
    """Its writer of marks."""
    made = MarkWriter(home.database)
    yield made
    made.close()


@pytest.fixture
def mine(home: Paths, writer: MarkWriter) -> Subscriptions:
    """Its subscriptions."""
    return Subscriptions(home, writer)


def stored(home: Paths) -> list[tuple[str, tuple[str, ...], bool]]:
    """What the database subscribes to: title, folders, paused."""
    connection = open_reader(home.database)
    found = [(card.title, card.folders, card.paused) for card in list_sources(connection)]
    connection.close()
    return found


def test_each_edit_is_followed_at_once_and_can_be_taken_back(
    home: Paths, mine: Subscriptions, writer: MarkWriter
) -> None:
    """Add, rename, move, pause, remove; then all the way back, byte for byte."""
    states = [home.opml.read_bytes()]
    for edit in (
        lambda: mine.subscribe(Subscription("https://new.example/rss", "New", ("Sport",))),
        lambda: mine.rename(URLS[0], "Renamed"),
        lambda: mine.move(URLS[1], "Blogs/Space"),
        lambda: mine.set_paused(URLS[2], True),
        lambda: mine.remove(URLS[0]),
    ):
        assert edit()
        states.append(home.opml.read_bytes())
    assert sorted(stored(home)) == [
        ("Feed 2", ("Blogs/Space",), False), ("Feed 3", ("World",), True), ("New", ("Sport",), False),
    ]  # fmt: skip
    for before in reversed(states[:-1]):
        undone = writer.undo().result(10)
        assert undone is not None
        mine.restore(undone.before, undone.after)
        assert home.opml.read_bytes() == before
    assert [row[0] for row in stored(home)] == ["Feed 1", "Feed 2", "Feed 3"]


def test_the_program_may_remove_more_than_half(home: Paths, mine: Subscriptions) -> None:
    """What the person does here is no accident."""
    for url in URLS:
        mine.remove(url)
    assert stored(home) == []


def test_an_edit_that_was_overtaken_is_not_taken_back(home: Paths, mine: Subscriptions, writer: MarkWriter) -> None:
    """The file was edited by hand since: it stays as it is, and the person is told."""
    mine.rename(URLS[0], "Renamed")
    by_hand = opml(*URLS, "https://mine.example/rss")
    home.opml.write_bytes(by_hand)
    undone = writer.undo().result(10)
    assert undone is not None
    with pytest.raises(OpmlError, match="changed since"):
        mine.restore(undone.before, undone.after)
    assert home.opml.read_bytes() == by_hand


def test_what_is_there_already_is_no_step(home: Paths, mine: Subscriptions, writer: MarkWriter) -> None:
    """Nothing to write, nothing to undo."""
    assert mine.subscribe(Subscription(URLS[0].replace("https", "http"), "x", ("World",))) == "It is there already"
    assert home.opml.read_bytes() == opml(*URLS)
    assert writer.undo().result(10) is None


def test_a_file_that_can_not_be_edited_is_named(home: Paths, mine: Subscriptions) -> None:
    """Broken lists are not touched."""
    home.opml.write_bytes(b"<opml><body>")
    with pytest.raises(OpmlError, match=r"feeds\.opml"):
        mine.remove(URLS[0])
    assert home.opml.read_bytes() == b"<opml><body>"


def test_a_feed_that_is_not_there_is_named(mine: Subscriptions) -> None:
    """With the address that was given, its password left out."""
    with pytest.raises(OpmlError) as caught:
        mine.remove("https://me:secret@nowhere.example/rss")
    assert "nowhere.example" in str(caught.value)
    assert "secret" not in str(caught.value)


def test_a_list_that_lost_most_is_followed_when_it_is_accepted(home: Paths, mine: Subscriptions) -> None:
    """As it is."""
    mine.rename(URLS[0], "Renamed")
    home.opml.write_bytes(opml(URLS[2]))
    assert mine.accept()
    assert [row[0] for row in stored(home)] == ["Feed 1"]


def test_an_import_is_one_step(home: Paths, mine: Subscriptions, writer: MarkWriter, tmp_path: Path) -> None:
    """However many feeds it brings."""
    before = home.opml.read_bytes()
    other = tmp_path / "other.opml"
    other.write_bytes(opml(URLS[0], *(f"https://more{n}.example/rss" for n in range(20)), folder="Other"))
    assert mine.import_file(other) == "20 added, 1 already there, 0 skipped"
    assert len(stored(home)) == 23
    undone = writer.undo().result(10)
    assert undone is not None
    mine.restore(undone.before, undone.after)
    assert home.opml.read_bytes() == before
    with pytest.raises(OpmlError, match=r"none\.opml"):
        mine.import_file(tmp_path / "none.opml")


def test_a_newer_catalogue_is_offered_taken_and_taken_back(
    home: Paths, mine: Subscriptions, writer: MarkWriter, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """New sources as one edit that undo takes back; taken or left, they are not offered again."""
    catalogue = tmp_path / "catalogue.opml"
    monkeypatch.setattr("newsdesk.worker.subscriptions.bundled_opml", lambda: catalogue)
    catalogue.write_bytes(opml(*URLS))
    mine.decline_offer()
    assert mine.offer() == Difference((), ())
    catalogue.write_bytes(opml(*URLS, "https://new.example/rss", "https://newer.example/rss"))
    before = home.opml.read_bytes()
    assert len(mine.offer().new) == 2
    mine.take_offer()
    assert len(stored(home)) == 5
    assert mine.offer() == Difference((), ())
    undone = writer.undo().result()
    assert undone is not None
    mine.restore(undone.before, undone.after)
    assert home.opml.read_bytes() == before
    assert mine.offer() == Difference((), ())
