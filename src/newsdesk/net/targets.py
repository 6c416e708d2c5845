"""Where a request may go: origins, private addresses, the proxy in the environment."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit
from urllib.request import getproxies, proxy_bypass

from newsdesk import urls


@dataclass(frozen=True, slots=True)
class Target:
    """An address taken apart for asking it."""

    url: str
    """Without user, password and fragment."""
    scheme: str
    host: str
    port: int

    @property
    def origin(self) -> tuple[str, str, int]:
        """Scheme, host and port: what credentials and connections belong to."""
        return self.scheme, self.host, self.port


def target(url: str) -> Target:
    """The target an http(s) address names; ValueError for a port that is none.

    A user name and password in it go: what is sent is what the source's sign-in says, and nothing else.
    """
    parts = urlsplit(url)
    netloc = parts.netloc.rpartition("@")[2]
    scheme = parts.scheme.lower()
    return Target(
        urlunsplit((scheme, netloc, parts.path or "/", parts.query, "")),
        scheme,
        urls.host(url),
        parts.port or (443 if scheme == "https" else 80),
    )


def is_private(address: str) -> bool:
    """Whether an IP address is of this machine or a network of its own: loopback, private, link-local, reserved."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None) or _nat64(ip)
        ip = inner or ip
    return not ip.is_global or ip.is_multicast


_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


def _nat64(ip: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF) if ip in _NAT64 else None


def is_local_name(host: str) -> bool:
    """Whether a host is this machine by its very name."""
    return host == "localhost" or host.endswith(".localhost") or _is_loopback(host)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


async def leads_inside(where: Target) -> bool:
    """Whether a host is, or resolves to, a private address; a name that resolves to nothing does not."""
    if is_local_name(where.host) or is_private(where.host):
        return True
    loop = asyncio.get_running_loop()
    try:
        found = await loop.getaddrinfo(where.host, where.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return False
    return any(is_private(str(info[4][0])) for info in found)


def proxy_for(where: Target) -> str:
    """The proxy that the environment names for a target (HTTP_PROXY, HTTPS_PROXY, ALL_PROXY, NO_PROXY); "" for none.

    This machine itself is never asked through a proxy.
    """
    if is_local_name(where.host):
        return ""
    proxies = getproxies()
    named = proxies.get(where.scheme) or proxies.get("all") or ""
    if not named or proxy_bypass(f"{where.host}:{where.port}"):
        return ""
    return named if "://" in named else f"http://{named}"
