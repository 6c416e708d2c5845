"""What a source's own member sends with a request; secrets are in no repr, so that no trace and no log has them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from newsdesk.model.cookies import Cookie

AuthKind: TypeAlias = Literal["any", "basic", "digest", "bearer", "none"]


@dataclass(frozen=True, slots=True)
class SignInChange:
    """What a person changes about the sign-in of a feed."""

    settings: Mapping[str, Any] = field(default_factory=dict)
    """Settings of the feed by name (`feed_settings`); None takes one out."""
    secret: str = field(default="", repr=False)
    """The new password or token; empty: what is kept stays."""
    header: str = ""
    """The header field whose value `secret` is; empty: it is the password or token."""


@dataclass(frozen=True, slots=True)
class Access:
    """What the requests of one feed carry, to the origin of the feed's address and nowhere else."""

    url: str
    """The feed's address as the subscription has it."""
    auth: AuthKind = "none"
    """How `username` and `secret` are sent; `any`: Basic, or Digest where the server wants that."""
    username: str = ""
    secret: str = field(default="", repr=False)
    """The password, of bearer the token."""
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    cookies: tuple[Cookie, ...] = field(default=(), repr=False)
    user_agent: str = ""
    """In place of newsdesk's own name; empty: that."""
    ca_file: str = ""
    """Certificates (PEM) that are trusted in place of the system's; empty: the system's."""

    @property
    def person(self) -> tuple[str, str]:
        """User name and password; where no name is set, the secret is both, parted by a colon."""
        if self.username:
            return self.username, self.secret
        name, _, password = self.secret.partition(":")
        return name, password

    @property
    def signs(self) -> bool:
        """Whether anything in it says who asks."""
        return bool(self.auth != "none" or self.headers or self.cookies)
