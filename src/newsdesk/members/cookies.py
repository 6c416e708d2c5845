"""Reads a browser's cookies.txt: the Netscape form as exporters really write it, which Python's own reader refuses."""

from __future__ import annotations

import re
from pathlib import Path

from newsdesk.errors import NewsdeskError
from newsdesk.model.cookies import Cookie
from newsdesk.paths import read_file

MAX_BYTES = 5_000_000
"""Bytes of a cookies.txt; a larger file is refused."""
_HTTP_ONLY = "#HttpOnly_"
_BAD = re.compile(r"[\x00-\x1f\x7f;]")
_MILLISECONDS = 100_000_000_000
"""From here on an end is given in milliseconds: in seconds it would be the year 5138."""


def read_cookies(path: Path) -> tuple[Cookie, ...]:
    """The cookies of a file, lines that are none left out; raises NewsdeskError that names the file."""
    try:
        data = read_file(path, MAX_BYTES)
    except OSError as error:
        raise NewsdeskError(f"its cookies_file {path} can't be read ({error.strerror})") from error
    if len(data) > MAX_BYTES:
        raise NewsdeskError(f"its cookies_file {path} is larger than {MAX_BYTES:,} bytes")
    text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig", "surrogateescape")
    found = parse_cookies(text)
    if not found:
        raise NewsdeskError(f"its cookies_file {path} has no cookie in it (a browser's cookies.txt is wanted)")
    return found


def parse_cookies(text: str) -> tuple[Cookie, ...]:
    """The cookies of a cookies.txt, in the order of its lines."""
    return tuple(cookie for line in re.split(r"\r\n|\r|\n", text) if (cookie := _cookie(line)))


def _cookie(line: str) -> Cookie | None:
    line = line.lstrip()
    if line.startswith(_HTTP_ONLY):
        line = line.removeprefix(_HTTP_ONLY)
    elif line.startswith(("#", "$")):
        return None
    # A value may be empty, and its tab be lost at the line's end; where tabs became blanks, no value has any.
    fields = line.split("\t") if "\t" in line else line.split()
    if len(fields) == 6:
        fields.append("")
    if len(fields) < 7:
        return None
    domain, subdomains, path, secure, expires, name = (field.strip() for field in fields[:6])
    value = "\t".join(fields[6:]).strip()
    ends = _end(expires)
    if not domain.strip(".") or not name or _BAD.search(name + value) or "=" in name or ends is _NONE:
        return None
    return Cookie(
        name, value, domain.strip(".[]").lower(), domain.startswith(".") or subdomains.upper() in ("TRUE", "1"),
        path if path.startswith("/") else "/", secure.upper() in ("TRUE", "1"), None if ends <= 0 else ends,
    )  # fmt: skip


_NONE = -(2**63)


def _end(text: str) -> int:
    """Unix seconds; 0: with the session; _NONE: no time at all."""
    if not text or text.lower() in ("session", "null", "none"):
        return 0
    try:
        seconds = float(text)
    except ValueError:
        return _NONE
    if not abs(seconds) < 1e19:
        return _NONE
    return int(seconds / 1000 if seconds >= _MILLISECONDS else seconds)
