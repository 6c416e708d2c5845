"""config.toml: every setting with its default, its meaning and its check.

`docs/settings.md` derives from the fields below. Reading is plain tomllib; `save` edits the file with its
comments kept. The tables of single feeds are checked in `feed_settings.py`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from newsdesk import urls
from newsdesk.errors import ConfigError, did_you_mean
from newsdesk.paths import read_file
from newsdesk.text import clean_line

if TYPE_CHECKING:
    from newsdesk.feed_settings import FeedSettings

_DIGITS = re.compile(r"[0-9_]{4000}")
_BRACKETS = re.compile(r"(?:[\[{]\s*){100}")
FULL_TEXT = ("on-open", "always", "never")
"""When the pages of articles are fetched."""
PICTURES = ("on-open", "always", "off")
"""When their pictures are."""
MAX_CONFIG = 1_000_000
"""Bytes of config.toml; a larger file is refused."""


def _setting(default: Any, help: str, *, one_of: tuple[str, ...] = (), low: float = 0, high: float = 1e9) -> Any:
    metadata = {"help": help, "one_of": one_of, "low": low, "high": high}
    if isinstance(default, dict):
        return field(default_factory=lambda: MappingProxyType(default), metadata=metadata)
    return field(default=default, metadata=metadata)


@dataclass(frozen=True, slots=True)
class Settings:
    """What config.toml says, or the defaults."""

    theme: str = _setting(
        "auto",
        "Colours: dark `ink`, light `paper`, the terminal's own sixteen, or what suits the terminal.",
        one_of=("auto", "ink", "paper", "ansi"),
    )
    density: str = _setting(
        "auto", "Rows of the headline list; `V` cycles.", one_of=("auto", "roomy", "compact", "dense")
    )
    fold_bursts: bool = _setting(
        True, "From ten sources on, fold what one publishes in a burst behind its first three; `e` unfolds."
    )
    order: str = _setting(
        "newest", "Order of the lists: by time, or source by source; `O` cycles.", one_of=("newest", "oldest", "source")
    )
    measure: int = _setting(72, "Widest text line of an article, in columns; `<` and `>` change it.", low=30, high=200)
    sidebar_width: int = _setting(24, "Columns of the sidebar.", low=12, high=80)
    list_width: int = _setting(40, "Per cent of the width that the headline list takes.", low=20, high=80)
    ascii: bool = _setting(False, "Draw with ASCII signs only.")
    motion: bool = _setting(True, "Animate scrolling.")
    mouse: bool = _setting(True, "Take the mouse; off leaves it to the terminal's own selection.")
    full_text: str = _setting(
        "on-open",
        "When an article's page is fetched: when it is opened and the feed gave a summary only, always, or never.",
        one_of=FULL_TEXT,
    )
    pictures: str = _setting("on-open", "When pictures are fetched.", one_of=PICTURES)
    read_story: bool = _setting(
        False, "Opening an article marks its whole story read; off: only copies of the same text."
    )
    save_folder: str = _setting("~", "Folder in which `e` saves articles; what was chosen last is kept.")
    player: tuple[str, ...] = _setting(
        (),
        'Program that `E` plays sound and video with, and its arguments: `["mpv", "--force-window"]`; no shell. '
        "The link goes in place of `%s`, else last. Empty: mpv or VLC where there is a display, else the browser.",
    )
    learn: bool = _setting(True, "Remember what is opened and read, for your own picks; it never leaves the machine.")
    interval: int = _setting(60, "Minutes between two polls of a feed, at least.", low=30, high=1440)
    host_spacing: float = _setting(0.5, "Seconds between two requests to one host.", high=60)
    connections: int = _setting(16, "Connections at once, to all hosts together.", low=1, high=16)
    parsers: int = _setting(0, "Processes that parse feeds; 0: as many as there are cores, at most 4.", high=16)
    keep_days: int = _setting(90, "Days that article bodies are kept; starred and later ones stay.", low=7, high=36500)
    keys: Mapping[str, str] = _setting({}, 'Keys by command id, for example `"move.down" = "e,down"`.')
    views: Mapping[str, str] = _setting(
        {},
        'Views of your own by name, for example `"Near" = "in:World newer:2d"`; `F` keeps what a list is filtered by.',
    )
    feeds: Mapping[str, FeedSettings] = _setting(
        {}, 'What is other for one feed: `[feeds."https://paper.example/members.xml"]`, settings below.'
    )

    def feed(self, url: str) -> FeedSettings:
        """The settings of one feed, by its address."""
        from newsdesk.feed_settings import FeedSettings

        return self.feeds.get(urls.exact(url), FeedSettings())

    def full_text_of(self, feed_url: str) -> str:
        """When the pages of a source's articles are fetched."""
        return self.feed(feed_url).full_text or self.full_text

    def pictures_of(self, feed_url: str) -> str:
        """When the pictures of a source's articles are fetched."""
        return self.feed(feed_url).pictures or self.pictures


def load(path: Path) -> Settings:
    """The settings of a config.toml, defaults where it is missing or silent.

    Raises ConfigError that names the file, the key and what would be right.
    """
    return Settings(**{key: _checked(path, key, value) for key, value in _values(path).items()})


def load_leniently(path: Path) -> tuple[Settings, tuple[str, ...]]:
    """The settings, with the default for each that is wrong, and a line for each of those."""
    try:
        values = _values(path)
    except ConfigError as error:
        return Settings(), (str(error),)
    good, notices = {}, []
    for key, value in values.items():
        try:
            good[key] = _checked(path, key, value)
        except ConfigError as error:
            notices.append(str(error))
            if key == "feeds" and isinstance(value, dict):
                # A slip in one feed's table must not sign the others out.
                good[key] = _right_feeds(path, value)
    return Settings(**good), tuple(notices)


def _values(path: Path) -> dict[str, Any]:
    try:
        data = read_file(path, MAX_CONFIG)
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise ConfigError(f"{path} can't be read: {error.strerror}") from error
    if len(data) > MAX_CONFIG:
        raise ConfigError(f"{path} is larger than {MAX_CONFIG:,} bytes", "Is it the right file?")
    import tomllib  # 5 ms of start-up that a home without the file need not pay

    try:
        text = data.decode("utf-8-sig")
        return tomllib.loads(text)
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path} is not UTF-8 text (byte {error.start})") from error
    except RecursionError as error:
        line = _line_of(_BRACKETS, text)
        raise ConfigError(f"{path}, line {line}: it nests brackets deeper than any setting needs") from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path} is not valid TOML: {clean_line(str(error), 200)}") from error
    except ValueError as error:
        line = _line_of(_DIGITS, text)
        raise ConfigError(f"{path}, line {line}: it holds a number of more digits than can be read") from error


def _line_of(pattern: re.Pattern[str], text: str) -> int:
    found = pattern.search(text)
    return text.count("\n", 0, found.start() if found else 0) + 1


def save(path: Path, key: str, value: str | int | float | bool) -> None:
    """Write one setting into config.toml, all else and its comments kept; the file is replaced whole.

    Raises ConfigError when the key or value is wrong, or the file can't be read or written.
    """
    value = _checked(path, key, value)
    load(path)

    def change(document: Any) -> None:
        document[key] = value

    _edit(path, change)


def save_views(path: Path, changes: Mapping[str, str | None]) -> None:
    """Keep queries under their names in the table of views; None takes one out. Raises ConfigError as `save` does."""

    def change(document: Any) -> None:
        import tomlkit

        table = document.setdefault("views", tomlkit.table())
        for name, query in changes.items():
            if query is not None:
                table[name] = query
            elif name in table:
                del table[name]
        if not table:
            del document["views"]

    _edit(path, change)


def save_feed(path: Path, url: str, values: Mapping[str, Any]) -> None:
    """Write settings into the table of one feed; None takes one out, and a table without any goes.

    Raises ConfigError as `save` does.
    """

    def change(document: Any) -> None:
        import tomlkit

        from newsdesk.feed_settings import checked

        tables = document.setdefault("feeds", tomlkit.table(is_super_table=True))
        key = _key_of(tables, url) or urls.without_userinfo(url)
        table = tables.setdefault(key, tomlkit.table())
        for name, value in values.items():
            if value is not None:
                table[name] = _for_toml(value)
            elif name in table:
                del table[name]
        if table:
            checked(str(path), key, table.unwrap())
        else:
            del tables[key]
        if not tables:
            del document["feeds"]

    _edit(path, change)


def move_feed(path: Path, old: str, new: str) -> None:
    """Give the table of a feed another address; nothing where there is none. Raises ConfigError as `save` does."""
    if urls.exact(old) not in load_leniently(path)[0].feeds:
        return

    def change(document: Any) -> None:
        tables = document["feeds"]
        tables[new] = tables.pop(_key_of(tables, old))

    _edit(path, change)


def _for_toml(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else dict(value) if isinstance(value, Mapping) else value


def _key_of(tables: Mapping[str, Any], url: str) -> str:
    return next((key for key in tables if urls.exact(key) == urls.exact(url)), "")


def _edit(path: Path, change: Callable[[Any], None]) -> None:
    """Have `change` edit the file's document, comments kept, and replace the file whole."""
    import tempfile

    import tomlkit  # 20 ms of start-up that only writing needs

    _values(path)
    try:
        document = tomlkit.parse(path.read_text(encoding="utf-8-sig")) if path.exists() else tomlkit.document()
        change(document)
        target = path.resolve()
        handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=".config-")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(tomlkit.dumps(document))
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            os.chmod(temporary, target.stat().st_mode & 0o777)
        os.replace(temporary, target)
    except OSError as error:
        raise ConfigError(f"{path} can't be written: {error.strerror}") from error


def _checked(path: Path, key: str, value: Any) -> Any:
    known = {setting.name: setting for setting in fields(Settings)}
    if key not in known:
        hint = did_you_mean(key, known, "docs/settings.md lists them all.")
        raise ConfigError(f"{path}: there is no setting {clean_line(key, 60)!r}", hint)
    default = getattr(Settings(), key)
    about = known[key].metadata
    if key == "feeds":
        return _checked_feeds(path, value)
    if isinstance(default, Mapping):
        return _checked_keys(path, key, value)
    if isinstance(default, tuple):
        return _checked_words(path, key, value)
    if isinstance(default, float) and isinstance(value, int) and not isinstance(value, bool):
        value = float(value)
    if type(value) is not type(default):
        raise ConfigError(f"{path}: {key} must be {_KINDS[type(default)]}, not {clean_line(repr(value), 60)}")
    if about["one_of"] and value not in about["one_of"]:
        hint = did_you_mean(value, about["one_of"])
        raise ConfigError(f"{path}: {key} must be one of {', '.join(about['one_of'])}", hint)
    if isinstance(value, int | float) and not isinstance(value, bool) and not about["low"] <= value <= about["high"]:
        raise ConfigError(
            f"{path}: {key} must be between {about['low']:g} and {about['high']:g}, not {clean_line(str(value), 40)}"
        )
    return value


_KINDS = {bool: "true or false", int: "a whole number", float: "a number", str: "a text in quotes"}


def _checked_keys(path: Path, key: str, value: Any) -> Mapping[str, str]:
    if not isinstance(value, dict) or not all(isinstance(keys, str) for keys in value.values()):
        raise ConfigError(f"{path}: [{key}] must be a table of texts", 'For example "move.down" = "e,down".')
    return MappingProxyType(dict(value))


def _checked_words(path: Path, key: str, value: Any) -> tuple[str, ...]:
    if not isinstance(value, list | tuple) or not all(isinstance(word, str) and word for word in value):
        raise ConfigError(f"{path}: {key} must be a list of texts", f'For example {key} = ["mpv", "--force-window"].')
    return tuple(value)


def _checked_feeds(path: Path, value: Any) -> Mapping[str, FeedSettings]:
    if not isinstance(value, dict):
        raise ConfigError(f"{path}: [feeds] must hold a table for each feed's address", "docs/members.md shows one.")
    from newsdesk.feed_settings import checked

    return MappingProxyType({urls.exact(url): checked(str(path), url, table) for url, table in value.items()})


def _right_feeds(path: Path, value: dict[str, Any]) -> Mapping[str, FeedSettings]:
    found: dict[str, FeedSettings] = {}
    for url, table in value.items():
        try:
            found |= _checked_feeds(path, {url: table})
        except ConfigError:
            continue
    return MappingProxyType(found)
