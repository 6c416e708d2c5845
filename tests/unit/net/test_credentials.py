"""Which headers a request gets: all to the feed's own origin, none to any other."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsdesk.model.access import Access
from newsdesk.model.cookies import Cookie
from newsdesk.model.feeds import Failed
from newsdesk.net.credentials import asked_by_digest, explained, fields_for
from newsdesk.net.targets import target

NOW = 1_800_000_000
URL = "https://paper.example/members.xml"
FULL = Access(
    URL, "basic", "me", "wörd", (("X-Api-Key", "k"), ("Accept", "text/x")),
    (Cookie("sid", "c", "paper.example", True),), "Me/1",
)  # fmt: skip


def test_all_goes_to_the_feeds_own_origin() -> None:
    """Name and password in UTF-8, headers, agent and cookies; also to another path of it."""
    expected = {
        b"Authorization": b"Basic bWU6d8O2cmQ=", b"X-Api-Key": b"k", b"Accept": b"text/x", b"Cookie": b"sid=c",
        b"User-Agent": b"Me/1",
    }  # fmt: skip
    for url in (URL, "https://PAPER.example:443/story?a=1"):
        assert dict(fields_for(FULL, target(url), NOW)) == expected


@pytest.mark.parametrize(
    "url",
    [
        "http://paper.example/members.xml", "https://paper.example:8443/members.xml", "https://www.paper.example/",
        "https://paper.example.evil.example/", "https://evil.example/https://paper.example/", "http://[::1]/",
        "https://paper.example@evil.example/",
    ],
)  # fmt: skip
def test_nothing_goes_to_another(url: str) -> None:
    """Another scheme, port, host, or one that only looks like it."""
    assert fields_for(FULL, target(url), NOW) == ()
    assert asked_by_digest(Access(URL, "digest", "me", "x"), target(url), ['Digest realm="r", nonce="n"']) is None


@given(
    st.sampled_from(("http", "https")),
    st.from_regex(r"[a-z]{1,8}(\.[a-z]{1,8}){0,2}", fullmatch=True),
    st.integers(1, 65535),
)
def test_no_origin_but_its_own_gets_anything(scheme: str, host: str, port: int) -> None:
    """Whatever else is asked."""
    assert fields_for(FULL, target(f"{scheme}://{host}:{port}/"), NOW) == ()


def test_a_persons_own_header_wins() -> None:
    """Authorization, Cookie and User-Agent that are set as headers are sent as they are."""
    own = (("authorization", "Custom x"), ("COOKIE", "a=b"), ("User-agent", "Mine"))
    access = Access(URL, "basic", "me", "x", own, FULL.cookies, "Me/1")
    assert fields_for(access, target(URL), NOW) == tuple((name.encode(), value.encode()) for name, value in own)


def test_tokens_and_digest() -> None:
    """A token goes as Bearer without blanks around it; Digest never sends the password, and waits to be asked."""
    assert dict(fields_for(Access(URL, "bearer", "", " tok "), target(URL), NOW)) == {b"Authorization": b"Bearer tok"}
    digest, either = Access(URL, "digest", "me", "x"), Access(URL, "any", "me", "x")
    assert fields_for(digest, target(URL), NOW) == ()
    assert dict(fields_for(digest, target(URL), NOW, b"Digest a")) == {b"Authorization": b"Digest a"}
    assert dict(fields_for(either, target(URL), NOW))[b"Authorization"].startswith(b"Basic ")
    asked = ['Digest realm="r", nonce="n"']
    plain = ["Basic realm=x"]
    cases = [(digest, asked, True), (either, asked, True), (FULL, asked, False), (either, [*asked, *plain], False)]
    for access, fields, answers in (*cases, (digest, plain, False)):
        assert (asked_by_digest(access, target(URL), fields) is not None) is answers


def test_ended_cookies_explain_a_wall() -> None:
    """A refusal, a circle, a page in place of a feed; a server's own trouble and a lasting cookie don't."""
    ended = Access(URL, cookies=(Cookie("sid", "c", "paper.example", expires=NOW),))
    for kind, status in (("credentials", 403), ("redirect", 302), ("parse", 0), ("http", 404)):
        told = explained(Failed("why", kind, status), ended, NOW)
        assert (told.kind, told.reason) == ("credentials", "sign in needed: the cookies it was given have ended")
    for failed in (Failed("why", "http", 503), Failed("why", "timeout"), Failed("why", "offline")):
        assert explained(failed, ended, NOW) is failed
    assert explained(Failed("why", "parse"), FULL, NOW).kind == "parse"
