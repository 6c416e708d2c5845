"""A search finds what a scan in Python finds, the newest first, however its index is kept."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import DAY, Desk, at, entry, open_desk, plain, subscription
from newsdesk.model.headlines import Headline, Order, View, ViewKind
from newsdesk.store import recent
from newsdesk.store.queries import search
from newsdesk.store.queries.lists import open_list
from newsdesk.store.writes.articles import get_raw
from newsdesk.words import search_words
from properties.test_store import stands_in

WORDS = ("storm", "stormy", "star", "sea", "cafe", "tea", "京都", "北京市")
FILTERS: dict[str, Callable[[Headline, int], bool]] = {
    "is:unread": lambda row, _now: not row.read,
    "is:starred": lambda row, _now: row.starred,
    "from:2": lambda row, _now: "2" in row.source,
    "in:sport": lambda row, _now: row.section == "Sport",
    "newer:2d": lambda row, now: row.sort_time > now - 2 * DAY,
    "older:2d": lambda row, now: row.sort_time < now - 2 * DAY,
}
words = st.sampled_from(WORDS)
beginnings = st.tuples(words, st.integers(1, 6)).map(lambda drawn: drawn[0][: drawn[1]])
phrases = st.tuples(words, words).map(lambda drawn: f'"{drawn[0]} {drawn[1]}"')
sought = st.lists(st.one_of(beginnings, phrases, words.map(lambda word: f"title:{word}")), min_size=1, max_size=2)
unwanted = st.one_of(st.just(""), beginnings.map(lambda word: f"-{word}"))
queries = st.tuples(sought, unwanted, st.one_of(st.just(""), st.sampled_from(sorted(FILTERS)))).map(
    lambda drawn: " ".join(filter(None, (*drawn[0], *drawn[1:])))
)
texts = st.lists(words, min_size=1, max_size=4).map(" ".join)
items = st.lists(st.tuples(texts, texts, st.integers(0, 5), st.integers(1, 2), st.booleans()), max_size=14)


@pytest.fixture(autouse=True, scope="module")
def _small():
    """Every limit so small that a few headlines reach it: two tables of three, two matches ranked, one enough."""
    with (
        mock.patch.object(recent, "FROM", 3), mock.patch.object(recent, "SIZE", 3),
        mock.patch.object(search, "NEWEST", 2), mock.patch.object(search, "FEW", 4),
        mock.patch.object(search, "ENOUGH", 1), mock.patch.object(search, "_READ", 1),
        mock.patch.object(search, "LOOKED", 2), mock.patch.object(search, "RARE", 1),
    ):  # fmt: skip
        yield


def fill(desk: Desk, made: list[tuple[str, str, int, int, bool]]) -> None:
    """Headlines that come one by one, some of an older date, some starred or read, one of them told anew."""
    desk.follow(subscription(1), subscription(2, "Sport"))
    for number, (title, text, age, feed, marked) in enumerate(made):
        item = entry(
            number, f"feed{feed}.example", title=title, html=f"<p>{text}</p>", published=at(desk.now - age * DAY)
        )
        desk.save(feed, item)
        desk.digest()
        if marked:
            desk.mark("starred" if number % 2 else "read", max(desk.ids_in_order()))
    if made:
        title, _, _, feed, _ = made[len(made) // 2]
        desk.save(feed, entry(len(made) // 2, f"feed{feed}.example", title=title, html="<p>tea storm</p>"))
        desk.digest()


def scan(desk: Desk, query: str) -> list[int]:
    """What a query finds, the newest first: every part of it is looked for in the words of every headline."""
    found = []
    for row in desk.headlines(View(ViewKind.ALL)):
        (raw,) = get_raw(desk.connection, [row.id])
        fields = {"title": search_words(row.title), "text": search_words(plain(raw.html))}
        if all(_holds(part, row, fields, desk.now) for part in _parts(query)):
            found.append(row.id)
    return sorted(found, reverse=True)


def _parts(query: str) -> list[str]:
    parts, inside = [], False
    for word in query.split():
        if inside:
            parts[-1] += f" {word}"
        else:
            parts.append(word)
        inside ^= word.count('"') % 2 == 1
    return parts


def _holds(part: str, row: Headline, fields: dict[str, list[str]], now: int) -> bool:
    if part in FILTERS:
        return FILTERS[part](row, now)
    if part.startswith("-"):
        return not _holds(part[1:], row, fields, now)
    if part.startswith("title:"):
        fields, part = {"title": fields["title"]}, part.removeprefix("title:")
    return any(stands_in(search_words(part), held, whole=part.startswith('"')) for held in fields.values())


@settings(max_examples=120)
@given(items, queries, st.sampled_from(["", "unread", "sport", "feed"]))
def test_a_search_finds_what_a_scan_finds(made: list[tuple[str, str, int, int, bool]], query: str, where: str) -> None:
    """Everywhere and within a list: the newest are those that are ranked, the others stand behind them by age."""
    with tempfile.TemporaryDirectory() as folder:
        desk = open_desk(Path(folder) / "newsdesk.db")
        with closing(desk.connection):
            fill(desk, made)
            views = {
                "": View(ViewKind.SEARCH, query), "unread": View(ViewKind.UNREAD, words=query),
                "sport": View(ViewKind.SECTION, "Sport", words=query),
                "feed": View(ViewKind.FEED, str(desk.feed(2)), words=query),
            }  # fmt: skip
            narrowed = {
                "": query,
                "unread": f"{query} is:unread",
                "sport": f"{query} in:sport",
                "feed": f"{query} from:2",
            }
            expected, view = scan(desk, narrowed[where]), views[where]
            best, of_all = (_opened(desk, view, order) for order in (Order.BEST, Order.BEST_OF_ALL))
            assert sorted(best[:2], reverse=True) == expected[:2]
            assert best[2:] == expected[2:]
            assert sorted(of_all, reverse=True) == expected
            assert of_all[2:] == sorted(of_all[2:], reverse=True)
            assert sorted(_opened(desk, view, Order.NEWEST), reverse=True) == expected


def _opened(desk: Desk, view: View, order: Order) -> list[int]:
    shown = open_list(desk.path, View(view.kind, view.key, order=order, words=view.words), desk.now, head=1)
    with closing(shown):
        assert shown.waiting() == 0
        shown.finish()
        return list(shown.ids())
