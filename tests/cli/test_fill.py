"""The filler of homes for measurements: what it makes is what the program itself would have made."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]


def test_a_filled_home_is_well(newsdesk: Callable[..., Any], home: Path) -> None:
    """Nothing is wrong with it, all is found, nothing waits, and no feed is due."""
    subprocess.run(
        [sys.executable, "-m", "benchmarks.fill", "--entries", "2000", "--sources", "20", "--home", str(home)],
        cwd=ROOT, check=True, capture_output=True, timeout=60,
    )  # fmt: skip
    assert newsdesk("doctor").code == 0
    assert len(newsdesk("list", "--limit", 0, "--json").json) == 2_000
    rows = newsdesk("feeds", "--json").json
    assert [row["entries"] for row in rows] == [100] * 20
    word = newsdesk("list", "--limit", 1, "--json").json[0]["summary"].split()[3]
    assert newsdesk("search", word, "--json").json
    assert json.loads(newsdesk("refresh", "--json").out)["asked"] == 0
