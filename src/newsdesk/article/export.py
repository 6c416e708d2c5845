"""Documents as HTML, Markdown and plain text, for files, the clipboard and the command line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from typing import TYPE_CHECKING, Literal, TypeAlias

from newsdesk.model.blocks import (
    Block,
    Code,
    Document,
    Embed,
    Figure,
    Footnote,
    ListBlock,
    Quote,
    Rule,
    Run,
    Runs,
    Style,
    Table,
    Text,
    block_texts,
)
from newsdesk.model.headlines import Article
from newsdesk.text import clean_code, clean_line

if TYPE_CHECKING:
    from newsdesk.article.markdown import Writer

_TAGS = (
    (Style.CODE, "code"), (Style.STRONG, "strong"), (Style.EMPHASIS, "em"), (Style.SUPERSCRIPT, "sup"),
    (Style.SUBSCRIPT, "sub"), (Style.STRUCK, "s"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above an exported article."""

    title: str
    byline: str = ""
    source: str = ""
    published: str = ""
    """ISO 8601, or empty."""
    url: str = ""


Format: TypeAlias = Literal["markdown", "text", "html"]


def exported(article: Article, format_: Format) -> str:
    """An article as a file of this format: what `e` saves and what `newsdesk show` prints."""
    row, document = article.headline, document_of(article)
    published = datetime.fromtimestamp(row.published, UTC).isoformat() if row.published is not None else ""
    head = Head(row.title, document.byline or row.author, row.source, published.replace("+00:00", "Z"), row.url)
    return {"markdown": to_markdown, "text": to_text, "html": to_html}[format_](document, head)


def document_of(article: Article) -> Document:
    """The article's blocks, its summary while there are none."""
    if article.document is not None and article.document.blocks:
        return article.document
    summary = article.headline.summary
    return Document((Text("paragraph", (Run(summary),)),) if summary else ())


def to_html(document: Document, head: Head) -> str:
    """A whole HTML page: no scripts, no styles, pictures and players as links to where they are."""
    title = escape(clean_line(head.title or document.headline))
    language = f' lang="{escape(document.language)}"' if document.language else ""
    return (
        f'<!DOCTYPE html>\n<html{language}>\n<head>\n<meta charset="utf-8">\n<title>{title}</title>\n</head>\n<body>\n'
        f"<article>\n{_head_html(document, head)}{blocks_html(document.blocks)}</article>\n</body>\n</html>\n"
    )


def to_markdown(document: Document, head: Head) -> str:
    """Markdown (CommonMark, tables and footnotes as GitHub's): text that looks like markup stays text."""
    from newsdesk.article.markdown import Markdown

    return _written(Markdown(document.blocks), document, head)


def to_text(document: Document, head: Head) -> str:
    """Plain text, a paragraph a line; links stand in the text without their addresses."""
    from newsdesk.article.markdown import Plain

    return _written(Plain(document.blocks), document, head)


def _written(writer: Writer, document: Document, head: Head) -> str:
    title = clean_line(head.title or document.headline)
    line = " · ".join(clean_line(part) for part in (head.byline, head.source, head.published) if part)
    top: list[Block] = [Text("heading", (Run(title),), 1)] if title else []
    top += [Text("paragraph", (Run(part),)) for part in (line, document.notice) if part]
    if head.url:
        top.append(Text("paragraph", (Run(head.url, link=head.url),)))
    return writer.write([*top, *document.blocks]) + "\n"


def body_text(blocks: Iterable[Block]) -> str:
    """The article's words alone: paragraphs, sub-headings, quotes, lists, tables, posts; no captions and no byline."""
    return "\n\n".join(_words(blocks))


def _words(blocks: Iterable[Block]) -> Iterable[str]:
    for block in blocks:
        match block:
            case Text(kind="byline" | "section" | "dateline") | Figure() | Rule():
                continue
            case Embed(what="post", title=title) if title:
                yield title
            case Embed():
                continue
            case Quote(blocks=inner) | Footnote(blocks=inner):
                yield from _words(inner)
            case ListBlock(items=items):
                for item in items:
                    yield from _words(item)
            case _:
                yield from (text for text in block_texts(block) if text)


def _head_html(document: Document, head: Head) -> str:
    parts = [f"<h1>{escape(clean_line(head.title or document.headline))}</h1>\n"]
    line = " · ".join(escape(clean_line(part)) for part in (head.byline, head.source, head.published) if part)
    if line:
        parts.append(f"<p>{line}</p>\n")
    if head.url:
        address = escape(head.url)
        parts.append(f'<p><a href="{address}">{address}</a></p>\n')
    if document.notice:
        parts.append(f"<p><em>{escape(document.notice)}</em></p>\n")
    return "".join(parts)


def blocks_html(blocks: Sequence[Block]) -> str:
    """The blocks as HTML, one element each."""
    return "".join(_block_html(block) for block in blocks)


def _block_html(block: Block) -> str:
    match block:
        case Text(kind="heading", runs=runs, level=level):
            return f"<h{level or 2}>{_runs_html(runs)}</h{level or 2}>\n"
        case Text(kind="lead", runs=runs):
            return f"<p><strong>{_runs_html(runs)}</strong></p>\n"
        case Text(kind="note" | "wire" | "byline" | "dateline", runs=runs):
            return f"<p><em>{_runs_html(runs)}</em></p>\n"
        case Text(runs=runs):
            return f"<p>{_runs_html(runs)}</p>\n"
        case Figure():
            return _figure_html(block)
        case Quote(blocks=inner, source=source):
            footer = f"<footer>— {_runs_html(source)}</footer>\n" if source else ""
            return f"<blockquote>\n{blocks_html(inner)}{footer}</blockquote>\n"
        case ListBlock(items=items, ordered=ordered, start=start):
            rows = "".join(f"<li>{_item_html(item)}</li>\n" for item in items)
            first = f' start="{start}"' if ordered and start != 1 else ""
            return f"<ol{first}>\n{rows}</ol>\n" if ordered else f"<ul>\n{rows}</ul>\n"
        case Table():
            return _table_html(block)
        case Code(text=text, language=language):
            name = f' class="language-{escape(language)}"' if language else ""
            return f"<pre><code{name}>{escape(clean_code(text))}</code></pre>\n"
        case Rule():
            return "<hr>\n"
        case Embed():
            return f'<p><a href="{escape(block.url)}">{escape(embed_text(block))}</a></p>\n'
        case Footnote(label=label, blocks=inner):
            return f"<div>\n<p><sup>{escape(label)}</sup></p>\n{blocks_html(inner)}</div>\n"


def embed_text(embed: Embed) -> str:
    """How a player or post is named in running text: "▶ Video: title (host)"."""
    name = {"video": "▶ Video", "audio": "▶ Audio", "post": "Post", "frame": "Embedded page"}[embed.what]
    return f"{name}{f': {embed.title}' if embed.title else ''} ({embed.host})"


def _item_html(item: Sequence[Block]) -> str:
    if len(item) == 1 and isinstance(item[0], Text) and item[0].kind == "paragraph":
        return _runs_html(item[0].runs)
    return "\n" + blocks_html(item)


def _figure_html(figure: Figure) -> str:
    image = figure.image
    shown = f'<img src="{escape(image.url)}" alt="{escape(image.alt)}">' if image.url else escape(image.alt)
    credit = f"<cite>{escape(figure.credit)}</cite>" if figure.credit else ""
    words = "\n".join(part for part in (_runs_html(figure.caption), credit) if part)
    return f"<figure>{shown}{f'<figcaption>{words}</figcaption>' if words else ''}</figure>\n"


def _table_html(table: Table) -> str:
    caption = f"<caption>{_runs_html(table.caption)}</caption>\n" if table.caption else ""
    head = "".join(f"<th>{_runs_html(cell)}</th>" for cell in table.head)
    rows = "".join(f"<tr>{''.join(f'<td>{_runs_html(cell)}</td>' for cell in row)}</tr>\n" for row in table.rows)
    top = f"<thead><tr>{head}</tr></thead>\n" if head else ""
    return f"<table>\n{caption}{top}<tbody>\n{rows}</tbody>\n</table>\n"


def _runs_html(runs: Runs) -> str:
    return "".join(_run_html(run) for run in runs)


def _run_html(run: Run) -> str:
    html = escape(run.text, quote=False).replace("\n", "<br>\n")
    for style, tag in _TAGS:
        if run.style & style:
            html = f"<{tag}>{html}</{tag}>"
    return f'<a href="{escape(run.link)}">{html}</a>' if run.link else html
