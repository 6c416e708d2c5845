"""How a row of `headlines` becomes a Headline."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any

from newsdesk.model.headlines import Headline
from newsdesk.store import one_step
from newsdesk.store.idset import AMONG, listed

COLUMNS = (
    "h.id, h.title, h.url, f.title, h.section, h.feed, h.author, h.summary, h.sort_time, h.published, "
    "h.read, h.starred, h.later, h.story, coalesce(s.outlets, 1), h.language, h.minutes"
)
"""What `headline` takes, of SOURCES."""
SOURCES = "headlines h JOIN feeds f ON f.id = h.feed LEFT JOIN stories s ON s.id = h.story"


def headline(row: Sequence[Any]) -> Headline:
    """The Headline of a row of COLUMNS."""
    return Headline(*row[:10], *map(bool, row[10:13]), *row[13:])


def get_headlines(connection: sqlite3.Connection, ids: Iterable[int]) -> dict[int, Headline]:
    """The headlines of these ids that are still there, by id."""
    found = one_step.rows(connection, COLUMNS, f"{SOURCES} WHERE h.id {AMONG}", (listed(ids),))
    return {row[0]: headline(row) for row in found}
