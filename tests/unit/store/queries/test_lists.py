"""Views, their order, and the open list whose membership stays."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest

from builders import DAY, NOW, Desk, at, entry, subscription
from newsdesk import clock
from newsdesk.errors import QueryError
from newsdesk.model.headlines import Filter, Order, View, ViewKind
from newsdesk.store.queries import bursts, lists, views
from newsdesk.store.queries.coverage import list_top_stories
from newsdesk.store.queries.lists import PAGE, OpenList, open_list

ALL = View(ViewKind.ALL)


@contextmanager
def opened(desk: Desk, view: View, head: int = 2 * PAGE) -> Iterator[OpenList]:
    """An open list that is closed at the end."""
    made = open_list(desk.path, view, desk.now, head)
    try:
        yield made
    finally:
        made.close()


def titles(shown: OpenList) -> list[str | None]:
    """What the whole list shows."""
    return [row.title if row else None for row in shown.rows(0, shown.count)]


@pytest.fixture
def filled(desk: Desk) -> Desk:
    """Two feeds in two sections, six headlines; 2 read, 3 starred, 4 later."""
    desk.follow(subscription(1, "World"), subscription(2, "Sport", title="a lower-case name"))
    desk.save(1, *(entry(n) for n in (1, 3, 5)))
    desk.save(2, *(entry(n, site="feed2.example") for n in (2, 4, 6)))
    ids = desk.ids()
    desk.mark("read", ids["Title 2"])
    desk.mark("starred", ids["Title 3"])
    desk.mark("later", ids["Title 4"])
    return desk


def numbers(found: list[str]) -> list[int]:
    """The numbers of titles."""
    return [int(title.removeprefix("Title ")) for title in found]


@pytest.mark.parametrize(
    ("view", "expected"),
    [
        (ALL, [1, 2, 3, 4, 5, 6]),
        (View(ViewKind.ALL, order=Order.OLDEST), [6, 5, 4, 3, 2, 1]),
        (View(ViewKind.ALL, order=Order.SOURCE), [2, 4, 6, 1, 3, 5]),
        (View(ViewKind.UNREAD), [1, 3, 4, 5, 6]),
        (View(ViewKind.ALL, filter=Filter.UNREAD), [1, 3, 4, 5, 6]),
        (View(ViewKind.ALL, filter=Filter.STARRED), [3]),
        (View(ViewKind.STARRED), [3]),
        (View(ViewKind.LATER), [4]),
        (View(ViewKind.LATER, filter=Filter.STARRED), []),
        (View(ViewKind.SECTION, "Sport"), [2, 4, 6]),
        (View(ViewKind.SECTION, "Sport", Filter.UNREAD, Order.OLDEST), [6, 4]),
        (View(ViewKind.SECTION, "No such"), []),
        (View(ViewKind.SEARCH, "from:lower"), [2, 4, 6]),
        (View(ViewKind.SEARCH, "is:unread in:spo", order=Order.OLDEST), [6, 4]),
        (View(ViewKind.SEARCH, "is:unread", order=Order.SOURCE), [4, 6, 1, 3, 5]),
    ],
)
def test_what_views_hold_and_in_which_order(filled: Desk, view: View, expected: list[int]) -> None:
    """The rows, the exact count at once, and the same from the command line's side."""
    assert numbers(filled.titles(view)) == expected
    with opened(filled, view) as shown:
        assert shown.count == len(expected)
        assert titles(shown) == [f"Title {n}" for n in expected]


def test_a_feeds_list_holds_what_it_carries(filled: Desk) -> None:
    """Also an article for which another feed speaks, and each article once."""
    filled.save(2, entry(1, identity="copy"), entry(1, identity="copy of the copy"))
    view = View(ViewKind.FEED, str(filled.feed(2)))
    assert numbers(filled.titles(view)) == [1, 2, 4, 6]
    with opened(filled, view) as shown:
        assert shown.count == 4
    with opened(filled, View(ViewKind.FEED, view.key, Filter.UNREAD, Order.OLDEST)) as shown:
        assert titles(shown) == ["Title 6", "Title 4", "Title 1"]


def test_today_begins_at_local_midnight(desk: Desk) -> None:
    """What came a second before midnight is not of today."""
    desk.follow(subscription(1))
    midnight = clock.midnight(NOW)
    desk.save(1, entry(1, published=at(midnight)), entry(2, published=at(midnight - 1)))
    assert desk.titles(View(ViewKind.TODAY)) == ["Title 1"]


def test_ties_in_time_go_by_id_both_ways(desk: Desk) -> None:
    """The order of equal times is stable, and its reverse is exactly the reverse."""
    desk.follow(subscription(1))
    desk.save(1, *(entry(n, published=at(NOW - 5)) for n in range(20)))
    newest = desk.titles()
    assert newest == [f"Title {n}" for n in range(20)]
    assert desk.titles(View(ViewKind.ALL, order=Order.OLDEST)) == newest[::-1]


def test_rows_stored_later_wait(filled: Desk) -> None:
    """They are counted, not shown; opening again shows them."""
    with opened(filled, ALL) as shown:
        before = titles(shown)
        assert shown.waiting() == 0
        filled.save(1, entry(0), entry(1), entry(7))
        assert shown.waiting() == 2
        shown.forget()
        assert (titles(shown), shown.count) == (before, 6)
    with opened(filled, ALL) as shown:
        assert shown.count == 8


@pytest.mark.parametrize(
    ("view", "waiting"),
    [
        (ALL, 3),
        (View(ViewKind.UNREAD), 2),
        (View(ViewKind.SECTION, "Sport"), 1),
        (View(ViewKind.STARRED), 0),
        (View(ViewKind.SEARCH, "in:world"), 2),
    ],
)
def test_only_what_the_list_would_have_waits(filled: Desk, view: View, waiting: int) -> None:
    """New headlines of other views are not announced."""
    with opened(filled, view) as shown:
        filled.save(1, entry(0), entry(7))
        filled.save(2, entry(8, site="feed2.example"))
        filled.mark("read", filled.ids()["Title 7"])
        assert shown.waiting() == waiting


def test_what_waits_for_a_feed(filled: Desk) -> None:
    """A feed's list announces what that feed carries."""
    with opened(filled, View(ViewKind.FEED, str(filled.feed(2)))) as shown:
        filled.save(1, entry(0))
        filled.save(2, entry(8, site="feed2.example"))
        assert shown.waiting() == 1


def test_rows_that_are_read_stay(filled: Desk) -> None:
    """In an unread list, what is read here or elsewhere keeps its place and shows its state."""
    with opened(filled, View(ViewKind.UNREAD)) as shown:
        first = shown.row(0)
        assert first is not None
        filled.mark("read", first.id)
        shown.forget()
        now = shown.row(0)
        assert now is not None
        assert (now.id, now.read, shown.count) == (first.id, True, 5)


def test_rows_that_vanish_are_none(filled: Desk) -> None:
    """Their place stays until the list is left."""
    with opened(filled, ALL) as shown:
        gone = filled.ids()["Title 2"]
        filled.connection.execute("DELETE FROM entries WHERE headline = ?", (gone,))
        filled.connection.execute("DELETE FROM headlines WHERE id = ?", (gone,))
        shown.forget()
        assert titles(shown) == ["Title 1", None, "Title 3", "Title 4", "Title 5", "Title 6"]
        assert shown.id_at(1) == gone


def test_a_patch_shows_at_once_and_until_it_is_written(filled: Desk) -> None:
    """A mark shows before the database has it, and the pages that are read later show it too."""
    ids = filled.ids()
    with opened(filled, ALL) as shown:
        shown.rows(0, 2)
        shown.patch([ids["Title 1"], ids["Title 5"]], "read", True)
        shown.patch([ids["Title 1"]], "starred", True)
        shown.forget(written=False)
        assert [(row.read, row.starred) for row in shown.rows(0, 6) if row] == [
            (True, True), (True, False), (False, True), (False, False), (True, False), (False, False)
        ]  # fmt: skip
        shown.forget()
        assert [row.read for row in shown.rows(0, 6) if row] == [False, True, False, False, False, False]


def test_a_bulk_mark_shows_at_once_by_places(filled: Desk) -> None:
    """It covers its stretch only, a later mark of one row stands above it, and it can be shown no more."""
    ids = filled.ids()
    with opened(filled, ALL) as shown:
        shown.patch((), "read", True, [range(1, 6)])
        assert [row.read for row in shown.rows(0, 6) if row] == [False, True, True, True, True, True]
        shown.patch([ids["Title 4"]], "read", False)
        assert [row.read for row in shown.rows(0, 6) if row] == [False, True, True, False, True, True]
        shown.unpatch()
        shown.unpatch()
        assert [row.read for row in shown.rows(0, 6) if row] == [False, True, False, False, False, False]


def test_ids_of_a_stretch_outlive_the_list(desk: Desk) -> None:
    """A bulk mark of a list that is not loaded yet, and is left at once, still learns its ids."""
    desk.follow(subscription(1))
    desk.save(1, *(entry(n) for n in range(500)))
    with opened(desk, ALL, head=100) as shown:
        assert not shown.complete
        read = shown.stretch([range(50, 60), range(90, 500)])
    found = read()
    assert len(found) == 420
    assert read() is found


def test_a_long_list_opens_with_its_head(desk: Desk) -> None:
    """The count is exact at once; the rest comes by `finish`, from the moment of opening, each row once."""
    desk.follow(subscription(1))
    desk.save(1, *(entry(n) for n in range(500)))
    with opened(desk, ALL, head=100) as shown:
        assert (shown.complete, shown.count) == (False, 500)
        assert shown.row(99) is not None
        assert shown.rows(98, 103)[2:] == [None, None, None]
        desk.save(1, entry(600, published=at(NOW - 50 * 60 - 1)))
        shown.finish()
        assert (shown.complete, shown.count) == (True, 500)
        assert titles(shown) == [f"Title {n}" for n in range(500)]
        assert shown.index_of(desk.ids()["Title 321"]) == 321
        assert len(set(shown.ids())) == 500
        assert shown.row(500) is None
        assert shown.row(-1) is None


@pytest.mark.parametrize("order", [Order.NEWEST, Order.OLDEST])
@pytest.mark.parametrize("kind", [ViewKind.ALL, ViewKind.FEED])
def test_the_order_is_the_same_however_much_is_read_at_once(filled: Desk, kind: ViewKind, order: Order) -> None:
    """Nothing is missing or twice where the first step ends, between two entries of one headline neither."""
    filled.save(1, entry(1, identity="another guid"))
    view = View(kind, str(filled.feed(1)) if kind is ViewKind.FEED else "", order=order)
    selection = views.select(view, filled.now)
    expected = list(views.ids(filled.connection, view, selection))
    assert len(expected) > 2
    for amount in range(len(expected) + 3):
        assert list(views.ids(filled.connection, view, selection, at_once=amount)) == expected


def test_the_rest_of_a_list_lets_others_go_first(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before every slice, as the caller says; the list is whole all the same."""
    monkeypatch.setattr(lists, "_SLICE", 100)
    desk.follow(subscription(1))
    desk.save(1, *(entry(n) for n in range(350)))
    loaded: list[bool] = []
    with opened(desk, ALL, head=100) as shown:
        shown.finish(lambda: loaded.append(shown.id_at(100 * len(loaded) + 99) is not None))
        assert loaded == [True, True, True]
        assert titles(shown) == [f"Title {n}" for n in range(350)]


def test_a_closed_list_can_be_closed_and_finished_again(desk: Desk) -> None:
    """Leaving a list while its rest is read is no error."""
    desk.follow(subscription(1))
    desk.save(1, *(entry(n) for n in range(300)))
    shown = open_list(desk.path, ALL, NOW, 10)
    shown.close()
    shown.finish()
    shown.close()
    assert shown.id_at(5) is not None


def test_a_wrong_query_opens_no_list(desk: Desk) -> None:
    """The error says where it is wrong."""
    with pytest.raises(QueryError, match="column 1"):
        open_list(desk.path, View(ViewKind.SEARCH, "is:nothing"), NOW)


def test_a_feed_that_left_is_in_no_list_but_its_marks_are(filled: Desk) -> None:
    """Unsubscribed: headlines leave the lists, starred and later ones stay in theirs; all come back with it."""
    before = {kind: filled.titles(View(kind)) for kind in (ViewKind.ALL, ViewKind.STARRED, ViewKind.LATER)}
    counts = filled.counts()
    filled.follow(subscription(3))
    assert filled.titles() == []
    assert filled.titles(View(ViewKind.STARRED)) == ["Title 3"]
    assert filled.titles(View(ViewKind.LATER)) == ["Title 4"]
    assert filled.find("is:starred") == ["Title 3"]
    assert filled.find("is:later") == ["Title 4"]
    filled.check()
    filled.follow(subscription(1, "World"), subscription(2, "Sport"))
    assert {kind: filled.titles(View(kind)) for kind in before} == before
    assert filled.counts() == counts


def test_a_headline_stays_while_one_of_its_feeds_does(desk: Desk) -> None:
    """It leaves with the last feed that carries it."""
    desk.follow(subscription(1), subscription(2))
    desk.save(1, entry(1))
    desk.save(2, entry(1))
    desk.follow(subscription(2))
    assert desk.titles() == ["Title 1"]
    desk.follow(subscription(3))
    assert desk.titles() == []
    desk.check()


def test_an_old_day_is_found_among_many(desk: Desk) -> None:
    """Oldest first reaches the far end at once."""
    desk.follow(subscription(1))
    desk.save(1, *(entry(n, published=at(NOW - n * DAY)) for n in range(300)))
    with opened(desk, View(ViewKind.ALL, order=Order.OLDEST), head=10) as shown:
        first = shown.row(0)
        assert first is not None
        assert first.title == "Title 299"


@pytest.fixture
def burst(desk: Desk) -> Desk:
    """Ten headlines of one source at once, between two of another."""
    desk.follow(subscription(1, "World"), subscription(2, "World"))
    desk.save(1, *(entry(n, published=at(NOW - 100 - n)) for n in range(1, 11)))
    desk.save(2, *(entry(n, site="feed2.example", published=at(NOW - 10 * n)) for n in (1, 40)))
    return desk


def folded(desk: Desk, view: View = ALL, head: int = 2 * PAGE) -> OpenList:
    """An open list with its bursts folded."""
    return open_list(desk.path, view, desk.now, head, folds=True)


def test_a_burst_is_folded_and_unfolded(burst: Desk) -> None:
    """Three of it stand in the list, the rest comes out at its place; every row is there once."""
    with opened(burst, ALL) as whole, closing(folded(burst)) as shown:
        assert shown.count == len(shown.rows(0, 99)) == 5
        assert [shown.folded(place) for place in range(5)] == [0, 0, 0, 7, 0]
        assert shown.unfold(0) == 0
        assert shown.unfold(3) == 7
        assert titles(shown) == titles(whole)
        assert not any(shown.folded(place) for place in range(12))


def test_some_views_fold_nothing(burst: Desk) -> None:
    """A source's own list, a search, the order by source."""
    for view in (View(ViewKind.FEED, "1"), View(ViewKind.SEARCH, "Title"), View(ViewKind.ALL, order=Order.SOURCE)):
        with closing(folded(burst, view)) as shown:
            assert shown.count == len(burst.titles(view))
            assert shown.first_fold() is None


def test_a_folded_row_is_found(burst: Desk) -> None:
    """Who comes back to a headline that is folded finds it unfolded."""
    with closing(folded(burst)) as shown:
        hidden = burst.ids()["Title 9"]
        assert shown.index_of(hidden) is None
        place = shown.reveal(hidden)
        assert place is not None
        assert shown.id_at(place) == hidden
        assert shown.reveal(999) is None


def test_all_of_a_list_is_marked_with_what_is_folded(burst: Desk) -> None:
    """A stretch tells what is folded in it where that is asked for, and nothing below it."""
    with closing(folded(burst)) as shown:
        assert shown.amount([range(5)]) == 12
        assert sorted(shown.stretch([range(5)], folded=True)()) == burst.ids_in_order()
        assert shown.amount([range(3)]) == len(shown.stretch([range(3)], folded=True)()) == 3
        assert len(shown.stretch([range(3, 4)])()) == 1


def test_a_mark_that_is_shown_keeps_its_rows_when_others_unfold(burst: Desk) -> None:
    """A mark on the last row stays there; one on the whole list covers what comes out."""
    with closing(folded(burst)) as shown:
        shown.patch((), "starred", True, [range(4, 5)])
        shown.unfold(3)
        assert [row.starred for row in shown.rows(0, 12) if row] == [False] * 11 + [True]
    with closing(folded(burst)) as shown:
        shown.patch((), "read", True, [range(5)])
        shown.unfold(3)
        assert all(row and row.read for row in shown.rows(0, 12))


def test_ids_that_are_asked_for_keep_the_list_as_it_is(burst: Desk) -> None:
    """While the writer has still to read the ids of a stretch, nothing unfolds."""
    with closing(folded(burst)) as shown:
        read = shown.stretch([range(4, 5)])
        assert shown.unfold(3) == 0
        assert list(read()) == [shown.id_at(4)]
        assert shown.unfold(3) == 7


def test_a_long_list_is_folded_at_its_top(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The rest is as it is; the count is exact before and after it is read."""
    monkeypatch.setattr(bursts, "LOOKED_AT", 20)
    desk.follow(subscription(1), subscription(2))
    desk.save(1, *(entry(n, published=at(NOW - n)) for n in range(1, 60)))
    desk.save(2, entry(1, site="feed2.example", published=at(NOW - 5)))
    with closing(folded(desk, head=10)) as shown:
        assert not shown.complete
        count = shown.count
        assert count == 60 - shown.folded(2)
        shown.finish()
        assert shown.count == count
        assert len(set(shown.ids())) == count
        shown.unfold(2)
        assert sorted(shown.ids()) == desk.ids_in_order()


def put_on_desk(desk: Desk, kind: str, *rows: tuple[int, int, int]) -> None:
    """What the desk made: headline, story, owners, in their order."""
    for rank, (headline, story, owners) in enumerate(rows):
        desk.connection.execute("INSERT OR IGNORE INTO stories (id) VALUES (?)", (story or 99,))
        desk.connection.execute(
            "INSERT INTO desk VALUES (?, ?, ?, ?, 1.0, 'why', 'World', ?, 0, '[]')",
            (kind, rank, headline, story, owners),
        )


def test_the_front_page_tells_nothing_twice(desk: Desk) -> None:
    """Three of "for you" that are neither picks nor of a story that stands there; pairs only in the first places."""
    desk.follow(subscription(1))
    desk.save(1, *(entry(n) for n in range(1, 31)))
    put_on_desk(desk, "top", *((n, n, 2 if n in (2, 9) else 4) for n in range(1, 11)))
    desk.connection.execute("UPDATE headlines SET story = 3 WHERE id = 20")
    put_on_desk(desk, "picks", (15, 0, 1), (16, 0, 1), (17, 0, 1), (18, 0, 1))
    put_on_desk(desk, "foryou", *((n, 0, 1) for n in (15, 20, 18, 22, 23, 24)))
    with opened(desk, View(ViewKind.FRONT)) as shown:
        assert list(shown.ids()) == [1, 2, 3, 4, 5, 6, 7, 8, 10, 15, 16, 17, 18, 22, 23]
    desk.connection.execute("DELETE FROM desk WHERE kind = 'foryou' AND headline IN (18, 22, 23, 24)")
    with opened(desk, View(ViewKind.FRONT)) as shown:
        assert list(shown.ids())[-1] == 20
    assert list_top_stories(desk.connection, "") == [1, 2, 3, 4, 5, 6, 7, 8, 10]


def test_the_front_page_of_a_section(desk: Desk) -> None:
    """Its stories, whatever section their headline is of; picks of the section; then its newest of no story there."""
    desk.follow(subscription(1, "World"), subscription(2, "Sport"))
    desk.save(1, *(entry(n) for n in range(1, 21)))
    desk.save(2, entry(21, site="feed2.example"), entry(22, site="feed2.example"))
    put_on_desk(desk, "top", (21, 1, 3), (1, 2, 3))
    desk.connection.execute("UPDATE headlines SET story = 2 WHERE id IN (1, 5)")
    put_on_desk(desk, "picks", (22, 0, 1), (3, 0, 1))
    newest = [row.id for row in desk.headlines(View(ViewKind.SECTION, "World"))]
    with opened(desk, View(ViewKind.FRONT, "World")) as shown:
        assert list(shown.ids()) == [21, 1, 3, *[id_ for id_ in newest if id_ not in (1, 3, 5)][:12]]
        assert shown.waiting() == 0
