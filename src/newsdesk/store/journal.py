"""What the person does as actions that can be undone: marks are one row, written in slices, resumed after a crash."""

from __future__ import annotations

import sqlite3
import zlib
from array import array
from collections import Counter
from collections.abc import Callable, Container, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate, chain
from operator import sub
from types import MappingProxyType
from typing import Literal, NamedTuple, TypeAlias, get_args

from newsdesk import clock
from newsdesk.model.headlines import MarkField
from newsdesk.store.connection import transaction
from newsdesk.store.idset import AMONG, IdSet, ascending, in_slices, listed
from newsdesk.store.writes.desk import Told, put_told

MARKS = frozenset(get_args(MarkField))
"""The columns of marks; a name is checked against them before it stands in a statement."""
Edited: TypeAlias = Literal["opml", "view"]
"""What stands in a file rather than in the database."""
SLICE = 2_000
"""Headlines marked in one transaction."""
STEP = 250
"""Of these marked at once: what is marked or taken back meanwhile waits for so many, some 5 ms, and for the disk."""
CHAINED = 50_000
"""Headlines up to which an action looks closely: it holds no row that was marked so before, and can be taken back
also where a later action was and has been taken back itself."""
KEPT_ACTIONS = 500
KEPT_SECONDS = 30 * 86_400


def _unhurried() -> bool:
    """For actions that nobody waits behind."""
    return False


class Counted(NamedTuple):
    """What the sidebar counts a headline under."""

    feed: int
    section: str
    today: bool


class Undone(NamedTuple):
    """An action that was taken back (or done again): what to tell the person, and what to show at once."""

    label: str
    kind: str
    """mark, opml, view, story or taste."""
    field: str = ""
    value: bool = False
    """What the rows have now."""
    amount: int = 0
    ids: Container[int] = ()
    """mark: the rows."""
    tally: Mapping[Counted, int] = MappingProxyType({})
    """mark: how many of the rows count under what, where they are more than are written at once."""
    before: bytes = b""
    after: bytes = b""
    """opml: the file as it is to be now (`after`), provided that it still is what the action left (`before`).
    view: the views' queries by name as JSON, null where there is none."""


def pack(ids: Sequence[int]) -> bytes:
    """Headline ids, small: sorted, as differences, compressed."""
    rising = ascending(ids)
    steps = in_slices(map(sub, rising, chain((0,), rising)))
    return zlib.compress(steps.tobytes(), 1)


def unpack(packed: bytes) -> array[int]:
    """The ids that `pack` packed, ascending."""
    steps = array("I")
    steps.frombytes(zlib.decompress(packed))
    return in_slices(accumulate(steps))


# A bulk mark of a million asks for the same ids slice after slice.
_unpacked_once = lru_cache(maxsize=1)(unpack)


def next_seq(connection: sqlite3.Connection) -> int:
    """The next number of the one counter of actions; within the caller's transaction."""
    (seq,) = connection.execute("UPDATE meta SET value = value + 1 WHERE key = 'change_seq' RETURNING value").fetchone()
    return int(seq)


def begin(
    connection: sqlite3.Connection, window: str, now: int, ids: Sequence[int], field: MarkField, value: bool, label: str
) -> int:
    """Write down a mark action (committed: from here on it happens, whatever crashes); returns its id."""
    with transaction(connection):
        _forget_old(connection, now)
        if len(ids) <= CHAINED:
            ids = _without(connection, ids, field, value)
        (action,) = connection.execute(
            "INSERT INTO journal (window, made, label, kind, field, value, change_seq, ids, amount) "
            "VALUES (?, ?, ?, 'mark', ?, ?, ?, ?, ?) RETURNING id",
            (window, now, label, field, value, next_seq(connection), pack(ids), len(ids)),
        ).fetchone()
        _write_slice(connection, action)
    return int(action)


def record_edit(
    connection: sqlite3.Connection, window: str, now: int, kind: Edited, label: str, before: bytes, after: bytes
) -> None:
    """Write down an edit of feeds.opml, or of the views in config.toml, that was made, so that it can be undone."""
    with transaction(connection):
        _forget_old(connection, now)
        connection.execute(
            "INSERT INTO journal (window, made, label, kind, before, after) VALUES (?, ?, ?, ?, ?, ?)",
            (window, now, label, kind, zlib.compress(before), zlib.compress(after)),
        )


def record_told(
    connection: sqlite3.Connection, window: str, now: int, label: str, about: Told, before: bytes, after: bytes
) -> None:
    """Write down what was told of a story or a trait, by `read_told` before and after; within a transaction."""
    if before != after:
        _forget_old(connection, now)
        connection.execute(
            "INSERT INTO journal (window, made, label, kind, before, after) VALUES (?, ?, ?, ?, ?, ?)",
            (window, now, label, about, before, after),
        )


def advance(connection: sqlite3.Connection, action: int, hurried: Callable[[], bool] = _unhurried) -> bool:
    """Write the next slice of an action in a transaction of its own; False when it is all written.

    Of a slice only the beginning is written where somebody waits for it, which `hurried` tells.
    """
    with transaction(connection):
        return _write_slice(connection, action, hurried)


def unfinished(connection: sqlite3.Connection) -> list[int]:
    """Actions that a crash left half written."""
    return [row[0] for row in connection.execute("SELECT id FROM journal WHERE kind = 'mark' AND written < amount")]


def undo(connection: sqlite3.Connection, window: str) -> tuple[Undone, int] | None:
    """Begin to take back the newest action of this window, else (after a restart) of any; None when there is none.

    Only rows whose `change_seq` is still that action's are set back, so what another window or device did since
    wins. Returns what to tell and the action to `advance`.
    """
    return _turn(connection, window, undone=False)


def redo(connection: sqlite3.Connection, window: str) -> tuple[Undone, int] | None:
    """Begin to do again what was taken back last, in the same way."""
    return _turn(connection, window, undone=True)


def _turn(connection: sqlite3.Connection, window: str, *, undone: bool) -> tuple[Undone, int] | None:
    with transaction(connection):
        order = "change_seq" if undone else "id"
        for condition, parameters in (("window = ?", (window,)), ("1", ())):
            row = connection.execute(
                "SELECT id, label, kind, field, value, change_seq, ids, amount, before, after, written FROM journal "
                f"WHERE undone = ? AND {condition} ORDER BY {order} DESC, id DESC LIMIT 1",
                (undone, *parameters),
            ).fetchone()
            if row:
                break
        else:
            return None
        action, label, kind, field, value, seq, ids, amount, before, after, written = row
        if kind != "mark":
            connection.execute("UPDATE journal SET undone = ?, change_seq = ? WHERE id = ?",
                               (not undone, next_seq(connection), action))  # fmt: skip
            found, wanted = (before, after) if undone else (after, before)
            if kind in get_args(Edited):
                return Undone(label, kind, before=zlib.decompress(found), after=zlib.decompress(wanted)), action
            put_told(connection, kind, found, wanted)
            return Undone(label, kind), action
        if written < amount:
            _finish(connection, action)
        turned = _turned_seqs(connection, action, undone=undone) if amount <= CHAINED else {}
        mine = _still_mine(connection, unpack(ids), seq, turned)
        tally = count_changes(connection, mine, field, not value) if len(mine) > SLICE else {}
        connection.execute(
            "UPDATE journal SET undone = ?, value = ?, change_seq = ?, ids = ?, amount = ?, written = 0 WHERE id = ?",
            (not undone, not value, next_seq(connection), pack(mine), len(mine), action),
        )
        _write_slice(connection, action)
    return Undone(label, kind, field, not value, len(mine), IdSet(mine), tally), action


def count_changes(connection: sqlite3.Connection, ids: Sequence[int], field: str, value: bool) -> Mapping[Counted, int]:
    """Of how many listed headlines that mark would change something, by what the sidebar counts them under."""
    if field not in MARKS:
        raise ValueError(f"no such mark: {field}")
    midnight, found = clock.midnight(clock.now()), Counter[Counted]()
    sql = (
        f"SELECT feed, section, sort_time >= ?, count(*) FROM headlines WHERE id {AMONG} "
        f"AND {field} <> ? AND hidden = 0 GROUP BY 1, 2, 3"
    )
    for start in range(0, len(ids), 10_000):
        part = listed(ids[start : start + 10_000])
        for feed, section, today, amount in connection.execute(sql, (midnight, part, value)):
            found[Counted(feed, section, bool(today))] += amount
    return found


def get_ids(connection: sqlite3.Connection, action: int) -> array[int]:
    """The headlines that an action marks."""
    (ids,) = connection.execute("SELECT ids FROM journal WHERE id = ?", (action,)).fetchone()
    return unpack(ids)


def _still_mine(
    connection: sqlite3.Connection, ids: Sequence[int], seq: int, turned: dict[int, frozenset[int]]
) -> array[int]:
    """Those of `ids` that nothing else has marked since, but what was taken back in between: `turned`."""
    mine = array("I")
    for start in range(0, len(ids), 10_000):
        part = listed(ids[start : start + 10_000])
        for id_, last in connection.execute(f"SELECT id, change_seq FROM headlines WHERE id {AMONG}", (part,)):
            if last == seq or (last in turned and id_ not in turned[last]):
                mine.append(id_)
    return mine


def _turned_seqs(connection: sqlite3.Connection, action: int, *, undone: bool) -> dict[int, frozenset[int]]:
    """The numbers that the undoing of later actions (or the redoing of earlier ones) gave to rows.

    A row that has one is as this action left it, unless it is among the ids beside the number: those were marked
    after this action by one that stands.
    """
    if undone:
        rows = connection.execute("SELECT change_seq FROM journal WHERE id < ? AND undone = 0", (action,))
        return {seq: frozenset() for (seq,) in rows}
    seqs = [
        seq for (seq,) in connection.execute("SELECT change_seq FROM journal WHERE id > ? AND undone = 1", (action,))
    ]
    if not seqs:
        return {}
    standing = connection.execute("SELECT ids FROM journal WHERE id > ? AND undone = 0 AND kind = 'mark'", (action,))
    blocked = frozenset(id_ for (ids,) in standing for id_ in unpack(ids))
    return dict.fromkeys(seqs, blocked)


def _write_slice(connection: sqlite3.Connection, action: int, hurried: Callable[[], bool] = _unhurried) -> bool:
    field, value, seq, ids, written, amount = connection.execute(
        "SELECT field, value, change_seq, ids, written, amount FROM journal WHERE id = ?", (action,)
    ).fetchone()
    part = _unpacked_once(ids)[written : written + SLICE]
    done = 0
    while done < len(part) and not (done and hurried()):
        set_marks(connection, part[done : done + STEP], field, value, seq)
        done = min(done + STEP, len(part))
    connection.execute("UPDATE journal SET written = ? WHERE id = ?", (written + done, action))
    return bool(written + done < amount)


def _finish(connection: sqlite3.Connection, action: int) -> None:
    while _write_slice(connection, action):
        pass


def _without(connection: sqlite3.Connection, ids: Sequence[int], field: MarkField, value: bool) -> list[int]:
    """The ids of headlines that do not have the mark so yet."""
    if field not in MARKS:
        raise ValueError(f"no such mark: {field}")
    sql = f"SELECT id FROM headlines WHERE id {AMONG} AND {field} <> ?"
    return [id_ for (id_,) in connection.execute(sql, (listed(ids), value))]


def set_marks(connection: sqlite3.Connection, ids: Sequence[int], field: MarkField, value: bool, seq: int) -> None:
    """Set one mark on headlines that don't have it so yet, as action `seq`; within the caller's transaction."""
    if field not in MARKS:
        raise ValueError(f"no such mark: {field}")
    sql = f"UPDATE headlines SET {field} = ?, change_seq = ? WHERE id {AMONG} AND {field} <> ?"
    connection.execute(sql, (value, seq, listed(ids), value))


def _forget_old(connection: sqlite3.Connection, now: int) -> None:
    connection.execute(
        "DELETE FROM journal WHERE written >= amount AND "
        "(made < ? OR id <= (SELECT id FROM journal ORDER BY id DESC LIMIT 1 OFFSET ?))",
        (now - KEPT_SECONDS, KEPT_ACTIONS - 1),
    )
