"""Colours: contrast, roles, hues."""

from __future__ import annotations

import pytest

from newsdesk.tui.lines import BOLD, Span
from newsdesk.tui.themes import ANSI, HUES, INK, PALETTES, PAPER, ROLES, hue_of, paint, style_of, textual_theme

GROUNDS = ("bg", "panel", "raised", "selection", "selection-idle")
READ = ("text", "soft", "mute", "accent", "link", "ok", "error", *HUES)
"""Every role that a person has to read; faint and rule are decoration."""


def luminance(colour):
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first, second):
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("palette", [INK, PAPER], ids=lambda palette: palette.name)
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("role", READ)
def test_every_text_role_can_be_read(palette, ground, role):
    """As drawn, each text role has a contrast of at least 4.5 on each ground it meets."""
    style = style_of(palette, role, 0, ground)
    assert contrast(style.color.get_truecolor().hex, style.bgcolor.get_truecolor().hex) >= 4.5


def test_all_palettes_have_all_roles():
    """No role is missing anywhere."""
    for palette in PALETTES.values():
        assert set(palette.colours) == set(ROLES)
        assert textual_theme(palette).name == palette.name


def test_ansi_uses_names_and_reverse_video():
    """The terminal's own colours are only named; the selection is reversed."""
    assert all(not colour.startswith("#") for colour in ANSI.colours.values())
    assert style_of(ANSI, "text", 0, "selection").reverse
    assert style_of(ANSI, "world", 0, "selection") == style_of(ANSI, "text", 0, "selection")
    assert not style_of(ANSI, "bar", 0, "selection").reverse


def test_paint_fills_the_line_and_cleans():
    """A strip is exactly as wide as asked, and no control gets through."""
    strip = paint((Span("a\x1b[31mb", "accent", BOLD),), 12, INK)
    assert strip.cell_length == 12
    assert "\x1b" not in strip.text


def test_hues():
    """Known sections have their colour; others take one by their place."""
    assert hue_of("Technology") == "tech"
    assert hue_of("Médecine", ["A", "Médecine"]) == HUES[1]
    assert hue_of("Unknown") in ROLES
