"""`newsdesk show`: one article."""

from __future__ import annotations

from typing import Literal

import click

from newsdesk.article.export import Format, document_of, exported
from newsdesk.cli import output
from newsdesk.cli.home import open_home, reading, settings_of, writing_marks
from newsdesk.cli.rows import iso
from newsdesk.errors import NewsdeskError
from newsdesk.model.blocks import (
    Block,
    Document,
    Text,
    block_data,
    block_texts,
    iter_figures,
    iter_links,
    plain_text,
)
from newsdesk.model.headlines import Article
from newsdesk.paths import Paths
from newsdesk.store import requests
from newsdesk.store.queries.articles import get_article


@click.command("show")
@click.argument("headline", type=click.IntRange(1), metavar="ID")
@click.option(
    "--format", "format_", type=click.Choice(["text", "markdown", "html", "json"]), default="text", show_default=True
)
@click.option("--full", is_flag=True, help="Fetch the article's page first, if that was not done.")
def command(headline: int, format_: Format | Literal["json"], full: bool) -> None:
    """Print the article of a headline, by the ID that `list` gives."""
    home = open_home()
    if full:
        _fetch(home, headline)
    with reading(home) as connection:
        article = get_article(connection, headline)
    if article is None:
        raise NewsdeskError(f"There is no headline {headline}", "`newsdesk list` shows the ids.")
    if format_ == "json":
        output.data(_data(article, document_of(article)))
    else:
        output.text(exported(article, format_))


def _fetch(home: Paths, headline: int) -> None:
    """Have the page's text put in place of the feed's, and say why where it can't be."""
    from newsdesk.worker.once import get_full_text_once

    with reading(home) as connection:
        article = get_article(connection, headline)
        if article is None or article.full_text == "here":
            return
        why = get_full_text_once(home, settings_of(home), headline)
        if why is None:
            with writing_marks(home) as writer:
                request = writer.ask("full-text", str(headline)).result()
            why = requests.wait(connection, request)
    if why:
        output.say(f"the full text could not be had: {why}")


def _data(article: Article, document: Document) -> dict[str, object]:
    row = article.headline
    return {
        "id": row.id,
        "title": row.title,
        "url": row.url,
        "byline": document.byline or row.author,
        "source": row.source,
        "section": row.section,
        "published": iso(row.published),
        "lead": _lead(document),
        "blocks": [_block(block) for block in document.blocks],
        "links": [{"text": text, "url": url} for text, url in iter_links(document.blocks)],
        "images": [figure.image.url for figure in iter_figures(document.blocks)],
        "enclosures": [{"url": file.url, "type": file.media_type} for file in article.enclosures],
        "notice": document.notice,
    }


def _lead(document: Document) -> str:
    texts = [block for block in document.blocks if isinstance(block, Text)]
    leads = [block for block in texts if block.kind == "lead"] or [b for b in texts if b.kind == "paragraph"]
    return plain_text(leads[:1])


def _block(block: Block) -> dict[str, object]:
    """A block for scripts: its kind, its plain text, and what that kind has, runs as plain text."""
    data: dict[str, object] = {"kind": block.kind, "text": "\n".join(filter(None, block_texts(block)))}
    for name, value in block_data(block).items():
        if name == "runs":
            continue
        data[name] = "".join(run[0] for run in value) if name in ("caption", "source") else value
    return data
