"""What a newer release's catalogue offers: once, and nothing that was offered before."""

from __future__ import annotations

from pathlib import Path

from newsdesk.opml.offers import mark_of, offer, read_seen, write_seen
from newsdesk.opml.tree import NAMESPACE


def listed(*feeds: tuple[str, str, str]) -> bytes:
    """A list of (title, address, language)."""
    outlines = "".join(
        f'<outline type="rss" text="{title}" xmlUrl="{url}" newsdesk:language="{language}"/>'
        for title, url, language in feeds
    )
    return f'<opml version="2.0" xmlns:newsdesk="{NAMESPACE}"><body>{outlines}</body></opml>'.encode()


ONE = ("One", "https://one.example/rss", "en")
NEW = ("New", "https://new.example/rss", "en")
FOREIGN = ("Nouveau", "https://nouveau.example/rss", "fr")


def test_new_sources_are_offered_once(tmp_path: Path) -> None:
    """Those in the list's languages; after they were offered, no more."""
    file, mine, catalogue = tmp_path / "seen.txt", listed(ONE), listed(ONE, NEW, FOREIGN)
    write_seen(file, listed(ONE))
    found = offer(mine, catalogue, read_seen(file), "mine")
    assert [subscription.title for subscription in found.new] == ["New"]
    write_seen(file, catalogue)
    assert offer(mine, catalogue, read_seen(file), "mine").new == ()


def test_a_list_of_unknown_age_is_offered_nothing_new(tmp_path: Path) -> None:
    """An imported list does not want the whole catalogue."""
    assert read_seen(tmp_path / "none.txt") is None
    assert offer(listed(ONE), listed(ONE, NEW), None, "mine").new == ()


def test_a_removed_source_is_not_offered_again(tmp_path: Path) -> None:
    """It was in the catalogue that the person has seen."""
    seen = frozenset({mark_of("http://www.one.example/rss")})
    assert offer(listed(NEW), listed(ONE, NEW), seen, "mine").new == ()
