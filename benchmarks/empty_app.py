"""The least a Textual program can be, three Statics: what a start is measured against."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.widgets import Static

MARKER = "the empty app is drawn"


class EmptyApp(App[None]):
    """Draws three lines, ends with any key."""

    def compose(self) -> ComposeResult:
        """The three lines."""
        yield Static("one")
        yield Static("two")
        yield Static(MARKER)

    def on_key(self) -> None:
        """End."""
        self.exit()


if __name__ == "__main__":
    EmptyApp().run()
