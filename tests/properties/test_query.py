"""Whatever is typed as a query, it is understood or refused with a column; it is never SQL or search syntax."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

from hypothesis import example, given
from hypothesis import strategies as st

from builders import open_desk
from newsdesk.errors import QueryError
from newsdesk.model.headlines import View, ViewKind
from newsdesk.store.queries.lists import list_headlines
from newsdesk.store.queries.query import parse_query

_PIECES = st.sampled_from(
    ["is:unread", "is:", "in:World", "from:bbc", "title:x", "-", "(", ")", "OR", "AND", "NOT", "NEAR(a b)", '"', '""',
     '"a b"', "newer:2d", "newer:99999999999d", "older:x", "outlets:>5", "outlets:>", "a*", "^a", "col:x", "{a}", "'",
     "; DROP TABLE headlines", "%", "_", "\\", "\x00", "\x1b[2J", "\u202e", "北京", "é", "🇫🇷", "\ud800"]
)  # fmt: skip
_QUERIES = st.lists(_PIECES, max_size=8).map(" ".join) | st.text(max_size=60)


@given(st.lists(_QUERIES, min_size=1, max_size=5))
@example(['"', "a OR", "(", "-", "is:nothing", "-(a OR (b"])
def test_any_query_is_answered_or_refused_with_its_column(queries: list[str]) -> None:
    """The list answers every query, or says at which column it is wrong; the headlines stay."""
    with tempfile.TemporaryDirectory() as folder:
        desk = open_desk(Path(folder) / "newsdesk.db")
        try:
            for query in queries:
                refusal = _refusal(query)
                if refusal:
                    assert re.search(r"column \d+", refusal)
                    assert refusal.isprintable()
                else:
                    list_headlines(desk.connection, View(ViewKind.SEARCH, query), 1_700_000_000, 10)
        finally:
            desk.connection.close()


def _refusal(query: str) -> str:
    try:
        parse_query(query)
    except QueryError as error:
        return error.message
    return ""
