"""Search by relevance."""

from __future__ import annotations

import pytest

from builders import DAY, NOW, Desk, at, entry, subscription
from newsdesk.errors import QueryError
from newsdesk.store.queries.search import search_headlines


def found(desk: Desk, query: str, limit: int = 0) -> list[str]:
    """The titles, best first."""
    return [row.title for row in search_headlines(desk.connection, query, desk.now, limit)]


def test_the_title_weighs_more_than_the_text(desk: Desk) -> None:
    """A headline about it comes before a newer one that mentions it."""
    desk.follow(subscription(1))
    desk.save(
        1,
        entry(1, title="Weather", html="<p>Rain, wind, and the volcano on the news, among other things</p>"),
        entry(9, title="Volcano erupts", html="<p>Ash over the island</p>"),
    )
    desk.digest()
    assert found(desk, "volcano") == ["Volcano erupts", "Weather"]


def test_of_two_alike_the_newer_comes_first(desk: Desk) -> None:
    """Old news fades."""
    desk.follow(subscription(1))
    words = {"title": "Volcano erupts", "html": "<p>Ash</p>"}
    desk.save(
        1,
        entry(1, published=at(NOW - 60 * DAY), **words),
        entry(2, published=at(NOW - DAY), **words),
    )
    desk.digest()
    rows = search_headlines(desk.connection, "volcano", desk.now)
    assert [row.sort_time for row in rows] == [NOW - DAY, NOW - 60 * DAY]


def test_filters_alone_list_the_newest_first(desk: Desk) -> None:
    """Where there is nothing to rank by, time ranks."""
    desk.follow(subscription(1))
    desk.save(1, *(entry(n) for n in (3, 1, 2)))
    desk.digest()
    assert found(desk, "is:unread") == ["Title 1", "Title 2", "Title 3"]
    assert found(desk, "is:unread", limit=2) == ["Title 1", "Title 2"]


def test_what_stands_beside_filters_still_ranks(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many newer ones match the word outside the filter."""
    monkeypatch.setattr("newsdesk.store.queries.search.NEWEST", 10)
    desk.follow(subscription(1), subscription(2, "Sport"))
    desk.save(
        2,
        entry(8, site="feed2.example", title="Also volcano", html="<p>x</p>", published=at(NOW - 50 * DAY)),
        entry(9, site="feed2.example", title="Chess", html="<p>one volcano word among many others here</p>",
              published=at(NOW - 49 * DAY)),
    )  # fmt: skip
    desk.save(1, *(entry(n + 10, title=f"volcano {n}") for n in range(100)))
    desk.digest()
    assert found(desk, "volcano from:2") == ["Also volcano", "Chess"]


def test_hidden_headlines_are_not_found(desk: Desk) -> None:
    """Those of feeds that left, unless they are starred or for later."""
    desk.follow(subscription(1))
    desk.save(1, entry(1), entry(2), entry(3))
    desk.digest()
    ids = desk.ids()
    desk.mark("starred", ids["Title 1"])
    desk.mark("later", ids["Title 2"])
    desk.follow(subscription(2))
    assert sorted(found(desk, "title")) == ["Title 1", "Title 2"]


def test_a_wrong_query_says_where(desk: Desk) -> None:
    """As in lists."""
    with pytest.raises(QueryError, match="column 3"):
        found(desk, "a )")
