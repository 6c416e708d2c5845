"""Where newsdesk keeps its files: one folder under NEWSDESK_HOME, else the XDG folders."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import NamedTuple

from newsdesk.errors import NewsdeskError


class Paths(NamedTuple):
    """The files of one home; `find` makes their folders (0700)."""

    config: Path
    opml: Path
    database: Path
    log: Path

    @property
    def worker_lock(self) -> Path:
        """The file that the one worker of this database holds a lock on."""
        return self.database.with_name(self.database.name + ".worker.lock")

    @property
    def live_stories(self) -> Path:
        """The file in which a worker that ends leaves the live stories for the next one; may go at any time."""
        return self.database.with_name(self.database.name + ".stories")

    @property
    def catalogue_seen(self) -> Path:
        """The file that says which of the bundled sources were offered already."""
        return self.opml.with_name("catalogue-seen.txt")

    def beside_config(self, name: str) -> Path:
        """A file that config.toml names: `~` is the person's home, what is relative stands beside it."""
        return self.config.parent / expanded(name)

    @property
    def secrets(self) -> Path:
        """The file of what the person signs in with (0600)."""
        return self.config.with_name("secrets.toml")

    @property
    def secret_key(self) -> Path:
        """The file (0600) of the key under which a secret's mark is kept elsewhere."""
        return self.config.with_name("secret-marks.key")

    @property
    def backups(self) -> Path:
        """The folder for copies of the database."""
        return self.database.with_name("backups")


def find() -> Paths:
    """The paths in force, their folders made (0700); raises NewsdeskError naming a folder that can't be."""
    home = os.environ.get("NEWSDESK_HOME")
    if home:
        return at(expanded(home))
    # platformdirs costs 10 ms of start-up that NEWSDESK_HOME users need not pay.
    from platformdirs import PlatformDirs

    folders = PlatformDirs("newsdesk", appauthor=False)
    config, data, state = (
        Path(folders.user_config_dir),
        Path(folders.user_data_dir),
        Path(folders.user_state_dir),
    )
    for folder in (config, data, state):
        _make(folder)
    return Paths(config / "config.toml", config / "feeds.opml", data / "newsdesk.db", state / "newsdesk.log")


def expanded(name: str) -> Path:
    """A path that a person typed, `~` and `~user` replaced as a shell does: those of nobody stay as they are."""
    # Path.expanduser raises for a user that there is none of.
    return Path(os.path.expanduser(name))


def at(home: Path) -> Paths:
    """The paths of a home that is one folder, made (0700) if missing."""
    _make(home)
    return Paths(home / "config.toml", home / "feeds.opml", home / "newsdesk.db", home / "newsdesk.log")


def bundled_opml() -> Path:
    """The catalogue of bundled sources: in the package when installed, else beside pyproject.toml."""
    inside = Path(__file__).with_name("feeds.opml")
    if inside.exists():
        return inside
    return Path(__file__).parents[2] / "feeds.opml"


def read_file(path: Path, most: int) -> bytes:
    """A file's bytes, cut one byte past `most`; OSError also where it is a pipe or device, which may never end."""
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise OSError(errno.EINVAL, "it is no ordinary file", str(path))
        with os.fdopen(handle, "rb", closefd=False) as file:
            return file.read(most + 1)
    finally:
        os.close(handle)


def _make(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise NewsdeskError(
            f"The folder {folder} can't be made: {error.strerror}",
            "Set NEWSDESK_HOME to a folder you can write to.",
        ) from error
