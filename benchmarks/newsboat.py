"""The same headlines in newsboat's own cache, to start it beside newsdesk; a module of benchmarks.start.

newsboat makes cache.db by itself; the rows are written to its tables, because fetching a million entries from loopback
takes it an hour. Titles, addresses, authors and times are the home's, bodies are of 0.4 KB.
"""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

BODY = 400
"""Bytes of a body."""


def is_here() -> bool:
    """Whether newsboat is installed."""
    return shutil.which("newsboat") is not None


def prepare(home: Path, folder: Path) -> list[str]:
    """Give newsboat in `folder` what a home of newsdesk has; the command that opens it."""
    folder.mkdir(parents=True)
    with closing(sqlite3.connect(f"{(home / 'newsdesk.db').resolve().as_uri()}?mode=ro", uri=True)) as source:
        feeds = source.execute("SELECT id, url, title FROM feeds WHERE subscribed = 1 ORDER BY id").fetchall()
        (folder / "urls").write_text("".join(f"{url}\n" for _, url, _ in feeds))
        (folder / "config").write_text("auto-reload no\nrefresh-on-startup no\n")
        files = {"url": "urls", "cache": "cache.db", "config": "config"}
        command = ["newsboat", *(f"--{kind}-file={folder / name}" for kind, name in files.items())]
        subprocess.run([*command, "-x", "print-unread"], check=True, capture_output=True)
        with closing(sqlite3.connect(folder / "cache.db")) as cache, cache:
            cache.executemany(
                "INSERT INTO rss_feed (rssurl, url, title) VALUES (?, ?, ?)",
                [(url, url, title) for _, url, title in feeds],
            )
            cache.executemany(
                "INSERT INTO rss_item (guid, title, author, url, feedurl, pubDate, content, unread) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, 1)",
                _items(source, {id_: url for id_, url, _ in feeds}),
            )
    return command


def _items(source: sqlite3.Connection, feeds: dict[int, str]) -> Iterator[tuple[str, str, str, str, str, int, str]]:
    sql = "SELECT id, title, author, url, feed, sort_time, summary FROM headlines ORDER BY id"
    for id_, title, author, url, feed, time, summary in source.execute(sql):
        body = (f"{summary} " * (BODY // (len(summary) + 1) + 1))[:BODY]
        yield f"guid-{id_}", title, author, url, feeds[feed], time, f"<p>{body}</p>"
