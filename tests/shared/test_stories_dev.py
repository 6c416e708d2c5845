"""The labelled stories beside the checkout: the figures of docs/desk.md hold."""

from __future__ import annotations

from pathlib import Path

import pytest
from benchmarks.fit_stories import judge, macro, read


@pytest.mark.slow
def test_stories_reach_their_figures(shared: Path) -> None:
    """BCubed F1 on arrival and in the end, and precision, on the labelled half."""
    online, final = judge(read(str(shared / "data/stories/dev.jsonl.gz")), None)
    assert macro(final).f1 >= 0.885
    assert macro(online).f1 >= 0.875
    assert macro(final).precision >= 0.90
