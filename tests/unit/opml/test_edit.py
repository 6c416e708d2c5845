"""Edits in place, seen at the bytes."""

from __future__ import annotations

import pytest

from newsdesk.errors import OpmlError
from newsdesk.model.feeds import Subscription
from newsdesk.opml import edit
from newsdesk.opml.read import read_list

LIST = b"""<?xml version="1.0"?>
<!-- mine -->
<opml version="2.0">
\t<head><title>t</title></head>
\t<body>
\t\t<outline text='World'>
\t\t\t<outline type="rss" text='It&apos;s A' title="A" xmlUrl="https://a.example/f" x="1"/> <!-- good -->
\t\t\t<outline type="rss" text="B" xmlUrl="https://b.example/f"></outline>
\t\t</outline>
\t\t<outline text="Empty"/>
\t</body>
</opml>
"""


def test_add_to_a_folder() -> None:
    """A new feed is the last line of its folder, indented as its neighbours."""
    data = edit.add(LIST, Subscription("https://c.example/f?a=1&b=2", 'C "&" co', ("World",), "https://c.example/"))
    line = (
        b'\t\t\t<outline type="rss" text="C &quot;&amp;&quot; co" xmlUrl="https://c.example/f?a=1&amp;b=2"'
        b' htmlUrl="https://c.example/"/>\n'
    )
    assert data == LIST.replace(b'f"></outline>\n', b'f"></outline>\n' + line)


def test_add_opens_empty_and_missing_folders() -> None:
    """A folder without content is opened, a missing one made."""
    data = edit.add(LIST, Subscription("https://c.example/f", "C", ("Empty", "New")))
    inside = (
        b'\t\t<outline text="Empty">\n\t\t\t<outline text="New">\n'
        b'\t\t\t\t<outline type="rss" text="C" xmlUrl="https://c.example/f"/>\n\t\t\t</outline>\n\t\t</outline>\n'
    )
    assert data == LIST.replace(b'\t\t<outline text="Empty"/>\n', inside)


@pytest.mark.parametrize("body", [b"<body/>", b"<body />", b"<body></body>", b"<body>\r\n</body>"])
def test_add_to_an_empty_body(body: bytes) -> None:
    """Every way to write no feeds takes one, with the file's own line breaks."""
    data = edit.add(b"<opml>\r\n" + body + b"\r\n</opml>", Subscription("https://a.example/", "A"))
    outline = b'<outline type="rss" text="A" xmlUrl="https://a.example/"/>'
    assert data == b"<opml>\r\n<body>\r\n  " + outline + b"\r\n</body>\r\n</opml>"


def test_add_to_one_long_line() -> None:
    """A list without line breaks gets none."""
    one = b'<opml><body><outline text="A" xmlUrl="https://a.example/"/></body></opml>'
    data = edit.add(one, Subscription("https://b.example/", "B"))
    assert b"\n" not in data
    assert data.endswith(b'<outline type="rss" text="B" xmlUrl="https://b.example/"/></body></opml>')


def test_add_what_is_there() -> None:
    """A feed that stands in that folder is not added again; in another folder it is."""
    assert edit.add(LIST, Subscription("http://www.a.example/f#x", "A", ("World",))) == LIST
    again = edit.add(LIST, Subscription("https://a.example/f", "A", ("Empty",)))
    assert [s.folder for s in read_list(again, "list").subscriptions] == [("World",), ("World",), ("Empty",)]


def test_own_attributes_bind_their_prefix() -> None:
    """Attributes of newsdesk's own come with the namespace on the root, once."""
    data = edit.add(LIST, Subscription("https://c.example/", "C", owner="Acme", private=True))
    data = edit.set_paused(data, "https://a.example/f", True)
    assert data.count(b'xmlns:newsdesk="https://newsdesk.example/opml"') == 1
    found = {s.title: s for s in read_list(data, "list").subscriptions}
    assert (found["C"].owner, found["C"].private, found["It's A"].paused) == ("Acme", True, True)


def test_own_attributes_beside_anothers_prefix() -> None:
    """Where the prefix means something else in a list, another one is used."""
    data = edit.set_paused(LIST.replace(b"<opml ", b'<opml xmlns:newsdesk="urn:z" '), "https://a.example/f", True)
    assert [s.paused for s in read_list(data, "list").subscriptions] == [True, False]


def test_remove_takes_the_line_or_the_tag() -> None:
    """Alone on its line a feed goes with the line; with a comment beside it, without."""
    assert edit.remove(LIST, "https://b.example/f") == LIST.replace(
        b'\t\t\t<outline type="rss" text="B" xmlUrl="https://b.example/f"></outline>\n', b""
    )
    data = edit.remove(LIST, "https://a.example/f")
    assert b"\t\t\t <!-- good -->\n" in data
    assert b"a.example" not in data


def test_remove_then_put_back() -> None:
    """A removed outline comes back with all its attributes."""
    outline = edit.outline_of(LIST, "https://a.example/f")
    data = edit.remove(LIST, "https://a.example/f")
    data = edit.add(data, Subscription("https://a.example/f", folder=("World",)), outline)
    assert outline in data


def test_remove_a_feed_with_outlines_inside() -> None:
    """Its outlines stay, in a folder of its name."""
    data = b'<opml><body><outline text="A" xmlUrl="https://a.example/"><outline text="B" xmlUrl="https://b.example/"/>'
    left = read_list(edit.remove(data + b"</outline></body></opml>", "https://a.example/"), "list").subscriptions
    assert [(s.title, s.folder) for s in left] == [("B", ("A",))]


def test_rename_keeps_quotes() -> None:
    """Both text and title change, in the quotes they have."""
    data = edit.rename(LIST, "https://a.example/f", "It's <new>")
    assert data == LIST.replace(b"'It&apos;s A' title=\"A\"", b"'It&apos;s &lt;new&gt;' title=\"It's &lt;new&gt;\"")


def test_rename_where_there_was_no_name() -> None:
    """A feed without text gets one."""
    data = edit.rename(b'<opml><body><outline xmlUrl="https://a.example/"/></body></opml>', "https://a.example/", "A")
    assert data == b'<opml><body><outline xmlUrl="https://a.example/" text="A"/></body></opml>'


def test_set_url() -> None:
    """The address changes and nothing else."""
    data = edit.set_url(LIST, "https://a.example/f", "https://a.example/new?x=1&y=2")
    assert data == LIST.replace(b"https://a.example/f", b"https://a.example/new?x=1&amp;y=2")


def test_move_out_of_all_folders() -> None:
    """At the top level a category would be a folder, so it goes; the outline's other bytes stay."""
    listed = LIST.replace(b' x="1"', b' category="z" x="1"')
    data = edit.move(listed, "https://a.example/f", ())
    assert data.endswith(
        b'\t\t<outline text="Empty"/>\n\t\t<outline type="rss" text=\'It&apos;s A\' title="A" '
        b'xmlUrl="https://a.example/f" x="1"/>\n\t</body>\n</opml>\n'
    )


def test_move_one_of_two_places() -> None:
    """The place that is named moves, the other stays."""
    both = edit.add(LIST, Subscription("https://a.example/f", "A", ("Empty",)))
    data = edit.move(both, "https://a.example/f", ("New",), from_folder=("Empty",))
    assert sorted(s.folder for s in read_list(data, "list").subscriptions) == [("New",), ("World",), ("World",)]
    assert edit.move(both, "https://a.example/f", ("World",)) == both


@pytest.mark.parametrize("encoding", ["iso-8859-1", "utf-16", "windows-1251"])
def test_other_encodings_stay(encoding: str) -> None:
    """What the file's encoding can't say is written as a reference; its BOM and all else stay."""
    text = f'<?xml version="1.0" encoding="{encoding}"?>\n' + LIST.decode().split("\n", 1)[1]
    data = edit.add(text.encode(encoding), Subscription("https://c.example/", "日本 é", ("World",)))
    back = data.decode(encoding)
    assert back.startswith(text[:200])
    found = [s.title for s in read_list(data, "list", strict=True).subscriptions]
    assert found == ["It's A", "B", "日本 é"]


@pytest.mark.parametrize(
    "change",
    [
        lambda data: edit.add(data, Subscription("https://c.example/")),
        lambda data: edit.remove(data, "https://a.example/f"),
        lambda data: edit.rename(data, "https://a.example/f", "x"),
        lambda data: edit.set_paused(data, "https://a.example/f", True),
    ],
)
def test_broken_lists_are_not_edited(change: object) -> None:
    """A file that is not well-formed is refused at its line; so is one without a body."""
    assert callable(change)
    with pytest.raises(OpmlError, match=r"feeds\.opml, line 8"):
        change(LIST.replace(b'text="B"', b'text="B & C"'))
    with pytest.raises(OpmlError, match="no <body>"):
        change(b"<opml/>")


def test_what_is_not_there() -> None:
    """Editing a feed that the list does not have is an error that names it without its secrets."""
    with pytest.raises(OpmlError, match=r"https://z\.example/ is not in the list"):
        edit.remove(LIST, "https://me:pw@z.example/")
    with pytest.raises(OpmlError, match="empty name"):
        edit.rename(LIST, "https://a.example/f", " ")
    with pytest.raises(OpmlError, match="no http"):
        edit.set_url(LIST, "https://a.example/f", "file:///x")


def test_outline_bytes_that_say_something_else() -> None:
    """An outline that is another feed, or none, is not put in."""
    for wrong in (b'<outline xmlUrl="https://other.example/"/>', b"<outline/>", b"<outline", b"</outline><outline>"):
        with pytest.raises(OpmlError):
            edit.add(LIST, Subscription("https://c.example/", "C", ("World",)), wrong)
