"""Faults of the machine: a full disk."""

from __future__ import annotations

import resource
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from builders import rss
from e2e.processes import NEWSDESK, command, environment_for, listed
from servers import Reply, Server

# linux/prctl.h and linux/capability.h
PR_CAPBSET_DROP, DAC_OVERRIDE, DAC_READ_SEARCH = 24, 1, 2
NO_RIGHT = 99


def whole(home: Path) -> bool:
    """Whether the database is."""
    with closing(sqlite3.connect(home / "newsdesk.db")) as connection:
        return [row[0] for row in connection.execute("PRAGMA integrity_check")] == ["ok"]


def test_a_full_disk_is_told_and_loses_nothing(kept: Path, server: Server) -> None:
    """What doesn't fit is that feed's error; reading goes on; with space again all of it comes."""
    server.pages["/feed"] = Reply(200, rss(*range(1, 400), body="Long " * 400))
    most = (kept / "newsdesk.db").stat().st_size + 50_000

    def shrink() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

    full = subprocess.run(
        [NEWSDESK, "refresh", "--force"], env=environment_for(kept), capture_output=True, text=True, check=False,
        preexec_fn=shrink, stdin=subprocess.DEVNULL, timeout=120,
    )  # fmt: skip
    assert full.returncode in (1, 3), full.stderr
    assert "Traceback" not in full.stdout + full.stderr
    assert "could not be stored" in full.stderr + full.stdout or "can't be used" in full.stderr
    assert whole(kept)
    assert [(row["id"], row["starred"]) for row in listed(kept) if row["id"] == 1] == [(1, True)]
    assert command(kept, "refresh", "--force").returncode == 0
    assert len(listed(kept)) == 399
