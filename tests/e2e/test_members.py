"""Members' sources end to end: which server is told what, where secrets stand, and the way in on the screen."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from builders import opml
from e2e.conftest import Opener
from e2e.membership import ADDRESS_TOKEN, CASES, PASSWORD, PLANTED, basic, open_club, wants
from e2e.processes import command, environment_for, listed
from e2e.terminal import Terminal
from servers import Reply, Server, serving

pytestmark = pytest.mark.slow

DOC = Path(__file__).parents[2] / "docs/members.md"
NAME = "member-of-the-paper"
OUTPUTS = (
    ("list", "--json"), ("list",), ("feeds",), ("feeds", "--health"), ("export",), ("config", "show"), ("doctor",),
    ("refresh", "--force"), ("refresh", "--force", "--json"), ("search", "words"), ("top", "--json"),
)  # fmt: skip
"""Commands that print what a home holds."""


def test_each_server_sees_what_is_meant_for_it(home: Path, tmp_path: Path) -> None:
    """The table of docs/members.md is what the servers saw; who refuses is not asked again, and what they got works."""
    home.mkdir()
    with open_club(tmp_path) as club:
        (home / "feeds.opml").write_bytes(opml(*club.feeds.values()))
        (home / "config.toml").write_text("\n\n".join(("host_spacing = 0.0\nparsers = 1", *club.config)))
        environment = environment_for(home, **club.environment)
        done = json.loads(command(home, "refresh", "--json", environment=environment).stdout)
        table = club.table()
        again = json.loads(command(home, "refresh", "--json", environment=environment).stdout)
        printed = [command(home, *arguments, environment=environment) for arguments in OUTPUTS]
    assert again["asked"] == 0
    failed = {error["url"]: error["error"] for error in done["errors"]}
    names = {case: url.partition("?")[0] for case, url in club.feeds.items()}
    assert {failed[names[case]] for case in (CASES[9], CASES[10], CASES[11])} == {
        "sign in needed: the server refuses what it was given (401)",
        "sign in needed: the cookies it was given have ended",
        "sign in needed (401)",
    }
    assert failed[names[CASES[8]]] == "redirected from a secure to an open connection"
    assert (done["fetched"], done["failed"]) == (len(CASES) - 4, 4)
    assert "\n".join(table) in DOC.read_text(encoding="utf-8")
    # The one secret that stands in a setting is the argument of the command that prints it.
    hunt(home, printed, spare=("config.toml",))


def hunt(home: Path, printed: list[CompletedProcess[str]], raw: bytes = b"", spare: tuple[str, ...] = ()) -> None:
    """No byte of the home, of what was printed or drawn is of a planted secret; `spare` files hold one."""
    for secret in map(str.encode, PLANTED):
        assert secret not in raw
        for done in printed:
            assert secret not in (done.stdout + done.stderr).encode(), done.args
        for file in home.rglob("*"):
            if file.is_file() and file.name not in spare:
                assert secret not in file.read_bytes(), file
    for done in printed:
        assert "Traceback" not in done.stderr


@pytest.fixture
def paper() -> Iterator[Server]:
    """A paper that shows its feed, pages and pictures to its member alone."""
    with serving() as server:
        who = basic(NAME, PASSWORD)
        site = server.url("").rstrip("/")
        item = (
            f"<item><title>The harbour opens again</title><link>{site}/story</link><guid>1</guid>"
            "<description>In short.</description></item>"
        )
        feed = f"<rss version='2.0'><channel><title>The Members' Paper</title>{item}</channel></rss>"
        page = "".join(
            f"<p>Only members read sentence {n} of the harbour's long story, word for word.</p>" for n in range(12)
        )
        server.pages["/members/feed.xml"] = wants("authorization", who, feed.encode())
        html = f"<html><title>The harbour opens again</title><article><h1>The harbour</h1>{page}</article></html>"
        answer: Callable[..., Reply] = wants("authorization", who, html.encode())
        server.pages["/story"] = lambda request: (
            Reply(200, html.encode(), (("Content-Type", "text/html"),)) if answer(request).status == 200 else Reply(403)
        )
        yield server


def sign_in(terminal: Terminal, name: str, password: str, told: str) -> None:
    """Give name and password to the menu, and see what comes of it."""
    terminal.wait_for("Name and password…")
    terminal.press("enter")
    terminal.wait_for("User name")
    terminal.press(*([name] if name else []), "enter")
    terminal.wait_for(f"Password of {NAME}")
    terminal.press(password)
    terminal.wait_for("•" * len(password))
    terminal.press("enter")
    terminal.wait_for(told)


def test_a_member_is_let_in_on_the_screen(home: Path, paper: Server, opened: Opener) -> None:
    """Add the feed by its address, be told to sign in, sign in wrong, then right, read the page; no secret is left."""
    home.mkdir()
    (home / "feeds.opml").write_bytes(b'<opml version="2.0"><body>\n</body></opml>\n')
    (home / "config.toml").write_text("host_spacing = 0.0\nparsers = 1\n")
    terminal = opened()
    terminal.wait_for("No sources yet")
    terminal.press("a")
    terminal.wait_for("or an OPML file")
    terminal.press(paper.url("/members/feed.xml"), "enter")
    terminal.wait_for("sign in needed  I")
    terminal.press("I")
    sign_in(terminal, NAME, PLANTED[2], "refuses what it was given")
    terminal.press("I")
    sign_in(terminal, "", PASSWORD, "lets you in: 1 new")  # the name is remembered
    terminal.press("g", "a")
    terminal.wait_for("The harbour opens again")
    terminal.press("enter")
    terminal.wait_for("Only members read sentence 3")
    terminal.press("i")
    terminal.wait_for(f"{NAME}, from secrets.toml")
    terminal.press("escape", "Q")
    assert terminal.process.wait(20) == 0
    assert [row["title"] for row in listed(home)] == ["The harbour opens again"]
    assert {request.header("authorization") for request in paper.requests} == {
        None, basic(NAME, PLANTED[2]), basic(NAME, PASSWORD)
    }  # fmt: skip
    assert (home / "secrets.toml").stat().st_mode & 0o777 == 0o600
    assert PASSWORD in (home / "secrets.toml").read_text()
    hunt(home, [command(home, *arguments) for arguments in OUTPUTS], terminal.raw, spare=("secrets.toml",))


def test_a_password_in_an_address_is_kept_apart(home: Path, paper: Server, tmp_path: Path) -> None:
    """Imported, added by hand or written into the file: it is in secrets.toml, works, and stands nowhere else."""
    home.mkdir()
    (home / "config.toml").write_text("host_spacing = 0.0\nparsers = 1\n")
    secret = paper.url("/members/feed.xml", f"{NAME}:{PASSWORD}")
    list_ = tmp_path / "mine.opml"
    list_.write_bytes(opml(secret))
    (home / "feeds.opml").write_bytes(opml(paper.url(f"/rss/{ADDRESS_TOKEN}?token={ADDRESS_TOKEN}")))
    printed = [command(home, "import", str(list_))]
    feeds = (home / "feeds.opml").read_bytes()
    assert paper.url("/members/feed.xml").encode() in feeds
    printed += [command(home, "refresh"), command(home, "export"), command(home, "feeds")]
    assert [row["title"] for row in listed(home)] == ["The harbour opens again"]
    assert printed[2].stdout.count("xmlUrl") == 0
    assert "2 private feeds left out" in printed[2].stderr
    assert ADDRESS_TOKEN not in "".join(done.stdout + done.stderr for done in printed)
    # The person writes it back by hand, and undoes the import.
    (home / "feeds.opml").write_bytes(feeds.replace(b"http://", f"http://{NAME}:{PASSWORD}@".encode()))
    printed += [command(home, "refresh"), command(home, "undo")]
    printed += [command(home, "feeds", "add", secret), command(home, "feeds", "remove", secret)]
    hunt(home, printed, spare=("secrets.toml",))
    assert PASSWORD in (home / "secrets.toml").read_text()
    assert "include-private" in printed[2].stderr
    assert ADDRESS_TOKEN in command(home, "export", "--include-private").stdout
