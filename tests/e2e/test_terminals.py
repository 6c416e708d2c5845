"""Terminals of every kind: tiny, narrow, resized in a storm, without colours."""

from __future__ import annotations

from pathlib import Path

import pytest

from e2e.conftest import Opener
from e2e.terminal import Terminal


def quits(terminal: Terminal) -> None:
    """It still listens: it quits when it is asked to, with 0."""
    terminal.press("Q")
    assert terminal.wait_exit() == 0
    assert terminal.is_as_before


@pytest.mark.parametrize(
    "environment",
    [
        {"TERM": "linux", "COLORTERM": "", "COLORFGBG": ""},
        {"TERM": "xterm", "COLORTERM": ""},
        {"TERM": "xterm-16color", "COLORTERM": ""},
        {"NO_COLOR": "1"},
        {"TERM": "dumb", "COLORTERM": "", "COLORFGBG": ""},
    ],
    ids=lambda environment: "-".join(filter(None, environment.values())),
)
def test_poor_terminals_are_drawn_on(furnished: Path, opened: Opener, environment: dict[str, str]) -> None:
    """Fewer colours, or none: the same words in the same places."""
    terminal = opened("--offline", columns=120, rows=30, **environment)
    terminal.wait_for("newsdesk", "TOP STORIES", "Kessary")
    quits(terminal)


@pytest.mark.parametrize("size", [(20, 24), (20, 6), (40, 10), (300, 80)], ids=str)
def test_odd_sizes_are_drawn_on(furnished: Path, opened: Opener, size: tuple[int, int]) -> None:
    """A list, and an article by Enter, whatever room there is."""
    columns, rows = size
    terminal = opened("--offline", columns=columns, rows=rows)
    terminal.wait_for("newsdesk")
    terminal.press("g", "u")
    terminal.wait_for("Unrea", "tide")
    terminal.press("enter")
    terminal.wait_for("OPINION")
    quits(terminal)


def test_a_storm_of_resizes_ends_in_the_right_layout(furnished: Path, opened: Opener) -> None:
    """Down to one cell and back, two hundred times: three panes again, and keys work."""
    terminal = opened("--offline")
    terminal.wait_for("SECTIONS", "Harbour Post")
    for step in range(200):
        terminal.resize(1 + step * 37 % 200, 1 + step * 17 % 60)
        if step % 10 == 0:
            terminal.press("j", "enter", "h")
    terminal.resize(1, 1)
    terminal.press("j")
    terminal.resize(160, 45)
    terminal.press("g", "u")
    terminal.wait_for("newsdesk", "SECTIONS", "Harbour Post", "? keys")
    # The rules are looked at in quieter tests: pyte keeps cells of frames of an older size, tmux does not.
    quits(terminal)


def test_the_demo_shows_stories_and_touches_nothing(home: Path, opened: Opener) -> None:
    """`newsdesk demo`: stories with their outlets, an article by Enter; nothing is made in the person's home."""
    home.mkdir()
    terminal = opened("demo")
    terminal.wait_for("TOP STORIES", "Kessary", "outlets")
    terminal.press("enter")
    terminal.wait_for("min read")
    quits(terminal)
    assert list(home.iterdir()) == []


def test_a_terminal_that_answers_late_types_nothing(furnished: Path, opened: Opener) -> None:
    """The answer to the question for its background comes after the program has begun: it is no key."""
    terminal = opened("--offline", COLORFGBG="")
    terminal.wait_for("Harbour Post", "SECTIONS")
    terminal.press("\x1b]11;rgb:1111/1111/1111\x1b\\")
    terminal.press("g", "s")
    terminal.wait_for("Starred  0")
    assert "type to find" not in terminal.text
    assert "Search" not in terminal.text
    quits(terminal)
