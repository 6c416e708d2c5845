"""Every key of the table does what its row says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from builders import NOW, at, entry, subscription
from newsdesk.config import Settings
from newsdesk.model.headlines import Filter, Headline, Order, View, ViewKind
from newsdesk.tui.commands import COMMANDS, keys_of
from newsdesk.tui.headline_row import Density
from newsdesk.tui.screens.choose import Choose
from newsdesk.tui.screens.prompt import Prompt
from pilot.conftest import TEXTUAL_NAMES, Running
from pilot.test_desk import place

LONG = (
    "<p>"
    + "".join(f"Paragraph {number} of a piece that goes on. {'Word after word. ' * 20}" for number in range(20))
    + "</p>"
)


def fill_for_keys(desk) -> None:
    """A story that ten outlets tell, long, and other pieces of each of them."""
    desk.follow(*(subscription(n, "World" if n < 6 else "Science") for n in range(1, 11)))
    for number in range(1, 11):
        site = f"feed{number}.example"
        told = entry(number, site, title=f"Agnes as outlet {number} tells it", html=LONG)
        others = [entry(100 * number + n, site, title=f"Piece {number}-{n}") for n in range(3)]
        desk.save(number, told, *others, sections=())
    place(desk)


@dataclass(frozen=True)
class Was:
    """The screen before a key."""

    view: View
    pane: str
    cursor: int
    row: Headline | None
    article: int | None
    top: int
    density: Density
    list_width: int
    measure: int
    hit: int
    count: int
    requests: int
    text: str


def look(r: Running) -> Was:
    """What can be seen and counted."""
    screen = r.screen
    return Was(
        screen.view, screen.pane, screen.headlines.cursor, screen.headlines.current,
        screen.page.article.headline.id if screen.page.article else None, screen.page.scroll_offset.y,
        screen.headlines.density, screen.panes.list_width, screen.page.measure, screen.page.hit, screen.headlines.count,
        int(r.desk.value("SELECT count(*) FROM requests")), r.text(),
    )  # fmt: skip


Holds = Callable[[Running, Was], Any]


def chooser(words: str) -> Holds:
    """A list to choose from is open, under a title with these words."""
    return lambda r, _: isinstance(r.app.screen, Choose) and words in r.text()


def prompt(words: str) -> Holds:
    """A line to type in is open, and asks for this."""
    return lambda r, _: (r.screen.asking or isinstance(r.app.screen, Prompt)) and words in r.text()


def says(words: str) -> Holds:
    """The status line says it."""
    return lambda r, _: words in r.status()


def shows(kind: ViewKind) -> Holds:
    """A list of this kind is open and has the focus."""
    return lambda r, _: r.screen.view.kind is kind and r.screen.pane == "headlines"


def marked(field: str, value: bool) -> Holds:
    """The row under the cursor has the mark, on the screen and in the database."""
    return lambda r, was: (
        getattr(r.screen.headlines.current, field) is value and getattr(r.stored(was.row.id), field) is value
    )


def moved(least: int) -> Holds:
    """The cursor has gone at least so many rows (up where negative)."""
    return lambda r, was: (r.screen.headlines.cursor - was.cursor) * (1 if least > 0 else -1) >= abs(least)


def scrolled(down: bool) -> Holds:
    """The article has been scrolled."""
    return lambda r, was: (r.screen.page.scroll_offset.y > was.top) is down and r.screen.page.scroll_offset.y != was.top


def opened(r: Running, was: Was) -> bool:
    """Another article is open."""
    article = r.screen.page.article
    return r.screen.pane == "article" and article is not None and article.headline.id != was.article


def read_all(least: int) -> Holds:
    """So many rows of the list are read."""
    return lambda r, _: r.desk.value("SELECT count(*) FROM headlines WHERE read") >= least


def link_opened(r: Running, _: Was) -> bool:
    """The link of that number is where a browser would have opened it, or it is said that there is none."""
    number, links = int(r.screen.keyboard.pressed), r.screen.page.page.links
    return r.app.clipboard == links[number - 1] if number <= len(links) else f"no link {number}" in r.status()


CHECKS: dict[str, tuple[str, Holds]] = {
    "move.down": ("", moved(1)),
    "move.up": ("j j", moved(-1)),
    "pane.left": ("", lambda r, _: r.screen.pane == "sidebar"),
    "pane.right": ("h", lambda r, _: r.screen.pane == "headlines"),
    "pane.open": ("", opened),
    "pane.next": ("", lambda r, was: r.screen.pane != was.pane),
    "pane.previous": ("", lambda r, was: r.screen.pane != was.pane),
    "article.down": ("READ h", scrolled(True)),
    "article.up": ("READ J J h", scrolled(False)),
    "page.down": ("", moved(2)),
    "page.up": ("G", moved(-2)),
    "unread.next": ("READ", opened),
    "unread.previous": ("G", opened),
    "source.previous": ("", lambda r, was: r.screen.view.kind is ViewKind.UNREAD),
    "source.next": ("", lambda r, was: r.screen.view.kind is ViewKind.TODAY),
    "go.front": ("", shows(ViewKind.FRONT)),
    "go.unread": ("", shows(ViewKind.UNREAD)),
    "go.all": ("g s", shows(ViewKind.ALL)),
    "go.today": ("", shows(ViewKind.TODAY)),
    "go.starred": ("", shows(ViewKind.STARRED)),
    "go.later": ("", shows(ViewKind.LATER)),
    "go.for_you": ("", shows(ViewKind.FOR_YOU)),
    "go.health": ("", chooser("Feed health")),
    "go.source": ("", chooser("Go to")),
    "go.picks": ("", shows(ViewKind.PICKS)),
    "go.edition": ("", shows(ViewKind.EDITION)),
    "taste.known": ("", chooser("known")),
    "move.top": ("G", lambda r, _: r.screen.headlines.cursor == 0),
    "move.bottom": ("", lambda r, was: r.screen.headlines.cursor == was.count - 1),
    "related.open": (
        "READ",
        lambda r, was: opened(r, was) or f"no related article {r.screen.keyboard.pressed}" in r.status(),
    ),
    "search.open": ("", prompt("Search this list")),
    "search.filter": ("", prompt("Filter this list")),
    "mark.undo": ("s", marked("starred", False)),
    "mark.redo": ("s u", marked("starred", True)),
    "refresh.source": ("", lambda r, was: r.desk.value("SELECT count(*) FROM requests") > was.requests),
    "refresh.all": ("", lambda r, was: r.desk.value("SELECT count(*) FROM requests") > was.requests),
    "sources.add": ("", chooser("Catalogue by section")),
    "list.density": ("", lambda r, was: r.screen.headlines.density is not was.density),
    "list.all": ("2", lambda r, _: r.screen.view.filter is Filter.ALL),
    "list.unread": ("", lambda r, _: r.screen.view.filter is Filter.UNREAD),
    "list.starred": ("", lambda r, _: r.screen.view.filter is Filter.STARRED),
    "view.zoom": ("READ", lambda r, _: r.screen.panes.shown == ("article",)),
    "view.panes": ("", lambda r, _: len(r.screen.panes.shown) == 2),
    "pane.narrower": ("", lambda r, was: r.screen.panes.list_width < was.list_width),
    "pane.wider": ("", lambda r, was: r.screen.panes.list_width > was.list_width),
    "view.themes": ("", chooser("Themes")),
    "app.palette": ("", chooser("Commands")),
    "app.help": ("", chooser("Keys")),
    "app.back": ("READ", lambda r, _: r.screen.pane == "headlines"),
    "app.escape": ("READ", lambda r, _: r.screen.pane == "headlines"),
    "app.suspend": ("", lambda r, _: r.app.suspended.pop() if r.app.suspended else False),
    "mark.read": ("", marked("read", True)),
    "mark.star": ("", marked("starred", True)),
    "mark.later": ("", marked("later", True)),
    "link.browse": ("", lambda r, was: r.app.clipboard == was.row.url),
    "link.copy": ("", lambda r, was: r.app.clipboard == was.row.url),
    "link.cite": ("", lambda r, was: r.app.clipboard == f"{was.row.title}\n{was.row.source}\n{was.row.url}"),
    "source.card": ("", chooser("Last good")),
    "source.sign_in": ("", chooser("Name and password")),
    "story.coverage": ("", shows(ViewKind.STORY)),
    "story.mute": ("", chooser("week")),
    "taste.more": ("", chooser("More like this")),
    "taste.less": ("", chooser("Less like this")),
    "story.follow": ("", says("ollow")),
    "mark.select": ("", lambda r, _: len(r.screen.headlines.selected) == 1),
    "mark.select_range": ("x j j", lambda r, _: len(r.screen.headlines.selected) == 4),
    "mark.all": ("", lambda r, was: read_all(was.count)(r, was)),
    "mark.above": ("j j", read_all(2)),
    "mark.below": ("j j", lambda r, was: read_all(was.count - 2)(r, was)),
    "list.order": ("", lambda r, was: r.screen.view.order is Order.OLDEST),
    "list.unfold": ("", says("Nothing is folded here")),
    "list.renew": ("NEW", lambda r, was: r.screen.headlines.count == was.count + 1),
    "article.link": ("READ", link_opened),
    "article.links": ("READ", chooser("links")),
    "article.find_next": ("READ / p a r a enter n", lambda r, was: r.screen.page.hit == was.hit - 1),
    "article.narrower": ("READ", lambda r, was: r.screen.page.measure < was.measure),
    "article.wider": ("READ", lambda r, was: r.screen.page.measure > was.measure),
    "article.full": ("READ", says("no worker")),
    "article.picture": ("READ", says("There is no picture here")),
    "article.save": ("READ", prompt("Save in this folder")),
    "article.play": ("READ", says("Nothing to play")),
    "sidebar.fold": ("h G", lambda r, was: r.text() != was.text and "Feed 10" in r.text()),
    "sidebar.settings": ("h G space j", chooser("Rename…")),
    "sidebar.remove": ("h G space j", lambda r, _: r.app.asked.asked and r.app.asked.asked.pop()[0] == "remove"),
}
"""By command: keys to press first (READ: open the article, NEW: have a headline come in), and what its key does."""


async def press(r: Running, keys: str) -> None:
    """Press keys that are parted by spaces."""
    for key in keys.split():
        if key == "READ":
            await r.open()
        elif key == "NEW":
            r.desk.save(1, entry(9_999, "feed1.example", title="Breaking", published=at(NOW)))
            await r.until(lambda: r.screen.waiting == 1, "one waits")
        else:
            await r.press(TEXTUAL_NAMES.get(key, key))


async def begin_anew(r: Running) -> None:
    """The list of everything, the cursor on the story, no marks, nothing open."""
    while r.app.screen is not r.screen or r.screen.asking:
        await r.press("escape")
    screen = r.screen
    while screen.page.hits or screen.headlines.selected or screen.keyboard.prefix:
        await r.press("escape")
    screen.panes.zoomed, screen.panes.most, screen.views.order = False, 3, Order.NEWEST
    screen.sidebar.unfolded.clear()
    screen.sidebar.open(View(ViewKind.ALL))
    await r.until(lambda: not screen.session.writer.pending, "all is written")
    r.desk.connection.execute("UPDATE headlines SET read = 0, starred = 0, later = 0")
    r.desk.connection.execute("DELETE FROM places")
    screen.arrivals.take_in()
    screen.views.open(View(ViewKind.ALL))
    screen.go_to_pane("headlines")
    screen.headlines.move_to(0)
    screen.bars.say("", trouble=False)
    screen.app.copy_to_clipboard("")
    await r.pilot.pause()


def test_every_command_is_checked():
    """No row of the table is left out but those that end the program, which have a test of their own."""
    assert set(CHECKS) == {command.id for command in COMMANDS} - {"app.quit"}


@pytest.mark.slow
@pytest.mark.parametrize("part", range(6))
async def test_every_key_does_what_its_row_says(run, asked, part):
    """Each key of each command, pressed where it belongs, has the effect that its row promises."""
    async with run(size=(160, 30), settings=Settings(theme="ink", density="compact"), filling=fill_for_keys) as r:
        r.app.asked, r.app.suspended = asked, []
        r.app.subscriptions = lambda _session: asked
        r.app.action_suspend_process = lambda: r.app.suspended.append(True)
        for command in COMMANDS[part::6]:
            if command.id not in CHECKS:
                continue
            ready, holds = CHECKS[command.id]
            for keys in keys_of(command, {}):
                await begin_anew(r)
                await press(r, ready)
                was = look(r)
                await press(r, keys)
                await r.until(lambda holds=holds, was=was: holds(r, was), f"{command.id} by {keys}")
                assert r.app.is_running


@pytest.mark.parametrize("key", ["Q", "ctrl+q"])
async def test_the_program_is_quit_from_anywhere(run, key):
    """From an open article, at once, with 0."""
    async with run() as r:
        await r.open()
        await r.press(key)
        await r.until(lambda: not r.app.is_running, "ended")
        assert (r.app.return_code or 0) == 0
