"""The query language of lists, views and the shell: text to a tree, the tree to SQL.

QUERY: words "a phrase" -not is:unread is:read is:starred is:later in:World from:bbc author:x title:x tag:x lang:fr
newer:2d older:1w outlets:>5 OR ( ). Words stand together by AND, and match from their start, without accents and case.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from newsdesk.errors import QueryError
from newsdesk.text import clean_line
from newsdesk.words import fold, search_words

FIELDS = ("is", "in", "from", "author", "title", "tag", "lang", "newer", "older", "outlets")
"""The filters there are."""
MAX_QUERY = 2_000
"""Characters of a query."""
MAX_DEPTH = 16
"""Parentheses, and minus signs, within each other."""


@dataclass(frozen=True, slots=True)
class Words:
    """Text to find: in any field of the index, or in one; a phrase ends with a whole word."""

    text: str
    field: str = ""
    phrase: bool = False


@dataclass(frozen=True, slots=True)
class Condition:
    """A filter such as is:unread, its value already checked; `number` is seconds or outlets where it is one."""

    field: str
    value: str
    number: int = 0


@dataclass(frozen=True, slots=True)
class Not:
    """What must not hold."""

    part: Query


@dataclass(frozen=True, slots=True)
class All:
    """What must hold together; empty: everything matches."""

    parts: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """Of which one must hold."""

    parts: tuple[Query, ...]


Query: TypeAlias = Words | Condition | Not | All | Any

_FOUND = "h.id IN (SELECT rowid FROM search WHERE search MATCH ?)"
NAMED = "SELECT id FROM feeds WHERE instr(fold(title), ?) OR instr(fold(owner), ?)"
"""The feeds that from: names, its folded value given twice."""
SHORT = 3
"""Letters of a beginning that may stand in most articles."""
_TOKEN = re.compile(
    r"\s*(?:(?P<open>\()|(?P<close>\))|(?P<not>-)(?=[^\s)])|(?P<or>OR)(?=[\s()]|$)|"
    r'(?:(?P<field>[A-Za-z]+):)?(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s()"]+))|(?P<bad>.))',
    re.DOTALL,
)
_AGE = re.compile(r"(\d{1,5})([hdwmy])$")
_SECONDS = {"h": 3600, "d": 86_400, "w": 7 * 86_400, "m": 30 * 86_400, "y": 365 * 86_400}
_AMOUNT = re.compile(r"(>=|<=|>|<|=)?(\d{1,6})$")
_STATES = {
    "unread": "h.read = 0", "read": "h.read = 1", "starred": "h.starred = 1", "later": "h.later = 1"
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    field: str
    column: int


def parse_query(text: str) -> Query:
    """The tree of a query; raises QueryError that says at which column, counted from 1, it goes wrong."""
    if len(text) > MAX_QUERY:
        raise QueryError(f"column {MAX_QUERY + 1}: the query is too long")
    # What the command line could not read as text comes as surrogates, which SQLite can't take.
    tokens = _tokens(text.encode("utf-8", "replace").decode())
    query, place = _any(tokens, 0, 0, len(text) + 1)
    if place < len(tokens):
        raise QueryError(f"column {tokens[place].column}: there is no '(' for this ')'")
    return query


def _tokens(text: str) -> list[_Token]:
    tokens: list[_Token] = []
    place = 0
    while text[place:].strip() and (match := _TOKEN.match(text, place)):
        kind = match.lastgroup or ""
        column = match.start() + len(match.group()) - len(match.group().lstrip()) + 1
        if kind == "bad":
            hint = "a quotation mark is not closed" if match["bad"] == '"' else f"{match['bad']!r} can't stand here"
            raise QueryError(f"column {column}: {hint}")
        tokens.append(_Token(kind, match[kind], match["field"] or "", column))
        place = match.end()
    return tokens


def _any(tokens: Sequence[_Token], place: int, depth: int, end: int) -> tuple[Query, int]:
    part, place = _all(tokens, place, depth, end)
    parts = [part]
    while place < len(tokens) and tokens[place].kind == "or":
        column = tokens[place].column
        if part == All(()):
            raise QueryError(f"column {column}: OR needs something before it")
        part, place = _all(tokens, place + 1, depth, end)
        if part == All(()):
            raise QueryError(f"column {column}: OR needs something after it")
        parts.append(part)
    return (parts[0] if len(parts) == 1 else Any(tuple(parts))), place


def _all(tokens: Sequence[_Token], place: int, depth: int, end: int) -> tuple[Query, int]:
    parts: list[Query] = []
    while place < len(tokens) and tokens[place].kind not in ("or", "close"):
        part, place = _one(tokens, place, depth, end)
        parts.append(part)
    return (parts[0] if len(parts) == 1 else All(tuple(parts))), place


def _one(tokens: Sequence[_Token], place: int, depth: int, end: int) -> tuple[Query, int]:
    token = tokens[place]
    if token.kind == "not":
        if place + 1 >= len(tokens) or tokens[place + 1].kind in ("or", "close"):
            raise QueryError(f"column {token.column}: '-' needs something after it")
        part, place = _one(tokens, place + 1, _deeper(depth, token), end)
        return part.part if isinstance(part, Not) else Not(part), place
    if token.kind == "open":
        part, place = _any(tokens, place + 1, _deeper(depth, token), end)
        if place >= len(tokens):
            raise QueryError(f"column {end}: a ')' is missing")
        return part, place + 1
    return _leaf(token), place + 1


def _deeper(depth: int, token: _Token) -> int:
    if depth >= MAX_DEPTH:
        raise QueryError(f"column {token.column}: too many parentheses or '-' within each other")
    return depth + 1


def _leaf(token: _Token) -> Query:
    phrase = token.kind == "phrase"
    if not token.field:
        if not phrase and token.text.removesuffix(":").lower() in FIELDS and token.text.endswith(":"):
            raise QueryError(f"column {token.column}: {token.text} needs a value")
        return Words(token.text, phrase=phrase)
    field = token.field.lower()
    if field not in FIELDS:
        close = difflib.get_close_matches(field, FIELDS, 1)
        hint = f"did you mean {close[0]}:?" if close else "put it in quotation marks to search for it"
        raise QueryError(f"column {token.column}: there is no filter {clean_line(field, 40)}: ({hint})")
    if not token.text:
        raise QueryError(f"column {token.column}: {field}: needs a value")
    if field in ("author", "title"):
        return Words(token.text, field, phrase)
    return Condition(field, token.text, _number(field, token))


def _number(field: str, token: _Token) -> int:
    if field in ("newer", "older"):
        age = _AGE.match(token.text)
        if not age:
            raise QueryError(f"column {token.column}: {field}: takes an age such as 12h, 2d, 1w, 3m or 1y")
        return int(age[1]) * _SECONDS[age[2]]
    if field == "outlets":
        amount = _AMOUNT.match(token.text)
        if not amount:
            raise QueryError(f"column {token.column}: outlets: takes a number such as 5, >5 or <=2")
        return int(amount[2])
    if field == "is" and token.text.lower() not in _STATES:
        raise QueryError(f"column {token.column}: is: takes unread, read, starred or later")
    return 0


def compile_query(query: Query, now: int) -> tuple[str, tuple[object, ...]]:
    """The SQL condition over `headlines h` that a query means at `now`, and its parameters."""
    match query:
        case Words():
            found = fts_match(query)
            return (_FOUND, (found,)) if found else ("1", ())
        case Any(parts=parts):
            found = matching(query)
            return (_FOUND, (found,)) if found else _joined(" OR ", parts, now)
        case Condition():
            return _condition(query, now)
        case Not(part=Words() as unwanted) if not fts_match(unwanted):
            return "1", ()  # signs alone are no words: neither wanted nor unwanted
        case Not(part=part):
            sql, parameters = compile_query(part, now)
            return f"NOT ({sql})", parameters
        case All():
            # All words of one level are one look-up in the index, which intersects faster than SQL does.
            found, rest = split(query)
            sql, parameters = _joined(" AND ", rest, now)
            return (f"{_FOUND} AND {sql}", (found, *parameters)) if found else (sql, parameters)


def split(query: Query) -> tuple[str, tuple[Query, ...]]:
    """What the index answers of a query in one look-up, as an FTS5 expression, and what else must hold.

    "" where nothing of it can be looked up.
    """
    wanted, unwanted, rest = [], [], []
    parts = query.parts if isinstance(query, All) else (query,)
    for part in parts:
        if isinstance(part, Words) and not fts_match(part):
            continue
        if found := matching(part):
            wanted.append(found)
        elif isinstance(part, Not) and (found := matching(part.part)):
            unwanted.append((found, part))
        else:
            rest.append(part)
    if not wanted:
        return "", (*rest, *(part for _, part in unwanted))
    match = f"({' AND '.join(wanted)})"
    if unwanted:
        match = f"({match} NOT ({' OR '.join(found for found, _ in unwanted)}))"
    return match, tuple(rest)


def matching(query: Query) -> str:
    """The FTS5 expression that finds just what a query of words alone finds; "" where there is none."""
    match query:
        case Words():
            return fts_match(query)
        case Any(parts=parts):
            found = [matching(part) for part in parts]
            return f"({' OR '.join(found)})" if all(found) else ""
        case All():
            match, rest = split(query)
            return "" if rest else match
    return ""


def is_short(query: Query) -> bool:
    """Whether a part of words alone has a beginning that the whole index may take up to a second to look up."""
    match query:
        case Words():
            found = search_words(query.text)
            return not query.phrase and bool(found) and len(found[-1]) <= SHORT
        case Not(part=part):
            return is_short(part)
        case All(parts=parts) | Any(parts=parts):
            return any(map(is_short, parts))
        case _:
            return False


def holds(query: Query, fields: Mapping[str, Sequence[str]]) -> bool:
    """Whether words (`words.search_words`), by field of the index, match a query of words alone."""
    match query:
        case Words(text=text, field=field, phrase=phrase):
            sought = search_words(text)
            return not sought or any(
                _stands_in(sought, words, whole=phrase) for name, words in fields.items() if field in ("", name)
            )
        case Not(part=part):
            return not holds(part, fields)
        case All(parts=parts):
            return all(holds(part, fields) for part in parts)
        case Any(parts=parts):
            return any(holds(part, fields) for part in parts)
        case _:
            raise ValueError(f"{query} asks for more than words")


def _stands_in(sought: Sequence[str], words: Sequence[str], *, whole: bool) -> bool:
    *first, last = sought
    for start in range(len(words) - len(first)):
        word = words[start + len(first)]
        if (word == last if whole else word.startswith(last)) and list(words[start : start + len(first)]) == first:
            return True
    return False


def fts_match(words: Words) -> str:
    """The FTS5 expression for words; "" where there is nothing to look for."""
    found = search_words(words.text)
    if not found:
        return ""
    column = f"{{{words.field}}} : " if words.field else ""
    # Words are letters and digits only, so nothing in them can end the quotation.
    return f'({column}"{" ".join(found)}"{"" if words.phrase else "*"})'


def positive_words(query: Query) -> list[Words]:
    """The words that a match should have, for ranking and lighting up."""
    match query:
        case Words():
            return [query]
        case All(parts=parts) | Any(parts=parts):
            return [words for part in parts for words in positive_words(part)]
        case _:
            return []


def _joined(operator: str, parts: Sequence[Query], now: int) -> tuple[str, tuple[object, ...]]:
    if not parts:
        return "1", ()
    compiled = [compile_query(part, now) for part in parts]
    sql = operator.join(f"({sql})" for sql, _ in compiled)
    return f"({sql})", tuple(value for _, values in compiled for value in values)


def _condition(condition: Condition, now: int) -> tuple[str, tuple[object, ...]]:
    value = condition.value
    match condition.field:
        case "is":
            return _STATES[value.lower()], ()
        case "in":
            return (
                # The signs keep SQLite from going through the feeds for each headline.
                "h.section IN (SELECT key FROM counts WHERE kind = 'section' AND instr(fold(key), ?)) OR EXISTS "
                "(SELECT 1 FROM entries e WHERE e.headline = h.id "
                "AND +e.feed IN (SELECT feed FROM folders WHERE instr(fold(path), ?)))",
                (fold(value), fold(value)),
            )
        case "from":
            return (
                f"EXISTS (SELECT 1 FROM entries e WHERE e.headline = h.id AND +e.feed IN ({NAMED}))",
                (fold(value), fold(value)),
            )
        case "tag":
            return "h.id IN (SELECT headline FROM tags WHERE tag = ?)", (value,)
        case "lang":
            return "h.language = ? OR h.language LIKE ? || '-%'", (value.lower(), value.lower())
        case "newer":
            return "h.sort_time > ?", (now - condition.number,)
        case "older":
            return "h.sort_time < ?", (now - condition.number,)
        case _:
            operator = (_AMOUNT.match(value) or [""] * 2)[1] or "="
            return f"coalesce((SELECT outlets FROM stories WHERE id = h.story), 1) {operator} ?", (condition.number,)
