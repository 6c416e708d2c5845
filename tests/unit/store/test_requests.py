"""What the screen asks of the worker."""

from __future__ import annotations

from builders import NOW, Desk
from newsdesk.store.requests import KEPT_SECONDS, answer, ask, finish, list_open


def test_a_request_waits_is_done_and_answered(desk: Desk) -> None:
    """Oldest first; the answer is there for who asked, and forgotten after a day."""
    first = ask(desk.connection, "digest", "1", NOW)
    second = ask(desk.connection, "refresh-all", "", NOW)
    assert [request.id for request in list_open(desk.connection)] == [first, second]
    assert answer(desk.connection, first) is None
    finish(desk.connection, first, NOW, "done")
    assert answer(desk.connection, first) == "done"
    assert [request.id for request in list_open(desk.connection)] == [second]
    third = ask(desk.connection, "digest", "1", NOW + KEPT_SECONDS + 1)
    assert third not in (first, second)
    assert desk.value("SELECT count(*) FROM requests") == 2
    assert answer(desk.connection, first) == ""
