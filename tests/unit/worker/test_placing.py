"""Placing headlines in stories: some at once, the others when the parsers are through."""

from __future__ import annotations

import asyncio
from pathlib import Path

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


async def _placed(desk: Desk, kept: Path) -> Placing:
    """A worker's placing that has placed all there is and has left its stories to the next one."""
    placed = Placing(desk.connection, kept=kept)
    await placed.run()
    placed.keep()
    return placed


@pytest.fixture
def rebuilt(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many placed headlines each rebuild read."""
    found: list[int] = []
    read = placing.list_in_stories

    def counted(*arguments: object) -> list[object]:
        rows = read(*arguments)  # type: ignore[arg-type]
        found.append(len(rows))
        return rows  # type: ignore[return-value]

    monkeypatch.setattr(placing, "list_in_stories", counted)
    monkeypatch.setattr(placing.clock, "now", lambda: NOW)
    return found


async def test_the_next_worker_goes_on(desk: Desk, tmp_path: Path, rebuilt: list[int]) -> None:
    """A worker that starts takes over the stories that the last one left, and reads no headline again."""
    desk.follow(subscription(1))
    desk.save(1, *(entry(n) for n in range(5)))
    await _placed(desk, tmp_path / "stories")
    desk.save(1, entry(7))
    rebuilt.clear()
    await _placed(desk, tmp_path / "stories")
    assert rebuilt == []
    assert desk.rows("SELECT count(*) FROM headlines WHERE story IS NULL") == [(0,)]
    assert (tmp_path / "stories").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("what", ["killed", "damaged", "other", "gone"])
async def test_stories_that_do_not_fit_are_made_anew(desk: Desk, tmp_path: Path, rebuilt: list[int], what: str) -> None:
    """After a worker that was killed, with a damaged file or another database's, the headlines are read again."""
    desk.follow(subscription(1))
    desk.save(1, *(entry(n) for n in range(5)))
    kept = tmp_path / "stories"
    await _placed(desk, kept)
    if what == "killed":
        desk.save(1, entry(8))
        await Placing(desk.connection, kept=kept).run()
    elif what == "damaged":
        kept.write_bytes(kept.read_bytes()[:-2])
    elif what == "other":
        kept.write_bytes(b"0" * 32 + kept.read_bytes()[32:])
    else:
        kept.unlink()
    desk.save(1, entry(9))
    rebuilt.clear()
    await _placed(desk, kept)
    assert rebuilt
    assert rebuilt[0] >= 5
    assert desk.rows("SELECT count(*) FROM headlines WHERE story IS NULL") == [(0,)]


def test_what_was_too_old_to_be_placed_is_not_looked_through(desk: Desk) -> None:
    """What waits is found by its time: a year of headlines without a story takes nothing."""
    plans: list[str] = []

    def note(sql: str) -> None:
        if sql.lstrip().startswith("SELECT h.id"):
            plans.append(" ".join(str(row[3]) for row in desk.connection.execute(f"EXPLAIN QUERY PLAN {sql}")))

    desk.connection.set_trace_callback(note)
    assert not Placing(desk.connection).is_wanted()
    desk.connection.set_trace_callback(None)
    assert plans
    assert all("headlines_unplaced" in plan and "SCAN" not in plan for plan in plans)
