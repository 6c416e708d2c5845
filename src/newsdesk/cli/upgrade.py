"""`newsdesk upgrade`: internal, makes or upgrades the database in a process of its own."""

from __future__ import annotations

from contextlib import closing

import click

from newsdesk.cli import output
from newsdesk.cli.home import open_home
from newsdesk.errors import OpmlError
from newsdesk.store.connection import open_writer, translated
from newsdesk.worker.subscriptions import follow_now


@click.command("upgrade", hidden=True)
def command() -> None:
    """Make or upgrade the database and follow feeds.opml, so that the first screen has its sources."""
    home = open_home()
    if not home.opml.exists():
        return
    try:
        with translated(home.database), closing(open_writer(home.database)) as connection:
            follow_now(connection, home)
    except OpmlError as error:
        # The worker says so on the screen.
        output.complain(str(error))
