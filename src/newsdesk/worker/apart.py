"""Keeps user names and passwords apart from the addresses they came in: the list and the database never have them."""

from __future__ import annotations

from newsdesk import config, urls
from newsdesk.members.secret_file import SecretFile
from newsdesk.opml.edit import without_userinfo
from newsdesk.paths import Paths


def keep_apart(home: Paths, data: bytes) -> bytes:
    """The list without user names and passwords in its addresses, which are kept as secrets first.

    Raises OpmlError where the list can't be edited, NewsdeskError where a secret can't be kept.
    """
    if b"@" not in data:
        return data  # reading a long list takes a while
    cleaned, found = without_userinfo(data, str(home.opml))
    for url in found:
        keep_userinfo(home, url)
    return cleaned


def keep_userinfo(home: Paths, url: str) -> str:
    """The address without the user name and password that stand in it, which are kept for it; it stays private."""
    found, bare = urls.userinfo(url), urls.without_userinfo(url)
    if found is None:
        return bare
    name, password = found
    if name and password and name.isprintable() and ":" not in name:
        SecretFile(home.secrets).keep(bare, password)
        config.save_feed(home.config, bare, {"username": name, "private": True})
    else:
        # A name without a password is a token as often as not: the pair is the secret.
        SecretFile(home.secrets).keep(bare, f"{name}:{password}")
        config.save_feed(home.config, bare, {"auth": "basic", "username": None, "private": True})
    return bare
