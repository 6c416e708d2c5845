"""What every screen over the main one shares: it is left once, however often it is asked to."""

from __future__ import annotations

from typing import TypeVar

from textual.screen import ModalScreen

from newsdesk.tui.lines import Line

Answer = TypeVar("Answer")


class Overlay(ModalScreen[Answer]):
    """A screen over the main one that answers with something."""

    BINDINGS = []

    def __init__(self) -> None:
        super().__init__()
        self._left = False

    def say(self, line: Line) -> None:
        """Words for the person, where this screen has a place for them."""

    def leave(self, answer: Answer | None) -> None:
        """Close with that answer; a second call, by a key that came meanwhile, does nothing."""
        if not self._left:
            self._left = True
            self.dismiss(answer)
