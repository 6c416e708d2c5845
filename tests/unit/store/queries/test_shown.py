"""Marks that a list shows before they are written."""

from __future__ import annotations

import pytest

from newsdesk.model.headlines import Headline, MarkField
from newsdesk.store.queries.shown import Shown

PAGE = [Headline(id_, "T", "", "S", "World", 1, "", "", 0, None, False, False, False) for id_ in (11, 12, 13)]


def read(page: list[Headline | None]) -> list[bool | None]:
    """Which rows are read; None where there is none."""
    return [row.read if row else None for row in page]


def test_rows_are_marked_by_place_or_by_id() -> None:
    """Places count from the beginning of the list, not of the page; a row that is gone stays so."""
    assert read(Shown([range(33, 34)], (13,), "read", True).on(32, [*PAGE, None])) == [False, True, True, None]
    assert read(Shown([range(1)], (), "read", True).on(32, list(PAGE))) == [False, False, False]


@pytest.mark.parametrize("field", ["read", "starred", "later"])
def test_a_mark_sets_its_own_field_alone(field: MarkField) -> None:
    """And takes it away again."""
    (marked,) = Shown([], (11,), field, True).on(0, PAGE[:1])
    assert marked is not None
    assert [name for name in ("read", "starred", "later") if getattr(marked, name)] == [field]
    assert Shown([], (11,), field, False).on(0, [marked]) == PAGE[:1]


def test_what_is_unfolded_moves_a_mark_down() -> None:
    """A stretch below begins later, one with the row takes what came in, one above stays."""
    mark = Shown([range(1), range(1, 5), range(4, 6)], (), "read", True).moved(1, 10)
    assert list(mark.places) == [range(1), range(1, 15), range(14, 16)]
