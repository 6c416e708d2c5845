"""Signing in: passwords leave addresses, changes of a sign-in are kept and forgotten, private feeds are told so."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from builders import Desk, make_home, opml, rss
from newsdesk.config import load, load_leniently
from newsdesk.errors import FeedError, OpmlError
from newsdesk.members.secret_file import SecretFile
from newsdesk.members.sign_ins import SignIns
from newsdesk.model.access import Access, SignInChange
from newsdesk.model.fetching import FeedState
from newsdesk.opml.edit import without_userinfo
from newsdesk.paths import Paths
from newsdesk.store.connection import open_writer
from newsdesk.store.marks import MarkWriter
from newsdesk.store.queries.sources import list_feed_states, list_sources
from newsdesk.worker.add import add_feed
from newsdesk.worker.once import get_full_text_once, refresh_once
from newsdesk.worker.schedule import due_feeds, released
from newsdesk.worker.signing import carry_over, change_sign_in, sign_out
from newsdesk.worker.subscriptions import Subscriptions, follow_now
from servers import Reply, Request, Server, serving

URL = "https://paper.example/members.xml"
BASIC = "Basic bWU6aHVudGVyMg=="
"""Me and hunter2."""


@pytest.fixture
def home(tmp_path: Path) -> Paths:
    """A home without feeds."""
    return make_home(tmp_path / "home")


@pytest.fixture
def subscriptions(home: Paths) -> Iterator[Subscriptions]:
    """The edits of its list."""
    writer = MarkWriter(home.database)
    yield Subscriptions(home, writer)
    writer.close()


@pytest.fixture
def server() -> Iterator[Server]:
    """A paper whose feed and pages want hunter2."""
    with serving() as made:
        yield made


def guarded(reply: Reply) -> object:
    """A script that gives this to who is me, and 401 to others."""
    return lambda request: reply if request.header("authorization") == BASIC else Reply(401)


def states(home: Paths) -> list[FeedState]:
    """Where the feeds stand."""
    with closing(open_writer(home.database)) as connection:
        return list_feed_states(connection)


def test_passwords_leave_a_list_wherever_they_stand() -> None:
    """In the feed's address, its site's, and where the address is the name; what only looks like one stays."""
    list_ = (
        b'<opml version="2.0"><body>\n<!-- mine -->\n'
        b'<outline text="http://me:hunter2@a.example/f" xmlUrl="http://me:hunter2@a.example/f" '
        b"htmlUrl='http://me:hunter2@a.example'/>\n"
        b'<outline text="me@home" xmlUrl="https://b.example/@me/f?x=a@b"/>\n</body></opml>'
    )
    cleaned, found = without_userinfo(list_)
    assert found == ("http://me:hunter2@a.example/f",)
    assert cleaned == list_.replace(b"me:hunter2@", b"")
    assert without_userinfo(cleaned) == (cleaned, ())


def test_a_change_is_kept_and_forgotten(home: Paths) -> None:
    """Secrets in their file, settings in theirs; signing out leaves what is no sign-in."""
    change_sign_in(home, URL, SignInChange({"username": "me"}, "hunter2"))
    change_sign_in(home, URL, SignInChange({"headers": {"X-Key": "secret:"}}, "hunter3", "X-Key"))
    change_sign_in(home, URL, SignInChange({"user_agent": "Me/1", "private": True}))
    found = load(home.config).feed(URL)
    assert (found.username, dict(found.headers), found.user_agent) == ("me", {"X-Key": "secret:"}, "Me/1")
    file = SecretFile(home.secrets)
    assert (file.find(URL), file.find(URL, "X-Key")) == ("hunter2", "hunter3")
    assert "hunter" not in home.config.read_text() + repr(SignInChange({}, "hunter2"))
    sign_out(home, URL)
    found = load(home.config).feed(URL)
    assert (found.wants_secret, dict(found.headers), found.user_agent, found.private) == (False, {}, "Me/1", True)
    assert (file.find(URL), file.find(URL, "X-Key")) == (None, None)


def test_a_sign_in_goes_along_within_its_origin(home: Paths) -> None:
    """To another path it does, to another scheme, port or host it stays behind."""
    change_sign_in(home, URL, SignInChange({"username": "me"}, "hunter2"))
    for other in ("http://paper.example/new.xml", "https://paper.example:8443/", "https://www.paper.example/"):
        assert not carry_over(home, URL, other)
    assert carry_over(home, "https://else.example/", "http://else.example/")
    assert carry_over(home, URL, "https://paper.example/new.xml")
    file = SecretFile(home.secrets)
    assert (file.find(URL), file.find("https://paper.example/new.xml")) == (None, "hunter2")
    assert load(home.config).feed("https://paper.example/new.xml").username == "me"


def test_what_is_private_is_told_by_anything_that_says_so(home: Paths) -> None:
    """The list, config.toml, or the address; and no longer when it is taken back."""
    token = "https://c.example/rss/8f14e45fceea167a5a36dedd4bea2543"
    text = opml("https://a.example/f", "https://b.example/f", token, "https://d.example/f").decode()
    text = text.replace(
        'xmlUrl="https://a', 'xmlns:newsdesk="https://newsdesk.example/opml" newsdesk:private="true" xmlUrl="https://a'
    )
    home.opml.write_text(text)
    for flag, expected in (("true", [True, True, True, False]), ("false", [True, False, True, False])):
        home.config.write_text(f'[feeds."https://b.example/f"]\nprivate = {flag}\n')
        with closing(open_writer(home.database)) as connection:
            follow_now(connection, home)
            assert [card.private for card in list_sources(connection)] == expected


def test_a_feed_that_wants_a_sign_in_is_subscribed_to(
    home: Paths, subscriptions: Subscriptions, server: Server
) -> None:
    """It waits for it; once it is there the feed is due at once, and a wrong one is tried once."""
    server.pages["/feed"] = guarded(Reply(200, rss(1, title="The Members' Paper")))  # type: ignore[assignment]
    line = add_feed(home, load(home.config), subscriptions, server.url("/feed"), "")
    assert line.endswith("/feed: sign in needed (401)")
    [state] = states(home)
    assert state.refused
    mark = SignIns(home).mark
    assert not due_feeds(released([state], mark), state.last_asked or 0)
    for word, fetched, asked in (("hunter3", 0, 2), ("hunter3", 0, 2), ("hunter2", 1, 3)):
        change_sign_in(home, state.url, SignInChange({"username": "me"}, word))
        done = refresh_once(home, load_leniently(home.config)[0], (), forced=False)
        assert done is not None
        assert (done.fetched, len(server.requests)) == (fetched, asked)
    with closing(open_writer(home.database)) as connection:
        [card] = list_sources(connection)
    assert (card.title, card.needs_sign_in, card.last_error) == ("The Members' Paper", False, "")


def test_an_address_that_leads_nowhere_leaves_no_secret(
    home: Paths, subscriptions: Subscriptions, server: Server
) -> None:
    """What stood in it is forgotten with it; a site's goes to the feed that its page names."""
    server.pages["/"] = Reply(
        200, b"<link rel='alternate' type='application/rss+xml' href='/feed'>", (("Content-Type", "text/html"),)
    )
    server.pages["/feed"] = guarded(Reply(200, rss(1)))  # type: ignore[assignment]
    with pytest.raises(FeedError) as caught:
        add_feed(home, load(home.config), subscriptions, server.url("/nothing", "me:hunter2"), "")
    assert "hunter2" not in str(caught.value)
    assert "hunter2" not in home.secrets.read_text()
    add_feed(home, load(home.config), subscriptions, server.url("/", "me:hunter2"), "")
    assert SecretFile(home.secrets).find(server.url("/feed")) == "hunter2"
    assert SecretFile(home.secrets).find(server.url("/")) is None
    assert b"hunter2" not in home.opml.read_bytes()


def test_a_list_that_cant_be_edited_still_keeps_the_password_out(home: Paths) -> None:
    """Where the secret can't be kept, the line says so and the database has no password."""
    home.opml.write_bytes(opml("https://me:hunter2@paper.example/f"))
    home.secrets.mkdir()
    with (
        closing(open_writer(home.database)) as connection,
        pytest.raises(OpmlError, match="can't be kept apart") as caught,
    ):
        follow_now(connection, home)
    assert "hunter2" not in str(caught.value)
    assert b"hunter2" not in home.database.read_bytes()


def test_a_page_gets_the_sign_in_of_its_own_feeds_origin_only(home: Paths, server: Server) -> None:
    """An article on the paper's server is fetched as its member; one on another server is not."""
    with serving("127.0.0.2") as other:
        page = b"<title>T</title><article><h1>T</h1>" + b"<p>A long paragraph that is all of the article.</p>" * 20
        html = Reply(200, page, (("Content-Type", "text/html"),))
        for place in (server, other):
            place.pages |= {f"/article/{n}": html for n in (1, 2)}
        document = rss(1, site=server.url("").rstrip("/")).replace(b"</channel>", b"")
        document = document.replace(b"</rss>", rss(2, site=other.url("").rstrip("/")).partition(b"</title>")[2])
        server.pages["/feed"] = guarded(Reply(200, document))  # type: ignore[assignment]
        home.opml.write_bytes(opml(server.url("/feed")))
        change_sign_in(home, server.url("/feed"), SignInChange({"username": "me"}, "hunter2"))
        settings = load_leniently(home.config)[0]
        assert refresh_once(home, settings, (), forced=False) is not None
        with closing(open_writer(home.database)) as connection:
            rows = Desk(home.database, connection).rows("SELECT id FROM headlines ORDER BY url")
        for (headline,) in rows:
            get_full_text_once(home, settings, headline)
    pages = [request for request in (*server.requests, *other.requests) if request.path.startswith("/article")]
    assert [_sent(request, server) for request in pages] == [(True, BASIC), (False, None)]


def _sent(request: Request, server: Server) -> tuple[bool, str | None]:
    return request in server.requests, request.header("authorization")


async def test_an_address_opens_for_its_feed_alone(home: Paths) -> None:
    """What is kept for one feed is not another's, even of the same origin."""
    change_sign_in(home, URL, SignInChange({"username": "me"}, "hunter2"))
    sign_ins = SignIns(home)
    other = "https://paper.example/free.xml"
    assert await sign_ins.open(other) == Access(other)
