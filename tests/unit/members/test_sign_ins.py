"""What a feed's requests carry, as the files say at the moment, and the mark by which a change shows."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from newsdesk import paths
from newsdesk.members.secret_file import SecretFile
from newsdesk.members.sign_ins import SignIns
from newsdesk.model.access import Access
from newsdesk.model.feeds import Failed
from newsdesk.paths import Paths

URL = "https://paper.example/members.xml"


@pytest.fixture
def home(tmp_path: Path) -> Paths:
    """A home without settings."""
    return paths.at(tmp_path / "home")


def write(home: Paths, *lines: str) -> None:
    """Write the feed's table, as a file that is another than before."""
    text = "\n".join((f'[feeds."{URL}"]', *lines)) + "\n"
    home.config.write_text(text)
    os.utime(home.config, ns=(0, len(text) + hash(text) % 1_000_000_000))


async def test_a_feed_without_settings_carries_nothing(home: Paths) -> None:
    """As every feed did before."""
    assert await SignIns(home).open(URL) == Access(URL)
    assert not Access(URL).signs


async def test_everything_is_put_together(home: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    """Secret, headers, cookies beside config.toml, agent and certificates; no secret in any repr."""
    monkeypatch.setenv("PAPER_KEY", " hunter3\n")
    home.config.with_name("c.txt").write_text("paper.example\tFALSE\t/\tFALSE\t0\tsid\thunter4\n")
    home.config.with_name("ca.pem").write_text("x")
    SecretFile(home.secrets).keep(URL, "hunter2")
    SecretFile(home.secrets).keep(URL, "hunter5", "X-Kept")
    write(home, 'username = "me"', 'cookies_file = "c.txt"', 'ca_file = "ca.pem"', 'user_agent = "Me/1"',
          'headers = { "X-Key" = "env:PAPER_KEY", "X-Kept" = "secret:", "Accept-Language" = "eo" }')  # fmt: skip
    access = await SignIns(home).open(URL)
    assert isinstance(access, Access)
    assert (access.auth, access.person, access.user_agent) == ("any", ("me", "hunter2"), "Me/1")
    assert access.headers == (("X-Key", "hunter3"), ("X-Kept", "hunter5"), ("Accept-Language", "eo"))
    assert access.cookies[0].value == "hunter4"
    assert access.ca_file == str(home.config.with_name("ca.pem"))
    assert access.signs
    assert "hunter" not in repr(access)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('username = "me"', "no password is kept for it"),
        ('password = "env:NEWSDESK_NO_SUCH"', "the environment has no NEWSDESK_NO_SUCH"),
        (
            'headers = { "X-Key" = "env:NEWSDESK_NO_SUCH" }',
            "the environment has no NEWSDESK_NO_SUCH for its header X-Key",
        ),
        ('headers = { "X-Key" = "secret:" }', "no value for its header X-Key"),
        ('cookies_file = "none.txt"', "can't be read"),
        ('ca_file = "none.pem"', "can't be read"),
        (f"password_command = ['{sys.executable}', '-c', 'print(chr(1))']", "no password: it has control characters"),
    ],
)
async def test_what_is_missing_is_a_sign_in_that_is_needed(home: Paths, line: str, told: str) -> None:
    """Nothing is asked without it, and the words say what to do."""
    write(home, line)
    failed = await SignIns(home).open(URL)
    assert isinstance(failed, Failed)
    assert failed.kind == "credentials"
    assert failed.reason.startswith("sign in needed: ")
    assert told in failed.reason


async def test_a_secret_alone_can_be_name_and_password(home: Paths) -> None:
    """Of an address that had a token in place of the name, or of a command that prints both."""
    SecretFile(home.secrets).keep(URL, "token:")
    write(home, 'auth = "basic"')
    access = await SignIns(home).open(URL)
    assert isinstance(access, Access)
    assert access.person == ("token", "")


async def test_a_command_is_run_once_until_it_is_refused(home: Paths, tmp_path: Path) -> None:
    """Its answer is kept in memory; a refusal, or another config.toml, has it run again."""
    count = tmp_path / "count"
    program = f"open({str(count)!r}, 'a').write('x'); print('word')"
    write(home, f"password_command = {[sys.executable, '-c', program]!r}")
    sign_ins = SignIns(home)
    for _ in range(3):
        assert isinstance(await sign_ins.open(URL), Access)
    assert count.read_text() == "x"
    sign_ins.forget(URL)
    await sign_ins.open(URL)
    assert count.read_text() == "xx"


def test_the_mark_tells_another_sign_in_and_nothing_else(home: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings, secrets and files change it; a theme does not, nor what another feed has; it is the same next time."""
    sign_ins, seen = SignIns(home), set[str]()

    def changed() -> bool:
        sign_ins.look()
        new = sign_ins.mark(URL) not in seen
        seen.add(sign_ins.mark(URL))
        return new

    assert changed()
    SecretFile(home.secrets).keep("https://other.example/", "x")
    assert not changed()
    write(home, 'username = "me"')
    assert changed()
    SecretFile(home.secrets).keep(URL, "hunter2")
    assert changed()
    SecretFile(home.secrets).keep(URL, "hunter3")
    assert changed()
    write(home, 'username = "me"', "private = true", "", '[feeds."https://other.example/"]', 'username = "x"')
    assert not changed()
    write(home, 'username = "me"', 'password = "env:PAPER_WORD"')
    assert changed()
    monkeypatch.setenv("PAPER_WORD", "one")
    assert changed()
    assert SignIns(home).mark(URL) in seen
    assert home.secret_key.stat().st_mode & 0o777 == 0o600
    assert not any("hunter" in mark for mark in seen)


async def test_changes_count_while_it_runs(home: Paths) -> None:
    """Each look tells a change once; a config.toml that is broken meanwhile signs nobody out."""
    sign_ins = SignIns(home)
    assert not sign_ins.look()
    SecretFile(home.secrets).keep(URL, "hunter2")
    assert sign_ins.look()
    write(home, 'username = "me"')
    assert sign_ins.look()
    assert not sign_ins.look()
    write(home, 'username = "')
    assert sign_ins.look()
    access = await sign_ins.open(URL)
    assert isinstance(access, Access)
    assert access.username == "me"
    assert "not valid TOML" in sign_ins.notices[0]


def test_cookies_that_end_soon_are_told(home: Paths) -> None:
    """The first to end is named, by its host."""
    now = 1_800_000_000
    home.config.with_name("c.txt").write_text(f"paper.example\tFALSE\t/\tFALSE\t{now + 90_000}\tsid\t1\n")
    write(home, 'cookies_file = "c.txt"')
    sign_ins = SignIns(home)
    assert sign_ins.cookie_notice([URL], now).startswith("paper.example: cookies end in 25 hours")
    assert sign_ins.cookie_notice([URL], now - 4 * 86_400) == ""
    assert sign_ins.cookie_notice(["https://other.example/"], now) == ""
