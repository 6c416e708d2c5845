"""Rows that SQLite hands over in one step."""

from __future__ import annotations

import json
import sqlite3
from typing import Any


def rows(connection: sqlite3.Connection, columns: str, rest: str, parameters: tuple[Any, ...] = ()) -> list[list[Any]]:
    """All rows of SELECT `columns` FROM `rest`, in no order; of texts and numbers only, as they go by way of JSON.

    Python lets go of the interpreter at each step, and gets it back after up to 5 ms where another thread works: beside
    one a page of headlines took 90 ms row by row.
    """
    sql = f"SELECT json_group_array(json_array({columns})) FROM {rest}"
    (found,) = connection.execute(sql, parameters).fetchone()
    read: list[list[Any]] = json.loads(found)
    return read


def values(connection: sqlite3.Connection, column: str, rest: str, parameters: tuple[Any, ...] = ()) -> list[Any]:
    """As `rows`, of one column; in the order of a subquery that has one and a limit."""
    (found,) = connection.execute(f"SELECT json_group_array({column}) FROM {rest}", parameters).fetchone()
    read: list[Any] = json.loads(found)
    return read
