"""A text field without a frame, which leaves some keys to the screen."""

from __future__ import annotations

from collections.abc import Set

from textual import events
from textual.widgets import Input


class Field(Input):
    """One line to type in; what is `hidden` is drawn as dots and can't be copied."""

    DEFAULT_CSS = """
    Field, Field:focus {
        border: none; height: 1; padding: 0; background: $role-raised; color: $role-text; width: 1fr;
        background-tint: $role-raised 0%;
    }
    Field > .input--placeholder { color: $role-mute; }
    """

    def __init__(
        self, value: str = "", placeholder: str = "", left_out: Set[str] = frozenset(), *, hidden: bool = False
    ) -> None:
        super().__init__(value, placeholder=placeholder, select_on_focus=False, password=hidden)
        self.cursor_blink = False
        self._left_out = left_out

    def on_key(self, event: events.Key) -> None:
        """A key that the screen wants is not typed."""
        if event.key in self._left_out:
            event.prevent_default()

    def action_copy(self) -> None:
        """Copy what is selected, unless it is hidden."""
        if not self.password:
            super().action_copy()

    def action_cut(self) -> None:
        """Cut what is selected; what is hidden goes without being copied."""
        if self.password:
            self.delete_selection()
        else:
            super().action_cut()
