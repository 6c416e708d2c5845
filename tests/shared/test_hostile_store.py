"""The hostile feeds, stored: nothing lost, nothing doubled, nothing moved, nothing but text in text."""

from __future__ import annotations

import re
from email.utils import formatdate
from pathlib import Path

import pytest

from builders import NOW, Desk, rss, subscription
from newsdesk.model.feeds import Failed
from newsdesk.store.connection import transaction
from newsdesk.store.writes.articles import list_waiting, save_digested
from newsdesk.store.writes.entries import Saved, save_feed
from newsdesk.worker import jobs

FOLDER = Path(__file__).parents[3] / "shared" / "hostile" / "feeds"
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
NAMES = sorted(file.name for file in FOLDER.glob("*")) if FOLDER.is_dir() else []
TEXTS = "SELECT title || author || summary || section || url FROM headlines"


def save(desk: Desk, number: int, body: bytes) -> Saved | Failed:
    """What the worker does with a document."""
    url = subscription(number).url
    body = body.replace(b"@NOW+3600@", formatdate(NOW + 3600).encode())
    read = jobs.parse(body, url, "application/rss+xml", desk.now)
    if isinstance(read, Failed):
        return read
    with transaction(desk.connection):
        saved = save_feed(desk.connection, desk.feed(number), read[0], desk.now, read[1])
    with transaction(desk.connection):
        save_digested(desk.connection, jobs.digest(list_waiting(desk.connection, 1_000)))
    return saved


@pytest.fixture
def two(desk: Desk, shared: Path) -> Desk:
    """A good feed that has been stored, and one for the hostile document."""
    assert shared
    desk.follow(subscription(1), subscription(2))
    save(desk, 1, rss(1, 2))
    return desk


@pytest.mark.parametrize("name", NAMES)
def test_hostile_documents_are_stored_as_text_and_once(two: Desk, name: str) -> None:
    """No control anywhere, no blank title, no time after now; a second refresh changes no row."""
    body = (FOLDER / name).read_bytes()
    first = save(two, 2, body)
    assert {"Title 1", "Title 2"} <= set(two.ids())
    two.check()
    if isinstance(first, Failed):
        assert len(two.headlines()) == 2
        assert not CONTROL.search(first.reason)
        return
    assert all(not CONTROL.search(str(text)) for (text,) in two.rows(TEXTS))
    assert two.value("SELECT count(*) FROM headlines WHERE trim(title) = ''") == 0
    assert two.value("SELECT max(sort_time) FROM headlines") <= two.now
    assert two.value("SELECT max(length(identity)) FROM entries") < 1_000
    before, order = two.dump(), two.titles()
    two.now += 3_600
    assert save(two, 2, body) == Saved(0, 0)
    assert (two.dump(), two.titles()) == (before, order)


@pytest.mark.parametrize("name", ["guid-dup.xml", "dates.xml", "dates-none.xml", "guid-none.xml", "guid-empty.xml"])
def test_no_item_is_lost(two: Desk, name: str) -> None:
    """Every item of the document is an entry and a headline of its own."""
    body = (FOLDER / name).read_bytes()
    count = body.count(b"<item>")
    assert save(two, 2, body) == Saved(count, 0)
    assert len(two.headlines()) == 2 + count


def test_an_edited_item_is_one_row_with_its_marks(two: Desk) -> None:
    """Three versions: the last one's words, the marks of the first."""
    save(two, 2, (FOLDER / "guid-edit-v1.xml").read_bytes())
    before = set(two.ids().values())
    two.mark("read", *before)
    two.mark("starred", *before)
    for version in ("v2", "v3"):
        saved = save(two, 2, (FOLDER / f"guid-edit-{version}.xml").read_bytes())
        assert isinstance(saved, Saved)
        assert saved.new == 0
        assert saved.changed <= 1
    assert set(two.ids().values()) == before
    assert all(row.read and row.starred for row in two.headlines())
    two.check()


def test_a_stolen_guid_leaves_the_other_feed_alone(two: Desk) -> None:
    """The good feed's rows are the same before and after."""
    thief = (FOLDER / "guid-steal.xml").read_bytes()
    save(two, 1, thief.replace(b"Hijack", b"The good article"))
    before = two.ids().values()
    two.mark("read", *before)
    two.mark("starred", *before)
    marked = {row.id: row for row in two.headlines()}
    save(two, 2, thief)
    now = {row.id: row for row in two.headlines()}
    assert all(now[id_] == row for id_, row in marked.items())


def test_what_looks_invisible_is_found(two: Desk) -> None:
    """Zero-width characters in a word don't hide it from a search."""
    save(two, 2, (FOLDER / "uni-02.xml").read_bytes())
    assert two.find("invisible")


def test_a_cut_document_deletes_nothing(two: Desk) -> None:
    """Nor does an empty one or a login page."""
    for name in ("truncated.xml", "empty.xml", "notfeed.html"):
        save(two, 1, (FOLDER / name).read_bytes())
        assert {"Title 1", "Title 2"} <= set(two.ids())
