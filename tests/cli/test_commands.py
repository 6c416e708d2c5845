"""The contract of the command line: what scripts may rely on."""

from __future__ import annotations

import hashlib
import json
import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from builders import opml, rss, wait_until
from newsdesk import about, config, paths
from newsdesk.cli.commands import COMMANDS
from newsdesk.cli.home import writing_marks
from newsdesk.worker.lifecycle import WorkerLock
from servers import Reply, Request, Server

Command = Callable[..., Any]
LIST_KEYS = {
    "id", "title", "url", "source", "section", "feed_url", "author", "published", "read", "starred", "later",
    "summary", "story_id", "outlets",
}  # fmt: skip
REFRESH_KEYS = {
    "feeds", "asked", "not_due", "fetched", "not_modified", "failed", "new_entries", "seconds", "errors",
}  # fmt: skip
FEED_KEYS = {
    "url", "title", "folder", "entries", "unread", "last_ok", "last_error", "failures", "next_due",
}  # fmt: skip


def tagged(body: bytes) -> Callable[[Request], Reply]:
    """A feed that answers 304 to who has its tag."""

    def reply(request: Request) -> Reply:
        headers = (("ETag", '"1"'),)
        return Reply(304, headers=headers) if request.header("if-none-match") == '"1"' else Reply(200, body, headers)

    return reply


@pytest.fixture
def desk(newsdesk: Command, home: Path, server: Server, tmp_path: Path) -> Command:
    """A home with two feeds, five entries, refreshed."""
    server.pages["/a.xml"] = tagged(rss(1, 2, 3))
    server.pages["/b.xml"] = tagged(rss(4, 5, site="https://b.example", title="B"))
    file = tmp_path / "mine.opml"
    file.write_bytes(opml(server.url("/a.xml"), server.url("/b.xml")))
    assert newsdesk("import", file).code == 0
    (home / "config.toml").write_text("host_spacing = 0\nparsers = 1\n")
    assert newsdesk("refresh").code == 0
    return newsdesk


def ids(desk: Command) -> dict[str, int]:
    """The id of every headline by its title."""
    return {row["title"]: row["id"] for row in desk("list", "--json").json}


def test_version_and_help(installed: Command, home: Path) -> None:
    """`--version` says so and touches nothing; help names every public command."""
    said = installed("--version")
    assert (said.code, said.out) == (0, f"newsdesk {about.version()}\n")
    assert not home.exists()
    text = installed("--help").out
    assert all(name in text for name in COMMANDS if name not in ("worker", "upgrade"))


def test_every_command_explains_itself(newsdesk: Command) -> None:
    """`--help` of each exits 0."""
    for name in COMMANDS:
        assert newsdesk(name, "--help").code == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ("nosuch",), ("list", "--nosuch"), ("list", "--limit", "-1"), ("mark", "read"), ("mark", "burn", "1"),
        ("mark", "read", "x"), ("show",), ("show", "x"), ("show", "1", "--format", "pdf"), ("search",), ("import",),
        ("list", "is:nothing"), ("search", '"open'), ("list", "foo:bar"),
    ],
)  # fmt: skip
def test_wrong_usage_exits_2(newsdesk: Command, arguments: tuple[str, ...]) -> None:
    """With a word on stderr, nothing on stdout; a wrong query says its column."""
    said = newsdesk(*arguments)
    assert (said.code, said.out) == (2, "")
    assert said.err
    if ":" in arguments[-1] or '"' in arguments[-1]:
        assert re.search(r"column \d+", said.err)


def test_the_home_is_private(installed: Command, home: Path, tmp_path: Path) -> None:
    """The folder is made 0700, the files in it 0600, whatever the umask."""
    list_ = tmp_path / "x.opml"
    list_.write_bytes(opml("https://a.example/rss"))
    old = os.umask(0)
    try:
        assert installed("import", list_).code == 0
    finally:
        os.umask(old)
    assert home.stat().st_mode & 0o777 == 0o700
    modes = {file.name: file.stat().st_mode & 0o777 for file in home.iterdir() if file.is_file()}
    assert {"feeds.opml", "newsdesk.db"} <= set(modes)
    assert {name: oct(mode) for name, mode in modes.items() if mode & 0o077} == {}


def test_import_merges_and_tells(newsdesk: Command, home: Path, tmp_path: Path) -> None:
    """What is new is added in the folder of its path, what is there stays, what can't be is told with the reason."""
    first = tmp_path / "first.opml"
    first.write_bytes(opml("https://a.example/rss", "https://b.example/rss"))
    said = newsdesk("import", first)
    assert said.rows == [["added", "2"], ["already there", "0"], ["skipped", "0"]]
    second = tmp_path / "second.opml"
    second.write_bytes(opml("http://www.a.example/rss", "https://c.example/rss", "file:///etc/passwd", folder="Blogs"))
    said = newsdesk("import", second)
    assert said.rows == [["added", "1"], ["already there", "1"], ["skipped", "1"]]
    assert "file" in said.err
    feeds = {row["url"]: row["folder"] for row in newsdesk("feeds", "--json").json}
    assert feeds == {
        "https://a.example/rss": "World", "https://b.example/rss": "World", "https://c.example/rss": "Blogs",
    }  # fmt: skip
    assert newsdesk("undo").code == 0
    assert len(newsdesk("feeds", "--json").json) == 2
    assert newsdesk("undo").code == 0
    assert newsdesk("feeds", "--json").json == []
    assert newsdesk("undo").code == 1


def test_a_view_is_undone(desk: Command, home: Path) -> None:
    """What the screen took out of config.toml comes back, the rest of the file as it was."""
    place = paths.at(home)
    place.config.write_text("# mine\nmeasure = 80\n")
    with writing_marks(place) as writer:
        writer.record_edit("view", "View Near removed", b'{"Near": "in:World"}', b'{"Near": null}').result(10)
    said = desk("undo")
    assert said.code == 0
    assert "Undone: View Near removed" in said.err
    settings = config.load(place.config)
    assert (dict(settings.views), settings.measure) == ({"Near": "in:World"}, 80)
    assert "# mine" in place.config.read_text()


def test_import_from_standard_input(installed: Command) -> None:
    """`-` reads it."""
    assert installed("import", "-", stdin=opml("https://a.example/rss")).rows[0] == ["added", "1"]


@pytest.mark.parametrize("content", [b"", b"hello", b"<html></html>", b"<opml><body></body></opml>", b"\x00\xff"])
def test_import_of_what_has_no_feed_fails(newsdesk: Command, home: Path, tmp_path: Path, content: bytes) -> None:
    """Exit 1, the file named, the subscriptions as they were."""
    list_ = tmp_path / "bad.opml"
    list_.write_bytes(content)
    said = newsdesk("import", list_)
    assert (said.code, said.out) == (1, "")
    assert "bad.opml" in said.err
    assert newsdesk("feeds", "--json").json == []


def test_import_of_a_missing_file_fails(newsdesk: Command) -> None:
    """It is named."""
    said = newsdesk("import", "/nowhere/x.opml")
    assert said.code == 1
    assert "/nowhere/x.opml" in said.err


def test_broken_opml_is_read_as_far_as_it_goes(newsdesk: Command, tmp_path: Path) -> None:
    """A cut file still brings what it has."""
    list_ = tmp_path / "cut.opml"
    whole = opml("https://a.example/rss", "https://b.example/rss")
    list_.write_bytes(whole.partition(b"</outline></body>")[0])
    said = newsdesk("import", list_)
    assert (said.code, said.rows[0]) == (0, ["added", "2"])


def test_export_gives_the_list_back(newsdesk: Command, installed: Command, home: Path, tmp_path: Path) -> None:
    """To a file or standard output; private feeds only when asked, their number on stderr."""
    list_ = tmp_path / "mine.opml"
    list_.write_bytes(opml("https://a.example/rss", "https://me:secret@b.example/rss", "https://c.example/rss"))
    newsdesk("import", list_)
    target = tmp_path / "out.opml"
    assert newsdesk("export", target).code == 0
    said = installed("export")
    assert said.out.encode() == target.read_bytes()
    assert said.out.count("xmlUrl") == 2
    assert "secret" not in said.out + said.err
    assert said.err.startswith("1 private")
    assert installed("export", "--include-private").out.count("xmlUrl") == 3


def test_refresh_tells_what_it_did(newsdesk: Command, home: Path, server: Server, tmp_path: Path) -> None:
    """The promised figures; a second refresh asks nothing, a forced one is answered 304 and changes nothing."""
    server.pages["/a.xml"] = tagged(rss(1, 2, 3))
    list_ = tmp_path / "x.opml"
    list_.write_bytes(opml(server.url("/a.xml"), server.url("/missing.xml")))
    newsdesk("import", list_)
    (home / "config.toml").write_text("host_spacing = 0\nparsers = 1\n")
    said = newsdesk("refresh", "--json")
    figures = said.json
    assert said.code == 0
    assert set(figures) == REFRESH_KEYS
    assert figures.pop("seconds") >= 0
    (error,) = figures.pop("errors")
    assert error["url"] == server.url("/missing.xml")
    assert "404" in error["error"]
    assert figures == {
        "feeds": 2, "asked": 2, "not_due": 0, "fetched": 1, "not_modified": 0, "failed": 1, "new_entries": 3,
    }  # fmt: skip
    before = newsdesk("list", "--json").json
    asked = len(server.requests)
    assert newsdesk("refresh", "--json").json["asked"] == 0
    assert len(server.requests) == asked
    forced = newsdesk("refresh", "--force", "--json").json
    assert (forced["asked"], forced["not_modified"], forced["new_entries"]) == (2, 1, 0)
    assert newsdesk("list", "--json").json == before
    said = newsdesk("refresh", server.url("/missing.xml"), "--force")
    assert said.code == 1
    assert "404" in said.err


def test_refresh_of_an_unknown_feed_fails(newsdesk: Command) -> None:
    """It is named."""
    said = newsdesk("refresh", "https://nowhere.example/rss")
    assert said.code == 1
    assert "nowhere.example" in said.err


def test_list_has_the_promised_rows(desk: Command, server: Server) -> None:
    """Newest first, every field, ISO times in UTC; plain rows are parted by tabs."""
    rows = desk("list", "--json").json
    assert [row["title"] for row in rows] == ["Title 5", "Title 4", "Title 3", "Title 2", "Title 1"]
    assert all(set(row) == LIST_KEYS for row in rows)
    first = rows[-1]
    assert (first["url"], first["source"], first["section"]) == ("https://feed1.example/article/1", "Feed 1", "World")
    assert (first["feed_url"], first["published"]) == (server.url("/a.xml"), "2025-10-09T08:01:00Z")
    assert (first["read"], first["starred"], first["later"]) == (False, False, False)
    assert (isinstance(first["id"], int), first["outlets"]) == (True, 1)
    plain = desk("list").rows
    assert [(int(row[0]), row[4]) for row in plain] == [(row["id"], row["title"]) for row in rows]
    assert len(desk("list", "--limit", 2, "--json").json) == 2
    assert len(desk("list", "--limit", 0, "--json").json) == 5
    assert [row["title"] for row in desk("list", "title:4", "--json").json] == ["Title 4"]
    assert len(desk("list", "--json", "--", "-title:4").json) == 4
    assert desk("list", "nothing like it").out == ""


def test_search_gives_the_same_rows(desk: Command) -> None:
    """By relevance."""
    (row,) = desk("search", "body 4", "--json").json
    assert (set(row), row["title"]) == (LIST_KEYS, "Title 4")


def test_show_prints_an_article(desk: Command) -> None:
    """As text, Markdown, HTML and JSON; an id that is not there exits 1."""
    id_ = ids(desk)["Title 3"]
    for format_ in ("text", "markdown", "html"):
        said = desk("show", id_, "--format", format_)
        assert said.code == 0
        assert "Title 3" in said.out
        assert "Body 3" in said.out
    article = desk("show", id_, "--format", "json").json
    assert {"title", "byline", "source", "section", "published", "lead", "blocks", "links", "images"} <= set(article)
    assert [block["kind"] for block in article["blocks"]] == ["paragraph"]
    said = desk("show", 999_999)
    assert said.code == 1
    assert "999999" in said.err


def test_marks_are_set_and_taken_back(desk: Command) -> None:
    """Each mark, several ids at once, undo one by one; unknown ids are named and the others marked."""
    found = ids(desk)
    one, two = found["Title 1"], found["Title 2"]
    assert desk("mark", "read", one, two).code == 0
    assert desk("mark", "star", one).code == 0
    assert desk("mark", "later", two).code == 0
    state = {row["id"]: (row["read"], row["starred"], row["later"]) for row in desk("list", "--json").json}
    assert (state[one], state[two]) == ((True, True, False), (True, False, True))
    assert [row["id"] for row in desk("list", "is:starred", "--json").json] == [one]
    for _ in range(2):
        assert desk("undo").code == 0
    assert desk("list", "is:starred", "--json").json == []
    assert desk("mark", "unread", one, two).code == 0
    assert len(desk("list", "is:unread", "--json").json) == 5
    said = desk("mark", "read", one, 999_999)
    assert said.code == 1
    assert "999999" in said.err
    assert len(desk("list", "is:read", "--json").json) == 1


def test_feeds_tell_their_state(desk: Command, server: Server, newsdesk: Command) -> None:
    """Counts and health for scripts and people."""
    rows = desk("feeds", "--json").json
    assert all(set(row) == FEED_KEYS for row in rows)
    assert [(row["url"], row["entries"], row["unread"], row["failures"]) for row in rows] == [
        (server.url("/a.xml"), 3, 3, 0), (server.url("/b.xml"), 2, 2, 0),
    ]  # fmt: skip
    assert all(row["last_ok"].endswith("Z") and row["last_error"] is None for row in rows)
    assert desk("feeds", "--health", "--json").json == []
    server.pages["/b.xml"] = Reply(500)
    desk("refresh", "--force")
    (ill,) = desk("feeds", "--health", "--json").json
    assert (ill["url"], ill["failures"]) == (server.url("/b.xml"), 1)
    assert "500" in ill["last_error"]
    assert [len(row) for row in desk("feeds").rows] == [6, 6]


def test_feeds_are_added_and_removed(desk: Command, server: Server) -> None:
    """By address; both can be undone."""
    server.pages["/new.xml"] = Reply(200, rss(8, 9, site="https://n.example", title="New"))
    assert desk("feeds", "add", server.url("/new.xml"), "--folder", "Blogs").code == 0
    assert {row["title"]: row["folder"] for row in desk("feeds", "--json").json}["New"] == "Blogs"
    assert len(desk("list", "--json").json) == 7
    assert desk("feeds", "remove", server.url("/new.xml")).code == 0
    assert len(desk("list", "--json").json) == 5
    assert desk("undo").code == 0
    assert len(desk("list", "--json").json) == 7
    said = desk("feeds", "remove", "https://nowhere.example/rss")
    assert said.code == 1
    assert "nowhere.example" in said.err
    said = desk("feeds", "add", server.url("/nothing"))
    assert said.code == 1
    assert "404" in said.err


def test_a_list_that_lost_most_waits_to_be_accepted(newsdesk: Command, home: Path, tmp_path: Path) -> None:
    """`refresh` says so and drops nothing, `feeds accept` follows it."""
    list_ = tmp_path / "x.opml"
    list_.write_bytes(opml(*(f"http://127.0.0.1:9/{n}" for n in range(5))))
    newsdesk("import", list_)
    (home / "feeds.opml").write_bytes(opml("http://127.0.0.1:9/0"))
    said = newsdesk("refresh", "--json")
    assert said.json["feeds"] == 5
    assert "feeds accept" in said.err
    assert newsdesk("feeds", "accept").code == 0
    assert len(newsdesk("feeds", "--json").json) == 1


def test_config_tells_where_and_what(newsdesk: Command, home: Path) -> None:
    """The path, and every setting with its value; a wrong file exits 1 and names the key."""
    assert newsdesk("config", "path").out == f"{home / 'config.toml'}\n"
    values = {row[0]: row[1] for row in newsdesk("config", "show").rows}
    assert (values["interval"], values["keep_days"]) == ("60", "90")
    (home / "config.toml").write_text("interval = 45\n")
    assert {row[0]: row[1] for row in newsdesk("config", "show").rows}["interval"] == "45"
    (home / "config.toml").write_text("intervall = 45\n")
    said = newsdesk("config", "show")
    assert said.code == 1
    assert "intervall" in said.err
    assert newsdesk("list").code == 0


def test_doctor_finds_and_mends(desk: Command, home: Path) -> None:
    """0 when all is well; what is wrong is a line each and exit 1; mended, it is well."""
    assert desk("doctor").code == 0
    with closing(sqlite3.connect(home / "newsdesk.db")) as connection, connection:
        connection.execute("UPDATE counts SET unread = 99 WHERE kind = 'all'")
    said = desk("doctor")
    assert said.code == 1
    assert "count of all" in said.out
    desk("doctor", "--mend")
    assert desk("doctor").code == 0
    assert list((home / "backups").glob("*.db"))
    assert desk("doctor", "--reindex").code == 0
    assert len(desk("search", "body", "--json").json) == 5
    (home / "newsdesk.db").chmod(0o644)
    said = desk("doctor")
    assert said.code == 1
    assert "chmod 600" in said.out


def test_backup_is_a_database_of_its_own(desk: Command, home: Path, tmp_path: Path) -> None:
    """A whole copy, private; one that can't be written is told, exit 3."""
    copy = tmp_path / "copy.db"
    assert desk("backup", copy).code == 0
    assert copy.stat().st_mode & 0o777 == 0o600
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("SELECT count(*) FROM headlines").fetchone() == (5,)
    assert desk("backup", tmp_path / "nowhere" / "copy.db").code == 3


def newer(path: Path) -> None:
    """A database of a later newsdesk."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version=999")


def foreign(path: Path) -> None:
    """Another program's."""
    path.unlink()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE notes (text)")


def damaged(path: Path) -> None:
    """Its first page overwritten."""
    with path.open("r+b") as file:
        file.write(b"\x00" * 64)


def text(path: Path) -> None:
    """No database at all."""
    path.write_text("x" * 500)


USES_DATABASE = [
    ("list",), ("list", "--json"), ("search", "x"), ("show", "1"), ("mark", "read", "1"), ("undo",), ("feeds",),
    ("feeds", "add", "http://127.0.0.1:9/"), ("feeds", "remove", "http://127.0.0.1:9/"), ("feeds", "accept"),
    ("import", "LIST"), ("export",), ("refresh",), ("doctor",), ("doctor", "--mend"), ("backup", "COPY"), ("worker",),
    ("upgrade",),
]  # fmt: skip


@pytest.mark.parametrize("spoil", [newer, foreign, damaged, text])
def test_a_database_that_is_not_ours_is_left_alone(
    newsdesk: Command, home: Path, tmp_path: Path, spoil: Callable[[Path], None]
) -> None:
    """Every command exits 3 with one line, and the file is byte for byte as it was."""
    list_ = tmp_path / "x.opml"
    list_.write_bytes(opml("http://127.0.0.1:9/a"))
    newsdesk("import", list_)
    path = home / "newsdesk.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    spoil(path)
    for extra in ("-wal", "-shm"):
        Path(f"{path}{extra}").unlink(missing_ok=True)
    before = hashlib.sha256(path.read_bytes()).hexdigest()
    for arguments in USES_DATABASE:
        filled = [{"LIST": list_, "COPY": tmp_path / "copy.db"}.get(word, word) for word in arguments]
        said = newsdesk(*filled)
        assert (said.code, said.out, said.err.count("\n")) == (3, "", 1), (arguments, said)
        assert hashlib.sha256(path.read_bytes()).hexdigest() == before, arguments


def test_nothing_a_server_says_reaches_the_terminal_as_a_control(
    newsdesk: Command, home: Path, server: Server, tmp_path: Path
) -> None:
    """Titles and errors are cleaned, in plain rows and in JSON."""
    evil = rss(1, 2).replace(b"Title 1", b"&#27;[2J&#155;x \xe2\x80\xaegnp.exe \ttab\nline")
    server.pages["/a.xml"] = Reply(200, evil)
    server.pages["/b.xml"] = Reply(raw=(b"HTTP/1.1 500 \x1b[2Jboo\r\nContent-Length: 0\r\n\r\n",))
    list_ = tmp_path / "x.opml"
    list_.write_bytes(opml(server.url("/a.xml"), server.url("/b.xml")))
    newsdesk("import", list_)
    (home / "config.toml").write_text("host_spacing = 0\nparsers = 1\n")
    for said in (newsdesk("refresh"), newsdesk("list"), newsdesk("list", "--json"), newsdesk("feeds"),
                 newsdesk("feeds", "--json")):  # fmt: skip
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", said.out + said.err)
        assert "\\u001b" not in said.out
    assert [len(row) for row in newsdesk("list").rows] == [6, 6]


def test_a_closed_pipe_is_no_error(desk: Command, home: Path) -> None:
    """`newsdesk list | head -1` ends quietly."""
    script = f"{Path(sys.executable).with_name('newsdesk')} list --json | head -c 1; echo ${{PIPESTATUS[0]}} >&2"
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, timeout=30, check=False)
    assert (done.stdout, done.stderr.strip()) == ("[", "0")


def test_without_a_terminal_the_program_says_so(installed: Command) -> None:
    """It does not try to draw into a pipe."""
    said = installed()
    assert said.code == 2
    assert "terminal" in said.err


def test_a_home_that_can_not_be_made_is_named(
    newsdesk: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One line, exit 1."""
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("NEWSDESK_HOME", str(tmp_path / "file" / "home"))
    said = newsdesk("list")
    assert said.code == 1
    assert said.err.count("\n") == 1
    assert "NEWSDESK_HOME" in said.err


def test_a_running_worker_does_the_refresh(desk: Command, home: Path, server: Server, installed: Command) -> None:
    """Where the lock is held the command asks, follows, and tells the same figures."""
    server.pages["/a.xml"] = Reply(200, rss(1, 2, 3, 6))
    environment = dict(os.environ)
    with subprocess.Popen(
        [sys.executable, "-m", "newsdesk", "worker"], stdin=subprocess.PIPE, env=environment, start_new_session=True
    ) as worker:
        try:
            lock = WorkerLock(paths.at(home).worker_lock)
            assert wait_until(lambda: not lock.is_free())
            said = desk("refresh", "--force", "--json")
            assert set(said.json) == REFRESH_KEYS
            assert (said.json["asked"], said.json["new_entries"]) == (2, 1)
            assert len(desk("list", "body", "--json").json) == 6
            assert "worker runs" in desk("doctor").out
        finally:
            assert worker.stdin is not None
            worker.stdin.close()
            worker.wait(10)
    assert json.loads(desk("list", "--json").out)


def test_doctor_salvages_into_a_new_file(desk: Command, home: Path, tmp_path: Path) -> None:
    """What it saves is a database that can be put in the old one's place."""
    target = tmp_path / "saved.db"
    said = desk("doctor", "--salvage", target)
    assert said.code == 0
    assert ["headlines", "5"] in said.rows
    before = desk("list", "--json").json
    for extra in ("", "-wal", "-shm"):
        (home / f"newsdesk.db{extra}").unlink(missing_ok=True)
    target.rename(home / "newsdesk.db")
    assert desk("list", "--json").json == before
    assert desk("doctor").code == 0
    assert desk("doctor", "--salvage", home / "newsdesk.db").code == 3


def test_a_fault_is_one_line_and_its_trace_is_in_the_log(
    desk: Command, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody is shown a traceback."""

    def stumble(*_: object, **__: object) -> None:
        raise LookupError("a detail")

    monkeypatch.setattr("newsdesk.cli.list.list_headlines", stumble)
    said = desk("list")
    assert (said.code, said.out, said.err.count("\n")) == (1, "", 1)
    assert "LookupError: a detail" in (home / "newsdesk.log").read_text()
