"""Choosers, sources, sizes and themes, hostile titles, every key."""

from __future__ import annotations

import threading

import pytest
from textual import events
from textual._styles_cache import StylesCache
from textual.widget import Widget

from builders import subscription
from newsdesk import config
from newsdesk.config import Settings
from newsdesk.model.feeds import Subscription
from newsdesk.model.headlines import ViewKind
from newsdesk.opml.catalogue import Difference
from newsdesk.tui.actions import ACTIONS
from newsdesk.tui.commands import COMMANDS, keys_of
from newsdesk.tui.glyphs import UNICODE
from newsdesk.tui.screens.choose import Choose
from newsdesk.tui.widgets.drawn import PlainLines
from pilot.conftest import TEXTUAL_NAMES


@pytest.mark.parametrize(
    "size",
    [(1, 1), (2, 5), (20, 6), (20, 24), (40, 10), (80, 24), (99, 30), (100, 30), (139, 40), (140, 40), (200, 50)],
)
async def test_every_size(run, size):
    """The screen is drawn, read and left at any size without a crash."""
    async with run(size=size) as r:
        await r.press("j", "enter")
        await r.until(lambda: r.screen.page.article is not None, "an article")
        await r.press("space", "question_mark")
        await r.press("escape", "h", "h", "G", "l")
        assert r.app.is_running
        assert r.app.return_code in (None, 0)


async def test_resize_storm(run):
    """Sizes may change at any time; the layout at the end is right."""
    async with run() as r:
        await r.open()
        for width, height in ((1, 1), (60, 10), (160, 45), (20, 3), (101, 24), (150, 50)):
            await r.pilot.resize_terminal(width, height)
        await r.pilot.pause()
        assert r.screen.panes.shown == ("sidebar", "headlines", "article")
        assert all(len(line) <= 150 for line in r.text().split("\n"))


@pytest.mark.parametrize("theme", ["ink", "paper", "ansi"])
@pytest.mark.parametrize("ascii_only", [False, True])
async def test_themes_and_signs(run, theme, ascii_only):
    """Each theme and sign set draws the whole screen; the ASCII set has no other sign."""
    async with run(settings=Settings(theme=theme, ascii=ascii_only)) as r:
        await r.press("h", "G", "k", "enter", "1")
        r.screen.headlines.move_to(20)
        await r.press("g", "a")
        text = r.text()
        assert "Story 1-0" in text
        if ascii_only:
            await r.press("question_mark")
            text += r.text()
            await r.press("escape", "g", "f")
            text += r.text()
            ours = {sign for signs in UNICODE for sign in signs}
            assert not {sign for sign in (*ours, *"↑↓←→┌┐└┘▀") if not sign.isascii()} & set(text)


async def test_hostile_titles_are_text(run):
    """Markup, escape codes, wide and right-to-left titles are drawn as text, and the panes stay straight."""
    async with run(settings=Settings(theme="ink", density="dense")) as r:
        await r.press("G")
        text = r.text()
        assert "[/] Reuters [/ and [b" in text
        assert "[@click=app.quit]click me[/]" in text
        assert "\x1b" not in text
        assert "\u200d" not in text
        for _ in range(6):
            await r.open()
            assert "\x1b" not in r.text()
            await r.press("h", "k")
        assert r.app.is_running


async def test_theme_is_shown_and_taken_back(run):
    """T shows a theme as the cursor moves; Esc brings the old one back; Enter keeps it."""
    async with run() as r:
        await r.press("T", "j")
        assert r.app.theme == "paper"
        await r.press("escape")
        assert r.app.theme == "ink"
        await r.press("T", "j", "enter")
        assert r.app.theme == "paper"
        await r.until(
            lambda: "paper" in (r.app.paths.config.read_text() if r.app.paths.config.exists() else ""), "kept"
        )


async def test_help_is_searchable_and_does(run):
    """? narrows by typing, and Enter does what is found."""
    async with run() as r:
        await r.press("question_mark", *"filter", "space", *"query")
        assert "Filter this list by a query" in r.text()
        await r.press("enter")
        assert r.screen.asking


async def test_palette_runs_commands(run):
    """: finds a command by its words."""
    async with run() as r:
        await r.press("colon", *"everything", "enter")
        await r.press("escape")
        assert not isinstance(r.app.screen, Choose)


async def test_go_to_a_source(run):
    """G o jumps to a source by typing."""
    async with run() as r:
        await r.press("g", "o", *"feed", "space", "3", "enter")
        assert r.screen.title_of_list == "Feed 3"
        assert r.screen.headlines.count == 10


async def test_source_card_and_health(run):
    """I tells what is known of a source; g f lists how all are doing."""
    async with run() as r:
        await r.press("i")
        assert "feed1.example" in r.text()
        assert "waiting for its first answer" in r.text()
        await r.press("escape")
        await r.press("g", "f")
        assert "3 sources" in r.text()


async def test_catalogue_switches_sources(run, asked):
    """A lists the bundled sources; space switches one on; an address is added."""
    async with run() as r:
        r.app.subscriptions = lambda _session: asked
        await r.press("a", "space")
        await r.until(lambda: len(asked.asked) == 1, "switched on")
        assert asked.asked[0][0] == "add"
        await r.press("space")
        await r.until(lambda: len(asked.asked) == 2, "switched off")
        assert asked.asked[1] == ("remove", asked.asked[0][1])
        await r.press(*"news.example", "enter")
        await r.until(lambda: len(asked.asked) == 3, "added")
        assert asked.asked[2] == ("add", "https://news.example")


async def test_the_catalogue_is_grouped_and_found_by_names(run, asked):
    """Tab groups by language and by country; a language's or a country's name finds its sources."""
    async with run() as r:
        r.app.subscriptions = lambda _session: asked
        await r.press("a")
        assert "by section" in r.text()
        await r.press("tab")
        assert "Arabic" in r.text()
        await r.press("tab")
        assert "Argentina" in r.text()
        await r.press(*"uruguay")
        assert [choice.value.country for choice in r.app.screen.list.choices if choice.value] == ["UY"]
        await r.press(*["backspace"] * 7, *"lemonde:")
        assert {choice.value.title.split(":")[0] for choice in r.app.screen.list.choices if choice.value} == {
            "Le Monde"
        }


async def test_a_source_that_is_on_is_opened_from_the_catalogue(run, asked):
    """Enter on a source that is subscribed to goes to its list."""
    async with run(
        filling=lambda desk: desk.follow(subscription(1, url="https://www.aljazeera.com/xml/rss/all.xml"))
    ) as r:
        r.app.subscriptions = lambda _session: asked
        await r.press("a", "enter")
        assert r.screen.view.kind is ViewKind.FEED
        assert not asked.asked


async def test_moving_to_a_folder(run, asked):
    """The folders that there are can be chosen; what is typed and is none of them is made."""
    async with run() as r:
        r.app.subscriptions = lambda _session: asked
        await r.press("h", "G", "space", "j", ".", "j", "enter", *"wor", "enter")
        await r.until(lambda: len(asked.asked) == 1, "moved")
        assert asked.asked[0] == ("move", "https://feed3.example/rss.xml", "World")
        await r.press(".", "j", "enter", *"Mine/Own", "enter")
        await r.until(lambda: len(asked.asked) == 2, "moved")
        assert asked.asked[1][2] == "Mine/Own"


async def test_undo_waits_for_what_is_being_written(run, asked):
    """U behind D undoes the removal that is under way, not the mark before it."""
    async with run() as r:
        slow = threading.Event()
        remove = asked.remove

        def removes(url):
            slow.wait(5)
            r.screen.session.writer.record_edit("opml", "Unsubscribed", b"before", b"after").result()
            return remove(url)

        asked.remove = removes
        r.app.subscriptions = lambda _session: asked
        await r.press("s", "h", "G", "space", "j", "D", "u")
        slow.set()
        await r.until(lambda: len(asked.asked) == 2, "removed and restored")
        assert asked.asked[1] == ("restore", "before")
        assert r.desk.value("SELECT count(*) FROM headlines WHERE starred") == 1


async def test_settings_of_a_source(run, asked):
    """. renames, moves and pauses the source under the cursor; D removes it; trouble is one line."""
    async with run() as r:
        r.app.subscriptions = lambda _session: asked
        await r.press("h", "G", "space", "j")
        await r.press(".", "enter")
        await r.press(*" again", "enter")
        await r.until(lambda: len(asked.asked) == 1, "renamed")
        assert asked.asked[0] == ("rename", "https://feed3.example/rss.xml", "Feed 3 again")
        await r.press(".", "j", "j", "enter")
        await r.until(lambda: len(asked.asked) == 2, "paused")
        assert asked.asked[1][2] == "True"
        await r.press("D")
        await r.until(lambda: asked.asked[-1][0] == "remove", "removed")
        await r.press(".", "j", "enter")
        await r.press(*" broken", "enter")
        await r.until(lambda: "can't be edited" in r.status(), "the trouble is told")


async def test_a_source_may_have_its_own_full_text(run):
    """. chooses when a source's pages are fetched; config.toml has it, and the source goes by it at once."""
    async with run() as r:
        url = "https://feed3.example/rss.xml"
        await r.press("h", "G", "space", "j", ".", "j", "j", "j", "enter")
        assert "As for all: when opened" in r.text()
        await r.press("j", "j", "enter")
        await r.until(lambda: r.app.settings.full_text_of(url) == "always", "chosen")
        await r.until(lambda: config.load(r.app.paths.config).full_text_of(url) == "always", "kept")
        await r.press(".", "j", "j", "j")
        assert "always, also for reading offline" in r.text()
        await r.press("enter", "g", "g", "enter")
        await r.until(lambda: not config.load(r.app.paths.config).feeds, "as for all again")
        assert r.app.settings.full_text_of(url) == "on-open"


async def test_empty_desk(run):
    """Without sources the list says what to do; offline it says so."""
    async with run(empty=True) as r:
        assert "Press a to choose" in r.text()


async def test_links_of_an_article(run):
    """; lists the links, y copies one; a digit opens one."""
    async with run() as r:
        await r.open()
        await r.press("semicolon", "y")
        assert r.app.clipboard == r.screen.page.article.headline.url
        await r.press("escape", "1")
        assert "copied" in r.status()


async def test_mouse(run):
    """Clicks open rows of list and sidebar."""
    async with run() as r:
        await r.pilot.click("#headlines", offset=(10, 5))
        await r.until(lambda: r.screen.page.article is not None, "opened")
        assert r.screen.headlines.cursor == 1
        await r.pilot.click("#sidebar", offset=(6, 3))
        assert r.screen.view.kind.value == "all"


def keys_in(pane, everywhere):
    """The keys to press in a pane: its own, or those of everywhere."""
    wanted = "everywhere" if everywhere else pane
    return [
        (command.id, key)
        for command in COMMANDS
        if command.scope == wanted and command.id not in ("app.quit", "app.back", "app.suspend")
        for key in keys_of(command, {})
    ]


async def press_all(r, pane, everywhere):
    """Press them, and leave what they open."""
    for id_, keys in keys_in(pane, everywhere):
        r.screen.go_to_pane(pane)
        await r.press(*(TEXTUAL_NAMES.get(key, key) for key in keys.split(" ")))
        assert r.app.is_running, f"{id_} ({keys}) in {pane}"
        while r.app.screen is not r.screen:
            await r.press("escape")


@pytest.mark.slow
async def test_every_key(run, asked):
    """Every key of the table, pressed where it belongs, leaves the program running."""
    async with run() as r:
        r.app.subscriptions = lambda _session: asked
        await press_all(r, "headlines", everywhere=True)
        for pane in ("sidebar", "headlines", "article"):
            await press_all(r, pane, everywhere=False)
        await r.press("Q")
        await r.until(lambda: not r.app.is_running, "ended")
        r.desk.check()


@pytest.mark.slow
@pytest.mark.parametrize("pane", ["sidebar", "article"])
@pytest.mark.parametrize("size", [(80, 24), (160, 45)])
async def test_every_key_in_every_pane(run, asked, pane, size):
    """Those of everywhere work in each pane, wide and narrow."""
    async with run(size=size) as r:
        r.app.subscriptions = lambda _session: asked
        await press_all(r, pane, everywhere=True)
        r.desk.check()


async def test_remapped_keys(run):
    """A key of config.toml takes the place of the default one."""
    async with run(settings=Settings(theme="ink", keys={"move.down": "d"})) as r:
        await r.press("d", "j")
        assert r.screen.headlines.cursor == 1


@pytest.mark.parametrize("keys", [("g", "f"), ("semicolon",), ("a",), ("question_mark",)], ids=str)
async def test_escape_twice_leaves_once(run, asked, keys):
    """The second Esc comes before the first has closed what is open."""
    async with run() as r:
        r.app.subscriptions = lambda _session: asked
        await r.open()
        await r.press(*keys)
        assert r.app.screen is not r.screen
        for _ in range(2):
            r.app.screen.post_message(events.Key("escape", "\x1b"))
        await r.until(lambda: r.app.screen is r.screen, "left")
        assert r.app.is_running


async def test_escape_twice_leaves_the_search_line_once(run):
    """The second Esc, for a line that goes, is no command of the list."""
    async with run() as r:
        await r.press("g", "a", "j", "slash", *"sto")
        field = r.screen.asking.field
        for _ in range(2):
            field.post_message(events.Key("escape", "\x1b"))
        await r.until(lambda: not r.screen.asking and r.screen.focused is r.screen.headlines, "left")
        assert (r.screen.view.kind, r.screen.view.words) == (ViewKind.ALL, "")


async def test_a_click_beside_the_search_line_does_nothing(run):
    """What is typed goes on into the line; a click into the line itself places its cursor."""

    def click(r, x: int, y: int) -> None:
        for kind in (events.MouseDown, events.MouseUp):
            r.app.post_message(kind(None, x, y, 0, 0, 1, shift=False, meta=False, ctrl=False, screen_x=x, screen_y=y))

    async with run() as r:
        await r.press("slash", *"sto")
        before, field = (r.screen.headlines.cursor, r.screen.page.article), r.screen.asking.field
        region = r.screen.headlines.region
        click(r, region.x + 5, region.y + 9)
        await r.press("r")
        assert field.value == "stor"
        assert (r.screen.headlines.cursor, r.screen.page.article) == before
        click(r, *field.region.offset)
        await r.until(lambda: field.cursor_position == 0, "placed")


async def test_a_broken_database_is_one_line(run):
    """Rows that can't be read are drawn as missing, the status line says why, and keys go on working."""
    async with run() as r:
        await r.press("g", "a")
        r.screen.session.rows._connection.close()
        r.screen.session.forget()
        r.screen.headlines.redraw()
        await r.until(lambda: "can't be used" in r.status() or "is damaged" in r.status(), "said")
        await r.press("j", "k", "G", "enter", "s", "A")
        assert r.app.is_running
        assert "Traceback" not in r.text()


async def test_a_fault_of_a_key_is_one_line(run, monkeypatch, caplog):
    """What a key's action did not expect is logged and said; the next key works."""

    def broken(_screen):
        raise ZeroDivisionError("of the test")

    monkeypatch.setitem(ACTIONS, "list.order", broken)
    async with run() as r:
        await r.press("O")
        assert "A fault in newsdesk (ZeroDivisionError)" in r.status()
        assert "of the test" in caplog.text
        await r.press("j")
        assert r.screen.headlines.cursor == 1


@pytest.mark.parametrize(("key", "done"), [("enter", "take"), ("space", "decline")])
async def test_a_newer_catalogue_is_offered(run, asked, key, done):
    """One line at the top of the catalogue, to take or to leave."""
    asked.offered = Difference((Subscription("https://new.example/rss", "The New"),), (("https://a/1", "https://a/2"),))
    async with run() as r:
        r.app.subscriptions = lambda _session: asked
        await r.press("a")
        await r.until(lambda: "This release: 1 new, 1 moved" in r.text(), "offered")
        assert "The New" in r.text()
        assert not asked.asked
        await r.press("up", key)
        await r.until(lambda: asked.asked == [(done,)], "done")
        assert "This release" not in r.text()


async def test_a_moved_source_is_taken_over(run, asked):
    """The card says where it moved, and Enter takes the new address."""
    async with run() as r:
        r.app.subscriptions = lambda _session: asked
        r.desk.connection.execute("UPDATE fetches SET moved_to = 'https://moved.example/rss'")
        await r.press("i")
        for words in ("State", "Last good", "Next time", "Folders", "moved.example/rss", "take it over"):
            assert words in r.text(), words
        await r.press("enter")
        await r.until(lambda: bool(asked.asked), "asked")
        assert asked.asked[0][0] == "url"
        assert asked.asked[0][2] == "https://moved.example/rss"


async def test_panes_are_resized_by_keys(run):
    """The focused pane, and it is remembered."""
    async with run() as r:
        await r.press("g", "a")
        sidebar, headlines, article = r.screen.sidebar, r.screen.headlines, r.screen.page
        before = sidebar.size.width, headlines.size.width, article.size.width
        await r.press(")")
        await r.until(lambda: headlines.size.width > before[1], "a wider list")
        await r.press("h", "(", "(")
        await r.until(lambda: sidebar.size.width == before[0] - 4, "a thin sidebar")
        await r.until(
            lambda: r.app.paths.config.exists() and "sidebar_width = 20" in r.app.paths.config.read_text(), "kept"
        )
        await r.press("l", "l", "ctrl+right")
        await r.until(lambda: article.size.width > before[2], "a wider article")


@pytest.mark.parametrize("theme", ["ink", "ansi"])
async def test_plain_lines_are_what_textual_would_draw(run, theme):
    """Lines that are kept without Textual's looks for borders and the like are the lines that it makes with them."""
    async with run(size=(160, 45), settings=Settings(theme=theme)) as r:
        await r.open()
        plain = [one for one in r.screen.walk_children(Widget) if isinstance(one._styles_cache, PlainLines)]
        assert {type(one).__name__ for one in plain} >= {"HeadlineList", "ArticlePage", "SidebarPane", "Bar", "Divider"}
        for one in plain:
            region = one.region.reset_offset
            drawn, textuals = (lines.render_widget(one, region) for lines in (PlainLines(), StylesCache()))
            assert [[*line] for line in drawn] == [[*line] for line in textuals], one
