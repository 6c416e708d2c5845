"""What the terminal is sent when something changes: what has changed, and no more."""

from __future__ import annotations

from pathlib import Path

from e2e.conftest import Opener
from e2e.processes import command, listed


def test_a_mark_from_elsewhere_draws_its_row_and_its_count(furnished: Path, opened: Opener) -> None:
    """No other row of the list, nor of the sidebar, is sent again."""
    rows = listed(furnished)
    terminal = opened("--offline")
    terminal.wait_for("unread")
    terminal.press("g", "a")
    terminal.wait_for(rows[0]["title"][:20], "Read later")
    marked, *others = [row for row in rows if row["title"][:20] in terminal.text]
    assert len(others) > 2

    def draws_its_row_alone(mark: str) -> bool:
        terminal.forget()
        assert command(furnished, "mark", mark, str(marked["id"])).returncode == 0
        terminal.wait_for(marked["title"][:20], "Starred")
        return not any(words in terminal.text for words in (*(row["title"][:20] for row in others), "Read later"))

    # Every half a minute the ages are drawn anew: that may come in between once.
    assert draws_its_row_alone("star") or draws_its_row_alone("unstar")
