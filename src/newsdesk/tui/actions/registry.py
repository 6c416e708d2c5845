"""Finds what a key command does by its id."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from newsdesk.tui.screens.main import MainScreen

Action: TypeAlias = "Callable[[MainScreen], None]"
ACTIONS: dict[str, Action] = {}
"""Every action by the id of its command."""


def does(id_: str) -> Callable[[Action], Action]:
    """Says that a function is what that command does."""

    def register(action: Action) -> Action:
        ACTIONS[id_] = action
        return action

    return register
