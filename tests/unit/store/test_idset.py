"""Sets of ids are sets, and put ids in order."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from newsdesk.store.idset import IdSet, ascending


@given(st.lists(st.integers(0, 5_000)))
def test_ids(ids):
    """What is in is in, what is not is not; in order each comes once."""
    found = IdSet(ids)
    assert all(id_ in found for id_ in ids)
    assert not any(id_ in found for id_ in set(range(100)) - set(ids))
    assert 9_999_999 not in found
    assert list(ascending(ids)) == sorted(set(ids))
