"""What the sidebar shows: the kept counts, sections in the order of feeds.opml, sources in theirs."""

from __future__ import annotations

import sqlite3

from newsdesk import clock
from newsdesk.model.sidebar import Section, Sidebar, Source
from newsdesk.store import one_step

NO_FOLDER = "Top"
"""The section of feeds that stand in no folder: general news."""
QUIET_SECONDS = 3 * 86_400
"""How long a bundled feed that never answered stands without alarm."""


def get_sidebar(connection: sqlite3.Connection, now: int) -> Sidebar:
    """The whole sidebar as of `now`; its cost goes with the number of sources, not of headlines."""
    kept = one_step.rows(connection, "kind, key, unread, total", "counts")
    counts = {(kind, key): (unread, total) for kind, key, unread, total in kept}
    sources = _sources(connection, counts, now)
    names = list(sources)
    # Sections that only entries name come after the folders, if they hold anything.
    names += sorted(key for kind, key in counts if kind == "section" and key and key not in sources)
    sections = (Section(name, *counts.get(("section", name), (0, 0)), tuple(sources.get(name, ()))) for name in names)
    unread, total = counts[("all", "")]
    (today,) = connection.execute(
        "SELECT count(*) FROM headlines WHERE read = 0 AND hidden = 0 AND sort_time >= ?", (clock.midnight(now),)
    ).fetchone()
    return Sidebar(
        unread, total, today, counts[("starred", "")][1], counts[("later", "")][1],
        tuple(section for section in sections if section.sources or section.total),
    )  # fmt: skip


def _sources(
    connection: sqlite3.Connection, counts: dict[tuple[str, str], tuple[int, int]], now: int
) -> dict[str, list[Source]]:
    rows = one_step.rows(
        connection,
        "coalesce(d.position, -1), f.position, d.path, f.id, f.url, f.title, f.paused, f.bundled, f.first_seen, "
        "s.gone, s.failures, s.last_error, s.refused, s.last_ok",
        "feeds f LEFT JOIN folders d ON d.feed = f.id LEFT JOIN fetches s ON s.feed = f.id WHERE f.subscribed = 1",
    )
    found: dict[str, list[Source]] = {}
    told: set[tuple[str, int]] = set()
    for row in sorted(rows, key=lambda row: row[:2]):
        _, _, path, feed, url, title, paused, bundled, seen, gone, failures, error, refused, last_ok = row
        quiet = bool(bundled) and last_ok is None and now < seen + QUIET_SECONDS
        source = Source(
            feed, url, title, *counts.get(("feed", str(feed)), (0, 0)), bool(paused), bool(gone), failures or 0,
            error or "", bool(refused), quiet,
        )  # fmt: skip
        top = (path or "").partition("/")[0] or NO_FOLDER
        # A feed may stand in several folders of one section.
        if (top, feed) not in told:
            told.add((top, feed))
            found.setdefault(top, []).append(source)
    return found
