"""`python -m tools.audit LOCK…`: what is wrong with the pinned dependencies, a line each; 1 when anything is.

It needs no network: a lock must pin every package with hashes and name no index, and no package may stand at a
version of the list below. The list is kept by hand, from the advisories of the packages that newsdesk uses.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

BAD_BELOW: Mapping[str, tuple[str, str]] = {
    "certifi": ("2024.7.4", "CVE-2024-39689: trusts a root that was withdrawn"),
    "h11": ("0.16.0", "CVE-2025-43859: chunked bodies read leniently"),
    "httpx": ("0.23.0", "CVE-2021-41945: addresses that are none"),
    "idna": ("3.7", "CVE-2024-3651: quadratic time"),
    "lxml": ("4.9.1", "CVE-2022-2309: a crash on forged input"),
    "lxml-html-clean": ("0.4.0", "CVE-2024-52595: scripts in svg and math"),
    "pillow": ("11.3.0", "CVE-2025-48379: a heap overflow"),
    "pygments": ("2.15.1", "CVE-2022-40896: patterns without end"),
    "urllib3": ("2.6.0", "CVE-2025-66471: unpacks without a limit"),
}
"""Package to the first version that is good, and what the ones before it are known for."""
BANNED: Mapping[str, str] = {
    "brotli": "unpacks 796 bytes to a gigabyte",
    "brotlicffi": "the same",
    "zstandard": "the same",
}
"""Packages that must not come in by the back door: httpx would use them."""

_PIN = re.compile(r"([A-Za-z0-9._-]+)==([^\s\\;]+)")
_HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")


def audit(lock: str) -> Iterator[str]:
    """What is wrong with a lock file's text."""
    entries = re.split(r"\n(?=[^\s#])", "\n" + re.sub(r"(?m)^\s*#.*\n?", "", lock).strip("\n"))
    for entry in filter(None, (entry.strip("\n") for entry in entries)):
        pin = _PIN.match(entry)
        if pin is None:
            yield f"{entry.splitlines()[0][:80]}: not a package with one version"
            continue
        name, version = pin[1].lower().replace("_", "-"), pin[2]
        if not _HASH.search(entry):
            yield f"{name} {version}: no hash"
        if name in BANNED:
            yield f"{name}: {BANNED[name]}"
        first_good, why = BAD_BELOW.get(name, ("0", ""))
        if _ordered(version) < _ordered(first_good):
            yield f"{name} {version} is older than {first_good}: {why}"


def _ordered(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version))


def main(files: Sequence[str]) -> int:
    """Look at each lock; 1 when anything is wrong."""
    found = [f"{file}: {line}" for file in files for line in audit(Path(file).read_text(encoding="utf-8"))]
    print("\n".join(found) if found else f"{', '.join(files)}: pinned with hashes, nothing known to be bad")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
