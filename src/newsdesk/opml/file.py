"""The person's list on disk: read, edited under a lock, replaced whole or not at all."""

from __future__ import annotations

import fcntl
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from newsdesk.errors import OpmlError
from newsdesk.opml.read import SubscriptionList, read_list
from newsdesk.opml.source import MAX_BYTES
from newsdesk.opml.tree import NAMESPACE
from newsdesk.paths import read_file

EMPTY = f"""<?xml version="1.0" encoding="UTF-8"?>
<opml version="2.0" xmlns:newsdesk="{NAMESPACE}">
  <head>
    <title>newsdesk</title>
  </head>
  <body>
  </body>
</opml>
""".encode()
"""A list without feeds: what an edit starts from where there is no file yet."""


class OpmlFile:
    """A list on disk; links are followed, so that one into a folder of dotfiles stays a link."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def lock_path(self) -> Path:
        """The file beside the list that an edit holds a lock on; it stays, empty."""
        return self.path.with_name(f".{self.path.name}.lock")

    def read(self) -> SubscriptionList:
        """What the list subscribes to; raises OpmlError, naming the line, where it is missing, empty or broken."""
        return read_list(self.read_bytes(), str(self.path), strict=True, allow_empty=True)

    def read_bytes(self) -> bytes:
        """The file as it is; raises OpmlError where it can't be read."""
        try:
            return read_file(self.path, MAX_BYTES)
        except OSError as error:
            raise OpmlError(f"{self.path} can't be read: {error.strerror}", "Check that it exists.") from error

    def edit(self, change: Callable[[bytes], bytes]) -> bytes:
        """Give the file as it is now to `change`, put what it returns in its place, and return that.

        A missing file counts as an empty list. The mode stays. Raises OpmlError where the file can't be written or the
        change would leave no list that can be read; the file is then as it was.
        """
        with self._locked():
            before = self.read_bytes() if self.path.exists() else EMPTY
            after = change(before)
            if after != before or not self.path.exists():
                read_list(after, str(self.path), strict=True, allow_empty=True)
                replace(self.path, after)
            return after

    @contextmanager
    def _locked(self) -> Iterator[None]:
        try:
            lock = os.open(self.lock_path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise _not_written(self.path, error) from error
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
        finally:
            os.close(lock)


def replace(path: Path, data: bytes) -> None:
    """Put `data` in the file's place at once, on disk when this returns; a link stays, so does the mode (new: 0600)."""
    target = Path(os.path.realpath(path))
    try:
        if target.exists() and not target.is_file():
            # A pipe or a device (/dev/stdout) takes the bytes; renaming over it would destroy it.
            target.write_bytes(data)
            return
        _rename_into(target, data)
    except OSError as error:
        raise _not_written(path, error) from error


def _rename_into(target: Path, data: bytes) -> None:
    mode = target.stat().st_mode & 0o7777 if target.exists() else 0o600
    handle, temporary = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fchmod(file.fileno(), mode)
            os.fsync(file.fileno())
        Path(temporary).replace(target)
    except BaseException:
        with suppress(OSError):
            Path(temporary).unlink()
        raise
    folder = os.open(target.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _not_written(path: Path, error: OSError) -> OpmlError:
    return OpmlError(f"{path} can't be written: {error.strerror}", "Check the folder's permissions and free space.")
