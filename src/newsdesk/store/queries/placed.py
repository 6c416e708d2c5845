"""What the worker's desk made for the screen: its own file, for a start reads nothing else of the desk's."""

from __future__ import annotations

import json
import sqlite3

from newsdesk.model.placed import Placed


def list_placed(connection: sqlite3.Connection, kind: str) -> list[Placed]:
    """What the worker's desk last made of a kind (top, foryou, picks), best first."""
    rows = connection.execute(
        "SELECT headline, story, score, why, section, owners, first_seen, headlines FROM desk "
        "WHERE kind = ? ORDER BY rank",
        (kind,),
    )
    return [Placed(*row[:7])._replace(headlines=tuple(json.loads(row[7]))) for row in rows.fetchall()]
