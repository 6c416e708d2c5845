"""Promises 3 and 4: one bad feed hurts itself only, in one line, and work is bounded, which is said."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

from builders import rss
from e2e.newsroom import write_opml
from e2e.processes import command, listed
from servers import Reply, serving

BAD = {
    "bomb": Reply(200, gzip.compress(bytes(60_000_000), 9), (("Content-Encoding", "gzip"),)),
    "deep": Reply(200, b"<rss version='2.0'><channel><item>" + b"<a>" * 100_000),
    "many": Reply(
        200, b"<rss version='2.0'><channel>" + b"<item><title>Many</title></item>" * 5_000 + b"</channel></rss>"
    ),
    "page": Reply(200, b"<!doctype html><html><body>Log in</body></html>"),
    "empty": Reply(200, b""),
    "rude": Reply(raw=(b"\x00\x01\x02\x03",), close=True),
}


def test_bad_feeds_beside_a_good_one(home: Path, tmp_path: Path) -> None:
    """Each is told in a line that names it, the good one arrives, what was stored stays, and caps are kept."""
    with serving("127.0.0.1") as good, serving("127.0.0.2") as bad:
        good.pages["/feed"] = Reply(200, rss(1, 2, 3))
        feeds = {"Good": ("World", good.url("/feed"))}
        for number, name in enumerate(BAD):
            bad.pages[f"/{name}"] = Reply(200, rss(100 + number, site=f"https://{name}.example"))
            feeds[name] = ("World", bad.url(f"/{name}"))
        write_opml(tmp_path / "list.opml", feeds)
        assert command(home, "import", str(tmp_path / "list.opml")).returncode == 0
        (home / "config.toml").write_text("host_spacing = 0.0\nparsers = 1\n")
        assert command(home, "refresh").returncode == 0
        before = {row["id"] for row in listed(home)}
        assert len(before) == 3 + len(BAD)
        bad.pages.update({f"/{name}": reply for name, reply in BAD.items()})
        good.pages["/feed"] = Reply(200, rss(1, 2, 3, 4))
        done = command(home, "refresh", "--force", "--json")
        assert done.returncode == 0, done.stderr
        told = {error["url"].rpartition("/")[2]: error["error"] for error in json.loads(done.stdout)["errors"]}
    assert set(told) == set(BAD) - {"many"}
    assert all(reason.isprintable() and len(reason) < 200 for reason in told.values())
    rows = listed(home)
    assert before < {row["id"] for row in rows}
    assert "Title 4" in {row["title"] for row in rows}
    assert sum(row["title"] == "Many" for row in rows) <= 2_000
