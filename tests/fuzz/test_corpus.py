"""Every saved input of the fuzzing, those that once failed among them, and a short run of each target."""

from __future__ import annotations

import pytest
from tests.fuzz.__main__ import fuzz
from tests.fuzz.corpus import saved
from tests.fuzz.targets import TARGETS


@pytest.mark.parametrize("name", TARGETS)
def test_every_saved_input_keeps_the_promises(name: str) -> None:
    """What was found once does not come back."""
    assert saved(name)
    for data in saved(name):
        TARGETS[name](data)


@pytest.mark.slow
@pytest.mark.parametrize("name", TARGETS)
def test_a_short_run_finds_nothing(name: str) -> None:
    """Two seconds from a fixed seed; `make fuzz` takes a minute each."""
    tried, problem = fuzz(name, 2.0, 1)
    assert tried > 10
    assert problem == ""
