"""The weekly copy."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from builders import Desk, entry, make_home, subscription
from newsdesk.paths import Paths
from newsdesk.store.connection import open_writer
from newsdesk.store.migrations import COPY_SECONDS, KEPT_COPIES
from newsdesk.worker import copies
from newsdesk.worker.copies import WeeklyCopy

NOW = 1_785_800_000


@pytest.fixture
def home(tmp_path: Path) -> Paths:
    """A home with a database."""
    return make_home(tmp_path / "home")


async def test_a_copy_a_week_and_three_are_kept(home: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    """Due a week after the first feed was there, then a week after each copy."""
    desk = Desk(home.database, open_writer(home.database))
    assert WeeklyCopy(desk.connection, home, NOW).due == NOW + COPY_SECONDS
    desk.follow(subscription(1))
    desk.save(1, entry(1))
    weekly = WeeklyCopy(desk.connection, home, NOW)
    for week in range(5):
        now = weekly.due
        monkeypatch.setattr("newsdesk.clock.now", lambda now=now: now)
        await weekly.make(now)
        assert weekly.due == now + COPY_SECONDS, week
    kept = sorted(home.backups.glob("*.db"))
    assert len(kept) == KEPT_COPIES
    assert {file.stat().st_mode & 0o777 for file in kept} == {0o600}
    os.utime(kept[-1], (NOW, NOW))
    for file in kept[:-1]:
        file.unlink()
    assert WeeklyCopy(desk.connection, home, NOW).due == NOW + COPY_SECONDS
    desk.connection.close()


async def test_a_copy_that_cannot_be_made_is_tried_again(home: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk costs the copy, not the worker."""

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(copies, "copy", full)
    connection = open_writer(home.database)
    weekly = WeeklyCopy(connection, home, NOW)
    await weekly.make(NOW)
    assert NOW < weekly.due < NOW + COPY_SECONDS
    connection.close()
