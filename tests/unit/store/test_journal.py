"""Marks as actions: bulk marks in slices, resumed after a crash, taken back only where nothing came after."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from builders import DAY, Desk, entry, open_desk, subscription
from newsdesk.model.stories import Trait
from newsdesk.store import journal
from newsdesk.store.connection import open_writer
from newsdesk.store.marks import MarkWriter


@pytest.fixture
def five(desk: Desk) -> Desk:
    """A desk of five unread headlines with the ids 1 to 5."""
    desk.follow(subscription(1))
    desk.save(1, *(entry(n) for n in range(1, 6)))
    return desk


def bulk(desk: Desk, count: int) -> None:
    """Many headlines, made by SQL alone: what is tested is their marking."""
    desk.follow(subscription(1))
    feed = desk.feed(1)
    desk.connection.execute("BEGIN")
    desk.connection.execute(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?) "
        "INSERT INTO headlines (key, feed, title, url, author, summary, section, sort_time, first_seen) "
        "SELECT 'k' || i, ?, 't', '', '', '', 'World', i, 0 FROM n",
        (count, feed),
    )
    desk.connection.execute(
        "INSERT INTO entries (feed, identity, headline, sort_time, hash, url, first_seen) "
        "SELECT feed, key, id, sort_time, x'', '', 0 FROM headlines"
    )
    desk.connection.execute("COMMIT")


def read(desk: Desk) -> list[int]:
    """The ids that are read."""
    return [int(str(row[0])) for row in desk.rows("SELECT id FROM headlines WHERE read = 1 ORDER BY id")]


def test_ids_are_packed_small_and_come_back() -> None:
    """Any set of ids; a run of 50,000 takes next to nothing."""
    chance = random.Random(1)
    for ids in ([], [7], [3, 1, 2], chance.sample(range(1, 4_000_000), 3_000)):
        assert list(journal.unpack(journal.pack(ids))) == sorted(ids)
    assert len(journal.pack(range(1, 50_001))) < 2_000


def test_undo_sets_back_what_the_action_changed(five: Desk) -> None:
    """What was read before stays read; redo does it again."""
    five.mark("read", 2)
    five.mark("read", 1, 2, 3)
    undone = five.undo()
    assert undone is not None
    assert (undone.label, undone.field, undone.value, undone.amount) == ("3 read", "read", False, 2)
    assert read(five) == [2]
    redone = five.redo()
    assert redone is not None
    assert (redone.value, redone.amount) == (True, 2)
    assert read(five) == [1, 2, 3]
    five.check()


def test_undo_goes_back_action_by_action(five: Desk) -> None:
    """To the first, then there is nothing; redo goes forward again to the last."""
    for id_ in (1, 2, 3):
        five.mark("starred", id_)
    starred = [[1, 2], [1], []]
    for expected in starred:
        assert five.undo() is not None
        assert [row[0] for row in five.rows("SELECT id FROM headlines WHERE starred = 1 ORDER BY id")] == expected
    assert five.undo() is None
    for expected in ([1], [1, 2], [1, 2, 3]):
        assert five.redo() is not None
        assert [row[0] for row in five.rows("SELECT id FROM headlines WHERE starred = 1 ORDER BY id")] == expected
    assert five.redo() is None


def test_what_another_window_did_since_wins(five: Desk) -> None:
    """Undo leaves rows alone that were marked after the action."""
    five.mark("read", 1, 2, 3, window="here")
    five.mark("starred", 2, window="there")
    undone = five.undo("here")
    assert undone is not None
    assert undone.amount == 2
    assert read(five) == [2]


def test_each_window_takes_back_its_own(five: Desk) -> None:
    """Its newest action first; a window without one (after a restart) takes the newest of any."""
    five.mark("read", 1, window="here")
    five.mark("read", 2, window="there")
    assert five.undo("here") is not None
    assert read(five) == [2]
    assert five.undo("a new window") is not None
    assert read(five) == []
    assert five.undo("a new window") is None


def test_the_newest_500_actions_of_30_days_are_kept(five: Desk) -> None:
    """Older ones are forgotten when the next is made."""
    for number in range(journal.KEPT_ACTIONS + 3):
        five.mark("read", 1, value=number % 2 == 0)
    assert five.value("SELECT count(*) FROM journal") == journal.KEPT_ACTIONS
    five.now += 31 * DAY
    five.mark("read", 2)
    assert five.value("SELECT count(*) FROM journal") == 1


def test_reading_by_opening_is_no_step(five: Desk) -> None:
    """It has its number in the one counter, and no row in the journal."""
    writer = MarkWriter(five.path)
    writer.set([1], "read", True, undoable=False).result(10)
    assert writer.undo().result(10) is None
    writer.close()
    assert five.value("SELECT change_seq FROM headlines WHERE id = 1") == 1


def test_an_edit_of_the_list_is_a_step(five: Desk) -> None:
    """It brings the file's bytes as they were, and as they are to be again."""
    journal.record_edit(five.connection, "here", five.now, "opml", "Unsubscribed", b"before", b"after")
    undone = five.undo()
    assert undone is not None
    assert (undone.kind, undone.before, undone.after) == ("opml", b"after", b"before")
    redone = five.redo()
    assert redone is not None
    assert (redone.before, redone.after) == (b"before", b"after")


def test_a_mark_made_during_a_bulk_mark_does_not_wait_for_it(desk: Desk) -> None:
    """Of 50,000 the slices come one by one, and what is marked meanwhile comes between two of them."""
    bulk(desk, 50_000)
    writer = MarkWriter(desk.path)
    done = writer.set(range(1, 50_001), "read", True, label="all read")
    between = writer.set([1], "starred", True)
    done.result(30)
    between.result(30)
    assert writer.pending > 0 or desk.value("SELECT written FROM journal WHERE id = 1") == 50_000
    order = desk.rows("SELECT (SELECT change_seq FROM headlines WHERE id = 1), (SELECT count(*) FROM journal)")
    assert order == [(2, 2)]
    assert writer.flush(60)
    assert desk.counts()[("all", "")] == (0, 50_000)
    writer.undo().result(30)
    writer.undo().result(30)
    assert writer.flush(60)
    assert desk.counts()[("all", "")] == (50_000, 50_000)
    writer.close()
    desk.check()


def test_taking_back_a_bulk_mark_that_is_half_written(desk: Desk) -> None:
    """The whole action is taken back, also what was not written yet."""
    bulk(desk, 5_000)
    action = journal.begin(desk.connection, "here", desk.now, range(1, 5_001), "read", True, "all read")
    assert len(read(desk)) == journal.SLICE
    desk.undo()
    assert read(desk) == []
    assert not journal.advance(desk.connection, action)
    desk.redo()
    assert len(read(desk)) == 5_000
    desk.check()


def test_a_slice_ends_where_somebody_waits(desk: Desk) -> None:
    """Some of it is written all the same, and the rest later."""
    bulk(desk, 5_000)
    action = journal.begin(desk.connection, "here", desk.now, range(1, 5_001), "read", True, "all read")
    assert journal.advance(desk.connection, action, lambda: True)
    assert len(read(desk)) == journal.SLICE + journal.STEP
    while journal.advance(desk.connection, action, lambda: True):
        pass
    assert len(read(desk)) == 5_000
    desk.check()


def test_a_bulk_mark_that_is_left_half_written_is_resumed(desk: Desk) -> None:
    """The next program that writes marks goes on where it stopped."""
    bulk(desk, 5_000)
    action = journal.begin(desk.connection, "here", desk.now, range(1, 5_001), "read", True, "all read")
    assert journal.unfinished(desk.connection) == [action]
    writer = MarkWriter(desk.path)
    writer.set([1], "starred", True).result(10)
    assert writer.flush(30)
    writer.close()
    assert len(read(desk)) == 5_000
    assert journal.unfinished(desk.connection) == []
    desk.check()


CRASH = """
import sys
from pathlib import Path
from newsdesk.store.marks import MarkWriter
writer = MarkWriter(Path(sys.argv[1]))
writer.set(range(1, 50_001), "read", True, label="all read").result()
print("acknowledged", flush=True)
writer.flush()
"""


def test_kill_9_in_a_bulk_mark_loses_nothing_acknowledged(tmp_path: Path) -> None:
    """After the crash the database is whole, and the next start finishes the mark."""
    desk = open_desk(tmp_path / "newsdesk.db")
    bulk(desk, 50_000)
    process = subprocess.Popen([sys.executable, "-c", CRASH, str(desk.path)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    with process.stdout:
        assert process.stdout.readline() == "acknowledged\n"
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    left = desk.value("SELECT amount - written FROM journal")
    assert desk.value("SELECT count(*) FROM headlines WHERE read = 1") == 50_000 - left
    assert desk.rows("PRAGMA quick_check") == [("ok",)]
    desk.connection.close()
    writer = MarkWriter(desk.path)
    writer.set([], "read", True, undoable=False).result(10)
    assert writer.flush(60)
    writer.close()
    with closing(open_writer(desk.path)) as connection:
        found = Desk(desk.path, connection)
        assert found.counts()[("all", "")] == (0, 50_000)
        found.check()


def test_an_action_of_which_nothing_is_left_can_be_taken_back(five: Desk) -> None:
    """All its rows were marked otherwise since: nothing changes, and the next undo goes on."""
    five.mark("read", 1)
    five.mark("read", 2, 3, window="here")
    five.mark("later", 2, 3, window="there")
    undone = five.undo("here")
    assert undone is not None
    assert undone.amount == 0
    assert five.undo("here") is not None
    assert read(five) == [2, 3]


def test_one_headline_marked_again_and_again_goes_all_the_way_back(five: Desk) -> None:
    """What was taken back in between does not stand in the way; what another window did there does."""
    for value in (True, False, True):
        five.mark("starred", 1, value=value)
    found = [five.headline(1).starred]
    for _ in range(3):
        five.undo()
        found.append(five.headline(1).starred)
    for _ in range(3):
        five.redo()
        found.append(five.headline(1).starred)
    assert found == [True, False, True, False, True, False, True]
    five.mark("starred", 1, value=False, window="there")
    five.mark("starred", 1, value=True)
    five.undo()
    five.undo()
    assert five.headline(1).starred is False


def told(desk: Desk) -> tuple[list[tuple[object, ...]], list[tuple[object, ...]]]:
    """What is set about stories and traits."""
    return desk.rows("SELECT followed, muted_until FROM stories"), desk.rows("SELECT * FROM tastes")


def test_what_was_told_is_undone_step_by_step(desk: Desk) -> None:
    """Following, muting, weighing and clearing are steps of undo; what changed nothing is none; redo goes forward."""
    trait = Trait("topic", "7", "Agnes")
    desk.connection.execute("INSERT INTO stories DEFAULT VALUES")
    writer = MarkWriter(desk.path)
    states = [told(desk)]
    writer.set_story(1, followed=True, label="followed")
    writer.set_story(1, followed=True, label="followed again").result()
    states.append(told(desk))
    writer.set_story(1, muted_until=99, label="muted").result()
    states.append(told(desk))
    writer.set_taste(trait, 2.0, label="weighed").result()
    states.append(told(desk))
    writer.clear_taste(trait, label="cleared").result()
    for label, state in zip(("cleared", "weighed", "muted", "followed"), reversed(states), strict=True):
        undone = writer.undo().result()
        assert undone is not None
        assert (undone.label, told(desk)) == (label, state)
    assert writer.undo().result() is None
    for state in states[1:]:
        writer.redo().result()
        assert told(desk) == state
    writer.close()


def test_what_was_told_since_wins(desk: Desk) -> None:
    """Undo leaves alone what another window said of the same story later, or a story that is gone."""
    desk.connection.execute("INSERT INTO stories DEFAULT VALUES")
    writer, other = MarkWriter(desk.path), MarkWriter(desk.path)
    writer.set_story(1, muted_until=99).result()
    other.set_story(1, muted_until=500).result()
    writer.undo().result()
    assert told(desk)[0] == [(0, 500)]
    writer.set_story(1, muted_until=7).result()
    desk.connection.execute("DELETE FROM stories")
    assert writer.undo().result() is not None
    assert told(desk)[0] == []
    writer.close()
    other.close()


def test_forgetting_all_leaves_no_trace_in_the_journal(desk: Desk) -> None:
    """What was taught can't be read out of undo's memory."""
    writer = MarkWriter(desk.path)
    writer.set_taste(Trait("author", "secret", "Secret"), 3.0, label="Always like Secret").result()
    writer.forget_all().result()
    assert desk.value("SELECT count(*) FROM journal") == 0
    writer.close()
