"""JSON Feed, whole, old, cut and strange."""

from __future__ import annotations

import json
from typing import Any

import pytest

from newsdesk.model.feeds import Enclosure
from newsdesk.parsing.json_feed import looks_like_json_feed, read_json_feed

VERSION = "https://jsonfeed.org/version/1.1"


def feed(*items: Any, **fields: Any) -> str:
    return json.dumps({"version": VERSION, "title": "T", "items": list(items), **fields})


def test_fields() -> None:
    """Every field of an item finds its place."""
    raw = read_json_feed(
        feed(
            {
                "id": "1", "url": "https://l.example/1", "title": "A", "content_html": "<p>B</p>", "summary": "S",
                "banner_image": "b.png", "date_published": "2026-08-03T08:00:00Z", "tags": ["x", 1],
                "attachments": [{"url": "a.mp3", "mime_type": "audio/mpeg", "size_in_bytes": 7, "title": "Aloud"}],
            },
            home_page_url="https://l.example/", language="en",
        )
    )  # fmt: skip
    assert raw is not None
    (entry,) = raw.entries
    assert (entry.guid, entry.links, entry.title.value) == ("1", ("https://l.example/1",), "A")
    assert (entry.body.value, entry.summary.value) == ("<p>B</p>", "S")
    assert entry.categories == ("x",)
    assert entry.enclosures == (Enclosure("a.mp3", "audio/mpeg", 7, "Aloud"),)
    assert (raw.site, raw.language) == ("https://l.example/", "en")


def test_authors_of_both_versions() -> None:
    """One author (1.0), several (1.1), a bare name; the feed's own stand by for entries without."""
    raw = read_json_feed(
        feed({"id": "1", "author": {"name": "One"}}, {"id": "2", "authors": [{"name": "Two"}, {"url": "x"}]},
             {"id": "3", "author": "Three"}, author={"name": "House"})
    )  # fmt: skip
    assert raw is not None
    assert [entry.authors for entry in raw.entries] == [("One",), ("Two",), ("Three",)]
    assert raw.authors == ("House",)


def test_text_content_is_no_html() -> None:
    """content_text means itself."""
    raw = read_json_feed(feed({"id": "1", "content_text": "a < b"}))
    assert raw is not None
    assert not raw.entries[0].body.is_html


def test_cut_document() -> None:
    """Items before the cut are kept, and the feed's name."""
    text = feed({"id": "1"}, {"id": "2"}, {"id": "3"})
    raw = read_json_feed(text[: text.index('"3"') + 1])
    assert raw is not None
    assert [entry.guid for entry in raw.entries] == ["1", "2"]
    assert raw.title.value == "T"
    assert raw.notes


def test_rss_in_json() -> None:
    """The RSS elements written as JSON."""
    raw = read_json_feed(
        json.dumps({"rss": {"channel": {"title": "T", "item": {"title": "A", "link": "l", "guid": {"#value": "g"}}}}})
    )
    assert raw is not None
    assert (raw.entries[0].guid, raw.entries[0].title.value) == ("g", "A")


@pytest.mark.parametrize("text", ["{}", "[]", "null", '{"items": 1}', '{"a": [', "{", '"x"', "[[[", '[{"a": 1}]'])
def test_other_json(text: str) -> None:
    """JSON that is no feed is none."""
    assert read_json_feed(text) is None


def test_wrong_types_everywhere() -> None:
    """Fields of the wrong type are left out, the item stays."""
    item = {
        "id": 5,
        "url": 1,
        "title": {},
        "content_html": [],
        "tags": "x",
        "attachments": [1, {"url": []}],
        "authors": 3,
    }
    raw = read_json_feed(feed(item, "not an item", None, title=[], authors="x"))
    assert raw is not None
    assert len(raw.entries) == 1
    assert raw.entries[0].guid == "5"


def test_deep_nesting() -> None:
    """A tower of brackets is no feed and no crash."""
    assert read_json_feed('{"items": ' + "[" * 200_000) is None


def test_recognised() -> None:
    """Told from other JSON by its first characters."""
    assert looks_like_json_feed(feed())
    assert looks_like_json_feed('{"version":"https:\\/\\/jsonfeed.org\\/version\\/1"')
    assert not looks_like_json_feed('{"status": "ok"}')


def test_more_items_than_are_read() -> None:
    """The first 2,000, and a note."""
    raw = read_json_feed(feed(*({"id": str(i)} for i in range(2_001))))
    assert raw is not None
    assert len(raw.entries) == 2_000
    assert raw.notes


def test_a_number_too_long_for_python() -> None:
    """It costs itself, not the document."""
    raw = read_json_feed(
        '{"version": "https://jsonfeed.org/version/1", "n": ' + "9" * 10_000 + ', "items": [{"id": "a"}]}'
    )
    assert raw is not None
    assert [entry.guid for entry in raw.entries] == ["a"]
