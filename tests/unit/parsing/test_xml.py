"""The survey of a document, and its mending."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from newsdesk.parsing.mending import mend
from newsdesk.parsing.survey import MAX_ENTRIES, survey


@pytest.mark.parametrize(
    "document",
    [
        "<rss><a>Salt & Pepper &nbsp; &copy; &nosuch; &#0; &#xFFFF; \x01</a></rss>",
        "<rss><x:a y:b='1'>t</x:a></rss>",
        "<rss><a>t</a></rss><script>x</script>",
        "<rss><a>t</a>",
        "<rss><a>t</",
        "<rss><a>t</a><b",
        "<rss><a><![CDATA[t <b>",
        "<rss><a><![CDATA[t <b>]",
        "<rss><a>t</a><!-- never",
        "<rss><a>t &am",
        "junk <?xml version='1.0'?><!DOCTYPE rss><rss><a>t</a></rss>",
        "<rss><a>1 < 2 <= 3 <</a></rss>",
        "<rss><a href='x?a=1&b=2'>t</a></rss>",
        "<rss><x:a>S & P</x:a>",
    ],
)
def test_mended(document: str) -> None:
    """What can be made well-formed is."""
    mended = mend(document)
    assert mended.survey is not None
    ElementTree.fromstring(mended.data)


def test_sound_documents_are_not_touched() -> None:
    """A well-formed document stays byte for byte, without a note."""
    document = "<rss><a b='1'>x &amp; y</a><![CDATA[ & < ]]></rss>"
    mended = mend(document)
    assert mended.data == document.encode()
    assert mended.notes == ()


def test_mending_leaves_cdata_alone() -> None:
    """Ampersands in CDATA are text already."""
    assert b"<![CDATA[a & b]]>" in mend("<rss><a><![CDATA[a & b]]> & c</a></rss>").data


def test_what_cannot_be_mended() -> None:
    """Tags that don't match are left for the loose reading, and said."""
    mended = mend("<rss><a><b></a></b></rss>")
    assert mended.survey is None
    assert mended.notes


def test_survey_counts_surplus() -> None:
    """The entries past the limit are one span to cut."""
    data = b"<rss>" + b"<item><t>x</t></item>" * (MAX_ENTRIES + 3) + b"<after/></rss>"
    seen = survey(data)
    ((start, end, instead),) = seen.cuts
    assert (seen.surplus, instead) == (3, b"")
    assert (data[:start] + data[end:]).count(b"<item>") == MAX_ENTRIES
    assert data[end:] == b"<after/></rss>"


def test_survey_tells_items_apart() -> None:
    """Of each entry its own bytes, without what stands between, an empty one too; an item inside of one is its own."""
    items = [b"<item a='>'><title>x</title></item>", b"<item/>", b"<item><item>y</item></item >"]
    data = b"<rss> " + b" ".join(items) + b"<after/></rss>"
    assert [data[start:end] for start, end in survey(data).items] == items


def test_survey_reads_captions() -> None:
    """Of each entry the captions of its files, in groups too, no other words of theirs."""
    data = (
        b"<rss xmlns:media='http://search.yahoo.com/mrss/'><item><media:credit>All</media:credit>"
        b"<media:content url='1'><media:title>One</media:title><media:text>Words\n on one</media:text></media:content>"
        b"<media:group><media:description>Two</media:description><media:content url='2' width='9'/>"
        b"<media:thumbnail url='3'/></media:group></item><item/></rss>"
    )
    assert survey(data).captions == ({"Words on one", "Two"}, frozenset())


def test_survey_cuts_long_authors() -> None:
    """A long author is cut to its start."""
    data = b"<rss><item><author>" + b"a" * 5_000 + b"</author></item></rss>"
    ((start, end, instead),) = survey(data).cuts
    assert data[start:end] == b"a" * 5_000
    assert instead.startswith(b"aaaa")
    assert len(instead) < 300


@pytest.mark.parametrize(
    "data", [b"<rss>" + b"<a>" * 1_000, b"<rss " + b" ".join(b"a%d='1'" % i for i in range(1_000)) + b"/>"]
)
def test_survey_refuses(data: bytes) -> None:
    """Absurd depth and absurd numbers of attributes are refused in words."""
    assert survey(data).too_much
