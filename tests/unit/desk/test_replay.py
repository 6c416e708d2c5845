"""The planted morning: the front page has the stories that most outlets carry."""

from __future__ import annotations

import pytest
from benchmarks.replay import replay


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_the_page_finds_the_planted_stories(seed: int) -> None:
    """At least eight of the first ten are among the fifteen biggest, none has one owner, and twice is the same."""
    found = replay(seed)
    assert found.right >= 8
    assert found.lonely == 0
    assert replay(seed).page == found.page
