"""Subscriptions: the catalogue, adding, a source's settings, removing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from newsdesk import paths, urls
from newsdesk.errors import NewsdeskError
from newsdesk.model.feeds import Subscription
from newsdesk.opml.catalogue import Difference
from newsdesk.tui.actions.choosing import hint
from newsdesk.tui.actions.registry import does
from newsdesk.tui.choices import Choice
from newsdesk.tui.lines import BOLD, EMPTY, Span, cut, span
from newsdesk.tui.themes import hue_of

if TYPE_CHECKING:
    from newsdesk.model.sidebar import SourceCard
    from newsdesk.tui.screens.choose import Choose
    from newsdesk.tui.screens.main import MainScreen


@does("sources.add")
def catalogue(screen: MainScreen) -> None:
    """The bundled sources, to switch on and off; or an address or file to type."""
    # Only this screen reads a list, and only when it is opened.
    from newsdesk.opml.read import read_list
    from newsdesk.tui.screens.choose import Choose

    bundled = paths.bundled_opml()
    offered = read_list(bundled.read_bytes(), "the catalogue", allow_empty=True).feeds
    on = {urls.canonical(card.url) for card in screen.session.sources()}
    if not screen.desk.subscriptions:
        screen.say("Subscriptions can't be changed here", trouble=True)
        return

    offers: list[Difference] = []

    def choices() -> list[Choice[Subscription | Difference]]:
        return [*_offer_choices(screen, offers), *_catalogue_choices(screen, offered, on)]

    def switch(chooser: Choose, subscription: Subscription | Difference) -> None:
        if isinstance(subscription, Difference):
            offers.clear()
            screen.desk.edit_subscriptions(lambda desk: desk.decline_offer())
            chooser.set_choices(choices())
            return
        address = urls.canonical(subscription.url)
        if address in on:
            on.discard(address)
            screen.desk.edit_subscriptions(lambda desk: desk.remove(subscription.url))
        else:
            on.add(address)
            folder = "/".join(subscription.folder)
            screen.desk.edit_subscriptions(lambda desk: desk.add(subscription.url, folder, subscription.title))
        chooser.set_choices(choices())

    def typed(chooser: Choose, text: str) -> bool:
        if not is_address(text):
            return False
        chooser.leave(None)
        add_by_text(screen, text)
        return True

    def chosen(subscription: Subscription | Difference | None) -> None:
        if isinstance(subscription, Difference):
            screen.desk.edit_subscriptions(lambda desk: desk.take_offer())
        elif subscription and urls.canonical(subscription.url) not in on:
            folder = "/".join(subscription.folder)
            screen.desk.edit_subscriptions(lambda desk: desk.add(subscription.url, folder, subscription.title))

    chooser = Choose(
        screen.glyphs, f"Sources: {len(offered)} in the catalogue", choices(), keys={"space": switch},
        placeholder="name, section, country, language; or an address, or an OPML file", on_text=typed,
        hint=hint(("space", "on, off"), ("⏎", "add"), ("Esc", "done")),
    )  # fmt: skip

    def show_offer(found: Difference) -> None:
        offers.append(found)
        chooser.set_choices(choices())

    screen.app.push_screen(chooser, chosen)
    _look_for_offer(screen, show_offer)


def _look_for_offer(screen: MainScreen, show: Callable[[Difference], None]) -> None:
    """Compare list and catalogue in a thread (0.1 s), and show what there is to offer."""
    open_desk = screen.desk.subscriptions

    def look() -> None:
        if open_desk is None:
            return
        try:
            found = open_desk(screen.session).offer()
        except NewsdeskError as error:
            screen.post_message(screen.Said(str(error), trouble=True))
            return
        if found.new or found.moved:
            screen.app.call_from_thread(show, found)

    screen.run_worker(look, thread=True, group="offer", exit_on_error=False)


def _offer_choices(screen: MainScreen, offers: list[Difference]) -> list[Choice[Subscription | Difference]]:
    """The line that offers what a newer release's catalogue has; it is there until it is taken or left."""
    rows: list[Choice[Subscription | Difference]] = []
    for found in offers:
        parts = [f"{len(found.new)} new"] if found.new else []
        parts += [f"{len(found.moved)} moved"] if found.moved else []
        left = (Span(f"{screen.glyphs.front} ", "accent"), Span(f"This release: {', '.join(parts)}", "accent", BOLD))
        right = (Span("⏎", "text", BOLD), Span(" take  ", "mute"), Span("space", "text", BOLD), Span(" leave", "mute"))
        rows.append(Choice(left, right, found, words="this release new moved"))
        names = ", ".join([*(s.title for s in found.new), *(urls.shown(new) for _, new in found.moved)])
        rows += [Choice((Span("  "), span(cut(names, 80), "mute"))), Choice(EMPTY)]
    return rows


def _catalogue_choices(
    screen: MainScreen, offered: tuple[Subscription, ...], on: set[str]
) -> list[Choice[Subscription | Difference]]:
    rows: list[Choice[Subscription | Difference]] = []
    section = ""
    sections = sorted({" / ".join(subscription.folder) for subscription in offered})
    for subscription in sorted(offered, key=lambda s: (s.folder, s.title.casefold())):
        folder = " / ".join(subscription.folder)
        if folder != section:
            section = folder
            rows += [Choice(EMPTY)] if rows else []
            rows.append(Choice((span(folder, hue_of(folder, sections), BOLD),)))
        is_on = urls.canonical(subscription.url) in on
        sign = Span(f"{screen.glyphs.check} " if is_on else "  ", "ok", BOLD)
        about = "  ".join(part for part in (subscription.language, subscription.country) if part)
        rows.append(
            Choice(
                (sign, span(subscription.title, "text" if is_on else "soft")),
                (span(about, "mute"),),
                subscription,
                words=f"{subscription.title} {folder} {about} {subscription.owner} {urls.host(subscription.url)}",
            )
        )
    return rows


def is_address(text: str) -> bool:
    """Whether a typed text is an address or a file rather than a name to find."""
    if urls.web_url(text):
        return True
    if text.startswith(("/", "~", "./")) or text.lower().endswith((".opml", ".xml")):
        return True
    return "." in text and " " not in text and bool(urls.web_url(f"https://{text}")) and not text.endswith(".")


def add_by_text(screen: MainScreen, text: str) -> None:
    """Add a feed or site by its address, or all feeds of an OPML file."""
    file = Path(text).expanduser()
    if not urls.web_url(text) and (text.startswith(("/", "~", "./")) or file.suffix.lower() in (".opml", ".xml")):
        screen.desk.edit_subscriptions(lambda desk: desk.import_file(file))
        return
    screen.say(f"Looking at {text}…")
    address = urls.web_url(text) or urls.web_url(f"https://{text}")
    screen.desk.edit_subscriptions(lambda desk: desk.add(address))


@does("sidebar.settings")
def settings(screen: MainScreen) -> None:
    """Rename, move, pause, remove."""
    from newsdesk.tui.screens.choose import Choose

    card = _card(screen)
    if card is None:
        return
    pause = "Go on asking it" if card.paused else "Pause: keep it, but don't ask it"
    choices = [
        Choice((span("Rename…"),), (span(card.title, "mute"),), "rename"),
        Choice((span("Move to another folder…"),), (span(", ".join(card.folders), "mute"),), "move"),
        Choice((span(pause),), EMPTY, "pause"),
        Choice((span("Remove"),), (Span("entries are kept, u undoes", "mute"),), "remove"),
    ]

    def chosen(what: str | None) -> None:
        if what == "rename":
            _ask(
                screen,
                "New name",
                card.title,
                lambda name: screen.desk.edit_subscriptions(lambda d: d.rename(card.url, name)),
            )
        elif what == "move":
            folder = card.folders[0] if card.folders else ""
            _ask(
                screen, "Folder", folder, lambda path: screen.desk.edit_subscriptions(lambda d: d.move(card.url, path))
            )
        elif what == "pause":
            screen.desk.edit_subscriptions(lambda desk: desk.set_paused(card.url, not card.paused))
        elif what == "remove":
            screen.desk.edit_subscriptions(lambda desk: desk.remove(card.url))

    screen.app.push_screen(
        Choose(screen.glyphs, card.title, choices, typing=False, hint=hint(("⏎", "do it"), ("Esc", "back"))), chosen
    )


@does("sidebar.remove")
def remove(screen: MainScreen) -> None:
    """End a subscription; u brings it back."""
    card = _card(screen)
    if card:
        screen.desk.edit_subscriptions(lambda desk: desk.remove(card.url))


def _card(screen: MainScreen) -> SourceCard | None:
    row = screen.sidebar.current
    if row is None or row.source is None:
        screen.say("Choose a source first: space unfolds a section")
        return None
    return screen.session.source(row.source.feed)


def _ask(screen: MainScreen, label: str, value: str, then: Callable[[str], None]) -> None:
    from newsdesk.tui.screens.prompt import Prompt

    def answered(answer: tuple[str, int] | None) -> None:
        if answer and answer[0] != value:
            then(answer[0])

    screen.app.push_screen(Prompt([label], value=value), answered)
