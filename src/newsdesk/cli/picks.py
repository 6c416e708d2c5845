"""`newsdesk picks`: a handful against the bubble."""

from __future__ import annotations

import click

from newsdesk import clock
from newsdesk.cli.home import open_home, reading
from newsdesk.cli.rows import emit_with_why
from newsdesk.newsroom import Room


@click.command("picks")
@click.option("--json", "as_json", is_flag=True, help="One JSON list.")
def command(as_json: bool) -> None:
    """Good pieces that neither the crowd nor your habits bring up, each with the reason; the same all day."""
    with reading(open_home()) as connection:
        picked = Room(connection, clock.now()).picks()
        emit_with_why(connection, [(one.headline, one.why) for one in picked], as_json=as_json)
