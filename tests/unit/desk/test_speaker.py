"""Which article speaks for a story."""

from __future__ import annotations

from newsdesk.desk.speaker import speaker
from newsdesk.model.stories import Item

HOUR = 3_600
NOW = 1_760_000_000


def told(*titles: str, hours: tuple[int, ...] = ()) -> tuple[Item, ...]:
    """Articles of these titles, the first one first; `hours` old."""
    ages = hours or (0,) * len(titles)
    return tuple(
        Item(number, title, "The islands and their storm satellites.", NOW - HOUR * age, f"owner {number}", "en")
        for number, (title, age) in enumerate(zip(titles, ages, strict=True), 1)
    )


def test_the_title_that_tells_what_the_others_tell() -> None:
    """A round-up and an aside stand back, though they are newer and stand first."""
    found = speaker(told("Five things to know before the second coffee", "Who pays for it all", "Island pact signed "
                         "to share storm satellites", "Storm satellites: islands sign a pact"))  # fmt: skip
    assert found in (3, 4)


def test_the_newer_of_two() -> None:
    """The same words twelve hours later win; where nothing is shared, the first."""
    assert speaker(told("Islands sign storm pact", "Islands sign storm pact at last", hours=(14, 1))) == 2
    assert speaker(told("北京", "Wetter")) == 1


def test_one_article_speaks_for_itself() -> None:
    """Also one without a word."""
    assert speaker(told("…")) == 1
