"""The file of secrets: readable by its owner alone, one line a feed; nothing else that newsdesk writes has a secret."""

from __future__ import annotations

import fcntl
import os
import tempfile
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from newsdesk import urls
from newsdesk.errors import NewsdeskError
from newsdesk.paths import read_file

MAX_BYTES = 1_000_000
_HEAD = "# What newsdesk signs in with, by the feed's address. For your eyes only: keep its mode 0600.\n"


class SecretFile:
    """The secrets on disk; every method raises NewsdeskError, which never holds one."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def find(self, url: str, header: str = "") -> str | None:
        """The secret of a feed, or the value of a header field of its; None where there is none.

        A file that others may read is refused.
        """
        secrets = self._read()
        if secrets and self.is_open_to_others():
            raise NewsdeskError(f"{self.path} can be read by others", f"Say `chmod 600 {self.path}`.")
        return secrets.get(_key(url, header))

    def keep(self, url: str, secret: str, header: str = "") -> None:
        """Keep the secret of a feed, or the value of a header field of its; the file is then its owner's alone."""
        with self._locked():
            self._write({**self._read(), _key(url, header): secret})

    def forget(self, url: str, header: str = "") -> None:
        """Let go of the secret of a feed, or of a header field of its; nothing where there is none."""
        if self.path.exists():
            with self._locked():
                secrets = self._read()
                if secrets.pop(_key(url, header), None) is not None:
                    self._write(secrets)

    def is_open_to_others(self) -> bool:
        """Whether anybody but its owner may read it."""
        try:
            return bool(self.path.stat().st_mode & 0o077)
        except OSError:
            return False

    def _read(self) -> dict[str, str]:
        try:
            data = read_file(self.path, MAX_BYTES)
            found = tomllib.loads(data.decode("utf-8-sig"))
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise NewsdeskError(f"{self.path} can't be read ({error.strerror})") from error
        except ValueError:
            # The parser's own words may quote the line, and what stands there.
            raise NewsdeskError(f"{self.path} is not valid TOML", 'Each line is "address" = "password".') from None
        return {_key(*_parted(key)): secret for key, secret in found.items() if isinstance(secret, str)}

    @contextmanager
    def _locked(self) -> Iterator[None]:
        try:
            lock = os.open(self.path.with_name(f".{self.path.name}.lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise NewsdeskError(f"{self.path} can't be written ({error.strerror})") from error
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
        finally:
            os.close(lock)

    def _write(self, secrets: dict[str, str]) -> None:
        target = Path(os.path.realpath(self.path))
        lines = "".join(f"{_quoted(url)} = {_quoted(secret)}\n" for url, secret in sorted(secrets.items()))
        try:
            handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
            try:
                with os.fdopen(handle, "w", encoding="utf-8") as file:
                    file.write(_HEAD + lines)
                    file.flush()
                    os.fsync(file.fileno())
                os.replace(temporary, target)
            except BaseException:
                Path(temporary).unlink(missing_ok=True)
                raise
        except OSError as error:
            raise NewsdeskError(f"{self.path} can't be written ({error.strerror})") from error


def _key(url: str, header: str) -> str:
    return f"{urls.exact(url)}#{header.lower()}" if header else urls.exact(url)


def _parted(key: str) -> tuple[str, str]:
    url, _, header = key.partition("#")
    return url, header


def _quoted(text: str) -> str:
    escaped = "".join(
        f"\\{sign}" if sign in '"\\' else sign if sign.isprintable() else f"\\U{ord(sign):08x}" for sign in text
    )
    return f'"{escaped}"'
