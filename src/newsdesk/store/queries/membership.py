"""The ids of an open list in its order: the first in memory, the rest of a long list in a file."""

from __future__ import annotations

import os
import weakref
from array import array
from collections.abc import Iterable
from contextlib import suppress
from itertools import count
from pathlib import Path

IN_MEMORY = 16_384
"""Ids that stay in memory at four bytes each; all do where the file can't be written."""
_WIDTH = array("I").itemsize
_CHUNK = 65_536
_numbers = count()


class Membership:
    """Ids of headlines by their places, from 0; the file has no name, and is gone with the list.

    A million ids are four megabytes, of which a screen shows forty rows.
    """

    def __init__(self, folder: Path, ids: Iterable[int] = ()) -> None:
        """`folder` is where the file may stand."""
        self._folder = folder
        self._head = array("I", ids)
        self._file: int | None = None
        self._filed = 0

    def __len__(self) -> int:
        return len(self._head) + self._filed

    def between(self, start: int, stop: int) -> array[int]:
        """The ids from one place to before another, as far as there are any."""
        found = self._head[start:stop]
        first, last = (min(max(place - len(self._head), 0), self._filed) for place in (start, stop))
        if self._file is not None and first < last:
            with suppress(OSError):
                found.frombytes(os.pread(self._file, (last - first) * _WIDTH, first * _WIDTH))
        return found

    def find(self, id_: int) -> int | None:
        """Where an id stands, None where it is no member."""
        for start in range(0, len(self), _CHUNK):
            with suppress(ValueError):
                return start + self.between(start, start + _CHUNK).index(id_)
        return None

    def extend(self, ids: array[int]) -> None:
        """Add ids at the end."""
        if self._file is None and len(self) + len(ids) > IN_MEMORY:
            self._begin_file()
        if self._file is not None and not self._write(self._file, ids):
            self._give_up_file()
        if self._file is None:
            self._head.extend(ids)

    def insert(self, place: int, ids: Iterable[int]) -> None:
        """Add ids before a place of those in memory."""
        self._head[place:place] = array("I", ids)

    def _begin_file(self) -> None:
        name = self._folder / f".ids-{os.getpid()}-{next(_numbers)}"
        with suppress(OSError):
            self._file = os.open(name, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
            weakref.finalize(self, os.close, self._file)
            os.unlink(name)

    def _write(self, file: int, ids: array[int]) -> bool:
        packed = ids.tobytes()
        with suppress(OSError):
            if os.pwrite(file, packed, self._filed * _WIDTH) == len(packed):
                self._filed += len(ids)
                return True
        return False

    def _give_up_file(self) -> None:
        self._head = self.between(0, len(self))
        self._filed, self._file = 0, None
