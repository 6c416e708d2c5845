"""Reading on a terminal: the texts that `f` goes round, what `E` plays, what `y` and `e` give away."""

from __future__ import annotations

import base64
import sys
from pathlib import Path

import pytest

from e2e.conftest import Opener
from e2e.processes import command
from servers import Reply, serving

pytestmark = pytest.mark.slow

OWN = "The ferry carried forty passengers across the strait on Monday, and nobody had wet feet. "
CHANGED = OWN.replace("forty", "sixty")
PAGE = "The page has more to say of the ferry than its feed, of its bell and of the captain's dog. " * 12


def feed(base: str, text: str) -> bytes:
    """One article, with a sound that hangs on it."""
    item = (
        f"<item><title>The ferry runs again</title><link>{base}/ferry.html</link><guid>ferry</guid>"
        "<pubDate>Mon, 05 Jan 2026 19:00:00 GMT</pubDate>"
        f"<description>&lt;p&gt;{text * 3}&lt;/p&gt;</description>"
        f'<enclosure url="{base}/ferry.mp3?a=1;b=$(id)" type="audio/mpeg" length="4800000"/></item>'
    )
    return f"<rss version='2.0'><channel><title>Harbour Post</title>{item}</channel></rss>".encode()


def test_the_texts_of_an_article_and_what_hangs_on_it(home: Path, opened: Opener, tmp_path: Path) -> None:
    """`f` goes from the page's text to the feed's and to what was changed; `E` hands the player one argument."""
    with serving() as server:
        page = f"<html><title>The ferry runs again</title><article><p>{PAGE}</p><p>And so on.</p></article></html>"
        server.pages["/ferry.html"] = Reply(body=page.encode(), headers=(("Content-Type", "text/html"),))
        server.pages["/feed.xml"] = Reply(body=feed(server.url(""), OWN))
        played = tmp_path / "played"
        player = tmp_path / "player.py"
        player.write_text(f"import sys, pathlib\npathlib.Path({str(played)!r}).write_text('|'.join(sys.argv[1:]))\n")
        opml = tmp_path / "list.opml"
        outline = f'<outline type="rss" text="Harbour" xmlUrl="{server.url("/feed.xml")}"/>'
        opml.write_text(f'<opml version="2.0"><body>{outline}</body></opml>')
        assert command(home, "import", str(opml)).returncode == 0
        assert command(home, "refresh").returncode == 0
        server.pages["/feed.xml"] = Reply(body=feed(server.url(""), CHANGED))
        assert command(home, "refresh", "--force").returncode == 0
        (home / "config.toml").write_text(f'player = ["{sys.executable}", "{player}", "--quiet"]\n')

        terminal = opened()
        terminal.wait_for("The ferry runs again")
        terminal.press("g", "a", "enter")
        terminal.wait_for("of the captain's dog", "edited")
        terminal.press("f")
        terminal.wait_for("carried sixty passengers", "This is the feed's own text")
        terminal.press("f")
        terminal.wait_for("What the publisher changed", "carried forty sixty passengers")
        terminal.press("f")
        terminal.wait_for("of the captain's dog")
        terminal.press("E")
        terminal.wait_for("Playing http://127.0.0.1")
        terminal.wait(lambda: played.exists() and played.read_text(), "the player runs")
        assert played.read_text() == f"--quiet|{server.url('/ferry.mp3?a=1;b=$(id)')}"

        terminal.press("y")
        copied = base64.b64encode(server.url("/ferry.html").encode())
        terminal.wait(lambda: b"\x1b]52;c;" + copied in terminal.raw, "the address is copied")
        terminal.press("e")
        terminal.wait_for("Save in this folder")
        terminal.press("enter")
        terminal.wait_for("Saved")
        saved = (home.parent / "The ferry runs again.md").read_text()
        shown = command(home, "show", "1", "--format", "markdown")
        assert saved.strip() == shown.stdout.strip()
        terminal.press("Q")
        assert terminal.wait_exit() == 0
