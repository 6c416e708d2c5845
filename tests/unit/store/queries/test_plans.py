"""No question of the screen goes through all that there is: a year of news makes none of them slower."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from builders import NOW, Desk, entry, subscription
from newsdesk.store.connection import Connection
from newsdesk.store.queries import coverage, sources

SMALL = {"f", "folders"}
"""Tables that have no more rows than there are feeds."""
ASKED = {
    "followed": coverage.list_followed,
    "muted": lambda connection: coverage.list_muted(connection, NOW),
    "told": lambda connection: coverage.list_told(connection, NOW),
    "sources": sources.list_sources,
    "a source": lambda connection: sources.get_source(connection, 1),
}


@pytest.mark.parametrize("name", ASKED)
def test_it_is_found_by_an_index(desk: Desk, name: str) -> None:
    """As SQLite plans it, without statistics of what is in the tables."""
    desk.follow(subscription(1))
    desk.save(1, *(entry(number) for number in range(9)))
    ask: Callable[[Connection], object] = ASKED[name]
    asked: list[str] = []
    desk.connection.set_trace_callback(asked.append)
    ask(desk.connection)
    desk.connection.set_trace_callback(None)
    steps = [str(row[3]) for sql in asked for row in desk.connection.execute(f"EXPLAIN QUERY PLAN {sql}")]
    assert steps
    scanned = {step.split()[1] for step in steps if step.startswith("SCAN") and "stories_followed" not in step}
    assert {name for name in scanned if not name.startswith("(")} <= SMALL
