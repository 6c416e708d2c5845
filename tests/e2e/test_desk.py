"""The desk's face on a real terminal: front page, coverage, why, follow, mute, teach, forget, an edition that ends."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from e2e.conftest import Opener
from e2e.processes import command, listed

SIZES = [(160, 45), pytest.param((120, 36), marks=pytest.mark.slow), pytest.param((80, 24), marks=pytest.mark.slow)]


def top(home: Path) -> list[dict[str, Any]]:
    """The top stories, as the command line tells them."""
    found: list[dict[str, Any]] = json.loads(command(home, "top", "--json").stdout)
    return found


def stored(home: Path, sql: str) -> list[tuple[Any, ...]]:
    """What a query brings from the database."""
    with closing(sqlite3.connect(f"file:{home / 'newsdesk.db'}?mode=ro", uri=True)) as connection:
        return connection.execute(sql).fetchall()


def words(title: str, amount: int = 3) -> str:
    """How a headline begins, short enough to stand on one line anywhere."""
    return " ".join(title.split()[:amount])


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_from_the_front_page_into_a_story_and_back(furnished: Path, opened: Opener, size: tuple[int, int]) -> None:
    """The lead with its size and who tells it; its coverage by time; an article with its other outlets; back again."""
    lead = top(furnished)[0]
    terminal = opened(columns=size[0], rows=size[1])
    terminal.wait_for("TOP STORIES", words(lead["title"]), f"{lead['outlets']} outlets")
    terminal.press("c")
    terminal.wait_for("COVERAGE")
    first = min(lead["entries"], key=lambda row: row["published"])
    terminal.press("g", "g")
    terminal.wait_for("first reported", "first to report", words(first["title"]))
    terminal.press("enter")
    terminal.wait_for(first["source"], "space page")
    # What stands at the foot may come a moment after the end was reached.
    terminal.wait(lambda: terminal.press("G") or "ALSO COVERED BY" in terminal.text, "the other outlets at the foot")
    terminal.press("g", "1")
    terminal.wait(lambda: len(listed(furnished, "is:read")) >= 2, "the first of the other outlets was opened")
    terminal.press("c")
    terminal.wait_for("COVERAGE")
    terminal.press("escape")
    terminal.wait_for("TOP STORIES")
    terminal.press("Q")
    assert terminal.wait_exit() == 0


def test_follow_and_mute_last_and_are_undone_the_next_day(furnished: Path, opened: Opener) -> None:
    """What was said of stories is there after a restart, and u takes it back then, too."""
    terminal = opened()
    terminal.wait_for("TOP STORIES")
    terminal.press("f")
    terminal.wait_for("Following: new coverage is told")
    terminal.press("j", "M")
    terminal.wait_for("Mute this story always")
    terminal.press("G", "enter")
    terminal.wait_for("Muted: off the front page")
    terminal.press("Q")
    assert terminal.wait_exit() == 0
    followed, muted = (
        "SELECT count(*) FROM stories WHERE followed",
        "SELECT count(*) FROM stories WHERE muted_until > 0",
    )
    assert (stored(furnished, followed), stored(furnished, muted)) == ([(1,)], [(1,)])

    terminal = opened()
    terminal.wait_for("TOP STORIES")
    terminal.press("g", "k")
    terminal.wait_for("What is known about you", " followed ", " muted ")
    terminal.press("escape")
    terminal.wait_without("What is known about you")
    terminal.press("u")
    terminal.wait_for("Undone", ": muted")
    terminal.press("u")
    terminal.wait_for(": followed")
    terminal.press("Q")
    assert terminal.wait_exit() == 0
    assert (stored(furnished, followed), stored(furnished, muted)) == ([(0,)], [(0,)])


def test_teach_see_why_and_forget(furnished: Path, opened: Opener) -> None:
    """A reason on each row; + is kept and shows among what is known; forgetting all leaves nothing but the marks."""
    terminal = opened()
    terminal.wait_for("CURATED FOR YOU", "you read about")
    terminal.press("g", "p")
    terminal.wait_for("For you  ", "for Culture news")
    terminal.press("+")
    terminal.wait_for("More like this", "Always like")
    terminal.press("enter")
    terminal.wait(lambda: stored(furnished, "SELECT count(*) FROM tastes WHERE pinned") == [(1,)], "taught")
    terminal.press("g", "k")
    terminal.wait_for("What is known about you", "pinned")
    terminal.press("P")
    terminal.wait_for("Paused")
    terminal.press("F")
    terminal.wait_for("F again forgets all")
    terminal.press("F")
    terminal.wait_for("Forgotten: nothing is known about you")
    read = len(listed(furnished, "is:read"))
    terminal.press("Q")
    assert terminal.wait_exit() == 0
    assert (
        stored(furnished, "SELECT count(*) FROM tastes") == stored(furnished, "SELECT count(*) FROM readings") == [(0,)]
    )
    assert "learn = false" in (furnished / "config.toml").read_text()
    assert len(listed(furnished, "is:read")) == read > 0


def test_the_edition_ends_and_is_the_same_in_the_shell(furnished: Path, opened: Opener) -> None:
    """Ten stories, three picks, "That is all."; the next one begins where it ended."""
    expected = [story["title"] for story in top(furnished)][:10]
    terminal = opened()
    terminal.wait_for("TOP STORIES")
    terminal.press("g", "e")
    terminal.wait_for("YOUR EDITION", *(words(title) for title in expected[:5]))
    terminal.press("G")
    terminal.wait_for("OUR PICKS", "13", "That is all.")
    terminal.press("Q")
    assert terminal.wait_exit() == 0
    told = command(furnished, "top", "--edition").stdout
    assert "Nothing new that several outlets tell." in told
    assert told.rstrip().endswith("That is all.")


def test_the_shell_tells_the_edition_of_the_screen(furnished: Path) -> None:
    """The stories of `top`, in its order, then picks, and an end; as Markdown with links."""
    titles = [story["title"] for story in top(furnished)][:10]
    told = command(furnished, "top", "--edition", "--markdown").stdout
    places = [told.find(title) for title in titles]
    assert -1 not in places
    assert places == sorted(places)
    assert told.index("## Our picks") > places[-1]
    assert "](https://" in told
