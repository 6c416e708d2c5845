"""The battery on the large set of hostile inputs: some of its cases here, all of them by `make battery`."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.battery.__main__ import judge


@pytest.mark.slow
def test_the_first_of_each_numbered_family_passes(shared: Path) -> None:
    """Cases of the folder, run end to end beside a good feed, keep what their `must` says."""
    verdicts = list(judge(shared / "hostile", only="-00"))
    assert len(verdicts) >= 4
    assert not {verdict.case.file: verdict.problems for verdict in verdicts if verdict.problems}
