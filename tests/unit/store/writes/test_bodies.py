"""The HTML of entries: by itself, in its article, and out of it again."""

from __future__ import annotations

from builders import Desk, blocks, entry, subscription
from newsdesk.store.connection import transaction
from newsdesk.store.packing import packed
from newsdesk.store.queries.revisions import get_versions
from newsdesk.store.writes.articles import list_waiting, save_digested
from newsdesk.store.writes.bodies import body_of_entry
from newsdesk.worker.jobs import digest

HTML = "".join(f"<p>word{n} {n * 7919 % 10_007:x}{n * 104_729 % 99_991:x} says the town</p>" for n in range(200))


def _make(desk: Desk) -> None:
    """Make the article of every headline that waits."""
    done = digest(list_waiting(desk.connection, 100))
    with transaction(desk.connection):
        save_digested(desk.connection, done)


def _html(desk: Desk) -> list[str]:
    entries = [row[0] for row in desk.rows("SELECT id FROM entries ORDER BY id")]
    return [body.html for one in entries if (body := body_of_entry(desk.connection, one))]


def test_an_article_takes_in_its_html(desk: Desk) -> None:
    """Once the article is made its HTML stands beside it, whole, in a fraction of the room."""
    desk.follow(subscription(1))
    desk.save(1, entry(1, html=HTML))
    alone = len(packed(HTML.encode()))
    _make(desk)
    assert desk.value("SELECT count(*) FROM bodies") == 0
    assert desk.value("SELECT length(html) FROM articles") * 2 < alone
    assert _html(desk) == [HTML]
    assert desk.find("word77") == ["Title 1"]
    desk.check()


def test_what_a_feed_changes_is_kept_as_it_was(desk: Desk) -> None:
    """The HTML that an article took in becomes the earlier version when the feed sends another one."""
    desk.follow(subscription(1))
    desk.save(1, entry(1, html=HTML))
    _make(desk)
    desk.save(1, entry(1, html="<p>Another text</p>"))
    assert _html(desk) == ["<p>Another text</p>"]
    _make(desk)
    assert _html(desk) == ["<p>Another text</p>"]
    versions = get_versions(desk.connection, desk.ids()["Title 1"])
    assert versions is not None
    assert [one.html for one in versions] == [HTML, "<p>Another text</p>"]
    desk.save(1, entry(1, html=""))
    _make(desk)
    assert _html(desk) == [""]
    desk.check()


def test_a_new_speaker_leaves_the_others_html(desk: Desk) -> None:
    """When the site's own feed takes over an article, the first feed's HTML is kept by itself again."""
    desk.follow(subscription(2), subscription(1))
    desk.save(2, entry(1, identity="x", html=HTML))
    _make(desk)
    desk.save(1, entry(1, html="<p>The site's own</p>"))
    _make(desk)
    assert sorted(_html(desk)) == sorted([HTML, "<p>The site's own</p>"])
    assert desk.find("own") == ["Title 1"]
    desk.check()


def test_an_article_that_changes_while_it_is_made_is_made_again(desk: Desk) -> None:
    """Blocks of a text that its feed has replaced in the meantime are not stored."""
    desk.follow(subscription(1))
    desk.save(1, entry(1, html=HTML))
    done = digest(list_waiting(desk.connection, 100))
    desk.save(1, entry(1, html="<p>The newer text</p>"))
    with transaction(desk.connection):
        save_digested(desk.connection, done)
    assert desk.value("SELECT digested FROM headlines") == 0
    _make(desk)
    assert desk.find("newer") == ["Title 1"]
    assert desk.find("word77") == []
    desk.check()


def test_what_no_article_takes_in_is_packed(desk: Desk) -> None:
    """Of two items of one article in one document, the HTML of the one that is not shown is kept by itself."""
    desk.follow(subscription(1))
    desk.save(1, entry(1, identity="x", html=HTML), entry(1, identity="y", html=HTML + "<p>more</p>"))
    assert sorted(map(len, _html(desk))) == [len(HTML), len(HTML) + len("<p>more</p>")]
    _make(desk)
    assert sorted(map(len, _html(desk))) == [len(HTML), len(HTML) + len("<p>more</p>")]
    assert desk.rows("SELECT typeof(html), length(html) < ? FROM bodies", len(HTML) // 2) == [("blob", 1)]


def test_what_waits_when_its_page_comes_first_is_packed(desk: Desk) -> None:
    """No article is made of the feed's HTML any more: it is kept by itself."""
    desk.follow(subscription(1))
    desk.save(1, entry(1, html=HTML))
    with transaction(desk.connection):
        save_digested(desk.connection, [blocks(1, "<p>the whole long story</p>")], "page")
    assert desk.rows("SELECT typeof(html), length(html) < ? FROM bodies", len(HTML) // 2) == [("blob", 1)]
    assert _html(desk) == [HTML]


def test_html_with_half_a_character_is_kept(desk: Desk) -> None:
    """JSON can hold what no text can."""
    desk.follow(subscription(1))
    desk.save(1, entry(1, html="<p>a\ud800b</p>"))
    assert _html(desk) == ["<p>a?b</p>"]
