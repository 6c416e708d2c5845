"""Articles in their stored form."""

from __future__ import annotations

import json
import zlib

import pytest

from newsdesk.model.blocks import Document, Figure, Image, Run, Style, Text
from newsdesk.store.documents import (
    NO_BLOCKS,
    dump_document,
    load_beginning,
    load_document,
    packed_dump,
    read_beginning,
    read_document,
)

LINK = "https://a.example/1"
WORDS = Text("paragraph", (Run("one "), Run("two", Style.STRONG | Style.CODE), Run(" three", Style.PLAIN, LINK)))
FIGURE = Figure(Image("https://a.example/i.jpg", "alt", 3, 4), (Run("caption"),), "credit")
WHOLE = Document((WORDS, FIGURE), "h", "b", "s", "en", 5, "n", True)


def test_a_document_comes_back() -> None:
    """Stored and loaded, it is the same, packed or not."""
    assert load_document(dump_document(WHOLE)) == WHOLE
    assert read_document(packed_dump(dump_document(WHOLE))) == WHOLE


def test_no_blocks_is_an_empty_document() -> None:
    """What stands for an article without text reads as one."""
    assert read_document(NO_BLOCKS) == Document(())
    assert read_beginning(NO_BLOCKS, 100) == Document(())


@pytest.mark.parametrize(
    "text", ['quotes " and \\', "\x00\x1f\x7f\n\t", "é ß 漢字 \u2028 \ufeff", "\U0001f600 \U0010ffff", "</script>&"]
)
def test_the_stored_form_is_what_the_standard_library_writes(text: str) -> None:
    """Two writers, the same bytes: reading needs no other library than Python's."""
    document = Document((Text("paragraph", (Run(text, Style.STRONG, text),)), FIGURE), text, published=2**60)
    plain = json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
    assert dump_document(document) == plain
    assert load_document(plain) == document


def test_half_of_a_pair_is_refused() -> None:
    """A lone surrogate can't be stored, as UTF-8 has none: the gate lets none pass, and an error says so."""
    with pytest.raises(UnicodeEncodeError):
        dump_document(Document((Text("paragraph", (Run("a\ud800b"),)),)))


@pytest.mark.parametrize(
    "data",
    [
        b"", b"words", b"3", b"null", b"[]", b"{}", b"[3]", b"[[3]]", b'[[["no such",[],0]]]', b'[[["paragraph",3,0]]]',
        b'[[["paragraph",[["a"]],0]]]', b'[[["a","b","no such"]]]', b'["words"]',
        b"[[],1,2,3,4,5,6,7,8]", b"\xff",
    ],
)  # fmt: skip
def test_anything_else_is_refused(data: bytes) -> None:
    """A damaged form is an error, no empty block."""
    with pytest.raises(ValueError):
        load_document(data)


def test_a_damaged_blob_is_refused() -> None:
    """Cut or changed, it says so and gives nothing."""
    blob = packed_dump(dump_document(WHOLE))
    for damaged in (b"", blob[:-1], blob[:10], b"y" + blob[1:], blob[:-1] + bytes((blob[-1] ^ 1,))):
        with pytest.raises(zlib.error):
            read_document(damaged)


def test_of_a_bomb_the_beginning_alone_is_unpacked() -> None:
    """However much a blob holds, what is asked for is read of it."""
    words = Text("paragraph", (Run("word " * 2_000),))
    blob = packed_dump(dump_document(Document((words,) * 1_000)))
    assert len(blob) < 100_000
    assert read_beginning(blob, 25_000).blocks == (words, words)


def test_a_beginning_is_whole_blocks() -> None:
    """What is read of a document that is cut anywhere is the first of its blocks, none of them in part."""
    blocks = tuple(Text("paragraph", (Run(f"Paragraph {number} “é” [1] {{2}}"),)) for number in range(20))
    data = dump_document(Document(blocks, headline="H"))
    sizes = []
    for end in range(0, len(data) + 1, 7):
        found = load_beginning(data[:end]).blocks
        assert found == blocks[: len(found)]
        sizes.append(len(found))
    assert sizes == sorted(sizes)
    assert sizes[-1] == 20
