"""The database follows feeds.opml: what is in the file is subscribed to, what left it is hidden, not dropped."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from newsdesk.model.feeds import Subscription
from newsdesk.store.connection import transaction
from newsdesk.store.queries.sidebar import NO_FOLDER
from newsdesk.text import clean_line
from newsdesk.urls import canonical, host, site


@dataclass(frozen=True, slots=True)
class Followed:
    """What following the file changed: ids of feeds that came, and of feeds that left."""

    added: tuple[int, ...]
    removed: tuple[int, ...]


@dataclass(slots=True)
class _Wanted:
    subscription: Subscription
    position: int
    folders: dict[str, int]


def follow(
    connection: sqlite3.Connection, subscriptions: Sequence[Subscription], now: int, bundled: Collection[str] = ()
) -> Followed:
    """Make the database's feeds those of the list; `bundled` holds canonical addresses that came with newsdesk.

    Entries and marks of a feed that left stay; its headlines leave the lists (not starred and later) until it
    comes back. One transaction for the feeds, one for each feed whose headlines change.
    """
    wanted = _wanted(subscriptions)
    with transaction(connection):
        connection.execute("DELETE FROM meta WHERE key = 'followed_list'")
        before = {
            key: (feed, subscribed, folder)
            for feed, key, subscribed, folder in connection.execute(
                "SELECT id, key, subscribed, folder FROM feeds WHERE account = 0"
            )
        }
        feeds = {key: _save_feed(connection, key, item, now, key in bundled) for key, item in wanted.items()}
        left = [feed for key, (feed, subscribed, _) in before.items() if subscribed and key not in wanted]
        connection.executemany("UPDATE feeds SET subscribed = 0 WHERE id = ?", [(feed,) for feed in left])
        connection.executemany("DELETE FROM folders WHERE feed = ?", [(feed,) for feed in left])
    added = [feed for key, feed in feeds.items() if key not in before or not before[key][1]]
    for feed in (*left, *(feed for feed in added if any(feed == known[0] for known in before.values()))):
        _hide_or_show(connection, feed)
    for key, (feed, _, folder) in before.items():
        if key in wanted and folder != (now_in := _section(wanted[key].subscription)):
            _move(connection, feed, now_in)
    return Followed(tuple(added), tuple(left))


def list_subscribed(connection: sqlite3.Connection) -> list[str]:
    """The addresses of the feeds that are subscribed to now."""
    return [url for (url,) in connection.execute("SELECT url FROM feeds WHERE subscribed = 1 AND account = 0")]


def accepted_list(connection: sqlite3.Connection) -> str:
    """The hash of the list that may drop any number of feeds, because the person said so; "" for none."""
    row = connection.execute("SELECT value FROM meta WHERE key = 'accepted_list'").fetchone()
    return str(row[0]) if row else ""


def accept_list(connection: sqlite3.Connection, digest: str) -> None:
    """Let the list of this hash drop any number of feeds: the program wrote it for the person, or they said so."""
    connection.execute("INSERT OR REPLACE INTO meta VALUES ('accepted_list', ?)", (digest,))


def followed_list(connection: sqlite3.Connection) -> str:
    """The mark of the list that the feeds here are exactly those of; "" where that isn't known."""
    row = connection.execute("SELECT value FROM meta WHERE key = 'followed_list'").fetchone()
    return str(row[0]) if row else ""


def keep_followed(connection: sqlite3.Connection, mark: str) -> None:
    """Remember the mark of the list that was followed; gone as soon as another one is."""
    connection.execute("INSERT OR REPLACE INTO meta VALUES ('followed_list', ?)", (mark,))


def _wanted(subscriptions: Sequence[Subscription]) -> dict[str, _Wanted]:
    wanted: dict[str, _Wanted] = {}
    for position, subscription in enumerate(subscriptions):
        item = wanted.setdefault(canonical(subscription.url), _Wanted(subscription, position, {}))
        item.folders.setdefault("/".join(part.replace("/", "\u2215") for part in subscription.folder), position)
    return wanted


def _section(subscription: Subscription) -> str:
    return subscription.folder[0] if subscription.folder else NO_FOLDER


def _save_feed(connection: sqlite3.Connection, key: str, item: _Wanted, now: int, bundled: bool) -> int:
    subscription = item.subscription
    values = (
        subscription.url, clean_line(subscription.title or host(subscription.url)), bool(subscription.title),
        subscription.site_url, subscription.owner or site(subscription.site_url or subscription.url),
        subscription.country, subscription.language, subscription.kind, _section(subscription),
        subscription.paused, subscription.private, item.position,
    )  # fmt: skip
    (feed,) = connection.execute(
        """
        INSERT INTO feeds (url, title, given_title, site_url, owner, country, language, kind, folder, paused, private,
            position, bundled, first_seen, key)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (account, key) DO UPDATE SET url = excluded.url,
            title = CASE WHEN excluded.given_title OR given_title THEN excluded.title ELSE title END,
            given_title = excluded.given_title,
            site_url = CASE excluded.site_url WHEN '' THEN site_url ELSE excluded.site_url END,
            owner = excluded.owner, country = excluded.country,
            language = CASE excluded.language WHEN '' THEN language ELSE excluded.language END,
            kind = excluded.kind, folder = excluded.folder, paused = excluded.paused, private = excluded.private,
            position = excluded.position, subscribed = 1
        RETURNING id
        """,
        (*values, bundled, now, key),
    ).fetchone()
    connection.execute("INSERT OR IGNORE INTO fetches (feed) VALUES (?)", (feed,))
    connection.execute("INSERT OR IGNORE INTO counts VALUES ('feed', ?, 0, 0)", (str(feed),))
    connection.execute("DELETE FROM folders WHERE feed = ?", (feed,))
    connection.executemany(
        "INSERT INTO folders VALUES (?, ?, ?)", [(feed, path, place) for path, place in item.folders.items()]
    )
    return int(feed)


def _hide_or_show(connection: sqlite3.Connection, feed: int) -> None:
    with transaction(connection):
        connection.execute(
            """
            UPDATE headlines SET hidden = 1 - hidden WHERE id IN (SELECT headline FROM entries WHERE feed = ?)
            AND hidden = EXISTS (SELECT 1 FROM entries e JOIN feeds f ON f.id = e.feed AND f.subscribed = 1
                WHERE e.headline = headlines.id)
            """,
            (feed,),
        )


def _move(connection: sqlite3.Connection, feed: int, section: str) -> None:
    with transaction(connection):
        connection.execute(
            "UPDATE headlines SET section = ? WHERE own_section = 0 AND feed = ? "
            "AND id IN (SELECT headline FROM entries WHERE feed = ?)",
            (section, feed, feed),
        )
