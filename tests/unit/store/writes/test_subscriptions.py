"""The database follows the list."""

from __future__ import annotations

from builders import DAY, NOW, Desk, entry, subscription
from newsdesk.store.queries.sidebar import QUIET_SECONDS, get_sidebar
from newsdesk.store.queries.sources import get_source, list_feed_states, list_sources
from newsdesk.store.writes.subscriptions import accept_list, accepted_list, follow, list_subscribed


def test_feeds_come_and_go(desk: Desk) -> None:
    """Each change is told; what is as it was is not."""
    first = desk.follow(subscription(1), subscription(2))
    assert (len(first.added), first.removed) == (2, ())
    second = desk.follow(subscription(2), subscription(3))
    assert second.added == (desk.feed(3),)
    assert second.removed == (desk.feed(1),)
    third = desk.follow(subscription(2), subscription(3))
    assert (third.added, third.removed) == ((), ())
    assert list_subscribed(desk.connection) == [subscription(2).url, subscription(3).url]
    back = desk.follow(subscription(1), subscription(2), subscription(3))
    assert back.added == (desk.feed(1),)
    assert desk.value("SELECT count(*) FROM feeds") == 3


def test_the_same_feed_under_another_scheme_is_one(desk: Desk) -> None:
    """It keeps its id, its entries and its fetch state, and takes the new address."""
    desk.follow(subscription(1))
    desk.save(1, entry(1))
    before = desk.feed(1)
    desk.follow(subscription(1, url="http://www.feed1.example/rss.xml"))
    assert desk.feed(1) == before
    assert list_feed_states(desk.connection)[0].url == "http://www.feed1.example/rss.xml"
    assert desk.titles() == ["Title 1"]


def test_a_feed_in_two_folders_is_one_source(desk: Desk) -> None:
    """It stands in both sections of the sidebar; its entries are of the first."""
    desk.follow(subscription(1, "World/Africa"), subscription(1, "Sport"))
    desk.save(1, entry(1))
    sidebar = get_sidebar(desk.connection, NOW)
    assert [(s.name, [source.title for source in s.sources]) for s in sidebar.sections] == [
        ("World", ["Feed 1"]), ("Sport", ["Feed 1"]),
    ]  # fmt: skip
    card = get_source(desk.connection, desk.feed(1))
    assert card is not None
    assert card.folders == ("World/Africa", "Sport")
    assert [row.section for row in desk.headlines()] == ["World"]


def test_a_feed_that_moves_takes_its_headlines_along(desk: Desk) -> None:
    """But not those that name a section of their own."""
    desk.follow(subscription(1, "World"))
    desk.save(1, entry(1), entry(2), sections=["Science", ""])
    desk.follow(subscription(1, "Europe"))
    assert {row.title: row.section for row in desk.headlines()} == {"Title 1": "Science", "Title 2": "Europe"}
    desk.save(1, entry(3))
    assert desk.counts()[("section", "Europe")] == (2, 2)
    desk.check()


def test_a_given_title_wins_over_the_documents(desk: Desk) -> None:
    """The person's name for a feed stays; without one the document names it, else its host."""
    desk.follow(subscription(1), subscription(2, title=""), subscription(3, title=""))
    desk.save(1, entry(1))
    desk.save(2, entry(2, site="feed2.example"))
    assert [card.title for card in list_sources(desk.connection)] == ["Feed 1", "A feed", "feed3.example"]
    desk.follow(subscription(1, title=""), subscription(2, title="Mine"), subscription(3))
    desk.save(1, entry(1))
    assert [card.title for card in list_sources(desk.connection)] == ["A feed", "Mine", "Feed 3"]


def test_a_paused_feed_stays_in_its_lists(desk: Desk) -> None:
    """It is only not asked."""
    desk.follow(subscription(1))
    desk.save(1, entry(1))
    desk.follow(subscription(1, paused=True))
    assert desk.titles() == ["Title 1"]
    assert [state.paused for state in list_feed_states(desk.connection)] == [True]


def test_entries_that_come_for_a_feed_that_left_are_hidden(desk: Desk) -> None:
    """An answer that was under way when the feed left shows nothing, and is there when it comes back."""
    desk.follow(subscription(1))
    desk.follow(subscription(2))
    desk.save(1, entry(1))
    assert desk.titles() == []
    desk.check()
    desk.follow(subscription(1))
    assert desk.titles() == ["Title 1"]
    desk.check()


def test_a_hidden_headline_that_another_feed_carries_shows(desk: Desk) -> None:
    """Subscribed again by another way."""
    desk.follow(subscription(1))
    desk.save(1, entry(1))
    desk.follow(subscription(2))
    assert desk.titles() == []
    desk.save(2, entry(1))
    assert desk.titles() == ["Title 1"]
    desk.check()


def test_the_sidebar_counts_each_article_once_a_section(desk: Desk) -> None:
    """Sources may add up to more than their section, empty sections of folders show, those without feeds don't."""
    desk.follow(subscription(1), subscription(2), subscription(3, "Sport"), subscription(4, ""))
    desk.save(1, entry(1), entry(2))
    desk.save(2, entry(1))
    desk.mark("read", desk.ids()["Title 2"])
    desk.mark("starred", desk.ids()["Title 2"])
    sidebar = get_sidebar(desk.connection, NOW)
    shown = [(s.name, s.unread, s.total, [(x.unread, x.total) for x in s.sources]) for s in sidebar.sections]
    assert shown == [("World", 1, 2, [(1, 2), (1, 1)]), ("Sport", 0, 0, [(0, 0)]), ("Top", 0, 0, [(0, 0)])]
    assert (sidebar.unread, sidebar.total, sidebar.starred, sidebar.later) == (1, 2, 1, 0)


def test_a_bundled_feed_that_never_answered_is_quiet_for_three_days(desk: Desk) -> None:
    """One that the person chose is not."""
    follow(desk.connection, [subscription(1), subscription(2)], NOW, bundled=["feed1.example/rss.xml"])
    for now, quiet in ((NOW, True), (NOW + QUIET_SECONDS, False)):
        sources = get_sidebar(desk.connection, now).sections[0].sources
        assert [source.quiet for source in sources] == [quiet, False]


def test_an_accepted_list_is_remembered(desk: Desk) -> None:
    """By its hash, the last one only."""
    assert accepted_list(desk.connection) == ""
    accept_list(desk.connection, "a")
    accept_list(desk.connection, "b")
    assert accepted_list(desk.connection) == "b"


def test_marks_of_a_feed_that_comes_back_hold(desk: Desk) -> None:
    """Months later, too."""
    desk.follow(subscription(1))
    desk.save(1, entry(1), entry(2))
    desk.mark("read", desk.ids()["Title 1"])
    desk.follow(subscription(2))
    desk.now += 60 * DAY
    desk.follow(subscription(1))
    desk.save(1, entry(1), entry(2))
    assert {row.title: row.read for row in desk.headlines()} == {"Title 1": True, "Title 2": False}
