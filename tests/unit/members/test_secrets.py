"""Where secrets come from, in which order, and that trouble with them is told without them."""

from __future__ import annotations

import sys
import time
import types
from pathlib import Path

import pytest

from newsdesk.errors import NewsdeskError
from newsdesk.feed_settings import FeedSettings
from newsdesk.members.secret_file import SecretFile
from newsdesk.members.secrets import find_secret, forget_in_keyring, keep_in_keyring, run_command

URL = "https://paper.example/members.xml"
PYTHON = sys.executable


@pytest.fixture
def file(tmp_path: Path) -> SecretFile:
    """The file of secrets of a home."""
    return SecretFile(tmp_path / "secrets.toml")


@pytest.fixture
def ring(monkeypatch: pytest.MonkeyPatch) -> dict[tuple[str, str], str]:
    """A keyring that remembers in memory."""
    kept: dict[tuple[str, str], str] = {}
    module = types.ModuleType("keyring")
    module.get_password = lambda *key: kept.get(key)  # type: ignore[attr-defined]
    module.set_password = lambda service, name, secret: kept.update({(service, name): secret})  # type: ignore[attr-defined]
    module.delete_password = lambda *key: kept.pop(key)  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "keyring", module)
    return kept


async def test_the_first_place_that_has_it_counts(
    file: SecretFile, ring: dict[tuple[str, str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Environment, command, keyring, file; where one has nothing, the next is asked."""
    file.keep(URL, "of the file")
    keep_in_keyring(URL, "of the ring")
    command = (PYTHON, "-c", "print('of the command'); print('second line')")
    everything = FeedSettings(username="me", password="env:PAPER", password_command=command, keyring=True)
    monkeypatch.setenv("PAPER", "of the environment")
    assert await find_secret(URL, everything, file) == "of the environment"
    monkeypatch.delenv("PAPER")
    assert await find_secret(URL, everything, file) == "of the command"
    broken = FeedSettings(password="env:PAPER", password_command=(PYTHON, "-c", "exit(3)"), keyring=True)
    assert await find_secret(URL, broken, file) == "of the ring"
    forget_in_keyring(URL)
    assert await find_secret(URL, broken, file) == "of the file"
    file.forget(URL)
    with pytest.raises(NewsdeskError, match="the environment has no PAPER"):
        await find_secret(URL, broken, file)
    with pytest.raises(NewsdeskError, match="no password is kept for it"):
        await find_secret(URL, FeedSettings(username="me"), file)


@pytest.mark.parametrize(
    ("program", "told"),
    [
        ("import sys; print('hunter2', file=sys.stderr); exit(4)", "failed (exit 4)"),
        ("pass", "printed nothing"),
        ("print()", "printed nothing"),
        ("while True: print('hunter2' * 1000)", "far more than a password"),
    ],
)
async def test_a_command_that_fails_is_told_by_its_name(program: str, told: str) -> None:
    """What it printed, and what it was given, may be secret."""
    with pytest.raises(NewsdeskError) as caught:
        await run_command((PYTHON, "-c", program, "hunter2"))
    assert told in str(caught.value)
    assert "hunter2" not in str(caught.value)


async def test_a_command_has_its_time_and_no_shell(tmp_path: Path) -> None:
    """It is killed with all that it started; what a shell would do to its arguments is not done."""
    child = f"import subprocess; subprocess.run([{PYTHON!r}, '-c', 'import time; time.sleep(60)'])"
    began = time.monotonic()
    with pytest.raises(NewsdeskError, match=r"took longer than 0\.5 seconds"):
        await run_command((PYTHON, "-c", child), 0.5)
    assert time.monotonic() - began < 30
    mark = tmp_path / "made"
    assert await run_command((PYTHON, "-c", "import sys; print(sys.argv[1])", f"$(touch {mark})")) == f"$(touch {mark})"
    assert not mark.exists()
    with pytest.raises(NewsdeskError, match="nowhere can't be run"):
        await run_command((str(tmp_path / "nowhere"),))


async def test_without_keyring_the_package_is_named(file: SecretFile, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is optional; and a keyring's own words, which may quote what it was given, are not repeated."""
    monkeypatch.setitem(sys.modules, "keyring", None)
    with pytest.raises(NewsdeskError, match=r"newsdesk\[keyring\]"):
        await find_secret(URL, FeedSettings(keyring=True), file)
    module = types.ModuleType("keyring")

    def refuse(*_: str) -> None:
        raise RuntimeError("hunter2")

    module.get_password = module.set_password = refuse  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "keyring", module)
    with pytest.raises(NewsdeskError, match=r"can't be used \(RuntimeError\)"):
        await find_secret(URL, FeedSettings(keyring=True), file)
    with pytest.raises(NewsdeskError) as caught:
        keep_in_keyring(URL, "hunter2")
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize("secret", ["plain", 'quo"te\\', "пароль 密码 \x7f", " blanks ", "#no comment"])
def test_any_secret_comes_back_from_the_file(file: SecretFile, secret: str) -> None:
    """For any spelling of the address, its owner's alone; another origin and header fields have their own."""
    file.keep(URL, secret)
    file.keep(URL, "for a header", "X-Api-Key")
    file.keep("http://paper.example/members.xml", "of the http one")
    assert file.find("https://PAPER.example:443/members.xml#top") == secret
    assert file.find(URL, "x-api-key") == "for a header"
    assert file.path.stat().st_mode & 0o777 == 0o600
    file.forget(URL)
    assert (file.find(URL), file.find(URL, "X-Api-Key")) == (None, "for a header")


def test_a_file_that_others_may_read_is_refused(file: SecretFile) -> None:
    """It says what to do; keeping something makes it its owner's again."""
    file.keep(URL, "hunter2")
    file.path.chmod(0o644)
    with pytest.raises(NewsdeskError, match="chmod 600") as caught:
        file.find(URL)
    assert "hunter2" not in str(caught.value)
    file.keep("https://other.example/", "x")
    assert file.find(URL) == "hunter2"


def test_a_broken_file_is_named_and_not_quoted(file: SecretFile) -> None:
    """Its lines hold secrets; and it is not written over."""
    file.path.write_text('"https://paper.example/" = hunter2\n')
    file.path.chmod(0o600)
    for do in (lambda: file.find(URL), lambda: file.keep(URL, "new")):
        with pytest.raises(NewsdeskError, match="not valid TOML") as caught:
            do()
        assert "hunter2" not in f"{caught.value} {caught.value.__cause__}"
    assert "hunter2" in file.path.read_text()


def test_a_link_stays_a_link(file: SecretFile, tmp_path: Path) -> None:
    """One into a folder of dotfiles is written through."""
    (tmp_path / "dotfiles").mkdir()
    file.path.symlink_to(tmp_path / "dotfiles/mine.toml")
    file.keep(URL, "x")
    assert file.path.is_symlink()
    assert file.find(URL) == "x"
