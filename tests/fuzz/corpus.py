"""The saved corpus of each target, and inputs bred from it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from hypothesis import strategies as st

CORPUS = Path(__file__).parents[1] / "data" / "fuzz"
_MOST_EDITS = 6
_LONGEST = 20_000
_REPEATS = (2, 30, 1_000)
_ODD = (
    b"\x1b[2J", b"\xc2\x9b", b"\0", b"\xed\xa0\x80", b"\xff", b"\xe2\x80\xae", b"&#27;", b"&#x9b;", b"\xef\xbf\xbf",
    b"9" * 50,
)  # fmt: skip
_TOKENS: Mapping[str, tuple[bytes, ...]] = {
    "parsing": (
        b"<item>", b"</item>", b"<title>", b"</title>", b"<link>", b"<![CDATA[", b"]]>", b"&amp;", b"&lt;", b"<!--",
        b"xmlns:x='u'", b"<entry>", b"<links>", b"{", b"[", b'"items":', b"<guid>", b"<pubDate>", b"<!ENTITY a 'b'>",
        b"&a;",
    ),
    "article": (
        b"<p>", b"</p>", b"<div>", b"</div>", b"<table>", b"<td>", b"<ul><li>", b"<a href='javascript:x'>",
        b"<img src=", b"<script>", b"</script>", b"<!--", b"&#", b"<pre>", b"<svg>", b"<noscript>", b"<base href=",
        b"<dl><dt>", b"<style>",
    ),
    "opml": (
        b"<outline", b"/>", b" text='x'", b" xmlUrl='http://a.invalid/'", b"</outline>", b"<!--", b"-->", b"<body>",
        b"&amp;", b"<!DOCTYPE x>", b"<![CDATA[", b"'", b'"',
    ),
    "query": (
        b"is:", b"in:", b"-", b"(", b")", b" OR ", b'"', b"newer:", b"outlets:>", b"*", b"^", b":", b"NEAR(", b"'",
    ),
    "config": (
        b"theme = ", b"[keys]\n", b"[", b"]", b"=", b'"', b"'''", b"interval = ", b"\n", b".", b"1e9", b"nan", b"{",
        b"[[",
    ),
}  # fmt: skip


@cache
def saved(name: str) -> tuple[bytes, ...]:
    """The corpus of a target, by file name."""
    return tuple(file.read_bytes() for file in sorted((CORPUS / name).iterdir()) if file.is_file())


@st.composite
def inputs(draw: st.DrawFn, name: str) -> bytes:
    """A document of the corpus with a few edits: tokens put in, stretches doubled, moved or left out, bytes changed."""
    data = draw(st.sampled_from(saved(name)))
    token = st.sampled_from(_TOKENS[name] + _ODD)
    for _ in range(draw(st.integers(0, _MOST_EDITS))):
        at = draw(st.integers(0, len(data)))
        end = min(len(data), at + draw(st.sampled_from((1, 8, 60, 500))))
        match draw(st.integers(0, 5)):
            case 0:
                data = data[:at] + draw(token) + data[at:]
            case 1:
                data = data[:at] + draw(token) * draw(st.sampled_from(_REPEATS)) + data[at:]
            case 2:
                data = data[:at] + data[end:]
            case 3:
                data = data[:end] + data[at:end] * draw(st.sampled_from(_REPEATS)) + data[end:]
            case 4:
                data = data[:at] + draw(st.binary(max_size=4)) + data[end:]
            case _:
                data = data[:at] + draw(st.sampled_from(saved(name)))[at:]
        data = data[:_LONGEST]
    return data
