"""Who wrote it: names out of the many ways in which feeds give them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from newsdesk.parsing.plain import title_line

_MAX_NAMES = 20
_MAIL = re.compile(r"[^\s@<>()]{1,64}@[^\s@<>()]{1,200}")
_MAIL_AND_NAME = re.compile(r"(?:mailto:)?[^\s@<>()]{1,64}@[^\s@<>()]{1,200}\s*\((.{1,200})\)\s*\Z")
_NAME_AND_MAIL = re.compile(r"(.{1,200}?)\s*[<(](?:mailto:)?[^\s@<>()]{1,64}@[^\s@<>()]{1,200}[>)]\s*\Z")
_BY = re.compile(r"(?:by|von|par|por|di|af|av|door)[\s:]+(?=\w)", re.IGNORECASE)
_NOBODY = re.compile(r"no-?reply@|nospam@|(?:unknown|admin|administrator|wordpress|nobody|author|editor|none|null)\Z",
                     re.IGNORECASE)  # fmt: skip


def byline(people: Iterable[str]) -> str:
    """The names, each once, parted by commas; an e-mail address only where that is all there is."""
    names = list(dict.fromkeys(name for text in list(people)[:_MAX_NAMES] if (name := person(text))))
    with_name = [name for name in names if not _MAIL.fullmatch(name)]
    return title_line(", ".join(with_name or names[:1]), 300)


def person(text: str) -> str:
    """One author's name: `a@b.example (Ann Lee)` and `Ann Lee <a@b.example>` are Ann Lee; "" for nobody."""
    # Tags are told from `<a@b.example>` by title_line, which knows what HTML is.
    line = title_line(text[:2_000], 300)
    for form in (_MAIL_AND_NAME, _NAME_AND_MAIL):
        if found := form.match(line):
            line = found[1].strip(" \"'")
    line = line.removeprefix("mailto:")
    if _BY.match(line) and len(line.split()) > 2:
        line = _BY.sub("", line, count=1)
    return "" if _NOBODY.match(line) else line
