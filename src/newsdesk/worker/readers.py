"""The children that rounds read with: how many, and what they do by name."""

from __future__ import annotations

import os
from contextlib import closing
from pathlib import Path

from newsdesk.config import Settings
from newsdesk.store.connection import open_reader, translated
from newsdesk.store.queries.sources import was_any_asked
from newsdesk.worker.children import ChildLimits, ChildPool

MAX_CHILDREN = 4
JOBS = {
    **{name: f"newsdesk.worker.jobs:{name}" for name in ("parse", "digest")},
    **{name: f"newsdesk.worker.page_jobs:{name}" for name in ("page", "changed", "picture")},
}
"""What the children do, by name: nothing of it, nor of the libraries that it needs, is loaded here."""
PRELOAD = ("newsdesk.worker.jobs", "msgspec.json", "zlib_ng.zlib_ng")
"""What a child has from the start: the libraries that articles are written with take 20 ms of each child else."""


def make_children(settings: Settings) -> ChildPool:
    """The pool of parser children, none of them started."""
    count = settings.parsers or min(os.cpu_count() or 1, MAX_CHILDREN)
    return ChildPool(count, ChildLimits(), JOBS, preload=PRELOAD)


def children_under_way(settings: Settings, database: Path) -> ChildPool:
    """The same, what they are forked from on its way where no feed was asked yet: there will be documents to read.

    It takes a quarter of a second on another processor, as long as what else a worker loads.
    """
    children = make_children(settings)
    with translated(database), closing(open_reader(database)) as connection:
        if not was_any_asked(connection):
            children.prepare()
    return children
