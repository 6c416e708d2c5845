"""One worker a database: it starts, it ends with its program, it comes back, and it leaves nothing behind."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from builders import Desk, make_home, opml, rss, wait_until
from newsdesk import clock
from newsdesk.paths import Paths
from newsdesk.store.connection import open_writer
from newsdesk.store.requests import answer, ask
from newsdesk.worker.lifecycle import NICENESS, Keeper, WorkerLock
from servers import Reply, Server, serving

KEEP = """
import sys, time
from newsdesk import paths
from newsdesk.worker.lifecycle import Keeper
keeper = Keeper(paths.find())
print("ready", flush=True)
while True:
    keeper.check()
    time.sleep(0.1)
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Paths:
    """A home without feeds, in the environment."""
    made = make_home(tmp_path / "home")
    monkeypatch.setenv("NEWSDESK_HOME", str(made.opml.parent))
    return made


@pytest.fixture
def starter(home: Paths) -> Iterator[subprocess.Popen[bytes]]:
    """A program of its own that keeps a worker."""
    with subprocess.Popen([sys.executable, "-c", KEEP], stdout=subprocess.PIPE) as process:
        yield process
        process.kill()
    wait_until(lambda: WorkerLock(home.worker_lock).is_free())


def worker_pid(home: Paths) -> int:
    """The pid that the lock names, 0 when nobody holds it."""
    if WorkerLock(home.worker_lock).is_free():
        return 0
    return int(home.worker_lock.read_text() or 0)


def processes_of(home: Paths) -> list[int]:
    """Every process whose environment names the home, but this one: workers, their children, their servers."""
    found = []
    for folder in Path("/proc").iterdir():
        try:
            alive = (folder / "stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
            named = f"NEWSDESK_HOME={home.opml.parent}".encode() in (folder / "environ").read_bytes()
        except OSError:
            continue
        if folder.name.isdigit() and alive and named and int(folder.name) != os.getpid():
            found.append(int(folder.name))
    return found


def sharing(pid: int) -> str:
    """What the session of a process gets where the kernel shares out by session; "" where it does not."""
    try:
        return Path(f"/proc/{pid}/autogroup").read_text().partition(" ")[2].strip()
    except OSError:
        return ""


def test_the_lock_is_one_workers(tmp_path: Path) -> None:
    """A second one is refused, a look does no harm, and given back it is free."""
    first, second = WorkerLock(tmp_path / "lock"), WorkerLock(tmp_path / "lock")
    assert first.is_free()
    assert first.acquire()
    assert not second.acquire()
    assert not second.is_free()
    assert (tmp_path / "lock").stat().st_mode & 0o777 == 0o600
    first.release()
    assert second.is_free()
    assert second.acquire()
    second.release()


def test_two_keepers_start_one_worker(home: Paths) -> None:
    """However often they look; when it is killed one of them starts the next."""
    one, two = Keeper(home), Keeper(home)
    try:
        assert wait_until(lambda: one.check() or two.check() or worker_pid(home))
        first = worker_pid(home)
        for _ in range(5):
            one.check()
            two.check()
        assert worker_pid(home) == first
        os.kill(first, signal.SIGKILL)
        assert wait_until(lambda: one.check() or two.check() or worker_pid(home) not in (0, first))
    finally:
        one.stop()
        two.stop()
    assert WorkerLock(home.worker_lock).is_free()


def test_a_worker_stands_back(home: Paths, starter: subprocess.Popen[bytes]) -> None:
    """By its niceness, and where the kernel shares out by session, its session too; nobody else's."""
    # "" too where it does share out by session: what was started with the machine has no share of its own.
    before = sharing(os.getpid())
    assert wait_until(lambda: worker_pid(home))
    worker = worker_pid(home)
    assert os.getpriority(os.PRIO_PROCESS, worker) >= min(os.getpriority(os.PRIO_PROCESS, 0) + NICENESS, 19)
    if sharing(worker):
        assert sharing(worker) == f"nice {NICENESS}"
    assert sharing(starter.pid) == sharing(os.getpid()) == before


def test_a_worker_in_a_shell_slows_nothing_else_of_its_session() -> None:
    """Only who leads a session of its own sets how much of the processor the session gets."""
    told = "from newsdesk.worker.lifecycle import stand_back; stand_back(); print(open('/proc/self/autogroup').read())"
    if not sharing(os.getpid()):
        pytest.skip("this kernel does not share the processor out by session")
    shell = [sys.executable, "-c", f"import subprocess, sys; subprocess.run([sys.executable, '-c', {told!r}])"]
    said = subprocess.run(shell, start_new_session=True, capture_output=True, text=True, check=True).stdout
    assert said.split()[1:] == ["nice", "0"]


def test_the_worker_ends_with_a_program_that_is_killed(home: Paths, starter: subprocess.Popen[bytes]) -> None:
    """SIGKILL leaves no worker and no child of it."""
    assert wait_until(lambda: worker_pid(home))
    starter.send_signal(signal.SIGKILL)
    starter.wait()
    assert wait_until(lambda: WorkerLock(home.worker_lock).is_free() and not processes_of(home))


def test_a_killed_worker_is_back_soon(home: Paths, starter: subprocess.Popen[bytes]) -> None:
    """Within three seconds, by the keeper's next look."""
    assert wait_until(lambda: worker_pid(home))
    first = worker_pid(home)
    killed = time.monotonic()
    os.kill(first, signal.SIGKILL)
    assert wait_until(lambda: worker_pid(home) not in (0, first), 10)
    assert time.monotonic() - killed < 10


def test_kill_9_in_a_round_loses_and_doubles_nothing(home: Paths, starter: subprocess.Popen[bytes]) -> None:
    """The next worker finishes: every entry is there once, whole, and no process is left over."""
    with serving() as server:
        names = [f"/{n}.xml" for n in range(12)]
        for place, name in enumerate(names):
            server.pages[name] = Reply(200, rss(*range(place * 50, place * 50 + 50)))
        _subscribe(home, server, names)
        with closing(open_writer(home.database)) as connection:
            desk = Desk(home.database, connection)
            for wanted in (60, 250):
                assert wait_until(lambda wanted=wanted: desk.value("SELECT count(*) FROM entries") >= wanted, 30)
                if pid := worker_pid(home):
                    os.kill(pid, signal.SIGKILL)
                assert desk.rows("PRAGMA quick_check") == [("ok",)]
                assert desk.value("SELECT count(*) % 50 FROM entries") == 0  # a feed is there whole or not at all
            assert wait_until(lambda: desk.value("SELECT count(*) FROM headlines WHERE digested = 1") == 600, 60), (
                desk.rows("SELECT count(*), sum(digested) FROM headlines")
            )
            assert desk.value("SELECT count(*) FROM entries") == 600
            desk.check()
        starter.kill()
        starter.wait()
        assert wait_until(lambda: not processes_of(home))


def _subscribe(home: Paths, server: Server, names: list[str]) -> None:
    home.opml.write_bytes(opml(*map(server.url, names)))


def test_a_feed_refreshed_by_hand_joins_the_round_that_runs(home: Paths, starter: subprocess.Popen[bytes]) -> None:
    """It is asked once, in the same round, and the request is answered when that is done."""
    with serving() as server:
        server.pages["/slow.xml"] = Reply(200, rss(1), gap=0.002)
        server.pages["/b.xml"] = Reply(200, rss(2))
        _subscribe(home, server, ["/slow.xml", "/b.xml"])
        with closing(open_writer(home.database)) as connection:
            desk = Desk(home.database, connection)
            assert wait_until(lambda: server.requests)
            assert wait_until(lambda: desk.value("SELECT count(*) FROM feeds") == 2)
            wish = ask(connection, "refresh-feed", str(desk.value("SELECT max(id) FROM feeds")), clock.now())
            assert wait_until(lambda: answer(connection, wish) is not None, 30)
            figures = json.loads(answer(connection, wish) or "")
            assert (figures["failed"], desk.value("SELECT count(*) FROM entries")) == (0, 2)
            assert sorted(request.path for request in server.requests) == ["/b.xml", "/slow.xml"]
