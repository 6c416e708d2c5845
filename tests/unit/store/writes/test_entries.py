"""How documents become entries and headlines: who speaks, what is one article, what stays as it was."""

from __future__ import annotations

import pytest

from builders import DAY, NOW, Desk, at, document, entry, subscription
from newsdesk.model.feeds import Enclosure
from newsdesk.store.connection import transaction
from newsdesk.store.queries.articles import get_article
from newsdesk.store.writes.entries import EARLIEST, REVISIONS, Saved, save_feed


def test_a_document_becomes_headlines_newest_first(desk: Desk) -> None:
    """Each entry is a headline with the feed's words, in the feed's section."""
    desk.follow(subscription(1))
    assert desk.save(1, entry(1), entry(2, author="A. Writer")) == Saved(new=2, changed=0)
    first, second = desk.headlines()
    assert (first.title, first.source, first.section, first.summary) == ("Title 1", "Feed 1", "World", "Summary 1")
    assert (second.title, second.author, second.url) == ("Title 2", "A. Writer", "https://feed1.example/article/2")
    assert (first.read, first.starred, first.later) == (False, False, False)
    desk.check()


@pytest.mark.parametrize(
    "other",
    [
        "http://feed1.example/article/1",
        "https://www.feed1.example/article/1",
        "https://feed1.example/article/1#comments",
        "https://feed1.example/article/1?utm_source=rss&utm_medium=feed",
        "https://feed1.example/article/1/",
    ],
)
def test_one_article_is_one_headline_in_whichever_feed(desk: Desk, other: str) -> None:
    """Scheme, www, fragment and tracking make no other article; one mark stands for all its feeds."""
    desk.follow(subscription(1), subscription(2))
    desk.save(1, entry(1))
    desk.save(2, entry(99, url=other))
    (headline,) = desk.headlines()
    desk.mark("read", headline.id)
    assert desk.counts() == {
        ("all", ""): (0, 1), ("section", "World"): (0, 1),
        ("feed", str(desk.feed(1))): (0, 1), ("feed", str(desk.feed(2))): (0, 1),
    }  # fmt: skip
    desk.check()


def test_the_sites_own_feed_speaks(desk: Desk) -> None:
    """An aggregator came first; when the site's own feed carries the article, its words replace the aggregator's."""
    desk.follow(subscription(2, "Blogs"), subscription(1, "World"))
    desk.save(2, entry(1, title="You won't believe", identity="x", html="<p>Teaser</p>"))
    assert desk.headlines()[0].source == "Feed 2"
    desk.digest()
    desk.save(1, entry(1))
    (headline,) = desk.headlines()
    assert (headline.source, headline.title, headline.section) == ("Feed 1", "Title 1", "World")
    desk.digest()
    assert desk.find("body") == ["Title 1"]
    assert desk.find("teaser") == []
    article = get_article(desk.connection, headline.id)
    assert article is not None
    assert article.also_in == ("Feed 2",)
    desk.check()


def test_an_aggregator_that_comes_later_is_also_in(desk: Desk) -> None:
    """It changes nothing of the headline, whatever it says of it."""
    desk.follow(subscription(1), subscription(2, "Blogs"))
    desk.save(1, entry(1))
    before = desk.headlines()
    desk.save(2, entry(1, title="Stolen", html="<p>Stolen</p>", identity="guid-1"))
    assert desk.headlines() == before
    article = get_article(desk.connection, before[0].id)
    assert article is not None
    assert article.also_in == ("Feed 2",)


def test_a_stolen_guid_and_link_touch_nothing(desk: Desk) -> None:
    """A feed that uses another's guid and link leaves that article, its read mark and its star as they are."""
    desk.follow(subscription(1), subscription(2))
    desk.save(1, entry(1))
    (headline,) = desk.headlines()
    desk.mark("read", headline.id)
    desk.mark("starred", headline.id)
    for text in ("evil", "more evil"):
        desk.save(2, entry(1, title=text, html=f"<p>{text}</p>"))
        now = desk.headline(headline.id)
        assert (now.title, now.read, now.starred) == ("Title 1", True, True)
    desk.check()


def test_a_shared_subdomain_speaks_for_its_site(desk: Desk) -> None:
    """feeds.x.example speaks for www.x.example: they are one site."""
    desk.follow(subscription(1), subscription(2, url="https://feeds.paper.example/all"))
    desk.save(1, entry(1, site="www.paper.example", title="Copied"))
    (feed,) = desk.rows("SELECT id FROM feeds WHERE url LIKE '%paper%'")[0]
    save_feed(desk.connection, int(str(feed)), document(entry(1, site="www.paper.example")), NOW)
    assert desk.titles() == ["Title 1"]


def test_items_of_one_feed_that_share_an_address_are_two(desk: Desk) -> None:
    """A live blog gives all its items one link: each keeps its own headline, also when the feed comes again."""
    desk.follow(subscription(1))
    items = [entry(n, url="https://feed1.example/live") for n in (1, 2, 3)]
    desk.save(1, *items)
    assert desk.titles() == ["Title 1", "Title 2", "Title 3"]
    assert desk.save(1, *items) == Saved(0, 0)
    assert desk.titles() == ["Title 1", "Title 2", "Title 3"]
    desk.check()


def test_an_article_given_a_new_guid_is_the_same_headline(desk: Desk) -> None:
    """The feed changed its software: same link, same title, other guid. The mark holds, and it is counted once."""
    desk.follow(subscription(1))
    desk.save(1, entry(1))
    (headline,) = desk.headlines()
    desk.mark("read", headline.id)
    desk.save(1, entry(1, identity="other-guid"))
    assert [row.read for row in desk.headlines()] == [True]
    assert desk.counts()[("feed", str(desk.feed(1)))] == (0, 1)
    desk.check()


@pytest.mark.parametrize("url", ["", "https://feed1.example/", "https://feed1.example"])
def test_entries_without_an_address_of_their_own_are_told_apart(desk: Desk, url: str) -> None:
    """No link, or the site's front page, is nobody's address."""
    desk.follow(subscription(1), subscription(2))
    desk.save(1, entry(1, url=url), entry(2, url=url))
    desk.save(2, entry(1, url=url))
    assert len(desk.headlines()) == 3


def test_a_changed_entry_keeps_its_marks_its_time_and_its_earlier_body(desk: Desk) -> None:
    """One row with the last words, once changed a version; the versions before are kept."""
    desk.follow(subscription(1))
    desk.save(1, entry(1))
    desk.digest()
    (headline,) = desk.headlines()
    desk.mark("read", headline.id)
    desk.mark("starred", headline.id)
    for version in (2, 3):
        changed = entry(1, title=f"Version {version}", html=f"<p>Text {version}</p>", published=at(NOW - 30))
        assert desk.save(1, changed) == Saved(0, 1)
        assert desk.save(1, changed) == Saved(0, 0)
        desk.digest()
    (now,) = desk.headlines()
    assert (now.id, now.title, now.read, now.starred) == (headline.id, "Version 3", True, True)
    assert now.sort_time == headline.sort_time
    assert [title for (title,) in desk.rows("SELECT title FROM revisions ORDER BY id")] == ["Title 1", "Version 2"]
    assert desk.find("text") == ["Version 3"]
    assert desk.find("body") == []
    desk.check()


def test_revisions_are_the_newest_few(desk: Desk) -> None:
    """A page that changes every hour does not fill the disk."""
    desk.follow(subscription(1))
    for version in range(REVISIONS + 3):
        desk.save(1, entry(1, html=f"<p>{version}</p>"))
    assert desk.value("SELECT count(*) FROM revisions") == REVISIONS


def test_a_changed_link_keeps_the_headline(desk: Desk) -> None:
    """Same guid, other link: the same article at its new address."""
    desk.follow(subscription(1))
    desk.save(1, entry(1))
    before = desk.headlines()[0].id
    desk.save(1, entry(1, url="https://feed1.example/moved/1"))
    assert [(row.id, row.url) for row in desk.headlines()] == [(before, "https://feed1.example/moved/1")]


def test_an_unchanged_document_changes_no_row(desk: Desk) -> None:
    """A refresh that brings the same adds nothing, changes nothing, and brings nothing read back."""
    desk.follow(subscription(1), subscription(2))
    items = [entry(n, categories=("x",), enclosures=(Enclosure("https://a.example/1.mp3"),)) for n in range(1, 30)]
    desk.save(1, *items)
    desk.save(2, *(entry(n, site="feed1.example", identity=f"b{n}") for n in range(1, 10)))
    desk.digest()
    desk.mark("read", *(row.id for row in desk.headlines()[::2]))
    before = desk.dump()
    desk.now += DAY
    assert desk.save(1, *items) == Saved(0, 0)
    desk.save(2, *(entry(n, site="feed1.example", identity=f"b{n}") for n in range(1, 10)))
    assert desk.dump() == before


def test_a_document_that_shrank_drops_nothing(desk: Desk) -> None:
    """What is not in the document any more stays; what comes back is no news."""
    desk.follow(subscription(1))
    desk.save(1, entry(1), entry(2), entry(3))
    desk.save(1)
    assert desk.titles() == ["Title 1", "Title 2", "Title 3"]
    assert desk.save(1, entry(1), entry(2), entry(3)) == Saved(0, 0)


@pytest.mark.parametrize(
    ("published", "sort_time"),
    [
        (NOW - 60, NOW - 60),
        (NOW + 60, NOW),
        (NOW + 400 * DAY, NOW),
        (None, NOW),
        (EARLIEST - DAY, EARLIEST),
        (0, EARLIEST),
        (-62_135_596_800, EARLIEST),
    ],
)
def test_sort_time_is_clamped(desk: Desk, published: int | None, sort_time: int) -> None:
    """Between 1990 and when it was first seen; first seen without a date."""
    desk.follow(subscription(1))
    desk.save(1, entry(1, published=None if published is None else at(published)))
    assert desk.headlines()[0].sort_time == sort_time


def test_sort_time_never_moves(desk: Desk) -> None:
    """Neither another date nor another feed's date moves a headline."""
    desk.follow(subscription(1), subscription(2))
    desk.save(2, entry(1, published=None))
    desk.now += 3600
    desk.save(1, entry(1, published=at(NOW - DAY)))
    desk.save(1, entry(1, published=at(NOW + DAY)))
    assert [row.sort_time for row in desk.headlines()] == [NOW]


def test_undated_entries_keep_the_order_of_the_document(desk: Desk) -> None:
    """What stands higher in the document stands higher in the list, and a second refresh does not change that."""
    desk.follow(subscription(1))
    items = [entry(n, published=None) for n in (3, 1, 5, 2)]
    desk.save(1, *items)
    assert desk.titles() == ["Title 3", "Title 1", "Title 5", "Title 2"]
    desk.now += 3600
    desk.save(1, *items)
    assert desk.titles() == ["Title 3", "Title 1", "Title 5", "Title 2"]


def test_undated_entries_of_a_first_document_are_as_old_as_it(desk: Desk) -> None:
    """They may be of any day: the document's own date counts, where it is older; what comes later is dated by then."""
    desk.follow(subscription(1))
    with transaction(desk.connection):
        made = document(entry(1, published=None), updated=at(NOW - DAY))
        save_feed(desk.connection, desk.feed(1), made, desk.now)
        made = document(entry(2, published=None), entry(1, published=None), updated=at(NOW - DAY))
        save_feed(desk.connection, desk.feed(1), made, desk.now)
    assert [(row.title, row.sort_time) for row in desk.headlines()] == [("Title 2", NOW), ("Title 1", NOW - DAY)]


def test_an_entrys_own_section_wins_over_the_folder(desk: Desk) -> None:
    """Where the entry names a section it stands there, else in its feed's top folder."""
    desk.follow(subscription(1, "World/Europe"), subscription(2, ""))
    desk.save(1, entry(1), entry(2), sections=["Sport", ""])
    desk.save(2, entry(3, site="feed2.example"))
    assert {row.title: row.section for row in desk.headlines()} == {
        "Title 1": "Sport", "Title 2": "World", "Title 3": "Top",
    }  # fmt: skip
    assert desk.counts()[("section", "Sport")] == (1, 1)
    desk.check()


def test_a_changed_section_moves_the_counts(desk: Desk) -> None:
    """An entry that names another section later is counted there."""
    desk.follow(subscription(1))
    desk.save(1, entry(1))
    desk.save(1, entry(1, categories=("Science",)), sections=["Science"])
    assert desk.headlines()[0].section == "Science"
    assert ("section", "World") not in desk.counts()
    desk.check()


def test_text_that_sql_or_fts_could_take_for_its_own_is_text(desk: Desk) -> None:
    """Quotes, operators, NUL-free oddities and other scripts are stored and found as they are."""
    titles = ["'; DROP TABLE headlines; --", '"NEAR(a b)" OR *', "北京市 news", "naïve Ærøskøbing", "{title}: x^2"]
    desk.follow(subscription(1))
    desk.save(1, *(entry(n, title=title) for n, title in enumerate(titles)))
    desk.digest()
    assert desk.titles() == titles
    assert desk.find("京市") == ["北京市 news"]
    assert desk.find("naive") == ["naïve Ærøskøbing"]


def test_a_lone_surrogate_in_a_body_is_no_obstacle(desk: Desk) -> None:
    """Raw HTML is stored whatever it holds."""
    desk.follow(subscription(1))
    desk.save(1, entry(1, html="<p>a\ud800b</p>"))
    desk.digest()
    assert len(desk.headlines()) == 1


def test_new_entries_count_entries_not_headlines(desk: Desk) -> None:
    """An article that another feed had already is a new entry all the same."""
    desk.follow(subscription(1), subscription(2))
    desk.save(1, entry(1))
    assert desk.save(2, entry(1, identity="z")) == Saved(1, 0)
    assert len(desk.headlines()) == 1


def test_an_address_stands_once_and_is_never_lost(desk: Desk) -> None:
    """An entry does not repeat its headline's address, and keeps its own when another feed's takes its place."""
    desk.follow(subscription(2), subscription(1))
    desk.save(2, entry(1, identity="x", url="https://feed1.example/article/1?utm_source=rss"))
    assert desk.rows("SELECT e.url, h.url FROM entries e JOIN headlines h ON h.id = e.headline") == [
        ("", "https://feed1.example/article/1?utm_source=rss")
    ]
    desk.save(1, entry(1))
    kept = "SELECT coalesce(nullif(e.url, ''), h.url) FROM entries e JOIN headlines h ON h.id = e.headline"
    assert desk.rows(kept) == [
        ("https://feed1.example/article/1?utm_source=rss",), ("https://feed1.example/article/1",)
    ]  # fmt: skip
