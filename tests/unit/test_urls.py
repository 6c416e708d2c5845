"""Which addresses may be opened, which are the same, how they are shown."""

from __future__ import annotations

import pytest

from newsdesk.urls import (
    canonical,
    exact,
    host,
    origin,
    shown,
    site,
    userinfo,
    web_url,
    without_userinfo,
)


@pytest.mark.parametrize(
    ("text", "base", "url"),
    [
        ("http://a.example/x", "", "http://a.example/x"),
        (" https://a.example/a b\n", "", "https://a.example/a%20b"),
        ("../y?z=1", "http://a.example/d/x", "http://a.example/y?z=1"),
        ("//b.example/p", "https://a.example/", "https://b.example/p"),
        ("HTTP://A.example/", "", "http://A.example/"),
        ("javascript:alert(1)", "http://a.example/", ""),
        ("file:///etc/passwd", "", ""),
        ("data:text/html,x", "http://a.example/", ""),
        ("http://127.0.0.1\\@evil.example/", "", ""),
        ("http://a.example/\x1b[2J", "", ""),
        ("http://a.example/\u202egpj.exe", "", ""),
        ("http://", "", ""),
        ("http://[::1", "", ""),
        ("http://a.example:99999/", "", ""),
        ("http://a.example/" + "x" * 5000, "", ""),
        ("", "http://a.example/", ""),
    ],
)
def test_only_web_addresses_pass(text: str, base: str, url: str) -> None:
    """Http and https with a host; nothing with controls, backslashes or a foreign scheme."""
    assert web_url(text, base) == url


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://www.a.example/x/", "https://a.example/x#top"),
        ("https://a.example:443/x", "http://a.example:80/x"),
        ("https://a.example/x?utm_source=rss&id=3", "https://a.example/x?id=3"),
        ("https://A.Example/x", "https://a.example/x"),
        ("https://münchen.example/ä", "https://xn--mnchen-3ya.example/%C3%A4"),
    ],
)
def test_the_same_article_has_one_address(one: str, other: str) -> None:
    """Scheme, www., usual port, fragment, tracking and spelling make no difference."""
    assert canonical(one) == canonical(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://a.example/x", "https://b.example/x"),
        ("https://a.example/X", "https://a.example/x"),
        ("https://a.example/x?id=3", "https://a.example/x?id=4"),
        ("https://a.example/x?page=", "https://a.example/x"),
        ("http://127.0.0.1:8000/f", "http://127.0.0.1:8001/f"),
    ],
)
def test_other_articles_have_others(one: str, other: str) -> None:
    """Host, path, real parameters and unusual ports do."""
    assert canonical(one) != canonical(other)


def test_what_is_shown_has_no_secret() -> None:
    """User, password and query are left out, the host is what is connected to."""
    assert shown("https://me:pw@a.example:8443/f?token=1") == "https://a.example:8443/f?…"
    assert shown("https://аpple.example/") == "https://xn--pple-43d.example/"
    assert shown("http://[broken") == "(broken address)"


def test_owners_are_told_by_registrable_domain() -> None:
    """Countries' second levels count; addresses of numbers are themselves."""
    assert site("https://feeds.bbci.co.uk/news/rss.xml") == "bbci.co.uk"
    assert site("https://www.lemonde.fr/rss/une.xml") == "lemonde.fr"
    assert site("http://127.0.0.1:8000/x") == "127.0.0.1"
    assert host("https://WWW.A.example./") == "www.a.example"


def test_private_addresses_are_shortened() -> None:
    """What a person says is private, or holds a token, is shown by its host alone; IPv6 in its brackets."""
    assert shown("https://a.example/members/feed", private=True) == "https://a.example/…"
    assert shown("https://a.example/rss/8f14e45fceea167a5a36dedd4bea2543") == "https://a.example/…"
    assert shown("http://[::1]:8080/feed") == "http://[::1]:8080/feed"


def test_settings_and_secrets_belong_to_one_spelling() -> None:
    """Case of the host, the scheme's own port and the fragment make no difference; scheme, port and path do."""
    one = "https://me:x@Paper.Example/feed?a=1#top"
    assert exact(one) == exact("https://paper.example:443/feed?a=1") == "https://paper.example:443/feed?a=1"
    others = ("http://paper.example/feed?a=1", "https://paper.example:8443/feed?a=1", "https://paper.example/feed")
    assert exact(one) not in map(exact, others)
    assert exact("http://[::1]/") == "http://[::1]:80/"
    assert origin(one) == "https://paper.example:443"
    assert origin("http://[::1]:81/x/y") == "http://[::1]:81"


def test_user_and_password_leave_an_address() -> None:
    """They are told with their escapes undone, and all else stays byte for byte."""
    url = "https://me%40x:p%C3%A4%3Ass@Paper.example:8443/f?a=@b#c"
    assert userinfo(url) == ("me@x", "pä:ss")
    assert without_userinfo(url) == "https://Paper.example:8443/f?a=@b#c"
    assert userinfo("https://paper.example/@me") is None
    assert without_userinfo("https://paper.example/@me") == "https://paper.example/@me"
    assert userinfo("http://[broken") is None
