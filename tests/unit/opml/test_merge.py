"""Merging another list into one's own."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from newsdesk.errors import OpmlError
from newsdesk.opml.export import export
from newsdesk.opml.merge import merge
from newsdesk.opml.read import read_list

MINE = b"""<?xml version="1.0" encoding="UTF-8"?>
<opml version="2.0">
  <body>
    <outline text="News">
      <outline text="A of mine" xmlUrl="https://a.example/feed"/>
    </outline>
    <!-- my own words -->
  </body>
</opml>
"""


def test_what_is_there_stays_where_it_is() -> None:
    """A feed with the same canonical address is not moved or doubled; new ones go to the folder of the same path."""
    theirs = b"""<opml><body><outline text="Other"><outline text="A" xmlUrl="http://www.a.example/feed/"/></outline>
    <outline text="News"><outline text="B"  xmlUrl='https://b.example/'  odd="1"/></outline>
    <outline text="Deep"><outline text="er"><outline text="C" xmlUrl="https://c.example/"/></outline></outline>
    </body></opml>"""
    merged = merge(MINE, theirs, "theirs.opml")
    assert [s.title for s in merged.added] == ["B", "C"]
    assert [s.title for s in merged.already_there] == ["A"]
    found = [(s.title, s.folder) for s in read_list(merged.data, "list").subscriptions]
    assert found == [("A of mine", ("News",)), ("B", ("News",)), ("C", ("Deep", "er"))]
    assert b'      <outline text="B"  xmlUrl=\'https://b.example/\'  odd="1"/>\n' in merged.data


def test_own_export_changes_nothing() -> None:
    """Importing what was exported leaves every byte, also where private feeds were left out."""
    mine = MINE.replace(b"</body>", b'<outline text="P" xmlUrl="https://u:p@p.example/"/></body>')
    given, left_out = export(mine, include_private=False)
    assert left_out == 1
    assert merge(mine, given, "export.opml").data == mine


def test_prefixes_stay_bound() -> None:
    """A copied outline brings the meaning of its prefixes along, declared anywhere around it or nowhere."""
    theirs = b"""<opml xmlns:f="urn:f"><body><outline text="X" xmlns:g="urn:g">
    <outline text="B" f:one="1" g:two="2" z:three="3" newsdesk:owner="Acme" xmlUrl="https://b.example/"/>
    </outline></body></opml>"""
    data = merge(MINE, theirs, "theirs.opml").data
    (outline,) = [o for o in ElementTree.fromstring(data).iter("outline") if o.get("text") == "B"]
    assert outline.get("{urn:f}one") == "1"
    assert outline.get("{urn:g}two") == "2"
    assert outline.get("{https://newsdesk.example/opml}owner") == "Acme"
    assert read_list(data, "list").subscriptions[1].owner == "Acme"


def test_prefixed_lists_meet() -> None:
    """Outlines written with a prefix are taken into a list without one, and the other way round."""
    theirs = b'<o:opml xmlns:o="urn:o"><o:body><o:outline text="B" xmlUrl="https://b.example/"></o:outline></o:body></o:opml>'
    assert b'<outline text="B" xmlUrl="https://b.example/"></outline>' in merge(MINE, theirs, "theirs.opml").data
    back = merge(theirs, MINE, "mine.opml").data
    assert b'<o:outline text="News">' in back
    assert [s.folder for s in read_list(back, "list", strict=True).subscriptions] == [(), ("News",)]


def test_broken_list_is_taken_as_far_as_it_goes() -> None:
    """What could be read is copied well-formed, what could not is in the notes."""
    theirs = b'<opml><body><outline text="R & D" xmlUrl="https://b.example/?a=1&b=2"><outline text="The "P"" xmlUrl="https://p.example/"/>'
    merged = merge(MINE, theirs, "theirs.opml")
    found = [(s.title, s.url, s.folder) for s in read_list(merged.data, "list", strict=True).subscriptions[1:]]
    assert found == [("R & D", "https://b.example/?a=1&b=2", ()), ('The "P"', "https://p.example/", ("R & D",))]
    assert "theirs.opml, line 1" in merged.notes[0]


def test_a_feed_in_two_folders_is_added_to_both() -> None:
    """Both places are made; a double in one folder is not."""
    one = b'<outline text="B" xmlUrl="https://b.example/"/>'
    theirs = (
        b'<opml><body><outline text="X">'
        + one
        + one
        + b'</outline><outline text="Y">'
        + one
        + b"</outline></body></opml>"
    )
    merged = merge(MINE, theirs, "theirs.opml")
    assert [s.folder for s in merged.added] == [("X",), ("Y",)]
    assert len(merged.skipped) == 1


def test_commands_are_not_carried_over() -> None:
    """What would run a program in another reader stays behind; the feed itself comes."""
    theirs = b"""<opml><body><outline text="B" filtercmd="touch x" xmlUrl="https://b.example/"/>
    <outline xmlUrl="exec:id"/></body></opml>"""
    merged = merge(MINE, theirs, "theirs.opml")
    assert b"touch" not in merged.data
    assert [s.what for s in merged.skipped] == ["exec:id"]


def test_to_my_encoding() -> None:
    """Copied bytes are written in the encoding of the person's own file."""
    mine = MINE.replace(b"UTF-8", b"ISO-8859-1").replace(b"my own words", b"meine W\xf6rter")
    theirs = '<opml><body><outline text="é 北京" xmlUrl="https://b.example/"/></body></opml>'.encode("utf-16")
    merged = merge(mine, theirs, "theirs.opml")
    assert b"meine W\xf6rter" in merged.data
    assert b'text="\xe9 &#21271;&#20140;"' in merged.data


def test_refusals() -> None:
    """A broken list of one's own is not touched; what is no list is named."""
    with pytest.raises(OpmlError, match=r"feeds\.opml, line 5"):
        merge(MINE.replace(b"A of", b"A & of"), MINE, "x.opml")
    with pytest.raises(OpmlError, match=r"x\.opml"):
        merge(MINE, b"<rss/>", "x.opml")


def test_ten_thousand_feeds() -> None:
    """A very large list is merged whole, and again without a change."""
    feeds = "".join(f'<outline text="{i}" xmlUrl="http://127.0.0.1/f/{i}"/>' for i in range(10_000))
    theirs = f"<opml><body>{feeds}</body></opml>".encode()
    merged = merge(MINE, theirs, "large.opml")
    assert len(merged.added) == 10_000
    assert merge(merged.data, theirs, "large.opml").data == merged.data
