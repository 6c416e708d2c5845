"""The blocks of an article as they are stored: JSON, packed beside what nearly all of them say."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable
from functools import cache
from typing import Any

from newsdesk.model.blocks import (
    TEXT_KINDS,
    Block,
    Code,
    Document,
    Embed,
    Figure,
    Footnote,
    Image,
    ListBlock,
    Quote,
    Rule,
    Run,
    Runs,
    Style,
    Table,
    Text,
)
from newsdesk.store.packing import packed, unpacked

# What is stored can't be read with another one: it stays as it is. Rare things first, the commonest last.
_COMMON = (
    b'[["video","https://www.youtube.com/watch?v=","","","embed"],["audio","https://","","","embed"],["post","https://",'
    b'"","","embed"],[[],[[[["",0,""]],[["",0,""]]],[[["",0,""]],[["",0,""]]]],[],"table"],["1",[["paragraph",[["",0,""]'
    b'],0]],"footnote"],["","","code"],["rule"],[[["paragraph",[["",0,""]],0]],[],false,"quote"],["heading",[["",0,""]],'
    b'2],["heading",[["",0,""]],3],[[[["paragraph",[["",0,""]],0]],[["paragraph",[["",0,"https://www."],["",0,""]],0]]],'
    b'false,1,"list"],[["https://www..com/wp-content/uploads/2026/.jpg","",0,0],[["",0,""]],"","figure"],["lead",[["",0,""'
    b']],0],["paragraph",[["",1,""],[" and the of the to the in the for the that is on the with by ",0,""],[" de la les'
    b' des que pour dans une et der die und das von mit den ",0,""],["",0,"https://www."],["",0,""]],0],["paragraph",[["",0,"'
    b'"]],0]],"","","","",0,"",false][[["paragraph",[["'
)


def dump_document(document: Document) -> bytes:
    """The document as compact UTF-8 JSON: its fields in their order, and so each block and run, which are tuples."""
    return _writer()(document)


@cache
def _writer() -> Callable[[object], bytes]:
    from msgspec.json import Encoder  # the screen only reads

    return Encoder().encode


def load_document(data: bytes) -> Document:
    """The document that `dump_document` wrote; raises ValueError on anything else."""
    try:
        blocks, *said = json.loads(data)
        return Document(tuple(map(_block, blocks)), *said)
    except TypeError as error:
        raise ValueError("no stored document") from error


def load_beginning(data: bytes) -> Document:
    """The first blocks of a document of which only the beginning is here, whole ones alone, nothing but blocks."""
    text = data.decode("utf-8", "ignore")
    blocks: list[Block] = []
    decoder, place = json.JSONDecoder(), len("[[")
    while text.startswith("[[") and text[place : place + 1] == "[":
        try:
            found, place = decoder.raw_decode(text, place)
        except ValueError:
            break
        blocks.append(_block(found))
        place += 1
    return Document(tuple(blocks))


def _block(data: list[Any]) -> Block:
    match data:
        case [kind, runs, int(level)] if kind in TEXT_KINDS:
            return Text(kind, _runs(runs), level)
        case [image, caption, credit, "figure"]:
            return Figure(Image(*image), _runs(caption), credit)
        case [blocks, source, pull, "quote"]:
            return Quote(_blocks(blocks), _runs(source), pull)
        case [items, ordered, start, "list"]:
            return ListBlock(tuple(map(_blocks, items)), ordered, start)
        case [head, rows, caption, "table"]:
            return Table(_cells(head), tuple(map(_cells, rows)), _runs(caption))
        case [text, language, "code"]:
            return Code(text, language)
        case ["rule"]:
            return Rule()
        case [what, url, title, host, "embed"]:
            return Embed(what, url, title, host)
        case [label, blocks, "footnote"]:
            return Footnote(label, _blocks(blocks))
    raise ValueError(f"unknown block {str(data)[:80]!r}")


def _blocks(data: list[list[Any]]) -> tuple[Block, ...]:
    return tuple(map(_block, data))


def _cells(data: list[list[list[Any]]]) -> tuple[Runs, ...]:
    return tuple(map(_runs, data))


def _runs(data: list[list[Any]]) -> Runs:
    return tuple([Run(text, Style(style) if style else Style.PLAIN, link) for text, style, link in data])


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


NO_BLOCKS = zlib.compress(b"[[]]")
"""The stored document of an article without text."""
