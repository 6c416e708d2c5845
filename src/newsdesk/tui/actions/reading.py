"""What is done with the open article: its other texts, its picture, saving it, playing what hangs on it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from newsdesk.errors import NewsdeskError
from newsdesk.model.blocks import Document, Run, Text, iter_figures
from newsdesk.model.headlines import Article, Reading
from newsdesk.text import file_name
from newsdesk.tui.actions.registry import does
from newsdesk.tui.choices import Choice
from newsdesk.tui.lines import Span, span

if TYPE_CHECKING:
    from newsdesk.tui.screens.main import MainScreen

_FORMATS = (("Markdown", ".md"), ("text", ".txt"), ("HTML", ".html"))


@does("article.full")
def full_text(screen: MainScreen) -> None:
    """The page's text, the feed's own, what was changed: the next of those that there are."""
    article = screen.page.article
    if article is None:
        return
    wanted = next_reading(article)
    if wanted is not None:
        if wanted == "changes":
            screen.opening.want("changes", str(article.headline.id))
        screen.opening.read(article.headline.id, renewed=True, reading=wanted)
    elif not article.headline.url:
        screen.say("This article has no page of its own")
    elif article.full_text == "wanted":
        screen.say("The page is being fetched")
    else:
        screen.opening.want("full-text", str(article.headline.id))
        screen.page.renew(replace(article, full_text="wanted"))
        screen.say_asked("Fetching the page…")


def next_reading(article: Article) -> Reading | None:
    """What `f` shows next; None: the page is to be asked for."""
    if article.reading == "feed":
        return "changes" if article.revisions else "best"
    if article.reading == "changes":
        return "best"
    if article.full_text == "here":
        return "feed"
    return "changes" if article.revisions and article.full_text == "failed" else None


@does("article.picture")
def picture(screen: MainScreen) -> None:
    """The article's pictures, full screen."""
    from newsdesk.tui.screens.picture import PictureScreen

    article, known = screen.page.article, screen.page.pictures
    figures = iter_figures(article.document.blocks if article and article.document else ())
    found = [(figure, known[figure.image.url]) for figure in figures
             if figure.image.url in known and known[figure.image.url].width > 1]  # fmt: skip
    if found:
        screen.app.push_screen(PictureScreen(screen.glyphs, found))
    else:
        screen.say("There is no picture here")


@does("article.save")
def save(screen: MainScreen) -> None:
    """A file of the article, in a folder of the person's choice."""
    from newsdesk.tui.screens.prompt import Prompt

    article = screen.page.article
    if article is None:
        return

    def answered(answer: tuple[str, int] | None) -> None:
        if answer:
            folder, format_ = answer
            screen.remember("save_folder", folder)
            screen.run_worker(lambda: _save(screen, article, Path(folder).expanduser(), format_), thread=True)

    modes = [f"Save in this folder as {name}" for name, _ in _FORMATS]
    screen.app.push_screen(Prompt(modes, value=screen.desk.settings.save_folder), answered)


def _save(screen: MainScreen, article: Article, folder: Path, format_: int) -> None:
    try:
        path = save_article(article, folder, format_)
    except OSError as error:
        screen.post_message(screen.Said(f"{folder}: {error.strerror or error}", trouble=True))
    except NewsdeskError as error:
        screen.post_message(screen.Said(str(error), trouble=True))
    else:
        screen.post_message(screen.Said(f"Saved {path}"))


def save_article(article: Article, folder: Path, format_: int) -> Path:
    """Write an article to a new file in a folder, made if it is missing; raises OSError. No file is overwritten."""
    from newsdesk.article.export import Head, to_html, to_markdown, to_text

    row = article.headline
    document = article.document
    if document is None or not document.blocks:
        document = Document((Text("paragraph", (Run(row.summary),)),) if row.summary else ())
    published = datetime.fromtimestamp(row.published, UTC).isoformat() if row.published is not None else ""
    head = Head(row.title, document.byline or row.author, row.source, published, row.url)
    text = (to_markdown, to_text, to_html)[format_](document, head)
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(1, 1_000):
        path = folder / f"{file_name(row.title)}{f' {number}' if number > 1 else ''}{_FORMATS[format_][1]}"
        try:
            with path.open("x", encoding="utf-8") as file:
                file.write(text)
        except FileExistsError:
            continue
        return path
    raise FileExistsError(0, "there are a thousand files of this name")


@does("article.play")
def play(screen: MainScreen) -> None:
    """What hangs on the article, in the program that plays it."""
    from newsdesk.tui.actions.choosing import hint
    from newsdesk.tui.screens.choose import Choose

    enclosures = screen.page.article.enclosures if screen.page.article else ()
    if not enclosures:
        screen.say("Nothing to play hangs on this article")
    elif len(enclosures) == 1:
        screen.browse(enclosures[0].url)
    else:
        choices = [Choice((span(one.title or one.url.rpartition("/")[2] or one.url),),
                          (Span(one.media_type, "mute"),), one.url) for one in enclosures]  # fmt: skip

        def chosen(url: str | None) -> None:
            if url:
                screen.browse(url)

        screen.app.push_screen(
            Choose(screen.glyphs, f"{len(choices)} files", choices, typing=False,
                   hint=hint(("⏎", "open"), ("Esc", "back"))),
            chosen,
        )  # fmt: skip
