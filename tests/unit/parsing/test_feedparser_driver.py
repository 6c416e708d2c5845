"""feedparser with our driver against feedparser as it comes: on documents of all kinds they read the same."""

from __future__ import annotations

import base64
import io
import json
import random
import subprocess
import sys
import warnings
from pathlib import Path
from typing import Any

import feedparser

from newsdesk.parsing import feedparser_driver

FEEDS = Path(__file__).parents[2] / "data" / "feeds"
RANDOM_DOCUMENTS = 600
AS_IT_COMES = """
import base64, io, json, sys, warnings
import feedparser
warnings.simplefilter("ignore")
def add_tag(parser, term, scheme, label):  # its own leaves out what is there already, and takes minutes for that
    tags = parser._get_context().setdefault("tags", [])
    if (term or scheme or label) and len(tags) < 200:
        tags.append(feedparser.FeedParserDict(term=term, scheme=scheme, label=label))
feedparser.mixin._FeedParserMixin._add_tag = add_tag
feedparser.datetimes._date_handlers.clear()  # dates are not read by feedparser
def told(value):
    if isinstance(value, dict):
        return {str(key): told(one) for key, one in dict.items(value)}
    return [told(one) for one in value] if isinstance(value, (list, tuple)) else str(value)
def read(document):
    try:
        return told(feedparser.parse(io.BytesIO(document), sanitize_html=False, resolve_relative_uris=False))
    except Exception as error:
        return type(error).__name__
documents = [base64.b64decode(line) for line in sys.stdin]
json.dump([read(document) for document in documents], sys.stdout)
"""
ELEMENTS = (
    "item entry title link description summary content content:encoded guid id pubDate updated dc:creator dc:date "
    "author name email category media:content media:thumbnail media:group media:title enclosure source image url "
    "width textinput textInput x:thing x:title slash:comments itunes:author itunes:image xhtml:div h:p h:b div p b "
    "s:svg svg m:math channel cloud comments a10:author a10:name old:title rights subtitle contributor Title"
)
NAMES = ELEMENTS.split()
ATTRIBUTES = (
    'type="html"', 'type="xhtml"', 'type="text"', 'type="TEXT/HTML"', 'type="image/png"', 'mode="base64"',
    'xml:base="http://b.example/x/"', 'xml:base="../up"', 'xml:lang="de_AT"', 'lang="fr"', 'base="http://c.example/"',
    'href="a?b=1&amp;c"', 'rel="ALTERNATE"', 'REL="self"', 'url="u.png"', 'isPermaLink="false"', 'domain="d"',
    'xmlns="http://www.w3.org/2005/Atom"', 'xmlns:x="urn:other"', 'xmlns:z="http://www.w3.org/1999/xlink"',
    'x:y="1"', 'media:medium="image"', 'term="t"', 'label="l"', 'version="2.0"', 'lastmod="2026-01-01"',
)  # fmt: skip
TEXTS = (
    "", " ", "\n  ", "words", "&lt;p&gt;a &amp;amp; b&lt;/p&gt;", "<![CDATA[<b>bold</b> & more]]>", "é\x80 — ü",
    "caf\u00c3\u00a9", "2026-08-03T10:00:00Z", "Mon, 03 Aug 2026 10:00:00 GMT", "a@b.example (Ann)", "12",
    "http://x.example/?a=1&amp;b=2", "PGI+eDwvYj4=", "&#233;&#10;&#x26;", "w" * 300 + "\x85",
)  # fmt: skip
ROOTS = (
    ('<rss version="2.0"', "rss"), ('<feed xmlns="http://www.w3.org/2005/Atom"', "feed"),
    ('<rdf:RDF xmlns="http://purl.org/rss/1.0/"', "rdf:RDF"), ('<rss xmlns="http://backend.userland.com/rss2"', "rss"),
    ("<channel", "channel"),
)  # fmt: skip
NAMESPACES = (
    ' xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:media="http://search.yahoo.com/mrss/" xmlns:x="urn:x" xmlns:h="http://www.w3.org/1999/xhtml"'
    ' xmlns:xhtml="http://www.w3.org/1999/xhtml" xmlns:s="http://www.w3.org/2000/svg" xmlns:old="urn:old"'
    ' xmlns:m="http://www.w3.org/1998/Math/MathML" xmlns:a10="http://www.w3.org/2005/Atom"'
    ' xmlns:slash="http://purl.org/rss/1.0/modules/slash/" xmlns:itunes="http://www.itunes.com/DTDs/PodCast-1.0.dtd"'
    ' xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
)


def _element(rng: random.Random, depth: int) -> str:
    name = rng.choice(NAMES)
    attributes = {one.partition("=")[0]: one for one in rng.sample(ATTRIBUTES, rng.choice((0, 0, 0, 1, 2)))}
    inside = rng.choice(TEXTS)
    if depth < 5:
        inside += "".join(_element(rng, depth + 1) + rng.choice(TEXTS) for _ in range(rng.choice((0, 0, 1, 3))))
    return f"<{' '.join((name, *attributes.values()))}>{inside}</{name}>"


def _document(rng: random.Random) -> bytes:
    root, name = rng.choice(ROOTS)
    namespaces = NAMESPACES if rng.random() < 0.95 else NAMESPACES.replace("urn:old", "urn:\u00a0old")
    inside = "".join(_element(rng, 1) for _ in range(rng.randrange(12)))
    wrapped = f"<channel>{inside}</channel>" if name == "rss" else inside
    return f"{root}{namespaces}>{wrapped}</{name}>".encode()


def _told(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _told(one) for key, one in dict.items(value)}
    return [_told(one) for one in value] if isinstance(value, list | tuple) else str(value)


def _read(document: bytes) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return _told(feedparser.parse(io.BytesIO(document), sanitize_html=False, resolve_relative_uris=False))
        except Exception as error:  # noqa: BLE001 - feedparser raises the same as it comes
            return type(error).__name__


def test_the_same_is_read() -> None:
    """What feedparser makes of recorded and of random documents is the same with and without the driver."""
    assert [feedparser_driver.__name__] == feedparser.api.PREFERRED_XML_PARSERS
    rng = random.Random(20261126)
    documents = [path.read_bytes() for path in sorted(FEEDS.iterdir())]
    documents += [_document(rng) for _ in range(RANDOM_DOCUMENTS)]
    lines = b"".join(base64.b64encode(document) + b"\n" for document in documents)
    ran = subprocess.run([sys.executable, "-c", AS_IT_COMES], input=lines, capture_output=True, check=True)
    expected = json.loads(ran.stdout)
    assert sum(isinstance(one, dict) and len(one["entries"]) > 0 for one in expected) > len(documents) / 3
    for document, wanted in zip(documents, expected, strict=True):
        assert _read(document) == wanted, document
