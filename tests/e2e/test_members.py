"""Members' sources end to end: which server is told what, where secrets stand, and the way in on the screen."""

from __future__ import annotations

import json
from pathlib import Path

from builders import opml
from e2e.membership import CASES, open_club
from e2e.processes import command, environment_for

DOC = Path(__file__).parents[2] / "docs/members.md"


def test_each_server_sees_what_is_meant_for_it(home: Path, tmp_path: Path) -> None:
    """The table of docs/members.md is what the servers saw; who refuses is not asked again, and what they got works."""
    home.mkdir()
    with open_club(tmp_path) as club:
        (home / "feeds.opml").write_bytes(opml(*club.feeds.values()))
        (home / "config.toml").write_text("\n\n".join(("host_spacing = 0.0\nparsers = 1", *club.config)))
        environment = environment_for(home, **club.environment)
        done = json.loads(command(home, "refresh", "--json", environment=environment).stdout)
        table = club.table()
        again = json.loads(command(home, "refresh", "--json", environment=environment).stdout)
    assert len(club.seen) == len(table) - 2
    assert again["asked"] == 0
    failed = {error["url"]: error["error"] for error in done["errors"]}
    names = {case: url.partition("?")[0] for case, url in club.feeds.items()}
    assert {failed[names[case]] for case in (CASES[9], CASES[10], CASES[11])} == {
        "sign in needed: the server refuses what it was given (401)",
        "sign in needed: the cookies it was given have ended",
        "sign in needed (401)",
    }
    assert failed[names[CASES[8]]] == "redirected from a secure to an open connection"
    assert (done["fetched"], done["failed"]) == (len(CASES) - 4, 4)
    assert "\n".join(table) in DOC.read_text(encoding="utf-8")
