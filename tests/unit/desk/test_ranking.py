"""Top stories: owners, not volume; freshness, growth, place and mixing; honest reasons."""

from __future__ import annotations

import random

from newsdesk.desk.ranking import Sources, span, top_stories
from newsdesk.model.stories import Coverage, Story

NOW = 1_800_000_000


def make_story(number: int, owners: int, age: int = 1800, section: str = "", first: int = 0, **extra: object) -> Story:
    """A story that `owners` outlets have carried, all `age` seconds ago."""
    made = [
        Coverage(number * 100 + i, f"o{first + i}", first + i, NOW - age, **extra)  # type: ignore[arg-type]
        for i in range(owners)
    ]
    return Story(number, tuple(made), section)


def test_more_owners_come_first() -> None:
    """Of two stories of the same age the one that more outlets carry leads."""
    page = top_stories([make_story(1, 3), make_story(2, 6)], NOW)
    assert [one.story for one in page] == [2, 1]
    assert page[0].why == "6 outlets in 30 min"


def test_one_owner_is_no_top_story() -> None:
    """A hundred articles of one owner don't make a story."""
    loud = Story(1, tuple(Coverage(i, "wire", i % 3, NOW - i) for i in range(100)))
    assert top_stories([loud], NOW) == []


def test_volume_does_not_win() -> None:
    """Two owners with fifty articles stand behind four owners with one each."""
    loud = Story(1, tuple(Coverage(i, f"loud{i % 2}", 0, NOW - 1800) for i in range(50)))
    assert top_stories([loud, make_story(2, 4)], NOW)[0].story == 2


def test_copies_count_half() -> None:
    """Six outlets with the same wire text stand behind five with their own."""
    assert [one.story for one in top_stories([make_story(1, 6, copy=True), make_story(2, 5)], NOW)] == [2, 1]


def test_a_pair_stands_back() -> None:
    """Two owners of this minute stand behind three of some hours ago: it is seldom one event."""
    page = top_stories([make_story(1, 2, age=60), make_story(2, 3, age=3 * 3_600)], NOW)
    assert [one.story for one in page] == [2, 1]


def test_a_pair_without_words_in_common_stands_behind_one_with_them() -> None:
    """Of two pairs the one whose titles share two words leads, though it is older."""

    def pair(number: int, age: int, *titles: str) -> Story:
        return Story(
            number,
            tuple(Coverage(number * 10 + i, f"o{i}", i, NOW - age, title=title) for i, title in enumerate(titles)),
        )

    chance = pair(1, 60, "The toy business", "Crying horse toy sells out")
    event = pair(2, 6 * 3_600, "Dam breaks above Lindby", "Two missing as Lindby dam gives way")
    assert [one.story for one in top_stories([chance, event], NOW)] == [2, 1]


def test_an_owner_whose_titles_share_too_little_makes_no_third() -> None:
    """Where three outlets are asked for, one that shares a single word with two others doesn't make them three."""

    def told(number: int, age: int, *titles: str) -> Story:
        return Story(
            number,
            tuple(Coverage(number * 10 + i, f"o{i}", i, NOW - age, title=title) for i, title in enumerate(titles)),
        )

    stray = told(1, 60, "India hosts summit on AI", "The flaws in India's AI plans", "Inside a school run by AI")
    close = told(2, 7200, "Peru's Congress ousts Jeri", "Congress of Peru votes on Jeri", "Jeri is out, Peru decides")
    first, second = top_stories([stray, close], NOW, Sources(feeds=30))
    assert (first.story, second.story) == (2, 1)
    assert second.owners == 3
    alike = told(3, 60, "India hosts summit on AI", "The flaws in India's AI plans", "India and the AI summit")
    assert top_stories([alike, close], NOW, Sources(feeds=30))[0].story == 3


def test_titles_are_compared_in_the_language_of_the_story() -> None:
    """A title of an outlet that names no language is read in that of the others, whatever its words look like."""
    titles = (("en-US", "Neighbors condemn the annexation"), ("", 'The "de facto" annexation condemned'))
    one = Story(1, tuple(Coverage(i, f"o{i}", i, NOW, title=t, language=told) for i, (told, t) in enumerate(titles)))
    other = Story(
        2, tuple(Coverage(9 + i, f"o{i}", i, NOW, title=t) for i, t in enumerate(("Toys sell", "Spies talk")))
    )
    first, second = top_stories([other, one], NOW)
    assert first.story == 1
    assert first.score > 2 * second.score


def test_old_stories_fade() -> None:
    """A day later ten outlets of yesterday stand behind four of this hour."""
    assert top_stories([make_story(1, 10, age=86_400), make_story(2, 4)], NOW)[0].story == 2


def test_growth_is_seen_and_said() -> None:
    """A story that five outlets joined within the hour beats an even one of the same size, and says so."""
    even = Story(1, tuple(Coverage(i, f"o{i}", i, NOW - 3 * 3600) for i in range(8)))
    growing = Story(2, tuple(Coverage(9 + i, f"o{i}", i, NOW - (600 if i < 5 else 3 * 3600)) for i in range(8)))
    page = top_stories([even, growing], NOW)
    assert page[0].story == 2
    assert page[0].why == "8 outlets in 3 h, 5 in the last hour"


def test_sections_are_mixed() -> None:
    """A weaker story of another section comes before the third of the same one, unless one section is asked for."""
    sport = [make_story(i, 10, section="Sport") for i in range(1, 5)]
    world = make_story(9, 8, section="World")
    page = [one.story for one in top_stories([*sport, world], NOW)]
    assert page.index(9) == 2
    assert [one.section for one in top_stories([*sport, world], NOW, section="World")] == ["World"]


def test_weights_and_loudness() -> None:
    """What the person set counts, and an outlet that publishes without end counts less."""
    stories = [make_story(1, 3), make_story(2, 3, first=10)]
    assert top_stories(stories, NOW, Sources(weight={"o10": 3.0}))[0].story == 2
    assert top_stories(stories, NOW, Sources(per_day=dict.fromkeys((0, 1, 2), 900.0)))[0].story == 2
    assert [one.story for one in top_stories(stories, NOW, Sources(weight={f"o{i}": 0.0 for i in range(3)}))] == [2]


def test_many_feeds_ask_for_three_outlets() -> None:
    """With 30 feeds a story of two stands behind one of three, however fresh; with five it may lead."""
    stories = [make_story(1, 2, age=60), make_story(2, 3, age=7 * 3600)]
    assert [one.story for one in top_stories(stories, NOW, Sources(feeds=40))] == [2, 1]
    assert [one.story for one in top_stories(stories, NOW, Sources(feeds=5))] == [1, 2]


def test_one_article_for_each_owner() -> None:
    """The list of a story names each owner once, its own words rather than the wire's."""
    story = Story(
        1,
        (
            Coverage(1, "a", 1, NOW - 50, copy=True), Coverage(2, "a", 2, NOW - 90), Coverage(3, "b", 3, NOW - 10),
            Coverage(4, "b", 3, NOW - 5), Coverage(5, "c", 4, NOW + 500),
        ),
    )  # fmt: skip
    (page,) = top_stories([story], NOW)
    assert page.items == (4, 2)
    assert page.owners == 2


def test_the_same_input_gives_the_same_page() -> None:
    """The order in which stories come doesn't matter, ties included."""
    rng = random.Random(4)
    stories = [make_story(i, rng.randint(1, 5), rng.choice((60, 600)), rng.choice(("", "A", "B"))) for i in range(60)]
    page = top_stories(stories, NOW)
    rng.shuffle(stories)
    assert top_stories(stories, NOW) == page
    assert len(page) == 20


def test_spans_are_short() -> None:
    """Ages read as a person says them."""
    assert [span(5), span(1200), span(3 * 3600), span(5 * 86_400)] == ["1 min", "20 min", "3 h", "5 days"]
