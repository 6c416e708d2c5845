"""The main screen: three panes, their heads, the status line; keys go to `tui/actions`."""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.screen import Screen
from textual.widget import Widget

from newsdesk import clock, urls
from newsdesk.errors import NewsdeskError
from newsdesk.model.headlines import Headline, Reading, View, ViewKind
from newsdesk.store.journal import Undone
from newsdesk.store.requests import RequestKind
from newsdesk.tui import watch
from newsdesk.tui.actions import ACTIONS
from newsdesk.tui.browser import open_in_browser
from newsdesk.tui.commands import Command, Keys, latin_key
from newsdesk.tui.empty import empty_message
from newsdesk.tui.glyphs import Glyphs
from newsdesk.tui.headline_row import density_for
from newsdesk.tui.lines import Span
from newsdesk.tui.panes import PANES, TWO_FROM, Pane, pane_widths, visible_panes
from newsdesk.tui.screens.bars import Bars
from newsdesk.tui.screens.sheets import Sheets
from newsdesk.tui.session import Opened, Session, view_title
from newsdesk.tui.widgets.article import ArticlePage
from newsdesk.tui.widgets.divider import Divider
from newsdesk.tui.widgets.headlines import HeadlineList
from newsdesk.tui.widgets.sheet import SheetPage
from newsdesk.tui.widgets.sidebar import SidebarPane

if TYPE_CHECKING:
    from newsdesk.tui.app import NewsdeskApp

_log = logging.getLogger(__name__)


READ_ON = 0.2
"""Seconds after the first screens of a long article until the rest of it is read."""
_PASSING = (ViewKind.SEARCH, ViewKind.STORY, ViewKind.EDITION)
"""The views that Esc leaves for where they were opened from."""
_FRONT_FILLED = 5
"""Stories from which a first start, still untouched, turns from the list to the front page."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the person was: a view, a headline of it, a pane, the open article."""

    view: View
    headline: int | None
    pane: Pane
    article: int | None


class MainScreen(Screen[None]):
    """Where the person reads."""

    CSS_PATH = "main.tcss"
    BINDINGS = []
    AUTO_FOCUS = ""

    class ArticleRead(Message):
        """A thread has read an article from the database."""

        def __init__(self, opened: Opened | None, renewed: bool) -> None:
            super().__init__()
            self.opened = opened
            self.renewed = renewed

    class ListComplete(Message):
        """A thread has read the rest of the list's membership."""

    class Said(Message):
        """Words for the status line, from any thread."""

        def __init__(self, text: str, trouble: bool = False) -> None:
            super().__init__()
            self.text = text
            self.trouble = trouble

    class Then(Message):
        """Something to do on the screen when a thread is done."""

        def __init__(self, act: Callable[[], None]) -> None:
            super().__init__()
            self.act = act

    class Turned(Message):
        """An undo or redo is on disk, or there was none."""

        def __init__(self, undone: Undone | None, nothing: str, done: str) -> None:
            super().__init__()
            self.undone = undone
            self.nothing = nothing
            self.done = done

    def __init__(self, app: NewsdeskApp, session: Session, glyphs: Glyphs) -> None:
        super().__init__()
        self.desk = app
        self.session = session
        self.glyphs = glyphs
        settings = app.settings
        self.keys = Keys(settings.keys)
        self.sidebar = SidebarPane(glyphs, id="sidebar")
        self.headlines = HeadlineList(glyphs, id="headlines")
        self.page = ArticlePage(glyphs, settings.measure, id="article")
        self.sheets = Sheets(self)
        self.bars = Bars(self)
        self.view = View(ViewKind.UNREAD)
        self.before: list[Place] = []
        """Where a search, a coverage or an edition was opened from, the newest last."""
        self.pane: Pane = "headlines"
        self.shown: tuple[Pane, ...] = PANES
        self.most = 3
        self.zoomed = False
        self.pressed = ""
        """The key that was pressed last."""
        self.last_selected = 0
        """The row that was selected last."""
        self.waiting = 0
        self.prefix = ""
        """The first key of a sequence that has begun."""
        self.sidebar_width = settings.sidebar_width
        self.list_width = settings.list_width
        self._growing = False
        """Whether the list, empty at the start, shows what comes in by itself."""
        self._notice = ""
        """What the worker said last that a person should see once."""
        self._opened: Opened | None = None
        self._wanted: set[tuple[RequestKind, str]] = set()
        """What was asked of the worker for the open article."""
        self._opened_at = 0
        self._furthest = 0.0

    # --- what it consists of -------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        """Top bar, panes with rules between them, status line."""
        yield self.bars.all["top"]
        with Horizontal(id="body"):
            yield Vertical(self.sidebar, id="sidebar-pane", classes="pane")
            yield Divider(self.glyphs, "rule-left")
            yield Vertical(self.bars.all["headlines"], self.headlines, id="headlines-pane", classes="pane")
            yield Vertical(self.sheets.page, id="sheet-pane", classes="pane")
            yield Divider(self.glyphs, "rule-right")
            yield Vertical(self.bars.all["article"], self.page, id="article-pane", classes="pane")
        yield self.bars.all["status"]

    def on_mount(self) -> None:
        """Fill the panes before the first frame."""
        self.sidebar.show(self.session.sidebar)
        self._share_sections()
        self.page.clear((Span("Press ⏎ on a headline to read it here.", "mute"),))
        start = View(ViewKind.UNREAD if self.session.sidebar.unread else ViewKind.ALL)
        self.open_view(self.sheets.start() or start)
        self._growing = not self.headlines.count
        watch.start(self, self.session)

    def on_resize(self, event: events.Resize) -> None:
        """Another size: other panes."""
        self.lay_out(event.size.width, event.size.height)

    def lay_out(self, width: int = 0, height: int = 0) -> None:
        """Show the panes that there is room for, and draw rows as high as fits."""
        width, height = width or self.app.size.width, height or self.app.size.height
        sheet = self.sheets.shown
        if sheet:
            self.shown = ("sidebar", "headlines") if self.pane == "sidebar" and width >= TWO_FROM else (self.pane,)
        else:
            self.shown = visible_panes(width, self.pane, self.most, self.zoomed)
        widths = pane_widths(width, self.shown, self.sidebar_width, self.list_width)
        for pane in PANES:
            container = self.query_one(f"#{pane}-pane")
            container.display = pane in widths and not (sheet and pane == "headlines")
            if pane in widths:
                container.styles.width = widths[pane]
        self.query_one("#sheet-pane").display = sheet and "headlines" in self.shown
        if sheet and "headlines" in self.shown:
            self.sheets.lay(widths["headlines"] - 1)
        for bar in ("headlines", "article"):
            self.bars.all[bar].display = len(self.shown) > 1
        self.page.centred = self.zoomed
        self.query_one("#rule-left").display = "sidebar" in self.shown and len(self.shown) > 1
        self.query_one("#rule-right").display = "article" in self.shown and len(self.shown) > 1
        self.headlines.set_density(density_for(self.desk.settings.density, height))
        of_list: Widget = self.sheets.page if sheet else self.headlines
        focused = {"sidebar": self.sidebar, "headlines": of_list, "article": self.page}[self.pane]
        if self.focused is not focused:
            self.set_focus(focused)
        self.update_bars()

    # --- keys ----------------------------------------------------------------------------------

    def on_key(self, event: events.Key) -> None:
        """Every key of the panes comes here first."""
        key = event.character if event.character and event.is_printable and event.key != "space" else event.key
        self.pressed = key
        self._growing = False
        latin = latin_key(event.character)
        if self.prefix:
            event.stop()
            event.prevent_default()
            self._follow_prefix(key, latin)
            return
        command = self.keys.find(self.pane, key)
        if command is None and latin:
            command, key = self.keys.find(self.pane, latin), latin
            self.pressed = latin
        if command is None and key in self.keys.sequences:
            self.prefix = key
            event.stop()
            event.prevent_default()
            self.update_bars()
        elif command is not None:
            event.stop()
            event.prevent_default()
            self.run_command(command)

    def _follow_prefix(self, key: str, latin: str | None) -> None:
        followers, self.prefix = self.keys.sequences[self.prefix], ""
        command = followers.get(key) or (followers.get(latin) if latin else None)
        if command:
            self.run_command(command)
        self.update_bars()

    def run_command(self, command: Command) -> None:
        """Do what a command does; what goes wrong is said in one line."""
        try:
            ACTIONS[command.id](self)
        except NewsdeskError as error:
            self.say(str(error), trouble=True)
        except Exception as error:  # noqa: BLE001 - one key's fault must not end the reading
            _log.exception("%s", command.id)
            self.say(f"A fault in newsdesk ({type(error).__name__}); the log has the details", trouble=True)
        self.update_bars()

    def step_back(self) -> bool:
        """One level back; False at the top."""
        if self.page.hits:
            self.page.end_find()
        elif self.headlines.selected:
            self.headlines.selected.clear()
            self.headlines.redraw()
        elif self.zoomed and self.pane == "article":
            self.zoomed = False
            self.lay_out()
        elif self.pane == "article":
            self.go_to_pane("headlines")
        elif self.before:
            self._return_to(self.before.pop())
        else:
            return False
        return True

    # --- panes, lists, articles ----------------------------------------------------------------

    def go_to_pane(self, pane: Pane) -> None:
        """Put the focus on a pane."""
        self.pane = pane
        if pane == "sidebar":
            self.sidebar.open(self.view)
        self.lay_out()

    def open_view(self, view: View) -> None:
        """Show another list; raises QueryError for a wrong query."""
        same = view == self.view and self.session.rows is not None
        article = self.page.article
        current = self.headlines.current.id if self.session.rows and self.headlines.current else None
        here = Place(self.view, current, self.pane, article.headline.id if article else None)
        self._show_view(view, current if same else None)
        if view.kind not in _PASSING:
            self.before = []
            self.sidebar.open(view)
        elif view.kind is not here.view.kind:
            self.before.append(here)

    def _return_to(self, place: Place) -> None:
        self._show_view(place.view, place.headline)
        self.pane = "headlines"
        if place.pane == "article" and place.article is not None:
            self.pane = "article"
            if self.page.article is None or self.page.article.headline.id != place.article:
                self.close_article()
                self.read_article(place.article)
        self.lay_out()

    def _show_view(self, view: View, current: int | None) -> None:
        was_sheet = self.sheets.shown
        rows = self.session.open(view)
        self.view, self.waiting = view, 0
        self.headlines.message = empty_message(self.session, view, self.desk.keeper is not None)
        place = rows.index_of(current) if current is not None else None
        self.headlines.show(rows, place or 0)
        self.sheets.open(view)
        if was_sheet != self.sheets.shown or not self.shown:
            self.lay_out()
        if not rows.complete:
            self.run_worker(self._finish_list, thread=True, exclusive=True, group="list")
        self.update_bars()

    def _finish_list(self) -> None:
        rows = self.session.rows
        if rows:
            rows.finish()
            self.post_message(self.ListComplete())

    def open_headline(self) -> None:
        """Open the row under the cursor: it is read from now on."""
        row = self.headlines.current
        if row is None:
            if self.headlines.count:
                self.say("This headline is gone")
            return
        self._begin_article(row)

    def open_article(self, headline: int) -> None:
        """Open an article that may stand in no list that is open."""
        place = self.session.rows.index_of(headline) if self.session.rows else None
        if place is not None:
            self.headlines.move_to(place)
            self.open_headline()
            return
        row = self.session.headline(headline)
        if row:
            self._begin_article(row)

    def _begin_article(self, row: Headline) -> None:
        self.close_article()
        self.session.mark_opened(row, whole_story=self.desk.settings.read_story)
        self._opened_at, self._furthest = clock.now(), 0.0
        self.page.awaited = True
        self.go_to_pane("article")
        self.marks_changed()
        self.read_article(row.id)

    def read_article(self, headline: int, renewed: bool = False, reading: Reading = "best") -> None:
        """Have a thread read an article; the last one asked for is shown."""

        def read() -> None:
            begun = None
            try:
                if not renewed and (begun := self.session.read_beginning(headline)):
                    self.post_message(self.ArticleRead(begun, False))
                    # The frame comes first: reading on would take the processor from drawing it.
                    time.sleep(READ_ON)
                opened = self.session.read_article(headline, reading)
            except NewsdeskError as error:
                self.post_message(self.Said(str(error), trouble=True))
                return
            self.post_message(self.ArticleRead(opened, renewed or begun is not None))

        self.run_worker(read, thread=True, exclusive=True, group="article")

    def close_article(self) -> None:
        """Remember how far the open article was read, and for how long."""
        article = self.page.article
        if article is None or not self._opened_at:
            return
        headline, writer = article.headline.id, self.session.writer
        if self.page.place != article.place:
            self.session.watch(writer.set_place(headline, 0.0 if self.page.place == 1 else self.page.place))
        if self.desk.settings.learn:
            seconds = max(clock.now() - self._opened_at, 0)
            furthest = max(self._furthest, self.page.place)
            self.session.watch(writer.record_reading(headline, self._opened_at, seconds, furthest))
        self._opened_at = 0

    @property
    def subject(self) -> Headline | None:
        """The headline that s, b, o, y act on: the open article's, in its pane; else the one under the cursor."""
        article = self.page.article
        if self.pane == "article" and article:
            rows = self.session.rows
            place = self.session.place_of(article.headline.id, self.headlines.cursor)
            return (rows.row(place) if rows and place is not None else None) or article.headline
        return self.headlines.current

    @property
    def title_of_list(self) -> str:
        """What the list is called."""
        return view_title(self.view, self.session.sidebar)

    def feeds_in_view(self) -> list[int]:
        """The feeds that `r` is about: of the selected row of the sidebar, or of the list."""
        row = self.sidebar.current
        view = row.view if self.pane == "sidebar" and row and row.view else self.view
        if view.kind is ViewKind.FEED:
            return [int(view.key)]
        sections = self.session.sidebar.sections
        return [s.feed for section in sections if section.name == view.key for s in section.sources]

    def feed_of_subject(self) -> int | None:
        """The feed that `i` is about."""
        row = self.sidebar.current
        if self.pane == "sidebar":
            return row.source.feed if row and row.source else None
        return self.subject.feed if self.subject else None

    def browse(self, url: str) -> None:
        """Open a link in the browser, or show and copy it where there is none."""
        if not urls.web_url(url):
            self.say("There is no link that can be opened")
        elif open_in_browser(url, os.environ):
            self.say(f"Opened {urls.shown(url)}")
        else:
            self.app.copy_to_clipboard(url)
            self.say(f"{url} (copied: there is no browser here)")

    # --- what is said --------------------------------------------------------------------------

    def say(self, text: str, *, trouble: bool = False) -> None:
        """A word to the person, in the status line for a few seconds."""
        self.bars.say(text, trouble=trouble)

    def say_asked(self, text: str) -> None:
        """Say what the worker was asked, or that there is none."""
        self.say(text if self.desk.keeper else "Offline: there is no worker to ask", trouble=not self.desk.keeper)

    def remember(self, key: str, value: str | int) -> None:
        """Keep a setting in config.toml."""
        self.desk.remember(key, value)

    def marks_changed(self) -> None:
        """Draw marks and counts anew."""
        self.sidebar.show(self.session.sidebar)
        self.headlines.redraw()
        self.sheets.lay()
        subject = self.subject
        if subject and self.pane == "article":
            self.page.patch(subject)
        self.update_bars()

    def update_bars(self) -> None:
        """Draw the bars anew; nothing is drawn where nothing changed."""
        if self.is_mounted:
            self.bars.update()

    def _share_sections(self) -> None:
        if self.headlines.sections != self.sidebar.sections:
            self.headlines.sections = self.page.sections = self.sidebar.sections
            self.headlines.redraw()

    # --- messages ------------------------------------------------------------------------------

    @on(watch.StoreChanged)
    def _store_changed(self) -> None:
        try:
            self.session.refresh()
            self.session.forget()
            rows = self.session.rows
            self.waiting = self.sheets.changed() if self.view.kind is ViewKind.FRONT else rows.waiting() if rows else 0
            self.sheets.tell_followed()
            self.sheets.take_lesson()
            self.sheets.renew_picture()
        except NewsdeskError as error:
            self.say(str(error), trouble=True)
            return
        self.sidebar.show(self.session.sidebar)
        self._share_sections()
        notice = self.session.progress.notice
        if notice and notice != self._notice:
            self.say(notice, trouble=True)
        self._notice = notice
        if self.waiting and (not self.headlines.count or (self._growing and not self.headlines.scroll_offset.y)):
            # A first start on which nobody has touched a key yet: there is no place in the list to lose.
            self.open_view(self.view)
            self.headlines.move_to(0)
        if self._growing and self.view.kind is not ViewKind.FRONT and self.sheets.has_stories(_FRONT_FILLED):
            self.open_view(View(ViewKind.FRONT))
        self.headlines.message = empty_message(self.session, self.view, self.desk.keeper is not None)
        self.headlines.redraw()
        self.sheets.lay()
        article = self.page.article
        if article and (self._wanted or article.full_text == "wanted"):
            self.read_article(article.headline.id, renewed=True, reading=article.reading)
        self.update_bars()

    @on(watch.TimePassed)
    def _time_passed(self) -> None:
        self.headlines.redraw()
        self.sheets.lay()
        self.update_bars()

    @on(ArticleRead)
    def _article_read(self, message: ArticleRead) -> None:
        opened = message.opened
        if opened is None:
            self.page.awaited = False
            self.say("This article is gone")
            return
        shown = self.page.article
        if not message.renewed:
            self.page.show(opened.article, opened.pictures, awaited=self._awaited(opened))
            self._wanted.clear()
            self.sheets.find_related(opened.article.headline)
        elif shown and shown.headline.id == opened.article.headline.id and self._is_other(opened):
            self.page.renew(opened.article, opened.pictures, awaited=self._awaited(opened))
        self._opened = opened
        self._ask_for_rest(opened)
        self.update_bars()

    def _awaited(self, opened: Opened) -> frozenset[str]:
        """The pictures that may still come, so that the page keeps their place."""
        wanted = self.desk.keeper and self.desk.settings.pictures_of(opened.article.feed_url) != "off"
        return frozenset(opened.missing) if wanted else frozenset()

    def _is_other(self, opened: Opened) -> bool:
        before = self._opened
        return before is None or opened.article != before.article or opened.pictures.keys() != before.pictures.keys()

    def _ask_for_rest(self, opened: Opened) -> None:
        """What the settings let an opened article ask for: its blocks, its page, its lead picture; each once."""
        article, settings, wanted = opened.article, self.desk.settings, self._wanted
        full_text = settings.full_text_of(article.feed_url)
        requests: list[tuple[RequestKind, str]] = []
        if article.document is None:
            requests.append(("changes" if article.reading == "changes" else "digest", str(article.headline.id)))
        elif self.desk.keeper:
            if article.summary_only and article.full_text == "none" and full_text != "never":
                requests.append(("full-text", str(article.headline.id)))
            if opened.missing and settings.pictures_of(article.feed_url) != "off":
                requests.append(("picture", opened.missing[0]))
        for kind, key in requests:
            if (kind, key) not in wanted:
                self.want(kind, key)

    def want(self, kind: RequestKind, key: str) -> None:
        """Ask the worker for something of the open article; the page is drawn anew when it comes."""
        self._wanted.add((kind, key))
        self.session.watch(self.session.writer.ask(kind, key))

    @on(ListComplete)
    def _list_complete(self) -> None:
        self.headlines.redraw()
        self.update_bars()

    @on(Said)
    def _words_said(self, message: Said) -> None:
        self.say(message.text, trouble=message.trouble)

    def turn_back(self, turn: Callable[[], Future[Undone | None]], nothing: str, done: str) -> None:
        """Undo or redo by `turn`, and follow it to its end."""
        future = self.session.turn_back(turn)
        self.marks_changed()
        self.session.watch(future)

        def tell(finished: Future[Undone | None]) -> None:
            if finished.exception() is None:
                self.post_message(self.Turned(finished.result(), nothing, done))

        future.add_done_callback(tell)

    @on(Turned)
    def _turned(self, message: Turned) -> None:
        undone = message.undone
        if undone is None:
            self.say(message.nothing)
            return
        if undone.kind == "opml":
            self.desk.edit_subscriptions(lambda desk: desk.restore(undone.before, undone.after))
        self.say(f"{message.done}: {undone.label}" if undone.label else message.done)
        self.session.show_turned(undone)
        self._store_changed()

    @on(HeadlineList.Opened)
    def _headline_clicked(self) -> None:
        self._growing = False
        self.go_to_pane("headlines")
        self.open_headline()

    @on(SheetPage.Opened)
    def _sheet_clicked(self, message: SheetPage.Opened) -> None:
        self._growing = False
        if message.view:
            self.open_view(message.view)
            self.go_to_pane("headlines")
        else:
            self.headlines.move_to(message.item)
            self.open_headline()

    @on(SheetPage.Resized)
    def _sheet_resized(self) -> None:
        self.sheets.lay()

    @on(SidebarPane.Opened)
    def _sidebar_clicked(self) -> None:
        row = self.sidebar.current
        if row and row.view:
            self.open_view(row.view)
            self.go_to_pane("headlines")

    @on(Then)
    def _act(self, message: Then) -> None:
        try:
            message.act()
        except NewsdeskError as error:
            self.say(str(error), trouble=True)

    @on(ArticlePage.RelatedPicked)
    def _related_clicked(self, message: ArticlePage.RelatedPicked) -> None:
        self.open_article(message.headline)

    @on(ArticlePage.LinkPicked)
    def _link_clicked(self, message: ArticlePage.LinkPicked) -> None:
        self.browse(message.url)

    @on(HeadlineList.Moved)
    @on(ArticlePage.Scrolled)
    def _moved(self) -> None:
        self._furthest = max(self._furthest, self.page.place)
        if self.sheets.shown:
            self.sheets.page.move_to(self.headlines.cursor)
        self.update_bars()

    @on(events.DescendantFocus)
    def _focus_moved(self, event: events.DescendantFocus) -> None:
        if event.widget is not self.focused:
            # Fast keys have moved on since: what was focused for a moment must not bring its pane back.
            return
        pane: Any = "headlines" if event.widget.id == "sheet" else event.widget.id
        if pane in PANES and pane != self.pane:
            self.pane = pane
            self.update_bars()

    @on(Divider.Dragged)
    def _divider_dragged(self, message: Divider.Dragged) -> None:
        width = self.app.size.width
        if message.divider.id == "rule-left":
            self.set_widths(sidebar=message.column, keep=message.done)
        else:
            start = self.query_one("#headlines-pane").region.x
            self.set_widths(of_list=(message.column - start) * 100 // max(width, 1), keep=message.done)

    def set_widths(self, *, sidebar: int = 0, of_list: int = 0, keep: bool = True) -> None:
        """Draw the sidebar so many columns wide, the list so many per cent of the screen, and `keep` that."""
        self.sidebar_width = min(max(sidebar or self.sidebar_width, 12), 80)
        self.list_width = min(max(of_list or self.list_width, 20), 80)
        self.lay_out()
        if keep and sidebar:
            self.remember("sidebar_width", self.sidebar_width)
        elif keep:
            self.remember("list_width", self.list_width)
