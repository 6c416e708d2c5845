"""Promise 1: nothing that a feed sends is ever taken as markup, as a terminal control or as a key binding."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path

from e2e.conftest import Opener
from e2e.newsroom import write_opml
from e2e.processes import command
from e2e.terminal import Terminal
from servers import Reply, serving

SEQUENCES = re.compile(
    rb"\x1b\[[0-?]*[ -/]*[@-~]"  # CSI
    rb"|\x1b\]([0-9]+)[^\x07\x1b]*(?:\x07|\x1b\\)"  # OSC
    rb"|\x1b[()][A-Z0-9]|\x1b[=>78cM]"
)
BIDI = [chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))]
"""Overrides, embeddings and isolates; the plain marks of direction are letters' own business."""
HOSTILE = [
    "[/] Reuters [/ [b [link=http://e]x[/link] [@click=app.quit]y[/]",
    "[EU] [UK] deal [updated]",
    "bell\x07 esc\x1b[2J\x1b[?1049l clear\x1b]52;c;aGVsbG8=\x07 clip\x1b]0;owned\x07 title",
    "c1 \x9b2J \x9d52;c;aGVsbG8=\x9c dcs \x90q\x9c apc \x1b_evil\x1b\\ pm",
    "bidi \u202egnp.exe\u202c isolate \u2066x\u2069 \u200fmark",
    "family \U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466 skin \U0001f44d\U0001f3fd end",
    "北京发布新的气候计划 東京 서울 ไทย",
    "سقوط الحكومة بفارق صوت واحد שלום עולם",
    "combining " + "e" + "\u0301" * 40 + " zalgo",
    "nul \x00 del \x7f tabs\t\tand\r\nlines\u2028here",
]


def quits(terminal: Terminal) -> None:
    """It still listens: it quits when it is asked to, with 0."""
    terminal.press("Q")
    assert terminal.wait_exit() == 0
    assert terminal.is_as_before


def dividers(terminal: Terminal) -> list[int]:
    """The columns that hold a rule on every row between top bar and status line."""
    found = []
    for number in range(160):
        cells = terminal.column(number)[1:-1]
        if set(cells) <= set("│┃|▕▏"):
            found.append(number)
    return found


def test_hostile_text_is_only_text(home: Path, tmp_path: Path, opened: Opener) -> None:
    """Titles, bodies and names of markup, escapes, bidi, emoji: shown as letters; no control gets to the terminal."""
    rows = "".join(
        f"<item><title><![CDATA[{title}]]></title><guid>hostile-{n}</guid><link>http://127.0.0.1/{n}</link>"
        f"<author><![CDATA[{title}]]></author><category><![CDATA[{title}]]></category>"
        f"<description><![CDATA[<p>neighbour {n}: {escape(title)}</p>]]></description></item>"
        for n, title in enumerate(HOSTILE)
    )
    name = HOSTILE[0] + HOSTILE[2]
    feed = f"<?xml version='1.0'?><rss version='2.0'><channel><title><![CDATA[{name}]]></title>{rows}</channel></rss>"
    with serving("127.0.0.1") as server:
        server.pages["/feed"] = Reply(200, feed.encode(), (("ETag", '"\x1b]0;owned\x07"'),))
        write_opml(tmp_path / "hostile.opml", {"[/] evil [b": ("World", server.url("/feed"))})
        assert command(home, "import", str(tmp_path / "hostile.opml")).returncode == 0
        terminal = opened()
        terminal.wait_for("[EU] [UK] deal [updated]", "北京", "updated ")
        terminal.wait_for("[/] Reuters [/ [b [link=http://e]x[/link]")
        terminal.wait(lambda: len(dividers(terminal)) == 2, "two straight rules beside hostile titles")
        terminal.press("g", "g", "enter")
        for number in range(len(HOSTILE)):
            terminal.wait_for(f"{number + 1} of {len(HOSTILE)}")
            terminal.wait(lambda: len(dividers(terminal)) == 2, "two straight rules beside a hostile article")
            if number + 1 < len(HOSTILE):
                terminal.press("n")
        terminal.press("i")
        terminal.wait_for("┌", "└")
        terminal.press("escape")
        # Escape and a letter at once would be one key, alt and the letter.
        terminal.wait_without("┌", "└")
        quits(terminal)
    assert_only_drawing(terminal.raw)


def assert_only_drawing(raw: bytes) -> None:
    """All that was sent are the program's own sequences and printable text."""
    oscs = {found[1] for found in SEQUENCES.finditer(raw) if found[1]}
    assert oscs <= {b"11", b"22"}, oscs
    rest = SEQUENCES.sub(b"", raw).decode(errors="strict").replace("end of the test's terminal", "").replace("\x00", "")
    assert not [char for char in rest if ord(char) < 32 and char not in "\r\n"]
    assert not [char for char in rest if 0x7F <= ord(char) < 0xA0]
    assert not [char for char in rest if char in BIDI]
