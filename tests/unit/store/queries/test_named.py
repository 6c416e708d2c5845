"""What filters leave is listed once, and is what the query would find."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from builders import Desk, entry, subscription
from newsdesk.store.connection import open_reader
from newsdesk.store.queries import named
from newsdesk.store.queries.named import Kept
from newsdesk.store.queries.query import Condition

FILTERS = (Condition("in", "sport"), Condition("in", "o"), Condition("from", "feed2"), Condition("from", "nobody"))


@pytest.fixture
def filled(desk: Desk) -> Desk:
    """Two sections, one headline in a section that is not its feed's, one that is hidden and starred."""
    desk.follow(subscription(1, "World"), subscription(2, "Sport"), subscription(3, "Sport"))
    desk.save(1, *(entry(n) for n in range(1, 20)))
    desk.save(1, entry(20), sections=["Sport"])
    desk.save(2, *(entry(n, "feed2.example") for n in range(30, 50)), entry(1))
    desk.save(3, *(entry(n, "feed3.example") for n in (60, 61, 62)))
    desk.mark("starred", desk.ids()["Title 60"])
    desk.follow(subscription(1, "World"), subscription(2, "Sport"))
    desk.digest()
    return desk


def expected(desk: Desk, condition: Condition) -> set[str]:
    """What the query finds without anything that is kept."""
    return set(desk.find(f"{condition.field}:{condition.value}"))


def listed(desk: Desk, listing: named.Listing) -> set[str]:
    """The titles of a listing that a query may find."""
    return {title for title, id_ in desk.ids().items() if id_ in listing.set} & set(desk.find("newer:99y"))


@pytest.mark.parametrize("condition", FILTERS)
def test_few_are_listed_at_once(filled: Desk, condition: Condition) -> None:
    """As many as the query finds, and none else that it may find."""
    listing = Kept().left_by(filled.connection, condition)
    assert listing
    assert listed(filled, listing) == expected(filled, condition)


@pytest.mark.parametrize("condition", FILTERS[:3])
def test_many_are_listed_behind(filled: Desk, monkeypatch: pytest.MonkeyPatch, condition: Condition) -> None:
    """Part by part, and none of them is told before all are known."""
    monkeypatch.setattr(named, "FEW", 0)
    monkeypatch.setattr(named, "_SLICE", 4)
    monkeypatch.setattr(named, "_SECTION", named._SECTION.replace("5000", "4"))
    kept = Kept(filled.path)
    assert kept.left_by(filled.connection, condition) is None
    while kept.read_on():
        assert kept.left_by(filled.connection, condition) is None
    listing = kept.left_by(filled.connection, condition)
    assert listing
    assert listed(filled, listing) == expected(filled, condition)


def test_words_are_expected(filled: Desk) -> None:
    """What a filter leaves is listed before the first word is typed."""
    kept = Kept(filled.path)
    kept.expect(filled.connection, FILTERS[0])
    parts = 1
    while kept.read_on():
        parts += 1
    assert parts > 1
    assert kept.left_by(filled.connection, FILTERS[0])


def test_more_than_many_are_not_listed(filled: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Most matches pass then."""
    monkeypatch.setattr(named, "FEW", 0)
    monkeypatch.setattr(named, "MANY", 5)
    kept = Kept(filled.path)
    assert kept.left_by(filled.connection, FILTERS[0]) is None
    assert not kept.read_on()


def test_what_is_written_meanwhile_counts(filled: Desk) -> None:
    """Nothing is kept beyond a write, and nothing that was read while somebody wrote."""
    with closing(open_reader(filled.path)) as reader:
        kept = Kept(filled.path)
        for number in (70, 71):
            assert kept.left_by(reader, FILTERS[0])
            filled.save(2, entry(number, "feed2.example"))
            listing = kept.left_by(reader, FILTERS[0])
            assert listing
            assert listed(filled, listing) == expected(filled, FILTERS[0])


def test_what_was_interrupted_is_read_anew(filled: Desk) -> None:
    """A part of the headlines is never taken for all of them."""
    with closing(open_reader(filled.path)) as reader:
        kept = Kept(filled.path)
        reader.set_progress_handler(lambda: 1, 20)
        with pytest.raises(sqlite3.OperationalError):
            kept.left_by(reader, FILTERS[1])
        reader.set_progress_handler(None, 0)
        listing = kept.left_by(reader, FILTERS[1])
        assert listing
        assert listed(filled, listing) == expected(filled, FILTERS[1])
