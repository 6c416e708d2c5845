"""Opening a summary whose page is slow, or never comes: reading, moving and closing go on as ever."""

from __future__ import annotations

from pathlib import Path

import pytest

from e2e.conftest import Opener
from e2e.processes import command
from servers import Reply, serving

pytestmark = pytest.mark.slow

SUMMARY = "A short summary is all that the feed gives of"
LATE = "The page came after a while and has far more to tell. " * 30
PAGE = (
    "<!doctype html><html><head><title>Late</title></head><body><article><h1>Late story</h1>"
    f"<p>{LATE}</p><p>The last paragraph of the late page closes it. {LATE}</p></article></body></html>"
).encode()
NAMES = ("late", "silent", "third", "fourth")


def feed(base: str) -> bytes:
    """A feed of summaries: the page of the first is late, that of the second never comes."""
    items = "".join(
        f"<item><title>Story {name}</title><link>{base}/{name}.html</link><guid>{name}</guid>"
        f"<pubDate>Mon, 05 Jan 2026 1{9 - number}:00:00 GMT</pubDate>"
        f"<description>{SUMMARY} {name}.</description></item>"
        for number, name in enumerate(NAMES)
    )
    return f"<rss version='2.0'><channel><title>Slow Post</title>{items}</channel></rss>".encode()


def test_slow_pages_stop_nobody(home: Path, opened: Opener, tmp_path: Path) -> None:
    """Summaries stand at once, keys are answered, the late text takes its place, and the program closes at once."""
    with serving() as first, serving("127.0.0.2") as second:
        first.pages["/feed.xml"] = Reply(body=feed(first.url("")).replace(
            first.url("/silent.html").encode(), second.url("/silent.html").encode()
        ))  # fmt: skip
        first.pages["/late.html"] = Reply(body=PAGE, headers=(("Content-Type", "text/html"),), gap=5 / len(PAGE))
        second.pages["/silent.html"] = Reply(raw=(b"HTTP/1.1 200 OK\r\n",), hold=True)
        for name in ("third", "fourth"):
            first.pages[f"/{name}.html"] = Reply(404)
        opml = tmp_path / "list.opml"
        outline = f'<outline type="rss" text="Slow" xmlUrl="{first.url("/feed.xml")}"/>'
        opml.write_text(f'<opml version="2.0"><body>{outline}</body></opml>')
        assert command(home, "import", str(opml)).returncode == 0
        assert command(home, "refresh").returncode == 0
        terminal = opened()
        terminal.wait_for("Story late")
        terminal.press("g", "a", "enter")
        terminal.wait_for(f"{SUMMARY} late.", "is being fetched")
        # Another article is read, and left, while the first page drips and the second is silent.
        terminal.press("h", "j", "enter")
        terminal.wait_for(f"{SUMMARY} silent.", "is being fetched")
        terminal.press("<")
        terminal.wait_for("68 columns")
        terminal.press("h", "j", "enter")
        terminal.wait_for(f"{SUMMARY} third.")
        terminal.press("s")
        terminal.wait_for("5 Jan ★")
        terminal.press("h", "k", "k", "enter")
        terminal.wait_for("The page came after a while")
        terminal.press("h", "j", "enter")
        terminal.wait_for(f"{SUMMARY} silent.")
        terminal.press("Q")
        assert terminal.wait_exit() == 0
