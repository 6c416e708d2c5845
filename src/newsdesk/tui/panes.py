"""Which panes stand beside each other, and how wide: pure."""

from __future__ import annotations

from typing import Literal, TypeAlias

Pane: TypeAlias = Literal["sidebar", "headlines", "article"]
PANES: tuple[Pane, ...] = ("sidebar", "headlines", "article")
TWO_FROM = 100
"""Columns from which two panes stand beside each other."""
THREE_FROM = 140
ARTICLE_LEAST = 60
"""Columns the article keeps when three panes share the screen."""


def visible_panes(width: int, focus: Pane, most: int = 3, zoomed: bool = False) -> tuple[Pane, ...]:
    """The panes that are shown, from left to right; the focused one always is."""
    if zoomed and focus == "article":
        return ("article",)
    room = min(3 if width >= THREE_FROM else 2 if width >= TWO_FROM else 1, most)
    if room == 3:
        return PANES
    if room == 2:
        return ("sidebar", "headlines") if focus == "sidebar" else ("headlines", "article")
    return (focus,)


def pane_widths(width: int, shown: tuple[Pane, ...], sidebar: int, list_share: int) -> dict[Pane, int]:
    """Columns of each shown pane, one column between two of them left for the rule."""
    if len(shown) == 1:
        return {shown[0]: width}
    room = width - (len(shown) - 1)
    if shown == ("sidebar", "headlines"):
        left = min(sidebar, room // 2)
        return {"sidebar": left, "headlines": room - left}
    if len(shown) == 2:
        left = min(max(width * list_share // 100, 30), room - 40)
        return {"headlines": left, "article": room - left}
    side = min(sidebar, room // 3)
    middle = max(min(width * list_share // 100, room - side - ARTICLE_LEAST), 24)
    return {"sidebar": side, "headlines": middle, "article": room - side - middle}
