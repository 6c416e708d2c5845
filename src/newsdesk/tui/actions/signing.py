"""Signing in to a source: what its publisher gave the person, typed where nobody can read it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from newsdesk import clock, config, tokens
from newsdesk.errors import NewsdeskError
from newsdesk.model.cookies import cookie_words
from newsdesk.model.sources import SourceCard
from newsdesk.tui.actions.choosing import hint
from newsdesk.tui.actions.registry import does
from newsdesk.tui.choices import Choice
from newsdesk.tui.lines import EMPTY, Span, span
from newsdesk.tui.source_lines import sign_in_words

if TYPE_CHECKING:
    from newsdesk.feed_settings import FeedSettings
    from newsdesk.tui.screens.main import MainScreen

_WAYS = {
    "any": "as the server asks: Basic, or Digest",
    "basic": "by Basic only",
    "digest": "by Digest only: the password itself is never sent",
}


@does("source.sign_in")
def sign_in(screen: MainScreen) -> None:
    """Sign in to the selected source, or to one that needs it."""
    feed = screen.feed_of_subject()
    waiting = [card for card in screen.session.sources() if card.needs_sign_in]
    chosen = screen.session.source(feed) if feed is not None else None
    if chosen and (chosen.needs_sign_in or not waiting):
        show_sign_in(screen, chosen)
    elif len(waiting) == 1:
        show_sign_in(screen, waiting[0])
    elif waiting:
        _choose_source(screen, waiting)
    else:
        screen.say("Choose a source or a headline first")


def _choose_source(screen: MainScreen, waiting: list[SourceCard]) -> None:
    from newsdesk.tui.screens.choose import Choose

    choices = [Choice((span(card.title),), (span(card.last_error, "error"),), card) for card in waiting]
    screen.app.push_screen(
        Choose(screen.glyphs, "Sign in to", choices, typing=False, hint=hint(("⏎", "sign in"), ("Esc", "back"))),
        lambda card: show_sign_in(screen, card) if card else None,
    )


@dataclass(frozen=True, slots=True)
class _SigningIn:
    """A source that is being signed in to, and what stands for it now."""

    screen: MainScreen
    card: SourceCard
    settings: FeedSettings

    def change(self, settings: dict[str, Any], secret: str = "", header: str = "") -> None:
        """Keep that, and see whether the source lets in."""
        from newsdesk.model.access import SignInChange

        card, change = self.card, SignInChange(settings, secret, header)
        self.screen.say(f"Signing in to {card.title}…")
        self.screen.desk.edit_subscriptions(lambda desk: desk.sign_in(card.feed, card.url, change), looks_up=True)

    def ask(
        self, label: str, then: Callable[[str], None], value: str = "", placeholder: str = "", *, hidden: bool = False,
        check: Callable[[str], None] | None = None,
    ) -> None:  # fmt: skip
        """Have the person type a line; an empty one takes away what stood there."""
        from newsdesk.tui.screens.prompt import Prompt

        def checked(text: str, _mode: int) -> None:
            if check:
                check(text)

        prompt = Prompt(
            [label], value=value, placeholder=placeholder, hidden=hidden, check=checked, may_be_empty=not hidden
        )
        self.screen.app.push_screen(prompt, lambda answer: then(answer[0]) if answer else None)

    def ask_secret(self, label: str, then: Callable[[str], None]) -> None:
        """Have the person type what nobody may read."""
        where = "the keyring" if self.settings.keyring else "secrets.toml, for your eyes only"
        self.ask(label, then, placeholder=f"is not shown; kept in {where}", hidden=True)

    # --- what the menu offers ------------------------------------------------------------------

    def by_password(self) -> None:
        """A user name, then a password."""
        settings = {"auth": None} if self.settings.auth in ("bearer", "none") else {}

        def named(name: str) -> None:
            if not name:
                return
            self.ask_secret(f"Password of {name}", lambda word: self.change({**settings, "username": name}, word))

        self.ask("User name", named, self.settings.username, check=_check_name)

    def by_token(self) -> None:
        """A token that goes as it is."""
        self.ask_secret("Token", lambda token: self.change({"auth": "bearer", "username": None}, token))

    def by_cookies(self) -> None:
        """A file that the browser exported."""
        place = "~/Downloads/cookies.txt: what a browser extension exported"
        before = self.settings.cookies_file
        self.ask("Cookies file", lambda path: self.change({"cookies_file": path or None}), before, place,
                 check=self._check_cookies)  # fmt: skip

    def by_header(self) -> None:
        """A header field and its value."""

        def named(name: str) -> None:
            headers = {**self.settings.headers, name: "secret:"}
            self.ask_secret(f"Value of {name}", lambda value: self.change({"headers": headers}, value, name))

        self.ask("Header", named, placeholder="X-Api-Key", check=_check_header)

    def next_way(self) -> None:
        """Another way of sending name and password."""
        ways = list(_WAYS)
        place = ways.index(self.settings.auth) if self.settings.auth in ways else -1
        self.change({"auth": ways[(place + 1) % len(ways)]})

    def user_agent(self) -> None:
        """A name of newsdesk's for this source."""
        self.ask("User agent", lambda name: self.change({"user_agent": name or None}), self.settings.user_agent)

    def ca_file(self) -> None:
        """Certificates to trust."""
        self.ask("Certificates (PEM file)", lambda path: self.change({"ca_file": path or None}), self.settings.ca_file)

    def keyring(self) -> None:
        """The other place for the password, which is typed anew."""
        to_ring = not self.settings.keyring
        label = "Password, for the keyring" if to_ring else "Password, for secrets.toml"
        self.ask(label, lambda word: self.change({"keyring": True if to_ring else None}, word), hidden=True)

    def private(self) -> None:
        """Private, or no longer."""
        card, private = self.card, not self.settings.private
        self.screen.desk.edit_subscriptions(lambda desk: desk.set_private(card.url, private))

    def again(self) -> None:
        """Ask the source with what is kept."""
        self.change({})

    def sign_out(self) -> None:
        """Forget it all, once the person has said so again: nothing brings it back."""
        from newsdesk.tui.screens.choose import Choose

        card = self.card
        choices = [
            Choice((span("Keep it"),), EMPTY, False),
            Choice((span("Forget it"),), (Span("u can't bring it back", "mute"),), True),
        ]

        def sure(forget: bool | None) -> None:
            if forget:
                self.screen.desk.edit_subscriptions(lambda desk: desk.sign_out(card.url))

        title = f"What is kept to sign in to {card.title}"
        chooser = Choose(self.screen.glyphs, title, choices, typing=False, hint=hint(("⏎", "do it"), ("Esc", "back")))
        self.screen.app.push_screen(chooser, sure)

    def _check_cookies(self, text: str) -> None:
        from newsdesk.members.cookies import read_cookies

        read_cookies(self.screen.desk.paths.beside_config(text))


def show_sign_in(screen: MainScreen, card: SourceCard) -> None:
    """All the ways in, with what is set of them."""
    from newsdesk.tui.screens.choose import Choose

    settings = config.load_leniently(screen.desk.paths.config)[0].feed(card.url)
    signing = _SigningIn(screen, card, settings)
    choices: list[Choice[Callable[[], None]]] = []
    if card.needs_sign_in:
        choices += [Choice((span(card.last_error, "error"),)), Choice(EMPTY)]
    choices += [Choice((span(label),), (span(words, "mute"),), act) for label, words, act in _ways(signing)]
    chooser = Choose(
        screen.glyphs, f"Sign in to {card.title}", choices, typing=False, hint=hint(("⏎", "do it"), ("Esc", "back"))
    )
    screen.app.push_screen(chooser, lambda act: act() if act else None)


def sign_in_of(screen: MainScreen, card: SourceCard) -> str:
    """What a source is signed in with, in words."""
    settings = config.load_leniently(screen.desk.paths.config)[0].feed(card.url)
    return sign_in_words(settings, _cookies_end(screen, card), clock.now())


def _cookies_end(screen: MainScreen, card: SourceCard) -> int | None:
    from newsdesk.members.sign_ins import SignIns

    return SignIns(screen.desk.paths).cookies_end(card.url, clock.now())


def _ways(signing: _SigningIn) -> list[tuple[str, str, Callable[[], None]]]:
    settings, card = signing.settings, signing.card
    named = settings.wants_secret and settings.auth != "bearer"
    cookies = cookie_words(_cookies_end(signing.screen, card), clock.now()) or settings.cookies_file
    ways: list[tuple[str, str, Callable[[], None]]] = [
        ("Name and password…", settings.username if named else "", signing.by_password),
        ("Token…", "set" if settings.auth == "bearer" else "", signing.by_token),
        ("Cookies of a browser…", cookies, signing.by_cookies),
        ("A header…", ", ".join(settings.headers), signing.by_header),
    ]
    if named:
        ways.append(("Send the password", _WAYS.get(settings.auth, ""), signing.next_way))
    if settings.wants_secret:
        ways.append(("Keep the password in", "the keyring" if settings.keyring else "secrets.toml", signing.keyring))
    private = "yes" if settings.private else "its address holds a token" if tokens.in_address(card.url) else "no"
    ways += [
        ("User agent…", settings.user_agent or "newsdesk's own", signing.user_agent),
        ("Certificates…", settings.ca_file or "the system's", signing.ca_file),
        ("Private", private, signing.private),
    ]
    if card.needs_sign_in:
        ways.append(("Try again with what is kept", "", signing.again))
    if sign_in_words(settings):
        ways.append(("Sign out: forget what is kept", "", signing.sign_out))
    return ways


def _check_name(text: str) -> None:
    if ":" in text:
        raise NewsdeskError("A user name has no colon", "The password is asked for next.")


def _check_header(text: str) -> None:
    from newsdesk.feed_settings import is_header

    if not is_header(text):
        raise NewsdeskError("No header can be called that, or newsdesk sets it itself", "For example X-Api-Key.")
