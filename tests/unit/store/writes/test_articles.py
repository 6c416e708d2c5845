"""Blocks and the index: what waits, what is found, what an article shows."""

from __future__ import annotations

import pytest

from builders import Desk, blocks, entry, subscription
from newsdesk.model.blocks import plain_text
from newsdesk.model.feeds import Enclosure
from newsdesk.store.connection import transaction
from newsdesk.store.queries.articles import get_article
from newsdesk.store.writes.articles import count_waiting, get_raw, give_up, list_waiting, save_digested


@pytest.fixture
def three(desk: Desk) -> Desk:
    """Three headlines that wait, numbered by age."""
    desk.follow(subscription(1))
    desk.save(
        1, entry(1), entry(2, html="", enclosures=(Enclosure("https://a.example/1.mp3", "audio/mpeg", 5),)), entry(3)
    )
    return desk


def test_the_newest_are_made_first(three: Desk) -> None:
    """With their HTML and what its links are relative to; those that are being made are left out."""
    waiting = list_waiting(three.connection, 10)
    assert [raw.title for raw in waiting] == ["Title 1", "Title 2", "Title 3"]
    assert (waiting[0].html, waiting[0].base_url) == ("<p>Body 1</p>", "https://feed1.example/")
    assert [raw.title for raw in list_waiting(three.connection, 1, {waiting[0].headline})] == ["Title 2"]
    assert count_waiting(three.connection) == 3


def test_a_batch_is_one_segment_of_the_index(desk: Desk) -> None:
    """However the headlines of a batch are ordered: each that stands before one with a lower id would cost its own."""
    desk.follow(subscription(1))
    desk.save(1, *(entry(number) for number in range(1, 31)))
    raws = list_waiting(desk.connection, 30)
    assert [raw.headline for raw in raws] != sorted(raw.headline for raw in raws)
    with transaction(desk.connection):
        save_digested(desk.connection, [blocks(raw.headline, raw.html) for raw in raws])
    (segments,) = desk.connection.execute("SELECT count(DISTINCT segid) FROM search_idx").fetchone()
    assert segments == 1
    assert len(desk.find("body")) == 30


def test_what_is_made_is_shown_and_found(three: Desk) -> None:
    """Its text, else its summary."""
    three.digest()
    assert count_waiting(three.connection) == 0
    assert three.find("body") == ["Title 1", "Title 3"]
    assert three.find("summary") == ["Title 2"]
    article = get_article(three.connection, three.ids()["Title 1"])
    assert article is not None
    assert article.document is not None
    assert plain_text(article.document.blocks) == "Body 1"
    other = get_article(three.connection, three.ids()["Title 2"])
    assert other is not None
    assert other.enclosures == (Enclosure("https://a.example/1.mp3", "audio/mpeg", 5),)


def test_an_article_that_waits_has_no_blocks(three: Desk) -> None:
    """Its summary stands in; one that does not exist is None."""
    article = get_article(three.connection, three.ids()["Title 1"])
    assert article is not None
    assert article.document is None
    assert get_article(three.connection, 999) is None


def test_one_that_can_not_be_made_is_still_found_by_its_words(three: Desk) -> None:
    """Title and summary stay searchable, and it does not wait any more."""
    id_ = three.ids()["Title 1"]
    with transaction(three.connection):
        give_up(three.connection, id_)
    three.digest()
    assert three.find("title:1") == ["Title 1"]
    assert three.find("summary") == ["Title 1", "Title 2"]
    three.save(1, entry(1, title="Changed", html="<p>now readable</p>"))
    three.digest()
    assert three.find("readable") == ["Changed"]
    assert three.find("title:1") == []


def test_a_pages_text_gives_way_to_no_feeds(three: Desk) -> None:
    """Full text stays when the feed changes its teaser; the new title is found."""
    three.digest()
    id_ = three.ids()["Title 1"]
    with transaction(three.connection):
        save_digested(three.connection, [blocks(id_, "<p>the whole long story</p>")], "page")
    three.save(1, entry(1, title="New title", html="<p>new teaser</p>"))
    three.digest()
    assert three.find("whole") == ["New title"]
    assert three.find("teaser") == []
    assert three.find("title:new") == ["New title"]
    article = get_article(three.connection, id_)
    assert article is not None
    assert article.full_text == "here"


def test_the_place_and_the_wish_for_full_text_are_told(three: Desk) -> None:
    """Where the person stopped, and how the wish stands."""
    from newsdesk.store.requests import ask, finish

    id_ = three.ids()["Title 1"]
    three.connection.execute("INSERT INTO places VALUES (?, 0.5)", (id_,))

    def state() -> tuple[float, str]:
        article = get_article(three.connection, id_)
        assert article is not None
        return article.place, article.full_text

    assert state() == (0.5, "none")
    wish = ask(three.connection, "full-text", str(id_), three.now)
    assert state() == (0.5, "wanted")
    finish(three.connection, wish, three.now, "no article there")
    assert state() == (0.5, "failed")


def test_the_speaking_feeds_body_is_made(desk: Desk) -> None:
    """Of several bodies the own site's; where it has none, another's."""
    desk.follow(subscription(1), subscription(2))
    desk.save(2, entry(1, html="<p>copied</p>"))
    desk.save(1, entry(1, html="<p>own</p>"))
    id_ = desk.headlines()[0].id
    assert [raw.html for raw in get_raw(desk.connection, [id_])] == ["<p>own</p>"]
    desk.save(1, entry(1, html=""))
    assert [raw.html for raw in get_raw(desk.connection, [id_])] == ["<p>copied</p>"]
    assert get_raw(desk.connection, [999]) == []
