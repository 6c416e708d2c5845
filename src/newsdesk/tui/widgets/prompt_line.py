"""One line to type, with what is asked before it and what is wrong with it above."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from newsdesk.errors import NewsdeskError
from newsdesk.tui.lines import BOLD, Line, Span, cut, span, width_of
from newsdesk.tui.widgets.drawn import Bar
from newsdesk.tui.widgets.field import Field

Answer: TypeAlias = tuple[str, int]
"""What was typed, and the number of the mode that Tab chose."""


class PromptLine(Vertical):
    """Hands what was typed to `answered` when Enter takes it, None when it was left.

    `check` raises NewsdeskError for a text that can't be taken; its words are shown and the text stays. What is
    `hidden` is not shown, and taken as it was typed, blanks and all. `typed` hears of each change of text or mode.
    """

    DEFAULT_CSS = """
    PromptLine { height: auto; width: 1fr; dock: bottom; background: $role-raised; }
    PromptLine > Horizontal { height: 1; background: $role-raised; }
    """

    def __init__(
        self,
        modes: Sequence[str],
        answered: Callable[[Answer | None], None],
        *,
        value: str = "",
        placeholder: str = "",
        check: Callable[[str, int], None] | None = None,
        typed: Callable[[str, int], None] | None = None,
        may_be_empty: bool = False,
        hidden: bool = False,
    ) -> None:
        super().__init__()
        self._modes = modes
        self._mode = 0
        self._answered = answered
        self._began = value
        self._may_be_empty = may_be_empty
        self._check = check
        self._typed = typed
        self._label = Bar("raised")
        self._error = Bar("raised")
        self.field = Field(value, placeholder=placeholder, hidden=hidden, changed=self._tell_typed)

    def compose(self) -> ComposeResult:
        """An error above, label and field below."""
        yield self._error
        with Horizontal():
            yield self._label
            yield self.field

    def on_mount(self) -> None:
        """Say what is asked for, and take the keys."""
        self._error.display = False
        self._show_mode()
        self.screen.set_focus(self.field)

    def _show_mode(self) -> None:
        label: Line = (Span(" "), span(self._modes[self._mode], "accent", BOLD), Span(" "))
        if len(self._modes) > 1:
            label = (
                *label,
                Span("Tab", "text", BOLD),
                span(f" {self._modes[(self._mode + 1) % len(self._modes)].split()[-1]} ", "mute"),
            )
        self._label.styles.width = min(width_of(label) + 1, max(self.app.size.width // 2, 8))
        self._label.show(label)

    def on_key(self, event: events.Key) -> None:
        """Tab changes the mode, Enter takes, Esc leaves."""
        if event.key in ("tab", "shift+tab"):
            self._mode = (self._mode + 1) % len(self._modes)
            self._show_mode()
            self._tell_typed()
        elif event.key == "enter":
            self._take()
        elif event.key in ("escape", "ctrl+q"):
            self._answer(None)
        else:
            return
        event.stop()
        event.prevent_default()

    def _tell_typed(self) -> None:
        if self._typed and self.is_mounted:
            self._typed(self.field.value.strip(), self._mode)

    def _take(self) -> None:
        text = self.field.value if self.field.password else self.field.value.strip()
        if not text:
            # Who takes all away that stood here wants nothing there.
            self._answer(("", self._mode) if self._may_be_empty and self._began else None)
            return
        try:
            if self._check:
                self._check(text, self._mode)
        except NewsdeskError as error:
            self._error.display = True
            self._error.show((Span(" "), span(cut(str(error), self.app.size.width - 2), "error")))
            return
        self._answer((text, self._mode))

    def _answer(self, answer: Answer | None) -> None:
        # A second key may have come before this line was taken away.
        answered, self._answered = self._answered, lambda _: None
        # In the screen's name: what the answer opens must not wait for this line, which goes.
        self.screen.call_next(answered, answer)
