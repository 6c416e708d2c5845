"""The desk's face with the keyboard: front page, coverage, related, for you, edition."""

from __future__ import annotations

import asyncio

import pytest

from builders import DAY, NOW, at, entry, subscription
from newsdesk import newsroom
from newsdesk.config import Settings
from newsdesk.model.headlines import ViewKind
from newsdesk.model.placed import Placed
from newsdesk.model.stories import Placement
from newsdesk.store.connection import transaction
from newsdesk.store.queries.coverage import list_heard
from newsdesk.store.writes.desk import save_heard, save_placed
from newsdesk.store.writes.stories import add_story, recount, save_placement

OUTLETS = 6
STORIES = ("Agnes", "Kessary", "Heron", "Baltic", "Vint", "Hekla")
"""A word of every title of a story; the first is told by most outlets."""


def place(desk) -> None:
    """Put headlines into stories by the word of their titles, and publish, as the worker does."""
    desk.digest()
    with transaction(desk.connection):
        touched = set()
        for word in STORIES:
            rows = desk.connection.execute("SELECT id, story FROM headlines WHERE title LIKE ?", (f"%{word}%",))
            found = rows.fetchall()
            if found:
                number = next((known for _, known in found if known), None) or add_story(desk.connection)
                touched.add(number)
                for id_, known in found:
                    if not known:
                        save_placement(desk.connection, id_, Placement(number))
        recount(desk.connection, touched)
    newsroom.publish(desk.connection, NOW)


def fill_desk(desk, outlets: int = OUTLETS) -> None:
    """Five stories that two to six outlets tell, and something of each outlet's own."""
    desk.follow(*(subscription(n, "World" if n < 4 else "Science") for n in range(1, OUTLETS + 1)))
    for number in range(1, outlets + 1):
        site = f"feed{number}.example"
        entries = [
            entry(100 * number + n, site, title=f"{word} as outlet {number} tells it",
                  published=at(NOW - 3_600 - 600 * number - 60 * n), html=f"<p>Outlet {number} writes of {word}.</p>")
            for n, word in enumerate(STORIES[:5]) if n <= OUTLETS - number or number < 3
        ]  # fmt: skip
        entries.append(entry(100 * number + 50, site, title=f"Own piece {number}", published=at(NOW - DAY)))
        desk.save(number, *entries)
    place(desk)


FILLED = {"filling": fill_desk}


def story(desk, word: str) -> int:
    """The id of the story whose titles hold a word."""
    return int(desk.value("SELECT story FROM headlines WHERE title LIKE ? AND story IS NOT NULL", f"%{word}%"))


async def test_opens_with_the_front_page(run):
    """Stories stand there at the start, the largest one first, with its size and who tells it."""
    async with run(**FILLED) as r:
        assert r.screen.view.kind is ViewKind.FRONT
        text = r.text()
        for words in ("TOP STORIES RIGHT NOW", "OUR PICKS", "CURATED FOR YOU", "SECTIONS", "6 outlets", "c compare"):
            assert words in text
        assert "Agnes" in r.screen.headlines.current.title
        assert r.screen.headlines.count >= 5


@pytest.mark.parametrize("size", [(80, 24), (100, 30), (120, 36), (160, 45), (40, 12)])
async def test_front_page_fits(run, size):
    """Every size shows the lead, and moving to the end shows each item."""
    async with run(size=size, **FILLED) as r:
        assert "Agnes" in r.text()
        for _ in range(r.screen.headlines.count):
            await r.press("j")
            title = r.screen.headlines.current.title
            assert title.split()[0] in r.text()
        assert r.screen.sheets.page.cursor == r.screen.headlines.count - 1
        await r.press("g", "g")
        assert r.screen.sheets.page.scroll_offset.y == 0


async def test_front_page_opens_and_comes_back(run):
    """Enter opens and marks read; h comes back to the place; Q is not asked for."""
    async with run(**FILLED) as r:
        await r.press("j", "j")
        row = r.screen.headlines.current
        await r.open()
        await r.until(lambda: r.stored(row.id).read, "marked read")
        await r.press("h")
        assert r.screen.sheets.shown
        assert r.screen.headlines.current.id == row.id
        await r.press("n")
        assert r.screen.pane == "article"
        assert r.screen.headlines.current.id != row.id


async def test_front_page_by_mouse(run):
    """A click opens an item, a click on a section its list."""
    async with run(**FILLED) as r:
        await r.pilot.click("#sheet", offset=(20, 3))
        await r.until(lambda: r.screen.page.article is not None, "opened")
        assert r.screen.headlines.cursor == 0
        await r.press("h")
        lines = r.text().split("\n")
        y = next(n for n, line in enumerate(lines) if "Science" in line and "━" in line)
        await r.pilot.click("#sheet", offset=(lines[y].index("Science"), y - 1))
        assert r.screen.view.kind is ViewKind.SECTION


async def test_front_page_is_frozen(run):
    """A new story waits until it is asked for; what is shown does not move."""
    async with run(**FILLED) as r:
        await r.press("j")
        before = r.screen.headlines.current.id
        for number in (1, 2, 3):
            site = f"feed{number}.example"
            r.desk.save(number, entry(900 + number, site, title=f"Hekla erupts, says {number}", published=at(NOW - 60)))
        await asyncio.to_thread(place, r.desk)
        await r.until(lambda: r.screen.waiting == 1, "one story waits")
        assert "1 story changed" in r.text()
        assert "Hekla" not in r.text()
        assert r.screen.headlines.current.id == before
        await r.press("g", "h")
        assert "Hekla" in r.text()
        assert r.screen.headlines.current.id == before
        assert r.screen.waiting == 0


async def test_front_page_by_section(run):
    """] and [ show the front page of one section, and all again."""
    async with run(**FILLED) as r:
        await r.press("]")
        assert r.screen.view.key
        assert f"TOP STORIES IN {r.screen.view.key.upper()}" in r.text()
        await r.press("[")
        assert not r.screen.view.key


async def test_first_start_turns_to_the_front_page(run):
    """A first start shows what comes in, then the front page; a key that was pressed keeps the list."""
    async with run(empty=True) as r:
        assert r.screen.view.kind is not ViewKind.FRONT
        await asyncio.to_thread(fill_desk, r.desk)
        await r.until(lambda: r.screen.view.kind is ViewKind.FRONT, "the front page")
        await r.until(lambda: "Agnes" in r.text(), "drawn")
        with transaction(r.desk.connection):
            own = r.desk.value("SELECT id FROM headlines WHERE title = 'Own piece 2'")
            save_placed(r.desk.connection, "picks", [Placed(own, 0, 1.0, "a piece that nobody else has")])
        await r.until(lambda: "a piece that nobody else has" in r.text(), "the picks, which come last")


async def test_first_start_keeps_the_list_that_is_read(run):
    """Who has pressed a key stays where they are."""
    async with run(empty=True) as r:
        await r.press("j")
        await asyncio.to_thread(fill_desk, r.desk)
        await r.until(lambda: r.screen.session.sidebar.total > 5, "it came")
        assert r.screen.view.kind is not ViewKind.FRONT


async def test_coverage(run):
    """C shows every outlet by time, the first to report marked; Enter opens; Esc goes back to the front page."""
    async with run(**FILLED) as r:
        await r.press("c")
        assert r.screen.view.kind is ViewKind.STORY
        text = r.text()
        assert "first to report" in text
        assert text.index("Feed 6") < text.index("Feed 1")
        assert r.screen.headlines.count == 6
        await r.press("g", "g")
        row = r.screen.headlines.current
        await r.open()
        await r.press("h")
        assert r.screen.view.kind is ViewKind.STORY
        assert r.stored(row.id).read
        await r.press("escape")
        assert r.screen.view.kind is ViewKind.FRONT
        await r.press("G", "c")
        assert "Only this outlet" in r.status() or r.screen.view.kind is ViewKind.STORY


async def test_coverage_from_an_article_and_back(run):
    """C from an article shows its story; Esc brings the article back."""
    async with run(**FILLED) as r:
        await r.open()
        opened = r.screen.page.article.headline.id
        await r.press("c")
        assert r.screen.view.kind is ViewKind.STORY
        assert r.screen.headlines.current.id == opened
        await r.press("escape")
        assert r.screen.pane == "article"
        assert r.screen.page.article.headline.id == opened


async def test_copies_are_folded_and_read_along(run):
    """The same text at two outlets is one row that names both, and is read as one."""

    def fill_copies(desk) -> None:
        fill_desk(desk, 3)
        with transaction(desk.connection):
            desk.connection.execute(
                "UPDATE headlines SET copy_of = (SELECT id FROM headlines WHERE title LIKE 'Agnes%1 tells%') "
                "WHERE title LIKE 'Agnes%2 tells%'"
            )

    async with run(filling=fill_copies) as r:
        await r.press("c")
        assert r.screen.view.kind is ViewKind.STORY
        assert r.screen.headlines.count == 2
        assert "= same text: Feed 2" in r.text()
        original = r.desk.value("SELECT id FROM headlines WHERE title LIKE 'Agnes%1 tells%'")
        place_of = r.screen.session.rows.index_of(original)
        r.screen.headlines.move_to(place_of)
        await r.open()
        await r.until(lambda: r.desk.value("SELECT count(*) FROM headlines WHERE read") == 2, "both read")
        r.desk.check()


async def test_read_story_setting(run):
    """With read_story opening one article marks its story read everywhere."""
    async with run(settings=Settings(theme="ink", read_story=True), **FILLED) as r:
        row = r.screen.headlines.current
        await r.open()
        unread = "SELECT count(*) FROM headlines WHERE read = 0 AND story = ?"
        await r.until(lambda: r.desk.value(unread, row.story) == 0, "the story is read")
        r.desk.check()


async def test_follow(run):
    """F follows: it is marked, new coverage is told; f again ends it."""
    async with run(**FILLED) as r:
        row = r.screen.headlines.current
        await r.press("f")
        await r.until(lambda: r.desk.value("SELECT followed FROM stories WHERE id = ?", row.story) == 1, "followed")
        await r.until(lambda: r.screen.glyphs.followed in r.text(), "marked")
        title = "Agnes: the dead are named"
        r.desk.save(2, entry(700, "feed2.example", title=title, published=at(NOW - 5)))
        await asyncio.to_thread(place, r.desk)
        await r.until(lambda: f"New on a story you follow: {title}" in r.status(), "told")
        await r.press("f")
        await r.until(lambda: r.desk.value("SELECT followed FROM stories WHERE id = ?", row.story) == 0, "no longer")


async def test_follow_tells_what_came_while_closed(run):
    """New coverage of a followed story is told at the next start, once."""

    def fill_followed(desk) -> None:
        fill_desk(desk)
        desk.connection.execute("UPDATE stories SET followed = 1 WHERE id = ?", (story(desk, "Agnes"),))
        newest = desk.value("SELECT max(id) FROM headlines WHERE title LIKE 'Agnes%'")
        with transaction(desk.connection):
            save_heard(desk.connection, {story(desk, "Agnes"): newest})
        desk.save(2, entry(700, "feed2.example", title="Agnes: the dead are named", published=at(NOW - 5)))
        place(desk)

    async with run(filling=fill_followed) as r:
        await r.until(lambda: "New on a story you follow: Agnes: the dead are named" in r.status(), "told")
        agnes, newest = story(r.desk, "Agnes"), r.desk.value("SELECT max(id) FROM headlines")
        await r.until(lambda: list_heard(r.desk.connection) == {agnes: newest}, "remembered")


async def test_mute_and_bring_back(run):
    """M mutes a story where it stands; it is off the next front page; M on it elsewhere brings it back."""
    async with run(**FILLED) as r:
        row = r.screen.headlines.current
        before = [found.id for found in r.screen.sheets.rows()]
        await r.press("M", "enter")
        await r.until(lambda: "Muted: off the front page" in r.text(), "said in its place")
        assert [found.id for found in r.screen.sheets.rows()] == before
        assert r.desk.value("SELECT muted_until FROM stories WHERE id = ?", row.story) == NOW + DAY
        await r.press("g", "h")
        assert all(found.story != row.story for found in r.screen.sheets.rows())
        await r.press("g", "a")
        r.screen.headlines.move_to(r.screen.session.rows.index_of(row.id))
        await r.press("M")
        await r.until(lambda: r.desk.value("SELECT muted_until FROM stories WHERE id = ?", row.story) == 0, "back")


async def test_follow_and_mute_are_undone(run):
    """U takes back a follow and a muting, and shows it; U does them again."""
    async with run(**FILLED) as r:
        row = r.screen.headlines.current
        followed = "SELECT followed FROM stories WHERE id = ?"
        await r.press("f")
        await r.until(lambda: r.desk.value(followed, row.story) == 1, "followed")
        await r.press("M", "enter")
        await r.until(lambda: "Muted: off the front page" in r.text(), "muted")
        await r.press("u")
        await r.until(lambda: "Undone" in r.status() and row.title in r.text(), "shown again")
        assert r.desk.value("SELECT muted_until FROM stories WHERE id = ?", row.story) == 0
        await r.press("u")
        await r.until(lambda: r.desk.value(followed, row.story) == 0, "no longer followed")
        await r.until(lambda: r.screen.glyphs.followed not in r.text(), "no mark of it")
        await r.press("U")
        await r.until(lambda: r.desk.value(followed, row.story) == 1, "followed again")


async def test_lessons_are_undone(run):
    """U takes back what + taught."""
    async with run(**FILLED) as r:
        await r.press("plus", "enter")
        await r.until(lambda: r.desk.value("SELECT count(*) FROM tastes") == 1, "taught")
        await r.press("u")
        await r.until(lambda: "Undone: Always like what Feed" in r.status(), "said")
        assert r.desk.value("SELECT count(*) FROM tastes") == 0


async def test_known_lists_stories_to_come_back_to(run):
    """What is followed or muted stands among what is known: x ends it, Enter opens its coverage."""
    async with run(**FILLED) as r:
        row = r.screen.headlines.current
        await r.press("f", "j")
        await r.until(lambda: r.desk.value("SELECT sum(followed) FROM stories") == 1, "followed")
        await r.press("M", "enter")
        await r.until(lambda: r.desk.value("SELECT count(*) FROM stories WHERE muted_until > ?", NOW) == 1, "muted")
        await r.press("g", "k")
        await r.until(lambda: "What is known about you" in r.text(), "shown")
        found = [words for words in ("followed", "muted") if f" {words} " in r.text()]
        assert found == ["followed", "muted"]
        # The newest story stands first: the first of the desk's was followed, a later one muted.
        await r.press("x")
        await r.until(lambda: r.desk.value("SELECT count(*) FROM stories WHERE muted_until > ?", NOW) == 0, "cleared")
        await r.press("j", "enter")
        await r.until(lambda: r.screen.view.kind is ViewKind.STORY, "its coverage")
        assert r.screen.view.key == str(row.story)


async def test_related_at_the_foot(run):
    """The other outlets stand under the article; g 2 opens the second; what is read doesn't move."""
    async with run(**FILLED) as r:
        await r.open()
        before = r.screen.page.scroll_offset.y
        await r.until(lambda: len(r.screen.page.related) > 2, "found")
        assert r.screen.page.scroll_offset.y == before
        await r.until(lambda: "ALSO COVERED BY" in r.text(), "drawn")
        second = r.screen.page.related[1].headline
        await r.press("g", "2")
        await r.until(lambda: r.screen.page.article.headline.id == second, "opened")
        await r.until(lambda: r.stored(second).read, "read")
        await r.press("g", "9")
        assert "no related" in r.status().lower() or r.screen.page.article is not None


async def test_related_by_mouse(run):
    """A click on a line of the foot opens it."""
    async with run(**FILLED) as r:
        await r.open()
        await r.until(lambda: "ALSO COVERED BY" in r.text(), "drawn")
        first = r.screen.page.related[0].headline
        lines = r.text().split("\n")
        y = next(n for n, line in enumerate(lines) if "ALSO COVERED BY" in line) + 1
        x = lines[y].index("1  Feed") + 4 - r.screen.page.region.x
        await r.pilot.click("#article", offset=(x, y - r.screen.page.region.y))
        await r.until(lambda: r.screen.page.article.headline.id == first, "opened")


async def test_picks_and_for_you_say_why(run):
    """Both lists give a reason on each row."""
    async with run(**FILLED) as r:
        await r.press("g", "P")
        assert r.screen.view.kind is ViewKind.PICKS
        await r.press("g", "p")
        assert r.screen.view.kind is ViewKind.FOR_YOU
        assert r.screen.headlines.count
        assert "until newsdesk knows" in r.text() or "what most" in r.text()


async def test_teach_and_know(run):
    """+ keeps a like that g k shows; x clears it; F F forgets all."""
    async with run(**FILLED) as r:
        await r.press("plus")
        assert "Always like what Feed" in r.text()
        await r.press("enter")
        await r.until(lambda: r.desk.value("SELECT count(*) FROM tastes WHERE pinned") == 1, "kept")
        await r.press("minus")
        assert "Mute this story" in r.text()
        await r.press("j", "enter")
        await r.until(lambda: r.desk.value("SELECT count(*) FROM tastes WHERE factor = 0") == 1, "less")
        await r.press("g", "k")
        await r.until(lambda: "What is known about you" in r.text(), "shown")
        assert "pinned" in r.text()
        await r.press("minus")
        await r.until(lambda: r.desk.value("SELECT count(*) FROM tastes WHERE pinned") == 0, "weighed")
        await r.press("p")
        await r.until(lambda: r.desk.value("SELECT count(*) FROM tastes WHERE pinned") == 1, "pinned")
        await r.press("x")
        await r.until(lambda: r.desk.value("SELECT count(*) FROM tastes") == 1, "cleared")
        await r.press("P")
        await r.until(lambda: not r.app.settings.learn, "paused")
        await r.press("F")
        assert "again" in r.text()
        await r.press("F")
        await r.until(lambda: r.desk.value("SELECT count(*) FROM tastes") == 0, "forgotten")


async def test_for_you_learns_from_reading(run):
    """Five articles on, For you says why; what was taught is seen at once."""
    async with run(**FILLED) as r:
        for row in r.desk.headlines()[:7]:
            with transaction(r.desk.connection):
                r.desk.connection.execute(
                    "INSERT INTO readings (headline, opened, seconds, furthest) VALUES (?, ?, 60, 1.0)", (row.id, NOW)
                )
        await r.press("g", "p", "plus", "enter")
        await r.until(lambda: "for " in r.text() and r.desk.value(
            "SELECT count(*) FROM desk WHERE kind = 'foryou' AND why LIKE 'you read%'") > 0, "learnt")  # fmt: skip
        await r.until(lambda: any(why.startswith("for ") for why in r.screen.headlines.reasons.values()), "shown")


async def test_edition(run):
    """G e sets what is new, ends, and begins after itself the next time."""
    async with run(**FILLED) as r:
        await r.press("g", "e")
        await r.until(lambda: r.screen.view.kind is ViewKind.EDITION, "set")
        await r.press("G")
        assert "That is all." in r.text()
        await r.until(lambda: r.desk.value("SELECT value FROM meta WHERE key = 'edition'") == NOW, "remembered")
        await r.open()
        await r.press("h")
        assert r.screen.view.kind is ViewKind.EDITION
        await r.press("escape")
        assert r.screen.view.kind is ViewKind.FRONT
        await r.press("g", "e")
        assert r.screen.headlines.count > 0
        r.screen.sheets.made = None
        await r.press("g", "e")
        await r.until(lambda: "Nothing new that several outlets tell." in r.text(), "nothing since")
        assert "That is all." in r.text()
