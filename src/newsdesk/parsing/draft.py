"""What a reader of one format found, before it is cleaned: raw strings, the same shape for every format."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from newsdesk.model.feeds import Enclosure


class RawText(NamedTuple):
    """A text as the document has it, and whether it is HTML or means itself."""

    value: str = ""
    is_html: bool = True


_NOTHING = RawText()


class RawEntry(NamedTuple):
    """One item; addresses may be relative to `base`, nothing is cleaned."""

    guid: str = ""
    links: tuple[str, ...] = ()
    """What may be its address, best first."""
    title: RawText = _NOTHING
    body: RawText = _NOTHING
    summary: RawText = _NOTHING
    authors: tuple[str, ...] = ()
    published: str = ""
    updated: str = ""
    categories: tuple[str, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()
    comments: str = ""
    language: str = ""
    base: str = ""
    """What its links and those of its body are relative to; may be relative to the feed's own."""


@dataclass(frozen=True, slots=True)
class RawFeed:
    """A document; as `RawEntry`."""

    title: RawText = _NOTHING
    site: str = ""
    description: RawText = _NOTHING
    language: str = ""
    authors: tuple[str, ...] = ()
    """Who wrote entries that name nobody."""
    entries: tuple[RawEntry, ...] = ()
    """Those of the document that are not known."""
    digests: tuple[bytes, ...] = ()
    """Of each item of the document, known ones too (`model.imprints`); empty where items have no bytes of their own."""
    known: Mapping[int, bytes] = field(default_factory=dict)
    """Imprints of the known items, by their place in the document."""
    updated: str = ""
    ttl: int | None = None
    skip_hours: frozenset[int] = frozenset()
    skip_days: frozenset[int] = frozenset()
    base_is_site: bool = True
    """Relative addresses are relative to the site (RSS), not to the document's own address (Atom)."""
    notes: tuple[str, ...] = ()
