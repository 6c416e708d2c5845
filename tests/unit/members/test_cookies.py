"""cookies.txt as browsers' exporters write it, and which of its cookies go where."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsdesk.errors import NewsdeskError
from newsdesk.members.cookies import parse_cookies, read_cookies
from newsdesk.model.cookies import Cookie, belongs, cookie_words, first_end, have_ended, to_send

NOW = 1_800_000_000
DAY = 86_400


def line(*fields: object) -> str:
    """A line of a cookies.txt."""
    return "\t".join(map(str, fields))


def names(text: str, url: str = "https://paper.example/members/feed") -> list[str]:
    """The names of the cookies that go to an address."""
    return [cookie.name for cookie in to_send(parse_cookies(text), url, NOW)]


def test_every_form_that_exporters_write_is_read() -> None:
    """No first line, a session's end of 0 or nothing, HttpOnly, milliseconds, lost tabs, Windows line ends."""
    text = "\r\n".join((
        "# a comment", "",
        line(".paper.example", "TRUE", "/", "TRUE", 0, "session", "1"),
        line("#HttpOnly_.paper.example", "TRUE", "/", "FALSE", NOW + DAY, "http", "a=b"),
        line("paper.example", "FALSE", "/", "FALSE", "", "noend", "1"),
        line("paper.example", "false", "/", "false", -1, "minus", "1"),
        line("paper.example", "FALSE", "/", "FALSE", (NOW + DAY) * 1000, "millis", "1"),
        line("paper.example", "FALSE", "/", "FALSE", f"{NOW + DAY}.5", "float", "1"),
        line("paper.example", "FALSE", "/", "FALSE", 0, "empty"),
        "paper.example FALSE / FALSE 0 blanks 1",
        line("PAPER.example", "FALSE", "/", "FALSE", 0, "tab", " x "),
    ))  # fmt: skip
    found = {cookie.name: cookie for cookie in parse_cookies(text)}
    assert list(found) == ["session", "http", "noend", "minus", "millis", "float", "empty", "blanks", "tab"]
    assert found["session"] == Cookie("session", "1", "paper.example", True, "/", True, None)
    assert (found["http"].value, found["millis"].expires, found["float"].expires) == ("a=b", NOW + DAY, NOW + DAY)
    assert {found[name].expires for name in ("noend", "minus", "empty")} == {None}
    assert names(text) == list(found)


@pytest.mark.parametrize(
    "text",
    [
        "", "# Netscape HTTP Cookie File", "<html>", '[{"name": "sid"}]',
        line("paper.example", "FALSE", "/", "FALSE", "soon", "sid", "1"),
        line("paper.example", "FALSE", "/", "FALSE", 0, "a b\x01", "1"),
        line("paper.example", "FALSE", "/", "FALSE", 0, "sid", "1; other=2"),
        line("", "FALSE", "/", "FALSE", 0, "sid", "1"),
    ],
)  # fmt: skip
def test_what_is_no_cookie_is_left(text: str) -> None:
    """Nothing that is no line of a cookie is taken for one, and no value brings another with it."""
    assert parse_cookies(text) == ()


@given(st.text(max_size=200))
def test_any_text_can_be_read(text: str) -> None:
    """Nothing raises, and what is found can stand in a header."""
    for cookie in parse_cookies(text.replace(" ", "\t")):
        assert not set(cookie.name + cookie.value) & set("\r\n;\0")


@pytest.mark.parametrize(
    ("cookie", "url", "goes"),
    [
        (("paper.example", False, "/", False), "https://paper.example/x", True),
        (("paper.example", False, "/", False), "https://www.paper.example/x", False),
        (("paper.example", True, "/", False), "https://www.paper.example/x", True),
        (("paper.example", True, "/", False), "https://notpaper.example/x", False),
        (("www.paper.example", True, "/", False), "https://paper.example/x", False),
        (("paper.example", False, "/members", False), "https://paper.example/members", True),
        (("paper.example", False, "/members", False), "https://paper.example/members/feed?a=/", True),
        (("paper.example", False, "/members/", False), "https://paper.example/members", False),
        (("paper.example", False, "/members", False), "https://paper.example/membersonly", False),
        (("paper.example", False, "/", True), "http://paper.example/x", False),
        (("paper.example", False, "/", True), "https://paper.example", True),
        (("0.0.1", True, "/", False), "http://127.0.0.1/x", False),
        (("::1", False, "/", False), "http://[::1]:8080/x", True),
    ],
)
def test_a_cookie_goes_where_a_browser_sends_it(cookie: tuple[str, bool, str, bool], url: str, goes: bool) -> None:
    """Domain, path by whole parts, and https only."""
    domain, subdomains, path, secure = cookie
    assert belongs(Cookie("sid", "1", domain, subdomains, path, secure), url) is goes


def test_longer_paths_come_first_and_later_lines_win() -> None:
    """As RFC 6265 has it; of two lines for the same cookie the newer counts."""
    text = "\n".join(
        line("paper.example", "FALSE", path, "FALSE", 0, "sid", value)
        for path, value in (("/", "root"), ("/members", "old"), ("/members", "new"))
    )
    sent = to_send(parse_cookies(text), "https://paper.example/members/feed", NOW)
    assert [cookie.value for cookie in sent] == ["new", "root"]


def test_ends_are_told() -> None:
    """Ended ones are not sent; the first to end within three days is told; all ended is another thing than none."""
    url = "https://paper.example/"
    soon, late = Cookie("a", "1", "paper.example", expires=NOW + 2 * DAY), Cookie("b", "1", "paper.example")
    gone = Cookie("c", "1", "paper.example", expires=NOW)
    other = Cookie("d", "1", "else.example", expires=NOW - 1)
    assert to_send([soon, late, gone, other], url, NOW) == [soon, late]
    assert first_end([soon, late, gone], url, NOW) == NOW + 2 * DAY
    assert first_end([late, gone], url, NOW) is None
    assert have_ended([gone, other], url, NOW)
    assert not have_ended([gone, late], url, NOW)
    assert not have_ended([other], url, NOW)
    assert cookie_words(NOW + 2 * DAY, NOW).startswith("cookies end in 2 days")
    assert cookie_words(NOW + 5, NOW).startswith("cookies end in an hour")
    assert cookie_words(None, NOW) == ""


def test_a_file_that_holds_none_is_named(tmp_path: Path) -> None:
    """Missing, a folder, or of another kind: the words name the file; UTF-16 is read."""
    for make in (lambda file: None, lambda file: file.mkdir(), lambda file: file.write_text("{}")):
        file = tmp_path / "cookies.txt"
        make(file)
        with pytest.raises(NewsdeskError, match="cookies_file"):
            read_cookies(file)
        if file.is_dir():
            file.rmdir()
    file.write_bytes(line("paper.example", "FALSE", "/", "FALSE", 0, "sid", "1").encode("utf-16"))
    assert [cookie.name for cookie in read_cookies(file)] == ["sid"]
