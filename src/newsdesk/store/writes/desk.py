"""What the desk made for the screen, and what the person told it about their taste."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from newsdesk.model.stories import Placed, Trait


def save_placed(connection: sqlite3.Connection, kind: str, placed: Sequence[Placed]) -> None:
    """Replace what is shown of a kind (top, foryou, picks); within the caller's transaction."""
    connection.execute("DELETE FROM desk WHERE kind = ?", (kind,))
    connection.executemany(
        "INSERT INTO desk VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (kind, rank, one.headline, one.story, one.score, one.why, one.section, one.owners, one.first_seen,
             json.dumps(one.headlines))
            for rank, one in enumerate(placed)
        ],
    )  # fmt: skip


def set_taste(connection: sqlite3.Connection, trait: Trait, factor: float, pinned: bool) -> None:
    """Keep what the person set about a trait: how much it counts (0 to 3), and whether it is always liked."""
    connection.execute(
        "INSERT OR REPLACE INTO tastes VALUES (?, ?, ?, ?, ?)", (trait.kind, trait.key, trait.name, factor, pinned)
    )


def clear_taste(connection: sqlite3.Connection, trait: Trait) -> None:
    """Forget what the person set about a trait."""
    connection.execute("DELETE FROM tastes WHERE kind = ? AND key = ?", (trait.kind, trait.key))


def forget_all(connection: sqlite3.Connection) -> None:
    """Forget what was read and what was set; within the caller's transaction. Marks stay."""
    for table in ("readings", "tastes"):
        connection.execute(f"DELETE FROM {table}")
    connection.execute("DELETE FROM desk WHERE kind = 'foryou'")


def set_story(
    connection: sqlite3.Connection, story: int, *, followed: bool | None = None, muted_until: int = -1
) -> None:
    """Follow a story or not, mute it until a time (Unix seconds; 0: no longer)."""
    if followed is not None:
        connection.execute("UPDATE stories SET followed = ? WHERE id = ?", (followed, story))
    if muted_until >= 0:
        connection.execute("UPDATE stories SET muted_until = ? WHERE id = ?", (muted_until, story))


def save_edition_time(connection: sqlite3.Connection, now: int) -> None:
    """Remember that an edition was seen: the next one begins here."""
    connection.execute("INSERT OR REPLACE INTO meta VALUES ('edition', ?)", (now,))
