"""`newsdesk related`: what belongs beside an article."""

from __future__ import annotations

import click

from newsdesk import clock
from newsdesk.cli.home import open_home, reading
from newsdesk.cli.rows import emit_with_why
from newsdesk.errors import NewsdeskError
from newsdesk.newsroom import Room
from newsdesk.store.queries.rows import get_headlines


@click.command("related")
@click.argument("headline", type=click.IntRange(1), metavar="ID")
@click.option("-n", "limit", type=click.IntRange(1), default=12, show_default=True, help="At most so many.")
@click.option("--json", "as_json", is_flag=True, help="One JSON list.")
def command(headline: int, limit: int, as_json: bool) -> None:
    """The same story at other outlets, then what is near it, each with the reason."""
    with reading(open_home()) as connection:
        if headline not in get_headlines(connection, [headline]):
            raise NewsdeskError(f"There is no headline {headline}", "`newsdesk list` shows the ids.")
        found = Room(connection, clock.now()).related(headline, limit)
        emit_with_why(connection, [(one.item, one.why) for one in found], as_json=as_json)
