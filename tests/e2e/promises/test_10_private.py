"""Promise 10: what others on the machine can read, and where a password shows up: nowhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from builders import rss
from e2e.processes import command
from servers import Reply, serving

SECRET = "s3cretw0rd"


@pytest.mark.slow
def test_a_password_is_in_no_output_log_or_export(home: Path, tmp_path: Path) -> None:
    """It goes to its own host; every command that could show it doesn't; files are the person's alone."""
    with serving("127.0.0.1") as server:
        server.pages["/feed"] = Reply(200, rss(1, 2))
        server.pages["/broken"] = Reply(500, b"no")
        home.mkdir(mode=0o700)
        urls = [server.url(path, f"reader:{SECRET}") for path in ("/feed", "/broken")]
        outlines = "".join(f'<outline type="rss" text="Mine" xmlUrl="{url}"/>' for url in urls)
        (home / "feeds.opml").write_text(f'<opml version="2.0"><body>{outlines}</body></opml>')
        (home / "config.toml").write_text("host_spacing = 0.0\nparsers = 1\n")
        told = [
            command(home, *arguments)
            for arguments in (
                ("refresh",), ("refresh", "--force", "--json"), ("feeds", "--health"), ("feeds", "--json"), ("list",),
                ("list", "--json"), ("show", "1"), ("show", "1", "--format", "json"), ("export",), ("doctor",),
                ("export", str(tmp_path / "out.opml")), ("backup", str(tmp_path / "copy.db")),
            )
        ]  # fmt: skip
        assert any((request.header("authorization") or "").startswith("Basic ") for request in server.requests)
    for done in told:
        assert SECRET not in done.stdout + done.stderr, done.args
    assert SECRET not in (tmp_path / "out.opml").read_text()
    log = home / "newsdesk.log"
    words = log.read_text()
    assert SECRET not in words
    assert "Body 1" not in words
    assert home.stat().st_mode & 0o077 == 0
    for file in (log, *home.glob("newsdesk.db*"), tmp_path / "copy.db"):
        assert file.stat().st_mode & 0o077 == 0, file
