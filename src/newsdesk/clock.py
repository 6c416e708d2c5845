"""The one place that asks what time it is."""

from __future__ import annotations

import time
from datetime import UTC, datetime


def now() -> int:
    """Unix seconds, UTC."""
    return int(time.time())


def utc(seconds: int) -> datetime:
    """Unix seconds as an aware datetime."""
    return datetime.fromtimestamp(seconds, UTC)


def local(seconds: int) -> datetime:
    """Unix seconds as an aware datetime of the machine's own zone."""
    return datetime.fromtimestamp(seconds, UTC).astimezone()


def midnight(seconds: int) -> int:
    """Unix seconds of the start of the local day in which `seconds` lies."""
    return int(local(seconds).replace(hour=0, minute=0, second=0, microsecond=0).timestamp())


def monotonic() -> float:
    """Seconds that never jump, for waits and time limits."""
    return time.monotonic()
