"""The worker and its windows: killed in mid-parse it comes back, two windows share one, marks travel between them."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from e2e.conftest import Opener, wait_for_end
from e2e.newsroom import Newsroom, invented
from e2e.processes import command, listed, running_for, workers_of
from e2e.terminal import Terminal
from newsdesk.store.care import examine
from newsdesk.worker.lifecycle import WorkerLock
from servers import Reply

_BODY = "<description>" + "&lt;p&gt;One of many words.&lt;/p&gt; " * 60 + "</description>"
SLOW = "".join(f"<item><title>Slow story {n}</title><guid>slow-{n}</guid>{_BODY}</item>" for n in range(2_000))
"""A document of 5 MB: a parser is in the middle of it for half a second on a fast machine."""


def lock_is_free(home: Path) -> bool:
    """Whether no worker holds the home's lock."""
    return WorkerLock(home / "newsdesk.db.worker.lock").is_free()


def is_parsing(home: Path, worker: int) -> bool:
    """Whether one of the worker's parsers is at work, by the processor time it has used."""
    mine = {worker}
    family = running_for(home)
    for _ in range(3):
        mine |= {process.pid for process in family if process.parent in mine}
    for pid in mine - {worker}:
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
        except OSError:
            continue
        if fields[0] == "R" and int(fields[11]) > 10:
            return True
    return False


@pytest.mark.slow
def test_a_worker_killed_in_mid_parse_comes_back(home: Path, newsroom: Newsroom, opened: Opener) -> None:
    """Kill -9: the program answers keys, another worker takes over, nothing of the old one is left, nothing is lost."""
    slow = f"<?xml version='1.0'?><rss version='2.0'><channel><title>Slow</title>{SLOW}</channel></rss>"
    newsroom.servers[3].pages["/feed"] = Reply(200, slow.encode(), (("ETag", '"slow"'),))
    assert command(home, "import", str(newsroom.opml)).returncode == 0
    terminal = opened()
    terminal.wait(lambda: any(is_parsing(home, pid) for pid in workers_of(home)), "a parser in the middle of its work")
    (old,) = workers_of(home)
    orphans = {process.pid for process in running_for(home)} - {terminal.process.pid}
    os.kill(old, signal.SIGKILL)
    terminal.press("g", "s")
    terminal.wait_for("Starred  0")
    terminal.wait(lambda: not orphans & {process.pid for process in running_for(home)}, "an end of the old processes")
    terminal.wait(lambda: set(workers_of(home)) - {old}, "a new worker")
    terminal.press("g", "a")
    terminal.wait(lambda: len(listed(home)) == 11 * 6 + 2_000, "every entry")
    terminal.wait(lambda: not lock_is_free(home), "a lock that is held")
    assert len(workers_of(home)) == 1
    titles = [row["title"] for row in listed(home)]
    assert len(titles) == len(set(titles))
    terminal.press("Q")
    assert terminal.wait_exit() == 0
    assert wait_for_end(home) == []
    assert lock_is_free(home)
    assert examine(home / "newsdesk.db") == []


def test_two_windows_share_one_worker_and_each_others_marks(furnished: Path, opened: Opener) -> None:
    """Both on one home: one worker; a star here shows there; when the first quits, the other has a worker again."""
    first = opened()
    first.wait(lambda: not lock_is_free(furnished), "a worker")
    second = opened()
    for window in (first, second):
        window.wait_for("unread", "Harbour Post")
    assert len(workers_of(furnished)) == 1
    second.press("g", "s")
    second.wait_for("Starred  0")
    first.press("s")
    second.wait(lambda: starred(second) == 1, "the other window's star in the sidebar")
    (before,) = workers_of(furnished)
    first.press("Q")
    assert first.wait_exit() == 0
    second.wait(lambda: len(workers_of(furnished)) == 1 and workers_of(furnished) != [before], "a worker of its own")
    second.wait(lambda: not lock_is_free(furnished), "its lock")
    second.press("Q")
    assert second.wait_exit() == 0
    assert wait_for_end(furnished) == []


def starred(terminal: Terminal) -> int:
    """The number beside Starred in the sidebar."""
    row = next(line for line in terminal.lines if "★ Starred" in line)
    count = row.split("│")[0].split("Starred")[1].strip()
    return int(count) if count else 0


@pytest.mark.slow
def test_a_refresh_by_hand_is_done_by_the_worker_that_runs(home: Path, newsroom: Newsroom, opened: Opener) -> None:
    """`newsdesk refresh --force` beside an open window asks its worker; the window shows what came."""
    assert command(home, "import", str(newsroom.opml)).returncode == 0
    terminal = opened()
    terminal.wait_for("72 new", "updated")
    (worker,) = workers_of(home)
    done = command(home, "refresh", "--force", "--json")
    assert done.returncode == 0, done.stderr
    assert '"not_modified": 12' in done.stdout
    assert workers_of(home) == [worker]
    terminal.press("g", "a")
    terminal.wait_for("All  72 unread", invented(1, 1).title)
