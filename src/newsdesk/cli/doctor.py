"""`newsdesk doctor`: is everything well, and mending what can be."""

from __future__ import annotations

from collections.abc import Iterator
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
    """Look for what is wrong with this home: files, settings, subscriptions, worker, database, counts."""
    home = paths.find()
    if salvage is not None:
        return _salvage(home, salvage)
    if mend:
        _close_to_others(home)
    found = [*_open_to_others(home), *_readable(home), *_worker(home)]
    if is_current(home.database):
        if (mend or reindex) and not care.is_damaged(home.database):
            _mend(home, mend, reindex)
        found += care.examine(home.database)
    elif home.database.exists() and home.database.stat().st_size:
        found.append(f"{home.database} is of an older version: start newsdesk once to upgrade it")
    for line in found:
        output.row(line)
    if not found:
        worker = "no worker runs" if WorkerLock(home.worker_lock).is_free() else "a worker runs"
        output.row(f"All is well; {worker}.")
    return int(bool(found))


def _mend(home: paths.Paths, mend: bool, reindex: bool) -> None:
    from newsdesk.store.migrations import copy

    output.say(f"copied to {copy(home.database, home.backups)}")
    if reindex:
        output.say(f"{care.fill_index(home.database)} articles indexed")
    if mend:
        output.say(f"{care.mend(home.database)} things put right")


def _salvage(home: paths.Paths, target: Path) -> int:
    from newsdesk.store.salvage import salvage

    for table, rows in salvage(home.database, target).items():
        output.row(table, rows)
    output.say(f"Saved to {target}. To use it, move {home.database} away and {target} into its place.")
    return 0


def _private(home: paths.Paths) -> Iterator[tuple[Path, int]]:
    """The files and folders that are the person's alone, with the mode that they should have."""
    for folder in (home.database.parent, home.backups):
        yield folder, 0o700
    beside = home.database.parent.glob(f"{home.database.name}*")
    named = (feed.cookies_file for feed in config.load_leniently(home.config)[0].feeds.values())
    cookies = [home.beside_config(name) for name in dict.fromkeys(named) if name]
    for file in (
        home.secrets,
        home.secret_key,
        *cookies,
        *beside,
        *home.backups.glob("*.db"),
        home.log,
        home.log.with_name(f"{home.log.name}.1"),
    ):
        yield file, 0o600


def _open_to_others(home: paths.Paths) -> list[str]:
    """What others may read, though they should not."""
    return [
        f"{file} can be read by others (mode {file.stat().st_mode & 0o777:o}): chmod {mode:o} it, or --mend"
        for file, mode in _private(home)
        if file.exists() and file.stat().st_mode & 0o077
    ]


def _close_to_others(home: paths.Paths) -> None:
    for file, mode in _private(home):
        if file.exists() and file.stat().st_mode & 0o077:
            file.chmod(mode)


def _worker(home: paths.Paths) -> list[str]:
    """A lock that is held though its holder is gone: by a child that outlived it, or on a disk that is shared."""
    lock = WorkerLock(home.worker_lock)
    pid = lock.holder()
    if lock.is_free() or not pid or Path(f"/proc/{pid}").exists() or not Path("/proc/self").exists():
        return []
    return [f"{home.worker_lock} is held, but process {pid}, which took it, is gone: end what holds it (fuser)"]


def _readable(home: paths.Paths) -> list[str]:
    """What is wrong with config.toml and feeds.opml."""
    found = list(config.load_leniently(home.config)[1])
    try:
        if home.opml.exists():
            OpmlFile(home.opml).read()
    except NewsdeskError as error:
        found.append(str(error))
    return found
