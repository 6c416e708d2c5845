"""What the store's connections do beside queries."""

from __future__ import annotations

from builders import Desk
from newsdesk.store.connection import give_pages_back, transaction

PAGES = 200


def test_free_pages_go_back_some_at_a_time(desk: Desk) -> None:
    """What was deleted gives the file's pages back in a few pieces, and in the end all of them."""
    store = desk.connection
    with transaction(store):
        store.execute("CREATE TABLE filling (page BLOB)")
        store.executemany("INSERT INTO filling VALUES (zeroblob(4000))", [()] * PAGES)
        store.execute("DELETE FROM filling")
    pieces = 1
    while give_pages_back(store):
        pieces += 1
    assert 1 < pieces <= PAGES / 20
    assert store.execute("PRAGMA freelist_count").fetchone() == (0,)
