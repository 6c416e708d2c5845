"""`newsdesk top`: the top stories right now, or an edition of them that ends."""

from __future__ import annotations

import click

from newsdesk import clock
from newsdesk.cli import output
from newsdesk.cli.edition import print_edition
from newsdesk.cli.home import open_home, reading
from newsdesk.cli.rows import Rows, iso
from newsdesk.newsroom import Room
from newsdesk.store.queries.rows import get_headlines
from newsdesk.store.queries.sources import feed_urls


@click.command("top")
@click.option("--section", default="", help="Of one section, for example World.")
@click.option("-n", "limit", type=click.IntRange(1), default=20, show_default=True, help="At most so many.")
@click.option("--json", "as_json", is_flag=True, help="One JSON list.")
@click.option(
    "--edition", is_flag=True, help="What is new since the last edition: ten stories, three picks, and an end."
)
@click.option("--markdown", is_flag=True, help="The edition as Markdown.")
def command(section: str, limit: int, as_json: bool, edition: bool, markdown: bool) -> None:
    """The stories that most outlets tell now, best first, each with the reason."""
    home = open_home()
    if edition:
        print_edition(home, markdown=markdown)
        return
    with reading(home) as connection:
        placed = Room(connection, clock.now()).top(section, limit)
        headlines = get_headlines(connection, {id_ for one in placed for id_ in one.headlines})
        rows = Rows(feed_urls(connection))
    if as_json:
        output.data(
            [
                {
                    "story_id": one.story, "title": headlines[one.headline].title, "section": one.section,
                    "outlets": one.owners, "entries": [rows.data(headlines[id_]) for id_ in one.headlines],
                    "first_seen": iso(one.first_seen), "score": round(one.score, 4), "why": one.why,
                }
                for one in placed
            ]
        )  # fmt: skip
        return
    for one in placed:
        row = headlines[one.headline]
        output.row(one.story, one.owners, one.section, row.source, row.title, row.url, one.why)
