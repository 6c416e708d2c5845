"""Reading with the keyboard: what is drawn, and what is in the database afterwards."""

from __future__ import annotations

import pytest
from textual.widgets import Input

from builders import entry
from newsdesk.model.headlines import Filter, Order, View, ViewKind
from newsdesk.tui.headline_row import Density


async def test_shows_unread_first(run):
    """The list of unread stands there at once, with sections beside it."""
    async with run() as r:
        text = r.text()
        assert "Story 1-0" in text
        assert "SECTIONS" in text
        assert "World" in text
        assert "Science" in text
        assert "Unread  36 unread" in text
        assert "j k move" in r.status()


async def test_enter_opens_and_marks_read(run):
    """Enter shows the article and marks it read in the database and in every count."""
    async with run() as r:
        row = r.screen.headlines.current
        await r.open()
        assert r.screen.pane == "article"
        assert "Word after word" in r.text()
        assert r.screen.session.sidebar.unread == 35
        await r.until(lambda: r.stored(row.id).read, "marked read")
        assert r.screen.headlines.count == 36  # the list is frozen


async def test_moving(run):
    """J k G gg and pages move the cursor; h l and Tab the focus."""
    async with run() as r:
        await r.press("j", "j", "k")
        assert r.screen.headlines.cursor == 1
        await r.press("G")
        assert r.screen.headlines.cursor == 35
        await r.press("g", "g")
        assert r.screen.headlines.cursor == 0
        await r.press("space")
        assert r.screen.headlines.cursor > 3
        await r.press("h")
        assert r.screen.pane == "sidebar"
        await r.press("tab")
        assert r.screen.pane == "headlines"
        await r.press("shift+tab")
        assert r.screen.pane == "sidebar"


async def test_space_reads_on_to_the_next_unread(run):
    """At the end of an article space opens the next unread one."""
    async with run(size=(100, 20)) as r:
        first = r.screen.headlines.current
        await r.open()
        for _ in range(20):
            await r.press("space")
            if r.screen.headlines.current.id != first.id:
                break
        await r.until(lambda: r.screen.page.article.headline.id != first.id, "the next article")
        assert r.stored(first.id).read


async def test_space_waits_for_the_article(run):
    """Space right after Enter does not skip an article that is still being read from the disk."""
    async with run(size=(100, 20)) as r:
        first = r.screen.headlines.current
        await r.pilot.press("enter", "space")
        await r.until(lambda: r.screen.page.article is not None, "an article")
        assert r.screen.headlines.current.id == first.id


async def test_next_and_previous_unread(run):
    """N opens the next unread, p goes back over read ones to an unread."""
    async with run() as r:
        await r.press("n")
        await r.press("n")
        await r.until(lambda: r.screen.page.article is not None, "an article")
        assert r.screen.headlines.cursor == 1
        await r.press("h", "G", "p")
        assert r.screen.headlines.cursor == 34


@pytest.mark.parametrize(("key", "field"), [("m", "read"), ("s", "starred"), ("b", "later")])
async def test_marks_toggle_and_are_undone(run, key, field):
    """M s b change row and database, again changes back, u undoes."""
    async with run() as r:
        row = r.screen.headlines.current
        await r.press(key)
        assert getattr(r.screen.headlines.current, field)
        await r.until(lambda: getattr(r.stored(row.id), field), "marked")
        await r.press("u")
        await r.until(lambda: not getattr(r.stored(row.id), field), "undone")
        await r.until(lambda: not getattr(r.screen.headlines.current, field), "shown")
        await r.press("U")
        await r.until(lambda: getattr(r.stored(row.id), field), "done again")


async def test_mark_all_and_undo(run):
    """A marks the list read as one action that u takes back."""
    async with run() as r:
        await r.press("A")
        assert "36 read" in r.status()
        assert r.screen.headlines.current.read
        await r.until(lambda: r.desk.value("SELECT count(*) FROM headlines WHERE read") == 36, "all read")
        await r.until(lambda: r.screen.session.sidebar.unread == 0, "counted")
        await r.press("u")
        await r.until(lambda: r.desk.value("SELECT count(*) FROM headlines WHERE read") == 0, "undone")
        r.desk.check()


async def test_a_bulk_mark_of_thousands(run):
    """Rows and counts show it before it is written, and its undoing; X and m do the same to a selection."""
    async with run() as r:
        r.desk.save(2, *(entry(9_000 + n, "feed2.example", title=f"More {n}") for n in range(5_000)))
        await r.press("g", "u")
        total = r.screen.headlines.count
        assert total > 5_000
        await r.press("A")
        assert r.screen.session.sidebar.unread == 0
        assert r.screen.headlines.current.read
        await r.press("u")
        await r.until(lambda: r.screen.session.sidebar.unread == total, "undone on the screen")
        assert not r.screen.headlines.current.read
        await r.until(lambda: not r.screen.session.writer.pending, "written")
        await r.press("x", "G", "X", "m")
        await r.until(lambda: r.screen.session.sidebar.unread == 0, "marked")
        await r.until(lambda: not r.screen.session.writer.pending, "written")
        await r.press("u")
        await r.until(lambda: r.screen.session.sidebar.unread == total, "undone")
        await r.until(lambda: not r.screen.session.writer.pending, "written")
        r.desk.check()


async def test_mark_above_and_below(run):
    """{ marks what is above the cursor, } the rest."""
    async with run() as r:
        await r.press("j", "j", "{")
        await r.until(lambda: r.desk.value("SELECT count(*) FROM headlines WHERE read") == 2, "two read")
        await r.press("}")
        await r.until(lambda: r.desk.value("SELECT count(*) FROM headlines WHERE read") == 36, "all read")


async def test_selection_takes_the_next_mark(run):
    """X and X select; s stars the selection alone."""
    async with run() as r:
        await r.press("x", "j", "X", "s")
        await r.until(lambda: r.desk.value("SELECT count(*) FROM headlines WHERE starred") == 3, "three starred")
        assert not r.screen.headlines.selected


async def test_views_by_g(run):
    """G and a letter opens a view; the line says what may follow; Esc ends it."""
    async with run() as r:
        await r.press("g")
        assert "unread" in r.status()
        assert "Esc" in r.status()
        await r.press("escape")
        assert "j k" in r.status()
        for key, kind in (("a", ViewKind.ALL), ("s", ViewKind.STARRED), ("t", ViewKind.TODAY), ("l", ViewKind.LATER)):
            await r.press("g", key)
            assert r.screen.view.kind is kind
        await r.press("g", "u")
        assert r.screen.view.kind is ViewKind.UNREAD


async def test_sections_sources_and_brackets(run):
    """The sidebar opens sections, space unfolds their sources, brackets go on."""
    async with run() as r:
        await r.press("h", "G", "enter")
        assert r.screen.view.key == "Science"
        assert r.screen.headlines.count == 10
        await r.press("h", "space", "j", "enter")
        assert r.screen.view.kind is ViewKind.FEED
        await r.press("[")
        assert r.screen.view.key == "Science"
        await r.press("[")
        assert r.screen.view.key == "World"


async def test_filters_and_order(run):
    """1 2 3 filter the list, O orders it."""
    async with run() as r:
        await r.press("g", "a", "s", "3")
        assert r.screen.view.filter is Filter.STARRED
        await r.until(lambda: r.desk.value("SELECT count(*) FROM headlines WHERE starred") == 1, "starred")
        await r.press("3")
        assert r.screen.headlines.count == 1
        await r.press("1", "O")
        assert r.screen.view.order is Order.OLDEST
        assert r.screen.headlines.count == 36


async def test_density_and_panes(run):
    """V changes the rows and is remembered, w and z the panes."""
    async with run() as r:
        assert r.screen.headlines.density is Density.ROOMY
        await r.press("V")
        assert r.screen.headlines.density is Density.COMPACT
        await r.until(
            lambda: "compact" in (r.app.paths.config.read_text() if r.app.paths.config.exists() else ""), "kept"
        )
        await r.press("w")
        assert r.screen.panes.shown == ("headlines", "article")
        await r.press("w")
        assert r.screen.panes.shown == ("headlines",)
        await r.press("w")
        assert len(r.screen.panes.shown) == 3
        await r.open()
        await r.press("z")
        assert r.screen.panes.shown == ("article",)
        await r.press("q")
        assert len(r.screen.panes.shown) == 3


async def test_a_hidden_sidebar_comes_back_as_it_is(run):
    """What is opened while nothing but the article is shown is marked in the sidebar when that is there again."""
    async with run() as r:
        await r.open()
        await r.press("z")
        assert r.screen.panes.shown == ("article",)
        await r.press("g", "s")
        await r.until(lambda: "sidebar" in r.screen.panes.shown, "the sidebar")
        await r.until(lambda: marked(r.text()) == ["Starred"], "the opened view is marked")


def marked(text: str) -> list[str]:
    """The rows of the sidebar that the bar of the opened view stands before."""
    return [line.split()[2] for line in text.split("\n")[1:] if line.startswith("▌")]


async def test_new_headlines_wait(run):
    """What comes in moves nothing: it waits as "n new" until asked for."""
    from builders import entry

    async with run() as r:
        await r.press("j")
        before = r.screen.headlines.current
        r.desk.save(3, entry(1, "feed3.example", title="Breaking", published=None))
        await r.until(lambda: r.screen.waiting == 1, "one waits")
        assert "1 new" in r.text()
        assert r.screen.headlines.current == before
        assert r.screen.headlines.count == 36
        await r.press(".")
        assert r.screen.headlines.count == 37
        assert r.screen.waiting == 0
        assert r.screen.headlines.current.id == before.id


async def test_search_and_back(run):
    """/ searches, a wrong query is said, Esc goes back to the list."""
    async with run() as r:
        await r.press("slash")
        await r.press(*"(x", "enter")
        assert "column" in r.text()
        r.app.screen.query_one(Input).value = ""
        await r.press(*"Story", "space", *"3-4", "enter")
        assert r.screen.view == View(ViewKind.UNREAD, order=Order.BEST, words="Story 3-4")
        assert r.screen.headlines.count == 1
        await r.press("escape")
        assert r.screen.view == View(ViewKind.UNREAD)


async def test_a_search_of_a_list_stays_in_it(run):
    """In a source's list / finds what that source wrote; Tab searches everything; F shows what it filters by."""
    async with run() as r:
        await r.press("g", "o", *"feed", "space", "3", "enter")
        await r.press("slash", *"story", "enter")
        assert r.screen.headlines.count == 10
        await r.press("F", "space", *"is:starred", "enter")
        assert r.screen.view.words == "story is:starred"
        assert r.screen.headlines.count == 0
        await r.press("F", *["backspace"] * 20, "enter")
        assert r.screen.view.words == ""
        assert r.screen.headlines.count == 10
        await r.press("slash", "tab", *"story", "enter")
        assert r.screen.view.kind is ViewKind.SEARCH
        assert r.screen.headlines.count == 30
        await r.press("slash", *"3-4", "enter")
        assert r.screen.headlines.count == 1


async def test_a_filter_is_kept_as_a_view(run):
    """F and Tab give the filtered list a name in the sidebar; . changes it, D takes it out."""
    async with run() as r:
        await r.press("g", "o", *"feed", "space", "3", "enter")
        await r.press("F", *"3-4", "tab", "enter")
        await r.press(*[*["backspace"] * 3, *"Fours"], "enter")
        assert r.screen.title_of_list == "Fours"
        assert r.screen.headlines.count == 1
        assert "VIEWS" in r.text()
        assert dict(r.app.settings.views) == {"Fours": 'from:"Feed 3" 3-4'}
        await r.press("h", ".", "j", "enter", *["backspace"] * 3, *"3-5 OR 3-6", "enter")
        assert r.screen.headlines.count == 2
        await r.press("h", ".", "enter", *" too", "enter")
        assert r.screen.title_of_list == "Fours too"
        config = r.app.paths.config
        await r.until(lambda: config.exists() and "Fours too" in config.read_text(), "kept")
        await r.press("h", "D")
        assert "VIEWS" not in r.text()
        await r.until(lambda: "Fours" not in config.read_text(), "taken out")
        await r.press("u")
        await r.until(lambda: "Fours too" in config.read_text(), "undone")
        assert "VIEWS" in r.text()
        await r.press("U")
        await r.until(lambda: "Fours" not in config.read_text(), "done again")


async def test_the_order_is_for_all_lists(run):
    """O orders the lists that follow, too, and is remembered."""
    async with run() as r:
        await r.press("O")
        first = r.screen.headlines.current
        await r.press("g", "a")
        assert r.screen.view.order is Order.OLDEST
        assert r.screen.headlines.current.id == first.id
        await r.until(
            lambda: "oldest" in (r.app.paths.config.read_text() if r.app.paths.config.exists() else ""), "kept"
        )


async def test_newcomers_are_told_where_to_begin(run):
    """The line for them goes away after a few keys, and is not there for who has read before."""
    async with run() as r:
        assert "New here?" in r.status()
        await r.press(*"jjjjkkkk")
        assert "New here?" not in r.status()
        await r.open()
    async with run(filling=lambda desk: None) as r:
        assert "New here?" not in r.status()


async def test_what_is_selected_is_said(run):
    """While rows are selected the status line says how many."""
    async with run() as r:
        await r.press("x", "x")
        assert "2 selected" in r.status()
        await r.press("escape")
        assert "selected" not in r.status()


async def test_find_in_the_article(run):
    """/ in an article lights up lines; n goes on; Esc ends it."""
    async with run() as r:
        await r.open()
        await r.press("slash", *"next", "enter")
        assert len(r.screen.page.hits) > 3
        first = r.screen.page.hit
        await r.press("n")
        assert r.screen.page.hit == first + 1
        await r.press("N")
        assert r.screen.page.hit == first
        await r.press("escape")
        assert not r.screen.page.hits


async def test_place_is_kept(run):
    """An article that was left half-way opens there again."""
    async with run(size=(100, 20)) as r:
        await r.open()
        await r.press("space")
        place = r.screen.page.scroll_offset.y
        assert place > 0
        row = r.screen.page.article.headline
        await r.press("q", "j")
        await r.open()
        await r.until(lambda: r.desk.value("SELECT count(*) FROM places WHERE headline = ?", row.id) == 1, "kept")
        await r.press("q", "k")
        await r.open()
        await r.until(lambda: abs(r.screen.page.scroll_offset.y - place) <= 1, "the same place")


async def test_cyrillic_layout(run):
    """Keys without a binding on another layout are tried by their place."""
    async with run() as r:
        await r.press("о", "о", "л")
        assert r.screen.headlines.cursor == 1
        await r.press("п", "ф")
        assert r.screen.view.kind is ViewKind.ALL


async def test_link_without_a_browser_is_copied(run):
    """Without a display o shows the link and copies it."""
    async with run() as r:
        await r.press("o")
        assert r.app.clipboard == r.screen.headlines.current.url
        assert "copied" in r.status()
        await r.press("Y")
        assert r.app.clipboard.startswith(r.screen.headlines.current.title)


async def test_requests(run):
    """R and R ask the worker by way of the database, and say so when there is none."""
    async with run() as r:
        await r.press("h", "G", "r", "R")
        await r.until(lambda: r.desk.value("SELECT count(*) FROM requests") == 2, "two wishes")
        assert "no worker" in r.status()


async def test_quit(run):
    """Q at the top quits with 0; Esc doesn't."""
    async with run() as r:
        await r.press("escape")
        assert r.app.is_running
        await r.press("q")
        await r.until(lambda: not r.app.is_running, "ended")
        assert (r.app.return_code or 0) == 0


async def test_the_first_headlines_appear_by_themselves(run):
    """A list that was empty at the start grows until a key is pressed; from then on what is new waits."""
    from builders import entry, subscription

    async with run(empty=True) as r:
        r.desk.follow(subscription(1))
        r.desk.save(1, *(entry(n) for n in range(5, 9)))
        await r.until(lambda: r.screen.headlines.count == 4, "the first four")
        r.desk.save(1, *(entry(n) for n in range(4, 9)))
        await r.until(lambda: r.screen.headlines.count == 5, "one more")
        assert r.screen.headlines.current.title == "Title 4"
        await r.press("j")
        r.desk.save(1, *(entry(n) for n in range(3, 9)))
        await r.until(lambda: r.screen.waiting == 1, "it waits")
        assert r.screen.headlines.count == 5


async def test_a_fault_in_a_thread_is_one_line(run):
    """What nobody thought of is said and logged; the reading goes on."""
    async with run() as r:
        r.screen.in_thread(lambda: 1 / 0, "test")
        await r.until(lambda: "A fault in newsdesk (ZeroDivisionError)" in r.status(), "said")
        await r.press("j")
        assert r.screen.headlines.cursor == 1
