"""What comes into the database while the main screen is open: counts change, headlines wait, nothing moves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsdesk.errors import NewsdeskError
from newsdesk.model.headlines import View, ViewKind
from newsdesk.tui.empty import empty_message

if TYPE_CHECKING:
    from newsdesk.tui.screens.main import MainScreen

_FRONT_FILLED = 5
"""Stories from which a first start, still untouched, turns from the list to the front page."""


class Arrivals:
    """Shows what has come in. Only a first start that nobody has touched shows new headlines by itself."""

    def __init__(self, screen: MainScreen) -> None:
        self._screen = screen
        self.growing = False
        """Whether the list, empty at the start, shows what comes in by itself."""
        self._notice = ""
        """What the worker said last that a person should see once."""

    def take_in(self) -> None:
        """Read counts and progress, and what waits, anew."""
        screen = self._screen
        try:
            self._count()
        except NewsdeskError as error:
            screen.say(str(error), trouble=True)
            return
        screen.sidebar.show(screen.session.sidebar)
        screen.share_sections()
        self._tell_notice()
        self._grow()
        screen.headlines.message = empty_message(
            screen.session, screen.view, screen.desk.keeper is not None, screen.sidebar.sign_in_key
        )
        screen.headlines.renew()
        screen.sheets.lay()
        screen.opening.renew()
        screen.update_bars()

    def _count(self) -> None:
        screen = self._screen
        screen.session.refresh()
        screen.session.forget()
        rows, sheets = screen.session.rows, screen.sheets
        screen.waiting = sheets.changed() if screen.view.kind is ViewKind.FRONT else rows.waiting() if rows else 0
        sheets.tell_followed()
        sheets.take_lesson()
        sheets.renew_picture()

    def _tell_notice(self) -> None:
        notice = self._screen.session.progress.notice
        if notice and notice != self._notice:
            self._screen.say(notice, trouble=True)
        self._notice = notice

    def _grow(self) -> None:
        screen = self._screen
        untouched = self.growing and not screen.headlines.scroll_offset.y
        on_front = screen.view.kind is ViewKind.FRONT
        if (screen.waiting and (untouched or not screen.headlines.count)) or (
            untouched and on_front and screen.sheets.picks_changed()
        ):
            # A first start on which nobody has touched a key yet: there is no place in the list to lose.
            screen.views.open(screen.view)
            screen.headlines.move_to(0)
        if self.growing and not on_front and screen.sheets.has_stories(_FRONT_FILLED):
            screen.views.open(View(ViewKind.FRONT))
