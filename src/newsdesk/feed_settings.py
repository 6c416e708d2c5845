"""The settings of single feeds: the tables `[feeds."ADDRESS"]` of config.toml, each setting with its check.

No secret is a setting: what stands here names where one comes from. No message repeats a value, for one may be there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from types import MappingProxyType
from typing import Any

from newsdesk import urls
from newsdesk.config import FULL_TEXT, PICTURES
from newsdesk.errors import ConfigError, did_you_mean
from newsdesk.text import clean_line

ENVIRONMENT = "env:"
"""What a value begins with that is the name of an environment variable."""
KEPT = "secret:"
"""What a header's value is that is kept in the file of secrets."""
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_HEADER = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
_OURS = frozenset(
    ("host", "connection", "content-length", "transfer-encoding", "accept-encoding", "te", "upgrade", "expect",
     "if-none-match", "if-modified-since", "proxy-authorization", "range")
)  # fmt: skip


def _setting(default: Any, may_be: str, help: str) -> Any:
    metadata = {"may_be": may_be, "help": help}
    if isinstance(default, dict):
        return field(default_factory=lambda: MappingProxyType(default), metadata=metadata)
    return field(default=default, metadata=metadata)


@dataclass(frozen=True, slots=True)
class FeedSettings:
    """How one feed is asked; the defaults are how every other feed is."""

    auth: str = _setting(
        "any",
        "`any`, `basic`, `digest`, `bearer`, `none`",
        "How name and password are sent; `any`: Basic, or Digest where the server wants that. `bearer`: as a token.",
    )
    username: str = _setting("", "a text", "The user name; without one the password is `name:password` as a whole.")
    password: str = _setting("", '`"env:NAME"`', "The environment variable that has the password or the token.")
    password_command: tuple[str, ...] = _setting(
        (), "a list", "Program and arguments that print the password (first line); no shell, 30 seconds."
    )
    keyring: bool = _setting(False, "`true`, `false`", "Take the password from the system's keyring.")
    headers: Mapping[str, str] = _setting(
        {},
        "a table",
        'Header fields, sent to the feed\'s own origin only: `{ "X-Api-Key" = "env:NAME" }`; `"secret:"`: as kept.',
    )
    cookies_file: str = _setting("", "a path", "A browser's cookies.txt, sent to the feed's own origin only.")
    user_agent: str = _setting("", "a text", "What newsdesk calls itself to this feed's origin.")
    ca_file: str = _setting("", "a path", "Certificates (PEM) to trust for this feed in place of the system's.")
    private: bool = _setting(False, "`true`, `false`", "Leave it out of exports and never show its whole address.")
    full_text: str = _setting(
        "", f"`{'`, `'.join(FULL_TEXT)}`", "When its articles' pages are fetched; else as for all."
    )
    pictures: str = _setting("", f"`{'`, `'.join(PICTURES)}`", "When its pictures are fetched; else as for all.")

    @property
    def only_reads(self) -> bool:
        """Whether it says no more than when pages and pictures are fetched: nothing that is meant for one origin."""
        return replace(self, full_text="", pictures="") == FeedSettings()

    @property
    def wants_secret(self) -> bool:
        """Whether a password or token belongs to it."""
        named = self.username or self.password or self.password_command or self.keyring
        return self.auth != "none" if self.auth != "any" else bool(named)


def checked(where: str, url: str, table: Any) -> FeedSettings:
    """The settings of one table; raises ConfigError that names the file (`where`), feed and key, and no value."""
    here = f"{where}: [feeds.{clean_line(urls.shown(url), 200)!r}]"
    if not urls.web_url(url) or urls.userinfo(url):
        raise ConfigError(
            f"{here} is not named by an http or https address without user and password",
            'For example [feeds."https://paper.example/members.xml"].',
        )
    if not isinstance(table, dict):
        raise ConfigError(f"{here} must be a table", "docs/members.md shows one.")
    return FeedSettings(**{key: _value(here, key, value) for key, value in table.items()})


def _value(here: str, key: str, value: Any) -> Any:
    if key not in _CHECKS:
        hint = did_you_mean(key, _CHECKS, "docs/settings.md lists them all.")
        raise ConfigError(f"{here}: a feed has no setting {clean_line(key, 60)!r}", hint)
    kind, says, fits, make = _CHECKS[key]
    if not isinstance(value, kind) or not fits(value):
        raise ConfigError(f"{here}: {key} must be {says}")
    return make(value)


def is_header(name: str) -> bool:
    """Whether a header field may be called so, and is none that newsdesk sets itself."""
    return bool(_HEADER.fullmatch(name)) and name.lower() not in _OURS


def _is_line(value: str) -> bool:
    return value.isprintable() and len(value) <= 4_096


def _are_headers(table: dict[Any, Any]) -> bool:
    return all(
        is_header(name) and isinstance(value, str) and _is_line(value) and _names_variable(value)
        for name, value in table.items()
    )  # fmt: skip


def _names_variable(value: str) -> bool:
    return not value.startswith(ENVIRONMENT) or bool(_NAME.fullmatch(value.removeprefix(ENVIRONMENT)))


def _is_command(value: list[Any]) -> bool:
    return bool(value) and all(isinstance(part, str) and "\0" not in part for part in value) and bool(value[0])


def _same(value: Any) -> Any:
    return value


_Check = tuple[type, str, Callable[[Any], bool], Callable[[Any], Any]]
_CHECKS: Mapping[str, _Check] = {
    "auth": (
        str,
        "one of any, basic, digest, bearer, none",
        lambda v: v in ("any", "basic", "digest", "bearer", "none"),
        _same,
    ),
    "username": (str, "a text without a colon", lambda v: _is_line(v) and ":" not in v, _same),
    "password": (
        str,
        '"env:" and the name of a variable; a password itself belongs into no settings',
        lambda v: v.startswith(ENVIRONMENT) and _names_variable(v),
        _same,
    ),
    "password_command": (list, "a list of texts, the program first", _is_command, tuple),
    "keyring": (bool, "true or false", lambda _: True, _same),
    "headers": (
        dict,
        "a table of texts, without what newsdesk sets itself (Host, Accept-Encoding, Range…)",
        _are_headers,
        lambda v: MappingProxyType(dict(v)),
    ),
    "cookies_file": (str, "a path", _is_line, _same),
    "user_agent": (str, "a text", _is_line, _same),
    "ca_file": (str, "a path", _is_line, _same),
    "private": (bool, "true or false", lambda _: True, _same),
    "full_text": (str, f"one of {', '.join(FULL_TEXT)}", lambda v: v in FULL_TEXT, _same),
    "pictures": (str, f"one of {', '.join(PICTURES)}", lambda v: v in PICTURES, _same),
}
assert _CHECKS.keys() == {setting.name for setting in fields(FeedSettings)}
