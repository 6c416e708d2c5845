"""What goes wrong before anything can be read: no network, a wrong setting, a database or folder that can't be used."""

from __future__ import annotations

import hashlib
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest

from e2e.conftest import Opener
from e2e.processes import NEWSDESK, command, environment_for
from e2e.terminal import Terminal

ONE_LINE = 1


def complaint(terminal: Terminal) -> str:
    """All that a program that did not open has said."""
    said = [line.strip() for line in terminal.lines if line.strip()]
    return "\n".join(line for line in said if "end of the test" not in line)


def test_without_network_it_opens_and_says_so_calmly(home: Path, opened: Opener) -> None:
    """The first start, no source can be reached: a word, a way to look around, and keys work meanwhile."""
    terminal = opened()
    terminal.wait_for("newsdesk", "Unread")
    terminal.press("?")
    terminal.wait_for("Mark all above read")
    terminal.press("escape")
    terminal.wait_without("Mark all above read")
    terminal.wait_for("No network yet.", "newsdesk demo", "no network", seconds=60)
    assert "failing" not in terminal.text
    terminal.press("h")
    terminal.wait_for("World", "Politics")
    terminal.press("Q")
    assert terminal.wait_exit() == 0
    assert terminal.is_as_before


def test_a_wrong_setting_is_named_and_the_default_used(furnished: Path, opened: Opener) -> None:
    """The program opens all the same; the line names the key and what was meant."""
    (furnished / "config.toml").write_text('thema = "ink"\nmeasure = 64\n')
    terminal = opened()
    terminal.wait_for("thema", "Did you mean 'theme'", "Harbour Post")
    terminal.press("Q")
    assert terminal.wait_exit() == 0


def test_settings_that_are_no_toml_are_named(furnished: Path, opened: Opener) -> None:
    """A broken config.toml costs its settings, not the program."""
    (furnished / "config.toml").write_text("theme = \n")
    terminal = opened()
    terminal.wait_for("is not valid TOML", "Harbour Post")


def test_a_wrong_key_command_is_named(furnished: Path, opened: Opener) -> None:
    """[keys] with an id that is no command: it is named, with the one that was meant."""
    (furnished / "config.toml").write_text('[keys]\n"mark.str" = "s"\n')
    terminal = opened()
    terminal.wait_for("mark.str", "Did you mean 'mark.star'", "Harbour Post")


def test_a_newer_database_is_refused_and_left_alone(furnished: Path, opened: Opener) -> None:
    """Exit code 3, one line, the same bytes."""
    database = furnished / "newsdesk.db"
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
        connection.execute("PRAGMA user_version=99")
    before = hashlib.sha256(database.read_bytes()).hexdigest()
    terminal = opened(columns=400)
    assert terminal.wait_exit() == 3
    assert "newer newsdesk" in complaint(terminal)
    assert len(complaint(terminal).splitlines()) == ONE_LINE
    for arguments in (["list"], ["refresh"], ["mark", "read", "1"], ["doctor"]):
        done = command(furnished, *arguments)
        assert done.returncode == 3, arguments
        assert len(done.stderr.splitlines()) == ONE_LINE, done.stderr
        assert "newer newsdesk" in done.stderr
    assert hashlib.sha256(database.read_bytes()).hexdigest() == before


@pytest.mark.parametrize("content", [b"not a database at all\n" * 100, b"SQLite format 3\x00" + b"\xff" * 5_000])
def test_a_file_that_is_no_database_is_refused_and_left_alone(home: Path, opened: Opener, content: bytes) -> None:
    """The same for what is no database, or a ruined one."""
    home.mkdir()
    (home / "newsdesk.db").write_bytes(content)
    terminal = opened(columns=400)
    assert terminal.wait_exit() == 3
    assert "newsdesk.db" in complaint(terminal)
    assert (home / "newsdesk.db").read_bytes() == content
    done = command(home, "list")
    assert done.returncode == 3
    assert len(done.stderr.splitlines()) == ONE_LINE, done.stderr
    assert (home / "newsdesk.db").read_bytes() == content


def test_a_home_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    """Its parent is a file: a line that names the folder and the way out."""
    (tmp_path / "file").write_text("")
    home = tmp_path / "file" / "home"
    with Terminal([NEWSDESK], environment_for(home), 400, 20) as terminal:
        assert terminal.wait_exit() == 1
        assert "can't be made" in complaint(terminal)
        assert str(home) in complaint(terminal)
        assert "NEWSDESK_HOME" in complaint(terminal)
    assert "Traceback" not in command(home, "list").stderr


def test_what_is_no_terminal_is_told_so(home: Path) -> None:
    """Exit code 2 and one line; nothing is made."""
    done = subprocess.run(
        [NEWSDESK], env=environment_for(home), stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == ONE_LINE
    assert "no terminal" in done.stderr
    assert not home.exists()


def test_a_subscription_list_that_is_none_is_named(furnished: Path, opened: Opener) -> None:
    """A feeds.opml that is broken drops nothing: the list stays, and a line names the file."""
    (furnished / "feeds.opml").write_text("this is no list of feeds\n")
    terminal = opened()
    terminal.wait_for("feeds.opml", "Harbour Post")
    terminal.wait_for("SECTIONS")


def test_offline_on_an_empty_home_says_why_it_is_empty(home: Path, opened: Opener) -> None:
    """--offline on the first start: no worker, and a word instead of an empty list."""
    terminal = opened("--offline")
    terminal.wait_for("Nothing is here yet.", "--offline")
