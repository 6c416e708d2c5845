"""What comes from the terminal itself is no key."""

from __future__ import annotations

from pathlib import Path

from e2e.conftest import Opener


def test_late_answers_of_the_terminal_are_no_keys(furnished: Path, opened: Opener) -> None:
    """Its background and its kind, told seconds after they were asked, whole and in pieces: no search, no palette."""
    terminal = opened("--offline", COLORFGBG="")
    terminal.wait_for("unread", "Harbour Post")
    terminal.press("\x1b]11;rgb:1111/1111/1111\x1b\\", "\x1b[?62;22c", "\x1b]11;rgb:ffff/", "ffff/ffff\x07")
    terminal.press("?")
    terminal.wait_for("EVERYWHERE", "type to find")
    terminal.press("escape")
    terminal.wait_without("type to find")
    terminal.press("T")
    terminal.wait_for("Themes")
    assert "Commands" not in terminal.text
    terminal.press("escape")
    terminal.wait_without("Themes")
    terminal.press("Q")
    assert terminal.wait_exit() == 0
    assert terminal.is_as_before
