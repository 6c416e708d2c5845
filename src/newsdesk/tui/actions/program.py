"""The program itself: back, quit, suspend, refresh, links."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsdesk.model.headlines import ViewKind
from newsdesk.tui.actions.registry import does

if TYPE_CHECKING:
    from newsdesk.tui.screens.main import MainScreen


@does("app.back")
def back(screen: MainScreen) -> None:
    """One level back; at the top, quit."""
    if not screen.step_back():
        quit_program(screen)


@does("app.escape")
def escape(screen: MainScreen) -> None:
    """One level back, never out."""
    screen.step_back()


@does("app.quit")
def quit_program(screen: MainScreen) -> None:
    """Out, at once."""
    screen.app.exit()


@does("app.suspend")
def suspend(screen: MainScreen) -> None:
    """To the shell, until `fg`."""
    screen.app.action_suspend_process()


@does("refresh.source")
def refresh_source(screen: MainScreen) -> None:
    """The source that is shown or selected; all sources of a section."""
    feeds = screen.feeds_in_view()
    if not feeds:
        refresh_all(screen)
        return
    screen.session.watch(screen.session.writer.ask("refresh-feed", ",".join(map(str, feeds))))
    screen.say_asked(f"Asking {len(feeds)} sources" if len(feeds) > 1 else "Asking the source")


@does("refresh.all")
def refresh_all(screen: MainScreen) -> None:
    """Everything that is due."""
    screen.session.watch(screen.session.writer.ask("refresh-all"))
    screen.say_asked("Asking all sources that are due")
    if screen.view.kind is ViewKind.FRONT and screen.waiting:
        screen.views.open(screen.view)


@does("link.browse")
def browse(screen: MainScreen) -> None:
    """The article's own page, in the browser."""
    if screen.subject:
        screen.browse(screen.subject.url)


@does("link.copy")
def copy(screen: MainScreen) -> None:
    """The link, to the clipboard."""
    if screen.subject and screen.subject.url:
        screen.app.copy_to_clipboard(screen.subject.url)
        screen.say("Link copied")


@does("link.cite")
def cite(screen: MainScreen) -> None:
    """Title, source and link, to the clipboard."""
    row = screen.subject
    if row:
        screen.app.copy_to_clipboard(f"{row.title}\n{row.source}\n{row.url}")
        screen.say("Title, source and link copied")


@does("article.link")
def link(screen: MainScreen) -> None:
    """The link of the digit that was pressed."""
    number = int(screen.keyboard.pressed) if screen.keyboard.pressed.isdecimal() else 0
    page = screen.page.page
    if page and 0 < number <= len(page.links):
        screen.browse(page.links[number - 1])
    else:
        screen.say(f"There is no link {number}")


@does("article.find_next")
def previous_hit(screen: MainScreen) -> None:
    """The hit before."""
    screen.page.next_hit(-1)


@does("article.narrower")
def narrower(screen: MainScreen) -> None:
    """A narrower measure."""
    _measure(screen, -4)


@does("article.wider")
def wider(screen: MainScreen) -> None:
    """A wider measure."""
    _measure(screen, 4)


def _measure(screen: MainScreen, step: int) -> None:
    screen.page.set_measure(screen.page.measure + step)
    screen.remember("measure", screen.page.measure)
    screen.say(f"{screen.page.measure} columns")


@does("sidebar.fold")
def fold(screen: MainScreen) -> None:
    """Fold or unfold."""
    screen.sidebar.fold()
