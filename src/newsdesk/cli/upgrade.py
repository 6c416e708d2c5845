"""`newsdesk upgrade`: internal, makes or upgrades the database in a process of its own."""

from __future__ import annotations

import click

from newsdesk.cli.home import open_home


@click.command("upgrade", hidden=True)
def command() -> None:
    """Make or upgrade the database; every command does so, the program has it done by this one."""
    open_home()
