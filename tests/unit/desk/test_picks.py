"""Our picks and the edition: against the bubble, a handful, the same all day, and finite."""

from __future__ import annotations

from newsdesk.desk.picks import Piece, edition, our_picks
from newsdesk.model.stories import Pick, Ranked

DAY = 1_800_000_000


def make_piece(number: int, **changes: object) -> Piece:
    """An article of yesterday with nothing special about it."""
    fields: dict[str, object] = {
        "item": number, "owner": f"o{number}", "section": f"S{number}", "time": DAY - 1000, "minutes": 3,
        "per_day": 40.0, "owners": 8,
    }  # fmt: skip
    return Piece(**(fields | changes))  # type: ignore[arg-type]


def test_ordinary_news_is_not_picked() -> None:
    """What everybody has is on the front page already."""
    assert our_picks([make_piece(1)], DAY) == []


def test_each_reason_is_named() -> None:
    """A long read, a small source, a first and a neglected section are picked, and say so."""
    pieces = [
        make_piece(1, minutes=16, owners=1), make_piece(2, per_day=0.3), make_piece(3, first=True, owners=9),
        make_piece(4, owners=2),
    ]  # fmt: skip
    picks = our_picks(pieces, DAY, {"S1": 40, "S2": 40, "S3": 30})
    why = {pick.item: pick.why for pick in picks}
    assert why[1] == "a long read, 16 min"
    assert why[2] == "from a source that publishes seldom"
    assert why[3] == "had it first, 8 others followed"
    assert why[4] == "from S4, which you seldom open"


def test_the_same_all_day() -> None:
    """New articles of today and another order change nothing until tomorrow."""
    pieces = [make_piece(n, per_day=0.5, section="World") for n in range(20)]
    picks = our_picks(pieces, DAY)
    later = [make_piece(n, per_day=0.1, time=DAY + 60) for n in range(20, 30)]
    assert our_picks([*later, *reversed(pieces)], DAY) == picks
    assert len(picks) == 5


def test_owners_and_sections_are_mixed() -> None:
    """One owner gives one piece, and one section doesn't fill the page while there are others."""
    same_owner = [make_piece(n, per_day=0.1, owner="one") for n in range(5)]
    assert len(our_picks(same_owner, DAY)) == 1
    sport = [make_piece(n, per_day=0.1, section="Sport") for n in range(6)]
    other = make_piece(9, per_day=1.9, section="Science")
    assert 9 in {pick.item for pick in our_picks([*sport, other], DAY)}


def test_nothing_is_said_about_habits_before_they_are_known() -> None:
    """After three articles no section is called seldom opened."""
    assert our_picks([make_piece(1, owners=1)], DAY, {"S2": 3}) == []


def test_an_edition_ends() -> None:
    """Ten new stories, three picks that are not told already, and nothing of the last edition."""
    top = [Ranked(n, "", 100 - n, 3, DAY - 100 * n, (n,), "") for n in range(30)]
    picks = [Pick(n, 1.0, (), "") for n in (3, 50, 51, 52, 53)]
    made = edition(top, picks, since=DAY - 1450)
    assert [story.story for story in made.stories] == list(range(10))
    assert [pick.item for pick in made.picks] == [50, 51, 52]
    assert edition(top, picks, since=DAY).stories == ()
