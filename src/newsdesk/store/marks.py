"""The one writer of what the person does: a thread, so that no key waits for the disk."""

from __future__ import annotations

import queue
import sqlite3
import threading
import uuid
from array import array
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from newsdesk import clock
from newsdesk.errors import StoreError
from newsdesk.model.headlines import MarkField
from newsdesk.store import journal, requests
from newsdesk.store.connection import broken, open_writer, transaction
from newsdesk.store.journal import Counted, Undone
from newsdesk.store.writes import desk

if TYPE_CHECKING:
    from newsdesk.model.placed import Placed
    from newsdesk.model.stories import Trait

T = TypeVar("T")
Ids: TypeAlias = Sequence[int] | Callable[[], Sequence[int]]
"""Headline ids, or what tells them when it is asked in the writer's thread."""
_Job: TypeAlias = Callable[[sqlite3.Connection | StoreError], None]


def _later(ids: Ids) -> Callable[[], Sequence[int]]:
    if callable(ids):
        return ids
    known = array("I", ids)
    return lambda: known


class MarkWriter:
    """Writes marks, places, readings and requests in the order they were made; each is on disk when its Future is done.

    Futures fail with StoreError when the database can't be written; the marks that follow are still tried.
    """

    def __init__(self, path: Path, window: str = "") -> None:
        """`window` names the program whose undo these writes belong to; by default a new one."""
        self._path = path
        self.window = window or uuid.uuid4().hex
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._pending = 0
        self._lock = threading.Lock()
        self._idle = threading.Condition(self._lock)
        self._thread = threading.Thread(target=self._run, name="marks", daemon=True)
        self._thread.start()

    @property
    def pending(self) -> int:
        """Writes that are not on disk yet."""
        return self._pending

    def set(self, ids: Ids, field: MarkField, value: bool, *, label: str = "", undoable: bool = True) -> Future[None]:
        """Mark headlines; done when the action is sure to happen (its first 2,000 rows are written by then)."""
        read = _later(ids)

        def write(connection: sqlite3.Connection) -> None:
            wanted = read()
            if undoable:
                action = journal.begin(connection, self.window, clock.now(), wanted, field, value, label)
                if len(wanted) > journal.SLICE:
                    self._advance(action)
            else:
                with transaction(connection):
                    journal.set_marks(connection, wanted, field, value, journal.next_seq(connection))

        return self._submit(write)

    def count_changes(self, ids: Ids, field: MarkField, value: bool) -> Future[Mapping[Counted, int]]:
        """What a mark that is set next will change in the sidebar's counts."""
        read = _later(ids)
        return self._submit(lambda connection: journal.count_changes(connection, read(), field, value))

    def undo(self) -> Future[Undone | None]:
        """Take back the newest action; the answer says which, None when there is none."""
        return self._submit(lambda connection: self._turned(journal.undo(connection, self.window)))

    def redo(self) -> Future[Undone | None]:
        """Do again what was taken back last."""
        return self._submit(lambda connection: self._turned(journal.redo(connection, self.window)))

    def record_edit(self, kind: journal.Edited, label: str, before: bytes, after: bytes) -> Future[None]:
        """Write down an edit of a file, so that undo can take it back."""
        return self._submit(
            lambda connection: journal.record_edit(connection, self.window, clock.now(), kind, label, before, after)
        )

    def set_place(self, headline: int, place: float) -> Future[None]:
        """Remember where the person stopped reading (0 top, 1 end)."""
        return self._execute("INSERT OR REPLACE INTO places VALUES (?, ?)", (headline, place))

    def record_reading(self, headline: int, opened: int, seconds: int, furthest: float) -> Future[None]:
        """Remember that an article was read: when (Unix seconds), for how long, how far."""
        sql = "INSERT INTO readings (headline, opened, seconds, furthest) VALUES (?, ?, ?, ?)"
        return self._execute(sql, (headline, opened, seconds, furthest))

    def set_story(
        self, story: int, *, followed: bool | None = None, muted_until: int = -1, label: str = ""
    ) -> Future[None]:
        """Follow a story or not; mute it until a time (Unix seconds, 0: no longer); undo says `label`."""
        return self._tell(
            "story", (story,), label,
            lambda connection: desk.set_story(connection, story, followed=followed, muted_until=muted_until),
        )  # fmt: skip

    def set_taste(self, trait: Trait, factor: float, pinned: bool = False, *, label: str = "") -> Future[None]:
        """Let a trait count `factor` times (0 to 3), or always; undo says `label`."""
        return self._tell(
            "taste", (trait.kind, trait.key), label,
            lambda connection: desk.set_taste(connection, trait, factor, pinned),
        )  # fmt: skip

    def clear_taste(self, trait: Trait, *, label: str = "") -> Future[None]:
        """Forget what the person set about a trait; undo says `label`."""
        return self._tell(
            "taste", (trait.kind, trait.key), label, lambda connection: desk.clear_taste(connection, trait)
        )

    def forget_all(self) -> Future[None]:
        """Forget what was read and what was set about traits; marks stay."""
        return self._write(desk.forget_all)

    def save_placed(self, kind: str, placed: Sequence[Placed]) -> Future[None]:
        """Replace what is shown of a kind; for a window without a worker."""
        return self._write(lambda connection: desk.save_placed(connection, kind, placed))

    def save_heard(self, heard: Mapping[int, int]) -> Future[None]:
        """Remember, by followed story, the newest headline that the person was told of."""
        return self._write(lambda connection: desk.save_heard(connection, heard))

    def save_edition_time(self, now: int) -> Future[None]:
        """Remember that an edition was seen."""
        return self._write(lambda connection: desk.save_edition_time(connection, now))

    def ask(self, kind: requests.RequestKind, key: str = "") -> Future[int]:
        """Ask the worker for something; the answer is the request's id."""
        return self._submit(lambda connection: requests.ask(connection, kind, key, clock.now()))

    def flush(self, timeout: float | None = None) -> bool:
        """Wait until all is on disk; False if `timeout` (seconds) ended first."""
        with self._idle:
            return self._idle.wait_for(lambda: not self._pending, timeout)

    def close(self, timeout: float = 5.0) -> None:
        """Write what is left and end; a bulk mark that takes longer goes on at the next start."""
        self.flush(timeout)
        self._jobs.put(None)
        self._thread.join(timeout)

    def _tell(
        self, about: desk.Told, key: Sequence[object], label: str, write: Callable[[sqlite3.Connection], None]
    ) -> Future[None]:
        """Write what the person tells the desk, as a step of undo."""

        def whole(connection: sqlite3.Connection) -> None:
            before = desk.read_told(connection, about, key)
            write(connection)
            after = desk.read_told(connection, about, key)
            journal.record_told(connection, self.window, clock.now(), label, about, before, after)

        return self._write(whole)

    def _write(self, write: Callable[[sqlite3.Connection], None]) -> Future[None]:
        def whole(connection: sqlite3.Connection) -> None:
            with transaction(connection):
                write(connection)

        return self._submit(whole)

    def _execute(self, sql: str, parameters: tuple[object, ...]) -> Future[None]:
        def write(connection: sqlite3.Connection) -> None:
            connection.execute(sql, parameters)

        return self._submit(write)

    def _turned(self, turned: tuple[Undone, int] | None) -> Undone | None:
        if turned is None:
            return None
        undone, action = turned
        if undone.amount > journal.SLICE:
            self._advance(action)
        return undone

    def _advance(self, action: int) -> None:
        # A slice a job, or less where another job waits: what is marked meanwhile does not come after the last.
        def write(connection: sqlite3.Connection) -> None:
            if journal.advance(connection, action, lambda: not self._jobs.empty()):
                self._advance(action)

        self._submit(write)

    def _submit(self, write: Callable[[sqlite3.Connection], T]) -> Future[T]:
        future: Future[T] = Future()
        # A mark that was made is written, even if nobody waits for it any more.
        future.set_running_or_notify_cancel()

        def job(connection: sqlite3.Connection | StoreError) -> None:
            if isinstance(connection, StoreError):
                future.set_exception(connection)
                return
            try:
                future.set_result(write(connection))
            except sqlite3.Error as error:
                future.set_exception(broken(self._path, error))
            except Exception as error:  # noqa: BLE001 - a caller's mistake must not end the writing of all others
                future.set_exception(error)

        with self._lock:
            self._pending += 1
        self._jobs.put(job)
        return future

    def _run(self) -> None:
        connection = self._open()
        while (job := self._jobs.get()) is not None:
            if isinstance(connection, StoreError):
                connection = self._open()
            job(connection)
            with self._idle:
                self._pending -= 1
                self._idle.notify_all()
        if not isinstance(connection, StoreError):
            connection.close()

    def _open(self) -> sqlite3.Connection | StoreError:
        try:
            connection = open_writer(self._path, synchronous="FULL")
        except StoreError as error:
            return error
        for action in journal.unfinished(connection):
            self._advance(action)
        return connection
