"""The worker as a process of its own, from its start on."""

from __future__ import annotations

import logging

from newsdesk import config
from newsdesk.paths import Paths
from newsdesk.worker import lifecycle
from newsdesk.worker.readers import children_under_way

_log = logging.getLogger(__name__)


def run_worker(paths: Paths) -> int:
    """Run the worker of this database until its starter is gone; 0 at once where another one works on it."""
    lifecycle.stand_back()
    settings, wrong = config.load_leniently(paths.config)
    for line in wrong:
        _log.warning("%s; its default is used", line)
    # First of all: a screen that finds it taken knows that its requests will be taken up.
    lock = lifecycle.WorkerLock(paths.worker_lock)
    if not lock.acquire():
        return 0
    try:
        children = children_under_way(settings, paths.database)
        from newsdesk.worker.loop import work  # httpx comes with it: meanwhile the children are under way

        work(paths, settings, children)
    finally:
        lock.release()
    return 0
