"""What is done with the open article: its other texts, its picture, saving it, playing what hangs on it."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from newsdesk import paths, urls
from newsdesk.model.blocks import iter_figures
from newsdesk.model.feeds import Enclosure
from newsdesk.model.headlines import Article, Reading
from newsdesk.text import file_name
from newsdesk.tui.actions.registry import does
from newsdesk.tui.choices import Choice
from newsdesk.tui.lines import Span, span

if TYPE_CHECKING:
    from newsdesk.article.export import Format
    from newsdesk.tui.screens.main import MainScreen

_FORMATS: tuple[tuple[str, Format, str], ...] = (
    ("Markdown", "markdown", ".md"), ("text", "text", ".txt"), ("HTML", "html", ".html"),
)  # fmt: skip


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
        screen.page.renew(article._replace(full_text="wanted"))
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
            screen.in_thread(lambda: _save(screen, article, paths.expanded(folder), format_), "save", exclusive=False)

    modes = [f"Save in this folder as {name}" for name, _, _ in _FORMATS]
    screen.app.push_screen(Prompt(modes, value=screen.desk.settings.save_folder), answered)


def _save(screen: MainScreen, article: Article, folder: Path, format_: int) -> None:
    try:
        path = save_article(article, folder, format_)
    except OSError as error:
        screen.post_message(screen.Said(f"{folder}: {error.strerror or error}", trouble=True))
    else:
        screen.post_message(screen.Said(f"Saved {path}"))


def save_article(article: Article, folder: Path, format_: int) -> Path:
    """Write an article to a new file in a folder, made if it is missing; raises OSError. No file is overwritten."""
    from newsdesk.article.export import exported

    title = article.headline.title
    _name, kind, suffix = _FORMATS[format_]
    text = exported(article, kind)
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(1, 1_000):
        path = folder / f"{file_name(title)}{f' {number}' if number > 1 else ''}{suffix}"
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
        _play(screen, enclosures[0])
    else:
        choices = [Choice((span(one.title or one.url.rpartition("/")[2] or one.url),),
                          (Span(one.media_type, "mute"),), one.url) for one in enclosures]  # fmt: skip

        def chosen(url: str | None) -> None:
            _play(screen, next((one for one in enclosures if one.url == url), None))

        screen.app.push_screen(
            Choose(screen.glyphs, f"{len(choices)} files", choices, typing=False,
                   hint=hint(("⏎", "open"), ("Esc", "back"))),
            chosen,
        )  # fmt: skip


def _play(screen: MainScreen, enclosure: Enclosure | None) -> None:
    """Sound and video in the player; all else, and where there is none, as a link in the browser."""
    from newsdesk.tui import browser

    if enclosure is None:
        return
    player = screen.desk.settings.player
    if browser.play(enclosure.url, enclosure.media_type, player, os.environ):
        screen.say(f"Playing {urls.shown(enclosure.url)}")
    elif player and not shutil.which(player[0]):
        screen.app.copy_to_clipboard(enclosure.url)
        screen.say(f"There is no program {player[0]} here: {enclosure.url} (copied)", trouble=True)
    else:
        screen.browse(enclosure.url)
