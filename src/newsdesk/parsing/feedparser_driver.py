"""feedparser's own reading with half of its work left out: the same result, held to it by tests.

feedparser lets a program choose the SAX driver. This one works out once for each name in a document what feedparser
makes of it (namespace, prefix, handler), where feedparser does so at every tag, and hands over text in one piece where
expat reports one for each reference and line. Elements inside of text, and all that changes a base or a language, go
feedparser's own way.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from xml.sax.expatreader import ExpatParser

import feedparser
import feedparser.api
from feedparser.encodings import convert_to_utf8

_MAX_TAGS = 200
"""Categories of one entry that are kept for `entries` to choose from."""
_PIECE = 1 << 17
"""Bytes of text that expat gathers before it hands them over."""
_LONG = 100
"""Characters from which on a text is worth a look of its own."""
_C1 = re.compile("[\x80-\x9f]")
_OF_A_TEXT_INPUT = frozenset(("title", "link", "description", "name"))
_OF_AN_IMAGE = frozenset(("title", "link", "description", "url", "href", "width", "height"))
"""What may stand in a textinput or an image; anything else shows that it has ended."""
_ON_THEIR_OWN = frozenset(("div", "xhtml:div", "svg", "math", "feed", "rss", "rdf:rdf"))
"""Elements that feedparser asks more about than their name."""
_ON_BASE_OR_LANGUAGE = frozenset(("xml:base", "base", "xml:lang", "lang"))


@dataclass(frozen=True, slots=True)
class _Kind:
    """What feedparser makes of the elements of one name: the key of their text, and who takes their tags."""

    key: str
    start: Callable[[dict[str, str]], object] | None
    end: Callable[[], object] | None
    ends_text_input: bool
    ends_image: bool
    goes_their_way: bool


class _Plain(str):
    """A text without C1 controls: feedparser's table of what they mean in Windows-1252 has nothing to do in it."""

    def translate(self, _table: object) -> str:
        """The text."""
        return str(self)


def _has_c1(text: str) -> bool:
    # In UTF-8 their first byte is this one: looking for it takes a tenth of what the pattern does.
    return not text.isascii() and b"\xc2" in text.encode("utf-8", "replace") and _C1.search(text) is not None


class _Handler(feedparser.api.StrictFeedParser):  # type: ignore[misc]
    """feedparser's strict parser, which remembers what it makes of a name."""

    def __init__(self, *settings: object) -> None:
        self.kinds: dict[str, _Kind] = {}
        super().__init__(*settings)

    def startPrefixMapping(self, prefix: str | None, uri: str | None) -> None:
        """Take note of a namespace; what names mean may be something else from here on."""
        self.kinds.clear()
        super().startPrefixMapping(prefix, uri)

    def endDocument(self) -> None:
        """Let go of what was remembered: it holds on to this parser, and so to the whole document."""
        self.kinds.clear()

    def characters(self, text: str) -> None:
        """Take a piece of text."""
        if self.contentparams:
            self.handle_data(text)
        elif self.elementstack:
            self.elementstack[-1][2].append(text)

    @staticmethod
    def decode_entities(_element: str, text: str) -> str:
        """The text: a strict parser has no entities left, but this is the one step before feedparser's table.

        It looks up every character of every text in a table of 32 of them, which is a third of its time.
        """
        return _Plain(text) if len(text) >= _LONG and not _has_c1(text) else text

    def kind_of(self, name: str) -> _Kind:
        """What the elements of a name (`namespace local prefix`, as expat has it) are."""
        tag = self._tag_of(name)
        prefix, _, suffix = tag.rpartition(":")
        prefix = self.namespacemap.get(prefix, prefix)
        key = f"{prefix}_{suffix}" if prefix else suffix
        kind = self.kinds[name] = _Kind(
            key, getattr(self, f"_start_{key}", None), getattr(self, f"_end_{key}", None),
            not prefix and tag not in _OF_A_TEXT_INPUT, not prefix and tag not in _OF_AN_IMAGE,
            tag in _ON_THEIR_OWN or suffix in _ON_THEIR_OWN or tag.count(":") > 1 or len(name.split()) > 3,
        )  # fmt: skip
        return kind

    def _tag_of(self, name: str) -> str:
        parts = name.split()
        if len(parts) == 1:
            return name.lower()
        namespace, local = parts[0], parts[1].lower()
        if "backend.userland.com/rss" in namespace.lower():
            namespace = "http://backend.userland.com/rss"
        prefix = self._matchnamespaces.get(namespace.lower()) or next(
            (known for known, uri in self.namespaces_in_use.items() if known and uri == namespace), ""
        )
        return f"{prefix}:{local}".lower() if prefix else local


class _Driver(ExpatParser):
    """expat for feedparser; whatever is not plain goes the way of `xml.sax`."""

    _parser: Any
    _cont_handler: Any

    def reset(self) -> None:
        """Begin a document."""
        super().reset()
        self._parser.buffer_text = True
        self._parser.buffer_size = _PIECE

    def start_element_ns(self, name: str, attrs: Mapping[str, str]) -> None:
        """Take a start tag."""
        handler = self._cont_handler
        kind = handler.kinds.get(name) or handler.kind_of(name)
        plain = None if handler.incontent or handler.baseuri or handler.decls else _plain(attrs)
        if plain is None or kind.goes_their_way:
            super().start_element_ns(name, attrs)
            return
        handler.depth += 1
        handler.basestack.append("")
        handler.langstack.append(handler.lang)
        if kind.ends_text_input:
            handler.intextinput = 0
        if kind.ends_image:
            handler.inimage = 0
        if kind.start is not None:
            try:
                kind.start(plain)
            except AttributeError:  # feedparser takes its own stumbling for an element that it doesn't know
                pass
            else:
                return
        if plain:
            handler._get_context()[kind.key] = plain
        else:
            handler.push(kind.key, 1)

    def end_element_ns(self, name: str) -> None:
        """Take an end tag."""
        handler = self._cont_handler
        kind = handler.kinds.get(name) or handler.kind_of(name)
        if handler.incontent or kind.goes_their_way or handler.svgOK:
            super().end_element_ns(name)
            return
        try:
            (kind.end or _missing)()
        except AttributeError:
            handler.pop(kind.key)
        handler.basestack.pop()
        if handler.basestack and handler.basestack[-1]:
            handler.baseuri = handler.basestack[-1]
        handler.langstack.pop()
        if handler.langstack:
            handler.lang = handler.langstack[-1]
        handler.depth -= 1


def _missing() -> None:
    raise AttributeError


def _plain(attributes: Mapping[str, str]) -> dict[str, str] | None:
    """The attributes as feedparser names them; None where one has a namespace, or sets base or language."""
    if not attributes:
        return {}
    plain = {}
    for name, value in attributes.items():
        name = name.lower()
        if " " in name or name in _ON_BASE_OR_LANGUAGE or name.startswith("xmlns"):
            return None
        plain[name] = value.lower() if name in ("rel", "type") else value
    return plain


def create_parser() -> _Driver:
    """The driver: what `xml.sax.make_parser` asks of a module that holds one."""
    return _Driver()


def _add_tag(parser: Any, term: str | None, scheme: str | None, label: str | None) -> None:
    """In place of feedparser's own, which compares every tag with all before it: 50,000 of them took minutes."""
    tags = parser._get_context().setdefault("tags", [])
    if (term or scheme or label) and isinstance(tags, list) and len(tags) < _MAX_TAGS:
        tags.append(feedparser.FeedParserDict(term=term, scheme=scheme, label=label))


def _in_utf8(headers: Mapping[str, str], data: bytes, result: dict[str, Any]) -> bytes:
    """In place of feedparser's search for the encoding: what starts with its root was written in UTF-8 by `mending`."""
    if data[:1] != b"<" or data[1:2] in b"?!":
        converted: bytes = convert_to_utf8(headers, data, result)
        return converted
    result["encoding"] = "utf-8"
    return data


def _quicken(dictionary: type[dict[str, Any]]) -> None:
    """Let feedparser's dict go the way of a plain one for all keys that it does not translate."""
    translated = frozenset(dictionary.keymap) | {"category", "enclosures", "license", "updated", "updated_parsed"}  # type: ignore[attr-defined]
    own_item, own_get, own_has = dictionary.__getitem__, dictionary.get, dictionary.__contains__
    own_set, own_default = dictionary.__setitem__, dictionary.setdefault

    def item(self: Any, key: Any) -> Any:
        return own_item(self, key) if key in translated else dict.__getitem__(self, key)

    def get(self: Any, key: Any, default: Any = None) -> Any:
        return own_get(self, key, default) if key in translated else dict.get(self, key, default)

    def has(self: Any, key: Any) -> bool:
        return own_has(self, key) if key in translated else dict.__contains__(self, key)

    def set_item(self: Any, key: Any, value: Any) -> None:
        (own_set if key in translated else dict.__setitem__)(self, key, value)

    def set_default(self: Any, key: Any, default: Any) -> Any:
        return own_default(self, key, default) if key in translated else dict.setdefault(self, key, default)

    def copied(self: Any, memory: dict[int, Any]) -> Any:
        # What feedparser copies holds nothing but texts and numbers.
        fresh = dictionary()
        dict.update(fresh, self)
        return fresh

    quick = {
        "__getitem__": item, "get": get, "__contains__": has, "has_key": has, "__setitem__": set_item,
        "setdefault": set_default, "__deepcopy__": copied,
    }  # fmt: skip
    for name, function in quick.items():
        setattr(dictionary, name, function)


_quicken(feedparser.FeedParserDict)
# Dates are read by `dates`, from the text; a stumble of feedparser's own over one would cost the document.
feedparser.datetimes._date_handlers.clear()
feedparser.mixin._FeedParserMixin._add_tag = _add_tag
feedparser.api.StrictFeedParser = _Handler
feedparser.api.convert_to_utf8 = _in_utf8
feedparser.api.PREFERRED_XML_PARSERS = [__name__]
