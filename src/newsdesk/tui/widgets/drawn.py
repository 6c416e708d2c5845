"""What all our widgets share: they draw lines of spans in the theme's colours, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual._styles_cache import StylesCache
from textual.geometry import Size
from textual.reactive import Reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widget import Widget

from newsdesk.tui.glyphs import ASCII, Glyphs
from newsdesk.tui.lines import BOLD, EMPTY, Line, Span, spread, width_of
from newsdesk.tui.strips import fitted
from newsdesk.tui.themes import INK, PALETTES, Palette, paint, style_of

if TYPE_CHECKING:
    from textual.color import Color
    from textual.css.styles import StylesBase


class PlainLines(StylesCache):
    """Textual's keeper of a widget's lines, for those without border, padding, tint and opacity.

    To work out that there are none takes Textual longer than our drawing of the line.
    """

    def render_line(  # Textual's own name and parameters
        self, styles: StylesBase, y: int, size: Size, content_size: Size, padding: object,
        base_background: Color, background: Color, render_content_line: Any, *_: object,
    ) -> Strip:  # fmt: skip
        """The line as the widget draws it, as wide as the widget."""
        inner, _outer = self.get_inner_outer(base_background, background)
        line: Strip = render_content_line(y)
        return line if line.cell_length == size.width else fitted([*line], size.width, inner.rich_style)


def palette_of(widget: Widget) -> Palette:
    """The colours of the theme in force."""
    return PALETTES.get(widget.app.theme, INK)


def draws_pictures(widget: Widget, glyphs: Glyphs) -> bool:
    """Whether pictures can be drawn: they need many colours, and half-block signs."""
    return not (palette_of(widget).ansi or widget.app.no_color or glyphs is ASCII)


class Drawn(ScrollView, can_focus=True):
    """A scrolling pane that draws its own lines; a subclass gives `draw_line` and says how high it is."""

    DEFAULT_CSS = """
    Drawn {
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-gutter: stable;
        scrollbar-size-vertical: 1;
        background: $role-bg;
    }
    """
    BINDINGS = []
    # Textual lays the whole screen out anew for another height; nothing but the scroll bar depends on it.
    virtual_size = Reactive(Size(0, 0))

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self._styles_cache = PlainLines()

    def draw_line(self, y: int, width: int) -> Strip:
        """Line `y` of the whole content, `width` columns wide."""
        raise NotImplementedError

    def render_line(self, y: int) -> Strip:
        """Textual's request for a line of the viewport."""
        return self.draw_line(y + self.scroll_offset.y, self.size.width)

    def set_height(self, lines: int) -> None:
        """Say how many lines there are; the scroll bar follows."""
        if lines != self.virtual_size.height:
            self.virtual_size = Size(0, lines)
            self._scroll_update(self.virtual_size)

    def keep_in_view(self, top: int, lines: int) -> None:
        """Scroll just so far that `lines` lines from `top` on can be seen."""
        height, first = self.size.height, self.scroll_offset.y
        if not height:
            return
        if top < first:
            self.jump_to(top)
        elif top + lines > first + height:
            self.jump_to(min(top, top + lines - height))

    def jump_to(self, y: float) -> None:
        """Scroll to line `y` at once."""
        self.scroll_to(y=y, animate=False, force=True)

    def blank(self, width: int, ground: str = "bg") -> Strip:
        """An empty line."""
        return fitted([], width, style_of(palette_of(self), "text", 0, ground))

    def notify_style_update(self) -> None:
        """Textual's word that the theme or the focus changed."""
        self.redraw()
        super().notify_style_update()

    def redraw(self) -> None:
        """Forget what was drawn and draw again."""
        self.refresh()


def _whole_parts(line: Line, width: int) -> Line:
    """As many of the line's parts as fit: no word is cut, and no key stands without what it does."""
    while line and (width_of(line) > width or line[-1].flags & BOLD):
        line = line[:-1]
    return line


class Bar(Widget):
    """One line: something at the left, something at the right."""

    DEFAULT_CSS = """
    Bar { height: 1; }
    """

    def __init__(self, ground: str = "panel", id: str | None = None) -> None:
        super().__init__(id=id)
        self._styles_cache = PlainLines()
        self._ground = ground
        self._left: Line = EMPTY
        self._right: Line = EMPTY

    def show(self, left: Line, right: Line = EMPTY, ground: str | None = None) -> None:
        """Draw these; nothing happens where nothing changed. The right side goes first when there is no room."""
        ground = ground or self._ground
        if (left, right, ground) != (self._left, self._right, self._ground):
            self._left, self._right, self._ground = left, right, ground
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """Textual's request for the line."""
        width = self.size.width
        left, right = self._left, self._right
        if right and width_of(left) + width_of(right) + 2 > width:
            right = _whole_parts(right, width - width_of(left) - 2)
        line = spread(left, (*right, Span(" ")) if right else EMPTY, width) if width > 0 else EMPTY
        return paint(line, width, palette_of(self), self._ground)
