"""The colour roles of ink, paper and the terminal's own sixteen colours, and how spans become coloured segments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.theme import Theme

from newsdesk.text import drawable
from newsdesk.tui.lines import BOLD, ITALIC, REVERSE, STRIKE, UNDERLINE, Line
from newsdesk.tui.strips import fitted
from newsdesk.words import fold

HUES = ("world", "politics", "business", "tech", "science", "climate", "culture", "sport")
"""The eight section colours."""
_NAMED = {
    "world": "world", "international": "world", "politics": "politics", "business": "business", "economy": "business",
    "tech": "tech", "technology": "tech", "science": "science", "climate": "climate", "environment": "climate",
    "culture": "culture", "arts": "culture", "sport": "sport", "sports": "sport", "top": "accent",
}  # fmt: skip
_INK = {
    "bg": "#13151a", "panel": "#171a20", "raised": "#1f242d", "rule": "#2b303a", "text": "#e9e5db", "soft": "#bdb8ad",
    "mute": "#8a8f99", "faint": "#5b616c", "accent": "#f0a64a", "bar": "#f0a64a",
    "selection": "#2c3442", "selection-idle": "#20252e", "link": "#8ab8f0", "ok": "#7fc58a", "error": "#ef7d6d",
    "world": "#7fb0f2", "politics": "#ef8a7a", "business": "#74c69d", "tech": "#b79cf2",
    "science": "#5cc8c2", "climate": "#a3c961", "culture": "#f08fb2", "sport": "#f2a65a",
}  # fmt: skip
_PAPER = {
    "bg": "#faf7f1", "panel": "#f3efe6", "raised": "#ebe5d8", "rule": "#d9d1c0", "text": "#1d1b18", "soft": "#3f3b35",
    "mute": "#625d54", "faint": "#938c7e", "accent": "#964306", "bar": "#964306",
    "selection": "#f2dfbd", "selection-idle": "#ebe6da", "link": "#1f5fae", "ok": "#226632", "error": "#b3261e",
    "world": "#1f5fae", "politics": "#b3261e", "business": "#176640", "tech": "#6a3fb5",
    "science": "#0b645d", "climate": "#3d640b", "culture": "#b0246a", "sport": "#964306",
}  # fmt: skip
# What a terminal's own sixteen look like is the person's choice, so only names are used, and grey is "dim".
_ANSI = {
    "bg": "default", "panel": "default", "raised": "default", "rule": "bright_black", "text": "default",
    "soft": "default", "mute": "default", "faint": "default", "accent": "yellow", "bar": "yellow",
    "selection": "default", "selection-idle": "default", "link": "bright_blue", "ok": "green", "error": "red",
    "world": "bright_blue", "politics": "red", "business": "green", "tech": "magenta",
    "science": "cyan", "climate": "green", "culture": "magenta", "sport": "yellow",
}  # fmt: skip
ROLES = tuple(_INK)
"""Every colour role; a span names one of them."""


@dataclass(frozen=True, slots=True, eq=False)
class Palette:
    """The colours of a theme by role."""

    name: str
    title: str
    colours: Mapping[str, str]
    dark: bool = True
    ansi: bool = False


INK = Palette("ink", "Ink: quiet and dark", _INK)
PAPER = Palette("paper", "Paper: light", _PAPER, dark=False)
ANSI = Palette("ansi", "The terminal's own sixteen colours", _ANSI, ansi=True)
PALETTES: Mapping[str, Palette] = {palette.name: palette for palette in (INK, PAPER, ANSI)}


@lru_cache(5_000)
def style_of(palette: Palette, role: str, flags: int, ground: str, target: int = 0) -> Style:
    """The rich style of a span of that role on the role `ground`; `target` becomes the click's meta.

    A role `#rrggbb/#rrggbb` is a cell of a picture: its upper and its lower half.
    """
    if role[0] == "#":
        upper, lower = role.split("/")
        return Style(color=upper, bgcolor=lower)
    selected = ground == "selection"
    if role == "mute" and selected:
        role = "soft"  # mute on the selection would have a contrast of 3.9 only
    reverse = bool(flags & REVERSE)
    if palette.ansi and selected and role != "bar":
        # Reverse video in many colours would be a patchwork; and what the person's colours are is not known.
        role, reverse = "text", True
    dim = palette.ansi and role in ("mute", "faint", "rule")
    return Style(
        color=palette.colours[role],
        bgcolor=palette.colours[ground],
        bold=bool(flags & BOLD),
        italic=bool(flags & ITALIC),
        underline=bool(flags & UNDERLINE),
        strike=bool(flags & STRIKE),
        dim=dim,
        reverse=reverse,
        meta={"target": target} if target else None,
    )


def paint(line: Line, width: int, palette: Palette, ground: str = "bg") -> Strip:
    """The line as a strip exactly `width` columns wide, on the role `ground`; the last gate before the terminal."""
    segments = [
        Segment(drawable(part.text), style_of(palette, part.role, part.flags, ground, part.target)) for part in line
    ]
    return fitted(segments, width, style_of(palette, "text", 0, ground))


def hue_of(section: str, sections: Sequence[str] = ()) -> str:
    """The colour role of a section: by its name, else by its place among `sections`."""
    named = _NAMED.get(fold(section))
    if named:
        return named
    try:
        return HUES[sections.index(section) % len(HUES)]
    except ValueError:
        return "accent"


def textual_theme(palette: Palette) -> Theme:
    """The theme as Textual wants it, for its own widgets and the style sheets; each role is a variable."""
    colours = {role: f"ansi_{colour}" if palette.ansi else colour for role, colour in palette.colours.items()}
    return Theme(
        name=palette.name,
        primary=colours["accent"],
        accent=colours["accent"],
        foreground=colours["text"],
        background=colours["bg"],
        surface=colours["panel"],
        panel=colours["panel"],
        error=colours["error"],
        success=colours["ok"],
        dark=palette.dark,
        ansi=palette.ansi,
        variables={f"role-{role}": colour for role, colour in colours.items()}
        | {
            "scrollbar": colours["rule"],
            "scrollbar-hover": colours["faint"],
            "scrollbar-active": colours["accent"],
            "scrollbar-background": colours["bg"],
            "scrollbar-background-hover": colours["bg"],
            "scrollbar-background-active": colours["bg"],
            "scrollbar-corner-color": colours["bg"],
        }
        | (_ANSI_WIDGETS if palette.ansi else {}),
    )


# What Textual's own text field asks an ansi theme for; reverse video works on any of the person's colours.
_ANSI_WIDGETS = {
    "ansi-background": "ansi_default", "ansi-foreground": "ansi_default", "border-blurred": "ansi_default",
    "input-cursor-background": "ansi_default", "input-cursor-foreground": "ansi_default",
    "input-cursor-text-style": "reverse", "input-selection-background": "ansi_default",
    "input-selection-foreground": "ansi_default",
}  # fmt: skip
