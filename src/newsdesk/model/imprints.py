"""What an item of a document is known again by, so that only those that are new or changed are read.

Most of a document that changed is as it was. An imprint is a hash of the bytes of an item, and one of its identity: the
first tells what need not be read, the second that nothing read without it is taken for another entry than it would be
beside it. Only items that are told by their own guid, or link where they have none, leave one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

_DIGEST = 8
_NAME = 4
SIZE = _DIGEST + _NAME
"""Bytes of an imprint."""
NONE = bytes(SIZE)
"""Of an item that is to be read each time."""


def digest(item: bytes | memoryview) -> bytes:
    """The first part of an imprint, from the bytes of the item in the document."""
    return hashlib.blake2b(item, digest_size=_DIGEST).digest()


def imprint(item: bytes, identity: str) -> bytes:
    """The imprint of an item; `item` is its digest."""
    return item + _name(identity)


def by_digest(imprints: Iterable[bytes]) -> dict[bytes, bytes]:
    """Imprints by their first part."""
    return {one[:_DIGEST]: one for one in imprints if one != NONE}


def any_shared(identities: Iterable[str], imprints: Sequence[bytes]) -> bool:
    """Whether one of the identities may be that of an item with one of these imprints."""
    names = {one[_DIGEST:] for one in imprints}
    return any(_name(identity) in names for identity in identities)


def split(packed: bytes) -> list[bytes]:
    """Imprints that stand one after the other, as the store has them."""
    return [packed[at : at + SIZE] for at in range(0, len(packed), SIZE)]


def _name(identity: str) -> bytes:
    return hashlib.blake2b(identity.encode("utf-8", "surrogatepass"), digest_size=_NAME).digest()
