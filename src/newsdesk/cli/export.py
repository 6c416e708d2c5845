"""`newsdesk export`: the subscriptions as an OPML file."""

from __future__ import annotations

from pathlib import Path

import click

from newsdesk.cli import output
from newsdesk.cli.home import open_home, settings_of
from newsdesk.opml.export import export
from newsdesk.opml.file import EMPTY, OpmlFile, replace


@click.command("export")
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--include-private", is_flag=True, help="Private feeds too, with the tokens in their addresses.")
def command(file: Path | None, include_private: bool) -> None:
    """Write the subscriptions to FILE (standard output without one), private feeds left out."""
    home = open_home()
    mine = OpmlFile(home.opml).read_bytes() if home.opml.exists() else EMPTY
    private_feeds = {url for url, feed in settings_of(home).feeds.items() if feed.private}
    data, private = export(mine, include_private, private_feeds=private_feeds)
    if file is None:
        output.raw(data)
    else:
        replace(file, data)
    if private:
        output.say(f"{private} private feeds left out (--include-private)")
