"""The bytes of a list as UTF-8 to work on, and the way back to the file's own encoding."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from newsdesk.errors import OpmlError

MAX_BYTES = 32_000_000
"""A longer file is refused: 10,000 feeds with all their attributes take 3 MB."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,200}?\sencoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
# As Python calls them; asking it at the start would load all of them.
_ALLOWED = frozenset(
    (
        "utf-8", "ascii", "iso8859-1", "iso8859-2", "iso8859-3", "iso8859-4", "iso8859-5", "iso8859-6", "iso8859-7",
        "iso8859-8", "iso8859-9", "iso8859-10", "iso8859-13", "iso8859-14", "iso8859-15", "iso8859-16", "cp1250",
        "cp1251", "cp1252", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258", "koi8-r", "koi8-u", "shift_jis",
        "euc_jp", "gb2312", "gbk", "gb18030", "big5", "euc_kr",
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Source:
    """A list as UTF-8 bytes without BOM, with what it takes to write it back."""

    name: str
    """The file's name, for messages."""
    data: bytes
    encoding: str
    """Python's name of the encoding of the file."""
    bom: bytes = b""

    def encode(self, data: bytes) -> bytes:
        """UTF-8 bytes in the file's encoding; what it can't say becomes a character reference."""
        if self.encoding == "utf-8":
            return self.bom + data
        return self.bom + data.decode().encode(self.encoding, "xmlcharrefreplace")


def load(data: bytes, name: str) -> Source:
    """The list's text; raises OpmlError for an encoding or bytes that can't be read and written back the same."""
    encoding, bom = _encoding(data, name)
    body = data[len(bom) :]
    try:
        text = body.decode(encoding)
    except UnicodeDecodeError as error:
        line = body.count(b"\n", 0, error.start) + 1
        raise OpmlError(
            f"{name}, line {line}: the bytes are not {encoding}, which the file says or UTF-8 where it says nothing",
            "Save the file as UTF-8.",
        ) from error
    if encoding != "utf-8" and text.encode(encoding, "replace") != body:
        raise OpmlError(f"{name}: the encoding {encoding} can't be written back byte for byte", "Save it as UTF-8.")
    return Source(name, text.encode(), encoding, bom)


def load_any(data: bytes, name: str) -> tuple[Source, tuple[str, ...]]:
    """As `load`, but bytes that don't fit are read as windows-1252, and the second value says so."""
    try:
        return load(data, name), ()
    except OpmlError as error:
        if not data.strip() or len(data) > MAX_BYTES:
            raise
        _, bom = _sniffed(data)
        text = data[len(bom) :].decode("cp1252", "replace")
        return Source(name, text.encode(), "utf-8"), (f"{error.message}; read as windows-1252",)


def _encoding(data: bytes, name: str) -> tuple[str, bytes]:
    if not data.strip():
        raise OpmlError(f"{name}, line 1: the file is empty", "Give an OPML file with at least one feed.")
    if len(data) > MAX_BYTES:
        raise OpmlError(f"{name}: the file is larger than {MAX_BYTES // 1_000_000} MB", "Split it.")
    encoding, bom = _sniffed(data)
    if encoding:
        return encoding, bom
    declared = _DECLARED.match(data)
    if not declared:
        return "utf-8", b""
    try:
        found = codecs.lookup(declared.group(1).decode("ascii")).name
    except LookupError:
        found = ""
    if found.startswith("utf-16"):
        # The declaration itself was readable one byte a character, so it is wrong.
        return "utf-8", b""
    if found not in _ALLOWED:
        said = declared.group(1).decode("ascii")
        raise OpmlError(f"{name}, line 1: the encoding {said!r} is not known here", "Save the file as UTF-8.")
    return found, b""


def _sniffed(data: bytes) -> tuple[str, bytes]:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return encoding, bom
    if data.startswith(b"<\0"):
        return "utf-16-le", b""
    if data.startswith(b"\0<"):
        return "utf-16-be", b""
    return "", b""
