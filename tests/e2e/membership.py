"""Servers that let members in, each in its own way, and what they saw: the table of docs/members.md."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from builders import rss
from certificates import server_context
from servers import Reply, Request, Server, serving

FARM = Path(__file__).parents[2] / "benchmarks/feedfarm.py"
PASSWORD = "planted-pass-7391"
TOKEN = "planted-token-5527"
KEY = "planted-key-8846"
COOKIE = "planted-cookie-1175"
ADDRESS_TOKEN = "planted0address0token4420"
PLANTED = (PASSWORD, TOKEN, KEY, COOKIE)
"""Secrets that may stand in the file that holds them, and nowhere else."""
AGENT = "Member/1 (planted)"
CASES = (
    "Basic, the farm's", "Digest, the farm's", "any, where the server wants Digest", "cookies.txt, the farm's wall",
    "bearer", "a header and a user agent", "redirect to another host", "redirect to another port",
    "redirect from https to http", "a wrong password", "a cookie that has ended", "no sign-in",
)  # fmt: skip


@dataclass
class Club:
    """The running servers; `feeds` maps each of CASES to its feed's address."""

    folder: Path
    feeds: dict[str, str] = field(default_factory=dict)
    seen: list[tuple[str, str, Request]] = field(default_factory=list)
    """(case, server, request), in the order they came."""
    config: list[str] = field(default_factory=list)

    @property
    def environment(self) -> dict[str, str]:
        """The variables that the settings name."""
        return {"CLUB_PASSWORD": PASSWORD, "CLUB_TOKEN": TOKEN, "CLUB_KEY": KEY, "FARM_PASSWORD": "secret"}

    def add(self, case: str, url: str, *settings: str) -> None:
        """A feed with its settings."""
        self.feeds[case] = url
        if settings:
            self.config.append("\n".join((f'[feeds."{url}"]', *settings)))

    def watched(self, case: str, server: str, script: Callable[[Request], Reply]) -> Callable[[Request], Reply]:
        """A script whose requests are noted."""

        def reply(request: Request) -> Reply:
            self.seen.append((case, server, request))
            return script(request)

        return reply

    def table(self) -> list[str]:
        """What each server saw, as the lines of a Markdown table."""
        head = "| case | server | request | Authorization | Cookie | X-Api-Key | User-Agent |"
        order = {case: place for place, case in enumerate(CASES)}
        rows = sorted(self.seen, key=lambda row: order[row[0]])
        return [head, "|---|---|---|---|---|---|---|", *(_line(*row) for row in rows)]


def _line(case: str, server: str, request: Request) -> str:
    kind = (request.header("authorization") or "–").partition(" ")[0]
    cookie = ", ".join(part.partition("=")[0] for part in (request.header("cookie") or "–").split("; "))
    key = "sent" if request.header("x-api-key") else "–"
    agent = "the feed's" if request.header("user-agent") == AGENT else "newsdesk"
    return f"| {case} | {server} | `{request.path}` | {kind} | {cookie} | {key} | {agent} |"


def wants(name: str, value: str, document: bytes, refusal: Reply | None = None) -> Callable[[Request], Reply]:
    """A script that gives the document for a header field with that value, and 401 without."""

    def reply(request: Request) -> Reply:
        if request.header(name) == value:
            return Reply(200, document, (("Content-Type", "application/rss+xml"),))
        return refusal or Reply(401, headers=(("WWW-Authenticate", 'Basic realm="club"'),))

    return reply


def always(reply: Reply) -> Callable[[Request], Reply]:
    """A script that answers the same to everybody."""
    return lambda _: reply


def basic(name: str, password: str) -> str:
    """The Authorization field of a name and a password."""
    return "Basic " + base64.b64encode(f"{name}:{password}".encode()).decode()


def moved(to: str, status: int = 302) -> Reply:
    """A redirect."""
    return Reply(status, headers=(("Location", to),))


class _Stay(urllib.request.HTTPRedirectHandler):
    """Follows no redirect."""

    def redirect_request(self, *_: object) -> None:
        """Leave it to who asked."""


def _passed_on(base: str) -> Callable[[Request], Reply]:
    """A script that passes requests on to the farm and its answers back."""

    def reply(request: Request) -> Reply:
        fields = {name: value for name, value in request.headers if name in ("authorization", "cookie")}
        asked = urllib.request.Request(base + request.path, headers=fields)
        try:
            answer = urllib.request.build_opener(_Stay, urllib.request.ProxyHandler({})).open(asked, timeout=20)
        except urllib.error.HTTPError as error:
            answer = error
        with answer:
            kept = ("Location", "WWW-Authenticate", "Set-Cookie", "Content-Type")
            headers = tuple((name, answer.headers[name]) for name in kept if answer.headers[name])
            return Reply(answer.status, answer.read(), headers)

    return reply


@contextmanager
def farm() -> Iterator[str]:
    """The feed farm; its base address."""
    process = subprocess.Popen(
        [sys.executable, str(FARM), "--feeds", "1", "--entries", "1"], stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout
        yield str(json.loads(process.stdout.readline())["base"]).rstrip("/")
    finally:
        process.terminate()
        process.communicate(timeout=20)


@contextmanager
def open_club(folder: Path) -> Iterator[Club]:
    """The servers of all CASES until the block ends; `folder` takes cookie files and the certificate."""
    club = Club(folder)
    with ExitStack() as stack:

        def server(address: str = "127.0.0.1") -> Server:
            return stack.enter_context(serving(address))

        _farm_cases(club, server(), stack.enter_context(farm()))
        _own_cases(club, server)
        _redirects(club, server, stack)
        yield club


def _farm_cases(club: Club, front: Server, base: str) -> None:
    person = ('username = "reader"', 'password = "env:FARM_PASSWORD"')
    cookies = club.folder / "farm.cookies.txt"
    cookies.write_text(
        f"127.0.0.1\tFALSE\t/\tFALSE\t0\tconsent\tyes\n#HttpOnly_127.0.0.1\tFALSE\t/\tFALSE\t0\tsid\t{COOKIE}\n"
    )
    for case, route, *settings in (
        (CASES[0], "basic-auth?1", 'auth = "basic"', *person),
        (CASES[1], "digest-auth?2", 'auth = "digest"', *person),
        (CASES[2], "digest-auth?3", *person),
        (CASES[3], "cookie-wall?4", f'cookies_file = "{cookies}"'),
    ):
        path, _, number = route.partition("?")
        url = f"http://{front.address}:{front.port}/bad/{path}?{number}"
        club.add(case, url, *settings)

    def script(request: Request) -> Reply:
        number = request.path.partition("?")[2] or "4"
        club.seen.append((CASES[int(number) - 1], "the farm", request))
        return _passed_on(base)(request)

    for path in ("basic-auth", "digest-auth", "cookie-wall"):
        front.pages[f"/bad/{path}"] = script


def _own_cases(club: Club, server: Callable[..., Server]) -> None:
    case = CASES[4]
    one = server()
    one.pages["/feed"] = club.watched(
        case, "its own", wants("authorization", f"Bearer {TOKEN}", rss(1, title="Bearer"))
    )
    club.add(case, one.url("/feed"), 'auth = "bearer"', f'password_command = ["printf", "%s\\\\nmore", "{TOKEN}"]')
    case = CASES[5]
    two = server()
    two.pages["/feed"] = club.watched(case, "its own", wants("x-api-key", KEY, rss(2, title="Header")))
    club.add(case, two.url("/feed"), 'headers = { "X-Api-Key" = "env:CLUB_KEY" }', f'user_agent = "{AGENT}"')
    case = CASES[9]
    three = server()
    three.pages["/feed"] = club.watched(case, "its own", wants("authorization", basic("me", "right"), rss(3)))
    club.add(case, three.url("/feed"), 'username = "me"', 'password = "env:CLUB_PASSWORD"')
    case = CASES[10]
    four, cookies = server(), club.folder / "ended.cookies.txt"
    cookies.write_text(f"127.0.0.1\tFALSE\t/\tFALSE\t1700000000\tsid\t{COOKIE}\n")
    four.pages["/feed"] = club.watched(case, "its own", wants("cookie", f"sid={COOKIE}", rss(4), Reply(403)))
    club.add(case, four.url("/feed"), f'cookies_file = "{cookies}"')
    case = CASES[11]
    five = server()
    five.pages["/feed"] = club.watched(case, "its own", wants("authorization", basic("me", PASSWORD), rss(5)))
    club.add(case, five.url("/feed"))


def _redirects(club: Club, server: Callable[..., Server], stack: ExitStack) -> None:
    everything = (
        'auth = "basic"', 'username = "me"', 'password = "env:CLUB_PASSWORD"', f'user_agent = "{AGENT}"',
        'headers = { "X-Api-Key" = "env:CLUB_KEY" }',
    )  # fmt: skip
    for case, address, name in ((CASES[6], "127.0.0.2", "the other host"), (CASES[7], "127.0.0.1", "the other port")):
        first, other = server(), server(address)
        cookies = club.folder / f"{first.port}.cookies.txt"
        cookies.write_text(
            f"127.0.0.1\tTRUE\t/\tFALSE\t0\tsid\t{COOKIE}\n127.0.0.2\tTRUE\t/\tFALSE\t0\tother\t{COOKIE}\n"
        )
        first.pages["/feed"] = club.watched(case, "its own", always(moved(other.url("/free"))))
        other.pages["/free"] = club.watched(case, name, always(Reply(200, rss(6, title=name))))
        club.add(case, first.url("/feed"), *everything, f'cookies_file = "{cookies}"')
    case, (context, ca_file) = CASES[8], server_context(club.folder)
    secure, plain = stack.enter_context(serving(tls=context)), server()
    secure.pages["/feed"] = club.watched(case, "its own, https", always(moved(plain.url("/open"), 301)))
    plain.pages["/open"] = club.watched(case, "the http one", always(Reply(200, rss(7))))
    club.add(case, secure.url("/feed"), *everything, f'ca_file = "{ca_file}"')
