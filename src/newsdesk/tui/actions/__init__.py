"""What the key commands do, one file a subject; ACTIONS finds them by the command's id."""

from newsdesk.tui.actions import (
    catalogue,
    choosing,
    coverage,
    known,
    marking,
    moving,
    program,
    reading,
    signing,
    subscribing,
    tasting,
)
from newsdesk.tui.actions.registry import ACTIONS

__all__ = [
    "ACTIONS",
    "catalogue",
    "choosing",
    "coverage",
    "known",
    "marking",
    "moving",
    "program",
    "reading",
    "signing",
    "subscribing",
    "tasting",
]
