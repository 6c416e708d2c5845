"""`newsdesk list`: headlines, newest first."""

from __future__ import annotations

import click

from newsdesk import clock
from newsdesk.cli import rows
from newsdesk.cli.home import open_home, reading
from newsdesk.model.headlines import View, ViewKind
from newsdesk.store.queries.lists import list_headlines


@click.command("list")
@click.argument("query", required=False, default="")
@click.option("--limit", type=click.IntRange(0), default=100, show_default=True, help="At most so many; 0: all.")
@click.option("--json", "as_json", is_flag=True, help="One JSON list.")
def command(query: str, limit: int, as_json: bool) -> None:
    """Headlines that match QUERY (all without one), newest first."""
    home = open_home()
    view = View(ViewKind.SEARCH, query) if query.strip() else View(ViewKind.ALL)
    with reading(home) as connection:
        rows.emit(connection, list_headlines(connection, view, clock.now(), limit), as_json=as_json)
