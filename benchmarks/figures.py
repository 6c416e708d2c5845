"""How figures are told: medians with least and most, ratios, tables in Markdown, the machine they are of."""

from __future__ import annotations

import os
import platform
import sqlite3
import statistics
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path


def told(values: Sequence[float], digits: int = 2) -> str:
    """Median [least–most]; one value stands alone."""
    middle = f"{statistics.median(values):.{digits}f}"
    return middle if len(values) == 1 else f"{middle} [{min(values):.{digits}f}–{max(values):.{digits}f}]"


def ratio(values: Sequence[float], base: Sequence[float]) -> str:
    """Median of the ratios of the same rounds."""
    return f"{statistics.median(a / b for a, b in zip(values, base, strict=True)):.2f}"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table in Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)


def machine() -> str:
    """One paragraph on the machine, the versions and how busy it was."""
    cpus = [line.partition(":")[2].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")]
    memory = next((int(line.split()[1]) >> 20 for line in _lines("/proc/meminfo") if line.startswith("MemTotal")), 0)
    packages = ("feedparser", "httpx", "textual", "lxml")
    versions = ", ".join(f"{name} {metadata.version(name)}" for name in packages)
    python = f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    return (
        f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} × {cpus[0] if cpus else platform.machine()}, {memory} GB, "
        f"{platform.system()} {platform.release()}, {python}, {versions}; load when it began {os.getloadavg()[0]:.1f}."
    )


def _lines(path: str) -> list[str]:
    try:
        return Path(path).read_text(encoding="utf-8").splitlines()
    except OSError:
        return []
