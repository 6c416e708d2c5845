"""Where requests may go: private addresses, credentials in addresses, proxies."""

from __future__ import annotations

import pytest

from newsdesk.net import targets
from newsdesk.net.targets import is_private, target


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.9.9.9", "10.1.2.3", "192.168.0.1", "172.16.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
        "224.0.0.1", "::1", "fe80::1%eth0", "fd00::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "::",
    ],
)  # fmt: skip
def test_private_addresses(address: str) -> None:
    """Loopback, private, link-local and shared networks are told, also inside IPv6 forms."""
    assert is_private(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "1.1.1.1", "2606:4700::1111", "::ffff:8.8.8.8", "example.org", ""])
def test_public_addresses(address: str) -> None:
    """Public addresses and names are not private by their looks."""
    assert not is_private(address)


def test_credentials_leave_the_address() -> None:
    """User and password in an address are not sent and stand nowhere; IPv6 and other scripts make one origin each."""
    found = target("https://me%40x:p%C3%A4ss@Example.org:8443/a?b=1#part")
    assert found.url == "https://Example.org:8443/a?b=1"
    assert found.origin == ("https", "example.org", 8443)
    assert "ss" not in repr(found).replace("https", "")
    assert target("http://me:x@[::1]:81/").origin == ("http", "::1", 81)
    assert target("https://bücher.example/").origin == target("https://XN--BCHER-KVA.example:443/").origin


def test_default_ports_make_one_origin() -> None:
    """A scheme's own port said or not said is the same origin."""
    assert target("http://a.example/x").origin == target("http://A.example:80/y").origin
    assert target("http://a.example").url == "http://a.example/"


async def test_names_that_lead_inside() -> None:
    """The name localhost and loopback addresses lead inside; a name that means nothing does not."""
    assert await targets.leads_inside(target("http://localhost/"))
    assert await targets.leads_inside(target("http://[::1]/"))
    assert await targets.leads_inside(target("http://192.168.1.1/"))
    assert not await targets.leads_inside(target("http://8.8.8.8/"))


def test_proxies_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """HTTP_PROXY, HTTPS_PROXY and NO_PROXY are followed; this machine is always asked directly."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HTTP_PROXY", "proxy.example:3128")
    monkeypatch.setenv("NO_PROXY", "inside.example")
    assert targets.proxy_for(target("http://news.example/")) == "http://proxy.example:3128"
    assert targets.proxy_for(target("https://news.example/")) == ""
    assert targets.proxy_for(target("http://inside.example/")) == ""
    assert targets.proxy_for(target("http://127.0.0.1:80/")) == ""
