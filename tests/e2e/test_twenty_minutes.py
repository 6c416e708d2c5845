"""Twenty minutes of reading without the pauses: what a reader does in that time, and at the end the marks are right."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from e2e.conftest import Opener
from e2e.processes import command, listed
from e2e.terminal import Terminal

DEEDS = 40
DEEPEST = 12
"""How far down the list the reader goes."""
LOOKS = (
    ("g", "h"), ("g", "e"), ("g", "p"), ("g", "P"), ("g", "s"), ("g", "l"), ("g", "t"), ("g", "u"), ("?",), ("T",),
    ("i",), ("a",), (":",), ("c",), ("g", "f"), ("g", "o"), ("/",), ("F",), ("V", "V", "V"), ("w", "w", "w"),
    ("O", "O", "O"), ("2", "3", "1"), ("h", "G", "space"), ("]", "]", "["), ("+",), ("-",), ("g", "k"), ("y",), ("Y",),
    ("R",),
)  # fmt: skip
"""What is looked at on the way; none of it marks anything."""
PARTS = (
    ("enter", "space", "space", "J", "K"),
    ("enter", ";"),
    ("enter", "/"),
    ("enter", "z", "tab", "z"),
    ("enter", "P"),
)
"""Ways to read an article, opened by Enter."""


@dataclass
class Reader:
    """What was done, as the reader remembers it."""

    rows: list[int]
    starred: set[int] = field(default_factory=set)
    later: set[int] = field(default_factory=set)
    opened: set[int] = field(default_factory=set)


def back_to_the_list(terminal: Terminal) -> None:
    """Out of whatever is open, to the list of everything, its first row."""
    for _ in range(4):
        terminal.press("escape")
    terminal.press("g", "a", "1", "g", "g")


def settled(terminal: Terminal, number: int) -> None:
    """Wait until the program has come as far as its reader: a word is typed, seen, and left."""
    terminal.press("/", f"so far {number}")
    terminal.wait_for(f"so far {number}", seconds=120)
    terminal.press("escape")


def do(terminal: Terminal, reader: Reader, chance: random.Random) -> None:
    """One deed on some row, and what it should have done."""
    place = chance.randrange(min(DEEPEST, len(reader.rows)))
    id_ = reader.rows[place]
    back_to_the_list(terminal)
    terminal.press(*["j"] * place)
    deed = chance.randrange(7)
    if deed == 0:
        terminal.press("s")
        reader.starred ^= {id_}
    elif deed == 1:
        terminal.press("b")
        reader.later ^= {id_}
    elif deed == 2:
        terminal.press("s", "u")
    elif deed == 3:
        terminal.press("A", "u")
    elif deed == 4:
        terminal.press(*chance.choice(PARTS))
        reader.opened.add(id_)
    else:
        terminal.press(*chance.choice(LOOKS))


@pytest.mark.slow
@pytest.mark.parametrize("size", [(160, 45), (80, 24)], ids=str)
def test_twenty_minutes_of_reading(furnished: Path, opened: Opener, size: tuple[int, int]) -> None:
    """No fault, no traceback; every star and every article to be read later is there, what was opened is read."""
    (furnished / "config.toml").write_text("fold_bursts = false\n")
    before = listed(furnished)
    reader = Reader([row["id"] for row in before])
    columns, rows = size
    terminal = opened("--offline", columns=columns, rows=rows)
    terminal.wait_for("newsdesk", "unread")
    chance = random.Random(20)
    for number in range(DEEDS):
        do(terminal, reader, chance)
        back_to_the_list(terminal)
        settled(terminal, number)
    terminal.press("Q")
    assert terminal.wait_exit(120) == 0
    assert terminal.is_as_before
    after = {row["id"]: row for row in listed(furnished)}
    assert {id_ for id_, row in after.items() if row["starred"]} == reader.starred
    assert {id_ for id_, row in after.items() if row["later"]} == reader.later
    was_read = {row["id"] for row in before if row["read"]}
    assert was_read | reader.opened <= {id_ for id_, row in after.items() if row["read"]}
    for words in (b"Traceback", b"A fault in newsdesk"):
        assert words not in terminal.raw
    assert "Traceback" not in (furnished / "newsdesk.log").read_text()
    assert command(furnished, "doctor").returncode == 0
