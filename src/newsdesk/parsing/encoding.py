"""Bytes of a document to text, by what they are rather than by what is said about them."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

_LABEL_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_LABEL_XML = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_LABEL_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)

# The only codecs a document may ask for; by Python's own names. Some that Python knows turn letters into controls
# (unicode_escape, utf-7), some aren't text at all (zlib, base64), and some never end (idna is quadratic).
_ALLOWED_NAMES = (
    "utf-8 utf-16 utf-16-le utf-16-be utf-32 utf-32-le utf-32-be cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 "
    "cp1257 cp1258 iso8859-2 iso8859-3 iso8859-4 iso8859-5 iso8859-6 iso8859-7 iso8859-8 iso8859-10 iso8859-13 "
    "iso8859-14 iso8859-15 iso8859-16 koi8-r koi8-u cp866 cp437 cp850 cp852 cp874 mac-roman mac-cyrillic gb18030 "
    "big5hkscs euc_jp cp932 iso2022_jp cp949"
)
_ALLOWED = frozenset(_ALLOWED_NAMES.split())
# What pages and feeds mean by a label, where it is not what the codec of that name does (WHATWG Encoding Standard).
_UNKNOWN_TO_PYTHON = {"windows-874": "cp874", "windows-949": "cp949", "dos-866": "cp866", "win-1251": "cp1251"}
_MEANT = {
    "ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "iso8859-11": "cp874", "tis-620": "cp874",
    "gb2312": "gb18030", "gbk": "gb18030", "hz": "gb18030", "big5": "big5hkscs", "cp950": "big5hkscs",
    "shift_jis": "cp932", "euc_kr": "cp949", "utf-8-sig": "utf-8",
}  # fmt: skip
_SAMPLE = 20_000
"""Bytes that are looked at where an encoding must be guessed."""
# Encodings that are recognised by their letters, in the order in which they are told apart best; bytes a letter.
# Compiled when one must be guessed: classes as wide as these take eight milliseconds.
_SCRIPTS = (
    ("euc_jp", 2, "[\u3040-\u30ff\u4e00-\u9fa0](?=.{0,20}[\u3040-\u30ff])"),
    ("cp932", 2, "[\u3040-\u30ff\u4e00-\u9fa0](?=.{0,20}[\u3040-\u30ff])"),
    ("cp949", 2, "[\uac00-\ud7a3]"),
    ("gb18030", 2, "[\u4e00-\u9fa5\u3001\u3002\uff01-\uff1f]"),
    ("big5hkscs", 2, "[\u4e00-\u9fa5\u3001\u3002\uff01-\uff1f]"),
    ("cp1251", 1, "[а-яё]"),
    ("koi8-r", 1, "[а-яё]"),
)
_RUN = re.compile(rb"[\x80-\xff]{5}")
_ASCII = bytes(range(128))
_ALONE = re.compile(rb"(?<![\x80-\xff])[\x80-\xff](?![\x80-\xff])")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_WIDE = {"000x000x": "utf-32-be", "x000x000": "utf-32-le", "0x0x0x0x": "utf-16-be", "x0x0x0x0": "utf-16-le"}


@dataclass(frozen=True, slots=True)
class Decoded:
    """A document as text, and what had to be guessed."""

    text: str
    encoding: str
    note: str = ""


def decode_document(body: bytes, content_type: str) -> Decoded:
    """The text of a feed or page; never fails: bytes that mean nothing become U+FFFD or their Windows-1252 letter."""
    for mark, encoding in _MARKS:
        if body.startswith(mark):
            return _replacing(body[len(mark) :], encoding)
    if encoding := _wide_encoding(body):
        return _replacing(body, encoding)
    declared = [known for label in _labels(body, content_type) if (known := known_encoding(label))]
    if "iso2022_jp" in declared and b"\x1b" in body:
        return _replacing(body, "iso2022_jp")
    # What is valid UTF-8 and not plain ASCII is UTF-8, whoever says otherwise.
    for encoding in ("utf-8", *declared):
        try:
            return Decoded(body.decode(encoding), encoding)
        except UnicodeDecodeError:
            continue
    others = [encoding for encoding in declared if not encoding.startswith("utf-")]
    return _replacing(body, others[0] if others else _guessed(body))


def known_encoding(label: str) -> str:
    """The codec that a declared encoding means, or "" for one that no document may use."""
    label = label.strip().lower().removeprefix("x-")
    label = _UNKNOWN_TO_PYTHON.get(label, label)
    try:
        name = codecs.lookup(label).name
    except (LookupError, ValueError):
        return ""
    name = _MEANT.get(name, name)
    return name if name in _ALLOWED else ""


def _labels(body: bytes, content_type: str) -> list[str]:
    found = _LABEL_CHARSET.search(content_type[:1_000])
    labels = [found.group(1)] if found else []
    for pattern in (_LABEL_XML, _LABEL_META):
        if in_body := pattern.search(body, 0, 4_096):
            labels.append(in_body.group(1).decode("ascii", "replace"))
    return labels


def _wide_encoding(body: bytes) -> str:
    """UTF-16 or UTF-32 without a byte order mark, told by where the zero bytes of the first characters are."""
    return _WIDE.get("".join("0" if byte == 0 else "x" for byte in body[:8]), "")


def _guessed(body: bytes) -> str:
    """The encoding of a document that doesn't say, or says UTF-8 and is something else, by the letters it then has."""
    sample = body[:_SAMPLE]
    high = len(sample.translate(None, _ASCII))
    if len(sample.decode("utf-8", "ignore").encode().translate(None, _ASCII)) * 2 > high:
        return "utf-8"
    if len(_ALONE.findall(sample)) * 2 > high or not _RUN.search(sample):
        # Accents stand alone or in pairs among plain letters; other scripts come in runs.
        return "utf-8"
    for encoding, width, letters in _SCRIPTS:
        text = sample.decode(encoding, "replace")
        if len(re.findall(letters, text)) * width > high * 0.7 and text.count("\ufffd") < 3:
            return encoding
    return "utf-8"


def _replacing(body: bytes, encoding: str) -> Decoded:
    errors = "newsdesk-cp1252" if encoding == "utf-8" else "replace"
    text = body.decode(encoding, errors)
    broken = "�" in text or (errors != "replace" and not _is_valid(body))
    return Decoded(text, encoding, f"some bytes were not {encoding} and were replaced" if broken else "")


def _is_valid(body: bytes) -> bool:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _as_cp1252(error: UnicodeError) -> tuple[str, int]:
    """Each byte that isn't UTF-8 as the Windows-1252 letter it most often is, in a document that says UTF-8."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error("newsdesk-cp1252", _as_cp1252)
