"""Has the C library give back at once what large lists took."""

from __future__ import annotations

_M_MMAP_THRESHOLD = -3
_M_ARENA_MAX = -8
_LARGE = 256 * 1024
"""Bytes from which on a block is the system's own, and goes back to it when it is freed."""


def give_back_large_blocks() -> None:
    """Let blocks of the size of a list's ids never become part of the heap; does nothing where that can't be said.

    glibc takes the first large block that is freed for a sign that such blocks come and go, and keeps room for them: 8
    MB after some lists of a million, and as much again in a heap of each thread that read one.
    """
    import ctypes  # not needed before the first frame

    try:
        tell = ctypes.CDLL(None).mallopt
    except (OSError, AttributeError):
        return
    tell(_M_MMAP_THRESHOLD, _LARGE)
    tell(_M_ARENA_MAX, 1)
