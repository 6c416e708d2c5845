"""What the worker last said of itself."""

from __future__ import annotations

import json
import sqlite3

from newsdesk.model.sidebar import Progress


def get_progress(connection: sqlite3.Connection) -> Progress:
    """The worker's progress; a blank one before its first word."""
    row = connection.execute("SELECT value FROM meta WHERE key = 'progress'").fetchone()
    if row is None:
        return Progress()
    said = json.loads(row[0])
    return Progress(**said | {"failing": tuple((title, reason) for title, reason in said["failing"])})
