"""Makes a list that is not well-formed readable: first stray ampersands, then whatever outlines can be told."""

from __future__ import annotations

import re
from html.entities import html5
from xml.sax.saxutils import escape

from newsdesk.errors import OpmlError

_REFERENCE = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)(?:#(\d{1,7}|[xX][0-9a-fA-F]{1,6});|(\w{2,31});)?")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_DOCTYPE = re.compile(r"""<!DOCTYPE\b[^\[>"']*(?:"[^"]*"[^\[>"']*|'[^']*'[^\[>"']*)*(?:\[(.*?)\]\s*)?>""", re.S | re.I)
_INNER_ENTITY = re.compile(r"""<!ENTITY\s+(?:%\s+)?[^\s"']+\s+["']""", re.I)
_PIECE = re.compile(
    r"<!--.*?(?:-->|\Z)|<!\[CDATA\[.*?(?:\]\]>|\Z)|<(/?)((?:[\w.-]+:)?(outline|opml|head|body|title))(?![\w.:-])",
    re.S | re.I,
)
_NAMED = r"(?:[A-Za-z_][\w.-]*:)?[A-Za-z_][\w.-]*"
_NAME = re.compile(rf"\s*({_NAMED})\s*=\s*([\"'])")
# A quote ends a value where an attribute, the end of the tag or the end of the stretch follows. The end of the tag is
# believed first where nothing but another tag follows: descriptions hold unescaped HTML of their own.
_QUOTE_ENDS = {
    quote: [
        re.compile(rf"{quote}(?={tag_end}|\s*\Z|\s+{_NAMED}\s*(?:=\s*[\"']|=?\s*\Z))")
        for tag_end in (r"\s*/?>\s*(?:<|\Z)", r"\s*/?>")
    ]
    for quote in "\"'"
}
# A tag that nothing ends before the file does.
_TORN = re.compile(r"</?[A-Za-z][^<>]*\Z")
_PLAIN_REFERENCE = re.compile(r"&(?:(amp|lt|gt|quot|apos)|#(\d{1,7})|#x([0-9a-fA-F]{1,6}));", re.I)
_PLAIN = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}


def ampersands(text: str) -> str:
    """The text with `&` that starts nothing written `&amp;`, HTML's entities as numbers, forbidden controls as spaces.

    Line breaks stay where they are.
    """
    return _REFERENCE.sub(_mended_reference, _NOT_XML.sub(" ", text))


def without_doctype(text: str, name: str) -> str:
    """The text with its DOCTYPE blanked; raises OpmlError where that defines entities of its own (a bomb)."""
    start = text[:100_000].upper().find("<!DOCTYPE")
    found = _DOCTYPE.match(text, start) if start >= 0 else None
    if not found:
        return text
    if _INNER_ENTITY.search(found.group()):
        line = text.count("\n", 0, found.start()) + 1
        raise OpmlError(f"{name}, line {line}: it defines entities, which are refused", "Take the DOCTYPE out of it.")
    return text[: found.start()] + "\n" * found.group().count("\n") + text[found.end() :]


def refuse_torn(text: str, name: str) -> None:
    """Raises OpmlError where the text ends inside a tag: half a file is no list, and the rest of it is elsewhere."""
    torn = _TORN.search(text)
    if torn:
        line = text.count("\n", 0, torn.start()) + 1
        raise OpmlError(f"{name}, line {line}: the file breaks off in the middle of a tag", "Get the whole file again.")


def recover(text: str) -> tuple[str, tuple[str, ...]]:
    """A well-formed list of all outlines that can be told in `text`, each on its line, and what was lost.

    `text` has been through `ampersands`.
    """
    return _Recovery(text).run()


class _Recovery:
    def __init__(self, text: str) -> None:
        self.text = text
        self.out: list[str] = []
        self.line = 1
        self.lost: list[str] = []
        self.depth = 0
        self.title = ""
        self.root: list[tuple[str, str]] = []
        self._counted_to = 0
        self._counted_line = 1

    def run(self) -> tuple[str, tuple[str, ...]]:
        """Go through all pieces once; linear in the length of the text."""
        pieces = list(_PIECE.finditer(self.text))
        for i, piece in enumerate(pieces):
            following = pieces[i + 1].start() if i + 1 < len(pieces) else len(self.text)
            local = (piece.group(3) or "").lower()
            rest = self.text[piece.end() : following]
            if local == "outline":
                self._outline(bool(piece.group(1)), rest, self._line_at(piece.start()))
            elif local == "opml" and not piece.group(1) and not self.root:
                self.root, _complete = _attributes(rest)
            elif local == "title" and not piece.group(1) and not self.title:
                self.title = rest.partition(">")[2].strip()
            elif local in ("body", "opml") and piece.group(1):
                self._close_all()
        self._close_all()
        head = "<head><title>" + escape(_plain(self.title)) + "</title></head>" if self.title else "<head></head>"
        opening = "<opml" + _written(self.root) + ">" + head.replace("\n", " ") + "<body>"
        return opening + "".join(self.out) + "</body></opml>", tuple(self.lost)

    def _outline(self, closing: bool, rest: str, line: int) -> None:
        if closing:
            if self.depth:
                self.depth -= 1
                self.out.append("</outline>")
            return
        attributes, remainder = _attributes(rest)
        complete = ">" in remainder
        if not complete or remainder.lstrip()[:1] not in (">", "/"):
            self.lost.append(f"line {line}: " + ("part of an outline" if complete else "the rest of a cut outline"))
        if not attributes and not complete:
            return
        self.out.append("\n" * (line - self.line) + "<outline" + _written(attributes))
        self.line = max(line, self.line)
        if not complete or remainder.lstrip().startswith("/"):
            self.out.append("/>")
        else:
            self.out.append(">")
            self.depth += 1

    def _close_all(self) -> None:
        self.out.append("</outline>" * self.depth)
        self.depth = 0

    def _line_at(self, position: int) -> int:
        self._counted_line += self.text.count("\n", self._counted_to, position)
        self._counted_to = position
        return self._counted_line


def _attributes(rest: str) -> tuple[list[tuple[str, str]], str]:
    """The attributes of a tag whose name has just been read, each once, and what comes after them."""
    found: dict[str, str] = {}
    position = 0
    while name := _NAME.match(rest, position):
        sure, likely = _QUOTE_ENDS[name.group(2)]
        end = sure.search(rest, name.end()) or likely.search(rest, name.end())
        if not end:
            return list(found.items()), ""
        found.setdefault(name.group(1), _plain(rest[name.end() : end.start()]))
        position = end.end()
    return list(found.items()), rest[position:]


def _written(attributes: list[tuple[str, str]]) -> str:
    quoted = {'"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}
    return "".join(f' {name}="{escape(value, quoted)}"' for name, value in attributes)


def _plain(value: str) -> str:
    return _PLAIN_REFERENCE.sub(_plain_character, value)


def _plain_character(found: re.Match[str]) -> str:
    if found.group(1):
        return _PLAIN[found.group(1).lower()]
    code = int(found.group(2)) if found.group(2) else int(found.group(3), 16)
    return _NOT_XML.sub(" ", chr(code)) if code <= 0x10FFFF else " "


def _mended_reference(found: re.Match[str]) -> str:
    number, name = found.group(1), found.group(2)
    if number:
        code = int(number[1:], 16) if number[0] in "xX" else int(number)
        allowed = code in (9, 10, 13) or (code >= 32 and code <= 0x10FFFF and not _NOT_XML.match(chr(code)))
        return f"&#{code};" if allowed else " "
    if name:
        return "".join(f"&#{ord(c)};" for c in html5[name + ";"]) if name + ";" in html5 else f"&amp;{name};"
    return "&amp;" + found.group()[1:]
