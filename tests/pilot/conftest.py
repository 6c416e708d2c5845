"""A desk with something to read, and the app running on it without a terminal."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from textual.pilot import Pilot

from builders import NOW, Desk, entry, open_desk, subscription
from newsdesk import clock, paths
from newsdesk.config import Settings
from newsdesk.errors import OpmlError
from newsdesk.model.headlines import Headline
from newsdesk.opml.catalogue import Difference
from newsdesk.tui.app import NewsdeskApp
from newsdesk.tui.screens.main import MainScreen

PARAGRAPH = "Word after word until the line is full and the next one begins. " * 30
HOSTILE = (
    "[/] Reuters [/ and [b",
    "[@click=app.quit]click me[/]",
    "\x1b]0;OWNED\x07 title \x1b[2J",
    "北京的天气非常好我们今天去公园玩这是一个很长的句子",
    "عنوان الخبر من اليمين إلى اليسار",
    "👩‍🚀 family 👨‍👩‍👧 flags 🇪🇺 keycap 1️⃣",
)

TEXTUAL_NAMES = {
    "[": "left_square_bracket", "]": "right_square_bracket", "/": "slash", ":": "colon", "?": "question_mark",
    "{": "left_curly_bracket", "}": "right_curly_bracket", ".": "full_stop", ";": "semicolon", "<": "less_than_sign",
    ">": "greater_than_sign", "(": "left_parenthesis", ")": "right_parenthesis", "+": "plus", "=": "equals_sign",
    "-": "minus",
}  # fmt: skip
"""What Textual calls the keys of signs."""


@dataclass
class RecordedSubscriptions:
    """A stand-in for feeds.opml that writes down what it was asked."""

    asked: list[tuple[str, ...]] = field(default_factory=list)
    offered: Difference = field(default_factory=lambda: Difference((), ()))

    def _note(self, *words: str) -> str:
        self.asked.append(words)
        if "broken" in words[-1]:
            raise OpmlError("feeds.opml can't be edited")
        return f"{words[0]} done"

    def add(self, url: str, folder: str = "", title: str = "") -> str:
        """Write it down."""
        return self._note("add", url)

    def remove(self, url: str) -> str:
        """Write it down."""
        return self._note("remove", url)

    def rename(self, url: str, title: str) -> str:
        """Write it down."""
        return self._note("rename", url, title)

    def move(self, url: str, folder: str) -> str:
        """Write it down."""
        return self._note("move", url, folder)

    def set_paused(self, url: str, paused: bool) -> str:
        """Write it down."""
        return self._note("pause", url, str(paused))

    def set_url(self, old: str, new: str) -> str:
        """Write it down."""
        return self._note("url", old, new)

    def offer(self) -> Difference:
        """What the test offers."""
        return self.offered

    def take_offer(self) -> str:
        """Write it down."""
        return self._note("take")

    def decline_offer(self) -> str:
        """Write it down."""
        return self._note("decline")

    def import_file(self, path: Path) -> str:
        """Write it down."""
        return self._note("import", str(path))

    def restore(self, before: bytes, after: bytes) -> str:
        """Write it down."""
        return self._note("restore", after.decode())


@dataclass
class Running:
    """The running app, with short ways to press and to wait."""

    app: NewsdeskApp
    pilot: Pilot[None]
    desk: Desk

    @property
    def screen(self) -> MainScreen:
        """The main screen, whatever stands above it."""
        return self.app.main

    async def press(self, *keys: str) -> None:
        """Press keys and let the screen follow, searches found."""
        await self.pilot.press(*keys)
        await self.pilot.pause()
        await self.until(lambda: not self.screen.finding.awaited, "found")

    async def until(self, condition: Callable[[], bool], what: str = "") -> None:
        """Wait until something is so; fails after ten seconds."""
        end = time.monotonic() + 10
        while not condition():
            assert time.monotonic() < end, f"it did not happen: {what}"
            await self.pilot.pause()
            await asyncio.sleep(0.01)

    async def open(self) -> None:
        """Open the headline under the cursor and wait for its page."""
        wanted = self.screen.headlines.current
        assert wanted is not None
        await self.press("enter")
        await self.until(lambda: bool(self.screen.page.article and self.screen.page.article.headline.id == wanted.id))

    def text(self) -> str:
        """What can be read on the screen."""
        lines = self.app.screen._compositor.render_strips()
        return "\n".join("".join(segment.text for segment in line) for line in lines)

    def status(self) -> str:
        """The last line of the screen."""
        return self.text().split("\n")[-1]

    def stored(self, id_: int) -> Headline:
        """A headline as the database has it."""
        return self.desk.headline(id_)


def fill(desk: Desk) -> None:
    """Three feeds in two sections with ten entries each, a long article on top, some hostile titles."""
    desk.follow(subscription(1), subscription(2), subscription(3, "Science"))
    for number in (1, 2, 3):
        entries = [
            entry(10 * number + n, f"feed{number}.example", title=f"Story {number}-{n}", html=f"<p>{PARAGRAPH}</p>")
            for n in range(10)
        ]
        if number == 1:
            entries += [entry(500 + n, "feed1.example", title=title) for n, title in enumerate(HOSTILE)]
        desk.save(number, *entries, sections=())
    desk.digest()


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A function that runs the app on a filled desk, to be used with `async with`."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.delenv("NO_COLOR", raising=False)
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"):
        monkeypatch.delenv(name, raising=False)
    home = paths.at(tmp_path)
    made = open_desk(home.database)

    @asynccontextmanager
    async def running(
        size: tuple[int, int] = (160, 45),
        settings: Settings | None = None,
        empty: bool = False,
        filling: Callable[[Desk], None] = fill,
        **options: object,
    ) -> AsyncIterator[Running]:
        if not empty:
            # In a thread: some of it runs an event loop of its own.
            await asyncio.to_thread(filling, made)
        app = NewsdeskApp(home, settings or Settings(theme="ink"), **options)  # type: ignore[arg-type]
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            yield Running(app, pilot, made)

    yield running
    made.connection.close()


@pytest.fixture
def asked() -> RecordedSubscriptions:
    """A feeds.opml that only writes down what it is asked."""
    return RecordedSubscriptions()
