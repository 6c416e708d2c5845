"""The battery on the large set of hostile inputs: every case passes."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.battery.__main__ import judge


@pytest.mark.slow
def test_every_hostile_case_passes(shared: Path) -> None:
    """Each case of the folder, run end to end beside a good feed, keeps what its `must` says."""
    verdicts = list(judge(shared / "hostile"))
    assert len(verdicts) >= 112
    assert not {verdict.case.file: verdict.problems for verdict in verdicts if verdict.problems}
