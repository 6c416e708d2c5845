"""Sets of headline ids that are made and asked without holding up other threads, however many they are."""

from __future__ import annotations

import time
from array import array
from collections.abc import Collection, Iterable, Iterator
from itertools import compress, islice

AMONG = "IN (SELECT value FROM json_each(?))"
"""SQL: is one of the ids that `listed` lists. One statement for any ids: SQLite keeps statements, and a text of
thousands of ids in each of 256 of them would be 50 MB."""

MARKED = "substr(?, {} + 1, 1) = x'01'"
"""SQL: is one of the ids that `IdSet.marks`, its parameter, has; for many that are asked one by one."""


def listed(ids: Iterable[int]) -> str:
    """The ids as the parameter of AMONG."""
    return f"[{','.join(map(str, ids))}]"


_SLICE = 2_000
"""Ids between two moments in which another thread may go first: some tenth of a ms."""
_FEW = 10_000
"""Ids that are sorted in a millisecond or two: fewer than there are, mostly one."""


class IdSet:
    """Ids of headlines; a byte for each up to the largest."""

    def __init__(self, ids: Collection[int] = ()) -> None:
        self.marks = bytearray()
        self.add(ids)

    def add(self, ids: Collection[int]) -> None:
        """Let these be in it, too."""
        marks, each = self.marks, iter(ids)
        marks.extend(bytes(max(max(ids, default=-1) + 1 - len(marks), 0)))
        while part := list(islice(each, _SLICE)):
            for id_ in part:
                marks[id_] = 1
            _give_way()

    def __contains__(self, id_: object) -> bool:
        return isinstance(id_, int) and 0 <= id_ < len(self.marks) and self.marks[id_] == 1


def ascending(ids: Collection[int]) -> array[int]:
    """The ids in ascending order, each once."""
    if len(ids) <= _FEW:
        return array("I", sorted(set(ids)))
    # Sorting a million would keep every other thread waiting for 0.2 s; this does it for a tenth of a ms.
    marks = IdSet(ids).marks
    return in_slices(compress(range(len(marks)), marks))


def in_slices(ids: Iterator[int]) -> array[int]:
    """The ids as an array, made so that other threads get their turn."""
    found = array("I")
    while part := array("I", islice(ids, _SLICE)):
        found.extend(part)
        _give_way()
    return found


def _give_way() -> None:
    # Who waits for the interpreter gets it now, and not when 5 ms are over: a key waits for it some ten times.
    time.sleep(0)
