"""What is known about sources: for the source card, `newsdesk feeds` and the worker."""

from __future__ import annotations

import sqlite3
from dataclasses import fields
from typing import Any

from newsdesk.model.feeds import Validators
from newsdesk.model.fetching import FeedState
from newsdesk.model.sources import SourceCard

_CARD = """
    SELECT f.id, f.url, f.title, f.site_url, f.owner, f.country, f.language, f.kind,
        coalesce(c.total, 0), coalesce(c.unread, 0),
        f.paused, s.gone, f.subscribed, f.first_seen, s.last_asked, s.last_ok, s.last_error, s.failures, s.next_due,
        s.moved_to, f.private, s.refused,
        (SELECT group_concat(path, char(10)) FROM (SELECT path FROM folders WHERE feed = f.id ORDER BY position))
    FROM feeds f JOIN fetches s ON s.feed = f.id LEFT JOIN counts c ON c.kind = 'feed' AND c.key = CAST(f.id AS TEXT)
"""


def get_source(connection: sqlite3.Connection, feed: int) -> SourceCard | None:
    """All that is known about one feed; None when there is none of that id."""
    row = connection.execute(f"{_CARD} WHERE f.id = ?", (feed,)).fetchone()
    return _card(row) if row else None


def list_sources(connection: sqlite3.Connection) -> list[SourceCard]:
    """Every subscribed feed in the order of feeds.opml."""
    return [_card(row) for row in connection.execute(f"{_CARD} WHERE f.subscribed = 1 ORDER BY f.position, f.id")]


def was_any_asked(connection: sqlite3.Connection) -> bool:
    """Whether any feed was ever asked."""
    return connection.execute("SELECT 1 FROM fetches WHERE last_asked IS NOT NULL LIMIT 1").fetchone() is not None


def oldest_source(connection: sqlite3.Connection) -> int:
    """When the first source was followed, Unix seconds; 0 when there is none."""
    (first,) = connection.execute("SELECT min(first_seen) FROM feeds").fetchone()
    return int(first or 0)


def list_feed_states(connection: sqlite3.Connection) -> list[FeedState]:
    """How every subscribed feed stands with its server, for the schedule."""
    stored = [name for name in (field.name for field in fields(FeedState)) if name not in _ELSEWHERE]
    sql = (
        "SELECT f.id, f.url, f.paused, f.private, s.etag, s.last_modified, "
        f"{', '.join('s.' + name for name in stored)} FROM feeds f JOIN fetches s ON s.feed = f.id "
        "WHERE f.subscribed = 1 ORDER BY f.position, f.id"
    )
    states = []
    for feed, url, paused, private, etag, last_modified, *values in connection.execute(sql):
        known = dict(zip(stored, values, strict=True))
        for name in ("skip_hours", "skip_days"):
            known[name] = frozenset(_numbers(known[name]))
        known["recent_new"] = tuple(_numbers(known["recent_new"]))
        known["gone"] = bool(known["gone"])
        known |= {"paused": bool(paused), "private": bool(private)}
        states.append(FeedState(feed=feed, url=url, validators=Validators(etag, last_modified), **known))
    return states


def feed_urls(connection: sqlite3.Connection) -> dict[int, str]:
    """The address of every feed by its id, unsubscribed ones too."""
    return dict(connection.execute("SELECT id, url FROM feeds"))


def list_feed_urls(connection: sqlite3.Connection, headline: int) -> list[str]:
    """The addresses of the subscribed feeds that carry a headline, the one that speaks for it first."""
    sql = """
        SELECT f.url FROM entries e JOIN feeds f ON f.id = e.feed JOIN headlines h ON h.id = e.headline
        WHERE e.headline = ? AND f.subscribed = 1 GROUP BY f.id ORDER BY f.id <> h.feed, f.id
    """
    return [url for (url,) in connection.execute(sql, (headline,))]


_ELSEWHERE = frozenset({"feed", "url", "paused", "private", "validators"})
"""Fields of FeedState that are no column of their own name in `fetches`."""


def _numbers(text: str) -> list[int]:
    return [int(part) for part in text.split(",") if part]


def _card(row: tuple[Any, ...]) -> SourceCard:
    (feed, url, title, site, owner, country, language, kind, entries, unread, paused, gone, subscribed, first_seen,
     last_asked, last_ok, last_error, failures, next_due, moved_to, private, refused, folders) = row  # fmt: skip
    return SourceCard(
        feed, url, title, tuple(folders.split("\n")) if folders else (), site, owner, country, language, kind,
        entries, unread, bool(paused), bool(gone), bool(subscribed), first_seen, last_asked, last_ok, last_error,
        failures, next_due or None, moved_to, bool(private), bool(refused),
    )  # fmt: skip
