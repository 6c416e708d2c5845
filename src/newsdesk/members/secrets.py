"""Where the password or token of a feed comes from: environment, a command, the keyring, the file of secrets."""

from __future__ import annotations

import asyncio
import os
import signal
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

from newsdesk import paths, urls
from newsdesk.errors import NewsdeskError
from newsdesk.feed_settings import ENVIRONMENT, FeedSettings
from newsdesk.members.secret_file import SecretFile
from newsdesk.text import clean_line

COMMAND_SECONDS = 30.0
"""Seconds that a password_command, or the keyring, may take."""
BURIED_SECONDS = 2.0
"""Seconds for the end of a command that was killed; what it left behind in a session of its own may hold its pipe."""
MAX_SECRET = 65_536
"""Bytes that a command may print."""
SERVICE = "newsdesk"
"""What the keyring's entries stand under, each with its feed's address as the name."""

T = TypeVar("T")


async def find_secret(url: str, settings: FeedSettings, file: SecretFile) -> str:
    """The secret of a feed, from the first place that has it.

    Raises NewsdeskError that says why there is none; its words follow the feed's name and never hold a secret.
    """
    troubles: list[str] = []
    if settings.password:
        found = os.environ.get(settings.password.removeprefix(ENVIRONMENT), "").strip("\r\n")
        if found:
            return found
        troubles.append(f"the environment has no {settings.password.removeprefix(ENVIRONMENT)}")
    for wanted, look in ((settings.password_command, _from_command), (settings.keyring, _from_keyring)):
        if wanted:
            try:
                if found := await look(url, settings):
                    return found
            except NewsdeskError as error:
                troubles.append(str(error))
    return _from_file(url, file, troubles)


def _from_file(url: str, file: SecretFile, troubles: list[str]) -> str:
    try:
        if found := file.find(url):
            return found
    except NewsdeskError as error:
        troubles.append(str(error).rstrip("."))
    raise NewsdeskError(troubles[0] if troubles else "no password is kept for it")


async def _from_command(_url: str, settings: FeedSettings) -> str:
    return await run_command(settings.password_command)


async def run_command(command: tuple[str, ...], seconds: float = COMMAND_SECONDS) -> str:
    """The first line that a program prints, run without a shell; raises NewsdeskError that names the program alone."""
    name = clean_line(command[0], 80)
    program = str(paths.expanded(command[0]))
    try:
        process = await asyncio.create_subprocess_exec(
            program, *command[1:], stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else "its arguments can't be used"
        raise NewsdeskError(f"its password_command {name} can't be run ({why})") from error
    try:
        async with asyncio.timeout(seconds):
            printed = await _read_all(process)
            code = await process.wait()
    except BaseException as error:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        await _bury(process)
        if isinstance(error, TimeoutError):
            raise NewsdeskError(f"its password_command {name} took longer than {seconds:g} seconds") from None
        raise
    if code:
        raise NewsdeskError(f"its password_command {name} failed (exit {code})")
    lines = printed.decode("utf-8", "surrogateescape").splitlines()
    if not lines or not lines[0]:
        raise NewsdeskError(f"its password_command {name} printed nothing")
    return lines[0]


async def _bury(process: asyncio.subprocess.Process) -> None:
    """Wait for the end of a killed program: asyncio tells of it only once what was printed is read to its end."""
    with suppress(TimeoutError):
        async with asyncio.timeout(BURIED_SECONDS):
            await process.communicate()


async def _read_all(process: asyncio.subprocess.Process) -> bytes:
    assert process.stdout  # asked for above
    printed = b""
    while chunk := await process.stdout.read(8_192):
        printed += chunk
        if len(printed) > MAX_SECRET:
            raise NewsdeskError("its password_command prints far more than a password")
    return printed


async def _from_keyring(url: str, _settings: FeedSettings) -> str:
    try:
        async with asyncio.timeout(COMMAND_SECONDS):
            return await _in_thread(lambda: _ask_keyring("get_password", url)) or ""
    except TimeoutError:
        raise NewsdeskError(f"the keyring took longer than {COMMAND_SECONDS:g} seconds") from None


def keep_in_keyring(url: str, secret: str) -> None:
    """Keep a secret in the system's keyring; for a thread. Raises NewsdeskError where there is none."""
    _ask_keyring("set_password", url, secret)


def forget_in_keyring(url: str) -> None:
    """Let go of a secret in the system's keyring; for a thread."""
    with suppress(NewsdeskError):
        _ask_keyring("delete_password", url)


def _ask_keyring(method: str, url: str, *more: str) -> str | None:
    try:
        import keyring  # optional, and slow to import
    except ImportError:
        raise NewsdeskError("keyring is not installed (`pip install 'newsdesk[keyring]'`)") from None
    try:
        found: str | None = getattr(keyring, method)(SERVICE, urls.exact(url), *more)
    except Exception as error:  # noqa: BLE001 - backends raise what they like; its words may quote what was given
        raise NewsdeskError(f"the keyring can't be used ({type(error).__name__})") from None
    return found


async def _in_thread(work: Callable[[], T]) -> T:
    """What `work` returns, done in a thread that keeps no program from ending: a keyring may wait for its owner."""
    loop = asyncio.get_running_loop()
    future: asyncio.Future[T] = loop.create_future()

    def settle(set_: Callable[[], None]) -> None:
        # Nobody waits any more where the time was up or the worker ended.
        with suppress(RuntimeError):
            loop.call_soon_threadsafe(lambda: None if future.done() else set_())

    def run() -> None:
        try:
            result = work()
        except NewsdeskError as error:
            failure = error
            settle(lambda: future.set_exception(failure))
        else:
            settle(lambda: future.set_result(result))

    threading.Thread(target=run, name="keyring", daemon=True).start()
    return await future
