"""The bytes of a page as text: by BOM, header, meta element or the bytes themselves; only encodings on a short list."""

from __future__ import annotations

import codecs
import re

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_LABEL = re.compile(rb"""<meta[^>]{0,400}?charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,30})""", re.IGNORECASE)
_XML = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9_:.-]{2,30})""")
_HEADER = re.compile(r"""charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,30})""", re.IGNORECASE)
_HEAD = 4_096
"""Bytes of a page in which its meta element is looked for."""

# What browsers know, by what they take it for; everything else (utf-7, unicode_escape, idna…) is not for pages.
_ENCODINGS = {
    "utf-8": "utf-8", "utf8": "utf-8", "us-ascii": "cp1252", "ascii": "cp1252", "iso-8859-1": "cp1252",
    "latin1": "cp1252", "latin-1": "cp1252", "iso8859-1": "cp1252", "iso_8859-1": "cp1252", "iso-8859-9": "cp1254",
    "tis-620": "cp874", "windows-874": "cp874", "gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030",
    "big5": "big5hkscs", "big5-hkscs": "big5hkscs", "euc-jp": "euc_jp", "shift_jis": "cp932", "shift-jis": "cp932",
    "sjis": "cp932", "x-sjis": "cp932", "windows-31j": "cp932", "iso-2022-jp": "iso2022_jp", "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949", "cp949": "cp949", "koi8-r": "koi8_r", "koi8-u": "koi8_u", "macintosh": "mac_roman",
    "ibm866": "cp866", "cp866": "cp866", "utf-16": "utf-16-le", "utf-16le": "utf-16-le", "utf-16be": "utf-16-be",
    **{f"windows-{number}": f"cp{number}" for number in range(1250, 1259)},
    **{f"cp{number}": f"cp{number}" for number in range(1250, 1259)},
    **{f"iso-8859-{number}": f"iso8859_{number}" for number in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)},
}  # fmt: skip


def page_text(page: bytes, content_type: str = "") -> str:
    """The page's text; bytes that its encoding doesn't have become U+FFFD."""
    for mark, encoding in _BOMS:
        if page.startswith(mark):
            return page[len(mark) :].decode(encoding, "replace")
    named = _named(page, content_type)
    if named != "utf-16-le" and named != "utf-16-be" and (named == "utf-8" or _is_utf8(page)):
        return page.decode("utf-8", "replace")
    return page.decode(named or "cp1252", "replace")


def _named(page: bytes, content_type: str) -> str:
    """The first encoding on the list that header or page name; "" for none. A meta element can't mean UTF-16."""
    header = _HEADER.search(content_type)
    if header and (encoding := _ENCODINGS.get(header[1].lower())):
        return encoding
    for pattern in (_XML, _LABEL):
        found = pattern.search(page[:_HEAD])
        if found and (encoding := _ENCODINGS.get(found[1].decode("ascii").lower())):
            return "utf-8" if encoding.startswith("utf-16") else encoding
    return ""


def _is_utf8(page: bytes) -> bool:
    """Whether the bytes can be nothing else: other encodings hardly ever come out as valid UTF-8."""
    try:
        page.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return not page.isascii()
