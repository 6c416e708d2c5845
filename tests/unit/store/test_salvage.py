"""What is left of a damaged database goes into a new one."""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from builders import Desk, entry, subscription
from newsdesk.errors import StoreError
from newsdesk.store import care
from newsdesk.store.connection import open_writer
from newsdesk.store.salvage import salvage


@pytest.fixture
def filled(desk: Desk) -> Desk:
    """Two feeds, 400 digested headlines, some marked, all in one file."""
    desk.follow(subscription(1), subscription(2, "Sport"))
    desk.save(1, *(entry(n, html=f"<p>Body {n} {'more words ' * 20}</p>") for n in range(200)))
    desk.save(2, *(entry(n, site="feed2.example", identity=f"b{n}") for n in range(200, 400)))
    desk.digest()
    desk.mark("starred", *range(1, 50))
    desk.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    desk.connection.close()
    return desk


def spoil(path: Path, table: str, pages: int) -> str:
    """Overwrite some pages of a table in the middle of it; the file's hash then."""
    with closing(sqlite3.connect(path)) as connection:
        size = connection.execute("PRAGMA page_size").fetchone()[0]
        (root,) = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", (table,)).fetchone()
        try:
            leaves = [
                n for (n,) in connection.execute("SELECT pageno FROM dbstat WHERE name = ? ORDER BY path", (table,))
            ]
        except sqlite3.OperationalError:
            leaves = list(range(root, root + pages + 1))
    with path.open("r+b") as file:
        for number in [n for n in leaves if n != root][len(leaves) // 3 :][:pages]:
            file.seek((number - 1) * size)
            file.write(b"\xff" * size)
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize("table", ["headlines", "entries", "bodies", "articles", "headlines_time", "counts"])
def test_all_that_can_be_read_is_saved(filled: Desk, tmp_path: Path, table: str) -> None:
    """The new database is well, most is in it, and the damaged file is as it was."""
    before = spoil(filled.path, table, 2)
    target = tmp_path / "saved.db"
    saved = salvage(filled.path, target)
    assert hashlib.sha256(filled.path.read_bytes()).hexdigest() == before
    assert care.examine(target) == []
    assert saved["feeds"] == 2
    with closing(open_writer(target)) as connection:
        found = Desk(target, connection)
        assert len(found.headlines()) >= 300
        assert found.value("SELECT count(*) FROM headlines WHERE starred = 1") >= 20
        found.digest()
        assert len(found.find("body")) >= 300


def test_a_whole_database_is_saved_whole(filled: Desk, tmp_path: Path) -> None:
    """Every headline with its marks."""
    target = tmp_path / "saved.db"
    saved = salvage(filled.path, target)
    assert (saved["headlines"], saved["entries"]) == (400, 400)
    with closing(open_writer(target)) as connection:
        assert Desk(target, connection).value("SELECT count(*) FROM headlines WHERE starred = 1") == 49


def test_what_is_lost_is_asked_for_again(filled: Desk, tmp_path: Path) -> None:
    """No feed of the new database is asked whether it changed: what it still has of the lost headlines comes back."""
    with closing(open_writer(filled.path)) as connection:
        connection.execute("UPDATE fetches SET etag = 'a', last_modified = 'b', body_hash = 'c'")
    target = tmp_path / "saved.db"
    salvage(filled.path, target)
    with closing(open_writer(target)) as connection:
        kept = connection.execute("SELECT etag, last_modified, body_hash FROM fetches").fetchall()
    assert kept == [("", "", "")] * 2


def test_what_is_no_database_gives_nothing(filled: Desk, tmp_path: Path) -> None:
    """It says so and leaves no file; a file that exists is never written over."""
    filled.path.write_bytes(b"x" * 5_000)
    with pytest.raises(StoreError, match="damaged"):
        salvage(filled.path, tmp_path / "saved.db")
    assert not (tmp_path / "saved.db").exists()
    (tmp_path / "mine").write_text("mine")
    with pytest.raises(StoreError, match="exists"):
        salvage(filled.path, tmp_path / "mine")
