"""Placing headlines in stories: some at once, the others when the parsers are through."""

from __future__ import annotations

import asyncio

import pytest

from builders import NOW, Desk, entry, subscription
from newsdesk.worker import placing
from newsdesk.worker.placing import SLICE, Placing


async def test_a_head_start_and_then_a_rest(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """While feeds are parsed the first headlines get their stories and the others wait; then all get theirs."""
    monkeypatch.setattr(placing, "HEAD_START", SLICE)
    monkeypatch.setattr(placing, "HELD_PAUSE", 0.0)
    monkeypatch.setattr(placing.clock, "now", lambda: NOW)
    desk.follow(subscription(1))
    desk.save(1, *(entry(n) for n in range(3 * SLICE)))
    parsing, slices = True, 0

    def count() -> None:
        nonlocal slices
        slices += 1

    placed = asyncio.create_task(Placing(desk.connection, lambda: parsing).run(count))
    while not slices and not placed.done():
        await asyncio.sleep(0)
    for _ in range(100):
        await asyncio.sleep(0)
    assert slices == 1
    parsing = False
    await placed
    assert desk.rows("SELECT count(*) FROM headlines WHERE story IS NULL") == [(0,)]
