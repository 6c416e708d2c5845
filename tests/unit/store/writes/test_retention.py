"""What goes when, what never goes, and that nothing comes back as new."""

from __future__ import annotations

import pytest

from builders import DAY, NOW, Desk, at, blocks, entry, subscription
from newsdesk.store.connection import transaction
from newsdesk.store.queries.articles import get_article
from newsdesk.store.writes.articles import save_digested
from newsdesk.store.writes.entries import Saved
from newsdesk.store.writes.retention import (
    FORGOTTEN_SECONDS,
    HEADLINE_SECONDS,
    KEPT_BODIES,
    SLICE,
    Fate,
    Kept,
    fate,
    next_sweep,
    sweep,
)

KEEP = 90
AGED = 100 * DAY


@pytest.mark.parametrize(
    ("kept", "expected"),
    [
        (Kept(0, False, False, False), Fate.KEEP),
        (Kept(KEEP * DAY - 1, False, False, False), Fate.KEEP),
        (Kept(KEEP * DAY, False, False, False), Fate.STRIP),
        (Kept(KEEP * DAY, True, False, False), Fate.KEEP),
        (Kept(KEEP * DAY, False, True, False), Fate.KEEP),
        (Kept(KEEP * DAY, False, False, True), Fate.KEEP),
        (Kept(HEADLINE_SECONDS - 1, False, False, False), Fate.STRIP),
        (Kept(HEADLINE_SECONDS, False, False, False), Fate.DROP),
        (Kept(HEADLINE_SECONDS, False, False, True), Fate.DROP),
        (Kept(HEADLINE_SECONDS, True, False, False), Fate.KEEP),
        (Kept(HEADLINE_SECONDS, False, True, False), Fate.KEEP),
    ],
)
def test_fates(kept: Kept, expected: Fate) -> None:
    """Ninety days, two years, and what spares a headline."""
    assert fate(kept, KEEP * DAY) is expected


def test_keeping_bodies_longer_keeps_headlines_as_long() -> None:
    """keep_days of ten years drops nothing after two."""
    assert fate(Kept(3 * 365 * DAY, False, False, False), 10 * 365 * DAY) is Fate.KEEP


def clear_away(desk: Desk, after: int = 0) -> None:
    """Sweep to the end, so many seconds later."""
    desk.now += after
    while sweep(desk.connection, desk.now, KEEP):
        pass


def crowd(desk: Desk, extra: int = 10) -> list[str]:
    """A feed with more than KEPT_BODIES entries that all have left its document; the titles that are not spared."""
    desk.follow(subscription(1))
    desk.save(1, *(entry(n) for n in range(KEPT_BODIES + extra)))
    desk.digest()
    desk.save(1)
    return [f"Title {n}" for n in range(KEPT_BODIES, KEPT_BODIES + extra)]


def without_body(desk: Desk) -> list[str]:
    """The titles of headlines without a body."""
    rows = desk.rows(
        "SELECT title FROM headlines WHERE id NOT IN (SELECT headline FROM entries JOIN bodies ON entry = entries.id) "
        "ORDER BY sort_time DESC"
    )
    return [str(title) for (title,) in rows]


def test_old_bodies_go_and_their_headlines_stay_found(desk: Desk) -> None:
    """Beyond a feed's newest 500, after 90 days: body, blocks and text go, title, summary and mark stay."""
    spared = crowd(desk)
    clear_away(desk, (KEEP - 1) * DAY)
    assert without_body(desk) == []
    desk.mark("read", desk.ids()[spared[0]])
    clear_away(desk, 2 * DAY)
    assert without_body(desk) == spared
    assert desk.find(f'"body {KEPT_BODIES}"') == []
    assert desk.find(f'"summary {KEPT_BODIES}"') == [spared[0]]
    assert desk.find(f'title:"title {KEPT_BODIES}"') == [spared[0]]
    article = get_article(desk.connection, desk.ids()[spared[0]])
    assert article is not None
    assert article.headline.read
    assert article.document is not None
    assert article.document.blocks == ()
    assert desk.find(f'"body {KEPT_BODIES - 1}"') == [f"Title {KEPT_BODIES - 1}"]
    desk.check()


def test_what_was_put_by_or_is_still_there_keeps_its_body(desk: Desk) -> None:
    """Starred, later, tagged, in the last document, or among another feed's newest."""
    crowd(desk)
    desk.follow(subscription(1), subscription(2))
    desk.save(1, entry(KEPT_BODIES))
    ids = desk.ids()
    desk.mark("starred", ids[f"Title {KEPT_BODIES + 1}"])
    desk.mark("later", ids[f"Title {KEPT_BODIES + 2}"])
    desk.connection.execute("INSERT INTO tags VALUES (?, 'mine')", (ids[f"Title {KEPT_BODIES + 3}"],))
    desk.save(2, entry(KEPT_BODIES + 4, identity="other"))
    desk.save(2)
    clear_away(desk, AGED)
    assert without_body(desk) == [f"Title {KEPT_BODIES + n}" for n in range(5, 10)]
    desk.check()


def test_after_two_years_headlines_go(desk: Desk) -> None:
    """With all that hangs on them; starred, later, tagged ones and the last document stay."""
    desk.follow(subscription(1))
    desk.save(1, *(entry(n) for n in range(6)))
    desk.digest()
    desk.save(1, entry(0), entry(1))
    desk.mark("starred", desk.ids()["Title 2"])
    desk.mark("later", desk.ids()["Title 3"])
    clear_away(desk, HEADLINE_SECONDS)
    assert sorted(desk.ids()) == ["Title 0", "Title 1", "Title 2", "Title 3"]
    assert desk.find("body 4") == []
    assert desk.value("SELECT count(*) FROM bodies") == 4
    desk.check()


def test_what_was_dropped_does_not_come_back_as_new(desk: Desk) -> None:
    """For 90 days an entry that its feed sends again is known; then it is new."""
    desk.follow(subscription(1))
    desk.save(1, entry(1), entry(2))
    desk.save(1)
    clear_away(desk, HEADLINE_SECONDS)
    assert desk.titles() == []
    assert desk.save(1, entry(1), entry(3)) == Saved(1, 0)
    assert desk.save(1, entry(1), entry(3)) == Saved(0, 0)
    assert desk.titles() == ["Title 3"]
    clear_away(desk, FORGOTTEN_SECONDS + DAY)
    assert desk.save(1, entry(1), entry(3)) == Saved(1, 0)
    desk.check()


def test_age_is_counted_from_when_it_came(desk: Desk) -> None:
    """An archive that a feed shows once is not swept away the moment it leaves the document."""
    desk.follow(subscription(1))
    desk.save(1, *(entry(n, published=at(NOW - 5 * 365 * DAY)) for n in range(3)))
    desk.save(1)
    clear_away(desk)
    assert len(desk.titles()) == 3


def test_a_second_pass_changes_nothing(desk: Desk) -> None:
    """What has been stripped is not touched again."""
    crowd(desk)
    clear_away(desk, AGED)
    before = desk.dump()
    clear_away(desk)
    assert desk.dump() == before


def test_a_pass_goes_slice_by_slice_and_gives_the_room_back(desk: Desk) -> None:
    """Each call looks at so many headlines; the file shrinks."""
    desk.follow(subscription(1))
    desk.save(1, *(entry(n, html=f"<p>{'long text ' * 50}{n}</p>") for n in range(SLICE + 100)))
    desk.save(1)
    pages = desk.value("PRAGMA page_count")
    desk.now += HEADLINE_SECONDS
    assert sweep(desk.connection, desk.now, KEEP) is True
    assert desk.value("SELECT count(*) FROM headlines") == 100
    assert sweep(desk.connection, desk.now, KEEP) is False
    assert desk.value("SELECT count(*) FROM headlines") == 0
    clear_away(desk)
    clear_away(desk)
    assert desk.value("PRAGMA page_count") < pages
    desk.check()


def test_a_pass_is_due_once_a_day(desk: Desk) -> None:
    """At once on a new database and where a pass was begun, else a day after the last."""
    assert next_sweep(desk.connection) == 0
    clear_away(desk)
    assert next_sweep(desk.connection) == NOW + DAY


def test_blocks_that_come_too_late_are_no_obstacle(desk: Desk) -> None:
    """A headline that went while a child made its blocks stays away."""
    desk.follow(subscription(1))
    desk.save(1, entry(1))
    desk.save(1)
    clear_away(desk, HEADLINE_SECONDS)
    with transaction(desk.connection):
        save_digested(desk.connection, [blocks(1, "<p>late</p>")])
    assert desk.find("late") == []
    desk.check()


def test_stories_go_with_their_last_headline(desk: Desk) -> None:
    """But not those that the person follows."""
    desk.follow(subscription(1))
    desk.save(1, entry(1), entry(2), entry(3))
    desk.save(1, entry(3))
    desk.connection.execute("INSERT INTO stories (id, followed) VALUES (1, 0), (2, 1), (3, 0)")
    for story in (1, 2, 3):
        desk.connection.execute("UPDATE headlines SET story = ? WHERE title = ?", (story, f"Title {story}"))
    clear_away(desk, HEADLINE_SECONDS)
    assert desk.rows("SELECT id FROM stories") == [(2,), (3,)]
