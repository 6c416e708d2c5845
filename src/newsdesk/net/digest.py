"""Digest authentication (RFC 7616): reads a server's challenge and makes the answer; pure."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_HASHES = {
    "md5": "md5", "sha": "sha1", "sha-256": "sha256", "sha-512-256": "sha512_256", "sha-512": "sha512",
}  # fmt: skip
_STRENGTH = ("sha-512-256", "sha-512", "sha-256", "sha", "md5")
_EMPTY_BODY = b""
# A challenge begins with a scheme's name that no "=" follows; parameters are parted by commas.
_PART = re.compile(
    r"""\s*,*\s*(?:([A-Za-z0-9!#$%&'*+.^_`|~-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]*))"""
    r"""|([A-Za-z0-9!#$%&'*+.^_`|~-]+)(?:\s+(?=[^\s=,]+\s*=)|\s*(?=,|$)|\s+[A-Za-z0-9._~+/-]+=*\s*(?=,|$)))"""
)


@dataclass(frozen=True, slots=True)
class Challenge:
    """What a server that wants Digest asks for."""

    realm: str
    nonce: str
    algorithm: str = "md5"
    """Lower case, without `-sess`."""
    session: bool = False
    written: str = ""
    """The algorithm as the server wrote it; empty: not said."""
    opaque: str = ""
    qop: str = ""
    """auth, auth-int, or empty: the old form of RFC 2069."""
    stale: bool = False
    """The answer was right and only too old."""
    utf8: bool = False
    userhash: bool = False


def schemes(fields: Iterable[str]) -> frozenset[str]:
    """The kinds of authentication that WWW-Authenticate fields offer, lower case."""
    return frozenset(name for name, _ in _challenges(fields))


def challenge(fields: Iterable[str]) -> Challenge | None:
    """The strongest Digest challenge of some WWW-Authenticate fields that can be answered; None: there is none."""
    found = [read for name, values in _challenges(fields) if name == "digest" and (read := _read(values))]
    return min(found, key=lambda one: _STRENGTH.index(one.algorithm), default=None)


def answer(asked: Challenge, username: str, password: str, uri: str, cnonce: str, count: int = 1) -> bytes:
    """The Authorization field for a GET of `uri` (path and query); `count` is how often this nonce was answered."""
    encoding = "utf-8" if asked.utf8 or not _is_latin(username + password) else "latin-1"

    def digest(*parts: str) -> str:
        return hashlib.new(
            _HASHES[asked.algorithm], ":".join(parts).encode(encoding, "surrogateescape"), usedforsecurity=False
        ).hexdigest()

    who = digest(username, asked.realm, password)
    if asked.session:
        who = digest(who, asked.nonce, cnonce)
    what = ["GET", uri]
    if asked.qop == "auth-int":
        what.append(hashlib.new(_HASHES[asked.algorithm], _EMPTY_BODY, usedforsecurity=False).hexdigest())
    times = f"{count:08x}"
    middle = [asked.nonce, times, cnonce, asked.qop] if asked.qop else [asked.nonce]
    name = digest(username, asked.realm) if asked.userhash else username
    fields = [("username", name), ("realm", asked.realm), ("nonce", asked.nonce), ("uri", uri),
              ("response", digest(who, *middle, digest(*what)))]  # fmt: skip
    line = ", ".join(f'{key}="{_quoted(value)}"' for key, value in fields)
    if asked.written:
        line += f", algorithm={asked.written}"
    if asked.opaque:
        line += f', opaque="{_quoted(asked.opaque)}"'
    if asked.qop:
        line += f', qop={asked.qop}, nc={times}, cnonce="{cnonce}"'
    if asked.userhash:
        line += ", userhash=true"
    return f"Digest {line}".encode(encoding, "surrogateescape")


def _challenges(fields: Iterable[str]) -> Iterator[tuple[str, dict[str, str]]]:
    for field in fields:
        name, place = "", 0
        values: dict[str, str] = {}
        while (part := _PART.match(field, place)) and part.end() > place:
            place = part.end()
            key, quoted, bare, scheme = part.groups()
            if scheme:
                if name:
                    yield name, values
                name, values = scheme.lower(), {}
            elif name:
                values[key.lower()] = re.sub(r"\\(.)", r"\1", quoted) if quoted is not None else bare
        if name:
            yield name, values


def _read(values: dict[str, str]) -> Challenge | None:
    if "nonce" not in values:
        return None
    written = values.get("algorithm", "")
    algorithm = (written or "md5").lower()
    session = algorithm.endswith("-sess")
    algorithm = algorithm.removesuffix("-sess")
    offered = [word for word in re.split(r"[\s,]+", values.get("qop", "").lower()) if word]
    qop = next((word for word in ("auth", "auth-int") if word in offered), "")
    if algorithm not in _HASHES or (offered and not qop) or not re.fullmatch(r"[\w-]*", written):
        return None
    return Challenge(
        values.get("realm", ""), values["nonce"], algorithm, session, written, values.get("opaque", ""), qop,
        values.get("stale", "").lower() == "true", values.get("charset", "").lower() == "utf-8",
        values.get("userhash", "").lower() == "true",
    )  # fmt: skip


def _quoted(text: str) -> str:
    return re.sub(r'(["\\])', r"\\\1", text)


def _is_latin(text: str) -> bool:
    return all(ord(sign) < 256 for sign in text)
