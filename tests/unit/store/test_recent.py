"""The small tables of what came in last."""

from __future__ import annotations

import pytest

from builders import Desk, entry, subscription
from newsdesk.store import care, recent


@pytest.fixture
def small(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A desk whose tables are used from four headlines on, and take turns after three."""
    monkeypatch.setattr(recent, "FROM", 4)
    monkeypatch.setattr(recent, "SIZE", 3)
    desk.follow(subscription(1))
    return desk


def come(desk: Desk, *numbers: int) -> None:
    """Let headlines come in one by one."""
    for number in numbers:
        desk.save(1, entry(number))
        desk.digest()


def held(desk: Desk) -> list[list[int]]:
    """The ids in each table that is in use, the newer one first."""
    return [
        [int(str(id_)) for (id_,) in desk.rows(f"SELECT rowid FROM {part.table} ORDER BY rowid")]
        for part in recent.parts(desk.connection)
    ]


def test_a_small_store_has_none(small: Desk) -> None:
    """The whole index is small enough."""
    come(small, 1, 2, 3)
    assert recent.parts(small.connection) == []
    assert small.rows("SELECT v FROM search_config WHERE k = 'automerge'") == []


def test_they_take_turns(small: Desk) -> None:
    """The newest stand in one or two of them, each once; what is older has left."""
    come(small, *range(1, 10))
    assert held(small) == [[9], [5, 6, 7, 8]]
    come(small, *range(10, 14))
    assert held(small) == [[13], [9, 10, 11, 12]]


def test_the_whole_index_of_a_large_store_is_put_together_less_often(small: Desk) -> None:
    """It is told once; what is found stays the same."""
    come(small, *range(1, 10))
    assert small.rows("SELECT v FROM search_config WHERE k = 'automerge'") == [(8,)]
    assert len(small.find("body")) == 9


def test_an_older_one_that_changes_stands_in_none(small: Desk) -> None:
    """It is found in the whole index; one of theirs stays in them with its new words."""
    come(small, *range(1, 10))
    small.save(1, entry(1, html="<p>Another</p>"), entry(6, html="<p>Another</p>"))
    small.digest()
    assert held(small) == [[9], [5, 6, 7, 8]]
    assert small.rows("SELECT rowid FROM search WHERE search MATCH 'another' ORDER BY rowid") == [(1,), (6,)]
    table = recent.parts(small.connection)[1].table
    assert small.rows(f"SELECT rowid FROM {table} WHERE {table} MATCH 'another'") == [(6,)]
    assert small.rows(f"SELECT rowid FROM {table} WHERE {table} MATCH 'body AND 6'") == []


def test_filling_the_index_anew_fills_them(small: Desk) -> None:
    """As they were."""
    come(small, *range(1, 10))
    care.fill_index(small.path)
    assert held(small) == [[9], [5, 6, 7, 8]]
