"""Which articles want their page or their pictures before anybody opens them."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from newsdesk.store.queries.articles import SUMMARY_LENGTH


@dataclass(frozen=True, slots=True)
class Unfetched:
    """An article that nobody has opened yet: what is known of its text."""

    headline: int
    url: str
    """Of its page; "" where it has none."""
    feed_url: str
    summary_only: bool
    """True when its page has not been fetched, or asked for, and the feed gave no more than a summary."""


def list_unfetched(connection: sqlite3.Connection, since: int, limit: int) -> list[Unfetched]:
    """The newest unread articles since a time, those with blocks, of subscribed feeds."""
    rows = connection.execute(
        "SELECT h.id, h.url, f.url, NOT EXISTS (SELECT 1 FROM articles WHERE headline = h.id AND origin = 'page') "
        "AND NOT EXISTS (SELECT 1 FROM requests WHERE kind = 'full-text' AND key = CAST(h.id AS TEXT)) "
        "AND coalesce((SELECT length FROM articles WHERE headline = h.id AND origin = 'feed'), 0) < ? "
        "FROM headlines h JOIN feeds f ON f.id = h.feed "
        "WHERE h.digested > 0 AND h.read = 0 AND h.sort_time >= ? AND f.subscribed = 1 "
        "ORDER BY h.sort_time DESC, h.id DESC LIMIT ?",
        (SUMMARY_LENGTH, since, limit),
    )
    return [Unfetched(id_, url, feed_url, bool(summary_only and url)) for id_, url, feed_url, summary_only in rows]
