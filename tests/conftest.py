"""What all tests share: hypothesis's fixed seed, a home of their own, the extra data beside the checkout."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from builders import Desk, open_desk

settings.register_profile(
    "newsdesk", derandomize=True, deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("newsdesk")

_SHARED = Path(__file__).parents[2] / "shared"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A newsdesk home of this test's own, named by NEWSDESK_HOME."""
    folder = tmp_path / "home"
    monkeypatch.setenv("NEWSDESK_HOME", str(folder))
    return folder


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A database of this test's own, empty, with short ways to fill it."""
    made = open_desk(tmp_path / "newsdesk.db")
    yield made
    made.connection.close()


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real and hostile inputs beside the checkout; its tests are extra."""
    if not _SHARED.is_dir():
        pytest.skip(f"no {_SHARED.name}/ beside the checkout: tests on real inputs are left out")
    return _SHARED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say on the terminal when the extra inputs were missing."""
    if not _SHARED.is_dir():
        terminalreporter.write_line("tests/shared: left out, there is no shared/ folder beside the checkout")
