"""Promise 6: refreshing what has not changed adds no row, changes none, and brings nothing back."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from e2e.newsroom import Newsroom
from e2e.processes import command, listed

TABLES = ("feeds", "folders", "headlines", "entries", "bodies", "articles", "counts", "tags", "revisions")


def state(home: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of everything but when feeds were asked."""
    with closing(sqlite3.connect(home / "newsdesk.db")) as connection:
        return {table: connection.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall() for table in TABLES}


def test_an_unchanged_newsroom_changes_nothing(filled: Path, newsroom: Newsroom) -> None:
    """Twelve feeds in five formats, some read and starred: the same rows in the same order afterwards."""
    ids = [str(row["id"]) for row in listed(filled)]
    assert command(filled, "mark", "read", *ids[:10]).returncode == 0
    assert command(filled, "mark", "star", *ids[5:8]).returncode == 0
    before, order = state(filled), [row["id"] for row in listed(filled)]
    for _ in range(2):
        assert command(filled, "refresh", "--force").returncode == 0
    assert state(filled) == before
    assert [row["id"] for row in listed(filled)] == order
    assert len(newsroom.servers) == 12
