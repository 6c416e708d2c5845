"""A thread with much to do lets the answer to a key go first."""

from __future__ import annotations

from typing import Any

import pytest

from newsdesk.tui import typed
from newsdesk.tui.typed import ANSWERED, WAY, TypedAhead

NOW = 1_000.0


@pytest.mark.parametrize(("since", "waits"), [(0.0, [WAY]), (ANSWERED - 0.01, [WAY]), (ANSWERED + 0.01, [])])
def test_a_thread_gives_way_to_a_key(monkeypatch: pytest.MonkeyPatch, since: float, waits: list[float]) -> None:
    """While a key is young, and for so long only that keys without end don't stop it."""
    nowhere: Any = None
    waited: list[float] = []
    monkeypatch.setattr(typed.time, "monotonic", lambda: NOW)
    monkeypatch.setattr(typed.time, "sleep", waited.append)
    ahead = TypedAhead(nowhere, nowhere)
    ahead.last_key = NOW - since
    ahead.give_way()
    assert waited == waits
