"""`newsdesk refresh`: one round of what is due."""

from __future__ import annotations

import json
from typing import Any

import click

from newsdesk import clock
from newsdesk.cli import output
from newsdesk.cli.home import open_home, reading, settings_of, writing_marks
from newsdesk.errors import NewsdeskError
from newsdesk.model.sidebar import Progress
from newsdesk.paths import Paths
from newsdesk.store import requests
from newsdesk.store.queries.progress import get_progress


@click.command("refresh")
@click.argument("feeds", nargs=-1)
@click.option("--force", is_flag=True, help="Ask all, due or not (but not what is gone for good).")
@click.option("--json", "as_json", is_flag=True, help="What was done, as one JSON document.")
def command(feeds: tuple[str, ...], force: bool, as_json: bool) -> int:
    """Ask the feeds that are due (or these FEEDs, by address) and store what is new."""
    from newsdesk.worker.readers import children_under_way

    home, began = open_home(), clock.monotonic()
    settings = settings_of(home)
    children = children_under_way(settings, home.database)
    from newsdesk.worker.once import refresh_once  # httpx comes with it: meanwhile the children are under way

    done = refresh_once(home, settings, feeds, forced=force, told=_show, children=children)
    figures = _ask_worker(home, feeds, force) if done is None else done.figures()
    _tell(figures, clock.monotonic() - began, as_json)
    with reading(home) as connection:
        notice = get_progress(connection).notice
    if notice:
        output.complain(notice)
    return int(figures["asked"] > 0 and figures["failed"] == figures["asked"])


def _show(progress: Progress) -> None:
    if progress.running:
        output.progress(f"{progress.done}/{progress.asked} feeds, {progress.new} new")
    elif progress.digesting:
        output.progress(f"{progress.new} new, {progress.digesting} still to be set")


def _ask_worker(home: Paths, feeds: tuple[str, ...], force: bool) -> dict[str, Any]:
    """Let the worker that holds the lock do it, and follow its progress."""
    from newsdesk.worker.once import find_feeds

    with reading(home) as connection, writing_marks(home) as writer:
        wanted = ",".join(map(str, find_feeds(connection, feeds))) if feeds else "force" if force else ""
        request = writer.ask("refresh-feed" if feeds else "refresh-all", wanted).result()
        answer = requests.wait(connection, request, lambda: _show(get_progress(connection)))
    try:
        return dict(json.loads(answer))
    except ValueError:
        raise NewsdeskError(f"The worker could not do it: {answer}") from None


def _tell(figures: dict[str, Any], seconds: float, as_json: bool) -> None:
    output.progress("")
    if as_json:
        output.data(figures | {"seconds": round(seconds, 3)})
        return
    output.row(f"{figures['new_entries']} new from {figures['fetched']} feeds, {figures['not_modified']} unchanged, "
               f"{figures['failed']} failed, {figures['not_due']} not due")  # fmt: skip
    for error in figures["errors"]:
        output.say(f"{error['url']}: {error['error']}")
