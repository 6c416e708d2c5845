"""The ids of a list, in memory and in a file, are one sequence."""

from __future__ import annotations

import gc
import os
from array import array
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsdesk.store.queries import membership
from newsdesk.store.queries.membership import Membership

PARTS = st.lists(st.lists(st.integers(0, 2**32 - 1), max_size=12), max_size=8)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(PARTS, st.integers(0, 30), st.integers(0, 80), st.integers(0, 80))
def test_it_is_the_sequence_that_was_added(
    tmp_path: Path, parts: list[list[int]], in_memory: int, start: int, stop: int
) -> None:
    """However much of it stands in the file, and wherever it is looked at."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(membership, "IN_MEMORY", in_memory)
        ids, expected = Membership(tmp_path), [id_ for part in parts for id_ in part]
        for part in parts:
            ids.extend(array("I", part))
    assert len(ids) == len(expected)
    assert [*ids.between(start, stop)] == expected[start:stop]
    assert [ids.find(id_) for id_ in expected] == [expected.index(id_) for id_ in expected]
    assert list(tmp_path.iterdir()) == []


def open_sizes() -> list[int]:
    """Bytes of all files that this process has open."""
    found = []
    for name in os.listdir("/dev/fd"):
        with suppress(OSError):  # the listing's own is closed by now
            found.append(os.fstat(int(name)).st_size)
    return found


def test_the_end_of_a_long_list_stands_in_a_file(tmp_path: Path) -> None:
    """It is found there, rows can still be put in at its top, and its file is closed with it."""
    ids = Membership(tmp_path, range(membership.IN_MEMORY))
    ids.extend(array("I", range(membership.IN_MEMORY, 200_000)))
    size = 4 * (200_000 - membership.IN_MEMORY)
    assert size in open_sizes()
    ids.insert(3, [777_777])
    assert (ids.find(777_777), ids.find(199_999), ids.find(200_000)) == (3, 200_000, None)
    del ids
    gc.collect()
    assert size not in open_sizes()


@pytest.mark.parametrize("fails", ["open", "pwrite", "short"])
def test_a_full_disk_leaves_all_in_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails: str) -> None:
    """Whether the file can't be begun, can't be written on, or takes a part of what it is given."""
    ids = Membership(tmp_path, range(membership.IN_MEMORY))
    if fails != "open":
        ids.extend(array("I", range(membership.IN_MEMORY, 20_000)))
    written = os.pwrite

    def refused(*given: object) -> int:
        raise OSError(28, "No space left on device")

    def short(file: int, packed: bytes, place: int) -> int:
        return written(file, packed[:7], place)

    monkeypatch.setattr(os, "pwrite" if fails == "short" else fails, short if fails == "short" else refused)
    ids.extend(array("I", range(len(ids), 30_000)))
    ids.extend(array("I", range(30_000, 40_000)))
    monkeypatch.undo()
    assert [*ids.between(0, 50_000)] == [*range(40_000)]
