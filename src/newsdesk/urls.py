"""Addresses: which may be opened, which are the same, how they are shown."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, quote, unquote, urlencode, urljoin, urlsplit, urlunsplit

from newsdesk.text import compiled

MAX_URL = 4_096
"""Characters of an address; a longer one is refused."""

_TRACKING = (
    r"(?i)"
    r"^(utm_.*|at_(campaign|medium|custom\d|link.*|format|ptr_name|bbc_team)|fbclid|gclid|gclsrc|dclid|msclkid|yclid|"
    r"igshid|mc_[ce]id|_hs(enc|mi)|mkt_tok|oly_(anon|enc)_id|vero_(conv|id)|wickedid|ns_(campaign|mchannel|source|"
    r"linkname|fee)|ito|cmpid?|icid|ncid|ref_src|xtor|wt_mc|wt\.mc_id|ocid|smid|sr_share|partner|ftag|traffic_source|"
    r"feature_source|guccounter|guce_.*|ceid|emc|fromrss)$"
)
_PLAIN = (
    r"https?://[a-z0-9][a-z0-9.-]*(?::[0-9]{1,4}|:[1-5][0-9]{4})?/[A-Za-z0-9._~/%+,=&:@!$'()*-]*"
    r"(?:\?[A-Za-z0-9._~/%+,=&:@!$'()*?-]+)?"
)
"""An absolute address with nothing in it to look at or to mend, as most are."""
_CONTROL = (
    "[\x00-\x20\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffe\uffff"
    "\U000e0000-\U000e0fff\\\\]"
)


def web_url(text: str, base: str = "") -> str:
    """The absolute http(s) address that `text` means (relative to `base`), or "" where it is none.

    White space around it goes and inside it is escaped; an address with controls, a backslash, no host, or over
    MAX_URL characters is none.
    """
    text = text.strip()
    if not text or len(text) > MAX_URL:
        return ""
    if compiled(_PLAIN).fullmatch(text):
        return text
    text = re.sub(r"[\t\n\r]+", "", text).replace(" ", "%20")
    if compiled(_CONTROL).search(text):
        return ""
    try:
        joined = urljoin(base, text) if base else text
        parts = urlsplit(joined)
        host, _port = parts.hostname, parts.port
    except ValueError:
        return ""
    if parts.scheme.lower() not in ("http", "https") or not host or len(joined) > MAX_URL:
        return ""
    return urlunsplit((parts.scheme.lower(), parts.netloc, parts.path, parts.query, parts.fragment))


def canonical(url: str) -> str:
    """What two addresses of the same thing share: no scheme, `www.`, port of the scheme, fragment or tracking."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return url
    host = _ascii_host(host).removeprefix("www.")
    if port and port not in (80, 443):
        host += f":{port}"
    path = parts.path.rstrip("/")
    query = parts.query
    if query:
        kept = [(k, v) for k, v in parse_qsl(query, keep_blank_values=True) if not compiled(_TRACKING).match(k)]
        query = urlencode(kept)
    return host + quote(path, safe="/%:@!$&'()*+,;=~-._") + (f"?{query}" if query else "")


def without_tracking(url: str) -> str:
    """The address without the parameters that only tell where its reader came from; all else byte for byte."""
    head, mark, rest = url.partition("?")
    if not mark:
        return url
    query, hash_mark, fragment = rest.partition("#")
    kept = "&".join(pair for pair in query.split("&") if not compiled(_TRACKING).match(pair.partition("=")[0]))
    return head + (f"?{kept}" if kept else "") + hash_mark + fragment


def host(url: str) -> str:
    """The host of an address as it is connected to: lower case, punycode; "" where there is none."""
    try:
        return _ascii_host(urlsplit(url).hostname or "")
    except ValueError:
        return ""


def site(url: str) -> str:
    """The registrable domain as far as it can be told without the public suffix list: bbc.co.uk, lemonde.fr."""
    name = host(url)
    if re.fullmatch(r"[\d.]+|.*:.*", name):
        return name
    labels = name.split(".")
    if len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVEL:
        return ".".join(labels[-3:])
    return ".".join(labels[-2:])


_SECOND_LEVEL = frozenset(
    ("ac", "co", "com", "edu", "gob", "go", "gouv", "gov", "govt", "mil", "ne", "net", "nom", "or", "org", "sch", "web")
)


def shown(url: str, *, private: bool = False) -> str:
    """An address for the screen, logs and errors: without user, password and query.

    Of a private one, or one that seems to hold a token, only the host.
    """
    try:
        parts = urlsplit(url)
        name, port = _ascii_host(parts.hostname or ""), parts.port
    except ValueError:
        return "(broken address)"
    start = f"{parts.scheme}://{f'[{name}]' if ':' in name else name}{f':{port}' if port else ''}"
    from newsdesk import tokens  # 1 ms of start-up that lists without addresses need not pay

    if private or tokens.in_address(without_userinfo(url)):
        return f"{start}/…"
    return start + parts.path + ("?…" if parts.query else "")


def exact(url: str) -> str:
    """The one spelling of an address by which its settings and secret are found: another origin is another address.

    Without user, password and fragment; the host as it is connected to, the port always said.
    """
    try:
        parts = urlsplit(url)
        scheme, port = parts.scheme.lower(), parts.port
    except ValueError:
        return url
    name = host(url)
    netloc = f"{f'[{name}]' if ':' in name else name}:{port or (443 if scheme == 'https' else 80)}"
    return urlunsplit((scheme, netloc, parts.path or "/", parts.query, ""))


def origin(url: str) -> str:
    """Scheme, host and port of an address: what secrets belong to."""
    return "/".join(exact(url).split("/", 3)[:3])


def userinfo(url: str) -> tuple[str, str] | None:
    """User name and password that stand in an address, percent-escapes undone; None where there are none."""
    try:
        found, at, _ = urlsplit(url).netloc.rpartition("@")
    except ValueError:
        return None
    name, _, password = found.partition(":")
    return (unquote(name), unquote(password)) if at and found else None


def without_userinfo(url: str) -> str:
    """The address without user name and password, all else as it was."""
    try:
        netloc = urlsplit(url).netloc
    except ValueError:
        return url
    return url.replace(netloc, netloc.rpartition("@")[2], 1) if "@" in netloc else url


def _ascii_host(name: str) -> str:
    name = name.rstrip(".").lower()
    if name.isascii():
        return name
    try:
        return name.encode("idna").decode("ascii")
    except UnicodeError:
        return name
