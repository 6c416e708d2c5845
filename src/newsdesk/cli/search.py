"""`newsdesk search`: headlines by relevance."""

from __future__ import annotations

import click

from newsdesk import clock
from newsdesk.cli import rows
from newsdesk.cli.home import open_home, reading
from newsdesk.store.queries.search import search_headlines


@click.command("search")
@click.argument("query")
@click.option("--limit", type=click.IntRange(0), default=100, show_default=True, help="At most so many; 0: all.")
@click.option("--json", "as_json", is_flag=True, help="One JSON list.")
def command(query: str, limit: int, as_json: bool) -> None:
    """The newest 2,000 headlines that match QUERY, best first."""
    home = open_home()
    with reading(home) as connection:
        rows.emit(connection, search_headlines(connection, query, clock.now(), limit), as_json=as_json)
