"""One quick pass of expat over a document: is it well-formed, how large is it, and what feedparser would lose.

feedparser takes captions for bodies, forgets all but the last skipHours, and takes minutes for some documents that
expat reads in milliseconds. What is seen here decides what it is given.
"""

from __future__ import annotations

from dataclasses import dataclass
from xml.parsers import expat

MAX_ENTRIES = 2_000
MAX_DEPTH = 300
"""Elements inside each other; feedparser's time is quadratic in it."""
MAX_CHILDREN = 1_000
"""Elements right below one entry; the rest of it is left out."""
MAX_ATTRIBUTES = 500
"""Of one element; as above."""
MAX_AUTHOR = 1_000
"""Bytes of an author element; feedparser's pattern for e-mail addresses is quadratic."""

_AUTHORS = frozenset(("author", "creator", "managingeditor", "webmaster", "publisher", "owner", "contributor"))


@dataclass(frozen=True, slots=True)
class Survey:
    """What the pass saw."""

    error: int = 0
    """expat's code, 0 when the document is well-formed."""
    error_at: int = 0
    """Byte offset of the error."""
    open_tags: tuple[str, ...] = ()
    """Names of the elements that were open at the error, outermost first."""
    too_much: str = ""
    """Why the document can't be read at all, in words."""
    cuts: tuple[tuple[int, int, bytes], ...] = ()
    """Byte spans to leave out before feedparser reads it, each with what stands there instead."""
    items: tuple[tuple[int, int], ...] = ()
    """Byte spans of the first MAX_ENTRIES entries, each with its tags."""
    surplus: int = 0
    """Entries that are in `cuts` because there are more than MAX_ENTRIES."""
    captions: tuple[frozenset[str], ...] = ()
    """Of each entry those of its files, white space folded."""
    skip_hours: frozenset[int] = frozenset()
    skip_days: frozenset[int] = frozenset()


def survey(data: bytes) -> Survey:
    """Look at a document in UTF-8 without a DOCTYPE; never raises."""
    return _Pass(data).run()


class _TooMuchError(Exception):
    """The document is one that feedparser must not see."""


_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class _Pass:
    def __init__(self, data: bytes) -> None:
        self._data = data
        self._kinds: dict[str, str] = {}
        self._open: list[str] = []
        self._item_depth = 0
        self._item_start = 0
        self._items = 0
        self._children = 0
        self._crowd_start = -1
        self._spans: list[tuple[int, int]] = []
        self._surplus_start = self._surplus_end = -1
        self._author_start = -1
        self._author_depth = 0
        self._text: list[str] | None = None
        self._cuts: list[tuple[int, int, bytes]] = []
        self._captions: set[str] = set()
        self._all_captions: list[frozenset[str]] = []
        self._hours: set[int] = set()
        self._days: set[int] = set()
        parser = expat.ParserCreate("UTF-8", namespace_separator=" ")
        parser.namespace_prefixes = True
        parser.buffer_text = True
        parser.ordered_attributes = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        self._parser = parser

    def run(self) -> Survey:
        error = error_at = 0
        try:
            self._parser.Parse(self._data, True)
        except expat.ExpatError as problem:
            error, error_at = problem.code, self._parser.ErrorByteIndex
        except _TooMuchError as problem:
            return Survey(too_much=str(problem))
        finally:
            # The parser holds on to this pass by its handlers: both would keep the document until somebody looks.
            del self._parser
        surplus = 0
        if self._surplus_start >= 0 and self._surplus_end > self._surplus_start:
            self._cuts.append((self._surplus_start, self._surplus_end, b""))
            surplus = self._items - MAX_ENTRIES
        return Survey(
            error, error_at, tuple(_tag(name) for name in self._open), "",
            tuple(self._cuts), tuple(self._spans[:MAX_ENTRIES]), surplus, tuple(self._all_captions[:MAX_ENTRIES]),
            frozenset(self._hours), frozenset(self._days),
        )  # fmt: skip

    def _start(self, name: str, attributes: list[str]) -> None:
        self._open.append(name)
        depth = len(self._open)
        if depth > MAX_DEPTH or len(attributes) > 2 * MAX_ATTRIBUTES:
            raise _TooMuchError("it nests elements deeper, or gives one more attributes, than any feed does")
        if depth == self._item_depth + 1 and self._item_depth:
            self._children += 1
            if self._children == MAX_CHILDREN + 1:
                self._crowd_start = self._parser.CurrentByteIndex
        kind = self._kinds.get(name)
        if kind is None:
            kind = self._kinds[name] = _kind(name)
        if not kind:
            return
        if kind == "item":
            self._start_item(depth)
        elif kind == "author":
            if self._author_start < 0:
                self._author_start, self._author_depth = self._parser.CurrentByteIndex, depth
        elif kind != "caption" or (self._item_depth and self._text is None):
            self._collect()

    def _end(self, name: str) -> None:
        depth = len(self._open)
        self._open.pop()
        kind = self._kinds.get(name)
        if not kind:
            return
        if kind == "item":
            if depth == self._item_depth:
                self._end_item()
        elif kind == "author":
            if depth == self._author_depth:
                self._end_author()
        elif kind == "hour":
            hour = self._collected()
            if hour.isdecimal() and int(hour) <= 24:
                self._hours.add(int(hour) % 24)
        elif kind == "day":
            day = self._collected().lower()
            if day in _DAYS:
                self._days.add(_DAYS.index(day))
        elif self._item_depth and self._text is not None and (words := self._collected()):
            self._captions.add(" ".join(words.split()))

    def _start_item(self, depth: int) -> None:
        if self._item_depth:
            return
        self._item_depth, self._item_start, self._captions = depth, self._parser.CurrentByteIndex, set()
        self._children, self._crowd_start = 0, -1
        self._items += 1
        if self._items == MAX_ENTRIES + 1:
            self._surplus_start = self._parser.CurrentByteIndex

    def _end_item(self) -> None:
        self._item_depth = 0
        at = self._parser.CurrentByteIndex
        # An element without content ends where expat says; of others that is where the end tag begins.
        end = self._data.find(b">", at) + 1 if self._data.startswith(b"</", at) else at
        if self._crowd_start >= 0:
            self._cuts.append((self._crowd_start, at, b""))
        self._all_captions.append(frozenset(self._captions))
        self._spans.append((self._item_start, end))
        if self._surplus_start >= 0:
            self._surplus_end = end

    def _end_author(self) -> None:
        start, end = self._author_start, self._parser.CurrentByteIndex
        self._author_start, self._author_depth = -1, 0
        if end - start <= MAX_AUTHOR:
            return
        inner = self._data.find(b">", start) + 1
        if 0 < inner < end:
            text = self._data[inner : inner + 200]
            kept = b"" if b"<" in text or b"&" in text else text.decode("utf-8", "ignore").encode() + "…".encode()
            self._cuts.append((inner, end, kept))

    def _collect(self) -> None:
        self._text = []
        self._parser.CharacterDataHandler = self._text.append

    def _collected(self) -> str:
        text = "".join(self._text or ())
        self._text = None
        self._parser.CharacterDataHandler = None
        return text.strip()


def _kind(name: str) -> str:
    """What an element is to this pass, "" for nothing; expat's names read `namespace local prefix`."""
    parts = name.lower().split(" ")
    namespace, local = (parts[0], parts[1]) if len(parts) > 1 else ("", parts[0])
    if "search.yahoo.com/mrss" in namespace:
        return "caption" if local in ("description", "text") else ""
    if local in ("item", "entry"):
        return "item"
    if local in ("hour", "day"):
        return local
    return "author" if local in _AUTHORS else ""


def _tag(name: str) -> str:
    """The name as the document writes it."""
    parts = name.split(" ")
    return f"{parts[2]}:{parts[1]}" if len(parts) > 2 else parts[-1]
