"""`newsdesk foryou`: what suits the person."""

from __future__ import annotations

import click

from newsdesk import clock
from newsdesk.cli.home import open_home, reading
from newsdesk.cli.rows import emit_with_why
from newsdesk.newsroom import Room


@click.command("foryou")
@click.option("-n", "limit", type=click.IntRange(1), default=20, show_default=True, help="At most so many.")
@click.option("--json", "as_json", is_flag=True, help="One JSON list.")
def command(limit: int, as_json: bool) -> None:
    """Unread articles that suit what you read, each with the reason; learnt here and told nobody."""
    with reading(open_home()) as connection:
        picked = Room(connection, clock.now()).for_you(limit)
        emit_with_why(connection, [(one.headline, one.why) for one in picked], as_json=as_json)
