"""Rows in one step are the rows."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from hypothesis import given
from hypothesis import strategies as st

from newsdesk.store import one_step

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
ROWS = st.lists(
    st.tuples(TEXTS | st.just('{"a": [1]}'), st.integers(-(2**63), 2**63 - 1), st.none() | TEXTS), max_size=6
)


@given(ROWS)
def test_they_are_what_a_query_finds(written: list[tuple[str, int, str | None]]) -> None:
    """Texts that look like JSON stay texts, nothing is null but what was."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE TABLE t (a, b, c)")
        connection.executemany("INSERT INTO t VALUES (?, ?, ?)", written)
        found = one_step.rows(connection, "a, b, c", "t WHERE rowid > ?", (0,))
    assert sorted(map(repr, found)) == sorted(repr([*row]) for row in written)
