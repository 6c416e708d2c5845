"""The bundled catalogue keeps what docs/sources.md promises."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from newsdesk import tokens, urls
from newsdesk.model.feeds import Subscription
from newsdesk.opml.catalogue import choose
from newsdesk.opml.file import EMPTY
from newsdesk.opml.merge import merge
from newsdesk.opml.read import read_list
from newsdesk.paths import bundled_opml

FOLDERS = [
    "Top", "World", "Politics", "Business", "Technology", "Science", "Health", "Climate", "Sport", "Culture",
    "Opinion", "Europe", "Asia-Pacific", "Africa", "Middle East", "Americas",
]  # fmt: skip
KINDS = {"public", "private", "nonprofit", "agency", "state", "journal", "institution"}


@pytest.fixture(scope="module")
def catalogue() -> bytes:
    return bundled_opml().read_bytes()


@pytest.fixture(scope="module")
def feeds(catalogue: bytes) -> tuple[Subscription, ...]:
    found = read_list(catalogue, "feeds.opml", strict=True)
    assert (found.skipped, found.notes) == ((), ())
    return found.subscriptions


def test_there_are_many_independent_outlets(feeds: tuple[Subscription, ...]) -> None:
    """At least 160 outlets, and as many owners, who are what stories count."""
    assert len({urls.site(feed.site_url) for feed in feeds}) >= 160
    assert len({feed.owner for feed in feeds}) >= 160


def test_folders_are_the_sections_in_order(feeds: tuple[Subscription, ...]) -> None:
    """Sixteen folders, none empty, in the order of the sidebar."""
    assert list(dict.fromkeys(feed.folder for feed in feeds)) == [(name,) for name in FOLDERS]
    assert min(Counter(feed.folder for feed in feeds).values()) >= 10


def test_every_feed_says_who_is_behind_it(feeds: tuple[Subscription, ...]) -> None:
    """Owner, country, language and kind stand on each, in the words that docs/sources.md defines."""
    for feed in feeds:
        assert feed.title, feed.url
        assert feed.owner, feed.url
        assert re.fullmatch("[A-Z]{2}", feed.country), feed.url
        assert re.fullmatch("[a-z]{2}", feed.language), feed.url
        assert feed.kind in KINDS, feed.url
        assert feed.site_url.startswith("https://"), feed.url
        assert (feed.paused, feed.private, tokens.in_address(feed.url)) == (False, False, False), feed.url


def test_feeds_are_asked_over_https_and_once(feeds: tuple[Subscription, ...]) -> None:
    """No address is there twice, under another spelling either, and none is in the clear."""
    assert all(feed.url.startswith("https://") for feed in feeds)
    assert [url for url, count in Counter(urls.canonical(feed.url) for feed in feeds).items() if count > 1] == []
    assert [title for title, count in Counter(feed.title for feed in feeds).items() if count > 1] == []


def test_a_site_has_one_owner(feeds: tuple[Subscription, ...]) -> None:
    """Feeds of one site name the same owner, so that no outlet counts twice in a story."""
    owners = {(urls.site(feed.site_url), feed.owner) for feed in feeds}
    assert [site for site, count in Counter(site for site, _owner in owners).items() if count > 1] == []


def test_france_24_is_there_in_two_languages(feeds: tuple[Subscription, ...]) -> None:
    """The English and the French desk, both in Top."""
    languages = {feed.language for feed in feeds if feed.title.startswith("FRANCE 24 (") and feed.folder == ("Top",)}
    assert {"en", "fr"} <= languages


def test_every_language_gets_a_full_front_page(catalogue: bytes, feeds: tuple[Subscription, ...]) -> None:
    """Whatever the locale, the first list has English and the person's own language, and nothing else."""
    for language in sorted({feed.language for feed in feeds}):
        chosen = read_list(choose(catalogue, (language,)), "feeds.opml", strict=True).subscriptions
        assert {feed.language for feed in chosen} == {"en", language}


def test_merging_the_catalogue_gives_the_catalogue(catalogue: bytes, feeds: tuple[Subscription, ...]) -> None:
    """Imported into an empty list it is all there, in its folders, and importing it again changes nothing."""
    merged = merge(EMPTY, catalogue, "feeds.opml")
    assert read_list(merged.data, "list", strict=True).subscriptions == feeds
    assert merge(merged.data, catalogue, "feeds.opml").data == merged.data


def test_the_kinds_are_explained() -> None:
    """Each kind has its line in docs/sources.md."""
    text = (Path(__file__).parents[2] / "docs" / "sources.md").read_text(encoding="utf-8")
    for kind in KINDS:
        assert f"| `{kind}` |" in text
