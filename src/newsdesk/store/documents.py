"""The blocks of an article as they are stored: JSON, packed beside what nearly all of them say."""

from __future__ import annotations

from newsdesk.model.blocks import Document, dump_document, load_beginning, load_document
from newsdesk.store.packing import packed, unpacked

# What is stored can't be read with another one: it stays as it is. Rare things first, the commonest last.
_COMMON = (
    b'"kind":"embed","what":"video","url":"https://www.youtube.com/watch?v=","title":"","host":""},{"kind":"table",'
    b'"head":[],"rows":[[[["},{"kind":"footnote","label":"","blocks":[{"kind":"code","text":"","language":""},{"kind":'
    b'"rule"},{"kind":"quote","blocks":[{"kind":"paragraph","runs":[[""]]}],"source":[],"pull":false},{"kind":"heading",'
    b'"runs":[[""]],"level":2},{"kind":"heading","runs":[[""]],"level":3},{"kind":"list","ordered":false,"start":1,'
    b'"items":[[{"kind":"paragraph","runs":[[""]]}],[{"kind":"paragraph","runs":[["",0,"https://www."]]}]]},{"kind":'
    b'"figure","url":"https://www..com/wp-content/uploads/2026/.jpg","alt":"","width":0,"height":0,"caption":[[""]],'
    b'"credit":""},{"kind":"lead","runs":[[""]]},{"kind":"paragraph","runs":[["",1],[" and the of the to the in the '
    b'for the that is on the with by "],[" de la les des que pour dans une et der die und das von mit den "],["",0,'
    b'"https://www."],[""]]},{"kind":"paragraph","runs":[[""]]}],"notice":""}{"blocks":[{"kind":"paragraph","runs":[["'
)


def packed_dump(dumped: bytes) -> bytes:
    """What `dump_document` made, as it is stored."""
    return packed(dumped, beside=_COMMON)


def dump_of(blob: bytes) -> bytes:
    """What `dump_document` made, out of a stored document; raises zlib.error for a damaged one."""
    return unpacked(blob, _COMMON)


def read_document(blob: bytes) -> Document:
    """A stored document."""
    return load_document(dump_of(blob))


def read_beginning(blob: bytes, most: int) -> Document:
    """The first blocks of a stored document, of `most` characters of its JSON, whole ones alone."""
    return load_beginning(unpacked(blob, _COMMON, most))


NO_BLOCKS = packed_dump(dump_document(Document(())))
"""The stored document of an article without text."""
