"""What the desk makes of the store, put together."""

from __future__ import annotations

from builders import NOW, Desk, at, entry, subscription
from newsdesk import newsroom
from newsdesk.model.stories import Placement
from newsdesk.store.connection import transaction
from newsdesk.store.queries.desk import list_placed
from newsdesk.store.writes.stories import add_story, recount, save_placement

TITLES = ("Five things for your morning", "Storm satellites for the islands", "Islands sign pact for storm satellites")


def tell(desk: Desk) -> None:
    """One story that three outlets tell, the newest with a round-up."""
    desk.follow(*(subscription(n) for n in (1, 2, 3)))
    for number, title in enumerate(TITLES, 1):
        site = f"feed{number}.example"
        desk.save(number, entry(number, site, title=title, published=at(NOW - 600 * number)))
    with transaction(desk.connection):
        story = add_story(desk.connection)
        for id_ in desk.ids_in_order():
            save_placement(desk.connection, id_, Placement(story))
        recount(desk.connection, [story])


def test_a_story_is_told_by_the_article_that_speaks_for_it(desk: Desk) -> None:
    """Front page, `newsdesk top` and the edition show the same headline, the others behind it."""
    tell(desk)
    room = newsroom.Room(desk.connection, NOW)
    (top,), (front,), (edition,) = room.top(), room.front(), room.edition(0).stories
    assert top.headline == front.headline == edition.items[0] == desk.ids()[TITLES[1]]
    assert sorted(top.headlines) == desk.ids_in_order()


def test_only_the_top_is_made_while_news_comes_in(desk: Desk) -> None:
    """Picks and "for you" stay as they were until all is made."""
    tell(desk)
    newsroom.publish(desk.connection, NOW, only_top=True)
    assert [len(list_placed(desk.connection, kind)) for kind in ("top", "foryou")] == [1, 0]
    newsroom.publish(desk.connection, NOW)
    assert [len(list_placed(desk.connection, kind)) for kind in ("top", "foryou")] == [1, 1]
