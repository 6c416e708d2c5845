"""What each feed's requests carry, as config.toml, the secrets and the cookie files say at this moment."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import os
import re
import secrets
from collections.abc import Mapping, Sequence
from pathlib import Path

from newsdesk import config, urls
from newsdesk.errors import NewsdeskError
from newsdesk.feed_settings import ENVIRONMENT, KEPT, FeedSettings
from newsdesk.members.cookies import read_cookies
from newsdesk.members.secret_file import SecretFile
from newsdesk.members.secrets import find_secret
from newsdesk.model.access import Access, AuthKind
from newsdesk.model.cookies import Cookie, belongs, cookie_words, first_end
from newsdesk.model.feeds import Failed
from newsdesk.model.sidebar import SIGN_IN
from newsdesk.paths import Paths

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


class SignIns:
    """The sign-ins of one home; `look` takes in what has changed since."""

    def __init__(self, paths: Paths) -> None:
        self.notices: tuple[str, ...] = ()
        """What is wrong with config.toml; the last settings that could be read count meanwhile."""
        self._paths = paths
        self._file = SecretFile(paths.secrets)
        self._feeds: Mapping[str, FeedSettings] = {}
        self._spare_key = secrets.token_bytes(32)
        self._config: object = ()
        self._files: object = ()
        self._secrets: dict[str, asyncio.Future[str]] = {}
        self.look()

    def look(self) -> bool:
        """Read config.toml if it is another than at the last look; whether it, a secret or a cookie file is."""
        seen = _stamp(self._paths.config)
        if seen != self._config:
            self._config = seen
            settings, self.notices = config.load_leniently(self._paths.config)
            if settings != config.Settings() or not self.notices:
                self._feeds = settings.feeds
            self._secrets.clear()
        used = (name for settings in self._feeds.values() for name in (settings.cookies_file, settings.ca_file))
        paths = [self._paths.secrets, *(self._paths.beside_config(name) for name in sorted(set(used)) if name)]
        files = (seen, *map(_stamp, paths))
        changed, self._files = files != self._files, files
        return changed

    @property
    def feeds(self) -> Mapping[str, FeedSettings]:
        """The settings of single feeds, by address, as of the last look."""
        return self._feeds

    def settings(self, url: str) -> FeedSettings:
        """The settings of a feed."""
        return self._feeds.get(urls.exact(url), FeedSettings())

    def has_own(self, url: str) -> bool:
        """Whether config.toml says anything of a feed."""
        return urls.exact(url) in self._feeds

    @property
    def private_feeds(self) -> frozenset[str]:
        """The feeds that config.toml calls private, as `urls.exact` spells their addresses."""
        return frozenset(url for url, settings in self._feeds.items() if settings.private)

    async def open(self, url: str) -> Access | Failed:
        """What the requests of a feed carry, or why it can't be signed in to; may take as long as a command does."""
        settings = self.settings(url)
        try:
            secret = await self._secret(url, settings) if settings.wants_secret else ""
            return self._access(url, settings, secret)
        except NewsdeskError as error:
            return Failed(f"{SIGN_IN}: {str(error).rstrip('.')}", "credentials")

    def forget(self, url: str) -> None:
        """Ask for the secret of a feed anew the next time: it was refused."""
        self._secrets.pop(urls.exact(url), None)

    def mark(self, url: str) -> str:
        """What the sign-in of a feed is known by, so that a change of it shows; nothing can be read from it.

        What a command or the keyring would say is not looked at.
        """
        settings = self.settings(url)
        names = [settings.password, *settings.headers.values()]
        values = [os.environ.get(name.removeprefix(ENVIRONMENT), "") for name in names if name.startswith(ENVIRONMENT)]
        try:
            kept: list[object] = [self._file.find(url) if settings.wants_secret else ""]
            kept += [self._file.find(url, name) for name, value in settings.headers.items() if value == KEPT]
            # The browser's other cookies change all the time.
            kept += [(cookie.name, cookie.value) for cookie in self._cookies(settings) if belongs(cookie, url)]
        except NewsdeskError as error:
            kept = [str(error)]
        certificates = _stamp(self._paths.beside_config(settings.ca_file)) if settings.ca_file else None
        whole = repr((urls.exact(url), _plain(settings), values, kept, certificates))
        return hmac.new(self._key(), whole.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()[:32]

    def cookies_end(self, url: str, now: int) -> int | None:
        """When the first of a feed's cookies ends, if within days (Unix seconds)."""
        name = self.settings(url).cookies_file
        try:
            return first_end(read_cookies(self._paths.beside_config(name)), url, now) if name else None
        except NewsdeskError:
            return None

    def cookie_notice(self, feeds: Sequence[str], now: int) -> str:
        """A line about those feeds whose cookies end within days, the first to end named; "" for none."""
        if not any(settings.cookies_file for settings in self._feeds.values()):
            return ""
        ends = sorted((end, url) for url in feeds if (end := self.cookies_end(url, now)) is not None)
        if not ends:
            return ""
        more = f" (and {len(ends) - 1} more)" if len(ends) > 1 else ""
        return f"{urls.host(ends[0][1])}{more}: {cookie_words(ends[0][0], now)}"

    def _cookies(self, settings: FeedSettings) -> tuple[Cookie, ...]:
        return read_cookies(self._paths.beside_config(settings.cookies_file)) if settings.cookies_file else ()

    async def _secret(self, url: str, settings: FeedSettings) -> str:
        """The secret, found once for all who ask meanwhile and later, until it is refused or config.toml changes."""
        if not (settings.password_command or settings.keyring):
            return await find_secret(url, settings, self._file)
        key = urls.exact(url)
        found = self._secrets.get(key)
        if found is None:
            found = self._secrets[key] = asyncio.ensure_future(find_secret(url, settings, self._file))
        try:
            return await asyncio.shield(found)
        except NewsdeskError:
            self._secrets.pop(key, None)
            raise

    def _access(self, url: str, settings: FeedSettings, secret: str) -> Access:
        if _CONTROL.search(secret):
            raise NewsdeskError("what is kept for it is no password: it has control characters")
        auth: AuthKind = settings.auth if secret else "none"  # type: ignore[assignment]
        ca_file = str(self._paths.beside_config(settings.ca_file)) if settings.ca_file else ""
        if ca_file and not os.access(ca_file, os.R_OK):
            raise NewsdeskError(f"its ca_file {ca_file} can't be read")
        cookies = self._cookies(settings)
        headers = tuple((name, self._value(url, name, value)) for name, value in settings.headers.items())
        return Access(url, auth, settings.username, secret, headers, cookies, settings.user_agent, ca_file)

    def _value(self, url: str, name: str, value: str) -> str:
        if value == KEPT:
            found = self._file.find(url, name) or ""
            where = f"{self._paths.secrets} has no value"
        elif value.startswith(ENVIRONMENT):
            found = os.environ.get(value.removeprefix(ENVIRONMENT), "").strip()
            where = f"the environment has no {value.removeprefix(ENVIRONMENT)}"
        else:
            return value
        if not found:
            raise NewsdeskError(f"{where} for its header {name}")
        if _CONTROL.search(found):
            raise NewsdeskError(f"the value for its header {name} has control characters")
        return found

    def _key(self) -> bytes:
        """The key of the marks; where none can be kept, one that lasts as long as this program."""
        path = self._paths.secret_key
        try:
            if not path.exists():
                handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
                os.write(handle, self._spare_key)
                os.close(handle)
            return path.read_bytes() or self._spare_key
        except OSError:
            return self._spare_key


def _plain(settings: FeedSettings) -> tuple[object, ...]:
    return (
        settings.auth, settings.username, settings.password, settings.password_command, settings.keyring,
        sorted(settings.headers.items()), settings.cookies_file, settings.user_agent, settings.ca_file,
    )  # fmt: skip


def _stamp(path: Path) -> tuple[int, int, int] | None:
    try:
        about = path.stat()
    except OSError:
        return None
    return about.st_mtime_ns, about.st_size, about.st_ino
