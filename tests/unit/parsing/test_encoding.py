"""Bytes to text."""

from __future__ import annotations

import codecs

import pytest

from newsdesk.parsing.encoding import decode_document, known_encoding


def document(declared: str, text: str, encoding: str) -> bytes:
    return f'<?xml version="1.0" encoding="{declared}"?><rss><channel><title>{text}</title></channel></rss>'.encode(
        encoding
    )


@pytest.mark.parametrize(
    ("declared", "encoding", "text"),
    [
        ("utf-8", "utf-8", "Größe 漢字"),
        ("iso-8859-1", "cp1252", "“Größe”"),
        ("windows-1251", "cp1251", "Новости дня"),
        ("koi8-r", "koi8-r", "Новости дня"),
        ("gb2312", "gb18030", "新闻快讯"),
        ("shift_jis", "cp932", "新聞の見出し"),
        ("euc-jp", "euc_jp", "新聞の見出し"),
        ("iso-2022-jp", "iso2022_jp", "新聞の見出し"),
        ("big5", "big5", "新聞標題"),
        ("euc-kr", "cp949", "뉴스 제목"),
        ("windows-1256", "cp1256", "أخبار اليوم"),
        ("iso-8859-9", "cp1254", "Günün haberi ğ"),
        ("windows-874", "cp874", "ข่าววันนี้"),
        ("iso-8859-7", "iso8859-7", "Νέα"),
    ],
)
def test_declared_encodings(declared: str, encoding: str, text: str) -> None:
    """What the document declares is believed where its bytes allow it."""
    decoded = decode_document(document(declared, text, encoding), "text/xml")
    assert text in decoded.text
    assert decoded.note == ""


@pytest.mark.parametrize(
    "encoding", ["utf-8-sig", "utf-16", "utf-32", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"]
)
def test_unicode_with_and_without_marks(encoding: str) -> None:
    """Byte order marks are believed first; wide encodings are told by their zero bytes."""
    assert "Größe 漢" in decode_document(document("utf-8", "Größe 漢", encoding), "").text


def test_mark_against_declaration() -> None:
    """A byte order mark wins over what server and document say."""
    body = codecs.BOM_UTF8 + document("windows-1251", "Größe", "utf-8")
    assert "Größe" in decode_document(body, "text/xml; charset=koi8-r").text


def test_utf8_that_is_called_otherwise() -> None:
    """Valid UTF-8 is UTF-8, whatever it is called."""
    assert "Größe" in decode_document(document("iso-8859-1", "Größe", "utf-8"), "text/xml; charset=us-ascii").text


def test_server_before_document() -> None:
    """Where neither is UTF-8, the server's word comes first."""
    assert (
        "Новости"
        in decode_document(document("iso-8859-1", "Новости", "cp1251"), 'text/xml; charset="windows-1251"').text
    )


def test_single_bytes_in_utf8() -> None:
    """Bytes that are no UTF-8 become the letters they most often are; the rest is not harmed."""
    decoded = decode_document("<rss>naïve 漢字 ".encode() + b"caf\xe9 \x93quoted\x94</rss>", "")
    assert decoded.text == "<rss>naïve 漢字 café “quoted”</rss>"
    assert decoded.note


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1251", "Сегодня в столице прошла встреча министров"),
        ("koi8-r", "Сегодня в столице прошла встреча министров"),
        ("euc_jp", "今日は東京で会議がありました"),
        ("cp932", "今日は東京で会議がありました"),
        ("cp949", "오늘 서울에서 회의가 열렸다"),
        ("gb18030", "今天在北京举行了大型会议"),
        ("big5", "今天在台北舉行了大型會議"),
        ("cp1252", "Últimas notícias: ação, é já"),
        ("cp1252", "Eleição: população e informação"),
    ],
)
def test_undeclared_encodings(encoding: str, text: str) -> None:
    """A document that doesn't say is read by the letters it has."""
    assert text in decode_document(f"<rss><title>{text}</title></rss>".encode(encoding), "").text


@pytest.mark.parametrize(
    "name",
    ["utf-7", "unicode_escape", "raw_unicode_escape", "idna", "punycode", "rot13", "base64", "hex", "zlib_codec", "bz2",
     "undefined", "mbcs", "no-such", "", "../x", "utf-8\0"],
)  # fmt: skip
def test_encodings_that_are_not_allowed(name: str) -> None:
    """Codecs that make controls out of letters, or that are no encodings, may not be asked for."""
    assert known_encoding(name) == ""


def test_forbidden_declaration_is_read_as_utf8() -> None:
    """Text in a forbidden encoding is shown as it stands."""
    assert "+ABs-[31m" in decode_document(document("utf-7", "+ABs-[31m", "ascii"), "").text
    assert "\x1b" not in decode_document(document("unicode_escape", "\\x1b", "ascii"), "text/xml; charset=utf-7").text


def test_aliases() -> None:
    """Old names mean what browsers mean by them."""
    assert known_encoding("ISO-8859-1") == "cp1252"
    assert known_encoding("x-sjis") == "cp932"
    assert known_encoding("GB2312") == "gb18030"
    assert known_encoding("ks_c_5601-1987") == "cp949"
