"""A day of 2,000 subscriptions: `python -m benchmarks.subscriptions [--feeds 2000] [--hours 24]`.

The worker's own rounds against the farm, with a clock that jumps from one due time to the next: how many connections
were open at most, what the asking costs of a core, whether memory grows. Then a real worker of the same home for a
minute in which nothing is due: what idling costs. The half second between two requests to one host is left out, and
every half hour a twentieth of the feeds has something new.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import replace

from benchmarks import farm, figures, processes
from newsdesk import clock, paths
from newsdesk.config import Settings
from newsdesk.members.sign_ins import SignIns
from newsdesk.store.connection import open_writer
from newsdesk.store.queries.sources import list_feed_states
from newsdesk.worker.readers import make_children
from newsdesk.worker.rounds import Rounds
from newsdesk.worker.schedule import due_feeds, next_time

TICK = 1_800
"""Seconds after which the farm has something new."""


def measure(feeds: int, entries: int, hours: float, idle: float) -> str:
    """The table."""
    with farm.running(feeds, entries, hosts=200) as served:
        home = served.folder / "home"
        env = processes.environment(NEWSDESK_HOME=str(home))
        processes.run([sys.executable, "-m", "newsdesk", "import", str(served.opml)], env)
        print(figures.table(["hour", "asked so far", "CPU s so far", "of a core", "MB"], []), flush=True)
        asyncio.run(_day(served, paths.at(home), hours))
        # The farm counts the connection over which it is told of new entries, too.
        connections = served.stats()["connections"]["max_concurrent"] - 1
        resting = _rest(env, idle)
    return (
        f"\nConnections open at most: {connections} (mark 16). An idle worker, {idle:g} s: {resting:.2%} of a core "
        "(mark 1 %)."
    )


async def _day(served: farm.Farm, home: paths.Paths, hours: float) -> None:
    """Live through so many hours, and print a row of the table now and then."""
    began, asked = int(time.time()), 0
    moment = began
    clock.now = lambda: moment
    end, ticked, told = began + int(hours * 3_600), began, began
    spent = _cpu(served)
    settings = replace(Settings(), host_spacing=0.0)
    children = make_children(settings)
    with closing(open_writer(home.database)) as connection:
        async with Rounds(connection, children, settings, SignIns(home)) as rounds:
            while moment < end:
                due = due_feeds(list_feed_states(connection), moment)
                asked += len(due)
                await rounds.run(due, served.feeds)
                await rounds.finish_digest()
                if moment >= told:
                    cpu = _cpu(served) - spent
                    share = cpu / max(moment - began, 1) if moment > began else 0.0
                    memory = processes.memory_of(os.getpid()) - processes.memory_of(served.pid)
                    print(
                        f"| {(moment - began) / 3_600:.0f} | {asked:,} | {cpu:.1f} | {share:.2%} | {memory:.0f} |",
                        flush=True,
                    )
                    told += max(3_600, int(hours * 3_600) // 6)
                # A worker looks once a second; here it looks when a minute's worth is due.
                following = next_time(list_feed_states(connection), moment) or end
                moment = min(end, max(moment + 60, following))
                if moment - ticked >= TICK:
                    served.tick(0.05, 2)
                    ticked = moment


def _cpu(served: farm.Farm) -> float:
    return processes.cpu_of(os.getpid()) - processes.cpu_of(served.pid)


def _rest(env: dict[str, str], seconds: float) -> float:
    worker = subprocess.Popen([sys.executable, "-m", "newsdesk", "worker"], env=env, stdin=subprocess.PIPE)
    try:
        _settle(worker.pid)
        before = processes.cpu_of(worker.pid)
        time.sleep(seconds)
        return (processes.cpu_of(worker.pid) - before) / seconds
    finally:
        worker.communicate()


def _settle(pid: int) -> None:
    """Wait until a worker's start is over, two minutes at most: it is niced, and may wait long for a busy machine."""
    for _ in range(24):
        before = processes.cpu_of(pid)
        time.sleep(5)
        if 0.3 < processes.cpu_of(pid) < before + 0.2:
            return


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--feeds", type=int, default=2_000)
    parser.add_argument("--entries", type=int, default=5)
    parser.add_argument("--hours", type=float, default=24)
    parser.add_argument("--quick", action="store_true", help="20 feeds, two hours, five seconds of rest")
    options = parser.parse_args()
    feeds, hours, idle = (20, 2.0, 5.0) if options.quick else (options.feeds, options.hours, 60.0)
    print(f"{feeds} feeds of {options.entries} entries, {hours:g} hours.\n")
    print(measure(feeds, options.entries, hours, idle))


if __name__ == "__main__":
    main()
