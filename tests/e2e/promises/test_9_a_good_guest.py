"""Promise 9: what a server sees over several polls; the waits of the table are in tests/unit/net/test_manners."""

from __future__ import annotations

from pathlib import Path

from builders import rss
from e2e.processes import command
from newsdesk import about
from servers import Reply, serving

TAG, DATE = 'W/"a\xe9\xff--gzip"', "Mon, 3 Aug 2026 10:00:00 GMT "


def test_the_first_add_and_the_next_polls(home: Path) -> None:
    """One GET and no guesses for a new feed; then its validators byte for byte; nothing at all before it is due."""
    home.mkdir(mode=0o700)
    (home / "config.toml").write_text("host_spacing = 0.0\nparsers = 1\n")
    with serving("127.0.0.1") as server:
        server.pages["/feed"] = Reply(200, rss(1), (("ETag", TAG), ("Last-Modified", DATE), ("Set-Cookie", "a=b")))
        assert command(home, "feeds", "add", server.url("/feed")).returncode == 0
        assert [request.path for request in server.requests] == ["/feed"]
        first = server.requests[0]
        assert first.header("if-none-match") is None
        assert first.header("user-agent") == about.user_agent()
        assert first.header("accept-encoding") == "gzip"
        for _ in range(3):
            assert command(home, "refresh").returncode == 0
        assert len(server.requests) == 1
        server.pages["/feed"] = Reply(304)
        assert command(home, "refresh", "--force").returncode == 0
        assert len(server.requests) == 2
        second = server.requests[1]
        assert second.header("if-none-match") == TAG
        assert second.header("if-modified-since") == DATE.strip()
        for request in server.requests:
            assert request.header("cookie") is None
            assert request.header("referer") is None
