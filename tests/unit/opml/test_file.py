"""The list on disk."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from newsdesk.errors import OpmlError
from newsdesk.model.feeds import Subscription
from newsdesk.opml import edit
from newsdesk.opml.file import EMPTY, OpmlFile, replace


def _add(path: str, number: int) -> None:
    def change(data: bytes) -> bytes:
        return edit.add(data, Subscription(f"https://{number}.example/", str(number)))

    OpmlFile(Path(path)).edit(change)


def test_first_edit_makes_the_file(tmp_path: Path) -> None:
    """Without a file an edit starts from an empty list, readable by its owner alone."""
    path = tmp_path / "feeds.opml"
    _add(str(path), 1)
    assert [s.title for s in OpmlFile(path).read().subscriptions] == ["1"]
    assert path.stat().st_mode & 0o777 == 0o600


def test_links_and_modes_stay(tmp_path: Path) -> None:
    """A link into another folder stays one, its target is replaced and keeps its mode."""
    real = tmp_path / "dotfiles" / "real.opml"
    real.parent.mkdir()
    real.write_bytes(EMPTY)
    real.chmod(0o640)
    link = tmp_path / "feeds.opml"
    link.symlink_to(real)
    _add(str(link), 1)
    assert link.is_symlink()
    assert b"1.example" in real.read_bytes()
    assert real.stat().st_mode & 0o777 == 0o640
    assert [p.name for p in real.parent.iterdir()] == ["real.opml"]


def test_a_failed_edit_leaves_the_file(tmp_path: Path) -> None:
    """An edit that raises, or would leave something unreadable, changes nothing."""
    path = tmp_path / "feeds.opml"
    path.write_bytes(EMPTY)
    for change in (lambda _data: b"<opml", lambda _data: b"", lambda data: edit.remove(data, "https://x.example/")):
        with pytest.raises(OpmlError):
            OpmlFile(path).edit(change)
    assert path.read_bytes() == EMPTY
    assert sorted(p.name for p in tmp_path.iterdir()) == [".feeds.opml.lock", "feeds.opml"]


def test_edits_at_the_same_time_all_count(tmp_path: Path) -> None:
    """Processes that edit at once wait for each other and read the file again first."""
    path = tmp_path / "feeds.opml"
    script = (
        "import sys; from pathlib import Path; from newsdesk.model.feeds import Subscription as S;"
        "from newsdesk.opml.edit import add; from newsdesk.opml.file import OpmlFile;"
        "OpmlFile(Path(sys.argv[1])).edit(lambda data: add(data, S(f'https://{sys.argv[2]}.example/', sys.argv[2])))"
    )
    editors = [subprocess.Popen([sys.executable, "-c", script, str(path), str(number)]) for number in range(4)]
    assert [editor.wait(30) for editor in editors] == [0, 0, 0, 0]
    assert sorted(s.title for s in OpmlFile(path).read().subscriptions) == ["0", "1", "2", "3"]


def test_an_edit_without_change_does_not_write(tmp_path: Path) -> None:
    """The file that stays as it is keeps its inode."""
    path = tmp_path / "feeds.opml"
    path.write_bytes(EMPTY)
    before = path.stat().st_ino
    OpmlFile(path).edit(lambda data: data)
    assert path.stat().st_ino == before


def test_missing_empty_and_broken_files_are_named(tmp_path: Path) -> None:
    """The error names the file, and the line where there is one."""
    path = tmp_path / "feeds.opml"
    with pytest.raises(OpmlError, match="can't be read"):
        OpmlFile(path).read()
    path.write_bytes(b"")
    with pytest.raises(OpmlError, match="line 1: the file is empty"):
        OpmlFile(path).read()
    path.write_bytes(b"<opml>\n<body>")
    with pytest.raises(OpmlError, match="line 2: not well-formed"):
        OpmlFile(path).read()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    """The error says that the file can't be written."""
    folder = tmp_path / "closed"
    folder.mkdir(mode=0o500)
    with pytest.raises(OpmlError, match="can't be written"):
        replace(folder / "out.opml", EMPTY)


def test_writing_to_a_missing_folder_and_a_pipe(tmp_path: Path) -> None:
    """A missing folder is named; a pipe takes the bytes and stays a pipe."""
    with pytest.raises(OpmlError, match="can't be written"):
        replace(tmp_path / "no" / "out.opml", EMPTY)
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        replace(pipe, EMPTY)
        assert os.read(reader, 100_000) == EMPTY
    finally:
        os.close(reader)
    assert pipe.is_fifo()
