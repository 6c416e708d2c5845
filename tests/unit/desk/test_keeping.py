"""The live stories as bytes."""

from __future__ import annotations

import pickle
from itertools import count

import pytest

from newsdesk.desk import keeping
from newsdesk.desk.stories import Stories
from newsdesk.model.stories import Item

TITLES = (
    "Storm Bert floods the harbour of Dunmere", "Parliament votes on the harbour levy after the storm",
    "Dunmere harbour under water as storm Bert arrives", "Central bank leaves its rate where it was",
    "Rate unchanged, central bank says", "A comet is seen with the naked eye over Kestrel Falls",
)  # fmt: skip


def _item(number: int) -> Item:
    return Item(
        number, TITLES[number % len(TITLES)], f"It was said on day {number}.", 1_000_000 + 60 * number, "o", "en"
    )


def test_what_is_read_goes_on_as_what_was_written() -> None:
    """Stories that were written and read place the next articles as they would have been placed without it."""
    ids = count(1)
    stories = Stories(ids.__next__)
    for number in range(12):
        stories.place(_item(number))
    copied = count(next(ids) + 1)
    again = keeping.load(keeping.dump(stories), copied.__next__)
    assert len(again) == len(stories)
    for number in range(12, 24):
        expected, found = stories.place(_item(number)), again.place(_item(number))
        assert (expected.story, expected.merged, expected.copy_of) == (found.story, found.merged, found.copy_of)


def test_damage_and_other_versions_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bytes that another version of the desk wrote, or that are not whole, are no stories."""
    data = keeping.dump(Stories())
    for wrong in (b"", data[:-1], data[:20] + b"x" + data[21:]):
        with pytest.raises(ValueError, match="damaged"):
            keeping.load(wrong, count().__next__)
    monkeypatch.setattr(keeping, "_version", lambda: b"another")
    with pytest.raises(ValueError, match="another version"):
        keeping.load(data, count().__next__)


def test_nothing_else_is_called() -> None:
    """A file that names a function is refused before it runs."""
    data = pickle.dumps(print)
    with pytest.raises(ValueError, match=r"no builtins\.print"):
        keeping.load(keeping._digest(data) + data, count().__next__)
