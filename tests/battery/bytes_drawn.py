"""Takes the bytes of a terminal apart: which control sequences they hold, and what text."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass

_PIECES = re.compile(
    rb"(?P<csi>\x1b\[(?P<params>[0-?]*)(?P<between>[ -/]*)(?P<final>[@-~]))"
    rb"|(?P<osc>\x1b\](?P<number>[0-9]*)(?P<rest>[^\x07\x1b]*)(?:\x07|\x1b\\))"
    rb"|(?P<string>\x1b(?P<kind>[PX^_])[^\x1b]*\x1b\\)"
    rb"|(?P<escape>\x1b[ -/]*[0-~])"
    rb"|(?P<control>[\x00-\x08\x0b-\x1f\x7f])",
)
_CLIPBOARD = b"52"
# What must not stand in text: C1, line and paragraph separators, bidi embeddings and isolates, noncharacters, tags.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    "\U000e0000-\U000e007f]"
)


@dataclass(frozen=True, slots=True)
class Drawn:
    """The shapes of all control sequences, the text between them, what was copied to the clipboard."""

    shapes: frozenset[str]
    text: str
    copied: tuple[str, ...]


def take_apart(raw: bytes) -> Drawn:
    """A stream's shapes and text; bytes that are no UTF-8 become U+DC80 and up."""
    shapes: set[str] = set()
    copied: list[str] = []

    def piece(found: re.Match[bytes]) -> bytes:
        shapes.add(_shape(found))
        if found["osc"] and found["number"] == _CLIPBOARD:
            copied.append(_decoded(found["rest"].rpartition(b";")[2]))
        return b""

    text = _PIECES.sub(piece, raw).decode("utf-8", "surrogateescape")
    return Drawn(frozenset(shapes), text, tuple(copied))


def forbidden_in(text: str) -> list[str]:
    """The code points of a text that no terminal should be sent, named once each."""
    return sorted({f"U+{ord(found):04X}" for found in _FORBIDDEN.findall(text)})


def _shape(found: re.Match[bytes]) -> str:
    """What a sequence does, without where and with which colours."""
    if found["csi"]:
        params, final = found["params"], found["final"].decode()
        private = params[:1].decode() if params[:1] in (b"?", b"<", b"=", b">") else ""
        counted = params.decode() if private or final in "JKnct" else ""
        return f"CSI {counted or private}{found['between'].decode()}{final}"
    if found["osc"]:
        return f"OSC {found['number'].decode()}"
    if found["string"]:
        return f"ESC {found['kind'].decode()} string"
    return f"ESC {found['escape'][1:].decode()}" if found["escape"] else f"control {found['control'].hex()}"


def _decoded(payload: bytes) -> str:
    try:
        return base64.b64decode(payload, validate=True).decode("utf-8", "surrogateescape")
    except binascii.Error:
        return "\x00 not base64"
