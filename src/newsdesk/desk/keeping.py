"""The live stories as bytes, so that a worker that starts need not read every live article again."""

from __future__ import annotations

import hashlib
import io
import pickle
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from newsdesk import words
from newsdesk.desk.frequencies import Frequencies
from newsdesk.desk.index import Index
from newsdesk.desk.stories import Stories

_DIGEST = 16
_MADE_OF = {
    ("array", "array"),
    ("array", "_array_reconstructor"),
    *((one.__module__, one.__qualname__) for one in (Frequencies, Index)),
}


def dump(stories: Stories) -> bytes:
    """The live stories as `load` of the same version of the desk reads them."""
    data = pickle.dumps(stories.indexes, pickle.HIGHEST_PROTOCOL)
    return _digest(data) + data


def load(data: bytes, allocate: Callable[[], int]) -> Stories:
    """The stories that `dump` wrote; raises ValueError for those of another version of the desk, and for damage."""
    if data[:_DIGEST] != _digest(data[_DIGEST:]):
        raise ValueError("these live stories are damaged, or of another version")
    stories = Stories(allocate)
    stories.indexes = _Reader(io.BytesIO(data[_DIGEST:])).load()
    return stories


class _Reader(pickle.Unpickler):
    """Reads what live stories are made of and nothing else: a pickle could call anything."""

    def find_class(self, module: str, name: str) -> Any:
        """The class or function of that name."""
        if (module, name) not in _MADE_OF:
            raise ValueError(f"live stories hold no {module}.{name}")
        return super().find_class(module, name)


def _digest(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=_DIGEST, key=_version()).digest()


@cache
def _version() -> bytes:
    """Another one wherever anything of the desk is: how it reads articles, what it keeps of them."""
    parts = [*sorted(part for part in Path(__file__).parent.iterdir() if part.is_file()), Path(words.__file__)]
    return hashlib.sha256(b"".join(part.read_bytes() for part in parts)).digest()
