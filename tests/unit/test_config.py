"""config.toml: defaults, checks that name the key, edits that keep comments."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsdesk import config
from newsdesk.config import Settings
from newsdesk.errors import ConfigError
from newsdesk.feed_settings import FeedSettings


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where config.toml would be."""
    return tmp_path / "config.toml"


def test_no_file_and_an_empty_one_mean_the_defaults(path: Path) -> None:
    """Nothing needs a file."""
    assert config.load(path) == Settings()
    path.write_text("")
    assert config.load(path) == Settings()


def test_what_is_set_counts(path: Path) -> None:
    """Values of every type are read, a byte order mark too."""
    path.write_bytes(
        b'\xef\xbb\xbftheme = "paper"\nmeasure = 60\nhost_spacing = 1\nascii = true\n[keys]\n"a.b" = "x"\n'
    )
    settings = config.load(path)
    assert (settings.theme, settings.measure, settings.host_spacing, settings.ascii) == ("paper", 60, 1.0, True)
    assert settings.keys == {"a.b": "x"}


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("them = 'ink'", "Did you mean 'theme'"),
        ("theme = 'papr'", "Did you mean 'paper'"),
        ("theme = 3", "theme must be a text"),
        ("measure = 9999", "measure must be between 30 and 200"),
        ("measure = true", "measure must be a whole number"),
        ("keep_days = -5", "keep_days must be between"),
        ("host_spacing = nan", "host_spacing must be between"),
        ("[keys]\nquit = []", "must be a table of texts"),
        ("theme = ", "not valid TOML"),
        ("[ui", "not valid TOML"),
        ("theme = 'ink'\na = " + "[" * 100_000, "line 2: it nests brackets"),
        ("\n\ninterval = " + "9" * 5_000, "line 3: it holds a number of more digits"),
        ("interval = " + "9" * 400, "interval must be between 30 and 1440"),
    ],
)
def test_a_wrong_line_is_named(path: Path, text: str, named: str) -> None:
    """The message has the file and the key, and what would be right."""
    path.write_text(text)
    with pytest.raises(ConfigError) as caught:
        config.load(path)
    assert str(path) in str(caught.value)
    assert named in str(caught.value)


def test_bytes_that_are_no_text_are_named(path: Path) -> None:
    """Not UTF-8 is said, with the place."""
    path.write_bytes(b'theme = "\xff"')
    with pytest.raises(ConfigError, match="not UTF-8"):
        config.load(path)


def test_one_wrong_setting_leaves_the_others(path: Path) -> None:
    """The lenient reading keeps what is right and names what is not."""
    path.write_text("theme = 'paper'\nmeasure = 3\nwrong = 1\n")
    settings, notices = config.load_leniently(path)
    assert (settings.theme, settings.measure) == ("paper", Settings().measure)
    assert len(notices) == 2
    path.write_text("[[[")
    assert config.load_leniently(path)[0] == Settings()


def test_an_edit_keeps_comments(path: Path) -> None:
    """Only the one value changes."""
    path.write_text("# mine\ntheme = 'ink'  # dark\n\n[keys]\n'a.b' = 'x'\n")
    config.save(path, "theme", "paper")
    text = path.read_text()
    assert "# mine" in text
    assert "# dark" in text
    assert config.load(path).theme == "paper"
    config.save(path, "density", "dense")
    assert config.load(path).density == "dense"
    assert config.load(path).keys == {"a.b": "x"}


def test_a_wrong_edit_writes_nothing(path: Path) -> None:
    """A value that would not load is refused, and so is a file that doesn't."""
    with pytest.raises(ConfigError):
        config.save(path, "theme", "pink")
    assert not path.exists()
    path.write_text("[[[")
    with pytest.raises(ConfigError):
        config.save(path, "theme", "ink")
    assert path.read_text() == "[[["


def test_views_are_kept_and_taken_out(path: Path) -> None:
    """Comments stay, and a table without a view goes."""
    path.write_text('# mine\ntheme = "ink"\n')
    config.save_views(path, {"Near": "in:World newer:2d"})
    config.save_views(path, {'Tide "x"': "tide"})
    assert config.load(path).views == {"Near": "in:World newer:2d", 'Tide "x"': "tide"}
    config.save_views(path, {"Near": None, 'Tide "x"': None})
    assert path.read_text().strip() == '# mine\ntheme = "ink"'


def test_the_link_stays_a_link(tmp_path: Path, path: Path) -> None:
    """A config in a dotfiles folder is edited there."""
    real = tmp_path / "dotfiles.toml"
    real.write_text("measure = 60\n")
    path.symlink_to(real)
    config.save(path, "theme", "ink")
    assert path.is_symlink()
    assert config.load(real).theme == "ink"


def test_a_source_can_have_its_own(path: Path) -> None:
    """A table named by a feed's address counts for that feed, the setting for all others."""
    path.write_text(
        'full_text = "always"\n[feeds."https://a.example/feed"]\nfull_text = "never"\n'
        '[feeds."https://b.example/feed"]\npictures = "off"\n'
    )
    settings = config.load(path)
    assert [settings.full_text_of(f"https://{name}.example/feed") for name in "abc"] == ["never", "always", "always"]
    assert [settings.pictures_of(f"https://{name}.example/feed") for name in "abc"] == ["on-open", "off", "on-open"]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ('feeds = "x"', "[feeds]"),
        ('[feeds]\n"https://a.example/feed" = "never"', "must be a table"),
        ('[feeds."https://a.example/feed"]\nfull_text = "sometimes"', "full_text must be one of"),
        (
            '[feeds."https://a.example/feed"]\ntheme = "ink"',
            "[feeds.'https://a.example/feed']: a feed has no setting 'theme'",
        ),
    ],
)
def test_a_wrong_source_is_named(path: Path, text: str, named: str) -> None:
    """What is wrong in a source's table is said with its key."""
    path.write_text(text)
    with pytest.raises(ConfigError) as raised:
        config.load(path)
    assert named in str(raised.value)


@pytest.mark.parametrize(
    ("line", "player"), [('player = ["mpv", "--force-window"]', ("mpv", "--force-window")), ("player = []", ())]
)
def test_a_program_is_a_list_of_texts(path: Path, line: str, player: tuple[str, ...]) -> None:
    """Program and arguments, as no shell would part them."""
    path.write_text(line)
    assert config.load(path).player == player


@pytest.mark.parametrize("line", ['player = "mpv %s"', "player = [1]", 'player = [""]'])
def test_a_program_in_one_text_is_refused(path: Path, line: str) -> None:
    """What would need a shell is named, with what would be right."""
    path.write_text(line)
    with pytest.raises(ConfigError, match="player must be a list of texts"):
        config.load(path)


MEMBER = "https://paper.example/members.xml"
TABLE = """# mine
theme = "paper"

[feeds."https://Paper.example:443/members.xml"]  # the paper
auth = "digest"
username = "me"
password_command = ["pass", "show", "paper"]
headers = { "X-Api-Key" = "env:PAPER_KEY" }
private = true
"""


def test_a_feed_has_settings_of_its_own(path: Path) -> None:
    """They are found by any spelling of its address, and by no other origin; all others have the defaults."""
    path.write_text(TABLE)
    settings = config.load(path)
    found = settings.feed(MEMBER)
    assert (found.auth, found.username, found.password_command) == ("digest", "me", ("pass", "show", "paper"))
    assert (dict(found.headers), found.private, found.wants_secret) == ({"X-Api-Key": "env:PAPER_KEY"}, True, True)
    for other in (
        "http://paper.example/members.xml",
        "https://paper.example:8443/members.xml",
        "https://paper.example/",
    ):
        assert settings.feed(other) == FeedSettings()
    assert not FeedSettings().wants_secret


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ('auth = "ntlm"', "auth must be one of any, basic"),
        ('usrname = "hunter2"', "Did you mean 'username'"),
        ('username = "me:hunter2"', "username must be a text without a colon"),
        ('password = "hunter2"', 'password must be "env:"'),
        ('password_command = "hunter2"', "password_command must be a list"),
        ("password_command = []", "password_command must be a list"),
        ("keyring = 'hunter2'", "keyring must be true or false"),
        ('headers = "X: hunter2"', "headers must be a table"),
        ('headers = { "X" = "hunter2\\u000d\\u000aY: 1" }', "headers must be a table"),
        ('headers = { "Host" = "hunter2" }', "headers must be a table"),
        ('headers = { "X" = "env:hunter2 or so" }', "headers must be a table"),
        ("cookies_file = 2", "cookies_file must be a path"),
    ],
)
def test_a_wrong_setting_of_a_feed_is_named_without_its_value(path: Path, line: str, named: str) -> None:
    """The message has the feed and the key; what somebody wrote there may be a password."""
    path.write_text(f'[feeds."https://u:x@paper.example/"]\n{line}\n'.replace("u:x@", ""))
    with pytest.raises(ConfigError) as caught:
        config.load(path)
    assert named in str(caught.value)
    assert "https://paper.example/" in str(caught.value)
    assert "hunter2" not in str(caught.value)


def test_an_address_with_a_password_names_no_feed(path: Path) -> None:
    """It is refused, and not repeated."""
    path.write_text('[feeds."https://me:hunter2@paper.example/"]\nauth = "basic"\n')
    with pytest.raises(ConfigError, match="without user and password") as caught:
        config.load(path)
    assert "hunter2" not in str(caught.value)


def test_a_slip_in_one_feed_leaves_the_others(path: Path) -> None:
    """Read leniently, the wrong table is told and the right ones count."""
    path.write_text(f'{TABLE}[feeds."https://other.example/"]\nauth = 3\n')
    settings, notices = config.load_leniently(path)
    assert settings.feed(MEMBER).username == "me"
    assert "https://other.example/" in notices[0]


def test_settings_of_a_feed_are_written_in_place(path: Path) -> None:
    """Comments and the other settings stay; None takes one out; a table without settings goes, and so does the last."""
    path.write_text(TABLE)
    config.save_feed(path, MEMBER, {"username": "you", "password_command": None, "keyring": True})
    text = path.read_text()
    assert "# mine" in text
    assert "# the paper" in text
    assert text.count("[feeds.") == 1
    assert config.load(path).feed(MEMBER) == FeedSettings(
        auth="digest", username="you", keyring=True, headers={"X-Api-Key": "env:PAPER_KEY"}, private=True
    )
    with pytest.raises(ConfigError, match="username must be"):
        config.save_feed(path, MEMBER, {"username": "a:b"})
    config.save_feed(path, MEMBER, dict.fromkeys(("auth", "username", "keyring", "headers", "private")))
    assert "feeds" not in path.read_text()
    config.save_feed(path, "https://new.example/", {"private": True})
    assert config.load(path).feed("https://new.example/").private


def test_settings_follow_a_feed_to_its_new_address(path: Path) -> None:
    """The table is renamed as it stands; a feed without one changes nothing."""
    path.write_text(TABLE)
    config.move_feed(path, MEMBER, "https://paper.example/new.xml")
    config.move_feed(path, "https://other.example/", "https://else.example/")
    assert config.load(path).feed("https://paper.example/new.xml").username == "me"
    assert list(config.load(path).feeds) == ["https://paper.example:443/new.xml"]
    assert "# mine" in path.read_text()
