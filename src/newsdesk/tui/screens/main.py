"""The main screen: three panes, their heads, the status line; keys go to `tui/actions`."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.screen import Screen

from newsdesk.errors import NewsdeskError
from newsdesk.model.headlines import Headline, Order, View, ViewKind
from newsdesk.tui import watch
from newsdesk.tui.commands import BY_ID, Command, Keys
from newsdesk.tui.finding import Finding
from newsdesk.tui.frames import Frames
from newsdesk.tui.glyphs import Glyphs
from newsdesk.tui.lines import Span
from newsdesk.tui.panes import PANES, Pane
from newsdesk.tui.screens.arrivals import Arrivals
from newsdesk.tui.screens.bars import Bars
from newsdesk.tui.screens.keyboard import Keyboard
from newsdesk.tui.screens.layout import PaneLayout
from newsdesk.tui.screens.opening import Opening
from newsdesk.tui.screens.sheets import FIRST_STORIES, Sheets
from newsdesk.tui.screens.views import Views
from newsdesk.tui.session import Session, view_title
from newsdesk.tui.widgets.article import ArticlePage
from newsdesk.tui.widgets.divider import Divider
from newsdesk.tui.widgets.headlines import HeadlineList
from newsdesk.tui.widgets.sheet import SheetPage
from newsdesk.tui.widgets.sidebar import SidebarPane

if TYPE_CHECKING:
    from newsdesk.tui.app import NewsdeskApp
    from newsdesk.tui.widgets.prompt_line import PromptLine

_log = logging.getLogger(__name__)


class MainScreen(Screen[None]):
    """Where the person reads."""

    # Here and not in a file beside it: Textual reads none for an app's default screen. What only holds others draws
    # nothing, because each line of it would take as long as a line that is seen.
    DEFAULT_CSS = """
    MainScreen {
        background: $role-bg;
        layers: default prompt;
        #body, .pane { visibility: hidden; }
        .pane > *, Divider { visibility: visible; }
        PromptLine { layer: prompt; }
    }
    """
    BINDINGS = []
    AUTO_FOCUS = ""

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

    def __init__(self, app: NewsdeskApp, session: Session, glyphs: Glyphs) -> None:
        super().__init__()
        self._frames = Frames(self._on_timer_update, app._handle_exception)
        self.desk = app
        self.session = session
        self.glyphs = glyphs
        settings = app.settings
        self.keyboard = Keyboard(self, Keys(settings.keys, ascii_only=settings.ascii))
        self.sidebar = SidebarPane(glyphs, id="sidebar")
        self.sidebar.kept = settings.views
        self.sidebar.sign_in_key = self.keyboard.keys.shown(BY_ID["source.sign_in"])
        self.headlines = HeadlineList(glyphs, id="headlines")
        self.headlines.unfold_key = self.keyboard.keys.shown(BY_ID["list.unfold"])
        session.folds = settings.fold_bursts
        self.page = ArticlePage(glyphs, settings.measure, id="article")
        self.sheets = Sheets(self)
        self.bars = Bars(self)
        self.panes = PaneLayout(self, settings.sidebar_width, settings.list_width)
        self.opening = Opening(self)
        self.arrivals = Arrivals(self)
        self.finding = Finding(self)
        self.views = Views(self, Order(settings.order))
        self.asking: PromptLine | None = None
        """The line at the foot that takes the keys."""
        self.view = View(ViewKind.UNREAD)
        self.pane: Pane = "headlines"
        self.last_selected = 0
        """The row that was selected last."""
        self.waiting = 0
        """Headlines, or stories of the front page, that came since the list was opened."""

    @property
    def _update_timer(self) -> Frames:  # type: ignore[override]  # Textual's word for what has it draw
        return self._frames

    # --- what it consists of -------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        """Top bar, panes with rules between them, status line."""
        yield self.bars.all["top"]
        with Horizontal(id="body"):
            yield Vertical(self.sidebar, id="sidebar-pane", classes="pane")
            yield Divider(self.glyphs, "rule-left")
            yield Vertical(self.bars.all["headlines"], self.headlines, id="headlines-pane", classes="pane")
            if self.sheets.has_stories(FIRST_STORIES):
                # Mounted later, it would miss the first frame.
                yield self.sheets.pane
            yield Divider(self.glyphs, "rule-right")
            yield Vertical(self.bars.all["article"], self.page, id="article-pane", classes="pane")
        yield self.bars.all["status"]

    def on_mount(self) -> None:
        """Fill the panes before the first frame."""
        self.sidebar.show(self.session.sidebar)
        self.share_sections()
        self.page.clear((Span(f"Press {self.glyphs.enter} on a headline to read it here.", "mute"),))
        start = View(ViewKind.UNREAD if self.session.sidebar.unread else ViewKind.ALL)
        self.views.open(self.sheets.start() or start)
        self.arrivals.growing = not self.headlines.count
        self.keyboard.new_here = self.session.sidebar.total == self.session.sidebar.unread
        self.update_bars()
        watch.start(self, self.session, lambda: self.desk.typed.last_key)

    def on_resize(self, event: events.Resize) -> None:
        """Another size: other panes. Textual tells the first size three times."""
        if event.size != self.panes.size:
            self.panes.lay_out(event.size.width, event.size.height)
        self.desk.draw_first_frame()

    # --- keys ----------------------------------------------------------------------------------

    def on_key(self, event: events.Key) -> None:
        """Textual's word of a key that came before this screen stood."""
        if not self.asking and self.keyboard.take(event):
            event.stop()
            event.prevent_default()

    def run_command(self, command: Command) -> None:
        """Do what a command does; what goes wrong is said in one line. Nothing once the program ends."""
        if not self.sidebar.is_attached:
            return
        # Imported behind the first frame: see tui/behind.py.
        from newsdesk.tui.actions import ACTIONS

        self.attempt(lambda: ACTIONS[command.id](self), command.id)
        self.update_bars()

    def attempt(self, act: Callable[[], object], named: str) -> None:
        """Do something, on any thread; what goes wrong is said in one line."""
        try:
            act()
        except NewsdeskError as error:
            self.post_message(self.Said(str(error), trouble=True))
        except Exception as error:  # noqa: BLE001 - one fault must not end the reading
            _log.exception("%s", named)
            words = f"A fault in newsdesk ({type(error).__name__}); the log has the details"
            self.post_message(self.Said(words, trouble=True))

    def in_thread(self, work: Callable[[], object], group: str, *, exclusive: bool = True) -> None:
        """Do something in a thread, in place of what its group does there; what goes wrong is said in one line."""
        self.run_worker(
            lambda: self.attempt(work, group), thread=True, exclusive=exclusive, group=group, exit_on_error=False
        )

    def step_back(self) -> bool:
        """One level back; False at the top."""
        if self.finding.awaited:
            self.finding.give_up()
            self.say("Search ended")
        elif self.page.hits:
            self.page.end_find()
        elif self.headlines.selected:
            self.headlines.selected.clear()
            self.headlines.redraw()
        elif self.panes.zoomed and self.pane == "article":
            self.panes.zoomed = False
            self.panes.lay_out()
        elif self.pane != "headlines":
            self.go_to_pane("headlines")
        elif self.views.before:
            self.views.return_to(self.views.before.pop())
        else:
            return False
        return True

    def ask(self, line: PromptLine) -> None:
        """Have the person type a line below the panes, which stay as they are and are drawn where they change."""
        self.asking = line
        self.mount(line)

    def end_asking(self) -> None:
        """Take the line away; the keys are for the panes again."""
        line, self.asking = self.asking, None
        self.panes.lay_out()
        if line:
            line.remove()

    # --- panes, lists, articles ----------------------------------------------------------------

    def go_to_pane(self, pane: Pane) -> None:
        """Put the focus on a pane."""
        self.pane = pane
        if pane == "sidebar":
            self.sidebar.open(self.view)
        self.panes.lay_out()

    def open_headline(self) -> None:
        """Open the row under the cursor: it is read from now on."""
        row = self.headlines.current
        if row is None:
            if self.headlines.count:
                self.say("This headline is gone")
            return
        self.opening.open_row(row)

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
        names = {query: name for name, query in self.desk.settings.views.items()}
        if self.view.kind is ViewKind.SEARCH and self.view.key in names and not self.view.words:
            return names[self.view.key]
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
        from newsdesk import urls
        from newsdesk.tui.browser import open_in_browser

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

    def show_kept(self) -> None:
        """Show the person's own views in the sidebar."""
        self.sidebar.keep(self.desk.settings.views)

    def marks_changed(self) -> None:
        """Draw marks and counts anew."""
        self.sidebar.show(self.session.sidebar)
        if self.headlines.selected:
            self.headlines.redraw()
        else:
            self.headlines.renew()
        self.sheets.lay()
        subject = self.subject
        if subject and self.pane == "article":
            self.page.patch(subject)
        self.update_bars()

    def update_bars(self) -> None:
        """Draw the bars anew; nothing is drawn where nothing changed."""
        if self.is_mounted:
            self.bars.update()

    def share_sections(self) -> None:
        """Let list and page have the sidebar's sections: their order gives the hues."""
        if self.headlines.sections != self.sidebar.sections:
            self.headlines.sections = self.page.sections = self.sidebar.sections
            self.headlines.redraw()

    # --- messages ------------------------------------------------------------------------------

    @on(watch.StoreChanged)
    def _store_changed(self) -> None:
        self.arrivals.take_in()

    @on(watch.TimePassed)
    def _time_passed(self) -> None:
        self.headlines.redraw()
        self.sheets.lay()
        self.update_bars()

    @on(Said)
    def _words_said(self, message: Said) -> None:
        self.say(message.text, trouble=message.trouble)

    @on(HeadlineList.Opened)
    def _headline_clicked(self) -> None:
        self.arrivals.growing = False
        self.go_to_pane("headlines")
        self.open_headline()

    @on(SheetPage.Opened)
    def _sheet_clicked(self, message: SheetPage.Opened) -> None:
        self.arrivals.growing = False
        if message.view:
            self.views.open(message.view)
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
            self.views.open(row.view)
            self.go_to_pane("headlines")

    @on(Then)
    def _act(self, message: Then) -> None:
        self.attempt(message.act, "then")

    @on(ArticlePage.RelatedPicked)
    def _related_clicked(self, message: ArticlePage.RelatedPicked) -> None:
        self.opening.open(message.headline)

    @on(ArticlePage.LinkPicked)
    def _link_clicked(self, message: ArticlePage.LinkPicked) -> None:
        self.browse(message.url)

    @on(HeadlineList.Moved)
    @on(ArticlePage.Scrolled)
    def _moved(self) -> None:
        self.opening.scrolled()
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
        self.panes.drag(message.divider.id or "", message.column, done=message.done)
