"""A text field without a frame, which leaves some keys to the screen."""

from __future__ import annotations

from collections.abc import Callable, Set

from textual import events
from textual.geometry import Size
from textual.reactive import Reactive
from textual.widgets import Input


def _unheard() -> None:
    """For fields that are asked when the person is done."""


class Field(Input):
    """One line to type in; what is `hidden` is drawn as dots and can't be copied.

    `changed` is called at each change of the text, before it is drawn: Textual's message comes some ms later.
    """

    DEFAULT_CSS = """
    Field, Field:focus {
        border: none; height: 1; padding: 0; background: $role-raised; color: $role-text; width: 1fr;
        background-tint: $role-raised 0%;
    }
    Field > .input--placeholder { color: $role-mute; }
    """

    # Textual lays the whole screen out anew for each letter, which changes nothing: the field is as wide as before.
    virtual_size = Reactive(Size(0, 0))

    def __init__(
        self,
        value: str = "",
        placeholder: str = "",
        left_out: Set[str] = frozenset(),
        *,
        hidden: bool = False,
        changed: Callable[[], None] = _unheard,
    ) -> None:
        self._told_of_change = changed
        super().__init__(value, placeholder=placeholder, select_on_focus=False, password=hidden)
        self.cursor_blink = False
        self._left_out = left_out

    def watch_value(self) -> None:
        """Textual's word that the text is another one."""
        self._told_of_change()

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
