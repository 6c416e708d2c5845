"""Stories: the same event is one story, languages stay apart, copies are known, the past is forgotten."""

from __future__ import annotations

from newsdesk.desk.stories import WINDOW, Stories
from newsdesk.model.stories import Item

NOW = 1_800_000_000
MINE = (
    ("Lithium mine in Aldervik floods after storm", "Rescue crews pump water out of the Aldervik lithium mine."),
    ("Aldervik: storm floods lithium mine", "The lithium mine at Aldervik is under water; rescue crews are at work."),
    ("Crews rescue miners from flooded Aldervik lithium mine", "Water filled the mine after a storm over Aldervik."),
)
CHESS = (
    ("Kasimov wins chess title in Novara", "The chess champion Kasimov beat Iriarte in the last game in Novara."),
    ("Chess: Kasimov beats Iriarte to take the title", "Kasimov won the final game of the Novara match."),
)


def make_item(number: int, told: tuple[str, str], owner: str = "", age: int = 0, language: str = "en") -> Item:
    """An article of an outlet of its own."""
    return Item(number, *told, NOW - age, owner or f"o{number}", language)


def place_all(stories: Stories, told: tuple[tuple[str, str], ...], first: int, age: int = 0) -> list[int]:
    """The stories that articles are put into, one after the other."""
    return [stories.place(make_item(first + i, one, age=age - i)).story for i, one in enumerate(told)]


def test_one_event_is_one_story() -> None:
    """What several outlets tell of one event goes together, another event doesn't."""
    stories = Stories()
    mine = place_all(stories, MINE, 1, 3600)
    chess = place_all(stories, CHESS, 11, 1800)
    assert len(set(mine)) == len(set(chess)) == 1
    assert mine[0] != chess[0]
    assert len(stories) == 5


def test_ids_come_from_the_owner_of_ids() -> None:
    """New stories have the ids that were handed out, and no others."""
    ids = iter((700, 800))
    stories = Stories(lambda: next(ids))
    assert place_all(stories, MINE, 1) == [700] * 3
    assert place_all(stories, CHESS, 11) == [800] * 2


def test_copies_are_known() -> None:
    """The same text at another outlet is a copy of the first one; another telling is not."""
    stories = Stories()
    stories.place(make_item(1, MINE[0]))
    assert stories.place(make_item(2, MINE[0])).copy_of == 1
    assert stories.place(make_item(3, MINE[0])).copy_of == 1
    assert stories.place(make_item(4, MINE[2])).copy_of is None


def test_languages_stay_apart() -> None:
    """The same names in another language make another story, whatever the feed says about the language."""
    stories = Stories()
    english = stories.place(
        make_item(1, ("Kasimov beats Iriarte in Novara", "The champion won the match."), language="")
    )
    german = ("Kasimov schlägt Iriarte in Novara", "Der Meister hat das Spiel gegen Iriarte in Novara gewonnen.")
    assert stories.place(make_item(2, german, language="")).story != english.story


def test_scripts_without_spaces() -> None:
    """Chinese and Japanese articles are compared by pairs of characters."""
    for first, second, other in (
        ("财政部批准新水价方案", "新水价方案获财政部批准", "国家队赢得足球比赛冠军"),
        ("財務省は新しい水道料金を承認した", "新しい水道料金、財務省が承認", "代表チームがサッカー大会で優勝"),
    ):
        stories = Stories()
        story = stories.place(make_item(1, (first, ""), language="")).story
        assert stories.place(make_item(2, (second, ""), language="")).story == story
        assert stories.place(make_item(3, (other, ""), language="")).story != story


def test_the_past_is_forgotten() -> None:
    """After a week of silence a story is over and its articles use no memory."""
    stories = Stories()
    (old,) = place_all(stories, MINE[:1], 1, WINDOW + 60)
    stories.expire(NOW)
    assert len(stories) == 0
    assert stories.place(make_item(2, MINE[1])).story != old


def test_expiring_in_the_middle_keeps_the_rest() -> None:
    """A story that is still told goes on after its first articles are forgotten."""
    stories = Stories()
    stories.place(make_item(1, MINE[0], age=WINDOW + 60))
    for number in range(30):
        stories.place(make_item(100 + number, (f"Village number {number} votes", ""), age=WINDOW + 50))
    story = stories.place(make_item(2, MINE[1], age=WINDOW - 3600)).story
    stories.expire(NOW)
    assert len(stories) == 1
    assert stories.place(make_item(3, MINE[2], age=WINDOW - 3700)).story == story


def test_a_stream_of_weeks_keeps_the_live_week() -> None:
    """Thousands of articles come and go: as many are kept as are live, and what is new still finds its story."""
    stories = Stories()
    for number in range(3_000):
        stories.place(make_item(number, (f"Village {number} votes on bridge {number % 50}", ""), age=-number * 3_600))
        stories.expire(NOW + number * 3_600)
    assert len(stories) == WINDOW // 3_600 + 1
    mine = place_all(stories, MINE, 5_000, age=-3_000 * 3_600)
    assert len(set(mine)) == 1


def test_rebuilding_goes_on_where_it_stopped() -> None:
    """After a restart, filled with what the database knows, new articles find their old stories."""
    first, again = Stories(), Stories(iter(range(100, 200)).__next__)
    mine = place_all(first, MINE[:2], 1)
    chess = place_all(first, CHESS[:1], 11)
    again.rebuild(
        [(make_item(1, MINE[0]), mine[0]), (make_item(2, MINE[1]), mine[1]), (make_item(11, CHESS[0]), chess[0])]
    )
    assert again.place(make_item(3, MINE[2])).story == mine[0]
    assert again.place(make_item(12, CHESS[1])).story == chess[0]


def test_an_empty_article_is_a_story_of_its_own() -> None:
    """Nothing to compare is nothing in common."""
    stories = Stories()
    assert stories.place(make_item(1, ("", ""))).story != stories.place(make_item(2, ("", ""))).story
    assert stories.candidates(make_item(3, ("", ""))) == []


def test_two_stories_that_become_one() -> None:
    """An article that ties two beginnings of the same event together merges them, and says which is gone."""
    stories = Stories()
    a = stories.place(make_item(1, ("Aldervik lithium mine: storm water rises", "")))
    b = stories.place(make_item(2, ("Rescue crews reach miners trapped underground", "")))
    merged: set[int] = set()
    for number in range(3, 9):
        text = "Aldervik lithium mine: storm water rises, rescue crews reach miners trapped underground"
        merged.update(stories.place(make_item(number, (text, ""))).merged)
    assert a.story != b.story
    assert merged <= {a.story, b.story}
    last = stories.place(make_item(20, ("Rescue crews reach miners trapped underground in Aldervik", "")))
    assert last.story in {a.story, b.story} - merged


def test_what_says_nothing_joins_nothing() -> None:
    """Articles without a title, or with one that any could have, are no copies of each other."""
    stories = Stories()
    placed = [stories.place(Item(number, "(untitled)", "", 1_000 + number, f"owner {number}")) for number in range(5)]
    assert len({placement.story for placement in placed}) == 5
    assert all(placement.copy_of is None for placement in placed)
