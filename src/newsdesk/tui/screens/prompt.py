"""A line to type over whatever stands there: a new name, a folder, words to find in an article."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.app import ComposeResult

from newsdesk.tui.screens.overlay import Overlay
from newsdesk.tui.widgets.field import Field
from newsdesk.tui.widgets.prompt_line import Answer, PromptLine


class Prompt(Overlay[Answer]):
    """Answers with the text and the number of the mode, None when it was left; the rest is as `PromptLine` has it."""

    CSS_PATH = "prompt.tcss"
    AUTO_FOCUS = ""

    def __init__(
        self,
        modes: Sequence[str],
        *,
        value: str = "",
        placeholder: str = "",
        check: Callable[[str, int], None] | None = None,
        may_be_empty: bool = False,
        hidden: bool = False,
    ) -> None:
        super().__init__()
        self._line = PromptLine(
            modes, self.leave, value=value, placeholder=placeholder, check=check, may_be_empty=may_be_empty,
            hidden=hidden,
        )  # fmt: skip

    @property
    def field(self) -> Field:
        """What is typed in."""
        return self._line.field

    def compose(self) -> ComposeResult:
        """The line at the foot."""
        yield self._line
