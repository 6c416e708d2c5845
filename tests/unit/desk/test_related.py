"""Related: the same story first, then what shares rare words, each once and with its reason."""

from __future__ import annotations

from newsdesk.desk.related import Found, rare_words, related
from newsdesk.model.stories import Item

NOW = 1_800_000_000


def make_item(number: int, title: str, text: str = "", owner: str = "", age: int = 0) -> Item:
    """An English article."""
    return Item(number, title, text, NOW - age, owner or f"o{number}", "en")


SUBJECT = make_item(1, "Lithium mine in Aldervik floods", "Rescue crews pump water out of the lithium mine.")


def test_the_story_comes_first_newest_per_owner() -> None:
    """Other outlets of the same story lead, one article for each; the rest of the story follows, then others."""
    found = [
        Found(make_item(2, "Aldervik lithium mine under water", owner="a", age=500), 7),
        Found(make_item(3, "Flooded mine: crews still pumping", owner="a", age=100), 7),
        Found(make_item(4, "Mine floods in Aldervik", owner="o1", age=50), 7),
        Found(make_item(5, "Lithium prices jump after Aldervik flood"), 8),
        Found(make_item(1, SUBJECT.title), 7),
    ]
    rows = related(SUBJECT, found, story=7)
    assert [row.item for row in rows] == [3, 2, 4, 5]
    assert rows[0].why == "same story"
    assert "lithium" in rows[-1].why.lower()


def test_what_shares_little_is_left_out() -> None:
    """An article about something else is not related."""
    found = [Found(make_item(2, "Chess champion wins again in Ostrava"), 0)]
    assert related(SUBJECT, found) == []


def test_near_duplicates_show_once() -> None:
    """The same wire title at two outlets takes one place."""
    found = [Found(make_item(n, "Lithium prices jump after Aldervik flood"), 0) for n in (2, 3)]
    assert len(related(SUBJECT, found)) == 1


def test_rare_words_are_the_telling_ones() -> None:
    """The archive is asked for the rarest words as they are written."""
    words = rare_words(SUBJECT, 3)
    assert "Aldervik" in words
    assert "crews" not in words


def test_reasons_name_no_number_and_no_common_word() -> None:
    """A weekday, a number and a word of every second article are no reason; without a reason nothing is shown."""
    subject = make_item(1, "Aldervik votes on Monday: 3,000 leave", "Thousands leave Aldervik this week.")
    found = [
        Found(make_item(2, "On Monday 3,000 leave the market", "Thousands leave this week."), 0),
        Found(make_item(3, "Aldervik counts its 3,000 votes on Monday"), 0),
    ]
    rows = related(subject, found)
    assert [(row.item, row.why) for row in rows if row.item == 3] == [(3, "shares: Aldervik")]
    assert all("Monday" not in row.why and "000" not in row.why and "leave" not in row.why for row in rows)


def test_the_likest_of_a_large_archive_is_found() -> None:
    """Hundreds of articles with one word in common don't hide the one that is about the same thing."""
    found = [Found(make_item(n, f"Lithium price table of day {n}"), 0) for n in range(10, 400)]
    found.insert(7, Found(make_item(2, "Why the Aldervik mine was never safe", "Rescue crews had warned."), 0))
    assert related(SUBJECT, found)[0].item == 2


def test_more_of_the_story_follows_the_other_outlets() -> None:
    """What the subject's own outlet wrote about it stands behind other outlets and before other stories."""
    found = [
        Found(make_item(2, "Aldervik lithium prices jump"), 8),
        Found(make_item(3, "Flooded lithium mine: the owner answers", owner="o1"), 7),
        Found(make_item(4, "Lithium mine floods in Aldervik again", owner="b"), 7),
    ]
    assert [row.item for row in related(SUBJECT, found, story=7)] == [4, 3, 2]


def test_what_was_put_into_the_story_by_mistake_does_not_lead() -> None:
    """An article of the story that has next to nothing of the subject stands behind one that is near it."""
    found = [
        Found(make_item(2, "Lithium mine floods in Aldervik", "Crews pump water out of the mine."), 8),
        Found(make_item(3, "Voters elect a mayor and a bridge opens", "Schools close near Aldervik.", "b"), 7),
    ]
    assert next(row.item for row in related(SUBJECT, found, story=7)) == 2


def test_reasons_name_something() -> None:
    """Words that are in any text are no reason, nor is one alone unless it is a name or the two are alike."""
    subject = make_item(1, "Somebody has written to the lighthouse keeper of Tolvane", "He keeps every letter.")
    found = [
        Found(make_item(2, "Letters written to somebody", "Somebody had written them."), 0),
        Found(
            make_item(
                3,
                "An old lighthouse is for sale",
                "Agent, council and builders met over roofs, drains, a price "
                "that fell twice, a road without a name and the goats of a neighbour.",
            ),
            0,
        ),
        Found(make_item(4, "Tolvane lights up"), 0),
        Found(make_item(5, "Keeper of a lighthouse saves two"), 0),
        Found(make_item(6, "Lighthouse"), 0),
    ]
    whys = {row.item: row.why for row in related(subject, found)}
    assert whys == {4: "shares: Tolvane", 5: "shares: keeper, lighthouse", 6: "shares: lighthouse"}


def test_the_same_words_months_later_are_still_found() -> None:
    """Time orders what is near; what is told again after a year is not lost."""
    found = [Found(make_item(2, "Lithium mine in Aldervik: the flood a year on", age=365 * 86_400), 0)]
    assert [row.item for row in related(SUBJECT, found)] == [2]
