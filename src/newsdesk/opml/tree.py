"""The outlines of a list with the byte span of each, as expat reads them; entities and DTDs are refused."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from xml.parsers import expat

from newsdesk.errors import OpmlError
from newsdesk.opml.source import Source
from newsdesk.text import clean_line

NAMESPACE = "https://newsdesk.example/opml"
"""The namespace of newsdesk's own attributes."""
MAX_OUTLINES = 200_000
MAX_NESTING = 2_000
"""Levels of elements; a deeper file is no list that somebody made."""
MAX_FOLDERS = 32
"""Folder names a path keeps; what lies deeper belongs to the last."""

_TAG = re.compile(rb"""<[^\s/>]+(?:[^>"']|"[^"]*"|'[^']*')*>""")

Attributes = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Span:
    """Where an element stands in the UTF-8 bytes: from `start` to `end`, its content from `inner` to `inner_end`."""

    start: int
    inner: int
    inner_end: int
    end: int

    @property
    def empty_tag(self) -> bool:
        """Whether it is written `<name/>`."""
        return self.inner == self.end


@dataclass(frozen=True, slots=True)
class Outline:
    """One outline element: its attributes as written, the outline around it, its line and bytes."""

    name: str
    attributes: Attributes
    parent: int
    """Index of the outline around it, -1 at the top level."""
    line: int
    span: Span

    def get(self, *names: str) -> str:
        """The first of these attributes (lower case; case in the file is free) that is not blank, else ""."""
        for wanted in names:
            for name, value in self.attributes:
                if name.lower() == wanted and value.strip():
                    return value.strip()
        return ""

    @property
    def label(self) -> str:
        """What it is called on screen; "" when it says nothing."""
        return clean_line(self.get("text")) or clean_line(self.get("title"))


@dataclass(frozen=True, slots=True)
class Tree:
    """A list: its outlines in document order, its body, its own prefixes."""

    source: Source
    title: str
    outlines: tuple[Outline, ...]
    paths: tuple[tuple[str, ...], ...]
    """For each outline the names of the outlines around it, outermost first."""
    root: Span
    root_name: str
    body: Span | None
    bindings: dict[str, str]
    """Prefixes that the root and the body bind."""
    prefixes: frozenset[str]
    """Prefixes that mean newsdesk's own attributes."""
    last_child: dict[int, int]
    """For each outline that has outlines inside it (-1: the top level) the last of them."""

    def own(self, outline: Outline, name: str) -> str:
        """The value of one of newsdesk's own attributes, cleaned; "" when it is not there."""
        for key, value in outline.attributes:
            prefix, colon, local = key.partition(":")
            if colon and prefix in self.prefixes and local.lower() == name:
                return clean_line(value, 200)
        return ""


class _Builder:
    """Puts a Tree together from the start and end of elements."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.root_name = ""
        self.root: Span | None = None
        self.body: Span | None = None
        self.title = ""
        self.bindings: dict[str, str] = {}
        self.prefixes = {"newsdesk"}
        self._open: list[tuple[str, int, int, int]] = []  # local name, outline or -1, start, inner
        self._around = [-1]  # for each open element, and none, the innermost outline
        self._found: list[tuple[str, Attributes, int, int]] = []
        self._spans: list[Span | None] = []
        self._in_title = False
        self._heads = 0

    def start(self, name: str, attributes: Attributes, line: int, start: int, inner: int) -> None:
        """An element opens; raises OpmlError where the document is no OPML or is nested absurdly."""
        if not self.root_name:
            self.root_name = name
            _refuse_other_documents(name, self.source.name, line)
        if len(self._open) >= MAX_NESTING or len(self._found) >= MAX_OUTLINES:
            raise OpmlError(f"{self.source.name}, line {line}: more outlines than any list has", "Split the file.")
        local = self._local(name)
        for key, value in attributes:
            if key.startswith("xmlns:"):
                self._bind(key[6:], value, outer=local in ("opml", "body"))
        index = -1
        if local == "outline" and not self._heads:
            index = len(self._found)
            self._found.append((name, attributes, self._around[-1], line))
            self._spans.append(None)
        self._heads += local == "head"
        self._in_title = local == "title" and self._heads > 0
        self._open.append((local, index, start, inner))
        self._around.append(index if index >= 0 else self._around[-1])

    def characters(self, text: str) -> None:
        """Text between tags; only the head's title counts."""
        if self._in_title and len(self.title) < 10_000:
            self.title += text

    def end(self, position: int) -> None:
        """The innermost element closes; `position` is where its end tag starts, if it has one."""
        local, index, start, inner = self._open.pop()
        self._around.pop()
        self._in_title = False
        self._heads -= local == "head"
        data = self.source.data
        if data[inner - 2 : inner] == b"/>":
            span = Span(start, inner, inner, inner)
        else:
            span = Span(start, inner, position, data.index(b">", position) + 1)
        if index >= 0:
            self._spans[index] = span
        elif local == "body" and self.body is None:
            self.body = span
        elif local == "opml" and not self._open:
            self.root = span

    def tree(self) -> Tree:
        """The finished tree, once every element has closed."""
        outlines = tuple(
            Outline(name, attributes, parent, line, span)
            for (name, attributes, parent, line), span in zip(self._found, self._spans, strict=True)
            if span
        )
        assert self.root, "expat closes the root before it is done"
        return Tree(
            self.source, clean_line(self.title), outlines, _paths(outlines), self.root, self.root_name,
            self.body, dict(self.bindings), frozenset(self.prefixes),
            {outline.parent: index for index, outline in enumerate(outlines)},
        )  # fmt: skip

    def _local(self, name: str) -> str:
        # Elements of the root's own prefix are OPML's, whatever the prefix; others are somebody's extension.
        prefix, colon, local = name.rpartition(":")
        root_prefix = self.root_name.rpartition(":")[0]
        return local.lower() if prefix == root_prefix or not colon else ""

    def _bind(self, prefix: str, uri: str, *, outer: bool) -> None:
        if outer:
            self.bindings.setdefault(prefix, uri)
        if uri == NAMESPACE:
            self.prefixes.add(prefix)
        elif outer:
            self.prefixes.discard(prefix)


def _refuse_other_documents(root: str, name: str, line: int) -> None:
    """Raise OpmlError, naming what the document is, when its root element is not OPML's."""
    local = root.rpartition(":")[2].lower()
    if local == "opml":
        return
    if local in ("rss", "feed", "rdf"):
        raise OpmlError(
            f"{name}, line {line}: this is a feed, not a list of feeds (OPML)",
            "To subscribe to it, use `newsdesk feeds add` with its address.",
        )
    what = "a web page" if local == "html" else f"a document of the kind <{clean_line(root, 40)}>"
    raise OpmlError(
        f"{name}, line {line}: this is {what}, not OPML", "Export the list from the other reader as OPML and try again."
    )


def parse(source: Source) -> Tree:
    """The list, read strictly; raises OpmlError naming file and line where it is no well-formed OPML."""
    builder = _Builder(source)
    parser = expat.ParserCreate("utf-8")
    parser.ordered_attributes = True
    data = source.data

    def start(name: str, attributes: list[str]) -> None:
        position = parser.CurrentByteIndex
        tag = _TAG.match(data, position)
        inner = tag.end() if tag else position
        pairs = tuple(zip(attributes[::2], attributes[1::2], strict=True))
        builder.start(name, pairs, parser.CurrentLineNumber, position, inner)

    def refuse(*_declaration: object) -> None:
        line = parser.CurrentLineNumber
        raise OpmlError(
            f"{source.name}, line {line}: it has a DOCTYPE or entities, which are refused",
            "Take the DOCTYPE out of the file.",
        )

    parser.StartElementHandler = start
    parser.EndElementHandler = lambda _name: builder.end(parser.CurrentByteIndex)
    parser.CharacterDataHandler = builder.characters
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        why = expat.ErrorString(error.code).removeprefix("not well-formed ").strip("()")
        raise OpmlError(
            f"{source.name}, line {error.lineno}: not well-formed ({why})",
            "Mend that line; a bare & is written &amp;.",
        ) from error
    return builder.tree()


def _paths(outlines: Iterable[Outline]) -> tuple[tuple[str, ...], ...]:
    inside: list[tuple[str, ...]] = []
    around: list[tuple[str, ...]] = []
    for outline in outlines:
        path = inside[outline.parent] if outline.parent >= 0 else ()
        around.append(path)
        label = outline.label
        inside.append((*path, label) if label and len(path) < MAX_FOLDERS else path)
    return tuple(around)
