"""Nothing that was acknowledged is lost when everything is killed at any moment."""

from __future__ import annotations

import pytest
from tests.battery.kill_loop import run


@pytest.mark.slow
def test_twenty_kills_lose_nothing() -> None:
    """Killed while it fetches, stores and marks, newsdesk keeps every acknowledged mark and no half document."""
    tally = run(20)
    assert tally.kills == 20
    assert tally.marks > 0
    assert tally.problems == []
