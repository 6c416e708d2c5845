"""The home that a command works on: its paths, settings and an open, current database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from newsdesk import config, log, paths
from newsdesk.cli import output
from newsdesk.config import Settings
from newsdesk.opml.catalogue import choose, locale_languages
from newsdesk.opml.file import replace
from newsdesk.opml.offers import write_seen
from newsdesk.paths import Paths
from newsdesk.store.connection import Connection, is_current, open_reader, translated
from newsdesk.store.marks import MarkWriter


def open_home() -> Paths:
    """The paths in force, the database made or upgraded; raises NewsdeskError where that can't be."""
    found = paths.find()
    log.start(found.log)
    if not is_current(found.database):
        from newsdesk.store.migrations import upgrade  # sqlite-utils: 0.2 s that a current database need not pay

        upgrade(found.database, found.backups)
    return found


def settings_of(home: Paths) -> Settings:
    """The settings, with a word on stderr for each that is wrong and left at its default."""
    settings, notices = config.load_leniently(home.config)
    for notice in notices:
        output.complain(notice)
    return settings


@contextmanager
def reading(home: Paths) -> Iterator[Connection]:
    """A connection for queries; errors of SQLite become StoreError."""
    with translated(home.database), closing(open_reader(home.database)) as connection:
        yield connection


@contextmanager
def writing_marks(home: Paths) -> Iterator[MarkWriter]:
    """A writer of marks that has written all when the block ends."""
    writer = MarkWriter(home.database)
    try:
        yield writer
    finally:
        writer.close()


def make_first_list(home: Paths, catalogue: Path, environment: dict[str, str]) -> bool:
    """Write the first feeds.opml: the bundled sources in the person's languages and in English; True if it did."""
    if home.opml.exists() or home.opml.is_symlink():
        return False
    bundled = catalogue.read_bytes()
    replace(home.opml, choose(bundled, locale_languages(environment)))
    write_seen(home.catalogue_seen, bundled)
    return True
