"""What the desk asks the store: live stories, pieces, readings, the archive; and what it made for the screen."""

from __future__ import annotations

import sqlite3
from array import array
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from newsdesk.model.stories import Coverage, Item, Reading, Story, Trait
from newsdesk.store.idset import AMONG, listed
from newsdesk.words import search_words

_DAY = 86_400
READINGS = 2_000
"""Articles that were read, the newest, from which the desk learns."""
SKIPPED = 500
"""Articles that were marked read without being opened, the newest, that count as skipped."""
_LOOKED_AT = 20_000
"""Headlines, the newest, among which those are looked for."""
_TITLED = 8
"""Outlets of a story up to which its titles are told: in a small one they are compared."""
ARCHIVE, _AROUND = 200, 100
"""Matches of an article's rare words that are looked at: the newest, and those right before it and right after it."""
_LAST = 1 << 62
"""Above every id."""
_ITEM = "h.id, h.title, h.summary, h.sort_time, f.owner, h.language"
_ITEMS = "headlines h JOIN feeds f ON f.id = h.feed"
_READING = f"SELECT {_ITEM}, h.section, h.author,"
_STORY = f"SELECT {_ITEM}, coalesce(h.story, 0) FROM {_ITEMS}"


def list_stories(connection: sqlite3.Connection, since: int, now: int) -> list[Story]:
    """The stories that two owners or more cover since `since`, muted ones left out, with their coverage."""
    positions = _positions(connection)
    coverage: dict[int, list[Coverage]] = defaultdict(list)
    sections: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    rows = connection.execute(
        "SELECT h.id, h.story, f.owner, h.feed, h.sort_time, h.copy_of, h.section, "
        "CASE WHEN s.outlets <= ? THEN h.title ELSE '' END, h.language, "
        # SQLite works out both sides of an AND, but of a CASE what it needs.
        "CASE WHEN h.published IS NULL THEN NOT EXISTS "
        "(SELECT 1 FROM entries WHERE feed = h.feed AND first_seen < h.first_seen) END "
        # By time, whatever SQLite thinks best: it would go through all headlines that there are, or all stories.
        "FROM headlines h INDEXED BY headlines_time CROSS JOIN stories s ON s.id = h.story "
        "CROSS JOIN feeds f ON f.id = h.feed "
        "WHERE s.outlets >= 2 AND s.muted_until <= ? AND h.sort_time >= ? AND h.hidden = 0 ORDER BY h.id",
        (_TITLED, now, since),
    )
    for id_, story, owner, feed, time, copy_of, section, title, language, old in rows:
        # What came without a date in a feed's first document may be of any day: it is no news of this one.
        time, position = (time - _DAY, -1) if old else (time, positions.get(id_, -1))
        coverage[story].append(Coverage(id_, owner, feed, time, position, copy_of is not None, title, language))
        sections[story][section] += 1
    return [
        Story(story, tuple(found), max(sections[story], key=lambda name: (sections[story][name], name)))
        for story, found in coverage.items()
    ]


def _positions(connection: sqlite3.Connection) -> dict[int, int]:
    """The best place of each headline in a feed's last document, 0 first; only the first three matter."""
    found: dict[int, int] = {}
    for (packed,) in connection.execute("SELECT document FROM fetches WHERE length(document)"):
        entries = array("q", packed)  # last first
        for place, entry in enumerate(reversed(entries[-3:])):
            row = connection.execute("SELECT headline FROM entries WHERE id = ?", (entry,)).fetchone()
            if row:
                found[row[0]] = min(place, found.get(row[0], place))
    return found


def feed_rates(connection: sqlite3.Connection, since: int, days: float) -> dict[int, float]:
    """Articles a day of each subscribed feed, of the `days` since `since`."""
    # Feed by feed: of all together SQLite would look at every entry that there is.
    sql = "SELECT id, (SELECT count(*) FROM entries WHERE feed = feeds.id AND sort_time >= ?) FROM feeds"
    return {feed: count / days for feed, count in connection.execute(sql, (since,)) if count}


def count_live_feeds(connection: sqlite3.Connection) -> int:
    """Subscribed feeds that have ever answered."""
    sql = "SELECT count(*) FROM feeds f JOIN fetches s ON s.feed = f.id WHERE f.subscribed AND s.last_ok IS NOT NULL"
    return int(connection.execute(sql).fetchone()[0])


def list_pieces(connection: sqlite3.Connection, since: int, until: int) -> list[tuple[Item, int, int, str, int, bool]]:
    """Unread articles of a time: item, feed, minutes, section, owners of its story, whether it was the first of it."""
    sql = f"""
        SELECT {_ITEM}, h.feed, h.minutes, h.section, coalesce(s.outlets, 1),
            h.story IS NOT NULL
                AND h.id = (SELECT id FROM headlines WHERE story = h.story ORDER BY sort_time, id LIMIT 1)
        FROM {_ITEMS} LEFT JOIN stories s ON s.id = h.story
        WHERE h.sort_time >= ? AND h.sort_time < ? AND h.hidden = 0 AND h.read = 0 AND h.copy_of IS NULL
    """
    return [(Item(*row[:6]), row[6], row[7], row[8], row[9], bool(row[10]))
            for row in connection.execute(sql, (since, until))]  # fmt: skip


def list_readings(connection: sqlite3.Connection) -> list[Reading]:
    """What the person did with articles, oldest first: the newest that were opened, and some that were passed over."""
    opened = connection.execute(
        f"""
        {_READING} CASE WHEN h.starred THEN 'starred' WHEN h.later THEN 'later' WHEN r.furthest >= 0.9 THEN 'finished'
                ELSE 'opened' END, r.opened
        FROM {_ITEMS} JOIN (SELECT headline, max(opened) AS opened, max(furthest) AS furthest FROM readings
            GROUP BY headline ORDER BY 2 DESC LIMIT ?) r ON r.headline = h.id
        """,
        (READINGS,),
    ).fetchall()
    if not opened:
        return []
    skipped = connection.execute(
        f"""
        {_READING} 'skipped', h.sort_time FROM (
            SELECT id FROM headlines INDEXED BY headlines_time WHERE hidden = 0 AND sort_time >= ?
                ORDER BY sort_time DESC, id DESC LIMIT ?
        ) newest CROSS JOIN headlines h ON h.id = newest.id JOIN feeds f ON f.id = h.feed
        WHERE h.read = 1 AND h.starred = 0 AND h.later = 0 AND h.id NOT IN (SELECT headline FROM readings)
        ORDER BY h.sort_time DESC, h.id DESC LIMIT ?
        """,
        (min(row[9] for row in opened) - 86_400, _LOOKED_AT, SKIPPED),
    ).fetchall()
    rows = sorted(opened + skipped, key=lambda row: (row[9], row[0]))
    return [Reading(Item(*row[:6]), *row[6:9]) for row in rows]


def count_opened(connection: sqlite3.Connection) -> dict[str, int]:
    """How many articles of each section the person has opened."""
    sql = (
        "SELECT h.section, count(DISTINCT r.headline) FROM readings r JOIN headlines h ON h.id = r.headline GROUP BY 1"
    )
    return dict(connection.execute(sql))


def list_tastes(connection: sqlite3.Connection) -> list[tuple[Trait, float, bool]]:
    """What the person set about traits themselves: trait, factor, pinned."""
    rows = connection.execute("SELECT kind, key, name, factor, pinned FROM tastes ORDER BY kind, key")
    return [(Trait(kind, key, name), factor, bool(pinned)) for kind, key, name, factor, pinned in rows]


def get_item(connection: sqlite3.Connection, headline: int) -> tuple[Item, int] | None:
    """A headline as the desk sees it, and its story (0: none); None when it is gone."""
    return next(iter(_with_stories(connection.execute(f"{_STORY} WHERE h.id = ?", (headline,)))), None)


def get_items(connection: sqlite3.Connection, headlines: Iterable[int]) -> dict[int, Item]:
    """Headlines as the desk sees them, by id."""
    sql = f"SELECT {_ITEM} FROM {_ITEMS} WHERE h.id {AMONG}"
    return {row[0]: Item(*row) for row in connection.execute(sql, (listed(headlines),))}


def get_stories(connection: sqlite3.Connection, headlines: Iterable[int]) -> dict[int, int]:
    """The story of each headline that has one."""
    sql = f"SELECT id, story FROM headlines WHERE id {AMONG} AND story IS NOT NULL"
    return dict(connection.execute(sql, (listed(headlines),)))


def list_coverage(connection: sqlite3.Connection, story: int) -> list[tuple[Item, int]]:
    """All headlines of a story, the first to report first; with the headline whose text each repeats (0: none)."""
    sql = f"SELECT {_ITEM}, coalesce(h.copy_of, 0) FROM {_ITEMS} WHERE h.story = ? ORDER BY h.sort_time, h.id"
    return _with_stories(connection.execute(sql, (story,)))


def search_archive(connection: sqlite3.Connection, words: list[str], headline: int) -> list[tuple[Item, int]]:
    """Articles that hold any of these words, with their stories (0: none).

    They are the newest, and those that came right before and right after `headline`, which tell of the same days.
    """
    terms = [" ".join(search_words(word)) for word in words]
    match = " OR ".join(f'"{term}"' for term in terms if term)
    if not match:
        return []
    found: set[int] = set()
    for order, first, last, most in (
        ("DESC", 0, _LAST, ARCHIVE), ("DESC", 0, headline - 1, _AROUND), ("ASC", headline + 1, _LAST, _AROUND),
    ):  # fmt: skip
        sql = f"SELECT rowid FROM search WHERE search MATCH ? AND rowid BETWEEN ? AND ? ORDER BY rowid {order} LIMIT ?"
        found.update(id_ for (id_,) in connection.execute(sql, (match, first, last, most)))
    return _with_stories(connection.execute(f"{_STORY} WHERE h.id {AMONG} AND h.hidden = 0", (listed(sorted(found)),)))


def _with_stories(rows: Iterable[tuple[Any, ...]]) -> list[tuple[Item, int]]:
    return [(Item(*row[:6]), row[6]) for row in rows]


def get_edition_time(connection: sqlite3.Connection) -> int:
    """When the person saw the last edition, Unix seconds UTC; 0: never."""
    row = connection.execute("SELECT value FROM meta WHERE key = 'edition'").fetchone()
    return int(row[0]) if row else 0
