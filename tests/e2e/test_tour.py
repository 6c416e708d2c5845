"""A person's first evening: sources arrive, they browse, read, star, mark, undo, quit, and find all as they left it."""

from __future__ import annotations

import re
import threading
from pathlib import Path

import pytest

from e2e.conftest import Opener
from e2e.newsroom import Newsroom, invented, opening
from e2e.processes import command, listed
from e2e.terminal import Terminal
from servers import Reply, Request

SIZES = [(160, 45), pytest.param((120, 36), marks=pytest.mark.slow), pytest.param((80, 24), marks=pytest.mark.slow)]
LISTS = (
    "Front page",
    "Unread",
    "All",
    "Today",
    "For you",
    "Our picks",
    "Starred",
    "Read later",
    "World",
    "Technology",
    "Science",
    "Sport",
)
"""Every list of this desk, in the order of the sidebar."""


def show(terminal: Terminal, section: str, amount: str) -> None:
    """Walk through the sources until this section is shown."""
    while (before := name_of_list(terminal)) != section:
        assert before != "Sport", f"past {section}"
        terminal.press("]")
        terminal.wait(lambda before=before: name_of_list(terminal) not in ("", before), "another list")
    terminal.wait_for(f"{section}  {amount}")


def name_of_list(terminal: Terminal) -> str:
    """What the head of the list that is shown calls it."""
    found = re.search(rf"({'|'.join(LISTS)})  \d+", "\n".join(terminal.lines[:2]))
    return found[1] if found else ""


def read(terminal: Terminal, key: str, outlet: int, number: int) -> None:
    """Open the next article by that key, and see its second paragraph."""
    terminal.press(key)
    terminal.wait_for(opening(invented(outlet, number), 2))


def marks(home: Path) -> dict[str, tuple[bool, bool, bool]]:
    """Every headline's marks, as the command line tells them."""
    return {row["title"]: (row["read"], row["starred"], row["later"]) for row in listed(home)}


def unread(home: Path, section: str) -> int:
    """How many headlines of a section are unread in the database."""
    return len(listed(home, f"in:{section} is:unread"))


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_an_evening_with_the_news_is_there_the_next_morning(
    home: Path, newsroom: Newsroom, opened: Opener, size: tuple[int, int]
) -> None:
    """Headlines come while a source is still silent; what is read, starred, marked and undone is kept by the disk."""
    columns, rows = size
    late, released = newsroom.servers[-1], threading.Event()
    answer = late.pages["/feed"]

    def silent(request: Request) -> Reply:
        released.wait(60)
        return answer(request)  # type: ignore[operator, no-any-return]

    late.pages["/feed"] = silent
    assert command(home, "import", str(newsroom.opml)).returncode == 0
    terminal = opened(columns=columns, rows=rows)
    terminal.wait_for(invented(1, 1).title, "11/12")
    released.set()
    terminal.wait_for("72 new", "updated")

    # Three sections, five articles; the first by Enter, the next by n.
    show(terminal, "World", "18 unread")
    read(terminal, "enter", 1, 1)
    read(terminal, "n", 1, 2)
    terminal.press("q")
    terminal.wait_for("World  16 unread")
    show(terminal, "Technology", "18 unread")
    read(terminal, "enter", 2, 1)
    terminal.press("s")
    terminal.wait(lambda: len(listed(home, "is:starred")) == 1, "the star in the database")
    read(terminal, "n", 2, 2)
    terminal.press("q")
    terminal.wait_for("Technology  16 unread")
    show(terminal, "Science", "18 unread")
    read(terminal, "enter", 3, 1)
    terminal.wait(lambda: len(listed(home, "is:read")) == 5, "five read articles in the database")
    terminal.press("q")

    # All of a section read, and back, and again.
    terminal.wait_for("Science  17 unread")
    terminal.press("A")
    terminal.wait_for("18 read · u undoes", "Science  0 unread")
    terminal.wait(lambda: unread(home, "Science") == 0, "a section without unread headlines in the database")
    terminal.press("u")
    terminal.wait_for("Undone", "Science  17 unread")
    terminal.wait(lambda: unread(home, "Science") == 17, "the mark taken back in the database")
    terminal.press("U")
    terminal.wait_for("Done again", "Science  0 unread")
    terminal.press("Q")
    assert terminal.wait_exit() == 0
    assert terminal.is_as_before

    left = marks(home)
    assert sum(was_read for was_read, _, _ in left.values()) == 4 + 18
    assert [title for title, (_, starred, _) in left.items() if starred] == [invented(2, 1).title]

    terminal = opened(columns=columns, rows=rows)
    terminal.wait_for("50 unread")
    terminal.press("g", "s")
    terminal.wait_for("Starred  1", invented(2, 1).title)
    assert marks(home) == left
    terminal.press("u")
    terminal.wait(lambda: unread(home, "Science") == 17, "what was done before the restart taken back")
    terminal.press("Q")
    assert terminal.wait_exit() == 0
