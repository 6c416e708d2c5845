"""Headlines as the listing commands print them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from newsdesk import clock
from newsdesk.cli import output
from newsdesk.model.headlines import Headline
from newsdesk.store.connection import Connection
from newsdesk.store.queries.rows import get_headlines
from newsdesk.store.queries.sources import feed_urls


@dataclass(frozen=True, slots=True)
class Rows:
    """Makes rows of headlines, whose feeds' addresses it knows."""

    feeds: dict[int, str]

    def data(self, headline: Headline) -> dict[str, object]:
        """A headline as JSON data: the contract of `newsdesk list --json`."""
        return {
            "id": headline.id, "title": headline.title, "url": headline.url, "source": headline.source,
            "section": headline.section, "feed_url": self.feeds.get(headline.feed, ""), "author": headline.author,
            "published": iso(headline.published), "read": headline.read, "starred": headline.starred,
            "later": headline.later, "summary": headline.summary, "story_id": headline.story,
            "outlets": headline.outlets,
        }  # fmt: skip


def iso(seconds: int | None) -> str | None:
    """Unix seconds as ISO 8601 UTC; None for None."""
    return None if seconds is None else clock.utc(seconds).isoformat().replace("+00:00", "Z")


def emit(connection: Connection, headlines: Sequence[Headline], *, as_json: bool) -> None:
    """Print headlines: one JSON list, or a line each: id, time, marks, source, title, address."""
    if as_json:
        rows = Rows(feed_urls(connection))
        output.data([rows.data(headline) for headline in headlines])
        return
    for headline in headlines:
        output.row(
            headline.id, f"{clock.local(headline.sort_time):%Y-%m-%d %H:%M}", marks(headline), headline.source,
            headline.title, headline.url,
        )  # fmt: skip


def marks(headline: Headline) -> str:
    """The marks in letters: N unread, S starred, L read later; - for none."""
    found = ("" if headline.read else "N") + ("S" if headline.starred else "") + ("L" if headline.later else "")
    return found or "-"


def emit_with_why(connection: Connection, picked: Sequence[tuple[int, str]], *, as_json: bool) -> None:
    """Print headlines by id, each with the reason it is shown for; ids that are gone are left out."""
    found = get_headlines(connection, [id_ for id_, _ in picked])
    rows = Rows(feed_urls(connection)) if as_json else Rows({})
    kept = [(found[id_], why) for id_, why in picked if id_ in found]
    if as_json:
        output.data([rows.data(headline) | {"why": why} for headline, why in kept])
        return
    for headline, why in kept:
        output.row(headline.id, headline.source, headline.title, headline.url, why)
