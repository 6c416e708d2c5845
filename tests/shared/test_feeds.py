"""Documents that nobody on this project wrote: real feeds, and feeds made to do harm."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from newsdesk.model.feeds import Failed, ParsedFeed
from newsdesk.parsing.feed import looks_like_feed, parse_feed
from newsdesk.text import clean_line
from newsdesk.urls import web_url

NOW = 1_785_800_000
REFUSED = {
    "kurtmckee_feedparser--rss_empty_document.xml": "a comment and nothing else",
    "miniflux_v2--iso88591.xml": "a note in XML, no feed",
}
"""Documents that are no feeds, with what they are."""


@pytest.fixture(scope="module")
def expected(shared: Path) -> list[dict[str, Any]]:
    lines = (shared / "data" / "feeds-expected.jsonl").read_text().splitlines()
    return [json.loads(line) for line in lines]


def read(shared: Path, name: str) -> ParsedFeed | Failed:
    return parse_feed((shared / "data" / "feeds" / name).read_bytes(), "https://feed.example/feed", "", NOW)


def test_all_entries_of_real_feeds(shared: Path, expected: list[dict[str, Any]]) -> None:
    """No real document gives fewer entries than feedparser finds, or than it has where feedparser finds none."""
    short = {}
    for row in expected:
        parsed = read(shared, row["file"])
        found = len(parsed.entries) if isinstance(parsed, ParsedFeed) else -1
        if row["file"] not in REFUSED and found < (row["entries"] or row["raw_items"]):
            short[row["file"]] = found
    assert short == {}


def test_refused_documents_are_no_feeds(shared: Path) -> None:
    """What is refused has neither a feed's root nor an entry, and is told in words."""
    for name in REFUSED:
        parsed = read(shared, name)
        assert isinstance(parsed, Failed)
        assert "not a feed" in parsed.reason


def test_real_entries_are_clean_and_different(shared: Path, expected: list[dict[str, Any]]) -> None:
    """Every entry has a clean title, addresses that may be opened, and an identity of its own."""
    for row in expected:
        parsed = read(shared, row["file"])
        if isinstance(parsed, Failed):
            continue
        assert looks_like_feed((shared / "data" / "feeds" / row["file"]).read_bytes(), "")
        assert len({entry.identity for entry in parsed.entries}) == len(parsed.entries)
        for entry in parsed.entries:
            assert entry.title == clean_line(entry.title) != ""
            assert entry.url == web_url(entry.url)


def test_first_entries_agree_with_feedparser(shared: Path, expected: list[dict[str, Any]]) -> None:
    """Titles, links and dates of the first entries are those that feedparser reads, where it reads web links."""
    for row in expected:
        parsed, first = read(shared, row["file"]), row.get("first") or {}
        if isinstance(parsed, Failed) or not parsed.entries or not row["entries"]:
            continue
        if (first.get("link") or "").startswith("http"):
            assert parsed.entries[0].url.startswith("http"), row["file"]
        if first.get("published"):
            assert parsed.entries[0].published is not None, row["file"]
        title = first.get("title") or ""
        if title and "<" not in title and "&" not in title:
            assert parsed.entries[0].title == clean_line(title), row["file"]


def test_hostile_feeds(shared: Path) -> None:
    """Every hostile document ends in clean entries or in words, and the neighbour item is there."""
    for path in sorted((shared / "hostile" / "feeds").iterdir()):
        body = path.read_bytes()
        parsed = parse_feed(body, "https://feed.invalid/feed", "", NOW)
        if isinstance(parsed, Failed):
            assert parsed.reason == clean_line(parsed.reason)
            continue
        for entry in parsed.entries:
            for text in (entry.title, entry.summary, entry.author, *entry.categories):
                assert text == clean_line(text), path.name
            assert entry.url == web_url(entry.url), path.name
            assert len(entry.identity) <= 600, path.name
            assert entry.published is None or entry.published.timestamp() <= NOW + 86_400, path.name
        if b"Neighbour item stays" in body:
            assert any(entry.title == "Neighbour item stays" for entry in parsed.entries), path.name


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("markup-06.xml", "[EU] [UK] deal [updated]"),
        ("latin1-lie.xml", "café naïve “quotes”"),
        ("uni-02.xml", "invisible"),
        ("utf7.xml", "+ABs-[31mred"),
        ("codec-name.xml", "codec"),
    ],
)
def test_hostile_titles(shared: Path, name: str, title: str) -> None:
    """Titles that must come out as they are."""
    parsed = parse_feed((shared / "hostile" / "feeds" / name).read_bytes(), "https://feed.invalid/feed", "", NOW)
    assert isinstance(parsed, ParsedFeed)
    assert parsed.entries[0].title == title


@pytest.mark.slow
@pytest.mark.parametrize(("name", "entries"), [("xml-nest-100k.xml", None), ("entries-20k.xml", 2_000)])
def test_bombs(shared: Path, tmp_path: Path, name: str, entries: int | None) -> None:
    """The large documents that the bomb maker writes are cut or refused."""
    maker = tmp_path / "make_bombs.py"
    maker.write_bytes((shared / "hostile" / "make_bombs.py").read_bytes())
    subprocess.run([sys.executable, str(maker), name], check=True, capture_output=True, cwd=tmp_path)
    parsed = parse_feed((tmp_path / "bombs" / name).read_bytes(), "https://feed.invalid/feed", "", NOW)
    assert (len(parsed.entries) if isinstance(parsed, ParsedFeed) else None) == entries
