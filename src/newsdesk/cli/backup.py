"""`newsdesk backup`: a copy of the database while everything runs."""

from __future__ import annotations

from pathlib import Path

import click

from newsdesk.cli import output
from newsdesk.cli.home import open_home


@click.command("backup")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def command(file: Path) -> None:
    """Write a whole copy of the database to FILE."""
    from newsdesk.store.migrations import backup

    home = open_home()
    backup(home.database, file)
    output.say(f"{file}: {file.stat().st_size:,} bytes")
