"""What the key commands do, one file a subject; ACTIONS finds them by the command's id."""

from newsdesk.tui.actions import choosing, marking, moving, program, subscribing
from newsdesk.tui.actions.registry import ACTIONS

__all__ = ["ACTIONS", "choosing", "marking", "moving", "program", "subscribing"]
