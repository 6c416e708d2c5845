"""config.toml: defaults, checks that name the key, edits that keep comments."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsdesk import config
from newsdesk.config import Settings
from newsdesk.errors import ConfigError


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
        'full_text = "always"\n[sources."https://a.example/feed"]\nfull_text = "never"\n'
        '[sources."https://b.example/feed"]\npictures = "off"\n'
    )
    settings = config.load(path)
    assert [settings.full_text_of(f"https://{name}.example/feed") for name in "abc"] == ["never", "always", "always"]
    assert [settings.pictures_of(f"https://{name}.example/feed") for name in "abc"] == ["on-open", "off", "on-open"]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ('sources = "x"', "[sources]"),
        ('[sources]\n"https://a.example/feed" = "never"', "[sources]"),
        ('[sources."https://a.example/feed"]\nfull_text = "sometimes"', "full_text must be one of"),
        ('[sources."https://a.example/feed"]\ntheme = "ink"', "no setting 'theme' (https://a.example/feed)"),
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
