"""`newsdesk keys`: the keys, as they are now."""

from __future__ import annotations

import click

from newsdesk import paths
from newsdesk.cli import output
from newsdesk.cli.home import settings_of


@click.command("keys")
def command() -> None:
    """Print every key command: keys, id (for [keys] of config.toml), what it does."""
    from newsdesk.tui.commands import COMMANDS

    remapped = settings_of(paths.find()).keys
    for found in COMMANDS:
        output.row(remapped.get(found.id, found.keys), found.id, found.title, found.help)
