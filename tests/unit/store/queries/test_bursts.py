"""Bursts: which rows of a list are folded, and which are not."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from newsdesk.store.queries.bursts import LEAST, NEAR, SHOWN, Published, fold

HOUR = 3_600


def listed(feeds: str, step: int = 60) -> list[Published]:
    """Rows of the feeds that letters name, newest first, `step` seconds apart."""
    return [Published(number, ord(feed), 1_000_000 - step * number) for number, feed in enumerate(feeds, 1)]


def test_a_burst_stands_behind_its_first_three() -> None:
    """Eight in a row: three are shown, five fold behind the third."""
    assert fold(listed("bAAAAAAAAc")) == {4: [5, 6, 7, 8, 9]}


def test_what_is_short_is_not_folded() -> None:
    """Five of one source stand as they are: two rows behind a key would save nothing."""
    assert fold(listed("bAAAAAc")) == {}


def test_a_list_of_one_source_is_not_folded() -> None:
    """There is nobody that could drown."""
    assert fold(listed("AAAAAAAAAAAA")) == {}


def test_rows_of_others_may_stand_between() -> None:
    """A burst with a few others in it is one; they stay where they are."""
    assert fold(listed("AAbAAcAAdAA")) == {4: [5, 7, 8, 10, 11]}


def test_two_bursts_at_once_are_both_folded() -> None:
    """Two sources that take turns."""
    assert fold(listed("ABABABABABABc")) == {5: [7, 9, 11], 6: [8, 10, 12]}


def test_many_sources_at_once_drown_nobody() -> None:
    """Where five take turns, none is folded."""
    assert fold(listed("ABCDE" * 8)) == {}


def test_a_steady_source_is_folded_hour_by_hour() -> None:
    """Each hour begins anew with three rows."""
    rows = [Published(0, 2, 2 * HOUR), *(Published(n, 1, 2 * HOUR - 300 * n) for n in range(1, 25))]
    folded = fold(rows)
    assert [len(ids) for ids in folded.values()] == [10, 8]


def test_rows_far_apart_are_no_burst() -> None:
    """One an hour and a half is not one."""
    assert fold(listed("bAAAAAAAAc", step=HOUR * 3 // 2)) == {}


@given(st.lists(st.tuples(st.integers(1, 4), st.integers(0, 2 * NEAR)), max_size=60))
def test_folding_loses_and_doubles_nothing(found: list[tuple[int, int]]) -> None:
    """What is folded belongs to the shown row's source, near it in time, each row behind one at most."""
    rows = [Published(number, feed, time) for number, (feed, time) in enumerate(found)]
    known = {row.id: row for row in rows}
    folded = fold(rows)
    hidden = [id_ for ids in folded.values() for id_ in ids]
    assert len(hidden) == len(set(hidden))
    assert not set(hidden) & set(folded)
    for shown, ids in folded.items():
        assert len(ids) >= LEAST
        assert ids == sorted(ids)
        assert all(shown < id_ and known[id_].feed == known[shown].feed for id_ in ids)
        assert sum(row.feed == known[shown].feed and row.id <= shown for row in rows) >= SHOWN
