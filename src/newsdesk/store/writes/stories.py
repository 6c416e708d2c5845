"""Which story each headline belongs to, and how many owners cover it."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection

from newsdesk.model.stories import Item, Placement

_ITEM = """
    SELECT h.id, h.title, h.summary, h.sort_time, f.owner, h.language, h.story
    FROM headlines h JOIN feeds f ON f.id = h.feed
"""
_GENERAL = "Top"
"""The folder of general feeds, whose headlines take their story's section."""


def list_unplaced(connection: sqlite3.Connection, since: int, limit: int) -> list[Item]:
    """Headlines without a story that are not older than `since`, in the order they came."""
    sql = (
        f"{_ITEM} WHERE h.id IN (SELECT id FROM headlines INDEXED BY headlines_unplaced "
        "WHERE story IS NULL AND hidden = 0 AND sort_time >= ? ORDER BY id LIMIT ?) ORDER BY h.id"
    )
    return [_item(row) for row in connection.execute(sql, (since, limit))]


def list_in_stories(connection: sqlite3.Connection, since: int, after: int, limit: int) -> list[tuple[Item, int]]:
    """Headlines with their stories, not older than `since`, by id from after `after`: to rebuild the desk's index."""
    sql = f"{_ITEM} WHERE h.story IS NOT NULL AND h.sort_time >= ? AND h.id > ? ORDER BY h.id LIMIT ?"
    return [(_item(row), row[6]) for row in connection.execute(sql, (since, after, limit))]


def add_story(connection: sqlite3.Connection) -> int:
    """A new story's id; within the caller's transaction."""
    story = connection.execute("INSERT INTO stories DEFAULT VALUES").lastrowid
    assert story is not None
    return story


def save_placement(connection: sqlite3.Connection, headline: int, placement: Placement) -> None:
    """Put a headline into its story, and the stories that turned out to be the same; within a transaction."""
    for merged in placement.merged:
        connection.execute("UPDATE headlines SET story = ? WHERE story = ?", (placement.story, merged))
        connection.execute(
            "UPDATE stories SET followed = max(followed, (SELECT followed FROM stories WHERE id = ?1)), "
            "muted_until = max(muted_until, (SELECT muted_until FROM stories WHERE id = ?1)) WHERE id = ?2",
            (merged, placement.story),
        )
        connection.execute("DELETE FROM stories WHERE id = ?", (merged,))
    connection.execute(
        "UPDATE headlines SET story = ?, copy_of = ? WHERE id = ?", (placement.story, placement.copy_of, headline)
    )


def get_kept(connection: sqlite3.Connection) -> str:
    """The mark of the live stories that were written down as they are in this database; "" where none were."""
    row = connection.execute("SELECT value FROM meta WHERE key = 'live_stories'").fetchone()
    return str(row[0]) if row else ""


def set_kept(connection: sqlite3.Connection, mark: str) -> None:
    """Say which written live stories are those of this database; "": none any more; within a transaction."""
    if mark:
        connection.execute("INSERT OR REPLACE INTO meta VALUES ('live_stories', ?)", (mark,))
    else:
        connection.execute("DELETE FROM meta WHERE key = 'live_stories'")


def recount(connection: sqlite3.Connection, stories: Collection[int]) -> None:
    """Count the owners of stories anew, and give their general headlines the section most of the others have."""
    for story in stories:
        connection.execute(
            "UPDATE stories SET outlets = (SELECT count(DISTINCT f.owner) FROM headlines h "
            "JOIN feeds f ON f.id = h.feed WHERE h.story = ?1 AND h.copy_of IS NULL) WHERE id = ?1",
            (story,),
        )
        named = connection.execute(
            "SELECT section FROM headlines WHERE story = ? AND section <> ? GROUP BY section "
            "ORDER BY sum(1 + own_section) DESC, section LIMIT 1",
            (story, _GENERAL),
        ).fetchone()
        if named:
            connection.execute(
                "UPDATE headlines SET section = ? WHERE story = ? AND section = ? AND own_section = 0",
                (named[0], story, _GENERAL),
            )


def _item(row: tuple[object, ...]) -> Item:
    id_, title, summary, time, owner, language, _ = row
    return Item(id_, title, summary, time, owner, language)  # type: ignore[arg-type]
