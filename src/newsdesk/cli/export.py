"""`newsdesk export`: the subscriptions as an OPML file."""

from __future__ import annotations

from pathlib import Path

import click

from newsdesk.cli import output
from newsdesk.cli.home import open_home
from newsdesk.opml.export import export
from newsdesk.opml.file import EMPTY, OpmlFile, replace


@click.command("export")
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--include-private", is_flag=True, help="Private feeds too, with the secrets in their addresses.")
def command(file: Path | None, include_private: bool) -> None:
    """Write the subscriptions to FILE (standard output without one), private feeds left out."""
    home = open_home()
    mine = OpmlFile(home.opml).read_bytes() if home.opml.exists() else EMPTY
    data, private = export(mine, include_private)
    if file is None:
        output.raw(data)
    else:
        replace(file, data)
    if private:
        output.say(f"{private} private feeds left out (--include-private)")
