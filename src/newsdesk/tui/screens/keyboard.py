"""What a key does on the main screen: the command it has here, the first of a sequence, or nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events

from newsdesk.tui.commands import BY_ID, Command, Keys, latin_key

if TYPE_CHECKING:
    from newsdesk.tui.screens.main import MainScreen

_ACQUAINTED = 8
"""Keys after which nobody needs the line for newcomers."""


class Keyboard:
    """The main screen's keys, and what was pressed of them."""

    def __init__(self, screen: MainScreen, keys: Keys) -> None:
        self.keys = keys
        self.pressed = ""
        """The key that was pressed last."""
        self.prefix = ""
        """The first key of a sequence that has begun."""
        self.new_here = False
        """Whether nobody has read anything yet: a line says where to begin, until a few keys are pressed."""
        self._screen = screen
        self._count = 0

    def take(self, event: events.Key) -> bool:
        """Do what a key says; False when it says nothing here."""
        key = event.character if event.character and event.is_printable and event.key != "space" else event.key
        self.pressed = key
        self._screen.arrivals.growing = False
        self._count += 1
        self.new_here = self.new_here and self._count < _ACQUAINTED
        latin = latin_key(event.character)
        if self.prefix:
            self._follow_prefix(key, latin)
            return True
        pane = self._screen.pane
        command = self.keys.find(pane, key)
        if command is None and latin:
            command, key = self.keys.find(pane, latin), latin
            self.pressed = latin
        if command is not None:
            self._screen.run_command(command)
        elif key in self.keys.sequences:
            self.prefix = key
            self._screen.update_bars()
        else:
            return False
        return True

    def _follow_prefix(self, key: str, latin: str | None) -> None:
        first, self.prefix = self.prefix, ""
        followers = self.keys.sequences[first]
        command: Command | None = followers.get(key) or (followers.get(latin) if latin else None)
        self._screen.update_bars()
        if command:
            self.pressed = key
        elif self.keys.find(self._screen.pane, key) is BY_ID["app.help"]:
            command, self.pressed = BY_ID["app.help"], f"{first} {key}"
        if command:
            self._screen.run_command(command)
