"""Making the database, at once and only where it may be."""

from __future__ import annotations

import hashlib
import sqlite3
import subprocess
import sys
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from sqlite_utils import Database, Migrations

from builders import Desk, entry, make_database, subscription
from newsdesk.errors import StoreError
from newsdesk.store import care
from newsdesk.store.connection import APPLICATION_ID, VERSION, is_current, open_reader, open_writer
from newsdesk.store.migrations import KEPT_COPIES, backup, copy, m0001_the_beginning, steps, upgrade
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


@pytest.mark.parametrize("version", [0, VERSION])
def test_what_has_our_mark_but_not_our_tables_is_left_alone(tmp_path: Path, version: int) -> None:
    """Our mark on somebody else's tables: it is neither upgraded nor opened, and keeps its bytes."""
    path = tmp_path / "newsdesk.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE headlines (id INTEGER PRIMARY KEY, title TEXT)")
        connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version={version}")
    before = path.read_bytes()
    use = open_reader if version else partial(upgrade, backups=tmp_path / "backups")
    with pytest.raises(StoreError, match="not its tables"):
        use(path)
    assert path.read_bytes() == before


def test_an_older_database_is_copied_then_brought_to_this_version(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """What it held is still there, and the copy has it as it was."""
    desk.follow(subscription(1))
    desk.save(1, entry(1))
    later = Migrations(steps.name)
    later()(m0001_the_beginning)

    @later()
    def m0002_a_place_for_more(database: Database) -> None:
        database.conn.execute("ALTER TABLE headlines ADD COLUMN more TEXT NOT NULL DEFAULT 'more'")

    for module in ("connection", "migrations"):
        monkeypatch.setattr(f"newsdesk.store.{module}.VERSION", VERSION + 1)
    monkeypatch.setattr("newsdesk.store.migrations.steps", later)
    backups = desk.path.parent / "backups"
    assert upgrade(desk.path, backups)
    assert not upgrade(desk.path, backups)
    with closing(open_reader(desk.path)) as connection:
        assert connection.execute("SELECT id, more FROM headlines").fetchall() == [(1, "more")]
    (kept,) = backups.glob("*.db")
    with closing(sqlite3.connect(kept)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (VERSION,)
        assert connection.execute("SELECT count(*) FROM headlines").fetchone() == (1,)
