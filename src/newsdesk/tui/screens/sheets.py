"""The main screen's sheets: reads what a front page, a story's coverage or an edition needs, and sets it.

The makers of each kind of sheet are imported where one is opened: a start on a list needs none of them.
"""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from textual.containers import Vertical

from newsdesk import clock
from newsdesk.model.headlines import Headline, View, ViewKind
from newsdesk.store.connection import open_reader, translated
from newsdesk.store.queries.coverage import get_newest_title, list_followed, list_heard, list_muted, list_top_stories
from newsdesk.store.queries.views import FRONT_PICKS
from newsdesk.tui.lines import BOLD, EMPTY, Line, Span, span
from newsdesk.tui.themes import hue_of
from newsdesk.tui.widgets.drawn import draws_pictures
from newsdesk.tui.widgets.sheet import SheetPage

if TYPE_CHECKING:
    from newsdesk.model.placed import Placed
    from newsdesk.tui.related import RelatedRow
    from newsdesk.tui.screens.main import MainScreen
    from newsdesk.tui.sheets.blocks import Row, SheetLook
    from newsdesk.tui.sheets.coverage import Coverage
    from newsdesk.tui.sheets.edition import EditionMatter
    from newsdesk.tui.sheets.front import FrontMatter

SHEETS = (ViewKind.FRONT, ViewKind.STORY, ViewKind.EDITION)
"""The views that are set as a sheet, not as a list."""
FIRST_STORIES = 3
"""Stories from which the program opens with the front page."""


class MadeEdition(NamedTuple):
    """An edition as a thread has made it."""

    ids: tuple[int, ...]
    matter: EditionMatter
    made: int
    """Unix seconds UTC."""


class Sheets:
    """Sets the sheet of the open view, and knows what has changed since."""

    def __init__(self, screen: MainScreen) -> None:
        self._screen = screen
        self.page = SheetPage(screen.glyphs, id="sheet")
        self.pane = Vertical(self.page, id="sheet-pane", classes="pane")
        """Stands on the screen from the first sheet on."""
        self.edition: EditionMatter | None = None
        """What the open edition says."""
        self.made: MadeEdition | None = None
        """The edition that was opened last."""
        self._taught = False
        """Whether the person has taught something that "for you" does not show yet."""
        self._front: FrontMatter | None = None
        self._coverage: Coverage | None = None
        self._picture = ""
        """The address of a picture that is awaited."""
        self._stories: list[int] = []
        """The stories of the front page as it was opened."""
        self._heard: dict[int, int] = {}
        """By followed story, the newest headline that the person was told of."""

    @property
    def shown(self) -> bool:
        """Whether a sheet stands where else the list and the article do."""
        return self._screen.view.kind in SHEETS and self._screen.pane != "article"

    def start(self) -> View | None:
        """The front page, if there are stories for one."""
        with translated(self._screen.session.database):
            self._heard = list_heard(self._screen.session.reader)
        self.tell_followed()
        return View(ViewKind.FRONT) if self.has_stories(FIRST_STORIES) else None

    def has_stories(self, amount: int) -> bool:
        """Whether there are so many top stories."""
        return len(self._top("")) >= amount

    def open(self, view: View) -> None:
        """Read what the view's rows need; the sheet, if it is one, is set with it."""
        screen = self._screen
        reader = screen.session.reader
        self._picture, self._coverage = "", None
        screen.headlines.reasons = {}
        with translated(screen.session.database):
            if view.kind is ViewKind.FRONT:
                self._open_front(view)
            elif view.kind in (ViewKind.FOR_YOU, ViewKind.PICKS):
                from newsdesk.tui.matter import read_reasons

                screen.headlines.reasons = read_reasons(reader, view)
            elif view.kind is ViewKind.STORY:
                from newsdesk.tui.matter import read_coverage

                self._coverage = read_coverage(reader, int(view.key))
        if self.page.size.width:
            # Before the first frame nobody knows how wide it is: it is set when the panes are laid out.
            self.lay()
        if view.kind in SHEETS:
            self.page.jump_to(0)

    def lay(self, width: int = 0) -> None:
        """Set the sheet anew: other rows, marks, size or time."""
        screen = self._screen
        if screen.view.kind not in SHEETS:
            return
        self.page.message = screen.headlines.message
        # One column is left to the scroll bar, also where there is none yet: what fits then is not set twice.
        width = width or (self.page.outer_size.width or screen.app.size.width) - 1
        self.page.show(self._set(self.rows(), self._look(width)), screen.headlines.cursor)

    def rows(self) -> list[Headline | None]:
        """The rows of the open list."""
        rows = self._screen.session.rows
        return rows.rows(0, rows.count) if rows and rows.count else []

    def changed(self) -> int:
        """How many stories of the front page are others by now."""
        view = self._screen.view
        now = self._top(view.key)
        return len(set(now) - set(self._stories))

    def picks_changed(self) -> bool:
        """Whether the picks beside the front page are others by now."""
        from newsdesk.store.queries.placed import list_placed

        if self._front is None:
            return False
        with translated(self._screen.session.database):
            now = list_placed(self._screen.session.reader, "picks")[:FRONT_PICKS]
        return self._front.picks != {one.headline for one in now}

    def head(self) -> tuple[Line, Line]:
        """The head of the sheet: its name, and what waits."""
        view, waiting = self._screen.view, self._screen.waiting
        right: Line = EMPTY
        if waiting:
            words = {ViewKind.FRONT: "story changed" if waiting == 1 else "stories changed", ViewKind.STORY: "new"}
            right = (Span(f"{waiting} {words.get(view.kind, 'new')}", "accent", BOLD), Span("  .", "text", BOLD),
                     Span(" shows", "mute"))  # fmt: skip
        if view.kind is ViewKind.FRONT:
            where = f"TOP STORIES IN {view.key.upper()}" if view.key else "TOP STORIES RIGHT NOW"
            width = self._screen.app.size.width
            what = "" if view.key or width < 125 else "   what the most outlets are covering"
            keys = (Span("   [ ]", "text", BOLD), Span(" sections", "mute")) if width >= 130 or view.key else ()
            return (span(where, "accent", BOLD), Span(what, "mute"), *keys), right
        name = "COVERAGE" if view.kind is ViewKind.STORY else "EDITION"
        return (Span(name, "accent", BOLD),), right

    def sections(self) -> list[str]:
        """The sections that have a front page of their own."""
        from newsdesk.store.queries.placed import list_placed

        reader = self._screen.session.reader
        with translated(self._screen.session.database):
            found = {one.section for one in list_placed(reader, "top") if one.section}
        return [section.name for section in self._screen.session.sidebar.sections if section.name in found]

    def tell_followed(self) -> None:
        """Say it when a followed story has new coverage, also when that came while newsdesk was closed."""
        heard, found = self._heard, self._read_followed()
        if found == heard:
            return
        news = [story for story, newest in found.items() if heard.get(story, newest) < newest]
        if news:
            title = get_newest_title(self._screen.session.reader, max(news, key=lambda story: found[story]))
            where = "a story you follow" if len(news) == 1 else f"{len(news)} stories you follow"
            self._screen.say(f"{self._screen.glyphs.followed} New on {where}: {title}")
        self._heard = found
        self._screen.session.watch(self._screen.session.writer.save_heard(found))

    def say_of_story(self, story: int, *, followed: bool | None = None, muted_until: int = -1, label: str) -> None:
        """Write what the person says of a story; the page shows it where it stands, nothing moves."""
        session = self._screen.session
        future = session.writer.set_story(story, followed=followed, muted_until=muted_until, label=label)
        session.watch(future)
        future.add_done_callback(lambda _done: self._screen.post_message(self._screen.Then(self.stories_told)))

    def stories_told(self) -> None:
        """Show what is followed and muted as it is now."""
        from newsdesk.tui.matter import read_coverage

        screen, reader = self._screen, self._screen.session.reader
        self.tell_followed()
        with translated(screen.session.database):
            if screen.view.kind is ViewKind.STORY:
                self._coverage = read_coverage(reader, int(screen.view.key))
            muted = list_muted(reader, clock.now())
        if self._front:
            self._front = self._front._replace(followed=frozenset(self._heard), muted=muted)
        if screen.view.kind is ViewKind.FOR_YOU:
            screen.views.open(screen.view)
        screen.headlines.redraw()
        self.lay()

    def renew_picture(self) -> None:
        """Show the lead's picture when the worker has brought it."""
        rows = self._screen.session.rows
        lead = rows.row(0) if rows and self._picture and self._screen.view.kind is ViewKind.FRONT else None
        if lead is None or self._front is None:
            return
        from newsdesk.tui.matter import with_picture

        reader = self._screen.session.reader
        self._front, missing = with_picture(reader, self._front, lead.id, self._picture, awaited=True)
        if not missing:
            self._picture = ""

    def renew(self) -> None:
        """Show the open sheet or list as it is now, the cursor on the same headline."""
        if self._screen.view.kind in SHEETS or self._screen.view.kind is ViewKind.FOR_YOU:
            self._screen.views.open(self._screen.view)

    def find_related(self, headline: Headline) -> None:
        """Have a thread look for what belongs beside the open article, and show it at the foot."""
        from newsdesk.tui.related import read_related

        screen = self._screen

        def show(found: list[RelatedRow]) -> None:
            article = screen.page.article
            if article and article.headline.id == headline.id:
                screen.page.show_related(found)

        def work() -> None:
            found = read_related(screen.session.database, headline)
            screen.post_message(screen.Then(lambda: show(found)))

        screen.in_thread(work, "related")

    def teach(self) -> None:
        """Have "for you" made anew after a lesson: by the worker, or by a thread where there is none."""
        screen, session = self._screen, self._screen.session
        self._taught = True
        if screen.desk.keeper:
            session.watch(session.writer.ask("desk"))
            return

        def work() -> None:
            session.watch(session.writer.save_placed("foryou", read_for_you(session.database)))

        session.writer.flush(1.0)
        screen.in_thread(work, "for-you")

    def take_lesson(self) -> None:
        """Show the person's "for you" as soon as it is made anew: they asked for it."""
        screen = self._screen
        if not self._taught or screen.view.kind is not ViewKind.FOR_YOU:
            return
        from newsdesk.store.queries.placed import list_placed

        shown = [row.id for row in self.rows() if row]
        with translated(screen.session.database):
            now = [one.headline for one in list_placed(screen.session.reader, "foryou")]
        if now != shown:
            self._taught = False
            self.renew()

    def _open_front(self, view: View) -> None:
        from newsdesk.tui.matter import read_front

        session, rows = self._screen.session, self.rows()
        self._stories = self._top(view.key)
        self._front = read_front(session.reader, rows, session.sidebar)
        lead = next(iter(rows), None)
        if lead is None:
            return
        if self.page.size.width:
            self._bring_picture(lead.id)
        else:
            # The first frame keeps its place: finding and drawing it takes as long as half of the page.
            self._front = self._front._replace(awaited=frozenset({lead.id}))
            self._screen.call_after_refresh(self._bring_late, lead.id)

    def _bring_late(self, lead: int) -> None:
        with translated(self._screen.session.database):
            self._bring_picture(lead)
        self.lay()

    def _bring_picture(self, lead: int) -> None:
        """Put the lead's picture on the page, or ask the worker for it."""
        from newsdesk.tui.matter import picture_of_lead, with_picture

        session, screen, front = self._screen.session, self._screen, self._front
        if front is None or screen.view.kind is not ViewKind.FRONT:
            return
        self._front = front._replace(awaited=frozenset())
        url = picture_of_lead(session.reader, front, lead)
        if not url:
            return
        asks = screen.desk.keeper is not None and screen.desk.settings.pictures != "off"
        self._front, missing = with_picture(session.reader, self._front, lead, url, awaited=asks)
        if missing and asks:
            self._picture = url
            session.watch(session.writer.ask("picture", url))

    def _set(self, rows: list[Headline | None], look: SheetLook) -> list[Row]:
        if not rows and self._screen.view.kind is not ViewKind.EDITION:
            return []
        kind = self._screen.view.kind
        if kind is ViewKind.FRONT and self._front:
            from newsdesk.tui.sheets.front import set_front

            return set_front(rows, self._front._replace(sidebar=self._screen.session.sidebar), look)
        if kind is ViewKind.EDITION and self.edition:
            from newsdesk.tui.sheets.edition import set_edition

            return set_edition(rows, self.edition, look)
        if self._coverage:
            from newsdesk.tui.sheets.coverage import set_coverage

            return set_coverage(rows, self._coverage, look)
        return []

    def _look(self, width: int) -> SheetLook:
        from newsdesk.tui.sheets.blocks import SheetLook

        screen = self._screen
        names = screen.sidebar.sections
        return SheetLook(
            width,
            screen.app.size.height,
            screen.glyphs,
            clock.now(),
            {name: hue_of(name, names) for name in names},
            pictures=draws_pictures(self.page, screen.glyphs),
        )

    def _top(self, section: str) -> list[int]:
        session = self._screen.session
        with translated(session.database):
            return list_top_stories(session.reader, section)

    def _read_followed(self) -> dict[int, int]:
        session = self._screen.session
        with translated(session.database):
            found = list_followed(session.reader)
        if frozenset(found) != self._screen.headlines.followed:
            self._screen.headlines.followed = frozenset(found)
            self._screen.headlines.redraw()
        return found


def read_for_you(database: Path) -> list[Placed]:
    """What suits the person now; for a thread. Raises StoreError."""
    from newsdesk.newsroom import Room

    with translated(database), closing(open_reader(database)) as connection:
        return Room(connection, clock.now()).for_you()
