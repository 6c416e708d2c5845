"""Nothing that was acknowledged is lost when everything is killed, or when two windows mark at once."""

from __future__ import annotations

import pytest
from tests.battery import kill_loop, two_windows


@pytest.mark.slow
def test_twenty_kills_lose_nothing() -> None:
    """Killed while it fetches, stores and marks, newsdesk keeps every acknowledged mark and no half document."""
    tally = kill_loop.run(20)
    assert tally.kills == 20
    assert tally.marks > 0
    assert tally.problems == []


@pytest.mark.slow
def test_two_windows_and_a_worker_agree() -> None:
    """Random keys in two windows: nobody is told of a lock, and both come to show what is in the database."""
    tally = two_windows.run(20.0)
    assert tally.looks > 0
    assert tally.problems == []
