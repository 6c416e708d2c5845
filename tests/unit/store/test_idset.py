"""Sets of ids are sets, and put ids in order."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsdesk.store import idset
from newsdesk.store.idset import IdSet, ascending


@pytest.fixture(autouse=True)
def few(monkeypatch):
    """A few are four, so that both ways of sorting are taken."""
    monkeypatch.setattr(idset, "_FEW", 4)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(0, 5_000)))
def test_ids(ids):
    """What is in is in, what is not is not; in order each comes once."""
    found = IdSet(ids)
    assert all(id_ in found for id_ in ids)
    assert not any(id_ in found for id_ in set(range(100)) - set(ids))
    assert 9_999_999 not in found
    assert list(ascending(ids)) == sorted(set(ids))
