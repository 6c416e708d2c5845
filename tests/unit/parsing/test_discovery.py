"""Feeds that pages name."""

from __future__ import annotations

import pytest

from newsdesk.parsing.discovery import Candidate, find_feeds

PAGE = "https://paper.example/start/"


def urls(page: str) -> list[str]:
    return [candidate.url for candidate in find_feeds(page.encode(), PAGE)]


def test_declared_feeds_in_order() -> None:
    """What the head declares, in its order, with titles and types."""
    page = (
        "<html><head><link rel='alternate' type='application/rss+xml' title='News &amp; <b>more</b>' href='/rss'>"
        "<link rel=alternate type=application/atom+xml href=https://paper.example/atom.xml>"
        "<LINK HREF='feed.json' TYPE='application/feed+json' REL='alternate'></head>"
    )
    assert find_feeds(page.encode(), PAGE) == (
        Candidate("https://paper.example/rss", "News & more", "application/rss+xml"),
        Candidate("https://paper.example/atom.xml", "", "application/atom+xml"),
        Candidate("https://paper.example/start/feed.json", "", "application/feed+json"),
    )


def test_comment_feeds_come_behind() -> None:
    """A feed of comments is never the first choice."""
    page = (
        "<link rel=alternate type=application/rss+xml title='Comments' href=/comments/feed/>"
        "<link rel=alternate type=application/rss+xml href=/feed/>"
    )
    assert urls(page) == ["https://paper.example/feed/", "https://paper.example/comments/feed/"]


@pytest.mark.parametrize(
    "href", ["/rss", "/feed/", "/feed.xml", "/index.xml", "/news.rss", "/atom.xml", "/?feed=rss2", "/rss/world.xml"[:4]]
)
def test_linked_feeds(href: str) -> None:
    """Links whose address looks like a feed's."""
    assert urls(f"<a class=x href='{href}'>Follow</a>") == [f"https://paper.example{href}"]


@pytest.mark.parametrize(
    "href", ["/feedback", "/about", "/feeders", "javascript:feed()", "/rssi-values", "mailto:feed@x"]
)
def test_other_links(href: str) -> None:
    """Links that are none."""
    assert urls(f"<a href='{href}'>x</a>") == []


def test_other_declarations() -> None:
    """Alternates of other types, oEmbed, WordPress's API and style sheets are no feeds."""
    page = (
        "<link rel=alternate hreflang=de href=/de><link rel=stylesheet type=text/css href=/feed.css>"
        "<link rel=alternate type=application/json href=/wp-json/wp/v2/pages/1>"
        "<link rel=alternate type='application/json+oembed' href='/oembed?format=json'>"
    )
    assert urls(page) == []


def test_base() -> None:
    """The page's base is respected."""
    assert urls("<base href='https://cdn.example/a/'><a href='feed.xml'>x</a>") == ["https://cdn.example/a/feed.xml"]


def test_comments_and_scripts_are_not_read() -> None:
    """What stands in comments and scripts isn't offered."""
    link = "<link rel=alternate type=application/rss+xml href=/rss>"
    assert urls(f"<!-- {link} --><script>'{link}'</script>") == []


def test_each_once() -> None:
    """One feed named twice is one."""
    link = "<link rel=alternate type=application/rss+xml href=/rss>"
    assert urls(link + link + "<a href='http://www.paper.example/rss'>RSS</a>") == ["https://paper.example/rss"]


@pytest.mark.parametrize("piece", ["<a ", "<script>", "<!--", "<link rel='", "<a href='/feed'>", "<<<<", '<a "'])
def test_hostile_pages(piece: str) -> None:
    """Pages of unclosed constructs end, with a bounded number of finds."""
    assert len(find_feeds((piece * 100_000).encode(), PAGE)) <= 20
