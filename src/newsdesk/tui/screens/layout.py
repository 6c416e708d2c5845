"""Which panes of the main screen are shown, how wide they are, and which of them has the focus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.geometry import Size
from textual.widget import Widget

from newsdesk.tui.headline_row import density_for
from newsdesk.tui.panes import PANES, TWO_FROM, Pane, pane_widths, visible_panes

if TYPE_CHECKING:
    from newsdesk.tui.screens.main import MainScreen


class PaneLayout:
    """Lays out the panes for the size of the terminal and what the person wants to see."""

    def __init__(self, screen: MainScreen, sidebar_width: int, list_width: int) -> None:
        self._screen = screen
        self.shown: tuple[Pane, ...] = ()
        self.most = 3
        """Panes that the person wants beside each other at most."""
        self.zoomed = False
        """Whether the person wants nothing but the article."""
        self.sidebar_width = sidebar_width
        """Columns."""
        self.list_width = list_width
        """Per cent of the screen."""
        self.size = Size(0, 0)
        """What they were laid out for: a key may ask for it before the screen is told of another size."""

    def lay_out(self, width: int = 0, height: int = 0) -> None:
        """Show the panes that there is room for, draw rows as high as fits, and put the focus where it belongs."""
        screen, size = self._screen, self._screen.app.size
        width, height = width or size.width, height or size.height
        self.size = Size(width, height)
        self._show_panes(width)
        screen.headlines.set_density(density_for(screen.desk.settings.density, height))
        of_list: Widget = screen.sheets.page if screen.sheets.shown else screen.headlines
        focused = {"sidebar": screen.sidebar, "headlines": of_list, "article": screen.page}[screen.pane]
        if screen.focused is not focused and not screen.asking:
            screen.set_focus(focused)
        screen.update_bars()

    def _show_panes(self, width: int) -> None:
        screen, sheet = self._screen, self._screen.sheets.shown
        if sheet:
            beside = screen.pane == "sidebar" and width >= TWO_FROM
            self.shown = ("sidebar", "headlines") if beside else (screen.pane,)
        else:
            self.shown = visible_panes(width, screen.pane, self.most, self.zoomed)
        widths = pane_widths(width, self.shown, self.sidebar_width, self.list_width)
        for pane in PANES:
            container = screen.query_one(f"#{pane}-pane")
            container.display = pane in widths and not (sheet and pane == "headlines")
            if pane in widths:
                container.styles.width = widths[pane]
        of_sheet = sheet and "headlines" in self.shown
        if of_sheet and not screen.sheets.pane.is_attached:
            screen.query_one("#body").mount(screen.sheets.pane, after="#headlines-pane")
        screen.sheets.pane.display = of_sheet
        if of_sheet:
            screen.sheets.lay(widths["headlines"] - 1)
        for bar in ("headlines", "article"):
            screen.bars.all[bar].display = len(self.shown) > 1
        screen.page.centred = self.zoomed
        screen.query_one("#rule-left").display = "sidebar" in self.shown and len(self.shown) > 1
        screen.query_one("#rule-right").display = "article" in self.shown and len(self.shown) > 1

    def set_widths(self, *, sidebar: int = 0, of_list: int = 0, keep: bool = True) -> None:
        """Draw the sidebar so many columns wide, the list so many per cent of the screen, and `keep` that."""
        self.sidebar_width = min(max(sidebar or self.sidebar_width, 12), 80)
        self.list_width = min(max(of_list or self.list_width, 20), 80)
        self.lay_out()
        if keep and sidebar:
            self._screen.remember("sidebar_width", self.sidebar_width)
        elif keep:
            self._screen.remember("list_width", self.list_width)

    def drag(self, rule: str, column: int, *, done: bool) -> None:
        """Follow the mouse that holds a rule, and keep where it was let go."""
        if rule == "rule-left":
            self.set_widths(sidebar=column, keep=done)
        else:
            screen = self._screen
            start = screen.query_one("#headlines-pane").region.x
            self.set_widths(of_list=(column - start) * 100 // max(screen.app.size.width, 1), keep=done)
