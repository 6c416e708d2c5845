"""The second pass: one that is too much for a child hurts itself only."""

from __future__ import annotations

from collections.abc import Sequence

from builders import Desk, entry, subscription
from newsdesk.model.feeds import Failed
from newsdesk.store.writes.articles import Digested, Raw
from newsdesk.worker import jobs
from newsdesk.worker.digester import BATCH_CHARACTERS, Digester

POISON = "poison"


class _Children:
    """Does the jobs here, and remembers the sizes of the batches."""

    def __init__(self) -> None:
        self.batches: list[int] = []

    async def run(self, job: str, waiting: Sequence[Raw]) -> list[Digested] | Failed:
        """The blocks, or Failed for what holds the poison."""
        assert job == "digest"
        self.batches.append(len(waiting))
        if any(POISON in raw.html for raw in waiting):
            return Failed("took too long to read", "parse")
        return jobs.digest(waiting)


async def test_one_that_fails_gives_up_alone(desk: Desk) -> None:
    """All others of its batch are set, and it is found by its title."""
    desk.follow(subscription(1))
    desk.save(1, *(entry(n, html=f"<p>{POISON if n == 7 else 'Body'} {n}</p>") for n in range(20)))
    await Digester(desk.connection, _Children(), 2, lambda: False).run()  # type: ignore[arg-type]
    assert desk.rows("SELECT title FROM headlines WHERE digested <> 1") == [("Title 7",)]
    assert len(desk.find("body")) == 19
    assert desk.find(POISON) == []
    assert desk.find('"title 7"') == ["Title 7"]
    desk.check()


async def test_batches_are_bounded_by_their_text(desk: Desk) -> None:
    """Large bodies go to a child a few at a time."""
    desk.follow(subscription(1))
    body = "<p>" + "word " * (BATCH_CHARACTERS // 10) + "</p>"
    desk.save(1, *(entry(n, html=body) for n in range(5)))
    children = _Children()
    await Digester(desk.connection, children, 1, lambda: False).run()  # type: ignore[arg-type]
    assert children.batches == [1, 1, 1, 1, 1]


async def test_the_opened_one_jumps_the_queue(desk: Desk) -> None:
    """It alone is made."""
    desk.follow(subscription(1))
    desk.save(1, *(entry(n) for n in range(5)))
    await Digester(desk.connection, _Children(), 1, lambda: True).digest(desk.ids()["Title 3"])  # type: ignore[arg-type]
    assert desk.find("body") == ["Title 3"]
