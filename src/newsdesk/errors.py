"""The errors a person may see: one sentence that names the thing, and one that says what to do."""

from __future__ import annotations

from collections.abc import Iterable


class NewsdeskError(Exception):
    """What went wrong (`message`) and what to do about it (`hint`, may be empty)."""

    exit_code = 1

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}. {self.hint}" if self.hint else self.message


class ConfigError(NewsdeskError):
    """config.toml can't be read, or has a wrong key or value."""


class OpmlError(NewsdeskError):
    """A subscription list can't be read or edited."""


class QueryError(NewsdeskError):
    """A query is wrong; the message says `column N`, counted from 1."""

    exit_code = 2


class FeedError(NewsdeskError):
    """A feed can't be fetched, read or found."""


class StoreError(NewsdeskError):
    """The database can't be used; it has not been touched."""

    exit_code = 3


def did_you_mean(given: str, known: Iterable[str], otherwise: str = "") -> str:
    """The hint for a word that is none of those known: the one that comes close, else `otherwise`."""
    import difflib  # not before somebody is wrong: a start needs none of it

    close = difflib.get_close_matches(given, [*known], 1)
    return f"Did you mean {close[0]!r}?" if close else otherwise
