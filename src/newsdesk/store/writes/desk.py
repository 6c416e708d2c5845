"""What the desk made for the screen, and what the person told it about their taste."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from newsdesk.model.placed import Placed
    from newsdesk.model.stories import Trait

Told: TypeAlias = Literal["story", "taste"]
"""What the person can tell the desk something about: a story (its id), a trait (its kind and key)."""
_TOLD: dict[Told, tuple[str, str, str]] = {
    "story": ("stories", "followed, muted_until", "id = ?"),
    "taste": ("tastes", "name, factor, pinned", "kind = ? AND key = ?"),
}
"""Where that is kept: table, columns, row."""


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
    """Forget what was read and what was set, undo's memory of it too; within the caller's transaction. Marks stay."""
    for table in ("readings", "tastes"):
        connection.execute(f"DELETE FROM {table}")
    connection.execute("DELETE FROM journal WHERE kind = 'taste'")
    connection.execute("DELETE FROM desk WHERE kind = 'foryou'")


def set_story(
    connection: sqlite3.Connection, story: int, *, followed: bool | None = None, muted_until: int = -1
) -> None:
    """Follow a story or not, mute it until a time (Unix seconds; 0: no longer)."""
    if followed is not None:
        connection.execute("UPDATE stories SET followed = ? WHERE id = ?", (followed, story))
    if muted_until >= 0:
        connection.execute("UPDATE stories SET muted_until = ? WHERE id = ?", (muted_until, story))


def read_told(connection: sqlite3.Connection, about: Told, key: Sequence[object]) -> bytes:
    """What the person has told about a story or a trait by now, packed: for `put_told`."""
    table, columns, row = _TOLD[about]
    found = connection.execute(f"SELECT {columns} FROM {table} WHERE {row}", tuple(key)).fetchone()
    return json.dumps([key, found]).encode()


def put_told(connection: sqlite3.Connection, about: Told, found: bytes, wanted: bytes) -> None:
    """Let it be `wanted`, if it still is `found`: what was told since wins; within the caller's transaction."""
    key, values = json.loads(wanted)
    if read_told(connection, about, key) != found:
        return
    table, columns, row = _TOLD[about]
    if values is None:
        connection.execute(f"DELETE FROM {table} WHERE {row}", key)
    elif about == "taste":
        connection.execute("INSERT OR REPLACE INTO tastes VALUES (?, ?, ?, ?, ?)", (*key, *values))
    else:
        connection.execute(f"UPDATE {table} SET ({columns}) = (?, ?) WHERE {row}", (*values, *key))


def save_heard(connection: sqlite3.Connection, heard: Mapping[int, int]) -> None:
    """Remember, by followed story, the newest headline that the person was told of."""
    connection.execute("INSERT OR REPLACE INTO meta VALUES ('heard', ?)", (json.dumps(heard),))


def save_edition_time(connection: sqlite3.Connection, now: int) -> None:
    """Remember that an edition was seen: the next one begins here."""
    connection.execute("INSERT OR REPLACE INTO meta VALUES ('edition', ?)", (now,))
