"""A list to choose from, over the main screen: palette, keys, sources, links, themes, catalogue."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from newsdesk.tui.choices import Choice, matching
from newsdesk.tui.glyphs import ASCII, Glyphs
from newsdesk.tui.lines import BOLD, EMPTY, Line, Span, span
from newsdesk.tui.screens.overlay import Overlay
from newsdesk.tui.widgets.choice_list import ChoiceList
from newsdesk.tui.widgets.drawn import Bar
from newsdesk.tui.widgets.field import Field

_STEPS = {"down": 1, "up": -1, "ctrl+n": 1, "ctrl+p": -1, "pagedown": 10, "pageup": -10}
_LETTER_STEPS = {"j": 1, "k": -1, "G": 1_000_000, "g": -1_000_000, "space": 10}


class Choose(Overlay[Any]):
    """Answers with the value of the choice that was taken, None when there was none.

    With `typing` letters go into a field and narrow the list; without, they move. `narrow` says what typing leaves of
    the choices, and may add one that was made of what is typed. `keys` are keys with a meaning of
    their own: each is called with the value under the cursor, and the screen stays.
    """

    CSS_PATH = "choose.tcss"
    AUTO_FOCUS = ""

    def __init__(
        self,
        glyphs: Glyphs,
        title: str,
        choices: Sequence[Choice[Any]],
        *,
        typing: bool = True,
        typed: str = "",
        placeholder: str = "type to find",
        hint: Line = EMPTY,
        keys: Mapping[str, Callable[[Choose, Any], None]] | None = None,
        on_move: Callable[[Any], None] | None = None,
        narrow: Callable[[Sequence[Choice[Any]], str], list[Choice[Any]]] = matching,
        cursor: int | None = None,
    ) -> None:
        super().__init__()
        self.glyphs = glyphs
        self.choices = choices
        self._title = title
        self._hint = tuple(part._replace(text=part.text.replace("⏎", glyphs.enter)) for part in hint)
        self._keys = keys or {}
        self._on_move = on_move
        self._narrow = narrow
        self._cursor = cursor
        self.list = ChoiceList(glyphs)
        self.field = Field(typed, placeholder=placeholder, left_out=frozenset(self._keys)) if typing else None
        self._head = Bar("raised")
        self._foot = Bar(id="choose-foot")

    def compose(self) -> ComposeResult:
        """Title, field, list, hint."""
        self._show_title()
        self._foot.show((Span(" "), *self._hint))
        with Vertical(id="choose", classes="-plain" if self.glyphs is ASCII else ""):
            yield self._head
            if self.field:
                sign = Bar("raised", id="choose-sign")
                sign.show((Span(f" {self.glyphs.into}", "accent"),))
                with Horizontal(id="choose-field"):
                    yield sign
                    yield self.field
            yield self.list
            yield self._foot

    def on_mount(self) -> None:
        """Show all, in a frame no higher than it must be."""
        if self.field is None:
            self.query_one("#choose").styles.height = min(len(self.choices) + 6, max(self.app.size.height - 4, 4))
        self.list.show(self._narrow(self.choices, self.field.value if self.field else ""), self._cursor)
        if self.field:
            self.field.focus()

    def set_choices(self, choices: Sequence[Choice[Any]], title: str = "") -> None:
        """Other choices, the cursor at the same place, under another title where one is given."""
        self.choices = choices
        self._title = title or self._title
        self._show_title()
        self.list.show(self._narrow(choices, self.field.value if self.field else ""), self.list.cursor)

    def say(self, line: Line) -> None:
        """Words in the foot, until the next key."""
        self._foot.show(line)

    def _show_title(self) -> None:
        self._head.show((Span(" "), span(self._title, "accent", BOLD)))

    @on(Field.Changed)
    def _typed(self, event: Field.Changed) -> None:
        self.list.show(self._narrow(self.choices, event.value))

    @on(ChoiceList.Moved)
    def _moved(self) -> None:
        if self._on_move and self.list.current:
            self._on_move(self.list.current.value)

    @on(ChoiceList.Picked)
    def _picked(self) -> None:
        self._take()

    def on_key(self, event: events.Key) -> None:
        """Moving, taking, leaving, and the keys with a meaning of their own."""
        key = event.key
        self._foot.show((Span(" "), *self._hint))
        if key in self._keys:
            current = self.list.current
            if current is not None:
                self._keys[key](self, current.value)
        elif key in _STEPS:
            self.list.move(_STEPS[key])
        elif key == "enter":
            self._take()
        elif key in ("escape", "ctrl+q") or (self.field is None and key in ("q", "h", "left", "question_mark")):
            self.leave(None)
        elif self.field is None and (key in _LETTER_STEPS or event.character in _LETTER_STEPS):
            self.list.move(_LETTER_STEPS.get(key) or _LETTER_STEPS[event.character or ""])
        elif self.field is None and key in ("Q", "upper_q"):
            self.app.exit()
        else:
            return
        event.stop()
        event.prevent_default()

    def _take(self) -> None:
        if self.list.current is not None:
            self.leave(self.list.current.value)
        elif not self.choices or not any(choice.value is not None for choice in self.choices):
            self.leave(None)
