"""`newsdesk feeds`: the sources, and their care."""

from __future__ import annotations

import click

from newsdesk import clock
from newsdesk.cli import output
from newsdesk.cli.home import open_home, reading, settings_of, writing_marks
from newsdesk.cli.rows import iso
from newsdesk.members.sign_ins import SignIns
from newsdesk.model.cookies import cookie_words
from newsdesk.model.sources import SourceCard
from newsdesk.store.queries.sources import list_sources
from newsdesk.urls import shown
from newsdesk.worker.subscriptions import Subscriptions


@click.group("feeds", invoke_without_command=True)
@click.option("--health", is_flag=True, help="Only those that fail or soon will, with the reason.")
@click.option("--json", "as_json", is_flag=True, help="One JSON list.")
@click.pass_context
def command(context: click.Context, health: bool, as_json: bool) -> None:
    """The sources with their counts and state; `add`, `remove` and `accept` change them."""
    if context.invoked_subcommand:
        return
    home = open_home()
    sign_ins, now = SignIns(home), clock.now()
    with reading(home) as connection:
        sources = list_sources(connection)
    ends = {card.feed: end for card in sources if (end := sign_ins.cookies_end(card.url, now)) is not None}
    if health:
        sources = [card for card in sources if card.failures or card.gone or card.feed in ends]
    if as_json:
        output.data([_data(card) for card in sources])
        return
    for card in sources:
        address = shown(card.url, private=True) if card.private else card.url
        state = _state(card, cookie_words(ends.get(card.feed), now))
        output.row(card.unread, card.entries, address, card.title, "/".join(card.folders[:1]), state)


def _data(card: SourceCard) -> dict[str, object]:
    return {
        "url": card.url, "title": card.title, "folder": card.folders[0] if card.folders else "",
        "entries": card.entries, "unread": card.unread, "last_ok": iso(card.last_ok),
        "last_error": card.last_error or None, "failures": card.failures, "next_due": iso(card.next_due),
    }  # fmt: skip


def _state(card: SourceCard, cookies: str) -> str:
    if card.gone:
        return "gone for good (410)"
    if card.paused:
        return "paused"
    if card.needs_sign_in:
        return f"{card.last_error}: `I` in newsdesk signs in, or config.toml"
    if cookies:
        return cookies
    if card.last_error:
        return f"{card.last_error} ({card.failures} times in a row)" if card.failures > 1 else card.last_error
    return f"ok {clock.local(card.last_ok):%Y-%m-%d %H:%M}" if card.last_ok else "not asked yet"


@command.command("add")
@click.argument("url")
@click.option("--folder", default="", help="The folder to put it in, for example World or Blogs/Space.")
def add(url: str, folder: str) -> None:
    """Subscribe to the feed at URL, or to the feed of the site at URL."""
    from newsdesk.worker.add import add_feed

    home = open_home()
    with writing_marks(home) as writer:
        message = add_feed(home, settings_of(home), Subscriptions(home, writer), url, folder)
    output.row(message)


@command.command("remove")
@click.argument("url")
def remove(url: str) -> None:
    """Unsubscribe from the feed at URL; its articles stay, `newsdesk undo` takes it back."""
    home = open_home()
    with writing_marks(home) as writer:
        output.row(Subscriptions(home, writer).remove(url))


@command.command("accept")
def accept() -> None:
    """Follow feeds.opml as it is, even if it has lost most of its feeds."""
    home = open_home()
    with writing_marks(home) as writer:
        output.row(Subscriptions(home, writer).accept())
