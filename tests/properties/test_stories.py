"""Stories keep their books whatever arrives: every article in one story, nothing left behind."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from newsdesk.desk.stories import WINDOW, Stories
from newsdesk.model.stories import Item

WORDS = (
    "storm",
    "mine",
    "Aldervik",
    "chess",
    "title",
    "vote",
    "council",
    "Kasimov",
    "rail",
    "harvest",
    "新水价",
    "Wahl",
)
titles = st.lists(st.sampled_from(WORDS), max_size=7).map(" ".join)
arrivals = st.lists(st.tuples(titles, titles, st.integers(0, 12 * 86_400)), max_size=60)


@given(arrivals)
def test_every_article_has_one_story(rows: list[tuple[str, str, int]]) -> None:
    """Merged stories are never handed out again, and expiring everything leaves nothing."""
    stories = Stories()
    gone: set[int] = set()
    for number, (title, text, time) in enumerate(rows):
        placement = stories.place(Item(number, title, text, time, f"o{number % 5}", ""))
        gone.update(placement.merged)
        assert placement.story not in gone
        if number % 10 == 9:
            stories.expire(time)
    stories.expire(20 * 86_400 + WINDOW)
    assert len(stories) == 0


@given(arrivals)
def test_the_same_stream_gives_the_same_stories(rows: list[tuple[str, str, int]]) -> None:
    """Nothing but the articles and their order decides."""
    items = [Item(number, *row, f"o{number % 5}", "") for number, row in enumerate(rows)]
    one, other = Stories(), Stories()
    assert [one.place(item) for item in items] == [other.place(item) for item in items]
