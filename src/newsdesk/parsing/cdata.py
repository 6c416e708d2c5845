"""Escaped HTML as CDATA: the same document to any XML parser, and half the work for feedparser.

expat reports a piece of text for each reference in it, and feedparser spends two microseconds on each piece.
"""

from __future__ import annotations

import re

_WORTH = 4
"""References in a text from which on the change pays."""
_TOKEN = re.compile(
    rb"<!\[CDATA\[.*?\]\]>|<!--.*?-->|<\?.*?\?>"
    rb"|(<[^<>\"'!?]++(?:\"[^\"<]*+\"[^<>\"']*+|'[^'<]*+'[^<>\"']*+)*+>)([^<&]*+&[^<]*+)",
    re.DOTALL,
)
_NUMBER = re.compile(rb"&#(?:x([0-9a-fA-F]{1,6})|([0-9]{1,7}));")
_NAMED = ((b"&lt;", b"<"), (b"&gt;", b">"), (b"&quot;", b'"'), (b"&apos;", b"'"), (b"&amp;", b"&"))


def with_cdata(data: bytes) -> bytes:
    """A well-formed UTF-8 document without a DOCTYPE, its texts of many references written as CDATA."""
    return _TOKEN.sub(_rewritten, data)


def _rewritten(found: re.Match[bytes]) -> bytes:
    tag, text = found.groups()
    if tag is None or text.count(b"&") < _WORTH:
        return found.group()
    if b"&#" in text:
        text = _NUMBER.sub(_character, text)
    for reference, character in _NAMED:
        text = text.replace(reference, character)
    return b"%b<![CDATA[%b]]>" % (tag, text.replace(b"]]>", b"]]]]><![CDATA[>"))


def _character(found: re.Match[bytes]) -> bytes:
    code = int(found[1], 16) if found[1] else int(found[2])
    # An ampersand must not make a reference of what follows; it is written out with the others, last.
    return b"&amp;" if code == 38 else chr(code).encode()
