"""The whole program on real feeds, dealt over loopback hosts; they stand beside the checkout, and may be missing."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from e2e.conftest import Opener
from e2e.newsroom import with_etag, write_opml
from e2e.processes import command, listed
from servers import serving

HOSTS = 32
pytestmark = pytest.mark.slow


@dataclass(frozen=True, slots=True)
class RealFeeds:
    """The served feeds: their list, and how many entries each must bring by its address."""

    opml: Path
    least: dict[str, int]


@pytest.fixture
def real_feeds(shared: Path, tmp_path: Path) -> Iterator[RealFeeds]:
    """Every real feed on one of 32 loopback hosts, with an ETag."""
    expected = [json.loads(line) for line in (shared / "data/feeds-expected.jsonl").read_text().splitlines()]
    outlets: dict[str, tuple[str, str]] = {}
    least: dict[str, int] = {}
    with ExitStack() as stack:
        servers = [stack.enter_context(serving(f"127.0.0.{number + 1}")) for number in range(HOSTS)]
        for number, row in enumerate(expected):
            server, path = servers[number % HOSTS], f"/{number}"
            body = (shared / "data/feeds" / row["file"]).read_bytes()
            kind = "application/feed+json" if row["file"].endswith(".json") else "application/xml"
            server.pages[path] = with_etag(body, f'"{row["sha1"]}"', kind)  # type: ignore[assignment]
            outlets[f"Feed {number}"] = (("World", "Science", "Sport", "Culture")[number % 4], server.url(path))
            least[server.url(path)] = row["entries"] or row["raw_items"]
        write_opml(tmp_path / "real.opml", outlets)
        yield RealFeeds(tmp_path / "real.opml", least)


def refresh(home: Path, *arguments: str) -> dict[str, Any]:
    """What `newsdesk refresh --json` tells."""
    done = command(home, "refresh", "--json", *arguments)
    assert "Traceback" not in done.stderr
    figures: dict[str, Any] = json.loads(done.stdout)
    return figures


def test_the_real_feeds_from_import_to_the_next_morning(home: Path, real_feeds: RealFeeds, opened: Opener) -> None:
    """Import, refresh, list, export, refresh again, import the export; then an evening in the terminal."""
    imported = command(home, "import", str(real_feeds.opml))
    assert imported.returncode == 0
    assert f"added\t{len(real_feeds.least)}" in imported.stdout
    first = refresh(home)
    assert first["asked"] == first["feeds"] == len(real_feeds.least)
    feeds = {feed["url"]: feed for feed in json.loads(command(home, "feeds", "--json").stdout)}
    short = {url: (feeds[url]["entries"], least) for url, least in real_feeds.least.items()
             if feeds[url]["entries"] < least}  # fmt: skip
    assert short == {}
    rows = listed(home)
    assert len({row["id"] for row in rows}) == len(rows) > 0
    assert all(row["title"] for row in rows)
    assert [
        row["published"] for row in rows if row["published"] and not row["published"].startswith(("19", "20"))
    ] == []

    again = refresh(home)
    assert again["asked"] == 0
    assert again["not_due"] == len(real_feeds.least)
    forced = refresh(home, "--force")
    assert forced["new_entries"] == 0
    failing = forced["failed"]
    assert forced["not_modified"] + failing == forced["asked"] == len(real_feeds.least)
    assert forced["fetched"] == 0
    assert listed(home) == rows

    before = hashlib.sha256((home / "feeds.opml").read_bytes()).hexdigest()
    export = home.parent / "export.opml"
    assert command(home, "export", str(export)).returncode == 0
    assert "added\t0" in command(home, "import", str(export)).stdout
    assert hashlib.sha256((home / "feeds.opml").read_bytes()).hexdigest() == before

    spend_an_evening(home, opened)


def spend_an_evening(home: Path, opened: Opener) -> None:
    """Three lists, five articles, a star, a section marked and undone; quit; all is there the next time."""
    terminal = opened()
    terminal.wait_for("SECTIONS", "unread")
    terminal.press("g", "u")
    terminal.wait_for("Unread  ")
    terminal.press("enter")
    terminal.wait(lambda: listed(home, "is:read"), "the first article read")
    terminal.press("s")
    terminal.wait(lambda: len(listed(home, "is:starred")) == 1, "the star")
    for _ in range(4):
        # Copies of one article share its mark, so that one key may read several.
        read = len(listed(home, "is:read"))
        terminal.press("n")
        terminal.wait(lambda read=read: len(listed(home, "is:read")) > read, "the next article read")
    before = {row["id"]: (row["read"], row["starred"]) for row in listed(home)}
    terminal.press("h", "A")
    terminal.wait_for("u undoes")
    terminal.wait(lambda: not listed(home, "is:unread"), "all read")
    terminal.press("u")
    terminal.wait_for("Undone")
    terminal.wait(lambda: {row["id"]: (row["read"], row["starred"]) for row in listed(home)} == before, "undone")
    terminal.press("Q")
    assert terminal.wait_exit() == 0
    assert terminal.is_as_before
    terminal = opened()
    terminal.wait_for("SECTIONS")
    terminal.press("g", "s")
    terminal.wait_for("Starred  1")
    terminal.press("Q")
    assert terminal.wait_exit() == 0
    assert {row["id"]: (row["read"], row["starred"]) for row in listed(home)} == before
