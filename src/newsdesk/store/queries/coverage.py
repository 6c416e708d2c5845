"""What the screen asks about stories: their state, their copies, what is followed, what is read along."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from typing import TYPE_CHECKING

from newsdesk.store.queries.views import ON_FRONT

if TYPE_CHECKING:
    from newsdesk.model.stories import StoryState

_MUTED = "muted_until > 0 AND muted_until > ?"
"""As the index of those that are muted at all has it."""


def get_story(connection: sqlite3.Connection, story: int) -> StoryState | None:
    """What the person set about a story, and its size; None when there is none."""
    from newsdesk.model.stories import StoryState

    row = connection.execute("SELECT id, outlets, followed, muted_until FROM stories WHERE id = ?", (story,)).fetchone()
    return StoryState(row[0], row[1], bool(row[2]), row[3]) if row else None


def list_top_stories(connection: sqlite3.Connection, section: str) -> list[int]:
    """The stories that stand on the front page now, on that of a section where one is named, best first."""
    wanted, parameters = ("kind = 'top' AND section = ?", (section,)) if section else (ON_FRONT, ())
    return [
        story for (story,) in connection.execute(f"SELECT story FROM desk WHERE {wanted} ORDER BY rank", parameters)
    ]


def list_followed(connection: sqlite3.Connection) -> dict[int, int]:
    """The stories the person follows, with the newest headline of each."""
    sql = (
        "SELECT s.id, (SELECT coalesce(max(id), 0) FROM headlines WHERE story = s.id AND hidden = 0) FROM stories s "
        "WHERE s.followed = 1"
    )
    return dict(connection.execute(sql).fetchall())


def list_heard(connection: sqlite3.Connection) -> dict[int, int]:
    """The followed stories, with the newest headline of each that the person was told of."""
    row = connection.execute("SELECT value FROM meta WHERE key = 'heard'").fetchone()
    return {int(story): headline for story, headline in json.loads(row[0]).items()} if row else {}


def list_muted(connection: sqlite3.Connection, now: int) -> frozenset[int]:
    """The stories that are muted at `now`."""
    return frozenset(story for (story,) in connection.execute(f"SELECT id FROM stories WHERE {_MUTED}", (now,)))


def list_told(connection: sqlite3.Connection, now: int) -> list[tuple[StoryState, str]]:
    """The stories that are followed or muted, newest first, each with the title of its newest headline."""
    from newsdesk.model.stories import StoryState

    rows = connection.execute(
        "SELECT id, outlets, followed, muted_until FROM stories WHERE id IN (SELECT id FROM stories WHERE followed = 1 "
        f"UNION ALL SELECT id FROM stories WHERE {_MUTED}) ORDER BY id DESC",
        (now,),
    ).fetchall()
    return [
        (StoryState(id_, outlets, bool(followed), until), get_newest_title(connection, id_))
        for id_, outlets, followed, until in rows
    ]


def get_newest_title(connection: sqlite3.Connection, story: int) -> str:
    """The title of a story's newest headline; "" when there is none."""
    row = connection.execute(
        "SELECT title FROM headlines WHERE story = ? AND hidden = 0 ORDER BY id DESC LIMIT 1", (story,)
    ).fetchone()
    return str(row[0]) if row else ""


def list_copies(connection: sqlite3.Connection, story: int) -> dict[int, list[str]]:
    """The sources that carry the same text as a headline of the story, by that headline."""
    found: dict[int, list[str]] = defaultdict(list)
    rows = connection.execute(
        "SELECT h.copy_of, f.title FROM headlines h JOIN feeds f ON f.id = h.feed "
        "WHERE h.story = ? AND h.copy_of IS NOT NULL AND h.hidden = 0 ORDER BY h.sort_time, h.id",
        (story,),
    )
    for original, source in rows:
        found[original].append(source)
    return dict(found)


def list_read_along(connection: sqlite3.Connection, headline: int, *, whole_story: bool) -> list[int]:
    """The unread headlines that are read with this one: those of the same text, or all of its story."""
    same = "h.story = o.story" if whole_story else "coalesce(h.copy_of, h.id) = coalesce(o.copy_of, o.id)"
    rows = connection.execute(
        f"SELECT h.id FROM headlines o JOIN headlines h ON h.story = o.story AND {same} "
        "WHERE o.id = ? AND h.id <> o.id AND h.read = 0",
        (headline,),
    )
    return [id_ for (id_,) in rows]
