"""The signs the screen is drawn with, and their ASCII stand-ins."""

from __future__ import annotations

from typing import NamedTuple


class Glyphs(NamedTuple):
    """One sign a field, each one column wide but for `enter`."""

    unread: str = "●"
    bar: str = "▌"
    quote: str = "▎"
    folded: str = "▸"
    unfolded: str = "▾"
    all: str = "◆"
    today: str = "▲"
    star: str = "★"
    later: str = "◷"
    work: str = "⟳"
    thick: str = "━"
    thin: str = "─"
    upright: str = "│"
    steps: str = "▂▄▆█"
    bullet: str = "•"
    picture: str = "▨"
    play: str = "▶"
    dot: str = "·"
    ellipsis: str = "…"
    into: str = "›"
    cut: str = "»"
    enter: str = "⏎"
    warn: str = "!"
    paused: str = "‖"
    check: str = "✓"
    followed: str = "✦"
    front: str = "■"
    picked: str = "✧"


UNICODE = Glyphs()
ASCII = Glyphs(
    unread="*", bar="|", quote="|", folded=">", unfolded="v", all="#", today="^", star="*", later="@", work="~",
    thick="=", thin="-", upright="|", steps=".:=#", bullet="-", picture="#", play=">", dot="-", ellipsis="~",
    into=">", cut=">", enter="Enter", warn="!", paused="=", check="x", followed="+",
    front="=", picked="%",
)  # fmt: skip
