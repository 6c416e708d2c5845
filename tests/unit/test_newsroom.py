"""What the desk makes of the store, put together."""

from __future__ import annotations

from builders import DAY, NOW, Desk, at, entry, subscription
from newsdesk import clock, newsroom
from newsdesk.model.stories import Item, Placement, Reading
from newsdesk.newsroom import Kept, Room, publish
from newsdesk.store.connection import transaction
from newsdesk.store.queries.placed import list_placed
from newsdesk.store.writes.stories import add_story, recount, save_placement

TITLES = ("Five things for your morning", "Storm satellites for the islands", "Islands sign pact for storm satellites")
LARGE = ("h", "headlines", "e", "entries", "s", "stories", "a", "articles")
"""What the tables that grow are called in queries."""
READING = Reading(Item(1, "Lithium mine in Aldervik floods", "", NOW, "a.example", "en"), "World", "", "opened")


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
    (top,), (front,), (edition,) = room.top(), room.front(room.ranked()), room.edition(0).stories
    assert top.headline == front.headline == edition.items[0] == desk.ids()[TITLES[1]]
    assert sorted(top.headlines) == desk.ids_in_order()


def test_only_the_top_is_made_while_news_comes_in(desk: Desk) -> None:
    """Picks and "for you" stay as they were until all is made."""
    tell(desk)
    newsroom.publish(desk.connection, NOW, only_top=True)
    assert [len(list_placed(desk.connection, kind)) for kind in ("top", "foryou")] == [1, 0]
    newsroom.publish(desk.connection, NOW)
    assert [len(list_placed(desk.connection, kind)) for kind in ("top", "foryou")] == [1, 1]


def test_ranking_looks_at_the_news_of_these_days_alone(desk: Desk) -> None:
    """Nothing of it goes through all headlines, entries or stories: a year of them takes nothing."""
    tell(desk)
    read_all(desk, *desk.ids_in_order())
    asked: list[str] = []
    desk.connection.set_trace_callback(asked.append)
    newsroom.publish(desk.connection, NOW)
    desk.connection.set_trace_callback(None)
    steps = [str(row[3]) for sql in asked if sql.lstrip().startswith("SELECT")
             for row in desk.connection.execute(f"EXPLAIN QUERY PLAN {sql}")]  # fmt: skip
    assert any(step.startswith("SEARCH h USING") for step in steps)
    assert [step for step in steps if step.split()[:2] in (["SCAN", name] for name in LARGE)] == []


def read_all(desk: Desk, *ids: int) -> None:
    """Open headlines, as the screen notes it."""
    for id_ in ids:
        desk.connection.execute(
            "INSERT INTO readings (headline, opened, seconds, furthest) VALUES (?, ?, 9, 1)", (id_, NOW)
        )
        desk.mark("read", id_)


def test_what_suits_is_told_with_its_reason(desk: Desk) -> None:
    """After five articles about mines the unread one about mines is picked, and chess is not the reason."""
    desk.follow(subscription(1))
    titles = [f"Lithium mine of Aldervik, part {number}" for number in range(6)] + ["Chess master wins in Ostrava"]
    desk.save(1, *(entry(n, title=title, published=at(NOW - 60 * n)) for n, title in enumerate(titles, 1)))
    ids = desk.ids()
    read_all(desk, *(ids[title] for title in titles[:5]))
    first = Room(desk.connection, NOW).for_you()[0]
    assert first.headline == ids[titles[5]]
    assert first.why.startswith("you read about")
    publish(desk.connection, NOW, Kept())
    assert desk.value("SELECT headline FROM desk WHERE kind = 'foryou' AND rank = 0") == ids[titles[5]]


def test_the_profile_is_learnt_once_for_each_change() -> None:
    """The same readings give the same profile without learning; another reading, or one taken back, a new one."""
    kept = Kept()
    once = kept.profile([READING], [])
    assert kept.profile([READING], []) is once
    again = kept.profile([READING, READING], [])
    assert again is not once
    assert again.opened == 2
    assert kept.profile([], []).beliefs() == {}


def test_traits_are_found_once_for_each_piece() -> None:
    """A piece that is asked for again is not read again unless its title changed; others are dropped."""
    kept = Kept()
    mine = Item(1, "Lithium mine in Aldervik", "", NOW, "a.example", "en")
    chess = Item(2, "Chess in Aldervik", "", NOW - DAY, "b.example", "en")
    first = kept.traits([(mine, "World"), (chess, "Sport")])
    again = kept.traits([(mine, "World")])
    assert list(again) == [1]
    assert again[1] is first[1]
    changed = Item(1, "Lithium mine in Tolvane", "", NOW, "a.example", "en")
    assert {trait.name for trait in kept.traits([(changed, "World")])[1]} >= {"Tolvane", "World"}


def test_for_you_tells_each_story_once(desk: Desk) -> None:
    """Of three articles of one story the best stands there, and those of no story each."""
    tell(desk)
    desk.save(1, *(entry(n, title=f"Storm satellites alone {n}", published=at(NOW - n)) for n in range(10, 14)))
    for number in range(20, 26):
        desk.save(1, entry(number, title=f"Storm satellites of the islands {number}", published=at(NOW - 9_000)))
    opened = [id_ for title, id_ in desk.ids().items() if "of the islands" in title]
    for id_ in opened:
        desk.mark("read", id_)
        desk.connection.execute("INSERT INTO readings VALUES (NULL, ?, ?, 60, 1.0)", (id_, NOW))
    found = [one.headline for one in newsroom.Room(desk.connection, NOW).for_you()]
    told = {title for title, id_ in desk.ids().items() if id_ in found}
    assert len(told & set(TITLES)) == 1
    assert len([title for title in told if "alone" in title]) == 4


def test_an_edition_soon_after_midnight_has_its_picks(desk: Desk) -> None:
    """When all the day's picks are told by its stories, the next best stand there."""
    midnight = clock.midnight(NOW)
    desk.follow(*(subscription(n) for n in range(1, 10)))
    for number in range(1, 7):
        title = "Storm satellites for the islands" if number < 4 else "Chess master wins in Ostrava"
        desk.save(number, entry(number, f"feed{number}.example", title=title, published=at(midnight - 600)))
    for number in range(7, 10):
        # They publish more, so each is a lesser pick than any of those above.
        older = entry(20 + number, f"feed{number}.example", published=at(midnight - DAY - 600))
        desk.save(number, entry(number, f"feed{number}.example", published=at(midnight - 600)), older)
    with transaction(desk.connection):
        stories = [add_story(desk.connection), add_story(desk.connection)]
        for id_, feed in desk.connection.execute("SELECT headline, feed FROM entries WHERE sort_time = ?",
                                                 (midnight - 600,)).fetchall():  # fmt: skip
            if feed <= desk.feed(6):
                save_placement(desk.connection, id_, Placement(stories[feed > desk.feed(3)]))
        recount(desk.connection, stories)
    made = newsroom.Room(desk.connection, midnight + 480).edition(0)
    assert len(made.stories) == 2
    assert {pick.item for pick in made.picks} == {desk.ids()[f"Title {number}"] for number in range(7, 10)}


def test_an_edition_of_the_same_day_has_no_picks_again(desk: Desk) -> None:
    """They are the day's; the first edition had them."""
    desk.follow(subscription(1))
    desk.save(1, entry(1, published=at(clock.midnight(NOW) - 7_200)))
    room = newsroom.Room(desk.connection, NOW)
    assert room.edition(0).picks
    assert room.edition(clock.midnight(NOW) - 60).picks
    assert room.edition(NOW - 60).picks == ()
