"""Searches: what is found stands there while you type, and what was typed last is what is shown."""

from __future__ import annotations

import threading

from textual import events

from builders import entry, subscription
from newsdesk.errors import StoreError
from newsdesk.model.headlines import Order, View, ViewKind
from newsdesk.tui import typed


def shown(r) -> set[str]:
    """The titles that stand in the list."""
    rows = r.screen.session.rows
    return {row.title for row in rows.rows(0, rows.count)}


def fill(desk) -> None:
    """Headlines whose words begin alike, some of them about it and some only naming it."""
    desk.follow(subscription(1), subscription(2, "Science"))
    texts = {"Storm over Kiel": "Ships", "Story of a ship": "Once", "Weather": "A storm is near, they say"}
    desk.save(1, *(entry(n, title=title, html=f"<p>{texts[title]}</p>") for n, title in enumerate(texts)))
    desk.save(2, entry(9, "feed2.example", title="Stars", html="<p>Far</p>"))
    desk.digest()


async def test_each_letter_finds(run):
    """The list follows what is typed; Esc leaves it as it was, Enter keeps it."""
    async with run(filling=fill) as r:
        await r.press("j")
        before, current = r.screen.view, r.screen.headlines.current.id
        await r.press("slash", *"sto")
        assert shown(r) == {"Storm over Kiel", "Story of a ship", "Weather"}
        await r.press("r", "m")
        assert shown(r) == {"Storm over Kiel", "Weather"}
        assert r.screen.asking
        await r.press("escape")
        assert r.screen.view == before
        assert r.screen.headlines.current.id == current
        assert r.screen.views.before == []
        await r.press("slash", *"kiel", "enter")
        assert shown(r) == {"Storm over Kiel"}
        await r.press("escape")
        assert r.screen.view == before


async def test_taking_all_letters_back_is_the_list_again(run):
    """Also where the front page stood."""
    async with run(filling=fill) as r:
        await r.press("g", "h", "slash", *"sto")
        assert r.screen.view.kind is ViewKind.SEARCH
        await r.press("backspace", "backspace", "backspace")
        assert r.screen.view.kind is ViewKind.FRONT
        await r.press("escape")
        assert r.screen.view.kind is ViewKind.FRONT


async def test_what_cannot_be_read_yet_leaves_what_is_shown(run):
    """What is still to be left out; a phrase finds before it is closed."""
    async with run(filling=fill) as r:
        await r.press("slash", *"storm", "space", "minus")
        assert shown(r) == {"Storm over Kiel", "Weather"}
        await r.press("k")
        assert shown(r) == {"Weather"}
        await r.press(*["backspace"] * 20, *'"over', "space", *"kiel")
        assert shown(r) == {"Storm over Kiel"}


async def test_the_best_stands_first(run):
    """O ranks all of them, then lists them as other lists are, and does not change the order of those."""
    async with run(filling=fill) as r:
        await r.press("slash", *"storm", "enter")
        orders = []
        for _ in range(4):
            orders.append(r.screen.view.order)
            assert len(shown(r)) == 2
            await r.press("O")
        assert orders == [Order.BEST, Order.BEST_OF_ALL, Order.NEWEST, Order.BEST]
        assert r.screen.views.order is Order.NEWEST


async def test_the_newest_key_wins(run, monkeypatch):
    """A search that takes long is given up for the next one, and shows nothing when it ends after all."""
    async with run(filling=fill) as r:
        begun, go_on, prepare, ended = threading.Event(), threading.Event(), r.screen.session.prepare, []

        def slow(view: View):
            rows = prepare(view)
            if view.words == "s":
                begin = rows.begin

                def wait(**options: object) -> None:
                    begun.set()
                    assert go_on.wait(10)
                    ended.append(view.words)
                    begin(**options)

                rows.begin = wait
            return rows

        monkeypatch.setattr(r.screen.session, "prepare", slow)
        await r.pilot.press("slash", "s")
        await r.until(begun.is_set, "the slow one runs")
        await r.pilot.press("t", "o")
        assert r.screen.finding.awaited == View(ViewKind.UNREAD, order=Order.BEST, words="sto")
        assert r.screen.view == View(ViewKind.UNREAD)
        go_on.set()
        await r.until(lambda: not r.screen.finding.awaited, "found")
        assert ended == ["s"]
        assert r.screen.view.words == "sto"
        assert shown(r) == {"Storm over Kiel", "Story of a ship", "Weather"}


async def test_keys_behind_a_search_wait_for_it_but_esc(run, monkeypatch):
    """What is typed behind Enter is for what is found; Esc ends the search."""
    async with run(filling=fill) as r:
        go_on, prepare = threading.Event(), r.screen.session.prepare

        def slow(view: View):
            assert go_on.wait(10)
            return prepare(view)

        monkeypatch.setattr(r.screen.session, "prepare", slow)
        monkeypatch.setattr(typed, "PATIENCE", 30.0)
        await r.pilot.press("slash", *"storm", "enter")
        r.app.post_message(events.Key("j", "j"))
        await r.pilot.pause()
        assert r.screen.headlines.cursor == 0
        assert r.screen.finding.awaited
        go_on.set()
        await r.until(lambda: r.screen.headlines.cursor == 1, "moved")
        assert r.screen.view.words == "storm"
        go_on.clear()
        await r.pilot.press("slash", *"kiel", "enter")
        r.app.post_message(events.Key("escape", None))
        await r.until(lambda: not r.screen.finding.awaited, "ended")
        assert r.screen.view.words == "storm"
        go_on.set()


async def test_a_search_that_fails_says_why(run, monkeypatch):
    """And what is shown stays."""
    async with run(filling=fill) as r:

        def fail(view: View):
            raise StoreError("The disk is gone")

        monkeypatch.setattr(r.screen.session, "prepare", fail)
        await r.press("slash", *"storm", "enter")
        assert "The disk is gone" in r.status()
        assert r.screen.view == View(ViewKind.UNREAD)


async def test_marking_all_waits_until_all_is_found(run):
    """A in a search of which only the beginning is read marks nothing, and says so; then all."""
    async with run() as r:
        await r.press("slash", *"3-", "enter")
        rows = r.screen.session.rows
        found = rows.count
        assert found > 1
        rows.complete = False
        await r.press("A")
        assert "once more in a moment" in r.status()
        assert r.desk.value("SELECT count(*) FROM headlines WHERE read") == 0
        rows.complete = True
        await r.press("A")
        await r.until(lambda: r.desk.value("SELECT count(*) FROM headlines WHERE read") == found, "marked")
