"""Round-ups: known by their form, and left out of the stories of events."""

from __future__ import annotations

import pytest

from newsdesk.desk.roundups import is_roundup
from newsdesk.desk.stories import Stories
from newsdesk.model.stories import Item


@pytest.mark.parametrize(
    "title",
    [
        "Morning briefing: rates, rain and a resignation", "News in brief", "World news in brief: 3 March",
        "Five things to know before the market opens", "10 things to watch this weekend", "Your Tuesday Briefing",
        "The daily digest", "Markets live: shares slip", "Politics live – Tuesday", "Five things for your morning",
        "Fourth suspect is held – South African News Briefs – February 17",
        "The weekly quiz", "Crossword No 29,120", "Week in pictures", "All of Africa Today – February 17, 2026",
        "Das Wichtigste in Kürze",
        "Las noticias del martes", "Главное за сутки", "The week ahead",
    ],
)  # fmt: skip
def test_what_gathers_is_a_roundup(title: str) -> None:
    """Briefings, lists, running pages of a day and puzzles, in any case and several languages."""
    assert is_roundup(title)


@pytest.mark.parametrize(
    "title",
    [
        "The First Item",
        "Item 2",
        "Test entry #3",
        "First post",
        "Hello, world!",
        "Lorem ipsum",
        "Untitled",
        "rss_0.9.item[1].title",
    ],
)
def test_a_stock_title_tells_nothing(title: str) -> None:
    """What test feeds and new blogs call their entries stands alone: five of them are no story."""
    assert is_roundup(title)


@pytest.mark.parametrize(
    "title",
    [
        "First item of the budget fails", "New test for malaria", "Hello again, Dolly",
        "Morning storm floods three towns", "Minister briefed on the mine", "Court hears three appeals in one day",
        "Two die in dam collapse", "Storm hits the coast: live updates", "Five takeaways from the first debate",
        "Puzzle of the missing ship solved by divers who win a prize", "Daily bread prices rise", "Live birds seized",
        "Ten dead in bus crash", "Wochenende bringt Regen", "Week of strikes begins", "The brief reign of a king",
    ],
)  # fmt: skip
def test_news_is_none(title: str) -> None:
    """A headline that begins like a round-up's but tells an event."""
    assert not is_roundup(title)


def test_a_roundup_joins_no_story_and_draws_nothing() -> None:
    """A briefing that mentions the flood stands alone, and the next article of the flood goes past it."""
    stories = Stories()
    told = "Rescue crews pump water out of the Aldervik lithium mine after the storm."
    flood = stories.place(Item(1, "Lithium mine in Aldervik floods after storm", told, 1_000, "a", "en"))
    brief = stories.place(Item(2, "Morning briefing: Aldervik lithium mine floods after storm", told, 1_100, "b", "en"))
    again = stories.place(Item(3, "Aldervik: storm floods lithium mine", told, 1_200, "c", "en"))
    assert brief.story != flood.story == again.story
    assert brief.copy_of is None
    assert again.merged == ()
