"""Selected places behave as a set of numbers does."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from newsdesk.tui.selection import Selection

PLACES = st.integers(0, 30)


@given(st.lists(st.one_of(PLACES, st.tuples(PLACES, PLACES))))
def test_like_a_set(steps):
    """Toggling one and adding stretches, in any order; the stretches stay apart and ascending."""
    selection, model = Selection(), set()
    for step in steps:
        if isinstance(step, int):
            selection.toggle(step)
            model ^= {step}
        else:
            first, last = sorted(step)
            selection.add(first, last)
            model |= set(range(first, last + 1))
    assert [place for stretch in selection.ranges for place in stretch] == sorted(model)
    assert len(selection) == len(model)
    assert all(before.stop < after.start for before, after in zip(selection.ranges, selection.ranges[1:], strict=False))
    selection.clear()
    assert not selection


@given(st.lists(st.tuples(PLACES, PLACES)), PLACES, st.integers(1, 9))
def test_rows_that_come_in_move_what_is_behind(stretches, place, amount):
    """As a set whose numbers beyond the place grow."""
    selection = Selection()
    for pair in stretches:
        selection.add(min(pair), max(pair))
    before = [place for stretch in selection.ranges for place in stretch]
    selection.make_room(place, amount)
    after = [place for stretch in selection.ranges for place in stretch]
    assert after == [old + amount if old > place else old for old in before]
