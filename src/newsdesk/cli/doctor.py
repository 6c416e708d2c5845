"""`newsdesk doctor`: is everything well, and mending what can be."""

from __future__ import annotations

from pathlib import Path

import click

from newsdesk import config, paths
from newsdesk.cli import output
from newsdesk.errors import NewsdeskError
from newsdesk.opml.file import OpmlFile
from newsdesk.store import care
from newsdesk.store.connection import is_current
from newsdesk.worker.lifecycle import WorkerLock


@click.command("doctor")
@click.option("--mend", is_flag=True, help="Put right what can be, after a copy of the database.")
@click.option("--reindex", is_flag=True, help="Fill the search index anew.")
@click.option(
    "--salvage",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Save what can be read of a damaged database into a new one, FILE.",
)
def command(mend: bool, reindex: bool, salvage: Path | None) -> int:
    """Look for what is wrong with this home: files, settings, subscriptions, database, counts."""
    home = paths.find()
    if salvage is not None:
        return _salvage(home, salvage)
    found = [*_files(home), *_readable(home)]
    if is_current(home.database):
        if mend or reindex:
            from newsdesk.store.migrations import copy

            output.say(f"copied to {copy(home.database, home.backups)}")
        if reindex:
            output.say(f"{care.fill_index(home.database)} articles indexed")
        if mend:
            output.say(f"{care.mend(home.database)} counts put right")
        found += care.examine(home.database)
    for line in found:
        output.row(line)
    if not found:
        worker = "no worker runs" if WorkerLock(home.worker_lock).is_free() else "a worker runs"
        output.row(f"All is well; {worker}.")
    return int(bool(found))


def _salvage(home: paths.Paths, target: Path) -> int:
    from newsdesk.store.salvage import salvage

    for table, rows in salvage(home.database, target).items():
        output.row(table, rows)
    output.say(f"Saved to {target}. To use it, move {home.database} away and {target} into its place.")
    return 0


def _files(home: paths.Paths) -> list[str]:
    """Files that others may read, though they should not."""
    kept = (home.database, home.log, home.worker_lock)
    return [
        f"{file} can be read by others (mode {file.stat().st_mode & 0o777:o}): chmod 600 it"
        for file in kept
        if file.exists() and file.stat().st_mode & 0o077
    ]


def _readable(home: paths.Paths) -> list[str]:
    """What is wrong with config.toml and feeds.opml."""
    found = list(config.load_leniently(home.config)[1])
    try:
        if home.opml.exists():
            OpmlFile(home.opml).read()
    except NewsdeskError as error:
        found.append(str(error))
    return found
