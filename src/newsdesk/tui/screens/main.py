"""The main screen: three panes, their heads, the status line; keys go to `tui/actions`."""

from __future__ import annotations

import os
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.screen import Screen

from newsdesk import clock, urls
from newsdesk.errors import NewsdeskError
from newsdesk.model.headlines import Headline, View, ViewKind
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
from newsdesk.tui.panes import PANES, Pane, pane_widths, visible_panes
from newsdesk.tui.screens.bars import Bars
from newsdesk.tui.session import Opened, Session, view_title
from newsdesk.tui.widgets.article import ArticlePage
from newsdesk.tui.widgets.divider import Divider
from newsdesk.tui.widgets.headlines import HeadlineList
from newsdesk.tui.widgets.sidebar import SidebarPane

if TYPE_CHECKING:
    from newsdesk.tui.app import NewsdeskApp


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
        self.bars = Bars(self)
        self.view = View(ViewKind.UNREAD)
        self.before_search: View | None = None
        """The list that a search was started from."""
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
        self._sidebar_width = settings.sidebar_width
        self._list_width = settings.list_width
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
            yield Divider(self.glyphs, "rule-right")
            yield Vertical(self.bars.all["article"], self.page, id="article-pane", classes="pane")
        yield self.bars.all["status"]

    def on_mount(self) -> None:
        """Fill the panes before the first frame."""
        self.sidebar.show(self.session.sidebar)
        self._share_sections()
        self.page.clear((Span("Press ⏎ on a headline to read it here.", "mute"),))
        self.lay_out()
        start = View(ViewKind.UNREAD if self.session.sidebar.unread else ViewKind.ALL)
        self.open_view(start)
        self._growing = not self.headlines.count
        watch.start(self, self.session)

    def on_resize(self, event: events.Resize) -> None:
        """Another size: other panes."""
        self.lay_out(event.size.width, event.size.height)

    def lay_out(self, width: int = 0, height: int = 0) -> None:
        """Show the panes that there is room for, and draw rows as high as fits."""
        width, height = width or self.app.size.width, height or self.app.size.height
        self.shown = visible_panes(width, self.pane, self.most, self.zoomed)
        widths = pane_widths(width, self.shown, self._sidebar_width, self._list_width)
        for pane in PANES:
            container = self.query_one(f"#{pane}-pane")
            container.display = pane in widths
            if pane in widths:
                container.styles.width = widths[pane]
        for bar in ("headlines", "article"):
            self.bars.all[bar].display = len(self.shown) > 1
        self.page.centred = self.zoomed
        self.query_one("#rule-left").display = "sidebar" in self.shown and len(self.shown) > 1
        self.query_one("#rule-right").display = "article" in self.shown and len(self.shown) > 1
        self.headlines.set_density(density_for(self.desk.settings.density, height))
        focused = {"sidebar": self.sidebar, "headlines": self.headlines, "article": self.page}[self.pane]
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
        elif self.before_search is not None:
            self.open_view(self.before_search)
        else:
            return False
        return True

    # --- panes, lists, articles ----------------------------------------------------------------

    def go_to_pane(self, pane: Pane) -> None:
        """Put the focus on a pane."""
        self.pane = pane
        if pane == "sidebar":
            self.sidebar.open(View(self.view.kind, self.view.key))
        self.lay_out()

    def open_view(self, view: View) -> None:
        """Show another list; raises QueryError for a wrong query."""
        same = view == self.view and self.session.rows is not None
        current = self.headlines.current.id if same and self.headlines.current else None
        rows = self.session.open(view)
        if view.kind is ViewKind.SEARCH:
            self.before_search = self.before_search or self.view
        else:
            self.before_search = None
            self.sidebar.open(view)
        self.view, self.waiting = view, 0
        self.headlines.message = empty_message(self.session, view, self.desk.keeper is not None)
        place = rows.index_of(current) if current is not None else None
        self.headlines.show(rows, place or 0)
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
        self.close_article()
        self.session.mark([row], "read", True, undoable=False)
        self._opened_at, self._furthest = clock.now(), 0.0
        self.page.awaited = True
        self.go_to_pane("article")
        self.marks_changed()
        self.read_article(row.id)

    def read_article(self, headline: int, renewed: bool = False) -> None:
        """Have a thread read an article; the last one asked for is shown."""

        def read() -> None:
            try:
                opened = self.session.read_article(headline)
            except NewsdeskError as error:
                self.post_message(self.Said(str(error), trouble=True))
                return
            self.post_message(self.ArticleRead(opened, renewed))

        self.run_worker(read, thread=True, exclusive=True, group="article")

    def close_article(self) -> None:
        """Remember how far the open article was read, and for how long."""
        article = self.page.article
        if article is None or not self._opened_at:
            return
        headline, writer = article.headline.id, self.session.writer
        if self.page.place != article.place:
            self.session.watch(writer.set_place(headline, 0.0 if self.page.at_end else self.page.place))
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
            self.waiting = rows.waiting() if rows else 0
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
        self.headlines.message = empty_message(self.session, self.view, self.desk.keeper is not None)
        self.headlines.redraw()
        article = self.page.article
        if article and self._wanted:
            self.read_article(article.headline.id, renewed=True)
        self.update_bars()

    @on(watch.TimePassed)
    def _time_passed(self) -> None:
        self.headlines.redraw()
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
            self.page.show(opened.article, opened.pictures)
            self._wanted.clear()
        elif shown and shown.headline.id == opened.article.headline.id and self._is_other(opened):
            self.page.renew(opened.article, opened.pictures)
        self._opened = opened
        self._ask_for_rest(opened)
        self.update_bars()

    def _is_other(self, opened: Opened) -> bool:
        before = self._opened
        return before is None or opened.article != before.article or opened.pictures.keys() != before.pictures.keys()

    def _ask_for_rest(self, opened: Opened) -> None:
        """What the settings let an opened article ask for: its blocks, its page, its lead picture; each once."""
        article, settings, wanted = opened.article, self.desk.settings, self._wanted
        requests: list[tuple[RequestKind, str]] = []
        if article.document is None:
            requests.append(("digest", str(article.headline.id)))
        elif self.desk.keeper:
            if article.summary_only and article.full_text == "none" and settings.full_text != "never":
                requests.append(("full-text", str(article.headline.id)))
            if opened.missing and settings.pictures != "off":
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

    def turn_back(self, future: Future[Undone | None], nothing: str, done: str) -> None:
        """Follow an undo or redo to its end."""
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
        self._store_changed()

    @on(HeadlineList.Opened)
    def _headline_clicked(self) -> None:
        self._growing = False
        self.go_to_pane("headlines")
        self.open_headline()

    @on(SidebarPane.Opened)
    def _sidebar_clicked(self) -> None:
        row = self.sidebar.current
        if row and row.view:
            self.open_view(row.view)
            self.go_to_pane("headlines")

    @on(ArticlePage.LinkPicked)
    def _link_clicked(self, message: ArticlePage.LinkPicked) -> None:
        self.browse(message.url)

    @on(HeadlineList.Moved)
    @on(ArticlePage.Scrolled)
    def _moved(self) -> None:
        self._furthest = max(self._furthest, self.page.place)
        self.update_bars()

    @on(events.DescendantFocus)
    def _focus_moved(self, event: events.DescendantFocus) -> None:
        pane: Any = event.widget.id
        if pane in PANES and pane != self.pane:
            self.pane = pane
            self.update_bars()

    @on(Divider.Dragged)
    def _divider_dragged(self, message: Divider.Dragged) -> None:
        width = self.app.size.width
        if message.divider.id == "rule-left":
            self._sidebar_width = min(max(message.column, 12), 80)
        else:
            start = self.query_one("#headlines-pane").region.x
            self._list_width = min(max((message.column - start) * 100 // max(width, 1), 20), 80)
        self.lay_out()
        if message.done:
            self.remember("sidebar_width", self._sidebar_width)
            self.remember("list_width", self._list_width)
