"""Whatever happens in whatever order: counts count, search finds what is there, lists show each row once."""

from __future__ import annotations

import tempfile
from contextlib import closing
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from builders import DAY, Desk, at, entry, open_desk, plain, subscription
from newsdesk.model.headlines import RANKED, Filter, Order, View, ViewKind
from newsdesk.store import care
from newsdesk.store.queries.lists import open_list
from newsdesk.store.writes.articles import get_raw
from newsdesk.store.writes.retention import sweep
from newsdesk.words import search_words

WORDS = ("storm", "stormy", "café", "北京市", "Köln", "parliament", "c3po", "京", "نور", "हिन्दी", "straße")
TIMELY = [order for order in Order if order not in RANKED]
QUERIES = (
    "sto",
    "storm",
    "cafe",
    "京",
    "北京",
    "koln",
    "par storm",
    '"storm storm"',
    "-storm",
    "storm OR kö",
    "strasse",
)

texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join)
numbers = st.integers(0, 5)
feeds = st.integers(1, 3)
fields = st.sampled_from(["read", "starred", "later"])
items = st.lists(st.tuples(numbers, feeds, texts, texts), max_size=5, unique_by=lambda item: item[0])
steps = st.one_of(
    st.tuples(st.just("save"), feeds, items),
    st.tuples(st.just("mark"), fields, st.lists(numbers, max_size=6), st.booleans()),
    st.tuples(st.just("undo"), st.sampled_from(["here", "there"])),
    st.tuples(st.just("redo"), st.sampled_from(["here", "there"])),
    st.tuples(st.just("follow"), st.sets(feeds, min_size=1), st.sampled_from(["World", "Sport"])),
    st.tuples(st.just("digest")),
    st.tuples(st.just("sweep"), st.sampled_from([1, 91, 800])),
)  # fmt: skip


def play(desk: Desk, step: tuple) -> None:  # type: ignore[type-arg]
    """Do one step."""
    match step:
        case ("save", feed, items):
            if desk.rows("SELECT 1 FROM feeds WHERE key = ?", f"feed{feed}.example/rss.xml"):
                desk.save(
                    feed,
                    *(
                        entry(n, f"feed{site}.example", title=title, html=f"<p>{text}</p>", published=at(desk.now - n))
                        for n, site, title, text in items
                    ),
                    sections=[title.split()[0] if len(title) % 2 else "" for _, _, title, _ in items],
                )
        case ("mark", field, places, value):
            ids = desk.ids_in_order()
            wanted = [ids[place] for place in places if place < len(ids)]
            desk.mark(field, *wanted, value=value, window="here" if value else "there")
        case ("undo", window):
            desk.undo(window)
        case ("redo", window):
            desk.redo(window)
        case ("follow", numbers, folder):
            desk.follow(*(subscription(number, folder) for number in sorted(numbers)))
        case ("digest",):
            desk.digest()
        case ("sweep", days):
            desk.now += days * DAY
            while sweep(desk.connection, desk.now, 90):
                pass


def wanted(query: str, texts: list[str]) -> bool:
    """Whether a scan finds the words of a query (of QUERIES) in a title, author or text."""
    if " OR " in query:
        return any(wanted(part, texts) for part in query.split(" OR "))
    if query.startswith("-"):
        return not wanted(query[1:], texts)
    if query.startswith('"'):
        return any(stands_in(search_words(query), search_words(text), whole=True) for text in texts)
    return all(any(stands_in(search_words(part), search_words(text)) for text in texts) for part in query.split())


def stands_in(sought: list[str], words: list[str], *, whole: bool = False) -> bool:
    """Whether the sought words stand together among the words, the last of them as a beginning unless `whole`."""
    for start in range(len(words) - len(sought) + 1):
        part = words[start : start + len(sought)]
        if part[:-1] == sought[:-1] and (part[-1] == sought[-1] if whole else part[-1].startswith(sought[-1])):
            return True
    return False


def check_search(desk: Desk) -> None:
    """Every query finds exactly what a scan of the indexed headlines finds."""
    stored = [
        (raw.headline, [raw.title, author, plain(raw.html) or raw.summary])
        for id_, author in desk.rows("SELECT id, author FROM headlines WHERE hidden = 0 OR starred = 1 OR later = 1")
        for raw in get_raw(desk.connection, [int(str(id_))])
    ]
    for query in QUERIES:
        expected = {id_ for id_, texts in stored if wanted(query, texts)}
        assert {row.id for row in desk.headlines(View(ViewKind.SEARCH, query))} == expected, query


def check_lists(desk: Desk) -> None:
    """Every view shows each of its rows exactly once, in every order, and its count is its length."""
    views = [
        *(View(kind, filter=filter_, order=order) for kind in (ViewKind.ALL, ViewKind.UNREAD, ViewKind.STARRED)
          for filter_ in Filter for order in TIMELY),
        *(View(ViewKind.SECTION, "World", order=order) for order in TIMELY),
        *(View(ViewKind.FEED, str(desk.feed(1)), order=order) for order in TIMELY),
    ]  # fmt: skip
    for view in views:
        shown = open_list(desk.path, view, desk.now, head=2)
        with closing(shown):
            promised = shown.count
            shown.finish()
            rows = shown.rows(0, shown.count)
            ids = [row.id for row in rows if row]
            assert len(ids) == len(rows) == len(set(ids)) == promised
            assert shown.waiting() == 0
            if view.order is not Order.SOURCE:
                times = [(row.sort_time, row.id) for row in rows if row]
                assert times == sorted(times, reverse=view.order is Order.NEWEST)


@settings(max_examples=60)
@given(st.lists(steps, max_size=14))
def test_the_store_stays_right(doings: list[tuple]) -> None:  # type: ignore[type-arg]
    """After any sequence of saves, marks, undos, changes of subscriptions and sweeps."""
    with tempfile.TemporaryDirectory() as folder:
        desk = open_desk(Path(folder) / "newsdesk.db")
        with closing(desk.connection):
            desk.follow(subscription(1), subscription(2), subscription(3, "Sport"))
            for step in doings:
                play(desk, step)
            assert care.examine(desk.path) == []
            desk.digest()
            assert care.examine(desk.path) == []
            check_search(desk)
            check_lists(desk)


@settings(max_examples=40)
@given(st.lists(st.tuples(st.sampled_from(["read", "starred"]), st.sets(numbers), st.booleans()), max_size=8))
def test_undoing_everything_brings_everything_back(actions: list[tuple[str, set[int], bool]]) -> None:
    """All the way back all marks are as they were, all the way forth again as they had become."""
    with tempfile.TemporaryDirectory() as folder:
        desk = open_desk(Path(folder) / "newsdesk.db")
        with closing(desk.connection):
            desk.follow(subscription(1))
            desk.save(1, *(entry(n) for n in range(6)))
            states = [desk.headlines()]
            for field, ids, value in actions:
                desk.mark(field, *(id_ + 1 for id_ in ids), value=value)
                states.append(desk.headlines())
            for before in reversed(states[:-1]):
                desk.undo()
                assert desk.headlines() == before
            for after in states[1:]:
                desk.redo()
                assert desk.headlines() == after
            assert care.examine(desk.path) == []
