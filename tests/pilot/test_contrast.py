"""Whatever is drawn can be read: every letter and number of every screen has enough contrast on its ground."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path

import pytest

from newsdesk import paths
from newsdesk.cli.demo import make_desk
from newsdesk.config import Settings
from newsdesk.tui.app import NewsdeskApp
from newsdesk.tui.screens.overlay import Overlay
from pilot.conftest import TEXTUAL_NAMES, RecordedSubscriptions
from unit.tui.test_themes import contrast

LEAST = 4.5
"""The ratio that WCAG 2 asks of text."""
WALK = """
g h| j j| g u| j| V| V| V| x| escape| s b| A| u| h| G| space| j| k| l| enter| / t h e enter| escape| escape| j| enter
z| tab| z| escape| c| escape| g e| escape| g p| g P| g| escape| ? s t a r| escape| a| escape| i| escape| T| escape
: u n| escape| g f| escape| g o| escape| / ( enter| escape| g k| escape| +| escape| g l| 1| 2| O
"""
"""Keys; what is on the screen is looked at after each group of them."""


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's desk: every kind of article, story and mark."""
    home = tmp_path_factory.mktemp("demo")
    make_desk(paths.at(home))
    return home


def unreadable(app: NewsdeskApp) -> set[tuple[str, str, str, float]]:
    """Words of the screen that is on top with too little contrast: text, colour, ground, ratio."""
    screen = app.screen
    region = screen.children[0].region if isinstance(screen, Overlay) else screen.region
    found = set()
    for y, strip in enumerate(screen._compositor.render_strips()):
        x = 0
        for segment in strip:
            inside = region.contains(x, y)
            x += segment.cell_length
            style = segment.style
            if not inside or style is None or not any(map(str.isalnum, segment.text)):
                continue
            assert style.color is not None
            assert style.bgcolor is not None
            colour, ground = (c.get_truecolor().hex for c in (style.color, style.bgcolor))
            ratio = contrast(*((ground, colour) if style.reverse else (colour, ground)))
            if ratio < LEAST:
                found.add((segment.text.strip(), colour, ground, round(ratio, 2)))
    return found


@pytest.mark.slow
@pytest.mark.parametrize("size", [(160, 45), (80, 24)], ids=str)
@pytest.mark.parametrize("theme", ["ink", "paper"])
async def test_every_letter_can_be_read(demo, tmp_path, monkeypatch, theme, size):
    """Lists, articles, the front page, choosers, prompts and their errors, in both themes."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    home = tmp_path / "home"
    await asyncio.to_thread(shutil.copytree, demo, home)
    asked = RecordedSubscriptions()
    app = NewsdeskApp(paths.at(home), Settings(theme=theme), subscriptions=lambda _session: asked)
    found = {}
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        for keys in WALK.replace("\n", "|").split("|"):
            await pilot.press(*(TEXTUAL_NAMES.get(key, key) for key in keys.split()))
            await pilot.pause()
            found |= dict.fromkeys(unreadable(app), keys)
    assert found == {}
