"""Subscriptions: adding by address or file, a source's settings, removing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from newsdesk import paths, urls
from newsdesk.config import FULL_TEXT, PICTURES
from newsdesk.model.sidebar import SIGN_IN
from newsdesk.tui.actions import views
from newsdesk.tui.actions.choosing import hint, show_card
from newsdesk.tui.actions.registry import does
from newsdesk.tui.actions.signing import show_sign_in
from newsdesk.tui.choices import Choice, matching
from newsdesk.tui.commands import BY_ID
from newsdesk.tui.lines import BOLD, EMPTY, Span, span

if TYPE_CHECKING:
    from newsdesk.model.sources import SourceCard
    from newsdesk.tui.outside import Subscriptions
    from newsdesk.tui.screens.main import MainScreen


_WHEN = {"on-open": "when opened", "always": "always, also for reading offline", "never": "never", "off": "never"}
"""When pages and pictures are fetched, in words."""


def is_address(text: str) -> bool:
    """Whether a typed text is an address or a file rather than a name to find."""
    if urls.web_url(text) or is_file(text):
        return True
    return "." in text and " " not in text and bool(urls.web_url(f"https://{text}")) and not text.endswith(".")


def is_file(text: str) -> bool:
    """Whether a typed text is a file's path rather than an address."""
    return not urls.web_url(text) and (text.startswith(("/", "~", "./")) or text.lower().endswith((".opml", ".xml")))


def add_by_text(screen: MainScreen, text: str) -> None:
    """Add a feed or site by its address, or all feeds of an OPML file."""
    if is_file(text):
        screen.desk.edit_subscriptions(lambda desk: f"{desk.import_file(paths.expanded(text))} · u undoes")
        return
    address = urls.web_url(text) or urls.web_url(f"https://{text}")
    screen.say(f"Looking at {urls.shown(address)}…")
    key = screen.keyboard.keys.shown(BY_ID["source.sign_in"])

    def add(desk: Subscriptions) -> str:
        line = desk.add(address)
        return f"{line} · {key} signs in" if SIGN_IN in line else line

    screen.desk.edit_subscriptions(add, looks_up=True)


@does("sidebar.settings")
def settings(screen: MainScreen) -> None:
    """Rename, move, pause, what is fetched of its pages, sign in, remove."""
    from newsdesk.tui.screens.choose import Choose

    row = screen.sidebar.current
    if row and row.kept and row.view:
        views.settings(screen, row.kept, row.view.key)
        return
    card = _card(screen)
    if card is None:
        return
    pause = "Go on asking it" if card.paused else "Pause: keep it, but don't ask it"
    choices: list[Choice[Callable[[MainScreen, SourceCard], None]]] = [
        Choice((span("Rename…"),), (span(card.title, "mute"),), _rename),
        Choice((span("Move to another folder…"),), (span(", ".join(card.folders), "mute"),), _move),
        Choice((span(pause),), EMPTY, _pause),
        _setting_choice(screen, card, "Full text", "full_text", FULL_TEXT),
        _setting_choice(screen, card, "Pictures", "pictures", PICTURES),
        Choice((span("Sign in…"),), (span(card.last_error, "error"),) if card.needs_sign_in else EMPTY, show_sign_in),
        Choice((span("Remove"),), (Span("entries are kept, u undoes", "mute"),), _remove),
        Choice((span("About it"),), EMPTY, lambda screen, card: show_card(screen, card.feed)),
    ]

    def chosen(act: Callable[[MainScreen, SourceCard], None] | None) -> None:
        if act:
            act(screen, card)

    screen.app.push_screen(
        Choose(screen.glyphs, card.title, choices, typing=False, hint=hint(("⏎", "do it"), ("Esc", "back"))), chosen
    )


def _setting_choice(
    screen: MainScreen, card: SourceCard, title: str, key: str, values: tuple[str, ...]
) -> Choice[Callable[[MainScreen, SourceCard], None]]:
    """A setting that one source may have of its own: as it is, and the way to another value."""
    own = getattr(screen.desk.settings.feed(card.url), key)
    general = getattr(screen.desk.settings, key)

    def choose(screen: MainScreen, card: SourceCard) -> None:
        from newsdesk.tui.screens.choose import Choose

        def chosen(value: str | None) -> None:
            if value is not None:
                screen.desk.keep_of_feed(card.url, key, value)
                screen.say(f"{title} of {card.title}: {_WHEN.get(value, f'as for all, {_WHEN[general]}')}")

        choices = [Choice((span(f"As for all: {_WHEN[general]}"),), EMPTY, "")]
        choices += [Choice((span(_WHEN[value].capitalize()),), EMPTY, value) for value in values]
        hints = hint(("⏎", "choose"), ("Esc", "back"))
        place = values.index(own) + 1 if own else 0
        heading = f"{title} of {card.title}"
        screen.app.push_screen(Choose(screen.glyphs, heading, choices, typing=False, cursor=place, hint=hints), chosen)

    now = _WHEN[own] if own else f"as for all, {_WHEN[general]}"
    return Choice((span(f"{title}…"),), (Span(now, "mute"),), choose)


@does("sidebar.remove")
def remove(screen: MainScreen) -> None:
    """End a subscription; u brings it back."""
    row = screen.sidebar.current
    if row and row.kept and row.view:
        views.remove(screen, row.kept)
    elif card := _card(screen):
        _remove(screen, card)


def _card(screen: MainScreen) -> SourceCard | None:
    row = screen.sidebar.current
    if row is None or row.source is None:
        screen.say("Choose a source first: space unfolds a section")
        return None
    return screen.session.source(row.source.feed)


def _rename(screen: MainScreen, card: SourceCard) -> None:
    from newsdesk.tui.screens.prompt import Prompt

    def answered(answer: tuple[str, int] | None) -> None:
        if answer and answer[0] != card.title:
            screen.desk.edit_subscriptions(lambda desk: desk.rename(card.url, answer[0]))

    screen.app.push_screen(Prompt(["New name"], value=card.title), answered)


def _move(screen: MainScreen, card: SourceCard) -> None:
    """Choose one of the folders that there are, or type a new one."""
    from newsdesk.tui.screens.choose import Choose

    folders = dict.fromkeys(path for other in screen.session.sources() for path in other.folders)
    choices = [
        Choice((span(path),), (Span("here now", "mute"),) if path in card.folders else EMPTY, path)
        for path in sorted(folders, key=str.casefold)
    ]

    def move_to(folder: str | None) -> None:
        if folder and (folder,) != tuple(card.folders):
            screen.desk.edit_subscriptions(lambda desk: desk.move(card.url, folder))

    def with_new(known: Sequence[Choice[str]], typed: str) -> list[Choice[str]]:
        found, path = matching(known, typed), typed.strip().strip("/")
        if not path or path in folders:
            return found
        return [*found, Choice((Span("New folder ", "accent", BOLD), span(path)), EMPTY, path)]

    screen.app.push_screen(
        Choose(screen.glyphs, f"Move {card.title} to", choices, placeholder="a folder; a new one is made (A/B within)",
               narrow=with_new, hint=hint(("⏎", "move"), ("Esc", "back"))),
        move_to,
    )  # fmt: skip


def _pause(screen: MainScreen, card: SourceCard) -> None:
    screen.desk.edit_subscriptions(lambda desk: desk.set_paused(card.url, not card.paused))


def _remove(screen: MainScreen, card: SourceCard) -> None:
    screen.desk.edit_subscriptions(lambda desk: f"{desk.remove(card.url)} · u undoes")
