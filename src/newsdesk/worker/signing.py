"""Changes what a feed is signed in with: its settings in config.toml, its secret in the keyring or the file."""

from __future__ import annotations

from newsdesk import config, urls
from newsdesk.members.secret_file import SecretFile
from newsdesk.members.secrets import forget_in_keyring, keep_in_keyring
from newsdesk.model.access import SignInChange
from newsdesk.paths import Paths


def change_sign_in(home: Paths, url: str, change: SignInChange) -> None:
    """Keep a secret and settings of a feed; the secret first, so that nothing is asked without it.

    Raises NewsdeskError where either can't be kept.
    """
    before = config.load_leniently(home.config)[0].feed(url)
    if change.secret and change.settings.get("keyring", before.keyring) and not change.header:
        keep_in_keyring(url, change.secret)
        SecretFile(home.secrets).forget(url)
    elif change.secret:
        SecretFile(home.secrets).keep(url, change.secret, change.header)
    config.save_feed(home.config, url, change.settings)


def sign_out(home: Paths, url: str) -> None:
    """Forget all that is kept to sign in to a feed; whether it is private, its user agent and certificates stay."""
    before = config.load_leniently(home.config)[0].feed(url)
    if before.keyring:
        forget_in_keyring(url)
    for header in ("", *before.headers):
        SecretFile(home.secrets).forget(url, header)
    names = ("auth", "username", "password", "password_command", "keyring", "headers", "cookies_file")
    config.save_feed(home.config, url, dict.fromkeys(names))


def forget_address(home: Paths, url: str) -> None:
    """Forget what a user name and password in an address left behind: nothing was subscribed to there."""
    sign_out(home, url)
    config.save_feed(home.config, url, {"private": None})


def carry_over(home: Paths, old: str, new: str) -> bool:
    """Take sign-in and settings of a feed to its new address; False where that is another origin's: they stay behind.

    Nothing is done where there are none.
    """
    settings = config.load_leniently(home.config)[0]
    if urls.exact(old) == urls.exact(new) or urls.exact(old) not in settings.feeds:
        return True
    if urls.origin(old) != urls.origin(new) and not settings.feed(old).only_reads:
        return False
    file = SecretFile(home.secrets)
    for header in ("", *settings.feed(old).headers):
        if (secret := file.find(old, header)) is not None:
            file.keep(new, secret, header)
            file.forget(old, header)
    config.move_feed(home.config, old, new)
    return True
