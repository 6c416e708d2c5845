"""Real child processes: what they return, how they are stopped, and that none is left."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from multiprocessing import resource_tracker
from pathlib import Path

import pytest

from newsdesk.model.feeds import Failed
from newsdesk.worker.children import CRASHED, TOO_LONG, TOO_MUCH_MEMORY, ChildLimits, ChildPool

JOBS = {
    "pid": "os:getpid",
    "sleep": "time:sleep",
    "kill": "os:kill",
    "divide": "operator:truediv",
    "bytes": "builtins:bytearray",
    "upper": "builtins:ascii",
    "unpicklable": "threading:Lock",
    "count": "sum_forever:forever",
    "missing": "no_such_module_at_all:f",
}
LIMITS = ChildLimits(cpu=1, wall=20, memory=1 << 30)


def wait_until(condition: Callable[[], bool], seconds: float = 10) -> bool:
    """Whether a condition came true in time."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.01)
    return True


def is_alive(pid: int) -> bool:
    """Whether a process runs (a zombie does not)."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


async def test_a_job_brings_its_result() -> None:
    """What the function returns comes back, megabytes of it, and the same child takes the next job."""
    async with ChildPool(1, LIMITS, JOBS) as pool:
        assert await pool.run("divide", 21, 2) == 10.5
        assert len(await pool.run("bytes", 5_000_000)) == 5_000_000
        assert await pool.run("pid") == await pool.run("pid") != os.getpid()


async def test_a_child_lets_the_worker_go_first() -> None:
    """It is nicer by five: what all children wait for is the worker."""
    async with ChildPool(1, LIMITS, JOBS | {"nice": "os:nice"}) as pool:
        assert await pool.run("nice", 0) == min(os.nice(0) + 5, 19)


async def test_no_process_is_started_to_track_what_is_not_there() -> None:
    """Behind a child stands the fork server alone: multiprocessing's tracker of shared memory is not started."""
    async with ChildPool(1, LIMITS, JOBS) as pool:
        await pool.run("pid")
        assert resource_tracker._resource_tracker._pid is None  # type: ignore[attr-defined]


async def test_an_exception_is_that_documents_failure() -> None:
    """A job that raises is Failed, in words; the child lives on."""
    async with ChildPool(1, LIMITS, JOBS) as pool:
        before = await pool.run("pid")
        failed = await pool.run("divide", 1, 0)
        assert failed == Failed("could not be read: the reader stumbled over it (ZeroDivisionError)", "parse")
        assert await pool.run("pid") == before


@pytest.mark.parametrize("job", ["unpicklable", "missing", "not in the table"])
async def test_a_job_that_cannot_be_done_is_a_failure(job: str) -> None:
    """A result that can't be sent, a module that is not there and an unknown name are values, no hang."""
    async with ChildPool(1, LIMITS, JOBS) as pool:
        assert isinstance(await pool.run(job), Failed)
        assert await pool.run("divide", 1, 1) == 1


async def test_a_memory_hog_is_stopped() -> None:
    """A job that asks for more than the limit fails in words, and a new child does the next."""
    async with ChildPool(1, LIMITS, JOBS) as pool:
        before = await pool.run("pid")
        assert await pool.run("bytes", 1 << 31) == TOO_MUCH_MEMORY
        assert await pool.run("pid") != before


async def test_a_cpu_loop_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A job that never ends is killed by its processor limit."""
    (tmp_path / "sum_forever.py").write_text("def forever():\n    while True:\n        pass\n")
    monkeypatch.syspath_prepend(tmp_path)
    async with ChildPool(1, ChildLimits(cpu=0, wall=20), JOBS) as pool:
        assert await pool.run("count") == TOO_LONG
        assert await pool.run("divide", 4, 2) == 2


async def test_the_cpu_limit_is_each_jobs_own() -> None:
    """Processor time that earlier jobs used does not count against a later one."""
    async with ChildPool(1, ChildLimits(cpu=1, wall=20), {"work": "builtins:sum", **JOBS}) as pool:
        before = await pool.run("pid")
        for _ in range(6):
            assert await pool.run("work", range(20_000_000)) == sum(range(20_000_000))
        assert await pool.run("pid") == before


async def test_a_job_that_sleeps_is_stopped_by_the_wall_limit() -> None:
    """A job that uses no processor time but does not end is killed."""
    async with ChildPool(1, ChildLimits(wall=0.2), JOBS) as pool:
        assert await pool.run("sleep", 60) == TOO_LONG
    async with ChildPool(1, LIMITS, JOBS) as pool:
        assert await pool.run("divide", 4, 2) == 2


async def test_kill_9_in_a_job_hurts_that_job_only() -> None:
    """A child killed from outside fails its own job; one beside it and the next one work."""
    async with ChildPool(2, LIMITS, JOBS) as pool:
        victim = await pool.run("pid")
        doomed = asyncio.create_task(pool.run("sleep", 30))
        await asyncio.sleep(0)
        beside = asyncio.create_task(pool.run("divide", 6, 2))
        os.kill(victim, signal.SIGKILL)
        assert await doomed == CRASHED
        assert await beside == 3
        assert await pool.run("divide", 8, 2) == 4


@pytest.mark.parametrize(
    ("doomed", "why"),
    [
        (("signal", int(signal.SIGSEGV)), CRASHED), (("bytes", 1 << 31), TOO_MUCH_MEMORY), (("sleep", 60), TOO_LONG),
        (("exit", 0), CRASHED),
    ],
)  # fmt: skip
async def test_what_waits_behind_a_job_that_kills_its_child_is_done_by_another(
    doomed: tuple[object, ...], why: Failed
) -> None:
    """The job that waits in the socket of a child is neither failed nor lost with the one before it."""
    jobs = {**JOBS, "signal": "signal:raise_signal", "exit": "os:_exit"}
    async with ChildPool(1, ChildLimits(wall=2 if why is TOO_LONG else 20), jobs) as pool:
        before = await pool.run("pid")
        answers = await asyncio.gather(pool.run(*doomed), pool.run("pid"), pool.run("divide", 6, 2))  # type: ignore[arg-type]
        assert answers[0] == why
        assert answers[1] != before
        assert answers[2] == 3


async def test_an_answer_stands_though_its_child_died_right_after_it() -> None:
    """A child that ends with a job unread breaks its connection; what it had answered before that counts."""
    async with ChildPool(1, LIMITS, {**JOBS, "exit": "os:_exit"}) as pool:
        for _ in range(10):
            jobs = [pool.run("divide", 6, 2), pool.run("exit", 0), pool.run("divide", 8, 2)]
            assert await asyncio.gather(*jobs) == [3, CRASHED, 4]


async def test_an_answer_stands_though_no_job_can_be_sent_any_more() -> None:
    """A child has answered and ended while the worker was busy, which sends it the next job before it reads that."""
    async with ChildPool(1, LIMITS, {**JOBS, "exit": "os:_exit"}) as pool:
        child = await pool.run("pid")
        answers = [asyncio.create_task(pool.run(*job)) for job in (("divide", 6, 2), ("exit", 0))]
        await asyncio.sleep(0)
        assert wait_until(lambda: not is_alive(child))
        answers.append(asyncio.create_task(pool.run("divide", 8, 2)))
        assert await asyncio.gather(*answers) == [3, CRASHED, 4]


async def test_a_child_goes_on_while_the_worker_is_busy(tmp_path: Path) -> None:
    """Two jobs are done by one child though the loop that asked for both has not come back since."""
    async with ChildPool(1, LIMITS, {**JOBS, "make": "os:mkdir"}) as pool:
        await pool.run("pid")
        asked = [asyncio.create_task(pool.run("make", str(tmp_path / name))) for name in "ab"]
        await asyncio.sleep(0)
        assert wait_until(lambda: len(list(tmp_path.iterdir())) == 2)
        assert not any(task.done() for task in asked)
        assert await asyncio.gather(*asked) == [None, None]


async def test_cancelling_what_waits_leaves_the_others(tmp_path: Path) -> None:
    """Whoever takes back a job of a child with two has the other done all the same."""
    async with ChildPool(1, LIMITS, JOBS) as pool:
        await pool.run("pid")
        first, second = (asyncio.create_task(pool.run("divide", 6, number)) for number in (2, 3))
        await asyncio.sleep(0)
        second.cancel()
        assert await first == 3
        with pytest.raises(asyncio.CancelledError):
            await second
        assert await pool.run("divide", 8, 2) == 4


async def test_a_crash_is_told_from_a_limit() -> None:
    """A child that dies of a segmentation fault says so."""
    async with ChildPool(1, LIMITS, {**JOBS, "crash": "signal:raise_signal"}) as pool:
        assert await pool.run("crash", int(signal.SIGSEGV)) == CRASHED


async def test_cancelling_a_job_ends_its_child() -> None:
    """When the worker stops, a busy child does not go on."""
    async with ChildPool(1, LIMITS, JOBS) as pool:
        child = await pool.run("pid")
        job = asyncio.create_task(pool.run("sleep", 60))
        await asyncio.sleep(0.05)
        job.cancel()
        with pytest.raises(asyncio.CancelledError):
            await job
        assert not is_alive(child)


async def test_idle_children_end_after_a_while() -> None:
    """A child without work for the idle time is ended, one that was just used stays."""
    async with ChildPool(1, ChildLimits(idle=60), JOBS) as pool:
        child = await pool.run("pid")
        pool.reap(time.monotonic() + 59)
        assert is_alive(child)
        pool.reap(time.monotonic() + 61)
        assert not is_alive(child)
        assert await pool.run("divide", 9, 3) == 3


async def test_not_more_children_than_asked_for() -> None:
    """Many jobs at once share the children."""
    async with ChildPool(2, LIMITS, JOBS) as pool:
        pids = await asyncio.gather(*(pool.run("pid") for _ in range(20)))
        assert len(set(pids)) <= 2


PARENT = """
import asyncio, fcntl, sys
from newsdesk.worker.children import ChildLimits, ChildPool
async def main():
    lock = open(sys.argv[1], "w")
    fcntl.flock(lock, fcntl.LOCK_EX)
    pool = ChildPool(2, ChildLimits(), {"pid": "os:getpid", "ppid": "os:getppid", "sleep": "time:sleep"})
    pool.prepare()
    busy = await pool.run("pid")
    server = await pool.run("ppid")
    job = asyncio.create_task(pool.run("sleep", 60))
    await asyncio.sleep(0)
    idle = await pool.run("pid")
    print(busy, idle, server, flush=True)
    await job
asyncio.run(main())
"""


def test_nothing_outlives_a_killed_worker(tmp_path: Path) -> None:
    """After kill -9 of the worker no child and no fork server is left, and its lock is free at once."""
    lock = tmp_path / "lock"
    worker = subprocess.Popen([sys.executable, "-c", PARENT, str(lock)], stdout=subprocess.PIPE, text=True)
    assert worker.stdout is not None
    with worker.stdout:
        pids = [int(word) for word in worker.stdout.readline().split()]
        assert len(set(pids)) == 3
        assert all(map(is_alive, pids))
        open_files = [os.readlink(entry) for pid in pids for entry in Path(f"/proc/{pid}/fd").iterdir()]
        worker.kill()
        worker.wait()
    assert str(lock) not in open_files
    assert wait_until(lambda: not any(map(is_alive, pids)))
