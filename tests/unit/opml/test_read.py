"""Reading lists as people and other readers write them."""

from __future__ import annotations

import pytest

from newsdesk.errors import OpmlError
from newsdesk.opml.read import lost_too_much, read_list


def opml(body: str, root: str = 'version="2.0"') -> bytes:
    return f"<opml {root}>\n<head><title>My list</title></head>\n<body>\n{body}\n</body>\n</opml>\n".encode()


def feed(name: str, url: str = "", more: str = "") -> str:
    return f'<outline text="{name}" type="rss" xmlUrl="{url or f"https://{name}.example/feed"}" {more}/>'


def test_folders_and_attributes() -> None:
    """A feed has its folders, names, site and newsdesk's own attributes."""
    more = 'htmlUrl="https://a.example/" n:owner="Acme" n:country="GB" n:language="en" n:kind="public" n:paused="true"'
    body = f'<outline text="World"><outline text="Asia">{feed("a", more=more)}</outline></outline>'
    found = read_list(opml(body, 'xmlns:n="https://newsdesk.example/opml"'), "list")
    assert found.title == "My list"
    (one,) = found.subscriptions
    assert (one.url, one.title, one.folder) == ("https://a.example/feed", "a", ("World", "Asia"))
    assert (one.site_url, one.owner, one.country) == ("https://a.example/", "Acme", "GB")
    assert (one.language, one.kind, one.paused, one.private) == ("en", "public", True, False)


def test_undeclared_prefix_is_understood() -> None:
    """newsdesk:… counts where nobody declared the prefix, and does not where it means something else."""
    body = feed("a", more='newsdesk:private="true"')
    assert read_list(opml(body), "list").subscriptions[0].private
    assert not read_list(opml(body, 'xmlns:newsdesk="urn:other"'), "list").subscriptions[0].private


@pytest.mark.parametrize("attribute", ["xmlUrl", "xmlurl", "XMLURL", "xmlURL"])
def test_any_case_of_xmlurl(attribute: str) -> None:
    """The attribute's case does not matter."""
    found = read_list(opml(f'<outline text="a" {attribute}=" https://a.example/f "/>'), "list")
    assert [s.url for s in found.subscriptions] == ["https://a.example/f"]


def test_text_comes_before_title() -> None:
    """The name is text, else title, else nothing; white space and controls are cleaned."""
    body = '<outline text="A&#10; &#x202e;b" title="T" xmlUrl="https://a.example/1"/>'
    body += '<outline text=" " title="T" xmlUrl="https://a.example/2"/><outline xmlUrl="https://a.example/3"/>'
    assert [s.title for s in read_list(opml(body), "list").subscriptions] == ["A b", "T", ""]


def test_feed_in_two_folders_is_there_twice_and_once() -> None:
    """Both places are told; `feeds` has it once, a double in the same folder is named."""
    body = f'<outline text="A">{feed("x")}{feed("x", "HTTP://www.x.example/feed#top")}</outline>'
    body += f'<outline text="B">{feed("x")}</outline>'
    found = read_list(opml(body), "list")
    assert [s.folder for s in found.subscriptions] == [("A",), ("B",)]
    assert [s.folder for s in found.feeds] == [("A",)]
    assert [(s.line, s.why) for s in found.skipped] == [(4, "is in the same folder already, on line 4")]


def test_category_is_a_folder_outside_folders_only() -> None:
    """At the top level the first category says the folder; inside one it does not."""
    body = feed("a", more='category="/World/Asia,tag"') + feed("b", more='category=" , tag"')
    body += f'<outline text="F">{feed("c", more="""category="tag" """)}</outline>'
    found = read_list(opml(body), "list")
    assert [s.folder for s in found.subscriptions] == [("World", "Asia"), ("tag",), ("F",)]


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("exec:/bin/sh -c id", "runs a program"),
        ("filter:sh:https://e.example/", "runs a program"),
        ("query:unread:age &lt; 3", "search of another reader"),
        ("file:///etc/passwd", "file of a machine"),
        ("javascript:1", "script"),
        ("data:text/xml,x", "document itself"),
        ("ftp://e.example/", "no http or https"),
        ("|touch x", "no http or https"),
        ("&quot;exec:id&quot;", "runs a program"),
    ],
)
def test_what_is_no_web_address_is_named(address: str, why: str) -> None:
    """Such a line is skipped with its reason and line; the rest is read."""
    found = read_list(opml(feed("good") + "\n" + feed("bad", address)), "list")
    assert [s.title for s in found.subscriptions] == ["good"]
    assert [(why in s.why, s.line) for s in found.skipped] == [(True, 5)]


def test_links_comments_and_missing_addresses_are_named() -> None:
    """Links, includes, commented outlines and feeds without address are skipped with their reasons."""
    body = feed("good") + '<outline text="l" type="link" url="https://l.example/"/><outline text="n" type="rss"/>'
    body += feed("c", more='isComment="true"') + '<outline text="u" type="rss" url="https://u.example/"/>'
    found = read_list(opml(body + '<outline text="just a note"/>'), "list")
    assert [s.title for s in found.subscriptions] == ["good", "u"]
    assert [s.why.split(" (")[0] for s in found.skipped] == [
        "is a link, not a feed",
        "has no feed address",
        "is commented out",
    ]


def test_old_feed_scheme_is_understood() -> None:
    """feed:// and feed:https:// are web addresses."""
    body = feed("a", "feed://a.example/f") + feed("b", "feed:https://b.example/f")
    found = read_list(opml(body), "list")
    assert [s.url for s in found.subscriptions] == ["http://a.example/f", "https://b.example/f"]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1", "windows-1252", "iso-8859-15", "utf-16-le"]
)
def test_encodings(encoding: str) -> None:
    """A declared encoding or a BOM is followed, in strict reading too."""
    said = "utf-8" if encoding.endswith("sig") else encoding
    data = f'<?xml version="1.0" encoding="{said}"?>'.encode(encoding)
    rest = opml(feed("Café", "https://a.example/")).decode()
    data += rest.encode("utf-16-le" if encoding == "utf-16" else "utf-8" if encoding == "utf-8-sig" else encoding)
    found = read_list(data, "list", strict=True)
    assert found.subscriptions[0].title == "Café"


def test_wrong_or_unknown_encoding_is_read_and_said() -> None:
    """Latin bytes in a file that says UTF-8, or an encoding nobody knows, are read as windows-1252 with a note."""
    for declared in ("utf-8", "x-klingon"):
        data = f'<?xml version="1.0" encoding="{declared}"?>'.encode() + opml(feed("Café")).decode().encode("cp1252")
        data = data.replace(b"Caf\xe9.example", b"cafe.example")
        found = read_list(data, "list")
        assert found.subscriptions[0].title == "Café"
        assert found.mended
        assert "windows-1252" in found.notes[0]
        with pytest.raises(OpmlError):
            read_list(data, "list", strict=True)


def test_stray_ampersands_and_entities_are_mended() -> None:
    """Bare & and HTML's entities are read as meant, and the note names the line."""
    found = read_list(opml(feed("R&D &eacute; &amp; &nosuch; &#1;", "https://a.example/?a=1&b=2&copy=3")), "list")
    assert found.subscriptions[0].title == "R&D é & &nosuch;"
    assert found.subscriptions[0].url == "https://a.example/?a=1&b=2&copy=3"
    assert found.mended
    assert "list, line 4" in found.notes[0]


def test_broken_lists_are_read_as_far_as_they_go() -> None:
    """Unescaped quotes and HTML, wrong end tags, a second document and a lost end lose only what can't be told."""
    body = 'x <outline text="The "Post" <b class="x">now</b>" xmlUrl="https://a.example/"/></folder>'
    body += f'<outline text="F">{feed("b")}</outline>{feed("c")}\n</body></opml><opml><body>{feed("d")}'
    found = read_list(opml(body) + b'<outline text="e" xmlUrl="https://e.ex/>', "list")
    assert [(s.title, s.folder) for s in found.subscriptions] == [
        ('The "Post" <b class="x">now</b>', ()),
        ("b", ("F",)),
        ("c", ()),
        ("d", ()),
    ]
    assert "list, line 4" in found.notes[0]
    assert "cut outline was lost" in found.notes[-1]
    assert found.notes[-1].startswith("list, line 8")


def test_a_torn_list_is_refused() -> None:
    """A file that ends inside a tag is half a file: it is named with the line, and nothing is read of it."""
    torn = opml(feed("a") + "\n" + feed("b")).partition(b"b.example")[0]
    with pytest.raises(OpmlError, match=r"half\.opml, line \d: the file breaks off in the middle of a tag"):
        read_list(torn, "half.opml")


def test_strict_reading_names_the_line() -> None:
    """The person's own file is not guessed at."""
    with pytest.raises(OpmlError, match=r"feeds\.opml, line 4: not well-formed") as caught:
        read_list(opml(feed("R & D")), "feeds.opml", strict=True)
    assert "&amp;" in caught.value.hint


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "line 1: the file is empty"),
        (b" \n", "line 1: the file is empty"),
        (b'<?xml version="1.0"?>\n<rss version="2.0"><channel/></rss>', "line 2: this is a feed"),
        (b"<!doctype html><html><body>Hi</body></html>", "web page"),
        (b"<note/>", "not OPML"),
        (b"hello", "line 1"),
        (b"\x00\x01\x02", "line 1"),
        (opml(""), "there is no feed"),
        (opml(feed("a", "exec:id")), "exec:id"),
    ],
)
def test_what_is_no_list_is_refused(data: bytes, says: str) -> None:
    """The error names the file and what it is instead."""
    with pytest.raises(OpmlError, match=says) as caught:
        read_list(data, "odd.opml")
    assert caught.value.message.startswith("odd.opml")
    assert caught.value.hint


def test_own_list_may_be_empty() -> None:
    """A well-formed list without feeds is one, when that is asked for."""
    assert read_list(opml(""), "list", strict=True, allow_empty=True).subscriptions == ()


def test_entities_of_its_own_are_refused() -> None:
    """An entity bomb is refused at its line; an external entity is never fetched, its feeds are read."""
    bomb = b'<!DOCTYPE opml [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>' + opml(feed("x").replace("x", "&b;", 1))
    with pytest.raises(OpmlError, match="line 1: it defines entities"):
        read_list(bomb, "bomb.opml")
    outside = b'<!DOCTYPE opml [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + opml(
        feed("x") + feed("&a;", "https://y.example/")
    )
    found = read_list(outside, "xxe.opml")
    assert [s.title for s in found.subscriptions] == ["x", "&a;"]
    with pytest.raises(OpmlError, match="DOCTYPE"):
        read_list(outside, "xxe.opml", strict=True)


def test_deep_folders_are_folded() -> None:
    """500 folders deep is read, its path kept to a sane length; absurd nesting is refused."""
    found = read_list(opml('<outline text="d">' * 500 + feed("x") + "</outline>" * 500), "list")
    assert found.subscriptions[0].folder == ("d",) * 32
    with pytest.raises(OpmlError, match="more outlines"):
        read_list(opml('<outline text="d">' * 3000 + feed("x") + "</outline>" * 3000), "list")


def test_prefixed_elements() -> None:
    """A list whose elements all have a prefix is read; another vocabulary's outlines are not."""
    data = b'<o:opml xmlns:o="http://opml.org/spec2"><o:body><o:outline text="a" xmlUrl="https://a.example/"/>'
    data += b"</o:body></o:opml>"
    assert len(read_list(data, "list").subscriptions) == 1
    other = opml(feed("a") + '<z:outline xmlUrl="https://z.example/"/>', 'xmlns:z="urn:z"')
    assert [s.title for s in read_list(other, "list").subscriptions] == ["a"]


def test_passwords_in_addresses_are_noted_not_shown() -> None:
    """The address is kept for fetching; the note names the feed without it."""
    found = read_list(opml(feed("a", "https://me:hunter2@a.example/f")), "list")
    assert found.subscriptions[0].url == "https://me:hunter2@a.example/f"
    assert "https://a.example/f" in found.notes[0]
    assert "hunter2" not in str(found.notes)


def test_lost_too_much() -> None:
    """More than half gone at once is too much; half, additions and other spellings of an address are not."""
    before = [f"https://{i}.example/" for i in range(4)]
    assert lost_too_much(before, before[:1])
    assert lost_too_much(before, [])
    assert not lost_too_much(before, before[:2])
    assert not lost_too_much(before, [url.replace("https", "http") for url in before])
    assert not lost_too_much([], [])
