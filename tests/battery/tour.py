"""Looks at a home in the real program: every view, every article, and what the terminal was sent meanwhile."""

from __future__ import annotations

import itertools
import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pyte
from tests.battery.bench import Bench
from tests.battery.bytes_drawn import Drawn, take_apart
from tests.battery.watching import Usage, Watch
from tests.e2e.processes import NEWSDESK
from tests.e2e.terminal import Terminal

_QUIET = 0.07
"""Seconds without a byte after which a screen counts as drawn."""
_ESCAPE = 0.2
"""Seconds that a program waits after Esc for the rest of a sequence."""
_RULES = "│┃|"
_ELSEWHERE = (
    ("g", "g", "i"), ("escape", "g", "f"), ("escape", "h", "G", "space"), ("g", "h"), ("enter",), ("c",),
    ("escape", "g", "e"), ("escape", "g", "p"), ("g", "P"), ("g", "o"), ("escape", "g", "k"),
)  # fmt: skip
"""What is looked at beside lists and articles: the source's card, health, the sidebar's end, front page and coverage,
edition, both kinds of picks, the sources by name, what is known of the person."""
# Zero-width (non-)joiner, left-to-right, right-to-left and Arabic letter mark.
_WIDTHLESS = re.compile(b"\xe2\x80[\x8c-\x8f]|\xd8\x9c")


@dataclass
class Tour:
    """What was seen: the texts of panes by what they showed, what was drawn, how the program ended."""

    lists: list[str] = field(default_factory=list)
    articles: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    drawn: Drawn = field(default_factory=lambda: take_apart(b""))
    raw: bytes = b""
    code: int | None = None
    took_screen: bool = False
    restored: bool = False
    crooked: list[str] = field(default_factory=list)
    """Screens whose rules between the panes were pushed out of line."""
    usage: Usage = field(default_factory=Usage)

    @property
    def everything(self) -> str:
        """All texts together."""
        return "\n".join((*self.lists, *self.articles, *self.others))


class _Stream(pyte.ByteStream):
    """The screen model stops drawing at a mark without width, which a terminal draws nothing for."""

    def feed(self, data: bytes) -> None:
        super().feed(_WIDTHLESS.sub(b"", data))


class Window(Terminal):
    """A terminal that knows the panes of its screen."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str], columns: int, rows: int) -> None:
        super().__init__(command, environment, columns, rows)
        self._stream = _Stream(self._screen)

    def settle(self, most: float = 4.0, quiet: float = _QUIET) -> None:
        """Wait until nothing more is drawn."""
        end, seen, since = time.monotonic() + most, -1, time.monotonic()
        while time.monotonic() < end and self.process.poll() is None:
            if len(self.raw) != seen:
                seen, since = len(self.raw), time.monotonic()
            elif time.monotonic() - since > quiet:
                return
            time.sleep(0.02)

    def do(self, *keys: str) -> str:
        """Press keys one after another, each once the one before is drawn; the screen after the last."""
        for key in keys:
            if self.process.poll() is None:
                self.press(key)
                self.settle(quiet=_ESCAPE if key == "escape" else _QUIET)
        return self.text

    def open_row(self, most: float = 10.0) -> None:
        """Open the row under the cursor, and wait for its page."""
        before, end = self.panes()[-1], time.monotonic() + most
        self.do("enter")
        while self.panes()[-1] == before and time.monotonic() < end and self.process.poll() is None:
            self.settle()

    def panes(self) -> list[str]:
        """The texts of the panes, left to right; one where there are no rules between them."""
        width, height = self._screen.columns, self._screen.lines
        cells = [[self._screen.buffer[row][column].data for column in range(width)] for row in range(height)]
        rules = self.rules()
        edges = [-1, *rules, width]
        return [
            "\n".join("".join(row[left + 1 : right]).rstrip() for row in cells)
            for left, right in itertools.pairwise(edges)
        ]

    def rules(self) -> list[int]:
        """The columns of the rules between the panes, by what most rows have there."""
        return [n for n in range(self._screen.columns) if self._ruled(n) > self._screen.lines * 0.7]

    def crooked(self) -> list[int]:
        """Columns of rules that some row of the body has something else in."""
        return [n for n in self.rules() if self._ruled(n) < self._screen.lines - 2]

    def _ruled(self, column: int) -> int:
        return sum(self._screen.buffer[row][column].data in _RULES for row in range(self._screen.lines))


def take(bench: Bench, *, offline: bool = True, rows: Sequence[int] = (0,)) -> Tour:
    """Open the program, look at lists, sources, health and the articles of some rows, open and copy links, and quit."""
    seen = Tour()
    arguments = ["--offline"] if offline else []
    command = ["/bin/sh", "-c", 'cd "$1" && shift && exec "$@"', "sh", str(bench.desk), NEWSDESK, *arguments]
    with Window(command, bench.environment, 142, 30) as window, Watch(window.process.pid) as seen.usage:
        try:
            window.wait(lambda: window.mode(1049), "the program's screen", 20)
            seen.took_screen = True
        except AssertionError:
            seen.code = window.process.poll()
        if seen.took_screen:
            _look(window, seen, rows)
            seen.code = _quit(window)
        window.drain()
        seen.raw, seen.restored = window.raw, window.is_as_before
    # Our own mark behind the last byte holds NULs.
    seen.drawn = take_apart(seen.raw.partition(b"\x00end of the test")[0].removesuffix(b"\x1b[0m"))
    return seen


def _look(window: Window, seen: Tour, rows: Sequence[int]) -> None:
    window.settle(8.0)
    seen.others.append(window.text)
    window.do("g", "a", "g", "g")
    seen.lists.append(_pane(window, 1))
    for number, row in enumerate(rows):
        window.press(*["j"] * (row - (rows[number - 1] if number else 0)))
        window.open_row()
        _check_rules(window, seen, "an article")
        seen.articles.append(_pane(window, 2))
        seen.others.append(window.do("o"))
        if number == 0:
            seen.others.append(window.do("Y", "J", ";"))
            window.do("escape")
        window.do("h")
    seen.lists.append(_pane(window, 1))
    seen.others.append(window.do("V"))
    _check_rules(window, seen, "the list")
    for keys in _ELSEWHERE:
        seen.others.append(window.do(*keys))
    window.resize(80, 24)
    window.do("escape", "g", "a", "g", "g")
    seen.others.append(window.do("enter"))
    seen.others.append(window.do("h", "h"))


def _pane(window: Window, number: int) -> str:
    panes = window.panes()
    return panes[number] if len(panes) > number else panes[-1]


def _check_rules(window: Window, seen: Tour, what: str) -> None:
    if crooked := window.crooked():
        seen.crooked.append(f"{what}: rule in column {crooked[0]} is pushed aside\n{window.text}")


def _quit(window: Window) -> int | None:
    window.do("escape", "escape")
    if window.process.poll() is None:
        window.press("Q")
    try:
        return window.wait_exit(20)
    except Exception as error:
        window.process.kill()
        window.process.wait()
        raise AssertionError(f"the program did not end on Q\n{window.text}") from error
