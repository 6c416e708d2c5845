"""Bursts of one source with the keyboard: folded behind their first rows, unfolded, marked with the rest."""

from __future__ import annotations

import pytest

from builders import NOW, at, entry, subscription
from newsdesk.config import Settings
from newsdesk.model.headlines import View, ViewKind
from newsdesk.tui.session import FOLDS_FROM


def fill_burst(desk) -> None:
    """Nine headlines of one source at once, between two of another."""
    desk.follow(*(subscription(n, "World") for n in range(1, FOLDS_FROM + 1)))
    desk.save(1, *(entry(n, published=at(NOW - 100 - n)) for n in range(1, 10)))
    desk.save(2, *(entry(n, site="feed2.example", published=at(NOW - 10 * n)) for n in (1, 40)))


BURST = {"filling": fill_burst}


def shown(r) -> list[str]:
    """The titles that stand in the list."""
    rows = r.screen.session.rows
    return [row.title for row in rows.rows(0, rows.count)]


@pytest.mark.parametrize("density", ["roomy", "compact", "dense"])
async def test_a_row_tells_what_is_folded_behind_it(run, density):
    """In every density; e shows it, at its place."""
    async with run(settings=Settings(theme="ink", density=density), **BURST) as r:
        assert len(shown(r)) == 5
        assert "+6" in r.text()
        await r.press("j", "j", "j", "e")
        assert len(shown(r)) == 11
        assert "+6" not in r.text()
        assert r.screen.headlines.cursor == 3
        await r.press("e")
        assert "Nothing is folded here" in r.status()


async def test_fold_bursts_setting(run):
    """Off: every row stands in the list."""
    async with run(settings=Settings(theme="ink", fold_bursts=False), **BURST) as r:
        assert len(shown(r)) == 11


def fill_few(desk) -> None:
    """The same of a person with two sources."""
    fill_burst(desk)
    desk.follow(subscription(1, "World"), subscription(2, "World"))


async def test_few_sources_are_shown_whole(run):
    """Among few nobody drowns."""
    async with run(filling=fill_few) as r:
        assert len(shown(r)) == 11


async def test_mark_all_takes_what_is_folded(run):
    """A marks it, too, and says how many; u takes all back."""
    async with run(**BURST) as r:
        await r.press("A")
        assert "11 read" in r.status()
        await r.until(lambda: r.desk.value("SELECT count(*) FROM headlines WHERE read") == 11, "all read")
        await r.press("u")
        await r.until(lambda: r.desk.value("SELECT count(*) FROM headlines WHERE read") == 0, "all unread")
        r.desk.check()


async def test_marks_above_leave_what_is_folded_below(run):
    """{ marks what stands above, and of a burst only what is shown there."""
    async with run(**BURST) as r:
        await r.press("j", "j", "{")
        await r.until(lambda: r.desk.value("SELECT count(*) FROM headlines WHERE read") == 2, "two read")


async def test_next_unread_comes_to_what_is_folded(run):
    """N reads the list to its end, then what was folded; nothing unread is left behind."""
    async with run(**BURST) as r:
        for _ in range(11):
            await r.press("n")
        await r.until(lambda: r.desk.value("SELECT count(*) FROM headlines WHERE read") == 11, "all read")
        await r.press("n")
        assert "Nothing unread" in r.status()


async def test_a_list_that_is_opened_anew_keeps_the_row(run):
    """Who stood on a row of a burst stands there again when the list is renewed."""
    async with run(**BURST) as r:
        await r.press("g", "a", "j", "j", "j", "e", "j", "j")
        before = r.screen.headlines.current.id
        await r.press(".")
        assert r.screen.headlines.current.id == before
        assert r.screen.view == View(ViewKind.ALL)


async def test_a_selection_keeps_its_rows(run):
    """What is selected below a burst stays selected when that unfolds."""
    async with run(**BURST) as r:
        await r.press("G", "x")
        chosen = shown(r)[4]
        await r.press("g", "g", "j", "j", "j", "e", "s")
        await r.until(lambda: r.desk.value("SELECT count(*) FROM headlines WHERE starred") == 1, "starred")
        assert r.desk.rows("SELECT title FROM headlines WHERE starred") == [(chosen,)]
