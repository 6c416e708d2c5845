"""Making the database, at once and only where it may be."""

from __future__ import annotations

import hashlib
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from builders import Desk, entry, make_database, subscription
from newsdesk.errors import StoreError
from newsdesk.store import care
from newsdesk.store.connection import APPLICATION_ID, VERSION, is_current, open_reader, open_writer
from newsdesk.store.migrations import KEPT_COPIES, backup, copy, m0004_an_address_once, steps, upgrade
from newsdesk.store.schema import TRIGGER_NAMES

MAKE = """
import sys
from pathlib import Path
from newsdesk.store.connection import open_reader
from newsdesk.store.migrations import upgrade
path = Path(sys.argv[1])
sys.stdin.readline()
upgrade(path, path.parent / "backups")
open_reader(path).close()
"""


def fingerprint(path: Path) -> dict[str, str]:
    """The hash of every file in a folder."""
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in path.parent.iterdir()}


def test_a_new_database_is_whole_private_and_current(tmp_path: Path) -> None:
    """Its mode is 0600, its versions ours, nothing is wrong with it, and it shrinks in steps."""
    path = tmp_path / "newsdesk.db"
    assert not is_current(path)
    assert upgrade(path, tmp_path / "backups")
    assert not upgrade(path, tmp_path / "backups")
    assert is_current(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert care.examine(path) == []
    with closing(open_reader(path)) as connection:
        said = [connection.execute(f"PRAGMA {name}").fetchone()[0]
                for name in ("application_id", "user_version", "journal_mode", "auto_vacuum")]  # fmt: skip
    assert said == [APPLICATION_ID, VERSION, "wal", 2]
    assert not (tmp_path / "backups").exists()


def test_the_version_is_the_number_of_steps(tmp_path: Path) -> None:
    """Who adds a step must raise VERSION."""
    with closing(sqlite3.connect(tmp_path / "x.db")) as connection:
        from sqlite_utils import Database

        assert len(steps.pending(Database(connection))) == VERSION


def test_three_programs_at_once_make_one_database(tmp_path: Path) -> None:
    """All of them can use it."""
    path = tmp_path / "newsdesk.db"
    makers = [
        subprocess.Popen([sys.executable, "-c", MAKE, str(path)], stdin=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(3)
    ]
    for maker in makers:
        assert maker.stdin is not None
        maker.stdin.write(b"go\n")
        maker.stdin.flush()
    said = [maker.communicate(timeout=30)[1] for maker in makers]
    assert [maker.returncode for maker in makers] == [0, 0, 0], said
    assert care.examine(path) == []


def test_an_empty_file_becomes_the_database(tmp_path: Path) -> None:
    """What a killed first start may leave."""
    path = tmp_path / "newsdesk.db"
    path.touch()
    assert upgrade(path, tmp_path / "backups")
    assert is_current(path)


def newer(path: Path) -> None:
    """A database of a later newsdesk."""
    make_database(path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version={VERSION + 1}")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def foreign(path: Path) -> None:
    """Another program's database."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE notes (text)")


def foreign_with_id(path: Path) -> None:
    """Another program's database that says whose it is."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE notes (text)")
        connection.execute("PRAGMA application_id=1")


def text(path: Path) -> None:
    """No database."""
    path.write_text("Dear diary,\n" * 50)


def short(path: Path) -> None:
    """The first bytes of one."""
    path.write_bytes(b"SQLite format 3\x00" + bytes(20))


def bad_header(path: Path) -> None:
    """Ours, its first bytes gone."""
    make_database(path)
    with path.open("r+b") as file:
        file.write(bytes(16))


def bad_page(path: Path) -> None:
    """Ours, its second half gone."""
    make_database(path)
    with path.open("r+b") as file:
        file.seek(100)
        file.write(b"\xff" * 3996)


@pytest.mark.parametrize("make", [newer, foreign, foreign_with_id, text, short, bad_header, bad_page])
@pytest.mark.parametrize("use", [lambda path: upgrade(path, path.parent / "backups"), open_reader, open_writer])
def test_what_is_not_ours_is_left_alone(tmp_path: Path, make, use) -> None:  # type: ignore[no-untyped-def]
    """Newer, foreign and damaged files are refused by name, their bytes as they were."""
    path = tmp_path / "newsdesk.db"
    make(path)
    for extra in ("-wal", "-shm"):
        Path(f"{path}{extra}").unlink(missing_ok=True)
    before = fingerprint(path)
    if make is bad_page and use not in (open_reader, open_writer):
        assert not use(path)  # its head is that of a current one: nothing to upgrade
        return
    with pytest.raises(StoreError, match=r"newsdesk\.db") as caught:
        use(path)
    assert caught.value.exit_code == 3
    after = fingerprint(path)
    assert after["newsdesk.db"] == before["newsdesk.db"]


def test_a_database_that_is_missing_is_told(tmp_path: Path) -> None:
    """Opening never makes one."""
    with pytest.raises(StoreError, match="is not there"):
        open_reader(tmp_path / "newsdesk.db")
    assert list(tmp_path.iterdir()) == []


def test_a_reader_refuses_to_write(desk: Desk) -> None:
    """What draws can't change anything."""
    with closing(open_reader(desk.path)) as connection, pytest.raises(sqlite3.OperationalError, match="readonly"):
        connection.execute("DELETE FROM headlines")


def test_a_backup_is_whole_while_others_write(desk: Desk, tmp_path: Path) -> None:
    """A copy of one moment, private, and no leftovers."""
    desk.follow(subscription(1))
    desk.save(1, *(entry(n) for n in range(50)))
    target = tmp_path / "copies" / "mine.db"
    target.parent.mkdir()
    backup(desk.path, target)
    desk.save(1, entry(99))
    assert care.examine(target) == []
    assert target.stat().st_mode & 0o777 == 0o600
    with closing(open_reader(target)) as connection:
        assert connection.execute("SELECT count(*) FROM headlines").fetchone() == (50,)
    assert [file.name for file in target.parent.iterdir() if not file.name.endswith(("-wal", "-shm"))] == ["mine.db"]


def test_a_backup_that_can_not_be_written_says_so(desk: Desk, tmp_path: Path) -> None:
    """The folder is named, nothing is left behind."""
    with pytest.raises(StoreError, match=r"nowhere/mine\.db"):
        backup(desk.path, tmp_path / "nowhere" / "mine.db")


def test_the_newest_copies_stay(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Copies before upgrades don't fill the disk."""
    for second in range(KEPT_COPIES + 2):
        monkeypatch.setattr("newsdesk.clock.now", lambda second=second: 1_760_000_000 + second)
        newest = copy(desk.path, tmp_path / "backups")
    kept = sorted((tmp_path / "backups").glob("*.db"))
    assert (len(kept), kept[-1]) == (KEPT_COPIES, newest)


def test_every_trigger_is_known_by_name(tmp_path: Path) -> None:
    """Who adds a trigger adds its name: what is not known is refused as planted."""
    path = make_database(tmp_path / "newsdesk.db")
    with closing(open_reader(path)) as connection:
        found = {row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'")}
        views = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'view'").fetchall()
    assert (found, views) == (TRIGGER_NAMES, [])


@pytest.mark.parametrize(
    "planted",
    ["CREATE VIEW v AS SELECT 1", "CREATE TRIGGER t AFTER UPDATE ON headlines BEGIN DELETE FROM headlines; END"],
)
def test_what_somebody_planted_is_refused(tmp_path: Path, planted: str) -> None:
    """A view or trigger of somebody else's would run at the next read or write."""
    path = make_database(tmp_path / "newsdesk.db")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(planted)
    with pytest.raises(StoreError, match="did not make"):
        open_writer(path)


def test_what_has_our_mark_but_not_our_tables_is_left_alone(tmp_path: Path) -> None:
    """An older version's mark on somebody else's tables: it is not upgraded, and keeps its bytes."""
    path = tmp_path / "newsdesk.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE headlines (id INTEGER PRIMARY KEY, title TEXT)")
        connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
        connection.execute("PRAGMA user_version=1")
    before = path.read_bytes()
    with pytest.raises(StoreError, match="not its tables"):
        upgrade(path, tmp_path / "backups")
    assert path.read_bytes() == before


def test_an_article_is_found_by_the_key_that_it_was_given_before(desk: Desk) -> None:
    """Headlines of a version that kept their addresses as keys are the same articles afterwards."""
    from sqlite_utils import Database

    desk.follow(subscription(1))
    desk.save(1, entry(1))
    desk.connection.execute("UPDATE headlines SET key = 'feed1.example/article/1'")
    desk.connection.execute("UPDATE entries SET url = 'https://feed1.example/article/1'")
    m0004_an_address_once(Database(desk.connection))
    desk.follow(subscription(1), subscription(2))
    desk.save(2, entry(1))
    assert len(desk.headlines()) == 1
    assert desk.rows("SELECT DISTINCT url FROM entries") == [("",)]


def test_entries_of_a_version_that_kept_more_are_still_there(tmp_path: Path) -> None:
    """Columns that nothing reads go; all else of an entry stays."""
    from sqlite_utils import Database

    path = tmp_path / "newsdesk.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        steps.apply(Database(connection), stop_before="m0006_only_what_is_read")
        connection.execute("INSERT INTO feeds (url, key, title, first_seen) VALUES ('u', 'k', 't', 0)")
        connection.execute(
            "INSERT INTO headlines (key, feed, title, url, author, summary, section, sort_time, first_seen) "
            "VALUES ('k', 1, 't', 'u', '', '', 'World', 1, 1)"
        )
        connection.execute(
            "INSERT INTO entries (feed, identity, headline, sort_time, hash, url, picture, categories, first_seen) "
            """VALUES (1, 'one', 1, 1, x'', '', '{"url": "p"}', '["x"]', 1)"""
        )
        steps.apply(Database(connection))
        kept = connection.execute("SELECT * FROM entries")
        assert {name for name, *_ in kept.description}.isdisjoint(("picture", "categories"))
        assert connection.execute("SELECT identity FROM entries").fetchall() == [("one",)]
        assert connection.execute("SELECT total FROM counts WHERE kind = 'feed'").fetchall() == [(1,)]
