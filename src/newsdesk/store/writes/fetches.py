"""How a feed stands with its server, and what the worker says of itself."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence

from newsdesk.model.fetching import FeedState
from newsdesk.model.sidebar import Progress

_COLUMNS = (
    "last_asked", "last_ok", "last_changed", "next_due", "not_before", "host_not_before", "failures", "failing_since",
    "last_error", "last_status", "equal_bodies", "max_age", "ttl", "moved_to", "moved_polls", "gone", "body_hash",
    "refused",
)  # fmt: skip


def save_states(connection: sqlite3.Connection, states: Sequence[FeedState]) -> None:
    """Store where feeds stand after being asked; within the caller's transaction."""
    columns = (*_COLUMNS, "etag", "last_modified", "recent_new", "skip_hours", "skip_days")
    sql = f"UPDATE fetches SET {', '.join(f'{column} = ?' for column in columns)} WHERE feed = ?"
    connection.executemany(sql, [_values(state) for state in states])


def _values(state: FeedState) -> tuple[object, ...]:
    lists = (state.recent_new, sorted(state.skip_hours), sorted(state.skip_days))
    return (
        *(getattr(state, column) for column in _COLUMNS),
        state.validators.etag,
        state.validators.last_modified,
        *(",".join(map(str, numbers)) for numbers in lists),
        state.feed,
    )


def save_progress(connection: sqlite3.Connection, progress: Progress) -> None:
    """Tell every window what the worker does; at most four times a second, so that screens stay calm."""
    connection.execute(
        "INSERT OR REPLACE INTO meta VALUES ('progress', ?)", (json.dumps(progress._asdict(), ensure_ascii=False),)
    )
