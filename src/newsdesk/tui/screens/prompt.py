"""One line to type, at the foot of the screen: search, filter, find, a new name."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from newsdesk.errors import NewsdeskError
from newsdesk.tui.lines import BOLD, Line, Span, cut, span, width_of
from newsdesk.tui.screens.overlay import Overlay
from newsdesk.tui.widgets.drawn import Bar
from newsdesk.tui.widgets.field import Field


class Prompt(Overlay[tuple[str, int]]):
    """Answers with the text and the number of the mode that Tab chose, None when it was left.

    `check` raises NewsdeskError for a text that can't be taken; its words are shown and the text stays. What is
    `hidden` is not shown, and taken as it was typed, blanks and all. `typed` hears of each change of text or mode.
    """

    CSS_PATH = "prompt.tcss"
    AUTO_FOCUS = "Field"

    def __init__(
        self,
        modes: Sequence[str],
        *,
        value: str = "",
        placeholder: str = "",
        check: Callable[[str, int], None] | None = None,
        typed: Callable[[str, int], None] | None = None,
        mode: int = 0,
        may_be_empty: bool = False,
        hidden: bool = False,
    ) -> None:
        super().__init__()
        self._modes = modes
        self._mode = mode
        self._began = value
        self._may_be_empty = may_be_empty
        self._check = check
        self._typed = typed
        self._label = Bar("raised", id="prompt-label")
        self._error = Bar("raised", id="prompt-error")
        self.field = Field(value, placeholder=placeholder, hidden=hidden)

    def compose(self) -> ComposeResult:
        """An error above, label and field below."""
        with Vertical(id="prompt"):
            yield self._error
            with Horizontal(id="prompt-line"):
                yield self._label
                yield self.field

    def on_mount(self) -> None:
        """Say what is asked for."""
        self._error.display = False
        self._show_mode()

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
            self.leave(None)
        else:
            return
        event.stop()
        event.prevent_default()

    @on(Field.Changed)
    def _tell_typed(self) -> None:
        if self._typed and self.is_mounted:
            self._typed(self.field.value.strip(), self._mode)

    def _take(self) -> None:
        text = self.field.value if self.field.password else self.field.value.strip()
        if not text:
            # Who takes all away that stood here wants nothing there.
            self.leave(("", self._mode) if self._may_be_empty and self._began else None)
            return
        try:
            if self._check:
                self._check(text, self._mode)
        except NewsdeskError as error:
            self._error.display = True
            self._error.show((Span(" "), span(cut(str(error), self.app.size.width - 2), "error")))
            return
        self.leave((text, self._mode))
