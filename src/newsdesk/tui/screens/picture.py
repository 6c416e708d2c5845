"""A picture as large as the screen, with its caption and credit below; h and l show the others of the article."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.app import ComposeResult
from textual.screen import Screen
from textual.strip import Strip

from newsdesk.model.blocks import Figure, runs_text
from newsdesk.model.pictures import Thumbnail
from newsdesk.tui.glyphs import Glyphs
from newsdesk.tui.lines import EMPTY, ITALIC, Line, Span, span, width_of, wrap
from newsdesk.tui.pictures import whole_picture
from newsdesk.tui.themes import paint
from newsdesk.tui.widgets.drawn import Drawn, palette_of


class PictureScreen(Screen[None]):
    """The pictures of one article, one at a time; any other key goes back."""

    BINDINGS = []
    AUTO_FOCUS = "LargePicture"

    def __init__(self, glyphs: Glyphs, pictures: Sequence[tuple[Figure, Thumbnail]], first: int = 0) -> None:
        super().__init__()
        self._picture = LargePicture(glyphs, pictures, first)

    def compose(self) -> ComposeResult:
        """Nothing but the picture."""
        yield self._picture

    def on_key(self, event: events.Key) -> None:
        """The next picture, the one before; back."""
        event.stop()
        event.prevent_default()
        if event.key in ("l", "right", "j", "down", "n", "space", "tab"):
            self._picture.turn(1)
        elif event.key in ("h", "left", "k", "up", "p", "shift+tab"):
            self._picture.turn(-1)
        else:
            self.dismiss()

    def on_click(self) -> None:
        """A click goes back."""
        self.dismiss()


class LargePicture(Drawn):
    """One of some pictures, in the middle of the screen."""

    def __init__(self, glyphs: Glyphs, pictures: Sequence[tuple[Figure, Thumbnail]], first: int) -> None:
        super().__init__()
        self._glyphs = glyphs
        self._pictures = pictures
        self._shown = first
        self._lines: list[Line] = []

    def turn(self, step: int) -> None:
        """Show another picture."""
        self._shown = (self._shown + step) % len(self._pictures)
        self._set()

    def on_resize(self) -> None:
        """Textual's word of the size."""
        self._set()

    def draw_line(self, y: int, width: int) -> Strip:
        """A line of the picture or of what stands below it."""
        return paint(self._lines[y] if y < len(self._lines) else EMPTY, width, palette_of(self), "bg")

    def _set(self) -> None:
        figure, picture = self._pictures[self._shown]
        width, height = self.size.width, self.size.height
        words = runs_text(figure.caption).replace("\n", " ") or figure.image.alt
        below = wrap((span(words, "soft", ITALIC),), max(width - 4, 10))[:3] if words else []
        foot: Line = (span(figure.credit, "mute"),) if figure.credit else EMPTY
        if len(self._pictures) > 1:
            dot = Span(f"  {self._glyphs.dot}  ", "faint") if foot else Span("")
            foot = (*foot, dot, Span(f"{self._shown + 1} of {len(self._pictures)}, h l the others", "mute"))
        below = [*below, *wrap(foot, max(width - 4, 10))[:2]] if foot else below
        drawn = whole_picture(picture, width, max(height - len(below) - 1, 2))
        left = max(width - width_of(drawn[0]), 0) // 2 if drawn else 0
        top = max(height - len(drawn) - len(below) - 1, 0) // 2
        self._lines = [*([EMPTY] * top), *((Span(" " * left), *line) for line in drawn), EMPTY]
        self._lines += [(Span(" " * max((width - width_of(line)) // 2, 0)), *line) for line in below]
        self.set_height(min(len(self._lines), height))
        self.refresh()
