"""When what has come into the database is shown."""

from __future__ import annotations

import pytest

from newsdesk.tui.watch import PATIENCE, QUIET, is_due


@pytest.mark.parametrize(
    ("since", "last_key", "due"),
    [
        (100.0, 0.0, True),
        (100.0, 100.0 - QUIET / 2, False),
        (100.0 - PATIENCE / 2, 100.0 - QUIET / 2, False),
        (100.0 - PATIENCE, 100.0 - QUIET / 2, True),
        (99.0, 100.0 - QUIET, True),
    ],
)
def test_it_waits_for_the_keys_but_not_for_ever(since: float, last_key: float, due: bool) -> None:
    """Between two fast keys nothing is taken in; who never stops pressing sees it all the same."""
    assert is_due(100.0, since, last_key) is due
