"""The open article of the main screen: read by a thread, completed by the worker, left at a place that is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsdesk import clock
from newsdesk.model.headlines import Headline, Reading
from newsdesk.store.requests import RequestKind

if TYPE_CHECKING:
    from newsdesk.tui.screens.main import MainScreen
    from newsdesk.tui.session import Opened


class Opening:
    """Opens articles on the main screen, and knows what is still to come for the open one."""

    def __init__(self, screen: MainScreen) -> None:
        self._screen = screen
        self._opened: Opened | None = None
        self._wanted: set[tuple[RequestKind, str]] = set()
        """What was asked of the worker for the open article."""
        self._last_asked = 0
        """The headline whose article was asked for last."""
        self._opened_at = 0
        self._furthest = 0.0

    def open_row(self, row: Headline) -> None:
        """Open a headline's article: it is read from now on."""
        screen = self._screen
        self.close()
        screen.session.mark_opened(row, whole_story=screen.desk.settings.read_story)
        self._opened_at, self._furthest = clock.now(), 0.0
        screen.page.awaited = True
        screen.go_to_pane("article")
        screen.marks_changed()
        self.read(row.id)

    def open(self, headline: int) -> None:
        """Open an article that may stand in no list that is open."""
        screen = self._screen
        place = screen.session.rows.index_of(headline) if screen.session.rows else None
        if place is not None:
            screen.headlines.move_to(place)
            screen.open_headline()
            return
        row = screen.session.headline(headline)
        if row:
            self.open_row(row)

    def read(self, headline: int, renewed: bool = False, reading: Reading = "best") -> None:
        """Have a thread read an article; the last one asked for is shown."""
        screen, self._last_asked = self._screen, headline

        def read() -> None:
            if not renewed and (begun := screen.session.read_beginning(headline)):
                screen.post_message(screen.Then(lambda: self._show_beginning(begun)))
                return
            opened = screen.session.read_article(headline, reading)
            screen.post_message(screen.Then(lambda: self._show(opened, renewed=renewed)))

        screen.in_thread(read, "article")

    def _show_beginning(self, begun: Opened) -> None:
        """Show the first screens of a long article; the rest is read when they are drawn, not while."""
        headline = begun.article.headline.id
        self._show(begun, renewed=False)

        def read_on() -> None:
            if self._last_asked == headline:
                self.read(headline, renewed=True)

        self._screen.call_after_refresh(read_on)

    def close(self) -> None:
        """Remember how far the open article was read, and for how long."""
        screen, article = self._screen, self._screen.page.article
        if article is None or not self._opened_at:
            return
        headline, session, page = article.headline.id, screen.session, screen.page
        if page.place != article.place:
            session.watch(session.writer.set_place(headline, 0.0 if page.place == 1 else page.place))
        if screen.desk.settings.learn:
            seconds = max(clock.now() - self._opened_at, 0)
            furthest = max(self._furthest, page.place)
            session.watch(session.writer.record_reading(headline, self._opened_at, seconds, furthest))
        self._opened_at = 0

    def scrolled(self) -> None:
        """Note how far the person has come."""
        self._furthest = max(self._furthest, self._screen.page.place)

    def renew(self) -> None:
        """Read the open article again when something that was asked for it may have come."""
        article = self._screen.page.article
        if article is None or article.headline.id != self._last_asked:
            return  # another one is on its way, whose reading this one would end
        if self._wanted or article.full_text == "wanted":
            self.read(article.headline.id, renewed=True, reading=article.reading)

    def want(self, kind: RequestKind, key: str) -> None:
        """Ask the worker for something of the open article; the page is drawn anew when it comes."""
        session = self._screen.session
        self._wanted.add((kind, key))
        session.watch(session.writer.ask(kind, key))

    def _show(self, opened: Opened | None, *, renewed: bool) -> None:
        screen, page = self._screen, self._screen.page
        if opened is None:
            page.awaited = False
            screen.say("This article is gone")
            return
        shown = page.article
        if not renewed:
            page.show(opened.article, opened.pictures, awaited=self._awaited(opened))
            self._wanted.clear()
            screen.sheets.find_related(opened.article.headline)
        elif shown and shown.headline.id == opened.article.headline.id and self._is_other(opened):
            page.renew(opened.article, opened.pictures, awaited=self._awaited(opened))
        self._opened = opened
        self._ask_for_rest(opened)
        screen.update_bars()

    def _awaited(self, opened: Opened) -> frozenset[str]:
        """The pictures that may still come, so that the page keeps their place."""
        desk = self._screen.desk
        wanted = desk.keeper and desk.settings.pictures_of(opened.article.feed_url) != "off"
        return frozenset(opened.missing) if wanted else frozenset()

    def _is_other(self, opened: Opened) -> bool:
        before = self._opened
        return before is None or opened.article != before.article or opened.pictures.keys() != before.pictures.keys()

    def _ask_for_rest(self, opened: Opened) -> None:
        """What the settings let an opened article ask for: its blocks, its page, its lead picture; each once."""
        article, settings = opened.article, self._screen.desk.settings
        full_text = settings.full_text_of(article.feed_url)
        requests: list[tuple[RequestKind, str]] = []
        if article.document is None:
            requests.append(("changes" if article.reading == "changes" else "digest", str(article.headline.id)))
        elif self._screen.desk.keeper:
            if article.summary_only and article.full_text == "none" and full_text != "never":
                requests.append(("full-text", str(article.headline.id)))
            if opened.missing and settings.pictures_of(article.feed_url) != "off":
                requests.append(("picture", f"{article.headline.id} {opened.missing[0]}"))
        for kind, key in requests:
            if (kind, key) not in self._wanted:
                self.want(kind, key)
