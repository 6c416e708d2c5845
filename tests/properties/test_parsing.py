"""Whatever bytes arrive: a feed or words why not, clean text, different identities."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from newsdesk.model.feeds import Failed, ParsedFeed
from newsdesk.model.imprints import NONE
from newsdesk.parsing.dates import parse_date
from newsdesk.parsing.discovery import find_feeds
from newsdesk.parsing.encoding import decode_document
from newsdesk.parsing.feed import looks_like_feed, parse_feed
from newsdesk.parsing.identity import MAX_IDENTITY, Clues, identities
from newsdesk.parsing.plain import summary_line, title_line
from newsdesk.text import clean_line
from newsdesk.urls import web_url

NOW = 1_785_800_000
URL = "https://paper.example/feed"
DOCUMENTS = [path.read_bytes() for path in sorted((Path(__file__).parents[1] / "data" / "feeds").iterdir())]
MARKUP = st.sampled_from(
    ["<b>", "</b>", "<", ">", "&", "&amp;", "&lt;", "&#27;", "&#x9b;", "<!--", "-->", "<script>", "<![CDATA[", "]]>",
     "<p ", "'", '"', "[/]", "\x1b[2J", "\u202e", "\u0301", "\ud800", "\0", "</title>", "<item>", " ", "a", "é", "漢"]
)  # fmt: skip
FRAGMENTS = st.lists(st.one_of(MARKUP, st.text(max_size=8)), max_size=30).map("".join)


def check(parsed: ParsedFeed | Failed) -> None:
    """What must hold of every result."""
    if isinstance(parsed, Failed):
        assert parsed.reason
        assert parsed.reason == clean_line(parsed.reason)
        return
    assert parsed.title == clean_line(parsed.title)
    names = [entry.identity for entry in parsed.entries]
    assert len(set(names)) == len(names)
    for position, entry in enumerate(parsed.entries):
        assert entry.position == position
        assert 0 < len(entry.identity) <= MAX_IDENTITY + 10
        assert entry.title
        for text in (entry.title, entry.summary, entry.author, *entry.categories):
            assert text == clean_line(text)
        for url in (entry.url, entry.comments_url, *(file.url for file in entry.enclosures)):
            assert url == web_url(url)
        if entry.published:
            assert entry.published.utcoffset() is not None
            assert entry.published.year >= 1990


@given(st.binary(max_size=400), st.text(max_size=30))
def test_any_bytes(body: bytes, content_type: str) -> None:
    """Any bytes end in a feed or in words."""
    check(parse_feed(body, URL, content_type, NOW))
    looks_like_feed(body, content_type)
    find_feeds(body, URL)


@given(st.sampled_from(DOCUMENTS), st.data())
def test_mutated_feeds(document: bytes, data: st.DataObject) -> None:
    """Real shapes with a piece cut out, put in or doubled."""
    check(parse_feed(_mutated(document, data), URL, "", NOW))


@given(st.sampled_from(DOCUMENTS), st.data())
def test_what_is_known_is_left_out(document: bytes, data: st.DataObject) -> None:
    """A document read beside the imprints of an earlier one: the rest of it, as it is read without them."""
    earlier = parse_feed(document, URL, "", NOW)
    assert isinstance(earlier, ParsedFeed)
    by_imprint = {earlier.imprints[one.position]: one.identity for one in earlier.entries if earlier.imprints}
    known = data.draw(st.sets(st.sampled_from(sorted(set(by_imprint) - {NONE})))) if set(by_imprint) - {NONE} else ()
    document = _mutated(document, data)
    whole, rest = parse_feed(document, URL, "", NOW), parse_feed(document, URL, "", NOW, sorted(known))
    if isinstance(whole, Failed) or isinstance(rest, Failed) or rest == whole:
        assert rest == whole
        return
    assert rest.imprints == whole.imprints
    for entry in whole.entries:
        mark = whole.imprints[entry.position]
        if mark in known:
            assert entry.identity == by_imprint[mark]
        else:
            assert entry in rest.entries
    assert len(rest.entries) == sum(mark not in known for mark in whole.imprints)


def _mutated(document: bytes, data: st.DataObject) -> bytes:
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(document)))
        end = min(len(document), start + data.draw(st.integers(0, 200)))
        piece = data.draw(
            st.one_of(st.binary(max_size=6), MARKUP.map(lambda text: text.encode("utf-8", "surrogatepass")))
        )
        document = document[:start] + piece + document[data.draw(st.sampled_from((start, end))) :]
    return document


@given(st.lists(st.tuples(FRAGMENTS, FRAGMENTS, FRAGMENTS), max_size=4))
def test_items_of_any_text(items: list[tuple[str, str, str]]) -> None:
    """Entries of any text, escaped or not."""
    body = "".join(
        f"<item><title>{title}</title><description>{text}</description><author>{author}</author></item>"
        for title, text, author in items
    )
    document = f"<rss version='2.0'><channel><title>T</title>{body}</channel></rss>"
    check(parse_feed(document.encode("utf-8", "surrogatepass"), URL, "", NOW))


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
JSON_ITEMS = st.dictionaries(
    st.sampled_from(["id", "url", "title", "content_html", "content_text", "summary", "image", "date_published", "tags",
                     "authors", "author", "attachments", "language"]),
    JSON_VALUES,
)  # fmt: skip


@given(st.lists(JSON_ITEMS, max_size=4))
def test_json_of_any_types(items: list[dict[str, Any]]) -> None:
    """A JSON Feed whose fields are of any type keeps all its items."""
    parsed = parse_feed(
        json.dumps({"version": "https://jsonfeed.org/version/1", "items": items}).encode(), URL, "", NOW
    )
    check(parsed)
    assert isinstance(parsed, ParsedFeed)
    assert len(parsed.entries) == len(items)


PLAIN = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z", "M"]), min_size=1, max_size=30)


@given(st.lists(st.tuples(PLAIN, PLAIN, PLAIN), max_size=5, unique_by=lambda item: item[0]))
def test_json_round_trip(items: list[tuple[str, str, str]]) -> None:
    """What was written into a JSON Feed comes out of it: identity, text, categories."""
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "items": [{"id": name, "content_text": text, "title": "Title", "tags": [tag]} for name, text, tag in items],
    }
    parsed = parse_feed(json.dumps(document).encode(), URL, "application/feed+json", NOW)
    assert isinstance(parsed, ParsedFeed)
    assert [entry.identity for entry in parsed.entries] == [name.strip() for name, _, _ in items]
    assert all(clean_line(text) == entry.summary for (_, text, _), entry in zip(items, parsed.entries, strict=True))


@given(FRAGMENTS)
def test_lines_are_clean(fragment: str) -> None:
    """No fragment brings a control, a line break or endless text through."""
    for line in (title_line(fragment), summary_line(fragment)):
        assert line == clean_line(line)
    assert len(summary_line(fragment)) <= 500


@given(PLAIN)
def test_plain_words_stay(text: str) -> None:
    """Text without markup characters is not changed but for what the gate does."""
    text = text.replace("<", "").replace("&", "")
    assert title_line(text) == clean_line(text)


@given(st.text(max_size=60))
def test_any_date(text: str) -> None:
    """Any text is a believable date or none."""
    moment = parse_date(text, NOW)
    assert moment is None or 631_152_000 <= moment.timestamp() <= NOW + 86_400


@given(st.integers(631_152_000, NOW))
def test_dates_round_trip(seconds: int) -> None:
    """RFC 822 and ISO 8601 dates come back to the second."""
    moment = datetime.fromtimestamp(seconds, UTC)
    assert parse_date(moment.isoformat(), NOW) == moment
    assert parse_date(moment.strftime("%a, %d %b %Y %H:%M:%S GMT"), NOW) == moment


@given(st.lists(st.builds(Clues, *[st.sampled_from(["", "a", "b"])] * 5), max_size=12))
def test_identities_differ(entries: list[Clues]) -> None:
    """However poor the clues, no two entries of a document are one."""
    found = identities(entries)
    assert len(set(found)) == len(entries)
    assert all(found)


@given(st.text(max_size=80), st.sampled_from(["utf-8", "utf-16", "utf-32", "utf-8-sig"]))
def test_unicode_is_read_back(text: str, encoding: str) -> None:
    """Unicode documents lose nothing to decoding."""
    text = "<rss>" + text.encode("utf-8", "ignore").decode()
    assert decode_document(text.encode(encoding), "").text == text
