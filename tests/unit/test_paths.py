"""Where newsdesk keeps its files."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from newsdesk import paths
from newsdesk.errors import NewsdeskError


def test_one_folder_holds_everything(home: Path) -> None:
    """NEWSDESK_HOME is made, for its owner alone."""
    found = paths.find()
    assert found.config == home / "config.toml"
    assert found.opml == home / "feeds.opml"
    assert found.database == home / "newsdesk.db"
    assert stat.S_IMODE(home.stat().st_mode) == 0o700


def test_without_it_the_usual_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Config, data and state go where the system wants them."""
    monkeypatch.delenv("NEWSDESK_HOME", raising=False)
    for name in ("CONFIG", "DATA", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    found = paths.find()
    assert found.config == tmp_path / "config/newsdesk/config.toml"
    assert found.database == tmp_path / "data/newsdesk/newsdesk.db"
    assert found.log == tmp_path / "state/newsdesk/newsdesk.log"


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file in the way is said by its name, with what to do."""
    blocked = tmp_path / "file"
    blocked.write_text("")
    monkeypatch.setenv("NEWSDESK_HOME", str(blocked / "home"))
    with pytest.raises(NewsdeskError, match="NEWSDESK_HOME") as caught:
        paths.find()
    assert str(blocked) in str(caught.value)


def test_only_ordinary_files_are_read(tmp_path: Path) -> None:
    """A pipe in place of a file is refused at once, a link to a file is followed, a long one is cut."""
    pipe, folder, file, link = (tmp_path / name for name in ("pipe", "folder", "file", "link"))
    os.mkfifo(pipe)
    folder.mkdir()
    file.write_bytes(b"0123456789")
    link.symlink_to(file)
    for wrong in (pipe, folder):
        with pytest.raises(OSError, match="no ordinary file"):
            paths.read_file(wrong, 100)
    assert paths.read_file(link, 100) == b"0123456789"
    assert paths.read_file(file, 4) == b"01234"


def test_a_home_of_nobody_is_a_path_like_any(monkeypatch: pytest.MonkeyPatch) -> None:
    """`~` is the person's home; what begins so and names no user is left as it is, and raises nothing."""
    monkeypatch.setenv("HOME", "/home/ada")
    assert paths.expanded("~/News") == Path("/home/ada/News")
    assert paths.expanded("~no such user/x") == Path("~no such user/x")
