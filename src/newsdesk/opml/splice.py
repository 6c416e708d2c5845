"""Cuts, inserts and attribute changes on the bytes of a list; what is not named stays byte for byte."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from xml.sax.saxutils import escape

from newsdesk.model.feeds import Subscription
from newsdesk.opml.tree import NAMESPACE, Outline, Span, Tree

_ATTRIBUTE = re.compile(rb"""\s+([^\s=/>"']+)\s*=\s*("[^"]*"|'[^']*')""")
_NAME = re.compile(rb"<[^\s/>]+")
_BLANK_REST = re.compile(rb"[ \t]*(?:\r\n|\n|\r|\Z)")
_LOOK_BACK = 2_000
"""Bytes before an element in which its indentation is looked for."""


@dataclass(frozen=True, slots=True)
class Splice:
    """The bytes from `start` to `end` become `text`."""

    start: int
    end: int
    text: bytes = b""


def apply(data: bytes, splices: Iterable[Splice]) -> bytes:
    """The data with all splices done; those at one place in the order given. They must not overlap."""
    parts: list[bytes] = []
    position = 0
    for splice in sorted(splices, key=lambda s: s.start):
        if splice.start < position:
            raise ValueError("splices overlap")
        parts += (data[position : splice.start], splice.text)
        position = splice.end
    return b"".join((*parts, data[position:]))


def apply_within(data: bytes, start: int, end: int, splices: Iterable[Splice]) -> bytes:
    """The bytes from `start` to `end` with splices done that lie there."""
    return apply(data[start:end], [Splice(s.start - start, s.end - start, s.text) for s in splices])


def quoted(value: str, quote: str = '"') -> bytes:
    """A value as an attribute holds it, with its quotes."""
    entities = {quote: "&quot;" if quote == '"' else "&apos;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}
    return f"{quote}{escape(value, entities)}{quote}".encode()


def attribute_spans(data: bytes, span: Span) -> list[tuple[str, Span]]:
    """Each attribute of a start tag with the place of the space before it, its value, and its end.

    In the Span, `start` is where the space before it starts, `inner` to `inner_end` the value without quotes.
    """
    name = _NAME.match(data, span.start)
    position = name.end() if name else span.start
    found: list[tuple[str, Span]] = []
    while one := _ATTRIBUTE.match(data, position, span.inner):
        found.append((one.group(1).decode(), Span(one.start(), one.start(2) + 1, one.end(2) - 1, one.end())))
        position = one.end()
    return found


def set_attribute(tree: Tree, outline: Outline, name: str, value: str) -> Splice:
    """Give an attribute a value, in the quotes it has; a new one goes to the end of the tag."""
    data = tree.source.data
    spans = attribute_spans(data, outline.span)
    for found, span in spans:
        if found == name:
            quote = data[span.inner - 1 : span.inner].decode()
            return Splice(span.inner - 1, span.inner_end + 1, quoted(value, quote))
    end = spans[-1][1].end if spans else outline.span.start + 1 + len(outline.name.encode())
    return Splice(end, end, b" " + name.encode() + b"=" + quoted(value))


def cut_attributes(tree: Tree, outline: Outline, *names: str) -> list[Splice]:
    """Take attributes (lower case; any case in the file) out of a tag, with the space before each."""
    spans = attribute_spans(tree.source.data, outline.span)
    return [Splice(span.start, span.end) for found, span in spans if found.lower() in names]


def bind_newsdesk(tree: Tree) -> tuple[str, list[Splice]]:
    """The prefix of newsdesk's own attributes, and what it takes to bind it where the root doesn't yet."""
    for prefix, uri in tree.bindings.items():
        if uri == NAMESPACE:
            return prefix, []
    prefix = "newsdesk" if "newsdesk" not in tree.bindings else "newsdesk-opml"
    spans = attribute_spans(tree.source.data, tree.root)
    end = spans[-1][1].end if spans else tree.root.start + 1 + len(tree.root_name.encode())
    return prefix, [Splice(end, end, f" xmlns:{prefix}=".encode() + quoted(NAMESPACE))]


def cut(data: bytes, span: Span) -> Splice:
    """Take an element out: with its whole line where it stands alone on one, else just its bytes."""
    indent = _indent_before(data, span.start)
    rest = _BLANK_REST.match(data, span.end)
    if rest and indent is not None:
        return Splice(span.start - len(indent), rest.end())
    return Splice(span.start, span.end)


def insert(tree: Tree, parent: int, elements: list[bytes], place: Layout) -> list[Splice]:
    """Put elements at the end of an outline (-1: the body), each on a line of its own as its neighbours are.

    An element that is several lines is written as it is; only its first line is indented.
    """
    span = place.span(parent)
    data = tree.source.data
    if span.empty_tag:
        slash = span.start + len(data[span.start : span.inner - 2].rstrip())
        name = tree.outlines[parent].name if parent >= 0 else place.body_name
        inside = place.lines(elements, place.indent_of_children(parent)) + place.newline + place.indent_of(span)
        return [Splice(slash, span.end, b">" + inside + f"</{name}>".encode())]
    earliest = max(span.inner, span.inner_end - _LOOK_BACK)
    last = earliest + len(data[earliest : span.inner_end].rstrip())
    if b"\n" in data[last : span.inner_end] or b"\r" in data[last : span.inner_end]:
        return [Splice(last, last, place.lines(elements, place.indent_of_children(parent)))]
    if last > span.inner:
        return [Splice(last, last, b"".join(elements))]
    closing = place.newline + place.indent_of(span)
    return [Splice(span.inner_end, span.inner_end, place.lines(elements, place.indent_of_children(parent)) + closing)]


class Layout:
    """How a list is laid out: its newline, its step of indentation, the indentation of an element."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        data = tree.source.data
        line_break = re.search(rb"\r\n|\n|\r", data)
        self.newline = line_break.group() if line_break else b"\n"
        self.step = self._step()

    @property
    def body_name(self) -> str:
        """The body's name as written."""
        prefix = self.tree.root_name.rpartition(":")[0]
        return f"{prefix}:body" if prefix else "body"

    @property
    def outline_name(self) -> str:
        """How an outline is written here: `outline`, with the root's prefix if it has one."""
        prefix = self.tree.root_name.rpartition(":")[0]
        return f"{prefix}:outline" if prefix else "outline"

    def span(self, index: int) -> Span:
        """The span of an outline, or of the body for -1."""
        span = self.tree.outlines[index].span if index >= 0 else self.tree.body
        assert span is not None, "edits ask for a body first"
        return span

    def indent_of(self, span: Span) -> bytes:
        """The indentation of an element that is the first on its line, else none."""
        return self._indent(span) or b""

    def indent_of_children(self, parent: int) -> bytes:
        """The indentation of what stands in an outline (-1: the body)."""
        last = self.tree.last_child.get(parent)
        known = self._indent(self.tree.outlines[last].span) if last is not None else None
        return known if known is not None else self.indent_of(self.span(parent)) + self.step

    def lines(self, elements: list[bytes], indent: bytes) -> bytes:
        """Elements, each after a line break and its indentation."""
        return b"".join(self.newline + indent + element for element in elements)

    def _indent(self, span: Span) -> bytes | None:
        return _indent_before(self.tree.source.data, span.start)

    def _step(self) -> bytes:
        for outline in self.tree.outlines:
            inner = self._indent(outline.span)
            around = self._indent(self.span(outline.parent)) if self.tree.body else None
            if inner and around is not None and inner.startswith(around) and len(inner) > len(around):
                return inner[len(around) :]
        return b"  "


def _indent_before(data: bytes, position: int) -> bytes | None:
    """The blanks before a position when nothing else is before it on its line, else None."""
    earliest = max(0, position - _LOOK_BACK)
    line = max(data.rfind(b"\n", earliest, position), data.rfind(b"\r", earliest, position)) + 1
    indent = data[line:position]
    return indent if line and not indent.strip(b" \t") else None


def written(subscription: Subscription, name: str, prefix: str) -> bytes:
    """A feed's outline element, without indentation; `prefix` is that of newsdesk's own attributes."""
    own = {
        "owner": subscription.owner,
        "country": subscription.country,
        "language": subscription.language,
        "kind": subscription.kind,
        "paused": "true" if subscription.paused else "",
        "private": "true" if subscription.private else "",
    }
    attributes = {
        "type": "rss",
        "text": subscription.title or subscription.url,
        "xmlUrl": subscription.url,
        "htmlUrl": subscription.site_url,
    } | {f"{prefix}:{key}": value for key, value in own.items()}
    tag = b"".join(b" " + key.encode() + b"=" + quoted(value) for key, value in attributes.items() if value)
    return b"<" + name.encode() + tag + b"/>"


def needs_prefix(subscription: Subscription) -> bool:
    """Whether `written` uses newsdesk's own attributes for it."""
    return any(
        (subscription.owner, subscription.country, subscription.language, subscription.kind, subscription.paused,
         subscription.private)
    )  # fmt: skip
